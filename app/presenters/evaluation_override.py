"""The fields in which an officer answers otherwise, with what was typed and what is amiss."""

from collections.abc import Mapping

from app.presenters.evaluation_shown import ShownOverride, Typed
from app.presenters.evaluation_words import answer_words, fault_words
from ctdl.evaluation import CHOICES, FaultyOverride

Faults = Mapping[str, FaultyOverride]


def override_of(name: str, typed: Typed, faults: Faults) -> ShownOverride:
    """The fields for one answer, filled in as they were typed."""
    given = typed.overrides.get(name)
    fault = faults.get(name)
    return ShownOverride(
        name=name,
        choices=tuple((each, answer_words(each)) for each in CHOICES[name]),
        answer=given.answer if given else "",
        words=answer_words(given.answer) if given else "",
        reason=given.reason if given else typed.reasons.get(name, ""),
        error=fault_words(fault) if fault else None,
    )
