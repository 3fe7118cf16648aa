"""What a receiver says in an evaluation: policies, decisions, the parts of its programme."""

from datetime import date

import pytest

from app.services import publishing
from app.services.evaluation import receiving
from app.services.publishing import OPERATOR, PublisherRef
from app.services.registry import Registry
from ctdl.ctid import CTID, derive_ctid
from ctdl.evaluation import Answer
from ctdl.provenance import Provenance, Statement
from tests.services.showing import show
from tests.support import evaluations as world
from tests.support.documents import a_document
from tests.support.evaluations import answers, evaluated, evidence


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
    show(registry, "catalogue")

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
    show(registry, "catalogue")

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
    show(registry, "catalogue")

    found = evaluated(registry, programme=world.DIPLOMA)

    [shown] = [each for each in evidence(found, 11) if each.value.startswith("Both")]
    assert (shown.says, answers(found)[11]) == (says, answer)


def test_a_part_of_the_programme_counts_as_that_part(registry: Registry) -> None:
    world.publish_world(registry)
    whole = world.the_diploma()
    whole["@graph"][0]["ceterms:hasPart"] = [f"resources/{world.CREDENTIAL}"]
    world.own(registry, world.UNIVERSITY, "Example University", whole)
    show(registry, "catalogue")

    found = evaluated(registry, programme=world.DIPLOMA)

    assert answers(found)[11] == "yes"
    assert evidence(found, 11)[0].doubt == "It counts as that part, once."


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
    show(registry, "catalogue")

    found = evaluated(registry, date.fromisoformat(day), receiver=world.OTHER_UNIVERSITY)

    assert answers(found)[13] == answer


def test_of_very_many_precedents_those_of_the_receiver_are_read_and_more_is_said(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "MOST_READ", 1)
    world.publish_world(registry)
    for number in range(3):
        others = world.a_transfer(str(number), world.OTHER_UNIVERSITY, "2021-01-01")
        world.own(registry, world.OTHER_UNIVERSITY, "Other University", others)
    show(registry, "catalogue")

    found = evaluated(registry, receiver=world.UNIVERSITY)

    assert answers(found)[14] == "yes"
    assert evidence(found, 14)[-1].value == "4 more are recorded and not shown here"


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
    show(registry, "catalogue")

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
    show(registry, "catalogue")

    found = evaluated(registry, receiver=world.OTHER_UNIVERSITY)

    assert answers(found)[12] == answers(found)[13] == "unknown"
    [shown] = evidence(found, 12)
    assert shown.value.startswith("recognition of Data stewardship by Other University")
    assert shown.doubt == "That it is recognised does not say for what."
