"""The officer's own answers beside the registry's, each with a reason; nothing of them is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from ctdl.evaluation.answering import ANSWERS
from ctdl.evaluation.criteria import CRITERIA, STATES
from ctdl.evaluation.difference import FINDINGS, LABELS
from ctdl.evaluation.milestones import MILESTONES

LONGEST_REASON: Final = 300
"""Characters; the address that holds all reasons has room for some 4,000."""

DIFFERENCE: Final = "difference-"
CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    **{str(each.id): tuple(ANSWERS) for each in MILESTONES},
    **{each.id: tuple(STATES) for each in CRITERIA},
    **{f"{DIFFERENCE}{each}": tuple(FINDINGS) for each in LABELS},
}
"""What can be answered otherwise, by its name, and the answers there are."""

Fault = Literal["unknown", "no such answer", "no reason", "no answer", "too long", "twice"]


@dataclass(frozen=True)
class Override:
    """An answer of the officer's own, and why."""

    name: str
    answer: str
    reason: str


@dataclass(frozen=True)
class FaultyOverride:
    """What is wrong with something typed; `name` is what it was typed for."""

    name: str
    fault: Fault


def read_overrides(
    chosen: Iterable[str], reasons: Mapping[str, str]
) -> tuple[dict[str, Override], tuple[FaultyOverride, ...]]:
    """The overrides in texts such as "5:no" with the reasons by name, and everything amiss.

    An answer needs a reason, and a reason an answer; what is empty on both sides is none.
    """
    found: dict[str, Override] = {}
    faults: list[FaultyOverride] = []
    for text in chosen:
        name, _, answer = text.partition(":")
        name, answer = name.strip(), answer.strip()
        if not name:
            continue
        fault = _fault(name, answer, reasons.get(name, "").strip(), found)
        if fault:
            faults.append(FaultyOverride(name, fault))
        if fault in (None, "no reason", "too long"):
            found[name] = Override(name, answer, reasons.get(name, "").strip())
    named = {*found, *(each.name for each in faults)}
    faults += [
        FaultyOverride(name, "no answer" if name in CHOICES else "unknown")
        for name, reason in reasons.items()
        if reason.strip() and name not in named
    ]
    return found, tuple(faults)


def _fault(name: str, answer: str, reason: str, found: Mapping[str, Override]) -> Fault | None:
    if name not in CHOICES:
        return "unknown"
    if name in found:
        return "twice"
    if answer not in CHOICES[name]:
        return "no such answer"
    if not reason:
        return "no reason"
    return "too long" if len(reason) > LONGEST_REASON else None
