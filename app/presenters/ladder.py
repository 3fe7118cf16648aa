"""The ladder: levels of frameworks side by side, and the rows of documents that compare them.

Each framework is a column of rungs, the highest level on top; lines join rungs of neighbouring
columns that a row compares. Where a rung stands is not a comparison, only a line is (ADR 53):

- A rung stands beside the level of the EQF that a row compares it with, whether or not the EQF is
  shown; several such rungs share that level's height.
- A rung that nothing compares with the EQF stands beside what it is compared with in the columns
  placed before its own, or else between its neighbours, on a line that no level of the EQF has.

Every pair of columns has its table, whether or not they are neighbours.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext

from app.presenters import labels
from app.presenters.crosswalks import (
    ShownRow,
    framework_title,
    level_link,
    map_link,
    shown_row,
)
from app.presenters.facet_labels import framework_short_name
from app.presenters.ladder_lines import Between, Line, Mark, Port, drawn_lines, drawn_marks
from app.presenters.ladder_order import all_pairs, ordered
from app.presenters.language import page_language
from app.presenters.links import Link
from app.presenters.text import Text
from ctdl.crosswalk import BRIDGE, Comparison, Crosswalk
from ctdl.frameworks import FRAMEWORKS, Framework, FrameworkLevel

MOST_COLUMNS: Final = 4
RUNG_HEIGHT: Final = 30
_SLOT: Final = 40
_HEAD: Final = 44
_PAD: Final = 6
_LETTER: Final = 7.1
_NARROWEST: Final = 104
_LONGEST: Final = 40
_GAPS: Final = {1: 0, 2: 270, 3: 210, 4: 150}


@dataclass(frozen=True)
class Rung:
    """A level as a box that leads to its page."""

    id: str
    label: Text
    full: Text
    link: Link
    x: int
    y: int
    width: int
    is_here: bool
    is_compared: bool

    @property
    def middle(self) -> int:
        """Where the words of the box are centred."""
        return self.x + self.width // 2


@dataclass(frozen=True)
class Column:
    """A framework as a column of rungs, the highest first."""

    id: str
    short_name: str
    title: Text
    link: Link
    x: int
    width: int
    rungs: tuple[Rung, ...]

    @property
    def middle(self) -> int:
        """Where the name is centred."""
        return self.x + self.width // 2


@dataclass(frozen=True)
class Pair:
    """Two columns as a table; `is_drawn` where they are neighbours and the rows are lines too."""

    id: str
    first: str
    second: str
    first_title: Text
    second_title: Text
    rows: tuple[ShownRow, ...]
    map_link: Link | None
    is_drawn: bool


@dataclass(frozen=True)
class LegendEntry:
    """A kind of line that is drawn, and what it says."""

    code: str
    is_indicative: bool
    words: str


@dataclass(frozen=True)
class Choice:
    """A framework that the ladder can show beside the first one."""

    id: str
    short_name: str
    title: Text
    is_chosen: bool
    is_partner: bool


@dataclass(frozen=True)
class Ladder:
    """The drawing with its measures, the same as tables, and what can be chosen."""

    title: str
    summary: str
    width: int
    height: int
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]
    legend: tuple[LegendEntry, ...]
    pairs: tuple[Pair, ...]
    choices: tuple[Choice, ...]
    is_cut: bool

    @property
    def compared(self) -> tuple[Pair, ...]:
        """The pairs that any row compares."""
        return tuple(pair for pair in self.pairs if pair.rows)

    @property
    def not_compared(self) -> str | None:
        """The pairs that no row compares, in one sentence."""
        names = [(pair.first, pair.second) for pair in self.pairs if not pair.rows]
        if not names:
            return None
        if len(names) == 1:
            return gettext(
                "Nothing here compares %(first)s with %(second)s directly.",
                first=names[0][0],
                second=names[0][1],
            )
        named = (
            gettext("%(first)s with %(second)s", first=one, second=other) for one, other in names
        )
        return gettext("Nothing here compares directly: %(pairs)s.", pairs="; ".join(named))

    @property
    def has_more_pairs(self) -> bool:
        """Whether there are columns that are not neighbours, so that not all pairs are drawn."""
        return len(self.columns) > 2

    @property
    def has_alone(self) -> bool:
        """Whether any level is compared with none of the frameworks shown."""
        return any(not rung.is_compared for column in self.columns for rung in column.rungs)


def ladder(
    crosswalk: Crosswalk,
    framework: Framework,
    wanted: Sequence[str],
    known: Iterable[Framework],
    *,
    usual: Sequence[str] = (),
    here: str | None = None,
) -> Ladder | None:
    """`framework` beside the `wanted` ones, or beside its best partner; None without partners.

    Where nothing is wanted, those of the `usual` frameworks that it is compared with come before
    the best partner. `here` is the level that the page is about. Unknown and repeated wishes are
    left out, and those beyond the fourth column; in which order they come makes no difference.
    """
    others = {each.id: each for each in known if each.id != framework.id}
    chosen = [others[each] for each in dict.fromkeys(wanted) if each in others]
    partners = [others[each] for each in crosswalk.partners(framework.id) if each in others]
    if not partners:
        return None
    by_default = [each for each in partners if each.id in usual] or partners[:1]
    beside = (chosen or by_default)[: MOST_COLUMNS - 1]
    shown = ordered(framework, beside, crosswalk)
    places = _places(shown, crosswalk)
    pairs = all_pairs(shown, crosswalk)
    gaps = pairs[: len(shown) - 1]
    columns = _columns(shown, places, pairs, here)
    ports = {rung.id: Port(rung.x, rung.y, rung.width) for col in columns for rung in col.rungs}
    lines = drawn_lines(gaps, ports, RUNG_HEIGHT, here)
    marks = drawn_marks(gaps, ports, RUNG_HEIGHT, here)
    names = [framework_short_name(each.id) for each in shown]
    return Ladder(
        title=gettext("Levels of %(frameworks)s side by side", frameworks=", ".join(names)),
        summary=_summary(lines, marks, len(shown)),
        width=columns[-1].x + columns[-1].width + _PAD,
        height=_HEAD + round(_SLOT * (max(places.values()) + 1)) + _PAD,
        columns=columns,
        lines=lines,
        marks=marks,
        legend=_legend(row for gap in gaps for row in gap.rows),
        pairs=tuple(_pair(each, crosswalk, is_drawn=each in gaps) for each in pairs),
        choices=_choices(others, partners, beside, crosswalk),
        is_cut=len(chosen) >= MOST_COLUMNS,
    )


def _columns(
    shown: Sequence[Framework],
    places: Mapping[str, float],
    pairs: Iterable[Between],
    here: str | None,
) -> tuple[Column, ...]:
    compared = {end for pair in pairs for row in pair.rows for end in (row.level, row.other)}
    columns: list[Column] = []
    x = _PAD
    for framework in shown:
        width = _width(framework)
        rungs = tuple(
            Rung(
                id=level.id,
                label=_short_label(level),
                full=_content(level.label),
                link=level_link(level.id),
                x=x,
                y=_HEAD + round(_SLOT * places[level.id]),
                width=width,
                is_here=level.id == here,
                is_compared=level.id in compared,
            )
            for level in reversed(framework.levels)
        )
        short = framework_short_name(framework.id)
        link = Link("framework", {"framework": framework.id})
        title = framework_title(framework)
        columns.append(Column(framework.id, short, title, link, x, width, rungs))
        x += width + _GAPS[len(shown)]
    return tuple(columns)


def _places(shown: Sequence[Framework], crosswalk: Crosswalk) -> dict[str, float]:
    """Which slot each rung stands in, from the top; rungs that share a height are spread in it."""
    heights: dict[str, float] = {}
    pending = list(shown)
    while pending:
        framework = max(pending, key=lambda each: len(_known_heights(each, crosswalk, heights)))
        pending.remove(framework)
        heights.update(_heights(framework, crosswalk, heights))
    groups: dict[float, dict[str, list[str]]] = {}
    for framework in shown:
        for level in reversed(framework.levels):
            group = groups.setdefault(heights[level.id], {})
            group.setdefault(framework.id, []).append(level.id)
    places: dict[str, float] = {}
    top = 0
    for height in sorted(groups, reverse=True):
        size = max(map(len, groups[height].values()))
        for members in groups[height].values():
            offset = (size - len(members)) / 2
            places.update({each: top + offset + n for n, each in enumerate(members)})
        top += size
    return places


def _heights(
    framework: Framework, crosswalk: Crosswalk, placed: Mapping[str, float]
) -> dict[str, float]:
    """How high each level stands, in levels of the EQF; never lower than the level under it."""
    known = _known_heights(framework, crosswalk, placed)
    stated: list[float | None] = [known.get(level.id) for level in framework.levels]
    if not any(stated):
        stated[0] = 0.5
    first = next(place for place, height in enumerate(stated) if height is not None)
    heights: list[float] = []
    for place, height in enumerate(stated):
        if place < first:
            heights.append(_below(stated[first] or 0.0, first - place))
        elif height is not None:
            heights.append(max([height, *heights[-1:]]))
        else:
            heights.append(_between(heights[-1], stated[place:]))
    return {level.id: height for level, height in zip(framework.levels, heights, strict=True)}


def _known_heights(
    framework: Framework, crosswalk: Crosswalk, placed: Mapping[str, float]
) -> dict[str, float]:
    """The heights that rows give: beside the EQF, or beside what is placed already."""
    found = {
        level.id: _on_the_bridge(level, crosswalk) or _beside_placed(level, crosswalk, placed)
        for level in framework.levels
    }
    return {level: height for level, height in found.items() if height is not None}


def _on_the_bridge(level: FrameworkLevel, crosswalk: Crosswalk) -> float | None:
    if level.framework == BRIDGE:
        return float(level.order)
    return _mean(found.order for found in crosswalk.elsewhere(level.id, BRIDGE).levels)


def _beside_placed(
    level: FrameworkLevel, crosswalk: Crosswalk, placed: Mapping[str, float]
) -> float | None:
    rows = crosswalk.comparisons(level.id)
    return _mean(placed[row.other] for row in rows if row.other in placed and row.other)


def _mean(values: Iterable[float]) -> float | None:
    found = list(values)
    return sum(found) / len(found) if found else None


def _below(lowest: float, steps: int) -> float:
    """Half-way heights under the lowest one that is known: beside no level of the EQF."""
    return _half_under(lowest) - (steps - 1)


def _between(under: float, above: Sequence[float | None]) -> float:
    """A height between the level under it and the next known one; half-way steps at the top."""
    ahead = next(((n, each) for n, each in enumerate(above) if each is not None), None)
    if ahead is None:
        return -_half_under(-under)
    steps, height = ahead
    return under + max(0.0, height - under) / (steps + 1)


def _half_under(height: float) -> float:
    whole = height // 1
    return whole - 0.5 if height - whole <= 0.5 else whole + 0.5


def _width(framework: Framework) -> int:
    longest = max(len(_short_label(level).value) for level in framework.levels)
    return max(_NARROWEST, round(longest * _LETTER) + 24)


def _short_label(level: FrameworkLevel) -> Text:
    """The level's name without the initials that stand over the column, cut where it is long."""
    words = level.label
    start = words.find("Level ")
    if start > 0 and words[:start].strip().isupper():
        words = words[start:]
    if len(words) > _LONGEST:
        words = words[: _LONGEST - 1].rstrip() + "…"
    return _content(words)


def _content(words: str) -> Text:
    return Text(words, None if page_language() == "en" else "en", None, True)


def _pair(gap: Between, crosswalk: Crosswalk, *, is_drawn: bool) -> Pair:
    one, other = FRAMEWORKS.frameworks[gap.left], FRAMEWORKS.frameworks[gap.right]
    link = None
    for first, second in ((gap.left, gap.right), (gap.right, gap.left)):
        if link is None and crosswalk.map_between(first, second):
            link = map_link(first, second)
    return Pair(
        id=f"{gap.left}-{gap.right}",
        first=framework_short_name(one.id),
        second=framework_short_name(other.id),
        first_title=framework_title(one),
        second_title=framework_title(other),
        rows=tuple(shown_row(row, crosswalk) for row in gap.rows),
        map_link=link,
        is_drawn=is_drawn,
    )


def _choices(
    others: Mapping[str, Framework],
    partners: Sequence[Framework],
    beside: Sequence[Framework],
    crosswalk: Crosswalk,
) -> tuple[Choice, ...]:
    """The partners, best documented first, then those that only something else is compared with."""
    direct = {each.id for each in partners}
    further = [each for each in others.values() if crosswalk.partners(each.id)]
    offered = {each.id: each for each in (*partners, *further, *beside)}
    shown = {each.id for each in beside}
    return tuple(
        Choice(
            each.id,
            framework_short_name(each.id),
            framework_title(each),
            is_chosen=each.id in shown,
            is_partner=each.id in direct,
        )
        for each in offered.values()
    )


def _legend(rows: Iterable[Comparison]) -> tuple[LegendEntry, ...]:
    kinds = {(row.relation, row.is_indicative) for row in rows}
    words: dict[str, Callable[[], str]] = {
        "exact": lambda: labels.level_relation_label("exact"),
        "close": lambda: labels.level_relation_label("close"),
        "wedge": lambda: gettext("is part of what the level at the wide end covers"),
        "none": lambda: labels.level_relation_label("none"),
    }
    drawn = {("wedge" if code in ("broad", "narrow") else code, soft) for code, soft in kinds}
    return tuple(
        LegendEntry(code, soft, _legend_words(words[code](), soft))
        for soft in (False, True)
        for code in words
        if (code, soft) in drawn
    )


def _legend_words(words: str, is_indicative: bool) -> str:
    if is_indicative:
        return gettext("%(relation)s: indicative only", relation=words)
    return words


def _summary(lines: Sequence[Line], marks: Sequence[Mark], columns: int) -> str:
    drawn = gettext(
        "%(lines)s lines join levels that a row compares; %(marks)s marks say that there is no"
        " comparable level. The same rows stand in the tables after the drawing.",
        lines=len(lines),
        marks=len(marks),
    )
    if columns < 3:
        return drawn
    only = gettext(
        "Lines are drawn between neighbouring columns only; the tables hold the rows of every pair."
    )
    return f"{drawn} {only}"


def unknown_wishes(wanted: Sequence[str], known: Iterable[Framework]) -> tuple[str, ...]:
    """What was asked for beside a framework and is none, cut to what can be read."""
    names = {each.id for each in known}
    unknown = dict.fromkeys(each for each in wanted if each and each not in names)
    return tuple(
        each if len(each) <= _LONGEST else f"{each[: _LONGEST - 1]}…"
        for each in list(unknown)[: MOST_COLUMNS - 1]
    )
