"""The standards, and what came out over the registry for each of their elements."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from app.presenters import formats
from app.presenters.conformance import ShownCount
from app.presenters.conformance_words import (
    ICONS,
    fixed,
    how_checked,
    kind_group,
    kind_words,
    meaning_of_meeting,
    obligation_words,
    result_words,
)
from app.presenters.links import Link
from app.presenters.text import Text
from app.services.conformance import Figures
from ctdl.standards import KINDS, RESULTS, STANDARDS, Element, Kind, Result, Standard


@dataclass(frozen=True)
class Bar:
    """A part of a bar: which result, where it begins and how wide it is, of 100."""

    result: Result
    start: float
    width: float


@dataclass(frozen=True)
class ShownElement:
    """An element of a standard with what came out for it over the registry."""

    id: str
    label: Text
    obligation: str
    rule: str
    source: str
    how_checked: Text
    fits_shacl: bool
    counts: tuple[ShownCount, ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class ListedStandard:
    """A standard in the list of all: who issued it, and how many records meet its elements."""

    id: str
    name: Text
    link: Link
    issuer: Text
    jurisdiction: Text
    year: str
    meaning: Text
    superseded_by: Link | None
    is_definition: bool
    meet: str | None
    bars: tuple[Bar, ...]
    bars_words: str | None
    search: Link | None


@dataclass(frozen=True)
class StandardGroup:
    """The standards of one kind."""

    title: str
    anchor: str
    is_definition: bool
    standards: tuple[ListedStandard, ...]


@dataclass(frozen=True)
class StandardPage:
    """Everything the page of a standard shows."""

    listed: ListedStandard
    kind: str
    version: str
    applies: str | None
    meaning_of_meeting: str
    superseded_by: Text | None
    checked: str
    meet: str | None
    meet_words: str | None
    elements: tuple[ShownElement, ...]


def standard_groups(found: Iterable[Figures]) -> tuple[StandardGroup, ...]:
    """All of them, by kind."""
    found = list(found)
    groups = (_group(kind, found) for kind in KINDS)
    return tuple(group for group in groups if group.standards)


def standard_page(found: Figures) -> StandardPage:
    """One standard with its elements and figures."""
    standard = found.standard
    later = STANDARDS.get(standard.superseded_by or "")
    return StandardPage(
        listed=_listed(found),
        kind=kind_words(standard.kind),
        version=standard.version,
        applies=_applies(standard),
        meaning_of_meeting=meaning_of_meeting(standard),
        superseded_by=fixed(later.name) if later else None,
        checked=formats.number(found.checked),
        meet=None if standard.kind == "definition" else formats.number(found.meet),
        meet_words=ngettext(
            "See the %(amount)s record that meets its elements",
            "See the %(amount)s records that meet its elements",
            found.meet,
            amount=formats.number(found.meet),
        )
        if found.meet
        else None,
        elements=tuple(_element(element, counts) for element, counts in found.elements),
    )


def _group(kind: Kind, found: Iterable[Figures]) -> StandardGroup:
    return StandardGroup(
        title=kind_group(kind),
        anchor=kind,
        is_definition=kind == "definition",
        standards=tuple(_listed(each) for each in found if each.standard.kind == kind),
    )


def _listed(found: Figures) -> ListedStandard:
    standard = found.standard
    is_definition = standard.kind == "definition"
    later = standard.superseded_by
    return ListedStandard(
        id=standard.id,
        name=fixed(standard.name),
        link=Link("standard", {"standard": standard.id}),
        issuer=fixed(standard.issuer),
        jurisdiction=fixed(standard.jurisdiction),
        year=standard.year,
        meaning=fixed(standard.meaning),
        superseded_by=Link("standard", {"standard": later}) if later in STANDARDS else None,
        is_definition=is_definition,
        meet=None
        if is_definition
        else gettext(
            "%(meet)s of %(all)s",
            meet=formats.number(found.meet),
            all=formats.number(found.checked),
        ),
        bars=() if is_definition else _bars(_binding(found)),
        bars_words=None if is_definition else _binding_words(_binding(found)),
        search=Link("search", {"standard": standard.id}) if found.meet else None,
    )


def _binding(found: Figures) -> dict[Result, int]:
    """The results of what binds, over all records; what does not apply says nothing of them."""
    counted = [
        counts for element, counts in found.elements if element.obligation in found.standard.binding
    ]
    return {
        result: sum(counts[result] for counts in counted)
        for result in RESULTS
        if result != "not applicable"
    }


def _binding_words(counts: Mapping[Result, int]) -> str | None:
    total = sum(counts.values())
    if not total:
        return None
    return gettext(
        "Of what it asks for, %(met)s%% is met, %(not_stated)s%% is not stated and"
        " %(not_met)s%% is not met, over all records.",
        met=_percent(counts["met"], total),
        not_stated=_percent(counts["not stated"], total),
        not_met=_percent(counts["not met"], total),
    )


def _percent(part: int, whole: int) -> str:
    """Whole percent; what is there and rounds to nothing is not called nothing."""
    rounded = round(100 * part / whole)
    return gettext("under 1") if part and not rounded else formats.number(rounded)


def _element(element: Element, counts: Mapping[Result, int]) -> ShownElement:
    return ShownElement(
        id=element.id,
        label=fixed(element.label),
        obligation=obligation_words(element.obligation),
        rule=element.rule,
        source=element.source,
        how_checked=how_checked(element),
        fits_shacl=element.shacl.fits,
        counts=tuple(
            ShownCount(result, ICONS[result], result_words(result), counts[result])
            for result in RESULTS
        ),
        bars=_bars(counts),
    )


def _bars(counts: Mapping[Result, int]) -> tuple[Bar, ...]:
    total, start, bars = sum(counts.values()), 0.0, []
    for result in RESULTS:
        if counts.get(result):
            width = _share(counts[result], total)
            bars.append(Bar(result, round(start, 2), width))
            start += width
    return tuple(bars)


def _share(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 0.0


def _applies(standard: Standard) -> str | None:
    since, until = formats.day(standard.applies.since), formats.day(standard.applies.until)
    if since and until:
        return gettext("For approvals from %(since)s until %(until)s.", since=since, until=until)
    if since:
        return gettext("For approvals from %(since)s.", since=since)
    return gettext("For approvals until %(until)s.", until=until) if until else None
