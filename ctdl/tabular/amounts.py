"""Quantities in cells: credits with their unit, hours, lengths of time, prices."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from babel import Locale

from ctdl.durations import hours_of, is_duration
from ctdl.nodes import Node
from ctdl.tabular.alignments import unit_alignment, unit_of, unit_spellings
from ctdl.tabular.columns import Column
from ctdl.tabular.conditions import carriers, drop_empty_conditions, is_award, new_condition
from ctdl.tabular.draft import Draft, language_map, members, plain, put, text_map
from ctdl.tabular.entry import Entry, q
from ctdl.tabular.facts import Cells, Fact, cell, text_cells

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
_ISO_SPAN: Final = re.compile(r"(P[\dTWDHMYS.]+?)\s*(?:-|–|to)\s*(P[\dTWDHMYS.]+)")
_PRICE: Final = re.compile(r"\d{1,12}(?:[.,]\d{1,4})?", re.ASCII)
_COST: Final = (
    "ceterms:price",
    "ceterms:currency",
    "ceterms:description",
    "ceterms:costDetails",
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
            entry.report("CELL_ORDER", name, f"{q(text)} begins above its end; turn it round.")
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


class CreditsFact(Fact):
    """A number of credits and the unit they are counted in."""

    def __init__(self, credits: Column, unit: Column) -> None:
        super().__init__(credits, unit)
        self._credits, self._unit = credits, unit

    def read(self, draft: Draft, language: str) -> Cells:
        """The first credits stated as numbers."""
        found = self._profile(draft)
        if found is None:
            return {**cell(self._credits, ""), **cell(self._unit, "")}
        _, profile = found
        units = (draft.described(v) for v in members(profile, "ceterms:creditUnitType"))
        codes = (unit_of(node) for node in units if node is not None)
        unit = next((code for code in codes if code), "")
        return {**cell(self._credits, _stated(profile).cell), **cell(self._unit, unit)}

    def write(self, draft: Draft, entry: Entry) -> None:
        """State the credits where credits are stated, or else where they belong."""
        span = read_span(entry, self._credits.name)
        unit = self._unit_code(entry)
        if span is not None and not unit and not entry.text(self._unit.name):
            entry.report(
                "CELL_CREDIT_UNIT", self._unit.name, "say what the credits are, such as ects."
            )
        if span is None and unit and not entry.text(self._credits.name):
            entry.report("CELL_MISSING", self._credits.name, "a unit is given but no number.")
        found = self._profile(draft)
        if found is not None:
            holder, old = found
            held = members(holder, "ceterms:creditValue")
            new = [_value_profile(old, span, unit)] if span else []
            values = [*new, *(v for v in held if draft.described(v) is not old)]
            put(holder, "ceterms:creditValue", values)
        elif span is not None:
            holder = new_condition(draft, self._credits.label) if is_award(draft) else draft.main
            put(holder, "ceterms:creditValue", [_value_profile({}, span, unit)])
        drop_empty_conditions(draft)

    def _unit_code(self, entry: Entry) -> str | None:
        known = unit_spellings().get(entry.text(self._unit.name).casefold())
        if known:
            return known
        choice = entry.choice(self._unit)
        return choice.value if choice else None

    def _profile(self, draft: Draft) -> tuple[Node, Node] | None:
        for carrier in carriers(draft):
            for value in members(carrier, "ceterms:creditValue"):
                node = draft.described(value)
                if node is not None and _stated(node).cell:
                    return carrier, node
        return None


def _stated(profile: Node) -> Span:
    exact = _number(profile.get("schema:value"))
    low, high = _number(profile.get("schema:minValue")), _number(profile.get("schema:maxValue"))
    return Span(exact, exact) if exact is not None else Span(low, high)


def _value_profile(old: Node, span: Span, unit: str | None) -> Node:
    """The profile of these credits; words beside the old number went with it."""
    kept = {
        name: value
        for name, value in old.items()
        if not name.startswith("schema:") and name != "ceterms:creditUnitType"
    }
    if span.is_exact:
        numbers = {"schema:value": span.low}
    else:
        numbers = {"schema:minValue": span.low, "schema:maxValue": span.high}
    units = {"ceterms:creditUnitType": [unit_alignment(unit)]} if unit else {}
    stated = {name: value for name, value in numbers.items() if value is not None}
    return {"@type": "ceterms:ValueProfile", **kept, **stated, **units}


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
        if ends is None:
            entry.report(
                "CELL_WORDS",
                self._column.name,
                f"{q(text)} is kept in words; write 6 weeks or P6W so that it can be compared.",
                severity="warning",
            )
            return {
                "@type": "ceterms:DurationProfile",
                "ceterms:description": {entry.language: text},
            }
        if any(end and hours_of(end) is not None for end in ends):
            entry.report(
                "CELL_DURATION", self._column.name, f"{q(text)} are hours; put them under hours."
            )
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
                f"must be one length of time, such as 3 years or P3Y, not {q(text)}.",
            )
        elif ends[0]:
            draft.main[self._column.property] = ends[0]


class CostFact(Fact):
    """A price, its currency, a remark on it and the page that tells more.

    CTDL wants a description and a page of every cost: without a remark the description repeats
    the price, and without a page of its own the record's page is named.
    """

    def __init__(self, cost: Column, currency: Column, note: Column, page: Column) -> None:
        super().__init__(cost, currency, note, page)
        self._cost, self._currency, self._note, self._page = cost, currency, note, page

    def read(self, draft: Draft, language: str) -> Cells:
        """The first price."""
        profile = next(iter(self._profiles(draft)), {})
        price, currency = (
            plain(profile.get("ceterms:price")),
            plain(profile.get("ceterms:currency")),
        )
        stated = text_map(profile.get("ceterms:description"))
        notes = {tag: each[0] for tag, each in stated.items() if each[0] != f"{price} {currency}"}
        page = plain(profile.get("ceterms:costDetails"))
        return {
            **cell(self._cost, price),
            **cell(self._currency, currency),
            **text_cells(self._note, notes, language),
            **cell(self._page, "" if page == _record_page(draft) else page),
        }

    def write(self, draft: Draft, entry: Entry) -> None:
        """State the price in place of the first; other prices stay."""
        profiles = self._profiles(draft)
        old = profiles[0] if profiles else {"@type": "ceterms:CostProfile"}
        new = {name: value for name, value in old.items() if name not in _COST}
        if entry.text(self._cost.name) or entry.texts(self._note):
            new |= {name: value for name, value in self._stated(draft, entry).items() if value}
        says = bool(new.keys() - {"@type", "@id"})
        held = members(draft.main, "ceterms:estimatedCost")
        others = [value for value in held if draft.described(value) is not old]
        put(draft.main, "ceterms:estimatedCost", [*([new] if says else []), *others])

    def _stated(self, draft: Draft, entry: Entry) -> Node:
        price, currency = self._price(entry), self._currency_code(entry)
        notes = entry.texts(self._note) or {entry.language: f"{price} {currency}"}
        pages = entry.addresses(self._page)
        return {
            "ceterms:price": price,
            "ceterms:currency": currency,
            "ceterms:description": language_map(notes.items()),
            "ceterms:costDetails": pages[0] if pages else _record_page(draft),
        }

    def _profiles(self, draft: Draft) -> list[Node]:
        held = (draft.described(v) for v in members(draft.main, "ceterms:estimatedCost"))
        return [node for node in held if node is not None]

    def _price(self, entry: Entry) -> str | None:
        text = entry.text(self._cost.name)
        if not text or _PRICE.fullmatch(text):
            return text.replace(",", ".") or None
        entry.report(
            "CELL_NUMBER",
            self._cost.name,
            f"must be a price in figures, such as 249 or 249.50 (0 when free), not {q(text)}.",
        )
        return None

    def _currency_code(self, entry: Entry) -> str | None:
        text = entry.text(self._currency.name).upper()
        if text in _currencies():
            return text
        if text:
            message = f"{q(text)} is not a currency code; use one such as EUR, NZD or USD."
            entry.report("CELL_CURRENCY", self._currency.name, message)
        elif entry.text(self._cost.name):
            message = "say in which currency the price is, such as EUR."
            entry.report("CELL_CURRENCY", self._currency.name, message)
        return None


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


def _record_page(draft: Draft) -> str:
    return next((plain(v) for v in members(draft.main, "ceterms:subjectWebpage")), "")


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


@cache
def _currencies() -> frozenset[str]:
    return frozenset(Locale("en").currencies)
