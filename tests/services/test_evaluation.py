"""An evaluation from the records of those who speak: college, agency, university, and a list."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.config import Settings
from app.services import publishing, views
from app.services.evaluation import TargetRefused, evaluate
from app.services.publishing import OPERATOR, PublisherRef
from app.services.reading import RecordNotFound, RecordWithdrawn
from app.services.registry import Registry, set_up
from ctdl.ctid import derive_ctid
from ctdl.evaluation import difference as check
from tests.support import evaluations as world
from tests.support.documents import a_document
from tests.support.evaluations import DAY, answers, evaluated, evidence


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A registry with the small world; only to read."""
    home: Path = tmp_path_factory.mktemp("evaluation") / "home"
    opened = set_up(Settings(home=home, base_url="https://registry.test"))
    world.publish_world(opened)
    yield opened
    opened.close()


def test_what_college_agency_and_university_say_answers_their_milestones(known: Registry) -> None:
    found = evaluated(known, programme=world.DIPLOMA)

    assert answers(found) == {
        1: "yes",
        2: "yes",
        3: "yes",
        4: "yes",
        5: "yes",
        6: "yes",
        7: "yes",
        8: "yes",
        9: "yes",
        10: "yes",
        11: "unknown",
        12: "yes",
        13: "yes",
        14: "yes",
        15: "yes",
        16: "unknown",
    }
    assert found.stop is None


def test_the_issuer_about_itself_is_told_apart_from_the_agency_and_the_receiver(
    known: Registry,
) -> None:
    found = evaluated(known, programme=world.DIPLOMA)

    provider, recognition = evidence(found, 1)[:2]
    assert (provider.origin.by, provider.origin.asserted_by) == ("issuer", "Example College")
    assert (recognition.origin.by, recognition.origin.asserted_by) == (
        "third party",
        "Example Agency",
    )
    assert recognition.value == (
        "accreditation of Example College by Example Agency, 2019-01-01 to 2024-12-31"
    )
    assert evidence(found, 14)[0].origin.by == "receiver"


def test_every_piece_of_evidence_has_a_source_and_a_speaker(known: Registry) -> None:
    found = evaluated(known, programme=world.DIPLOMA)

    for milestone in found.milestones:
        for each in milestone.evidence:
            assert each.origin.source
            assert each.origin.asserted_by or each.origin.by == "registry"


@pytest.mark.parametrize(
    ("day", "recognised", "quality", "valued"),
    [
        ("2018-12-31", "unknown", "unknown", "unknown"),
        ("2019-01-01", "yes", "yes", "unknown"),
        ("2024-12-31", "yes", "yes", "yes"),
        ("2025-01-01", "expired", "expired", "yes"),
        ("2026-01-01", "expired", "expired", "expired"),
    ],
)
def test_the_day_that_is_asked_about_decides(
    known: Registry, day: str, recognised: str, quality: str, valued: str
) -> None:
    found = answers(evaluated(known, date.fromisoformat(day), receiver=world.UNIVERSITY))

    assert (found[1], found[5], found[14]) == (recognised, quality, valued)


def test_what_a_list_says_of_a_receiver_is_shown_and_decides_nothing(known: Registry) -> None:
    found = evaluated(known, receiver=world.OTHER_UNIVERSITY)

    assert answers(found)[13] == answers(found)[14] == "unknown"
    listed = [each for each in evidence(found, 14) if "Other University" in each.value]
    assert [(each.says, each.origin.by) for each in listed] == [("aside", "third party")]
    assert listed[0].doubt == "Not in the receiver's own words."


def test_without_a_receiver_its_decisions_are_precedents_that_decide_nothing(
    known: Registry,
) -> None:
    found = evaluated(known)

    assert {answers(found)[number] for number in range(11, 16)} == {"unknown"}
    assert any("Example University" in each.value for each in evidence(found, 14))
    assert found.aspects == ()


def test_the_difference_from_a_programme_comes_with_its_figures(known: Registry) -> None:
    found = evaluated(known, programme=world.DIPLOMA)

    aspects = {each.id: each for each in found.aspects}
    assert {name: each.finding for name, each in aspects.items()} == {
        "level": check.NONE,
        "workload": check.NONE,
        "outcomes": check.DIFFERS,
        "quality": check.OPEN,
        "field": check.NONE,
        "kind": check.OPEN,
    }
    assert "2 of 3 outcomes" in aspects["outcomes"].why[0]
    assert (aspects["workload"].here.minimum, aspects["workload"].there.maximum) == (
        Decimal(10),
        Decimal(8),
    )


def test_what_is_found_about_the_level_leads_to_the_record_that_states_it(known: Registry) -> None:
    found = evaluated(known, programme=world.DIPLOMA)

    [compared] = [each for each in evidence(found, 6) if each.value.startswith("Both are levels")]
    assert compared.origin.record == world.CREDENTIAL
    assert compared.origin.by == "registry"


def test_what_is_found_about_the_level_leads_to_the_comparison_that_decides(
    registry: Registry,
) -> None:
    world.publish_world(registry)
    level = {"@type": "ceterms:CredentialAlignmentObject", "ceterms:codedNotation": "aqf:8"}
    document = world.the_credential(atLevel=[level])
    world.own(registry, world.COLLEGE, "Example College", document)
    maps = [world.a_comparison("aqf:8", "eqf:7"), world.a_comparison("aqf:8", "scqf:11")]
    for each in maps:
        publishing.publish(registry, each, OPERATOR)
    views.catch_up(registry)

    found = evaluated(registry, programme=world.DIPLOMA)

    [compared] = [each for each in evidence(found, 6) if each.value.startswith("A document")]
    assert compared.says == "yes"
    assert compared.origin.record == maps[0]["@graph"][0]["ceterms:ctid"]
    [elsewhere] = found.facts.of(["level-elsewhere"])
    assert elsewhere.origin == compared.origin


def test_outcomes_are_matched_one_by_one(known: Registry) -> None:
    found = evaluated(known, programme=world.DIPLOMA)

    assert found.programme is not None
    assert found.programme.matched is not None
    pairs = {each.places for each in found.programme.matched.shared}
    assert pairs == {(0, 0), (1, 1)}


def test_a_record_that_states_little_leaves_the_most_unknown(known: Registry) -> None:
    found = evaluate(known, world.PLAIN, DAY)

    assert set(answers(found).values()) <= {"unknown", "yes"}
    assert [each.state for each in found.criteria] == ["not stated"] * 7


def test_the_revision_that_was_read_is_pinned_by_its_number_in_the_log(known: Registry) -> None:
    found = evaluated(known)

    assert found.stored.number == found.stored.change.number > 0


def test_what_is_no_credential_no_receiver_and_no_programme_is_not_found(known: Registry) -> None:
    nobody = derive_ctid("test:nobody")

    with pytest.raises(RecordNotFound):
        evaluate(known, nobody, DAY)
    with pytest.raises(RecordNotFound, match="only credentials"):
        evaluate(known, world.COLLEGE, DAY)
    with pytest.raises(TargetRefused, match="an organization"):
        evaluated(known, receiver=world.DIPLOMA)
    with pytest.raises(TargetRefused, match="a credential or a course"):
        evaluated(known, programme=world.UNIVERSITY)
    with pytest.raises(TargetRefused, match=f"programme: there is no record {nobody}"):
        evaluated(known, programme=nobody)


def test_a_revoked_recognition_is_a_stop_that_nothing_later_repairs(registry: Registry) -> None:
    world.publish_world(registry)
    revoked = a_document(
        derive_ctid("test:evaluated revocation"),
        "ceterms:RevokeAction",
        {
            "name": {"en": "Revocation"},
            "description": {"en": "The accreditation was revoked"},
            "actingAgent": [f"resources/{world.AGENCY}"],
            "object": [f"resources/{world.COLLEGE}"],
            "startDate": "2023-01-01",
        },
    )
    world.own(registry, world.AGENCY, "Example Agency", revoked)
    views.catch_up(registry)

    found = evaluated(registry, programme=world.DIPLOMA)

    assert found.stop is not None
    assert found.stop.milestone.id == 1
    assert found.stop.is_of_trust
    assert answers(found)[5] == "no"


def test_a_withdrawn_credential_or_programme_tells(registry: Registry) -> None:
    world.publish_world(registry)
    owner = PublisherRef(world.UNIVERSITY, "Example University")
    publishing.withdraw(registry, world.DIPLOMA, owner, reason="It closed")
    views.catch_up(registry)

    with pytest.raises(RecordWithdrawn):
        evaluate(registry, world.DIPLOMA, DAY)
    with pytest.raises(TargetRefused, match="programme: the record .* was withdrawn on"):
        evaluated(registry, programme=world.DIPLOMA)


@pytest.mark.parametrize("provider", [{"named": "only"}, {"record": "recognised by nobody"}])
def test_one_recognised_provider_does_not_answer_for_another(
    registry: Registry, provider: dict[str, str]
) -> None:
    world.publish_world(registry)
    college, other = f"resources/{world.COLLEGE}", f"resources/{world.OTHER_UNIVERSITY}"
    named = {"@type": "ceterms:Organization", "ceterms:name": {"en": "Somebody else"}}
    both = [college, other if "record" in provider else named]
    document = world.the_credential(offeredBy=both)
    world.own(registry, world.COLLEGE, "Example College", document)
    views.catch_up(registry)

    found = evaluated(registry)

    assert (answers(found)[1], answers(found)[2]) == ("unknown", "yes")
    recognised = next(each for each in evidence(found, 1) if "accreditation" in each.value)
    assert recognised.doubt == "Nothing tells that each of these bodies is recognised itself."
