"""An evaluation from the records of those who speak: college, agency, university, and a list."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.config import Settings
from app.services import publishing, views
from app.services.evaluation import Evaluation, TargetRefused, evaluate
from app.services.publishing import OPERATOR, PublisherRef
from app.services.reading import RecordNotFound, RecordWithdrawn
from app.services.registry import Registry, set_up
from ctdl.ctid import CTID, derive_ctid
from ctdl.evaluation import Answer, Evidence
from ctdl.evaluation import difference as check
from ctdl.provenance import Provenance, Statement
from tests.support import evaluations as world
from tests.support.documents import a_document

DAY = date(2024, 6, 1)


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A registry with the small world; only to read."""
    home: Path = tmp_path_factory.mktemp("evaluation") / "home"
    opened = set_up(Settings(home=home, base_url="https://registry.test"))
    world.publish_world(opened)
    yield opened
    opened.close()


def evaluated(registry: Registry, day: date = DAY, **asked: CTID) -> Evaluation:
    return evaluate(registry, world.CREDENTIAL, day, today=date(2026, 11, 22), **asked)


def answers(found: Evaluation) -> dict[int, Answer]:
    return {each.milestone.id: each.answer for each in found.milestones}


def evidence(found: Evaluation, number: int) -> tuple[Evidence, ...]:
    return found.milestones[number - 1].evidence


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
        # What ended was said of the provider: of the credential itself nothing is said.
        ("2025-01-01", "expired", "unknown", "yes"),
        ("2026-01-01", "expired", "unknown", "expired"),
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


def test_a_policy_of_the_receiver_opens_another_route(registry: Registry) -> None:
    world.publish_world(registry)
    policy = a_document(
        world.POLICY,
        "ceterms:PriorLearningPolicy",
        {
            "name": {"en": "Credit for experience"},
            "description": {"en": "How prior learning is assessed."},
            "subjectWebpage": "https://university.example/prior-learning",
            "ownedBy": [f"resources/{world.UNIVERSITY}"],
        },
    )
    world.own(registry, world.UNIVERSITY, "Example University", policy)
    views.catch_up(registry)

    found = evaluated(registry, receiver=world.UNIVERSITY)

    assert answers(found)[16] == "yes"
    decides = [each.value for each in evidence(found, 16) if each.says == "yes"]
    assert decides == ["Policy on prior learning: Credit for experience"]


def test_what_others_say_of_the_receivers_policy_is_shown_and_opens_nothing(
    registry: Registry,
) -> None:
    world.publish_world(registry)
    policy = a_document(
        world.POLICY,
        "ceterms:PriorLearningPolicy",
        {
            "name": {"en": "Credit for experience"},
            "description": {"en": "How prior learning is assessed."},
            "subjectWebpage": "https://university.example/prior-learning",
            "ownedBy": [f"resources/{world.UNIVERSITY}"],
        },
    )
    listed = Provenance(Statement(source="A list", asserted_by="A list"), collected=True)
    publishing.publish(registry, policy, OPERATOR, provenance=listed)
    views.catch_up(registry)

    found = evaluated(registry, receiver=world.UNIVERSITY)

    [shown] = [each for each in evidence(found, 16) if each.value.startswith("Policy")]
    assert answers(found)[16] == "unknown"
    assert (shown.says, shown.doubt) == ("aside", "Not in the receiver's own words.")


@pytest.mark.parametrize(
    ("relation", "says", "answer"), [("hasPart", "no", "no"), ("requires", "aside", "unknown")]
)
def test_only_a_part_that_both_hold_is_a_stop_and_not_what_both_require(
    registry: Registry, relation: str, says: str, answer: Answer
) -> None:
    world.publish_world(registry)
    here, there = world.the_credential(), world.the_diploma()
    for document in (here, there):
        condition = {
            "@type": "ceterms:ConditionProfile",
            "ceterms:description": {"en": "First aid before it."},
            "ceterms:targetCredential": [f"resources/{world.PLAIN}"],
        }
        main = document["@graph"][0]
        if relation == "hasPart":
            main["ceterms:hasPart"] = [f"resources/{world.PLAIN}"]
        else:
            main["ceterms:requires"].append(condition)
    world.own(registry, world.COLLEGE, "Example College", here)
    world.own(registry, world.UNIVERSITY, "Example University", there)
    views.catch_up(registry)

    found = evaluated(registry, programme=world.DIPLOMA)

    [shown] = [each for each in evidence(found, 11) if each.value.startswith("Both")]
    assert (shown.says, answers(found)[11]) == (says, answer)


def test_a_part_of_the_programme_counts_as_that_part(registry: Registry) -> None:
    world.publish_world(registry)
    whole = world.the_diploma()
    whole["@graph"][0]["ceterms:hasPart"] = [f"resources/{world.CREDENTIAL}"]
    world.own(registry, world.UNIVERSITY, "Example University", whole)
    views.catch_up(registry)

    found = evaluated(registry, programme=world.DIPLOMA)

    assert answers(found)[11] == "yes"
    assert evidence(found, 11)[0].doubt == "It counts as that part, once."


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


def a_refusal(registry: Registry, receiver: CTID, name: str, seen: str) -> None:
    """An agreement of the receiver in which the credential is not recognised."""
    refusal = a_document(
        derive_ctid("test:evaluated refusal"),
        "ceterms:TransferAgreement",
        {
            "name": {"en": "Not recognised"},
            "description": {"en": "What was decided."},
            "receivingOrganization": [f"resources/{receiver}"],
            "sendingProgram": [f"resources/{world.CREDENTIAL}"],
            "learningRecognitionOutcomeType": ["lrOutcome:NotRecognized"],
        },
    )
    said = Provenance(Statement(source=name, asserted_by=name, seen=seen))
    publishing.publish(registry, refusal, PublisherRef(receiver, name), provenance=said)


@pytest.mark.parametrize(("seen", "answer"), [("2023-06-01", "no"), ("2020-06-01", "unknown")])
def test_a_receiver_that_accepts_and_refuses_has_not_said_a_plain_yes(
    registry: Registry, seen: str, answer: Answer
) -> None:
    a_refusal(registry, world.UNIVERSITY, "Example University", seen)
    world.publish_world(registry)

    found = evaluated(registry, receiver=world.UNIVERSITY)

    assert answers(found)[13] == answers(found)[14] == answer
    accepted = next(each for each in evidence(found, 14) if each.value.startswith("Accepted by"))
    assert accepted.says == "aside"
    assert accepted.doubt == "Against it stands: Refused by Example University"


@pytest.mark.parametrize(
    ("day", "answer"),
    [("2023-02-28", "unknown"), ("2023-03-01", "yes"), ("2026-11-23", "unknown")],
)
def test_an_acceptance_without_dates_is_known_for_the_days_it_was_seen(
    registry: Registry, day: str, answer: Answer
) -> None:
    world.publish_world(registry)
    undated = world.a_transfer("undated", world.OTHER_UNIVERSITY)
    world.own(registry, world.OTHER_UNIVERSITY, "Other University", undated)
    views.catch_up(registry)

    found = evaluated(registry, date.fromisoformat(day), receiver=world.OTHER_UNIVERSITY)

    assert answers(found)[13] == answer


def test_policies_of_others_are_not_read_and_of_many_some_are_shown(registry: Registry) -> None:
    world.publish_world(registry)
    policy = {
        "name": {"en": "Credit for experience"},
        "description": {"en": "How prior learning is assessed."},
        "subjectWebpage": "https://university.example/prior-learning",
    }
    for number in range(15):
        owner = world.UNIVERSITY if number else world.COLLEGE
        owned = {**policy, "ownedBy": [f"resources/{owner}"]}
        ctid = derive_ctid(f"test:policy {number}")
        document = a_document(ctid, "ceterms:PriorLearningPolicy", owned)
        world.own(registry, owner, "Example University", document)
    views.catch_up(registry)

    found = evidence(evaluated(registry, receiver=world.UNIVERSITY), 16)

    shown = [each for each in found if each.value.startswith("Policy on prior")]
    assert len(shown) == 12
    assert found[-1].value == "More policies on prior learning are recorded and not shown here"


def test_that_the_receiver_recognises_it_is_shown_and_does_not_say_for_what(
    registry: Registry,
) -> None:
    world.publish_world(registry)
    recognition = a_document(
        derive_ctid("test:evaluated recognition"),
        "ceterms:RecognizeAction",
        {
            "name": {"en": "Recognition"},
            "description": {"en": "The university recognises it"},
            "actingAgent": [f"resources/{world.OTHER_UNIVERSITY}"],
            "object": [f"resources/{world.CREDENTIAL}"],
            "startDate": "2022-01-01",
        },
    )
    world.own(registry, world.OTHER_UNIVERSITY, "Other University", recognition)
    views.catch_up(registry)

    found = evaluated(registry, receiver=world.OTHER_UNIVERSITY)

    assert answers(found)[12] == answers(found)[13] == "unknown"
    [shown] = evidence(found, 12)
    assert shown.value.startswith("recognition of Data stewardship by Other University")
    assert shown.doubt == "That it is recognised does not say for what."
