"""Numbers that have the right form and still cannot be, or hardly can be.

A price below nothing is an error; a course of three thousand credits is worth a second look.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from ctdl.durations import approximate_days, hours_of
from ctdl.findings import Finding, finding
from ctdl.messages import say
from ctdl.validation.structure import Described, Entity


@dataclass(frozen=True)
class _Bounds:
    """What a number can be, and up to what it is plausible."""

    low: float
    high: float = math.inf
    plausible: float = math.inf

    @property
    def shown(self) -> str:
        """The bounds in words."""
        if self.high == math.inf:
            return say("a number of %(low)s or more", low=f"{self.low:g}")
        return say("a number from %(low)s to %(high)s", low=f"{self.low:g}", high=f"{self.high:g}")


_PERCENTAGE: Final = _Bounds(0, 100)
_CREDITS: Final = _Bounds(0, plausible=2000)
_BOUNDS: Final = {
    "ceterms:latitude": _Bounds(-90, 90),
    "ceterms:longitude": _Bounds(-180, 180),
    "ceterms:minimumAge": _Bounds(0, 150),
    "ceterms:numberAwarded": _Bounds(0),
    "ceterms:postReceiptMonths": _Bounds(0, plausible=600),
    # In the weakest currencies a long programme costs hundreds of millions.
    "ceterms:price": _Bounds(0, plausible=1_000_000_000),
    "ceterms:requiredConstraints": _Bounds(0),
    "ceterms:requiredNumber": _Bounds(0),
    "ceterms:weight": _Bounds(0),
    "ceterms:yearsOfExperience": _Bounds(0, plausible=60),
    "ceasn:weight": _Bounds(0),
    "qdata:maxPercentage": _PERCENTAGE,
    "qdata:minPercentage": _PERCENTAGE,
    "qdata:percentage": _PERCENTAGE,
}
# A value profile counts credits; other amounts, such as earnings, may well be large or negative.
_CREDIT_NUMBERS: Final = ("schema:value", "schema:minValue", "schema:maxValue")
_PAIRS: Final = (
    ("schema:minValue", "schema:maxValue"),
    ("qdata:minPercentage", "qdata:maxPercentage"),
    ("qdata:percentile10", "qdata:percentile90"),
    ("qdata:percentile25", "qdata:percentile75"),
)
_DURATIONS: Final = (
    "ceterms:exactDuration",
    "ceterms:minimumDuration",
    "ceterms:maximumDuration",
    "ceterms:timeRequired",
    "ceterms:renewalFrequency",
)
_TIMES: Final = frozenset(_DURATIONS)
_LONGEST_DAYS: Final = 100 * 365.25


def check_numbers(described: Described) -> Iterator[Finding]:
    """Numbers and durations out of bounds, implausible ones, and minima above their maxima."""
    for entity in described.entities:
        for name in entity.properties:
            if (bounds := _BOUNDS.get(name)) is not None:
                yield from _check(entity, name, bounds)
        if "ceterms:ValueProfile" in entity.types:
            for name in _CREDIT_NUMBERS:
                yield from _check(entity, name, _CREDITS)
        for low, high in _PAIRS:
            if low in entity.node and high in entity.node:
                yield from _check_pair(entity, low, high)
        if not _TIMES.isdisjoint(entity.node):
            yield from _check_durations(entity)


def _check(entity: Entity, name: str, bounds: _Bounds) -> Iterator[Finding]:
    for value in entity.values(name):
        number = number_of(value)
        if number is None:
            continue
        # Written this way round so that what is no number at all does not pass.
        if not bounds.low <= number <= bounds.high:
            yield finding(
                "NUMBER_OUT_OF_RANGE",
                say(
                    "%(name)s is %(written)s; write %(wanted)s.",
                    name=name,
                    written=str(value)[:40],
                    wanted=bounds.shown,
                ),
                entity=entity.label,
                property=name,
            )
        elif number > bounds.plausible:
            yield finding(
                "NUMBER_IMPLAUSIBLE",
                say(
                    "%(name)s is %(written)s, more than %(most)s; look it up again and correct it, "
                    "or keep it if it is so.",
                    name=name,
                    written=str(value)[:40],
                    most=f"{bounds.plausible:g}",
                ),
                entity=entity.label,
                property=name,
            )


def _check_pair(entity: Entity, low: str, high: str) -> Iterator[Finding]:
    lowest, highest = _numbers(entity, low), _numbers(entity, high)
    if lowest and highest and min(lowest) > max(highest):
        yield _reversed(entity, low, high)


def _check_durations(entity: Entity) -> Iterator[Finding]:
    for name in _DURATIONS:
        for value in entity.values(name):
            days = approximate_days(value) if isinstance(value, str) else None
            if days is not None and not 0 < days <= _LONGEST_DAYS:
                yield finding(
                    "DURATION_IMPLAUSIBLE",
                    f"{name} is {str(value)[:40]}, "
                    f"{'no time at all' if days == 0 else 'more than 100 years'}; write how long "
                    "it really takes, or leave it out.",
                    entity=entity.label,
                    property=name,
                )
    low, high = "ceterms:minimumDuration", "ceterms:maximumDuration"
    if low in entity.node and high in entity.node and _is_longer(entity, low, high):
        yield _reversed(entity, low, high)


def _is_longer(entity: Entity, low: str, high: str) -> bool:
    lowest = [each for each in entity.values(low) if isinstance(each, str)]
    highest = [each for each in entity.values(high) if isinstance(each, str)]
    # Hours of work and calendar time cannot be compared: 40 hours may take a month.
    for measure in (hours_of, _calendar_days):
        left = [each for text in lowest if (each := measure(text)) is not None]
        right = [each for text in highest if (each := measure(text)) is not None]
        if left and right and min(left) > max(right):
            return True
    return False


def _calendar_days(text: str) -> float | None:
    return None if text.startswith("PT") else approximate_days(text)


def _reversed(entity: Entity, low: str, high: str) -> Finding:
    return finding(
        "MINIMUM_ABOVE_MAXIMUM",
        say("%(low)s is more than %(high)s; exchange the two, or correct one.", low=low, high=high),
        entity=entity.label,
        property=low,
    )


def _numbers(entity: Entity, name: str) -> list[float]:
    found = (number_of(value) for value in entity.values(name))
    return [number for number in found if number is not None]


def number_of(value: Any) -> float | None:
    """The number that `value` is or spells; None for anything else."""
    if isinstance(value, dict):
        value = value.get("@value")
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except (OverflowError, ValueError):
        return None
