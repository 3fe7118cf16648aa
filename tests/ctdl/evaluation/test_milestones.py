"""The sixteen milestones, one by one: what answers each, what speaks against it, what is open."""

import pytest

from ctdl.evaluation import (
    CRITERIA,
    GATES_OF_TRUST,
    MILESTONES,
    Answer,
    Facts,
    Says,
    answer,
    answer_all,
    fill_in,
    stop_at,
    stop_of,
)
from tests.ctdl.evaluation.known import DAY, NEEDED, all_needed, facts, some

NUMBERS = [each.id for each in MILESTONES]


def answer_of(number: int, known: Facts) -> Answer:
    return answer(MILESTONES[number - 1], known).answer


def test_there_are_sixteen_in_the_order_of_their_gates() -> None:
    assert list(range(1, 17)) == NUMBERS
    assert [each.gate for each in MILESTONES[:5]] == [
        "provider",
        "issuer",
        "channel",
        "learning",
        "quality",
    ]
    assert len({each.gate for each in MILESTONES}) == 16


@pytest.mark.parametrize("number", NUMBERS)
def test_without_any_fact_the_answer_is_unknown_and_says_what_is_missing(number: int) -> None:
    found = answer(MILESTONES[number - 1], Facts(DAY))

    assert found.answer == "unknown"
    assert found.missing
    assert found.evidence == ()


@pytest.mark.parametrize("number", NUMBERS)
def test_all_that_is_needed_makes_it_a_yes_with_that_as_evidence(number: int) -> None:
    found = answer(MILESTONES[number - 1], all_needed(number))

    assert found.answer == "yes"
    assert found.missing == ()
    assert len(found.evidence) == 1


@pytest.mark.parametrize(
    ("number", "name"), [(number, name) for number in NUMBERS for name in NEEDED[number]]
)
def test_each_needed_part_alone_leaves_it_open_turns_it_to_no_or_lets_it_expire(
    number: int, name: str
) -> None:
    whole = all_needed(number)

    def with_instead(*says: Says) -> Answer:
        changed = {**whole.evidence, name: tuple(some(each) for each in says)}
        return answer_of(number, Facts(DAY, changed, whole.has_programme))

    assert with_instead() == "unknown"
    assert with_instead("aside") == "unknown"
    assert with_instead("no") == "no"
    assert with_instead("expired") == "expired"
    assert with_instead("aside", "yes") == "yes"


SENTENCES = [
    ("a recognised provider", 1, facts(provider=some(), provider_recognition=some()), "yes"),
    ("a provider about whom nobody speaks", 1, facts(provider=some()), "unknown"),
    (
        "a provider whose recognition ran out",
        1,
        facts(provider=some(), provider_recognition=some("expired")),
        "expired",
    ),
    (
        "a provider whose recognition was revoked",
        1,
        facts(provider=some(), provider_recognition=some("no")),
        "no",
    ),
    (
        "two providers, one of them recognised",
        1,
        facts(provider=some(), provider_recognition=(some("no"), some("yes"))),
        "yes",
    ),
    (
        "only who offers it, whoever recognises them",
        2,
        facts(issuer=some("aside"), issuer_recognition=some()),
        "unknown",
    ),
    ("a service that verifies it", 3, facts(verification=some(by="issuer")), "yes"),
    ("a badge whose form alone is known", 3, facts(form=some("aside")), "unknown"),
    (
        "learning that is described and assessed, with a quality assured issuer",
        4,
        facts(
            description=some(),
            structure=some(),
            assessment=some(),
            issuer_recognition=some(),
        ),
        "yes",
    ),
    (
        "the same with nobody trusted behind it",
        4,
        facts(description=some(), structure=some(), assessment=some()),
        "unknown",
    ),
    ("the provider's own quality assurance", 5, facts(own_quality=some("aside")), "unknown"),
    ("a level, no programme named", 6, facts(level=some()), "yes"),
    (
        "a level below the programme's",
        6,
        facts("programme", level=some(), level_comparison=some("no")),
        "no",
    ),
    ("a level that nothing compares", 6, facts("programme", level=some()), "unknown"),
    ("credits that count", 7, facts(size=some(), credit_bearing=some()), "yes"),
    ("hours, stated to be without credit", 7, facts(size=some(), credit_bearing=some("no")), "no"),
    ("a duration alone", 7, facts(duration=some("aside")), "unknown"),
    ("skill tags alone", 8, facts(skills=some("aside")), "unknown"),
    (
        "a supervised examination, nothing about identity",
        9,
        facts(assessment=some(), supervision=some(), success=some()),
        "unknown",
    ),
    ("an expired validity", 10, facts(in_effect=some("expired")), "expired"),
    ("a suspended credential", 10, facts(in_effect=some("no")), "no"),
    ("a part that both hold", 11, facts("programme", repetition=some("no")), "no"),
    ("an entry condition in the receiver's words", 12, facts(admission=some(by="receiver")), "yes"),
    (
        "the provider's word that it leads there",
        12,
        facts(admission=some("aside", "issuer")),
        "unknown",
    ),
    ("a refusal by the receiver", 13, facts(equivalence=some("no", "receiver")), "no"),
    (
        "differences found, no decision of the receiver",
        13,
        facts(comparison=some("aside")),
        "unknown",
    ),
    ("a transfer value that ran out", 14, facts(transfer_value=some("expired")), "expired"),
    (
        "another broad field than the programme",
        15,
        facts("programme", field_match=some("no")),
        "no",
    ),
    ("an examination of its own", 16, facts(prior_learning=some()), "yes"),
]


@pytest.mark.parametrize(
    ("known", "number", "expected"),
    [(known, number, expected) for _, number, known, expected in SENTENCES],
    ids=[f"{number}: {words}" for words, number, _, _ in SENTENCES],
)
def test_a_case_that_an_assessor_meets(known: Facts, number: int, expected: Answer) -> None:
    assert answer_of(number, known) == expected


def test_evidence_keeps_who_says_it_apart() -> None:
    known = facts(provider=(some(by="issuer"), some(by="third party")), provider_recognition=some())

    found = answer(MILESTONES[0], known)

    assert [each.origin.by for each in found.evidence] == ["issuer", "third party"]


def test_the_first_no_in_order_is_the_stop_and_trust_comes_first() -> None:
    answers: dict[int, Answer] = {7: "no", 3: "no", 1: "expired", 2: "unknown"}

    stop = stop_at(answers)

    assert stop is not None
    assert stop.milestone.id == 3
    assert stop.is_of_trust
    assert frozenset({1, 2, 3}) == GATES_OF_TRUST


@pytest.mark.parametrize("says", ["expired", "aside", "yes"])
def test_nothing_but_a_no_is_a_stop(says: Says) -> None:
    known = Facts(DAY, {name: (some(says),) for each in NEEDED.values() for name in each})

    assert stop_of(answer_all(known)) is None


def test_a_later_no_is_no_failure_of_trust() -> None:
    stop = stop_of(answer_all(facts(in_effect=some("no"))))

    assert stop is not None
    assert (stop.milestone.gate, stop.is_of_trust) == ("currency", False)


def test_the_seven_criteria_are_stated_by_their_facts_and_by_nothing_beside() -> None:
    nothing = fill_in(facts(skills=some("aside"), duration=some("aside"), supervision=some()))
    stated = fill_in(facts(quality=some("expired"), outcomes=some(), identity=some()))

    assert [each.criterion.id for each in nothing] == [
        "quality-assurance",
        "verification",
        "level",
        "learning-outcomes",
        "workload",
        "testing",
        "identification",
    ]
    assert {each.state for each in nothing} == {"not stated"}
    assert [each.criterion.id for each in stated if each.state == "stated"] == [
        "quality-assurance",
        "learning-outcomes",
        "identification",
    ]
    assert len(CRITERIA) == 7


def test_what_settles_nothing_is_shown_with_its_criterion_and_leaves_it_not_stated() -> None:
    [workload] = [
        each for each in fill_in(facts(size=some("aside"))) if each.criterion.id == "workload"
    ]

    assert workload.state == "not stated"
    assert len(workload.evidence) == 1
