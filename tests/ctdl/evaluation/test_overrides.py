"""The officer's own answers: an answer needs a reason, and whatever is amiss is named."""

import pytest

from ctdl.evaluation import CHOICES, LONGEST_REASON, read_overrides
from ctdl.evaluation.overrides import Fault


def faults(chosen: list[str], **reasons: str) -> list[tuple[str, Fault]]:
    _, found = read_overrides(
        chosen, {name.replace("_", ""): reason for name, reason in reasons.items()}
    )
    return [(each.name, each.fault) for each in found]


def test_an_answer_with_its_reason_is_taken_as_it_is() -> None:
    found, wrong = read_overrides(
        ["5:no", "level:not stated", "difference-level:difference"],
        {"5": " The report ended ", "level": "Wrong framework", "difference-level": "See rule 3"},
    )

    assert wrong == ()
    assert found["5"].answer == "no"
    assert found["5"].reason == "The report ended"
    assert found["level"].answer == "not stated"
    assert found["difference-level"].answer == "difference"


@pytest.mark.parametrize(
    ("chosen", "reason", "expected"),
    [
        (["5:no"], "", [("5", "no reason")]),
        (["5:no"], "   ", [("5", "no reason")]),
        (["5:perhaps"], "because", [("5", "no such answer")]),
        (["5"], "because", [("5", "no such answer")]),
        (["5:no", "5:yes"], "because", [("5", "twice")]),
        ([], "because", [("5", "no answer")]),
        (["5:no"], "x" * (LONGEST_REASON + 1), [("5", "too long")]),
        (["5:no"], "x" * LONGEST_REASON, []),
        ([""], "", []),
    ],
)
def test_what_is_amiss_is_named_with_the_field(
    chosen: list[str], reason: str, expected: list[tuple[str, Fault]]
) -> None:
    assert faults(chosen, _5=reason) == expected


@pytest.mark.parametrize("name", ["0", "17", "milestone", "difference-", "5 ", "٥"])
def test_a_milestone_that_is_none_is_said_to_be_none(name: str) -> None:
    wrong = read_overrides([f"{name}x:no"], {})[1]

    assert [each.fault for each in wrong] == ["unknown"]


def test_a_reason_for_something_that_is_not_there_is_named() -> None:
    assert [each.fault for each in read_overrides([], {"17": "why not"})[1]] == ["unknown"]


def test_what_was_typed_without_a_reason_is_kept_to_be_shown_again() -> None:
    found, _ = read_overrides(["5:no"], {})

    assert found["5"].answer == "no"


def test_everything_that_is_answered_can_be_answered_otherwise() -> None:
    assert len(CHOICES) == 16 + 7 + 6
