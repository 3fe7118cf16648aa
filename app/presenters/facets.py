"""The facets of the search page: which values are in view, which are behind "Show more"."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from flask_babel import gettext

from app.presenters import formats
from app.presenters.facet_labels import FacetLabels
from app.presenters.labels import facet_legend
from app.presenters.text import Text, content
from app.services.searching import FacetValue
from ctdl.frameworks import FRAMEWORKS

SHOWN_OPTIONS = 8
"""How many values of a facet are open to view; the rest is behind "Show more"."""
MOST_OPTIONS = {"provider": 24, "field": 60}
"""How many further values of a long facet are listed; there are hundreds of providers."""


@dataclass(frozen=True)
class Option:
    """A value one can tick, with the number of results it would give."""

    name: str
    value: str
    label: Text
    count: str
    selected: bool


@dataclass(frozen=True)
class Facet:
    """One way to narrow: its legend and values, ticked ones always among the open ones."""

    name: str
    legend: str
    shown: tuple[Option, ...]
    more: tuple[Option, ...]
    left_out: int
    note: str | None = None
    groups: tuple["OptionGroup", ...] = ()
    """The further values under headings of their own, in place of one long list."""


@dataclass(frozen=True)
class OptionGroup:
    """Further values that belong together."""

    legend: Text
    options: tuple[Option, ...]


def level_facet(
    values: Iterable[FacetValue], ladder: Collection[str], facet_labels: FacetLabels
) -> Facet:
    """The levels of the frameworks in `ladder` from the lowest up; others by their framework.

    A ticked level is in view whatever its framework.
    """
    shown: list[FacetValue] = []
    rest: dict[str, list[FacetValue]] = {}
    for value in values:
        framework = value.value.partition(":")[0]
        is_open = value.selected or framework in ladder
        (shown if is_open else rest.setdefault(framework, [])).append(value)
    groups = tuple(_level_group(*each, facet_labels) for each in rest.items())
    return Facet(
        name="level",
        legend=facet_legend("level"),
        shown=tuple(_option("level", value, facet_labels) for value in shown),
        more=tuple(option for group in groups for option in group.options),
        left_out=0,
        note=gettext(
            "A level counts the levels of other frameworks that documents compare with it:"
            " comparable, never equal."
        ),
        groups=groups,
    )


def _level_group(
    framework: str, values: Iterable[FacetValue], facet_labels: FacetLabels
) -> OptionGroup:
    known = FRAMEWORKS.framework(framework)
    name = content({"en": known.name}) if known else None
    options = tuple(_option("level", value, facet_labels) for value in values)
    return OptionGroup(name or Text(framework), options)


def facet(name: str, values: Iterable[FacetValue], facet_labels: FacetLabels) -> Facet:
    """The facet with the most frequent values in view and the others by name."""
    shown: list[FacetValue] = []
    rest: list[FacetValue] = []
    for place, value in enumerate(values):
        (shown if _is_open(name, value, place) else rest).append(value)
    kept = rest[: MOST_OPTIONS.get(name, len(rest))]
    # Only what is listed is given words: a thousand providers need no names.
    more = [_option(name, value, facet_labels) for value in kept]
    return Facet(
        name=name,
        legend=facet_legend(name),
        shown=tuple(_option(name, value, facet_labels) for value in shown),
        more=tuple(sorted(more, key=lambda option: option.label.value.casefold())),
        left_out=len(rest) - len(kept),
    )


def _is_open(name: str, value: FacetValue, place: int) -> bool:
    """Whether a value is shown at once: ticked ones, the most frequent, and all broad fields."""
    if name == "field":
        # ISCED-F nests by digits: two of them are one of the eleven broad fields.
        return value.selected or len(value.value) == 2
    return value.selected or place < SHOWN_OPTIONS


def _option(name: str, value: FacetValue, facet_labels: FacetLabels) -> Option:
    return Option(
        name=name,
        value=value.value,
        label=facet_labels.of(name, value.value),
        count=formats.number(value.count),
        selected=value.selected,
    )
