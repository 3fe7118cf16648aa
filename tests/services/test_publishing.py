"""Publishing: what gets into the log, what does not, and what is said of it."""

import pytest

from app.services import publishing, reading, views
from app.services.publishing import PublisherRef
from app.services.registry import Registry
from app.store import log
from ctdl.ctid import derive_ctid
from tests.support.documents import a_credential, an_organization, ctid_of

SOMEBODY_ELSE = PublisherRef(derive_ctid("test:somebody else"), "Somebody else")


def test_a_new_document_becomes_change_one(registry: Registry) -> None:
    outcome = publishing.publish(registry, a_credential())

    assert (outcome.number, outcome.kind) == (1, "published")
    assert log.latest_number(registry.database) == 1


def test_publishing_the_same_content_again_writes_nothing(registry: Registry) -> None:
    publishing.publish(registry, a_credential())

    outcome = publishing.publish(registry, a_credential())

    assert (outcome.number, outcome.kind) == (1, "unchanged")
    assert log.latest_number(registry.database) == 1


def test_another_content_is_an_update_that_names_the_change_before_it(registry: Registry) -> None:
    publishing.publish(registry, a_credential())

    outcome = publishing.publish(registry, a_credential(description={"en": "Longer now."}))

    changes = log.changes_of(registry.database, outcome.ctid)
    assert [change.kind for change in changes] == ["published", "updated"]
    assert changes[1].previous == 1


def test_a_rejected_document_gives_every_error_and_saves_nothing(registry: Registry) -> None:
    document = a_credential(name=None, inLanguage=None, description=None)

    with pytest.raises(publishing.RecordRejected) as rejected:
        publishing.publish(registry, document)

    wrong = {each.property for each in rejected.value.findings if each.severity == "error"}
    assert {"ceterms:name", "ceterms:description", "ceterms:inLanguage"} <= wrong
    assert log.latest_number(registry.database) == 0


def test_only_its_publisher_can_change_or_withdraw_a_record(registry: Registry) -> None:
    document = a_credential()
    publishing.publish(registry, document)

    with pytest.raises(publishing.NotTheOwner):
        publishing.publish(registry, a_credential(keyword={"en": ["new"]}), SOMEBODY_ELSE)
    with pytest.raises(publishing.NotTheOwner):
        publishing.withdraw(registry, ctid_of(document), SOMEBODY_ELSE, reason="mine now")

    assert log.latest_number(registry.database) == 1


def test_a_withdrawn_record_says_when_why_and_what_replaces_it(registry: Registry) -> None:
    document, replacement = a_credential(), a_credential("first aid 2")
    publishing.publish(registry, document)
    publishing.publish(registry, replacement)

    publishing.withdraw(
        registry, ctid_of(document), reason="replaced", replaced_by=ctid_of(replacement)
    )

    with pytest.raises(reading.RecordWithdrawn) as gone:
        reading.get_record(registry, ctid_of(document))
    tombstone = gone.value.tombstone
    assert (tombstone.reason, tombstone.replaced_by) == ("replaced", ctid_of(replacement))
    assert tombstone.publisher_name == "Registry operator"


def test_a_withdrawn_record_comes_back_only_when_that_is_asked_for(registry: Registry) -> None:
    document = a_credential()
    publishing.publish(registry, document)
    publishing.withdraw(registry, ctid_of(document), reason="a mistake")

    with pytest.raises(publishing.RecordWasWithdrawn):
        publishing.publish(registry, document)
    outcome = publishing.publish(registry, document, restore=True)

    assert outcome.kind == "restored"
    assert reading.get_record(registry, ctid_of(document)).kind == "restored"


def test_what_was_never_published_cannot_be_withdrawn(registry: Registry) -> None:
    with pytest.raises(publishing.NothingToWithdraw):
        publishing.withdraw(registry, derive_ctid("test:nothing"), reason="none")


def test_two_documents_cannot_describe_a_thing_with_the_same_ctid(registry: Registry) -> None:
    level = derive_ctid("test:a level")
    first, second = (_with_part(name, level) for name in ("one", "two"))
    submissions = [
        publishing.prepare(each, publishing.OPERATOR, base=registry.base)
        for each in (first, second)
    ]

    taken, refused = publishing.record(registry, submissions, publishing.OPERATOR)

    assert isinstance(taken, publishing.Published)
    assert isinstance(refused, publishing.RecordRejected)
    assert refused.findings[0].code == "CTID_TAKEN"


def test_a_thing_belongs_to_one_record_also_before_the_catalogue_knows(
    registry: Registry,
) -> None:
    level = derive_ctid("test:a level")
    publishing.publish(registry, _with_part("one", level))

    with pytest.raises(publishing.RecordRejected, match="CTID_TAKEN"):
        publishing.publish(registry, _with_part("two", level))

    views.catch_up(registry)
    assert all(report.is_right for report in views.check(registry))


def test_a_record_is_not_described_again_as_a_thing_in_another(registry: Registry) -> None:
    publishing.publish(registry, a_credential("one"))

    with pytest.raises(publishing.RecordRejected, match="CTID_TAKEN"):
        publishing.publish(registry, _with_part("two", ctid_of(a_credential("one"))))


def test_a_withdrawn_record_keeps_its_things_and_a_revision_without_them_frees_them(
    registry: Registry,
) -> None:
    level = derive_ctid("test:a level")
    first = publishing.publish(registry, _with_part("one", level))
    publishing.withdraw(registry, first.ctid, reason="over")

    with pytest.raises(publishing.RecordRejected, match="CTID_TAKEN"):
        publishing.publish(registry, _with_part("two", level))
    publishing.publish(registry, a_credential("one"), restore=True)
    publishing.publish(registry, _with_part("two", level))

    views.catch_up(registry)
    assert all(report.is_right for report in views.check(registry))


def test_a_document_about_two_records_is_refused(registry: Registry) -> None:
    document = a_credential("one")
    document["@graph"] += a_credential("two")["@graph"]

    with pytest.raises(publishing.RecordRejected, match="SECOND_RECORD"):
        publishing.publish(registry, document)

    assert log.latest_number(registry.database) == 0


def test_relations_that_lead_nowhere_are_remarked_upon(registry: Registry) -> None:
    parent = a_credential("parent")
    publishing.publish(registry, an_organization())
    publishing.publish(registry, parent)
    publishing.withdraw(registry, ctid_of(parent), reason="over")
    nowhere = derive_ctid("test:nowhere")
    parts = [f"resources/{ctid_of(parent)}", f"resources/{nowhere}"]

    outcome = publishing.publish(registry, a_credential(isPartOf=parts))

    remarks = [each.message for each in outcome.findings if each.code == "REF_NOT_HERE"]
    assert len(remarks) == 2
    assert any(f"{ctid_of(parent)} was withdrawn" in remark for remark in remarks)
    assert any(f"{nowhere} is not in this registry" in remark for remark in remarks)


def test_a_relation_is_held_to_the_class_of_the_record_it_leads_to(registry: Registry) -> None:
    publishing.publish(registry, a_credential("parent"))
    publishing.publish(registry, an_organization())
    views.catch_up(registry)
    wrong = a_credential(ownedBy=[f"resources/{ctid_of(a_credential('parent'))}"])

    with pytest.raises(publishing.RecordRejected, match="RANGE_VIOLATION"):
        publishing.publish(registry, wrong)

    assert publishing.publish(registry, a_credential()).kind == "published"


def test_a_record_cannot_be_withdrawn_without_a_reason(registry: Registry) -> None:
    publishing.publish(registry, a_credential())

    with pytest.raises(publishing.ReasonMissing):
        publishing.withdraw(registry, ctid_of(a_credential()), reason="  ")


def test_a_record_twice_in_one_batch_is_published_and_then_updated(registry: Registry) -> None:
    submissions = [
        publishing.prepare(each, publishing.OPERATOR, base=registry.base)
        for each in (a_credential(), a_credential(description={"en": "Newer."}))
    ]

    publishing.record(registry, submissions, publishing.OPERATOR)

    changes = log.changes_after(registry.database, 0)
    assert [(each.kind, each.previous) for each in changes] == [("published", None), ("updated", 1)]


def test_addresses_of_this_registry_are_kept_relative(registry: Registry) -> None:
    document = a_credential()
    main = document["@graph"][0]
    document["@id"] = registry.base + document["@id"]
    main["@id"] = registry.base + main["@id"]

    outcome = publishing.publish(registry, document)

    stored = reading.get_record(registry, outcome.ctid)
    assert stored.document.body["@id"] == f"graph/{outcome.ctid}"


def _with_part(name: str, part: str) -> dict[str, object]:
    document = a_credential(name)
    document["@graph"].append(
        {
            "@id": f"resources/{part}",
            "@type": "ceasn:Competency",
            "ceterms:ctid": part,
            "ceasn:competencyText": {"en": "Stops a bleeding."},
            "ceasn:isPartOf": ["https://provider.example/competencies"],
        }
    )
    return document
