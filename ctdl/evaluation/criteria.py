"""The seven recognition criteria of Nuffic's Micro-Evaluator, filled in from what is stated.

A criterion is stated where anything answers it, whatever it says: to judge it is the officer's.
"""

from dataclasses import dataclass
from typing import Final, Literal

from ctdl.evaluation.evidence import Evidence, Facts
from ctdl.messages import Said, say

State = Literal["stated", "not stated"]
STATES: Final[tuple[State, ...]] = ("stated", "not stated")


@dataclass(frozen=True)
class Criterion:
    """One criterion: the facts that state it, and those that only go with it."""

    id: str
    label: Said
    facts: tuple[str, ...]
    beside: tuple[str, ...] = ()


CRITERIA: Final[tuple[Criterion, ...]] = (
    Criterion("quality-assurance", say("Quality assurance"), ("quality",), ("own-quality",)),
    Criterion("verification", say("Verification"), ("verification",), ("form", "revocation")),
    Criterion("level", say("Level"), ("level",), ("level-elsewhere", "audience")),
    Criterion("learning-outcomes", say("Learning outcomes"), ("outcomes",), ("skills",)),
    Criterion("workload", say("Workload"), ("size",), ("credit-bearing", "duration")),
    Criterion("testing", say("Testing"), ("assessment",), ("supervision", "success")),
    Criterion("identification", say("Identification of the learner"), ("identity",)),
)


@dataclass(frozen=True)
class FilledCriterion:
    """A criterion with its evidence."""

    criterion: Criterion
    state: State
    evidence: tuple[Evidence, ...]


def fill_in(facts: Facts) -> tuple[FilledCriterion, ...]:
    """All seven criteria in their order."""
    return tuple(_filled(each, facts) for each in CRITERIA)


def _filled(criterion: Criterion, facts: Facts) -> FilledCriterion:
    is_stated = any(each.says != "aside" for each in facts.of(criterion.facts))
    return FilledCriterion(
        criterion,
        "stated" if is_stated else "not stated",
        facts.of((*criterion.facts, *criterion.beside)),
    )
