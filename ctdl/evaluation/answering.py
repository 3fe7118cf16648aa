"""The answers to the milestones: yes, no, unknown or expired, from evidence alone.

Silence is unknown and never "no". Only a "no" is a stop; the first one in the order of the
milestones counts, so that trust in the source (1 to 3) goes before everything else.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from ctdl.evaluation.evidence import Evidence, Facts, Says
from ctdl.evaluation.milestones import GATES_OF_TRUST, MILESTONES, Milestone
from ctdl.messages import Said

Answer = Literal["yes", "no", "unknown", "expired"]
ANSWERS: Final[tuple[Answer, ...]] = ("yes", "no", "unknown", "expired")

_DECIDING: Final[tuple[Says, ...]] = ("yes", "no", "expired")
"""Of several values of one fact the first of these counts: one source that affirms is enough."""


@dataclass(frozen=True)
class Answered:
    """A milestone with its answer, the evidence, and the parts that nothing settles."""

    milestone: Milestone
    answer: Answer
    evidence: tuple[Evidence, ...]
    missing: tuple[Said, ...] = ()


@dataclass(frozen=True)
class Stop:
    """Where an assessment may stop; `is_of_trust` that nothing later repairs it."""

    milestone: Milestone

    @property
    def is_of_trust(self) -> bool:
        """Whether the source itself fails: only an official copy or a recognised partner helps."""
        return self.milestone.id in GATES_OF_TRUST


def answer_all(facts: Facts) -> tuple[Answered, ...]:
    """All sixteen milestones in their order."""
    return tuple(answer(milestone, facts) for milestone in MILESTONES)


def answer(milestone: Milestone, facts: Facts) -> Answered:
    """One milestone: "no" and "expired" of any part count, and what is missing leaves it open."""
    parts = [each for each in milestone.parts if facts.has_programme or not each.needs_programme]
    states = [(each, _state(facts.of(each.facts))) for each in parts]
    open_parts = tuple(part for part, state in states if part.is_needed and state == "unknown")
    evidence = facts.of(name for each in milestone.parts for name in each.facts)
    return Answered(
        milestone,
        _joined([state for part, state in states if part.is_needed or state != "unknown"]),
        evidence,
        tuple(each.label for each in open_parts),
    )


def stop_at(answers: Mapping[int, Answer]) -> Stop | None:
    """The first milestone that is answered "no"; None where none is."""
    failed = (each for each in MILESTONES if answers.get(each.id) == "no")
    first = next(failed, None)
    return Stop(first) if first else None


def stop_of(answered: Iterable[Answered]) -> Stop | None:
    """The stop among the registry's own answers."""
    return stop_at({each.milestone.id: each.answer for each in answered})


def _state(evidence: Sequence[Evidence]) -> Answer:
    said = {each.says for each in evidence}
    for each in _DECIDING:
        if each in said and each != "aside":
            return each
    return "unknown"


def _joined(states: Sequence[Answer]) -> Answer:
    """The parts of a milestone together: the worst that is stated, then what is open."""
    for each in ("no", "expired", "unknown"):
        if each in states:
            return each
    return "yes" if states else "unknown"
