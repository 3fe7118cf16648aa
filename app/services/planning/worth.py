"""What things are worth in the unit of a rule, in whole millionths so that sums are exact.

A minimum is held against the least and a maximum against the most. What is stated with six decimals
or fewer is exact; a longer number, such as a quotient without an end, is cut to the safe side.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final

from ctdl.pathways.things import Thing
from ctdl.records.values import Amount
from ctdl.sizes import (
    HOURS,
    LARGEST,
    Size,
    credits_elsewhere,
    exact_number,
    hours_of,
    system_of,
)

ONE: Final = 10**6
"""The integer that stands for one."""
# No sum gets there, so that a bound without an end, or no number, is never kept.
_NEVER: Final = 10**21


@dataclass(frozen=True)
class Worth:
    """Between these many millionths of a unit."""

    least: int
    most: int


ONE_THING: Final = Worth(ONE, ONE)
NOTHING: Final = Worth(0, 0)


def worth_of(thing: Thing, unit: str | None) -> Worth | None:
    """What a thing is worth in a unit; one where things are counted, None where nobody can tell."""
    if unit is None:
        return ONE_THING
    if unit == HOURS and (stated := _hours(thing.hours)):
        return stated
    return worth_of_credits(thing.credits, unit)


def worth_of_credits(amounts: Iterable[Amount], unit: str) -> Worth | None:
    """Credits in a unit: as they are stated in it, else converted; all statements bound it."""
    usable = [amount for amount in amounts if _bounds(amount.minimum, amount.maximum)]
    own = [_worth(amount.minimum, amount.maximum) for amount in usable if _is(amount.unit, unit)]
    found = own or [each for amount in usable if (each := _converted(amount, unit))]
    if not found:
        return None
    return Worth(min(each.least for each in found), max(each.most for each in found))


def stated_credits(amounts: Iterable[Amount]) -> Mapping[str, Worth]:
    """Credits by the unit they are stated in, as they stand."""
    usable = [each for each in amounts if each.unit and _bounds(each.minimum, each.maximum)]
    return {
        unit: Worth(min(each.least for each in found), max(each.most for each in found))
        for unit in sorted({each.unit for each in usable if each.unit})
        if (found := [_worth(e.minimum, e.maximum) for e in usable if e.unit == unit])
    }


def has_unusable_size(thing: Thing) -> bool:
    """Whether a number of credits or hours is negative, absurd, no number, or crossed."""
    sizes: list[tuple[Decimal | float | None, Decimal | float | None]]
    sizes = [(amount.minimum, amount.maximum) for amount in thing.credits]
    if thing.hours:
        sizes.append((thing.hours.minimum, thing.hours.maximum))
    stated = (pair for pair in sizes if pair != (None, None))
    return any(_bounds(*pair) is None for pair in stated)


def at_least(value: Decimal) -> int:
    """The bound that a sum has to reach, as an integer: a longer number asks for more."""
    return _NEVER if value.is_nan() else _bound(value, ROUND_CEILING)


def at_most(value: Decimal) -> int:
    """The bound that a sum must not pass, as an integer: a longer number allows less."""
    return -_NEVER if value.is_nan() else _bound(value, ROUND_FLOOR)


def number(whole: int) -> Decimal:
    """The number that so many millionths are, without zeros at its end."""
    exact = Decimal(whole).scaleb(-6)
    return exact.quantize(Decimal(1)) if exact == exact.to_integral() else exact.normalize()


def hours_within(hours: Size | None) -> Worth | None:
    """Hours of work as a limit has to see them; None where their most is not known.

    Hours of instruction are a part of the work, so of the most they say nothing.
    """
    if hours is None or hours.kind != "notional" or exact_number(hours.maximum) is None:
        return None
    return _hours(hours)


def hours_at_least(hours: Size | None) -> int:
    """The hours that are stated to be needed at least; none where none are."""
    usable = hours is not None and _bounds(hours.minimum, hours.maximum)
    return _whole(usable[0] or Decimal(0), ROUND_FLOOR) if usable else 0


def _hours(hours: Size | None) -> Worth | None:
    if hours is None or hours.kind != "notional" or not _bounds(hours.minimum, hours.maximum):
        return None
    return _worth(hours.minimum, hours.maximum)


def _converted(amount: Amount, unit: str) -> Worth | None:
    found = hours_of(amount) if unit == HOURS else credits_elsewhere(amount, unit)
    if found is None or (unit == HOURS and found.kind != "notional"):
        return None
    return _worth(found.minimum, found.maximum, LARGEST * 1000)


def _is(stated: str | None, unit: str) -> bool:
    if stated == unit:
        return True
    here, there = system_of(stated), system_of(unit)
    return here is not None and here is there


def _worth(
    minimum: Decimal | float | None, maximum: Decimal | float | None, most: Decimal = LARGEST
) -> Worth:
    low, high = exact_number(minimum, most), exact_number(maximum, most)
    least = _whole(low, ROUND_FLOOR) if low is not None else 0
    return Worth(least, _whole(high, ROUND_CEILING) if high is not None else least)


def _bounds(
    minimum: Decimal | float | None, maximum: Decimal | float | None
) -> tuple[Decimal | None, Decimal | None] | None:
    low, high = exact_number(minimum), exact_number(maximum)
    unusable = (low is None and minimum is not None) or (high is None and maximum is not None)
    if unusable or (low is None and high is None):
        return None
    if low is not None and high is not None and low > high:
        return None
    return low, high


def _bound(value: Decimal, rounding: str) -> int:
    if abs(value) > _NEVER:
        return _NEVER if value > 0 else -_NEVER
    return _whole(value, rounding)


def _whole(value: Decimal, rounding: str) -> int:
    return int((value * ONE).to_integral_value(rounding=rounding))
