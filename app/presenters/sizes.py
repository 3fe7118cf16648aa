"""Sizes in other units in words: under the stated value, with the rule that was used.

Nothing here replaces what is stated. "about" marks what is not exact, and what does not agree with
the hours (the customary UK ratio) is called customary and stands on a line of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from typing import Final

from babel.numbers import format_decimal
from flask_babel import gettext, ngettext

from app.presenters import formats
from app.presenters.language import page_language
from app.presenters.text import Text, framed
from ctdl.records import Amount, Cost, CredentialRecord
from ctdl.sizes import (
    HOURS,
    Converted,
    CreditSystem,
    Ratio,
    Size,
    credit_systems,
    credits_elsewhere,
    credits_in,
    customary_credits,
    hours_of,
    system_of,
)
from ctdl.workload import (
    PricePer,
    WorkHours,
    effort_working,
    is_examination,
    only_amount,
    only_price,
    price_per,
    stated_hours,
    work_hours,
)

COMMON_UNIT: Final = "ects"
"""The unit that sizes are shown in beside their own: the one most systems are compared through."""

_SMALLEST: Final = Decimal("0.05")
_NO_CENTS_FROM: Final = 1000
_MOST_DIGITS: Final = 20


@dataclass(frozen=True)
class SystemRow:
    """A credit system as the page about sizes lists it."""

    name: str
    rule: str
    full_time_year: str | None
    source: str
    dispute: str | None


def system_rows() -> tuple[SystemRow, ...]:
    """Every rule that sizes are converted by, with its source and who disagrees."""
    return tuple(
        SystemRow(each.name, _rule(each), each.full_time_year, each.source, each.dispute)
        for each in credit_systems()
    )


def record_credit_lines(record: CredentialRecord, amount: Amount) -> tuple[Text, ...]:
    """The lines under the credits of a record; none where they are recommended for examinations."""
    return () if is_examination(record) else credit_lines(amount)


def hours_note(record: CredentialRecord) -> Text | None:
    """What kind of hours a record states, where they are not all the work of a learner."""
    if is_examination(record):
        return framed(gettext("length of the examination"))
    size = stated_hours(record)
    if size is not None and size.kind == "contact":
        return framed(gettext("hours of instruction"))
    return None


def credit_lines(amount: Amount) -> tuple[Text, ...]:
    """Credits in hours and in ECTS credits, by the rules of both; nothing for an unknown unit."""
    hours, elsewhere = hours_of(amount), credits_elsewhere(amount, COMMON_UNIT)
    custom = customary_credits(amount, COMMON_UNIT)
    lines = []
    if hours is not None:
        lines.append(_hours_line(hours))
    if elsewhere is not None and _is_worth_saying(elsewhere):
        lines.append(_credits_line(elsewhere))
    if custom is not None and custom.ratio is not None and _is_worth_saying(custom):
        lines.append(_custom_line(custom, custom.ratio))
    return tuple(map(framed, lines))


def workload_lines(record: CredentialRecord) -> tuple[Text, ...]:
    """Stated hours in ECTS credits, unless the record states credits that say it better."""
    size = stated_hours(record)
    amount = only_amount(record.credits)
    if size is None or (amount is not None and hours_of(amount) is not None):
        return ()
    found = credits_in(size, COMMON_UNIT)
    if found is None or not _is_worth_saying(found):
        return ()
    return (framed(_credits_line(found)), framed(gettext("if these hours are all the work")))


def effort_lines(record: CredentialRecord) -> tuple[Text, ...]:
    """Weeks times the hours a week, with its working, where the record states both."""
    working = effort_working(record) if stated_hours(record) is None else None
    if working is None:
        return ()
    effort = _range(working.effort.minimum, working.effort.maximum)
    weeks = _range(Decimal(working.shortest), Decimal(working.longest))
    line = ngettext(
        "%(weeks)s week × %(effort)s hours a week = %(hours)s",
        "%(weeks)s weeks × %(effort)s hours a week = %(hours)s",
        working.longest,
        weeks=weeks,
        effort=effort,
        hours=_hours(working.size),
    )
    found = credits_in(working.size, COMMON_UNIT)
    lines = [line] if found is None else [line, _credits_line(found)]
    return tuple(map(framed, lines))


def hours_line(record: CredentialRecord) -> Text | None:
    """The hours of work that follow from what the record states, where it states no hours itself.

    For putting records side by side; on its own page each conversion stands under what it is of.
    """
    found = work_hours(record)
    if found is None or found.basis == "stated":
        return None
    return framed(f"{_hours(found.size)}{_by(found)}")


def price_lines(record: CredentialRecord) -> tuple[Text, ...]:
    """What an hour and a credit cost in the stated currency, with the numbers that were divided.

    The price of an examination buys no hours of learning, and its credits are a recommendation.
    """
    cost = only_price(record.costs)
    if cost is None or is_examination(record):
        return ()
    return tuple(
        framed(line) for line in (*_hour_price(record, cost), *_credit_price(record, cost))
    )


def _hour_price(record: CredentialRecord, cost: Cost) -> Iterator[str]:
    work = work_hours(record)
    found = price_per(cost, work.size, HOURS) if work is not None else None
    if found is None or work is None:
        return
    pattern = (
        gettext("%(price)s an hour of instruction: %(whole)s ÷ %(hours)s")
        if found.size.kind == "contact"
        else gettext("%(price)s an hour: %(whole)s ÷ %(hours)s")
    )
    hours = f"{_hours(found.size)}{_by(work)}"
    yield pattern % {"price": _price(found), "whole": _whole(found), "hours": hours}


def _credit_price(record: CredentialRecord, cost: Cost) -> Iterator[str]:
    amount = only_amount(record.credits)
    size = _amount_size(amount) if amount is not None else None
    found = price_per(cost, size, amount.unit or "") if amount and size else None
    if found is None or amount is None:
        return
    name = next(iter(amount.unit_name.values()), None)
    credits = formats.credits(amount.minimum, amount.maximum, amount.unit, name)
    system = system_of(amount.unit)
    pattern = (
        gettext("%(price)s a unit: %(whole)s ÷ %(credits)s")
        if system is not None and system.kind == "contact"
        else gettext("%(price)s a credit: %(whole)s ÷ %(credits)s")
    )
    yield pattern % {"price": _price(found), "whole": _whole(found), "credits": credits}


def _amount_size(amount: Amount) -> Size | None:
    ends = [
        None if each is None else formats.decimal(each) for each in (amount.minimum, amount.maximum)
    ]
    sound = all(each is None or (each.is_finite() and each > 0) for each in ends)
    return Size(ends[0], ends[1]) if sound else None


def _by(work: WorkHours) -> str:
    """What hours rest on that the record does not state as such."""
    if work.converted is not None and work.converted.rule is not None:
        return gettext(", by its credits at %(rule)s", rule=_rule(work.converted.rule))
    return gettext(", by its weekly effort") if work.working is not None else ""


def _hours_line(found: Converted) -> str:
    assert found.rule is not None
    words = {
        "hours": _hours(Size(found.minimum, found.maximum, found.kind)),
        "rule": _rule(found.rule),
    }
    if found.is_exact:
        return gettext("%(hours)s, by %(rule)s") % words
    return gettext("%(hours)s, by %(rule)s, approx.") % words


def _credits_line(found: Converted) -> str:
    assert found.rule is not None
    return gettext(
        "about %(credits)s, by %(rule)s, approx.",
        credits=_credits(found),
        rule=_rule(found.rule),
    )


def _custom_line(found: Converted, ratio: Ratio) -> str:
    return gettext(
        "customary in the UK: %(credits)s (%(number)s credits = 1 ECTS credit); "
        "this does not agree with the hours",
        credits=_credits(found),
        number=formats.number(ratio.units_for_one),
    )


def _rule(system: CreditSystem) -> str:
    """ "25–30 hours a credit": the rule of a system in a few words."""
    amount = _range(system.low, system.high)
    if system.is_approximate:
        amount = gettext("about %(amount)s", amount=amount)
    if system.kind == "contact":
        return ngettext(
            "%(amount)s contact hour a unit",
            "%(amount)s contact hours a unit",
            int(system.low),
            amount=amount,
        )
    return gettext("%(amount)s hours a credit", amount=amount)


def _hours(size: Size) -> str:
    amount = _range(size.minimum, size.maximum)
    many = formats.plural_of(size.maximum if size.maximum is not None else size.minimum or 0)
    if size.kind == "contact":
        return ngettext(
            "%(amount)s hour of instruction", "%(amount)s hours of instruction", many, amount=amount
        )
    return ngettext("%(amount)s hour", "%(amount)s hours", many, amount=amount)


def _credits(found: Converted) -> str:
    # One decimal is as exact as a conversion by rules of thumb can be; little needs two.
    most = found.maximum if found.maximum is not None else found.minimum
    places = 2 if most is not None and most < 1 else 1
    minimum, maximum = _outwards(found.minimum, found.maximum, places)
    return formats.credits(minimum, maximum, found.unit) or ""


def _outwards(
    minimum: Decimal | None, maximum: Decimal | None, places: int
) -> tuple[Decimal | None, Decimal | None]:
    """Both sides cut so that the printed range holds the exact one; one number is rounded."""
    if any(each is not None and each.adjusted() > _MOST_DIGITS for each in (minimum, maximum)):
        return minimum, maximum
    step = Decimal(1).scaleb(-places)
    if minimum is not None and minimum == maximum:
        nearest = minimum.quantize(step, ROUND_HALF_EVEN)
        return nearest, nearest
    return (
        None if minimum is None else minimum.quantize(step, ROUND_FLOOR),
        None if maximum is None else maximum.quantize(step, ROUND_CEILING),
    )


def _range(minimum: Decimal | None, maximum: Decimal | None) -> str:
    return formats.number_range(*_outwards(minimum, maximum, 2)) or ""


def _price(found: PricePer) -> str:
    """ "2.50–3.00 EUR": both sides with cents, since a price of an hour is mostly small."""
    least = found.minimum if found.minimum is not None else found.maximum
    places = 0 if least is not None and least >= _NO_CENTS_FROM else 2
    ends = _outwards(found.minimum, found.maximum, places)
    low, high = (None if each is None else _money(each, places) for each in ends)
    if low is not None and high is not None:
        amount = low if low == high else f"{low}–{high}"
    elif high is not None:
        amount = gettext("up to %(number)s", number=high)
    else:
        amount = gettext("at least %(number)s", number=low)
    return f"{amount} {found.currency}"


def _money(value: Decimal, places: int) -> str:
    pattern = "#,##0.00" if places else "#,##0"
    return format_decimal(value, format=pattern, locale=page_language())


def _whole(found: PricePer) -> str:
    return formats.money(found.price, found.currency) or ""


def _is_worth_saying(found: Converted) -> bool:
    """Whether it is not so little that it would read as nothing."""
    return (found.maximum if found.maximum is not None else found.minimum or 0) >= _SMALLEST
