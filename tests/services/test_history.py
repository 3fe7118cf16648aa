"""The revisions of a record, in SQLite and in PostgreSQL: pages, instants, differences, bounds."""

import json
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.services import history, publishing
from app.services.history import A_PAGE, NoSuchRevision
from app.services.publishing import PublisherRef
from app.services.reading import RecordNotFound
from app.services.registry import Registry
from app.services.revision_changes import MOST_PROPERTIES, changes_between
from app.services.revisions import Revision
from app.store import log
from ctdl.ctid import CTID, derive_ctid
from ctdl.provenance import Provenance, Statement
from tests.presenters.records import a_stored_record
from tests.support.documents import PROVIDER, a_credential, ctid_of

COLLEGE = PublisherRef(PROVIDER, "Example College")
FIRST_AID = ctid_of(a_credential())
SCHEME = derive_ctid("test:colours")


def publish(registry: Registry, *documents: dict[str, Any], **how: Any) -> list[int]:
    """Publish one revision after another; their numbers."""
    return [publishing.publish(registry, each, COLLEGE, **how).number for each in documents]


def revisions(registry: Registry, ctid: CTID = FIRST_AID) -> list[Revision]:
    """Everything logged about a record, oldest first."""
    return [Revision(each) for each in log.changes_of(registry.database, ctid)]


def test_a_page_is_newest_first_and_each_revision_is_compared_with_the_one_before(
    registry: Registry,
) -> None:
    numbers = publish(
        registry, *(a_credential(name={"en": f"Name {place}"}) for place in range(A_PAGE + 3))
    )

    first = history.history_page(registry, FIRST_AID, 1)
    second = history.history_page(registry, FIRST_AID, 2)

    told = [*first.told, *second.told]
    assert [each.revision.change.number for each in told] == numbers[::-1]
    assert (first.pages, first.total) == (2, A_PAGE + 3)
    assert all(each.changes is not None for each in told[:-1])
    assert told[-1].changes is None
    for place, each in enumerate(told[:-1]):
        assert each.changes is not None
        [only] = each.changes.columns
        newer = A_PAGE + 2 - place
        assert (only.before, only.after) == (f"Name {newer - 1}", f"Name {newer}")


def test_history_of_500_revisions_is_told_in_time(registry: Registry) -> None:
    publish(registry, *(a_credential(name={"en": f"Name {place}"}) for place in range(500)))
    history.history_page(registry, FIRST_AID, 1)

    started = time.process_time()
    found = history.history_page(registry, FIRST_AID, 1)
    spent = time.process_time() - started

    assert found.total == 500
    assert spent < 0.15


@pytest.mark.parametrize("number", [0, -1, 10**6, 2**63 - 1, 2**63, 10**300])
def test_number_that_no_revision_has_is_refused(registry: Registry, number: int) -> None:
    publish(registry, a_credential())

    with pytest.raises(NoSuchRevision, match=FIRST_AID):
        history.pinned(registry, FIRST_AID, number)


def test_revision_of_another_record_is_refused(registry: Registry) -> None:
    publish(registry, a_credential())
    [other] = publish(registry, a_credential("another"))

    with pytest.raises(NoSuchRevision, match=f"has no revision {other}"):
        history.pinned(registry, FIRST_AID, other)


def test_record_that_was_never_published_has_no_history(registry: Registry) -> None:
    with pytest.raises(RecordNotFound):
        history.record_of(registry, derive_ctid("test:never"))


def test_what_stands_around_a_revision_is_known(registry: Registry) -> None:
    first, second, third = publish(
        registry, *(a_credential(name={"en": name}) for name in ("One", "Two", "Three"))
    )

    around = history.pinned(registry, FIRST_AID, second).around

    assert (around.place, around.total) == (2, 3)
    assert around.previous is not None
    assert around.following is not None
    numbers = (around.first, around.previous, around.following, around.newest)
    assert [each.number for each in numbers] == [first, first, third, third]


def test_revision_that_held_at_an_instant_is_the_last_one_made_by_then(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter(f"2026-0{month}-01T12:00:00.500Z" for month in (1, 2, 3))
    monkeypatch.setattr(log, "_now", lambda: next(clock))
    first, second, third = publish(
        registry, *(a_credential(name={"en": name}) for name in ("One", "Two", "Three"))
    )

    def held(month: int, **later: int) -> int:
        instant = datetime(2026, month, 1, 12, tzinfo=UTC) + timedelta(**later)
        return history.held_at(registry, FIRST_AID, instant).number

    assert held(1, days=-300) == first
    assert held(1) == first
    assert held(2, seconds=-1) == first
    assert held(2) == second
    assert held(2, days=20) == second
    assert held(3) == third
    assert held(3, days=9000) == third


def test_withdrawal_says_nothing_new_and_keeps_what_was_said(registry: Registry) -> None:
    publish(registry, a_credential())
    number = publishing.withdraw(registry, FIRST_AID, COLLEGE, reason="Ended.").number

    found = history.pinned(registry, FIRST_AID, number)

    assert found.changes is not None
    assert not found.changes.columns
    assert not found.changes.properties
    assert found.stored.record.name == {"en": "First aid"}


def test_quality_assurance_is_compared_as_statements(registry: Registry) -> None:
    agency = f"resources/{derive_ctid('test:agency')}"
    publish(registry, a_credential(), a_credential(accreditedBy=[agency]))

    gone, come = changes_between(*revisions(registry)).quality

    assert not gone
    assert [each.kind for each in come] == ["accreditation"]


def test_property_that_no_form_has_is_compared_too(registry: Registry) -> None:
    publish(registry, a_credential(), a_credential(credentialId="FA-101"))

    changes = changes_between(*revisions(registry))

    found = [(each.curie, each.before, each.after) for each in changes.properties]
    assert found == [("ceterms:credentialId", None, "FA-101")]


def test_other_names_of_inner_descriptions_are_no_change(registry: Registry) -> None:
    def described(label: str) -> dict[str, Any]:
        document = a_credential(administrationProcess=[label])
        process = {"@type": "ceterms:ProcessProfile", "ceterms:description": {"en": "Yearly."}}
        document["@graph"].append({"@id": label, **process})
        return document

    publish(registry, described("_:a"), described("_:b"))

    assert not changes_between(*revisions(registry)[-2:]).properties


def test_change_of_source_and_of_keeper_is_told(registry: Registry) -> None:
    statements = [Statement(source="List of 2025"), Statement(source="List of 2026")]
    for place, statement in enumerate(statements):
        document = a_credential(name={"en": f"Name {place}"})
        publishing.publish(registry, document, provenance=Provenance(statement, collected=True))

    changes = changes_between(*revisions(registry))

    assert changes.source == (statements[0], statements[1])
    assert changes.keeper is None


def test_document_with_endless_properties_is_compared_up_to_a_limit() -> None:
    # What was logged is trusted: this is how a document that passed every check may still look.
    stored = a_stored_record()
    many = {f"ceterms:x{place}": ["_:b", "_:b"] for place in range(500)}
    circle = [{"@id": "_:b", "ceterms:y": ["_:c"] * 50}, {"@id": "_:c", "ceterms:y": ["_:b"] * 50}]
    body = stored.document.body
    main = {**body["@graph"][0], **many}
    text = json.dumps({**body, "@graph": [main, *circle]})
    hostile = Revision(replace(stored.change, document=text))

    started = time.process_time()
    changes = changes_between(stored.revision, hostile)

    assert len(changes.properties) == MOST_PROPERTIES
    assert time.process_time() - started < 1


def test_things_inside_a_document_are_told_by_name(registry: Registry) -> None:
    def scheme(*names: str) -> dict[str, Any]:
        main = {
            "@id": f"resources/{SCHEME}",
            "@type": "skos:ConceptScheme",
            "ceterms:ctid": SCHEME,
            "ceasn:name": {"en": "Colours"},
            "ceasn:description": {"en": "Some colours."},
            "ceasn:inLanguage": ["en"],
            "ceasn:publicationStatusType": "publicationStatus:Published",
            "skos:hasTopConcept": [f"resources/{derive_ctid(each[0])}" for each in names],
        }
        concepts = [
            {
                "@id": f"resources/{derive_ctid(key)}",
                "@type": "skos:Concept",
                "ceterms:ctid": derive_ctid(key),
                "skos:prefLabel": {"en": name},
                "skos:inScheme": f"resources/{SCHEME}",
            }
            for key, name in (each.split("=") for each in names)
        ]
        context = "https://credreg.net/ctdlasn/schema/context/json"
        return {"@context": context, "@id": f"graph/{SCHEME}", "@graph": [main, *concepts]}

    for document in (scheme("r=Red", "g=Green"), scheme("g=Grass green", "b=Blue")):
        publishing.publish(registry, document, provenance=Provenance(collected=True))

    things = changes_between(*revisions(registry, SCHEME)).things

    assert things.added == ({"en": "Blue"},)
    assert things.removed == ({"en": "Red"},)
    assert things.changed == ({"en": "Grass green"},)


def test_documents_that_are_too_long_are_listed_without_words(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(registry, *(a_credential(name={"en": name}) for name in ("One", "Two", "Three")))
    monkeypatch.setattr(history, "MOST_COMPARED", 1000)

    told = history.history_page(registry, FIRST_AID, 1).told

    assert [each.is_compared for each in told] == [False, False, True]
    assert [each.changes for each in told] == [None, None, None]
