"""The size of learning in other units: credits to hours and back, by the rule of each system.

A conversion always goes through hours of work and names its rule; where the rule is a range, so is
what comes out. What nobody states is not converted: a unit that is not known or not stated, and
hours of instruction, which are not hours of work. The rules are the facts of
`registry_data/facts/credit_systems.csv`; `docs/sizes.md` says them in words.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Final, Literal

from ctdl.records.values import Amount

Kind = Literal["notional", "contact"]
"""All the work of a learner, or only the hours of instruction."""

HOURS: Final = "hours"
LARGEST: Final = Decimal(10) ** 6
"""The largest number that is converted; no honest record states more credits or hours."""
# Credits of that number are more hours than that, and still have to become credits elsewhere.
_MOST_HOURS: Final = LARGEST * 1000

_FACTS: Final = Path(__file__).parents[1] / "registry_data" / "facts"
# A quotient without an end is cut outwards, so that the way back still holds the stated number.
_DOWN: Final = Context(prec=28, rounding=ROUND_FLOOR)
_UP: Final = Context(prec=28, rounding=ROUND_CEILING)


@dataclass(frozen=True)
class CreditSystem:
    """How many hours one unit stands for; `high` is None where the rule says "at least".

    `dispute` says who else counts differently, in the words of the facts.
    """

    unit: str
    name: str
    low: Decimal
    high: Decimal | None
    kind: Kind
    is_approximate: bool
    full_time_year: str | None
    source: str
    dispute: str | None

    @property
    def is_exact(self) -> bool:
        """Whether one unit is one number of hours."""
        return self.low == self.high and not self.is_approximate


@dataclass(frozen=True)
class Ratio:
    """A customary rule between two units that does not go through hours; never mixed with those."""

    unit: str
    other: str
    units_for_one: Decimal
    says: str
    source: str


@dataclass(frozen=True)
class Size:
    """Hours of one kind; one side alone where only that is stated, never neither."""

    minimum: Decimal | None
    maximum: Decimal | None
    kind: Kind = "notional"

    @property
    def is_one_number(self) -> bool:
        """Whether both sides are the same."""
        return self.minimum == self.maximum


@dataclass(frozen=True)
class Converted:
    """A stated size in another unit: "hours", or the code of a unit of credit.

    `rules` are the systems it went through, first the one of the stated unit; none for a ratio.
    """

    minimum: Decimal | None
    maximum: Decimal | None
    unit: str
    kind: Kind
    rules: tuple[CreditSystem, ...]
    ratio: Ratio | None = None

    @property
    def rule(self) -> CreditSystem | None:
        """The system of the last step."""
        return self.rules[-1] if self.rules else None

    @property
    def source(self) -> str:
        """Where the rules of all steps stand."""
        named = [rule.source for rule in self.rules] or ([self.ratio.source] if self.ratio else [])
        return "; ".join(dict.fromkeys(named))

    @property
    def disputed(self) -> str | None:
        """Who counts differently in one of the steps."""
        return next((rule.dispute for rule in self.rules if rule.dispute), None)

    @property
    def is_exact(self) -> bool:
        """Whether every rule on the way gives one number."""
        return bool(self.rules) and all(rule.is_exact for rule in self.rules)

    @property
    def size(self) -> Size | None:
        """The hours, where this is in hours."""
        return Size(self.minimum, self.maximum, self.kind) if self.unit == HOURS else None


def credit_systems() -> tuple[CreditSystem, ...]:
    """Every credit system with a known number of hours, in the order of the facts."""
    return tuple(dict.fromkeys(_systems().values()))


def system_of(unit: str | None) -> CreditSystem | None:
    """The system of a unit's code; None when the unit is not stated or nothing is known of it."""
    return _systems().get(unit) if unit else None


def hours_of(amount: Amount) -> Converted | None:
    """The hours that credits stand for; None without a known unit or a usable number."""
    system = system_of(amount.unit)
    size = _bounds(amount.minimum, amount.maximum)
    if system is None or size is None:
        return None
    low, high = size
    return _converted(
        None if low is None else _DOWN.multiply(low, system.low),
        None if high is None or system.high is None else _UP.multiply(high, system.high),
        HOURS,
        system,
    )


def credits_in(hours: Size, unit: str) -> Converted | None:
    """How many credits of `unit` these hours are; None where the unit counts another kind of hour.

    Hours of instruction are not hours of work, so a CEU is never an ECTS credit, nor the reverse.
    """
    system = system_of(unit)
    size = _bounds(hours.minimum, hours.maximum, _MOST_HOURS)
    if system is None or size is None or system.kind != hours.kind:
        return None
    low, high = size
    return _converted(
        None if low is None or system.high is None else _DOWN.divide(low, system.high),
        None if high is None else _UP.divide(high, system.low),
        system.unit,
        system,
    )


def credits_elsewhere(amount: Amount, unit: str) -> Converted | None:
    """Credits in the unit of another system, by way of hours; None for its own unit."""
    here, there = system_of(amount.unit), system_of(unit)
    hours = hours_of(amount)
    if here is None or there is None or hours is None or hours.size is None:
        return None
    found = credits_in(hours.size, unit) if here.unit != there.unit else None
    if found is None:
        return None
    return Converted(found.minimum, found.maximum, found.unit, found.kind, (here, there))


def customary_credits(amount: Amount, unit: str) -> Converted | None:
    """Credits by a customary ratio that does not agree with the hours: shown apart, or not."""
    ratio = _ratios().get((amount.unit or "", unit))
    size = _bounds(amount.minimum, amount.maximum)
    if ratio is None or size is None:
        return None
    low, high = size
    return Converted(
        None if low is None else _DOWN.divide(low, ratio.units_for_one),
        None if high is None else _UP.divide(high, ratio.units_for_one),
        unit,
        "notional",
        (),
        ratio,
    )


def exact_number(value: Decimal | float | None, most: Decimal = LARGEST) -> Decimal | None:
    """The number as it is written; None when it is missing, negative, huge or no number."""
    if value is None:
        return None
    try:
        number = value if isinstance(value, Decimal) else Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() and 0 <= number <= most else None


def _converted(
    low: Decimal | None, high: Decimal | None, unit: str, system: CreditSystem
) -> Converted | None:
    if low is None and high is None:
        return None
    return Converted(low, high, unit, system.kind, (system,))


def _bounds(
    minimum: Decimal | float | None, maximum: Decimal | float | None, most: Decimal = LARGEST
) -> tuple[Decimal | None, Decimal | None] | None:
    """Both sides as exact numbers; None where one is unusable, both are missing, or they cross."""
    low, high = exact_number(minimum, most), exact_number(maximum, most)
    unusable = (low is None and minimum is not None) or (high is None and maximum is not None)
    if unusable or (low is None and high is None):
        return None
    if low is not None and high is not None and low > high:
        return None
    return low, high


@cache
def _systems() -> Mapping[str, CreditSystem]:
    found = {}
    for row in _rows("credit_systems.csv"):
        system = CreditSystem(
            unit=row["unit"],
            name=row["system"],
            low=Decimal(row["hours_low"]),
            high=Decimal(row["hours_high"]) if row["hours_high"] else None,
            kind="contact" if row["kind"] == "contact" else "notional",
            is_approximate=row["is_approximate"] == "yes",
            full_time_year=row["full_time_year"] or None,
            source=row["source"],
            dispute=row["dispute"] or None,
        )
        for code in (row["unit"], *row["also"].split()):
            found[code] = system
    return found


@cache
def _ratios() -> Mapping[tuple[str, str], Ratio]:
    return {
        (row["unit"], row["other"]): Ratio(
            row["unit"], row["other"], Decimal(row["units_for_one"]), row["says"], row["source"]
        )
        for row in _rows("credit_ratios.csv")
    }


def _rows(name: str) -> list[dict[str, str]]:
    with (_FACTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
