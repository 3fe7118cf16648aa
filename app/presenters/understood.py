"""What was understood of a query's words, said so that a reader can disagree."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from babel import UnknownLocaleError
from babel.numbers import get_currency_name
from flask_babel import gettext, ngettext

from app.presenters import formats, labels
from app.presenters.facet_labels import framework_short_name, level_label
from app.presenters.language import page_language
from app.presenters.text import language_name, titled
from app.services.asking import Constraint
from app.services.summaries import Named
from app.services.understanding import NOT, Understood, others_than, stands_for
from ctdl.ctid import CTID
from ctdl.frameworks import FRAMEWORKS

_MOST_NAMED = 3

Names = Mapping[CTID, Named]


@dataclass(frozen=True)
class Reading:
    """The words of one field, what they were taken to mean, and what was decided in doing so."""

    field: str
    words: str
    meaning: str
    note: str | None = None
    is_overruled: bool = False


def readings(constraints: Sequence[Constraint], names: Names) -> tuple[Reading, ...]:
    """One reading for each field that was understood, in the order of the text."""
    fields = dict.fromkeys(each.understood.field for each in constraints)
    grouped = ([one for one in constraints if one.understood.field == each] for each in fields)
    return tuple(_reading(group, names) for group in grouped)


def meaning_of(each: Understood, names: Names) -> str:
    """What a constraint asks for, as a few words: "at most US$300"."""
    if each.field == "max_cost":
        return _price(each)
    if each.field == "max_hours":
        return _at_most(formats.hours(None, formats.decimal(each.values[0])) or each.values[0])
    if each.field == "level":
        return _level(each)
    if each.field == "credit":
        return gettext("states that it gives credit")
    if each.field == "qa":
        return gettext("states an accreditation, approval, recognition or regulation")
    if each.field == "beginner":
        return gettext("for beginners, or does not state for whom")
    if others_than(each):
        return _not(replace(each, values=tuple(map(_denied, each.values))), names)
    named = _either(_names(each, names))
    if each.field == "language":
        return gettext("taught in %(language)s", language=named)
    if each.field == "country":
        return gettext("from a provider in %(country)s", country=named)
    return named


def _denied(value: str) -> str:
    return value.removeprefix(NOT)


def _not(each: Understood, names: Names) -> str:
    """What a constraint asks for that takes anything but these values."""
    named = _either(_names(each, names))
    if each.field == "language":
        return gettext("taught in another language than %(language)s", language=named)
    if each.field == "country":
        return gettext("from a provider outside %(country)s", country=named)
    return gettext("in another way than “%(mode)s”", mode=named)


def note_of(each: Understood) -> str | None:
    """What had to be decided because the words leave it open."""
    if each.note == "dollars":
        name = _currency(each.currency)
        return gettext("“Dollars” are taken as %(currency)s.", currency=name)
    if each.note == "weekend":
        return gettext("A weekend is taken as two days of eight hours.")
    if each.note == "day":
        return gettext("A day is taken as eight hours.")
    if each.note == "any framework":
        return gettext(
            "As records state it in their own framework: levels of the same number are not alike."
        )
    if each.note == "degree":
        return gettext("The levels whose frameworks name this degree as typical of them.")
    if each.note == "part of":
        return gettext("Records state only the whole country.")
    return None


def _reading(group: Sequence[Constraint], names: Names) -> Reading:
    first = group[0].understood
    if first.field in ("max_cost", "max_hours"):
        shown = min((each.understood for each in group), key=lambda each: float(each.values[0]))
    else:
        values = dict.fromkeys(value for each in group for value in each.understood.values)
        shown = replace(first, values=tuple(values))
    return Reading(
        field=first.field,
        words=", ".join(each.understood.words.strip(" ,;:") for each in group),
        meaning=meaning_of(shown, names),
        note=note_of(shown),
        is_overruled=group[0].is_overruled,
    )


def _price(each: Understood) -> str:
    if each.values[0] == "0":
        return gettext("states that it is free of charge")
    amount = formats.money(formats.decimal(each.values[0]), each.currency)
    return _at_most(amount or each.values[0])


def _at_most(amount: str) -> str:
    if amount.startswith(gettext("up to %(number)s", number="")):
        return amount
    return gettext("up to %(number)s", number=amount)


def _currency(code: str) -> str:
    try:
        return get_currency_name(code, count=2, locale=page_language())
    except UnknownLocaleError:
        return code


def _level(each: Understood) -> str:
    if any(map(stands_for, each.values)):
        numbers = [value.partition(":")[2] for value in each.values]
        shown = (
            gettext("%(first)s to %(last)s", first=numbers[0], last=numbers[-1])
            if len(numbers) > _MOST_NAMED
            else _either(numbers)
        )
        return gettext("level %(level)s of any framework", level=shown)
    if each.note == "degree":
        # The framework that most others are compared with says it best.
        first = sorted(each.values, key=lambda value: not value.startswith("eqf:"))
        return _either([str(level_label(value)) for value in first])
    known = [level for value in each.values if (level := FRAMEWORKS.level(value))]
    if len(known) > _MOST_NAMED and len({level.framework for level in known}) == 1:
        return gettext(
            "%(framework)s levels %(first)s to %(last)s",
            framework=framework_short_name(known[0].framework),
            first=known[0].notation,
            last=known[-1].notation,
        )
    return _either([str(level_label(value)) for value in each.values])


def _names(each: Understood, names: Names) -> list[str]:
    if each.field == "mode":
        return [labels.mode_label(value) for value in each.values]
    if each.field == "language":
        return [language_name(value) for value in each.values]
    if each.field == "country":
        return [labels.country_label(value) or value for value in each.values]
    found = (names.get(CTID(value)) for value in each.values)
    return [
        str(titled(known.name if known else None, value))
        for known, value in zip(found, each.values, strict=True)
    ]


def _either(names: Iterable[str]) -> str:
    """Up to three names, and how many more there are."""
    every = list(names)
    if len(every) > _MOST_NAMED:
        more = len(every) - _MOST_NAMED
        return ngettext(
            "%(names)s or %(count)s other",
            "%(names)s or %(count)s others",
            more,
            names=", ".join(every[:_MOST_NAMED]),
            count=formats.number(more),
        )
    if len(every) == 1:
        return every[0]
    return gettext(
        "%(names)s or %(last)s", names=", ".join(every[:-1]), last=every[-1] if every else ""
    )
