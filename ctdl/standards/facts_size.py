"""Facts about size: credits, hours, weeks.

What is stated comes first. What another unit makes of it is marked as converted.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Final

from ctdl.credit_units import UNIT_CODES
from ctdl.messages import say
from ctdl.records.values import Amount
from ctdl.sizes import Converted, Size, credits_in, exact_number
from ctdl.sizes import hours_of as hours_of_credits
from ctdl.standards.facts import Fact, carriers, shortened, worded
from ctdl.standards.found import Found
from ctdl.standards.known import Known
from ctdl.workload import effort_working, stated_hours

_CREDITS: Final = ("ceterms:requires/ceterms:creditValue", "ceterms:creditValue")
_DURATION: Final = ("ceterms:estimatedDuration",)
_WORKLOAD: Final = (*_CREDITS, *_DURATION)

_INSTRUCTION: Final = say("These are hours of instruction, which are not all the hours of work.")
_SEVERAL: Final = say("Several numbers of credits are stated; which of them is the whole is not.")
_EXAMINATION: Final = say("This is the size of an examination, not of the learning before it.")
_NO_CREDITS: Final = say("Hours are stated; hours alone make no credits.")
_FOR_NO_CREDIT: Final = say("The record states that it is not for credit.")
_NOT_FOR_CREDIT: Final = re.compile(r"\bnot for credit\b|\bnon-?credit\b", re.IGNORECASE)
_NO_UNIT: Final = say("The unit of the credits is not stated.")
_CALENDAR: Final = re.compile(
    r"P(?=\d)(?:(\d{1,4}(?:\.\d+)?)Y)?(?:(\d{1,4}(?:\.\d+)?)M)?(?:(\d{1,4}(?:\.\d+)?)W)?"
    r"(?:(\d{1,5}(?:\.\d+)?)D)?",
    re.ASCII,
)
# Years, months, weeks and days in days: the shortest and the longest of each.
_SHORTEST: Final = (365.0, 28.0, 7.0, 1.0)
_LONGEST: Final = (366.0, 31.0, 7.0, 1.0)


def _amounts(known: Known) -> Iterator[Found]:
    """The credits as stated; a number without a sign of its unit is a doubtful size."""
    doubt = _without_credit(known)
    for amount in known.record.credits:
        number = _number(amount)
        if number is not None:
            yield Found(amount_words(amount), amount.unit or "", *number, doubt=doubt)


def _with_unit(known: Known) -> Iterator[Found]:
    doubt = _without_credit(known)
    for amount in known.record.credits:
        number = _number(amount)
        if number is not None and (amount.unit or amount.unit_name):
            yield Found(amount_words(amount), amount.unit or "", *number, doubt=doubt)
        elif number is not None:
            yield Found(amount_words(amount), doubt=_NO_UNIT)


def _credits_stated(unit: str, known: Known) -> Iterator[Found]:
    doubt = _without_credit(known) or _doubt_of_several(known, unit)
    for amount in known.record.credits:
        number = _number(amount)
        if amount.unit == unit and number is not None:
            yield Found(amount_words(amount), unit, *number, doubt=doubt)


def _without_credit(known: Known) -> str:
    """Why numbers of credits are none to earn, where that is stated."""
    is_stated = any(each.boolean("ceterms:isNonCredit") for each in carriers(known))
    is_said = any(
        _NOT_FOR_CREDIT.search(text)
        for amount in known.record.credits
        for text in amount.unit_name.values()
    )
    return _FOR_NO_CREDIT if is_stated or is_said else ""


def _doubt_of_several(known: Known, unit: str | None) -> str:
    """Numbers of credits that differ may be parts of a whole or a choice: none is the size."""
    numbers = {_number(each) for each in known.record.credits if each.unit == unit}
    return _SEVERAL if len(numbers - {None}) > 1 else ""


def _credits_of(unit: str, known: Known) -> Iterator[Found]:
    """Credits in `unit` as stated, then what credits in other units come to by their hours.

    Hours alone make no credits: somebody has to give credit for them.
    """
    yield from _credits_stated(unit, known)
    for hours in _hours(known):
        if hours.code == unit:
            continue
        if hours.code in ("", "effort"):
            yield Found(hours.text, doubt=hours.doubt or _NO_CREDITS)
            continue
        if hours.doubt:
            yield Found(hours.text, doubt=hours.doubt)
            continue
        size = Size(_decimal(hours.low), _decimal(hours.high))
        converted = credits_in(size, unit)
        if converted is not None:
            number = _range_words(*_bounds(converted))
            said = say(
                "%(size)s = %(credits)s %(unit)s", size=hours.text, credits=number, unit=unit
            )
            yield Found(shortened(said), unit, *_bounds(converted), converted=True)


def _hours(known: Known) -> Iterator[Found]:
    """Hours of work. Those of an examination, or credits for passing it, are no time of learning.

    As stated, then by the credits, then by weeks times hours a week.
    """
    is_examination = known.record.type == "ceterms:AssessmentProfile"
    for found in _hours_of_work(known):
        yield replace(found, doubt=_EXAMINATION) if is_examination else found


def _hours_of_work(known: Known) -> Iterator[Found]:
    size = stated_hours(known.record)
    if size is not None:
        low, high = _floats(size.minimum), _floats(size.maximum)
        doubt = _INSTRUCTION if size.kind == "contact" else ""
        yield Found(_hours_words(low, high), "", low, high, doubt=doubt)
    for amount in known.record.credits:
        converted = hours_of_credits(amount)
        if converted is not None:
            doubt = _doubt_of_several(known, amount.unit)
            doubt = _INSTRUCTION if converted.kind == "contact" else doubt
            doubt = _without_credit(known) or doubt
            hours = _hours_words(*_bounds(converted))
            said = say("%(size)s = %(hours)s", size=amount_words(amount), hours=hours)
            unit = amount.unit or ""
            yield Found(shortened(said), unit, *_bounds(converted), converted=True, doubt=doubt)
    working = effort_working(known.record)
    if working is not None:
        low, high = _floats(working.size.minimum), _floats(working.size.maximum)
        hours = _hours_words(low, high)
        said = say("%(hours)s, by weeks and hours a week", hours=hours)
        yield Found(said, "effort", low, high, converted=True)


def _hours_stated(known: Known) -> Iterator[Found]:
    return (found for found in _hours(known) if not found.converted)


def _hours_by_credits(known: Known) -> Iterator[Found]:
    return (found for found in _hours(known) if found.converted and found.code != "effort")


def _workload(known: Known) -> Iterator[Found]:
    """An amount of work with its unit: credits, or hours of work, not those of instruction."""
    is_examination = known.record.type == "ceterms:AssessmentProfile"
    contact = {each.unit for each in known.record.credits if _is_contact(each)}
    for found in _with_unit(known):
        doubt = _EXAMINATION if is_examination else found.doubt
        yield replace(found, doubt=doubt or (_INSTRUCTION if found.code in contact else ""))
    for found in _hours(known):
        if not found.converted or found.code == "effort":
            yield found


def _is_contact(amount: Amount) -> bool:
    """Whether the unit counts hours of instruction."""
    converted = hours_of_credits(amount)
    return converted is not None and converted.kind == "contact"


def _credit_bearing(known: Known) -> Iterator[Found]:
    for found in _amounts(known):
        if (found.low or 0) > 0 and not found.doubt:
            yield Found(found.text, "credit")
    for carrier in carriers(known):
        is_non_credit = carrier.boolean("ceterms:isNonCredit")
        if is_non_credit is not None:
            yield Found(
                say("without credit") if is_non_credit else say("for credit"),
                "non-credit" if is_non_credit else "credit",
            )


def _durations(known: Known) -> Iterator[Found]:
    for span in known.record.durations:
        ends = " - ".join(dict.fromkeys(end for end in (span.minimum, span.maximum) if end))
        said = worded(span.text) or ends
        if said:
            yield Found(shortened(said))
    hours = known.record.hours
    if hours is not None:
        low, high = _floats(exact_number(hours.minimum)), _floats(exact_number(hours.maximum))
        if low is not None or high is not None:
            yield Found(_hours_words(low, high))


def _weeks(known: Known) -> Iterator[Found]:
    """Calendar time in weeks: a month has 28 to 31 days, a year 365 or 366."""
    for span in known.record.durations:
        low = _days(span.minimum, _SHORTEST) if span.minimum else None
        high = _days(span.maximum, _LONGEST) if span.maximum else None
        if low is None and high is None:
            continue
        said = worded(span.text) or " - ".join(
            dict.fromkeys(end for end in (span.minimum, span.maximum) if end)
        )
        yield Found(
            shortened(said),
            "",
            None if low is None else low / 7,
            None if high is None else high / 7,
        )


def _days(text: str, units: tuple[float, ...]) -> float | None:
    found = _CALENDAR.fullmatch(text)
    if found is None:
        return None
    parts = (float(part) if part else 0.0 for part in found.groups())
    return sum(part * days for part, days in zip(parts, units, strict=True))


def amount_words(amount: Amount) -> str:
    """Credits as a reader would write them."""
    number = _number(amount)
    unit = worded(amount.unit_name) or amount.unit or "credits"
    return shortened(f"{_range_words(*number)} {unit}" if number else unit)


def _number(amount: Amount) -> tuple[float | None, float | None] | None:
    """Both sides of a usable number; None where there is none, or the sides cross."""
    low, high = exact_number(amount.minimum), exact_number(amount.maximum)
    if (low is None and amount.minimum is not None) or (
        high is None and amount.maximum is not None
    ):
        return None
    if (low is None and high is None) or (low is not None and high is not None and low > high):
        return None
    return _floats(low), _floats(high)


def _bounds(converted: Converted) -> tuple[float | None, float | None]:
    return _floats(converted.minimum), _floats(converted.maximum)


def _floats(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _range_words(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return _digits(low) if low == high else f"{_digits(low)}-{_digits(high)}"
    if low is not None:
        return say("at least %(number)s", number=_digits(low))
    return say("at most %(number)s", number=_digits(high or 0.0))


def _hours_words(low: float | None, high: float | None) -> str:
    return say("%(number)s hours", number=_range_words(low, high))


def _digits(number: float) -> str:
    return f"{math.floor(number * 100 + 0.5) / 100:.12g}"


SIZE: Final[tuple[Fact, ...]] = (
    Fact("credits", "credits", "number", _CREDITS, _amounts),
    Fact("credits-with-unit", "credits with their unit", "number", _CREDITS, _with_unit),
    Fact(
        "workload", "workload with its unit", "number", _WORKLOAD, _workload, beyond="a conversion"
    ),
    Fact("workload-hours", "hours of work", "number", _WORKLOAD, _hours, beyond="a conversion"),
    Fact("hours", "hours", "number", _DURATION, _hours_stated, beyond="a conversion"),
    Fact(
        "hours-by-credits",
        "hours that the credits stand for",
        "number",
        _CREDITS,
        _hours_by_credits,
        beyond="a conversion",
    ),
    Fact(
        "credit-bearing",
        "whether it bears credit",
        "code",
        (*_CREDITS, "ceterms:isNonCredit"),
        _credit_bearing,
        codes=("credit", "non-credit"),
    ),
    Fact("duration", "duration", "text", _DURATION, _durations),
    Fact("weeks", "duration in weeks", "number", _DURATION, _weeks, beyond="a conversion"),
)


def credits_stated_fact(unit: str) -> Fact:
    """Credits stated in `unit`."""
    label = f"credits ({unit})"
    return Fact(f"credits-stated:{unit}", label, "number", _CREDITS, partial(_credits_stated, unit))


def credits_of_fact(unit: str) -> Fact:
    """Credits stated in `unit`, or what the hours of work make of it."""
    label = f"credits ({unit}), or the hours they stand for"
    read = partial(_credits_of, unit)
    return Fact(f"credits-of:{unit}", label, "number", _WORKLOAD, read, beyond="a conversion")


def unit_facts() -> Iterator[Fact]:
    """The facts that there is one of for each unit of credit."""
    for unit in (*UNIT_CODES, "semester-hour", "mqf"):
        yield credits_stated_fact(unit)
        yield credits_of_fact(unit)
