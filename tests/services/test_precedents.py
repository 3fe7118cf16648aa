"""Precedents: who accepted, recommended or refused a credential, and whether that still holds."""

from datetime import date
from typing import Any

import pytest

from app.services import publishing
from app.services.precedents import Precedent, precedents
from app.services.registry import Registry
from ctdl.ctid import CTID, derive_ctid
from tests.services.stacking.credentials import a_transfer, publish, towards
from tests.support.documents import (
    PROVIDER,
    a_credential,
    a_document,
    an_organization,
    ctid_of,
)

DAY = date(2026, 1, 1)
BADGE = a_credential("badge")
DEGREE = a_credential("degree")
COLLEGE = derive_ctid("test:receiving college")
COUNCIL = derive_ctid("test:council")
COURSE = CTID("ce-8e6ce5ba-901c-45dd-a7c2-25755ede309e")
CREDIT = CTID("ce-260b98dd-1633-4351-90bb-1a73ae6d632d")
FROM = "transferValueFrom"
FOR = "transferValueFor"


def owned_by(ctid: CTID) -> dict[str, Any]:
    return {"ownedBy": [f"resources/{ctid}"]}


def an_agreement(key: str, **stated: Any) -> dict[str, Any]:
    named = {
        "name": {"en": f"Agreement {key}"},
        "description": {"en": "What two programmes agreed."},
        "receivingOrganization": [f"resources/{COLLEGE}"],
        **towards("sendingProgram", BADGE),
    }
    return a_document(
        derive_ctid(f"test:agreement {key}"), "ceterms:TransferAgreement", {**named, **stated}
    )


def known(registry: Registry, *documents: dict[str, Any]) -> None:
    council = an_organization("Council", COUNCIL)
    council["@graph"][0]["@type"] = "ceterms:QACredentialOrganization"
    for organization in (an_organization("Receiving College", COLLEGE), council):
        publishing.publish(registry, organization)
    publish(registry, BADGE, DEGREE, *documents)


def only(registry: Registry, document: dict[str, Any] = BADGE, day: date = DAY) -> Precedent:
    [found] = precedents(registry, ctid_of(document), day).found
    return found


def test_a_decision_stands_on_both_pages_each_in_its_direction(registry: Registry) -> None:
    known(
        registry,
        a_transfer("one", **owned_by(COLLEGE), **towards(FROM, BADGE), **towards(FOR, DEGREE)),
    )

    elsewhere, here = only(registry), only(registry, DEGREE)

    assert (elsewhere.direction, here.direction) == ("elsewhere", "here")
    assert [each.ctid for each in elsewhere.others] == [ctid_of(DEGREE)]
    assert [each.ctid for each in here.others] == [ctid_of(BADGE)]
    assert elsewhere.credits[0].minimum == 3
    assert elsewhere.record == here.record


@pytest.mark.parametrize(
    ("day", "standing", "good"),
    [
        ("2019-12-31", "not begun", False),
        ("2020-01-01", "in force", True),
        ("2024-06-30", "in force", True),
        ("2024-07-01", "ended", False),
    ],
)
def test_both_stated_days_count_and_what_is_over_stays_on_record(
    registry: Registry, day: str, standing: str, good: bool
) -> None:
    dated = {"startDate": "2020-01-01", "endDate": "2024-06-30"}
    known(registry, a_transfer("one", **owned_by(COLLEGE), **towards(FROM, BADGE), **dated))

    found = only(registry, day=date.fromisoformat(day))

    assert (found.standing, found.is_good(date.fromisoformat(day))) == (standing, good)
    assert (found.since, found.until) == ("2020-01-01", "2024-06-30")


def test_without_a_beginning_nothing_is_known_of_the_time_before_it_was_seen(
    registry: Registry,
) -> None:
    known(
        registry,
        a_transfer("one", **owned_by(COLLEGE), **towards(FROM, BADGE), endDate="2099-12-31"),
    )
    published = date.today()

    before, since = date(2015, 1, 1), date(published.year + 1, 1, 1)

    assert only(registry, day=before).standing == "no start"
    assert only(registry, day=before).is_good(before) is None
    assert only(registry, day=since).is_good(since) is True


def test_what_its_own_record_states_without_dates_holds_since_it_was_published(
    registry: Registry,
) -> None:
    known(registry, a_transfer("one", **owned_by(COLLEGE), **towards(FROM, BADGE)))
    found, later = only(registry), date(2099, 1, 1)

    assert found.standing == "undated"
    assert found.is_good(date(2015, 1, 1)) is None
    assert found.is_good(later) is True


def test_what_has_ceased_is_over_although_no_end_is_stated(registry: Registry) -> None:
    status = {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:targetNode": "lifeCycle:Ceased",
    }
    known(
        registry,
        a_transfer("one", **owned_by(COLLEGE), **towards(FROM, BADGE), lifeCycleStatusType=status),
    )

    found = only(registry)

    assert (found.standing, found.is_good(DAY)) == ("ceased", False)
    assert found.receiver is not None
    assert found.receiver.ctid == COLLEGE


def test_a_stated_refusal_is_a_refusal_and_silence_is_not(registry: Registry) -> None:
    known(
        registry,
        an_agreement("no", learningRecognitionOutcomeType=["lrOutcome:NotRecognized"]),
    )
    ctid = ctid_of(BADGE)

    refused = precedents(registry, ctid, DAY, str(COLLEGE)).asked
    silent = precedents(registry, ctid, DAY, str(PROVIDER)).asked

    assert only(registry).decision == "refused"
    assert refused is not None
    assert refused.verdict == "refused"
    assert silent is not None
    assert silent.verdict == "not assessed"


def test_who_recommends_receives_nothing(registry: Registry) -> None:
    known(registry, a_transfer("advice", **owned_by(COUNCIL), **towards(FROM, BADGE)))

    found = only(registry)

    assert (found.decision, found.receiver) == ("recommended", None)


def test_an_institution_is_found_by_its_whole_name_and_never_guessed(registry: Registry) -> None:
    known(registry, a_transfer("one", **owned_by(COLLEGE), **towards(FROM, BADGE)))
    ctid = ctid_of(BADGE)

    verdicts = {
        text: asked.verdict
        for text in ("receiving  COLLEGE", "Receiving", f"https://x.test/{COLLEGE}", "x" * 5_000)
        if (asked := precedents(registry, ctid, DAY, text).asked)
    }

    assert verdicts["receiving  COLLEGE"] == "accepted"
    assert verdicts["Receiving"] == verdicts["x" * 5_000] == "not assessed"


def test_two_decisions_that_differ_are_both_told(registry: Registry) -> None:
    known(
        registry,
        a_transfer("one", **owned_by(COLLEGE), **towards(FROM, BADGE)),
        an_agreement("no", learningRecognitionOutcomeType=["lrOutcome:NotRecognized"]),
    )

    found = precedents(registry, ctid_of(BADGE), DAY, str(COLLEGE))

    assert {each.decision for each in found.found} == {"accepted", "refused"}
    assert found.asked is not None
    assert found.asked.verdict == "disputed"


def test_what_ended_is_no_longer_a_yes(registry: Registry) -> None:
    known(
        registry,
        a_transfer("old", **owned_by(COLLEGE), **towards(FROM, BADGE), endDate="2020-01-01"),
    )

    asked = precedents(registry, ctid_of(BADGE), DAY, "Receiving College").asked

    assert asked is not None
    assert asked.verdict == "no longer"


def test_conditions_are_told(registry: Registry) -> None:
    condition = {
        "@type": "ceterms:ConditionProfile",
        "ceterms:description": {"en": "Not older than five years."},
    }
    known(
        registry,
        a_transfer("one", **owned_by(COLLEGE), **towards(FROM, BADGE), requires=[condition]),
    )

    assert only(registry).conditions == ({"en": "Not older than five years."},)


def test_the_shipped_records_have_precedents_in_both_directions(
    loaded_registry: Registry,
) -> None:
    """A course that counts as credit of the University of Helsinki."""
    [elsewhere] = precedents(loaded_registry, COURSE, DAY).of("elsewhere")
    here = precedents(loaded_registry, CREDIT, DAY).of("here")

    assert [each.ctid for each in elsewhere.others] == [CREDIT]
    assert elsewhere.record in {each.record for each in here}
    assert "ended" in {each.standing for each in here}
    assert elsewhere.receiver is not None
    assert elsewhere.receiver.name == {"und": "University of Helsinki"}
    assert elsewhere.is_good(DAY) is None
    assert elsewhere.said.source_url == "https://elementsofai.com/faq/how-can-i-get-ects-credits"
