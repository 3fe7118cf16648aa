"""Quantities in cells: credits with their unit, hours and lengths of time."""

import re
from dataclasses import dataclass
from typing import Any, Final

from ctdl.durations import hours_of, is_duration
from ctdl.messages import say
from ctdl.nodes import Node
from ctdl.tabular.alignments import unit_alignment, unit_of, unit_spellings
from ctdl.tabular.columns import Column
from ctdl.tabular.conditions import carriers, drop_empty_conditions, is_award, new_condition
from ctdl.tabular.draft import Draft, members, plain, put, text_map
from ctdl.tabular.entry import Entry, q
from ctdl.tabular.facts import Cells, Fact, cell

_SPAN: Final = re.compile(r"([\d.,]+)\s*(?:-|–|to|à)\s*([\d.,]+)")
_AT_MOST: Final = re.compile(r"(?:up to|at most|jusqu'à)\s*([\d.,]+)", re.IGNORECASE)
_AT_LEAST: Final = re.compile(r"(?:at least|au moins)\s*([\d.,]+)|([\d.,]+)\s*\+", re.IGNORECASE)
_PHRASE: Final = re.compile(
    r"(?P<most>up to |jusqu'à )?(?P<low>\d{1,5})(?:\s*(?:-|–|to|à)\s*(?P<high>\d{1,5}))?\s*"
    r"(?P<unit>day|week|month|year|jour|semaine|mois|année|an)s?",
    re.IGNORECASE,
)
_UNIT: Final = {
    "day": "D",
    "jour": "D",
    "week": "W",
    "semaine": "W",
    "month": "M",
    "mois": "M",
    "year": "Y",
    "année": "Y",
    "an": "Y",
}
#: A length of time, in words where figures belong, such as half a year.
_COUNTED: Final = re.compile(
    r"(?:(?:an?|half|quarter|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|of|and"
    r"|un|une|demi|demie|deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze)[\s-]+){1,5}"
    r"(?:day|week|month|year|jour|semaine|mois|année|an)s?",
    re.IGNORECASE,
)
_ISO_SPAN: Final = re.compile(r"(P[\dTWDHMYS.]+?)\s*(?:-|–|to)\s*(P[\dTWDHMYS.]+)")
_VALUE: Final = (
    "schema:value",
    "schema:minValue",
    "schema:maxValue",
    "schema:description",
    "ceterms:creditUnitType",
)
_BOUNDS: Final = ("ceterms:minimumDuration", "ceterms:maximumDuration")
_EXACT: Final = ("ceterms:exactDuration", "ceterms:timeRequired")


@dataclass(frozen=True)
class Span:
    """A quantity from one number to another; equal ends are one number."""

    low: float | None
    high: float | None

    @property
    def is_exact(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high

    @property
    def cell(self) -> str:
        """The span as a cell writes it."""
        if self.low is None and self.high is None:
            return ""
        if self.is_exact:
            return _shown(self.low)
        if self.low is None:
            return f"up to {_shown(self.high)}"
        if self.high is None:
            return f"at least {_shown(self.low)}"
        return f"{_shown(self.low)}-{_shown(self.high)}"


def read_span(entry: Entry, name: str) -> Span | None:
    """The number or span in a cell; None, with a finding unless empty, for anything else."""
    text = entry.text(name)
    if found := _SPAN.fullmatch(text):
        ends = [entry.number(name, part) for part in found.groups()]
        if None not in ends and ends[0] > ends[1]:  # type: ignore[operator]
            message = say("%(written)s begins above its end; turn it round.", written=q(text))
            entry.report("CELL_ORDER", name, message)
            return None
        return Span(*ends) if None not in ends else None
    if found := _AT_MOST.fullmatch(text):
        number = entry.number(name, found.group(1))
        return Span(None, number) if number is not None else None
    if found := _AT_LEAST.fullmatch(text):
        number = entry.number(name, found.group(1) or found.group(2))
        return Span(number, None) if number is not None else None
    number = entry.number(name)
    return Span(number, number) if number is not None else None


def read_credit_profile(entry: Entry, span: Span | None, unit: Column) -> Node | None:
    """The profile of the credits in a row's cells."""
    code = _unit_code(entry, unit)
    if span is None:
        return None
    if not code and not entry.text(unit.name):
        message = say("say what the credits are, such as ects.")
        entry.report("CELL_CREDIT_UNIT", unit.name, message)
    return _value_profile(span, code)


def written_credits(draft: Draft, carrier: Node, credits: Column, unit: Column) -> Cells:
    """The cells of the first credits stated as numbers in the node."""
    held = (draft.described(value) for value in members(carrier, "ceterms:creditValue"))
    profile = next((node for node in held if node is not None and _stated(node).cell), None)
    if profile is None:
        return {**cell(credits, ""), **cell(unit, "")}
    units = (draft.described(value) for value in members(profile, "ceterms:creditUnitType"))
    codes = (unit_of(node) for node in units if node is not None)
    code = next((code for code in codes if code), "")
    return {**cell(credits, _stated(profile).cell), **cell(unit, code)}


class CreditsFact(Fact):
    """A number of credits and the unit they are counted in."""

    def __init__(self, credits: Column, unit: Column) -> None:
        super().__init__(credits, unit)
        self._credits, self._unit = credits, unit

    def read(self, draft: Draft, language: str) -> Cells:
        """The first credits stated as numbers."""
        carrier = self._carrier(draft)
        return written_credits(draft, carrier or {}, self._credits, self._unit)

    def write(self, draft: Draft, entry: Entry) -> None:
        """State the credits where credits are stated, or else where they belong."""
        span = read_span(entry, self._credits.name)
        new = read_credit_profile(entry, span, self._unit)
        if entry.text(self._unit.name) and not entry.text(self._credits.name):
            message = say("a unit is given but no number.")
            entry.report("CELL_MISSING", self._credits.name, message)
        carrier = self._carrier(draft)
        if carrier is None and new is not None:
            carrier = new_condition(draft, self._credits.label) if is_award(draft) else draft.main
        if carrier is not None:
            self._replace(draft, carrier, new)
        drop_empty_conditions(draft)

    def _replace(self, draft: Draft, carrier: Node, new: Node | None) -> None:
        """Put the new profile in the place of the first; words beside the old number go with it."""
        held = members(carrier, "ceterms:creditValue")
        numbers = (place for place, value in enumerate(held) if _is_number(draft, value))
        mine = next(numbers, None)
        others = [value for place, value in enumerate(held) if place != mine]
        old = draft.described(held[mine]) if mine is not None else None
        kept = {name: value for name, value in (old or {}).items() if name not in _VALUE}
        put(carrier, "ceterms:creditValue", [*([kept | new] if new else []), *others])

    def _carrier(self, draft: Draft) -> Node | None:
        for carrier in carriers(draft):
            if any(_is_number(draft, v) for v in members(carrier, "ceterms:creditValue")):
                return carrier
        return None


def _unit_code(entry: Entry, column: Column) -> str | None:
    known = unit_spellings().get(entry.text(column.name).casefold())
    choice = None if known else entry.choice(column)
    return known or (choice.value if choice else None)


def _is_number(draft: Draft, value: Any) -> bool:
    node = draft.described(value)
    return node is not None and bool(_stated(node).cell)


def _stated(profile: Node) -> Span:
    exact = _number(profile.get("schema:value"))
    low, high = _number(profile.get("schema:minValue")), _number(profile.get("schema:maxValue"))
    return Span(exact, exact) if exact is not None else Span(low, high)


def _value_profile(span: Span, unit: str | None) -> Node:
    if span.is_exact:
        numbers = {"schema:value": span.low}
    else:
        numbers = {"schema:minValue": span.low, "schema:maxValue": span.high}
    units = {"ceterms:creditUnitType": [unit_alignment(unit)]} if unit else {}
    stated = {name: value for name, value in numbers.items() if value is not None}
    return {"@type": "ceterms:ValueProfile", **stated, **units}


class HoursFact(Fact):
    """Hours of work."""

    def __init__(self, column: Column) -> None:
        super().__init__(column)
        self._column = column

    def read(self, draft: Draft, language: str) -> Cells:
        """The first duration in hours."""
        found = next((span for value in _durations(draft) if (span := _hours(draft, value))), None)
        return cell(self._column, found.cell if found else "")

    def write(self, draft: Draft, entry: Entry) -> None:
        """State the hours in place of the first such duration."""
        span = read_span(entry, self._column.name)
        ends = (_iso_hours(span.low), _iso_hours(span.high)) if span is not None else (None, None)
        _replace_duration(draft, lambda value: _hours(draft, value) is not None, _profile_of(*ends))


class DurationFact(Fact):
    """Calendar time, or a length of time in words."""

    def __init__(self, column: Column) -> None:
        super().__init__(column)
        self._column = column

    def read(self, draft: Draft, language: str) -> Cells:
        """The first duration that is not in hours."""
        for value in _durations(draft):
            node = draft.described(value)
            if node is not None and _hours(draft, value) is None:
                low, high = _ends(node)
                if low or high:
                    return cell(self._column, _iso_cell(low, high))
                texts = text_map(node.get("ceterms:description"))
                if texts:
                    own = texts.get(language) or next(iter(texts.values()))
                    return cell(self._column, " ".join(own[0].split()))
        return cell(self._column, "")

    def write(self, draft: Draft, entry: Entry) -> None:
        """State the time in place of the first such duration."""
        text = entry.text(self._column.name)
        profile = self._parsed(text, entry) if text else None
        _replace_duration(draft, lambda value: _hours(draft, value) is None, profile)

    def _parsed(self, text: str, entry: Entry) -> Node | None:
        ends = parse_duration(text)
        if ends is None and _COUNTED.fullmatch(text):
            message = say(
                "must be a length of time in figures, such as 6 months or P6M, not %(written)s.",
                written=q(text),
            )
            entry.report("CELL_DURATION", self._column.name, message)
            return None
        if ends is None:
            entry.report(
                "CELL_WORDS",
                self._column.name,
                say(
                    "%(written)s is kept in words; write 6 weeks or P6W so that it can be "
                    "compared.",
                    written=q(text),
                ),
                severity="warning",
            )
            return {
                "@type": "ceterms:DurationProfile",
                "ceterms:description": {entry.language: text},
            }
        if any(end and hours_of(end) is not None for end in ends):
            message = say("%(written)s are hours; put them under hours.", written=q(text))
            entry.report("CELL_DURATION", self._column.name, message)
            return None
        return _profile_of(*ends)


class RepeatFact(Fact):
    """A length of time as the value of a property, such as every three years."""

    def __init__(self, column: Column) -> None:
        super().__init__(column)
        self._column = column

    def read(self, draft: Draft, language: str) -> Cells:
        """The duration."""
        found = (plain(value) for value in members(draft.main, self._column.property))
        return cell(self._column, next((text for text in found if text), ""))

    def write(self, draft: Draft, entry: Entry) -> None:
        """State the duration."""
        text = entry.text(self._column.name)
        ends = parse_duration(text) if text else (None, None)
        draft.main.pop(self._column.property, None)
        if ends is None or ends[0] != ends[1]:
            entry.report(
                "CELL_DURATION",
                self._column.name,
                say(
                    "must be one length of time, such as 3 years or P3Y, not %(written)s.",
                    written=q(text),
                ),
            )
        elif ends[0]:
            draft.main[self._column.property] = ends[0]


def parse_duration(text: str) -> tuple[str | None, str | None] | None:
    """The shortest and longest time that `text` gives as ISO durations; None for other words."""
    written = text.strip()
    if is_duration(written.upper()):
        return written.upper(), written.upper()
    if found := _ISO_SPAN.fullmatch(written.upper()):
        low, high = found.groups()
        return (low, high) if is_duration(low) and is_duration(high) else None
    for prefix, at_most in (("up to ", True), ("at least ", False)):
        rest = written[len(prefix) :].upper()
        if written.lower().startswith(prefix) and is_duration(rest):
            return (None, rest) if at_most else (rest, None)
    found = _PHRASE.fullmatch(written)
    if not found:
        return None
    unit = _UNIT[found["unit"].lower()]
    low = f"P{int(found['low'])}{unit}"
    if found["most"]:
        return None if found["high"] else (None, low)
    return low, f"P{int(found['high'])}{unit}" if found["high"] else low


def _durations(draft: Draft) -> list[Any]:
    return members(draft.main, "ceterms:estimatedDuration")


def _ends(node: Node) -> tuple[str | None, str | None]:
    exact = next((text for name in _EXACT if is_duration(text := plain(node.get(name)))), None)
    if exact:
        return exact, exact
    low, high = (plain(node.get(name)) for name in _BOUNDS)
    return low if is_duration(low) else None, high if is_duration(high) else None


def _hours(draft: Draft, value: Any) -> Span | None:
    node = draft.described(value)
    if node is None:
        return None
    low, high = (hours_of(end) if end else None for end in _ends(node))
    return None if low is None and high is None else Span(low, high)


def _replace_duration(draft: Draft, is_ours: Any, profile: Node | None) -> None:
    held = _durations(draft)
    mine = next((place for place, value in enumerate(held) if is_ours(value)), None)
    new = [profile] if profile is not None else []
    if mine is None:
        put(draft.main, "ceterms:estimatedDuration", [*held, *new])
    else:
        put(draft.main, "ceterms:estimatedDuration", [*held[:mine], *new, *held[mine + 1 :]])


def _profile_of(low: str | None, high: str | None) -> Node | None:
    if low is None and high is None:
        return None
    ends = (
        {"ceterms:exactDuration": low}
        if low == high
        else dict(zip(_BOUNDS, (low, high), strict=True))
    )
    stated = {name: value for name, value in ends.items() if value is not None}
    return {"@type": "ceterms:DurationProfile", **stated}


def _iso_cell(low: str | None, high: str | None) -> str:
    if low == high:
        return low or ""
    if low is None:
        return f"up to {high}"
    return f"{low}-{high}" if high else f"at least {low}"


def _iso_hours(number: float | None) -> str | None:
    if number is None:
        return None
    minutes = round(number * 60)
    hours, rest = divmod(minutes, 60)
    return f"PT{hours}H{rest}M" if rest and hours else f"PT{rest}M" if rest else f"PT{hours}H"


def _number(value: Any) -> float | None:
    text = plain(value)
    try:
        number = float(text) if text else None
    except ValueError:
        return None
    return number if number is not None and 0 < number < 1e12 else None


def _shown(number: float | None) -> str:
    return "" if number is None else f"{number:.6f}".rstrip("0").rstrip(".")
