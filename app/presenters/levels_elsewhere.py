"""A stated level in the words of other frameworks: never equal, always with what says so.

The stated level comes first and stays as it is; what is here goes under it. Nothing is chained: a
way through the EQF is two comparisons, and is called indicative (ADR 50).
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext

from app.presenters import labels
from app.presenters.facet_labels import framework_short_name, level_label
from app.presenters.language import page_language
from app.presenters.links import Link
from app.presenters.text import Text, framed
from ctdl.crosswalk import Comparison, Crosswalk, Elsewhere, Route
from ctdl.frameworks import FRAMEWORKS, FrameworkLevel

EVIDENCE_ANCHOR: Final = "counterparts-title"
"""Where the page of a level lists what it is compared with, row by row."""

_CODE = re.compile(r"[A-Z]?\d+(?:\.\d+)?")


@dataclass(frozen=True)
class LevelElsewhere:
    """What is known of a stated level in one other framework.

    `stated` is the level it is about. `label` is "EQF 5", a range such as "NFQ (IE) 7–8", or the
    framework's initials where there is no level to name. `words` read from the stated level to the
    label. `link` leads to the page of the stated level, which lists the rows behind it. `basis`
    and `year` are as the document states them, in the language of the page.
    """

    framework: str
    stated: Text
    label: Text
    link: Link
    words: str
    basis: str
    source: str | None = None
    year: str | None = None
    is_range: bool = False
    is_by_way: bool = False
    has_none: bool = False
    not_compared: bool = False
    is_estimate: bool = False
    """Whether no document says so, but the editors of this registry."""

    @property
    def has_level(self) -> bool:
        """Whether there is a level to name."""
        return not (self.has_none or self.not_compared)

    @property
    def evidence(self) -> str:
        """What kind of document says so, and of which year; empty where none says anything."""
        return f"{self.basis}, {self.year}" if self.year else self.basis

    @property
    def note(self) -> str:
        """How far it goes and what says so, in the few words that fit a list."""
        if not self.has_level or self.is_by_way:
            return self.evidence
        if self.is_estimate:
            return gettext("approx., %(evidence)s", evidence=self.evidence)
        return gettext("approx., per %(evidence)s", evidence=self.evidence)

    @property
    def sentence(self) -> str:
        """All of it as plain text, for files and for reading aloud."""
        said = f"{self.words} {self.label}" if self.has_level else self.words
        return f"{said} ({self.note})" if self.evidence else said


@dataclass(frozen=True)
class LevelReason:
    """Why a search for one level found another: the row that compares them, in words."""

    found: Text
    relation: str
    asked: Text
    evidence: str
    link: Link

    @property
    def sentence(self) -> str:
        """The whole reason as plain text."""
        return f"{self.found} {self.relation} {self.asked} ({self.evidence})"


@dataclass(frozen=True)
class LevelsShown:
    """The frameworks that levels are shown in besides their own; without any, nothing is added.

    `only_known` leaves out the frameworks that nothing compares the level with: for a framework
    that the reader did not ask for.
    """

    crosswalk: Crosswalk = Crosswalk()
    frameworks: tuple[str, ...] = ()
    only_known: bool = False

    def of(
        self, level_id: str | None, beside: Collection[str | None] = ()
    ) -> tuple[LevelElsewhere, ...]:
        """What to show under a stated level; `beside` are all levels the same record states.

        A framework in which the record itself states a level needs no comparison.
        """
        own = {_framework_of(each) for each in (level_id, *beside) if each}
        wanted = [each for each in self.frameworks if each not in own]
        if level_id is None or FRAMEWORKS.level(level_id) is None:
            return ()
        found = elsewhere(self.crosswalk, level_id, wanted)
        return tuple(each for each in found if not (self.only_known and each.not_compared))


AS_STATED = LevelsShown()
"""Levels in their own frameworks only."""


def elsewhere(
    crosswalk: Crosswalk, level_id: str, frameworks: Iterable[str]
) -> tuple[LevelElsewhere, ...]:
    """What the level is in each of the frameworks, in their order.

    Documents that disagree are shown beside each other, so a framework may come more than once;
    the level's own framework is left out.
    """
    own = _framework_of(level_id)
    others = (each for each in frameworks if each != own and FRAMEWORKS.framework(each) is not None)
    return tuple(shown for each in others for shown in _shown(crosswalk.elsewhere(level_id, each)))


def level_reason(comparison: Comparison) -> LevelReason:
    """The comparison in words, read from the level found to the level asked for."""
    assert comparison.other is not None
    return LevelReason(
        found=level_label(comparison.level),
        relation=labels.level_relation_label(comparison.relation),
        asked=level_label(comparison.other),
        evidence=_evidence(comparison),
        link=_link(comparison.level),
    )


def _shown(found: Elsewhere) -> Iterable[LevelElsewhere]:
    # Two documents are two statements, even where they agree.
    by_document: dict[tuple[str | None, ...], list[Comparison]] = {}
    for row in found.direct:
        by_document.setdefault((row.basis, row.source, row.year), []).append(row)
    for rows in by_document.values():
        yield _compared(found, rows)
    for row in found.missing:
        yield _none(found, row)
    if found.is_by_way:
        yield _by_way(found)
    if not (found.direct or found.missing or found.routes):
        yield _not_compared(found)


def _compared(found: Elsewhere, rows: Sequence[Comparison]) -> LevelElsewhere:
    ends = [level for level in found.levels if level.id in {row.other for row in rows}]
    return LevelElsewhere(
        framework=found.framework,
        stated=level_label(found.level),
        label=range_label(found.framework, ends),
        link=_link(found.level),
        words=_relation(rows),
        basis=_basis(rows[0]),
        source=rows[0].source,
        year=rows[0].year or None,
        is_range=len(ends) > 1,
        is_estimate=rows[0].is_indicative or not rows[0].basis,
    )


def _none(found: Elsewhere, row: Comparison) -> LevelElsewhere:
    short = framework_short_name(found.framework)
    return LevelElsewhere(
        framework=found.framework,
        stated=level_label(found.level),
        label=framed(short),
        link=_link(found.level),
        words=gettext("no comparable level in %(framework)s", framework=short),
        basis=_basis(row),
        source=row.source,
        year=row.year or None,
        has_none=True,
    )


def _by_way(found: Elsewhere) -> LevelElsewhere:
    through = {route.first.other for route in found.routes}
    bridges = [level for level in FRAMEWORKS.levels.values() if level.id in through]
    via = str(range_label(bridges[0].framework, bridges))
    return LevelElsewhere(
        framework=found.framework,
        stated=level_label(found.level),
        label=range_label(found.framework, found.levels),
        link=_link(found.level),
        words=gettext("about"),
        basis=gettext("indicative, via %(level)s", level=via),
        source=_sources_of(found.routes),
        is_range=len(found.levels) > 1,
        is_by_way=True,
    )


def _not_compared(found: Elsewhere) -> LevelElsewhere:
    short = framework_short_name(found.framework)
    return LevelElsewhere(
        framework=found.framework,
        stated=level_label(found.level),
        label=framed(short),
        link=_link(found.level),
        words=gettext("nothing here compares it with %(framework)s", framework=short),
        basis="",
        not_compared=True,
    )


def _relation(rows: Sequence[Comparison]) -> str:
    """How the stated level compares with those there, in the few words before their label."""
    relations = {row.relation for row in rows}
    relation = relations.pop() if len(relations) == 1 else None
    return {
        "exact": gettext("same description as"),
        "close": gettext("comparable to"),
        "broad": gettext("part of"),
        "narrow": gettext("covers"),
    }.get(relation or "", gettext("overlaps with"))


def _basis(row: Comparison) -> str:
    basis = labels.basis_label(row.basis) if row.basis else gettext("basis not stated")
    return basis if row.year or row.is_indicative else gettext("%(basis)s, no year", basis=basis)


def _evidence(row: Comparison) -> str:
    return f"{_basis(row)}, {row.year}" if row.year else _basis(row)


def _sources_of(routes: Iterable[Route]) -> str | None:
    rows = (row for route in routes for row in (route.first, route.second))
    return "; ".join(dict.fromkeys(row.source for row in rows if row.source)) or None


def range_label(framework: str, levels: Sequence[FrameworkLevel]) -> Text:
    """The levels in a few characters; those with names and no numbers are named one by one."""
    short = framework_short_name(framework)
    if not all(_CODE.fullmatch(level.notation) for level in levels):
        named = ", ".join(level.label for level in levels)
        return Text(f"{short} {named}", None if page_language() == "en" else "en")
    numbers = [level.notation for level in levels]
    orders = [level.order for level in levels]
    is_run = len(orders) > 1 and orders == list(range(orders[0], orders[0] + len(orders)))
    written = f"{numbers[0]}–{numbers[-1]}" if is_run else ", ".join(numbers)
    # "ISCED 2011 5" would read as one number.
    return framed(f"{short}: {written}" if short[-1].isdigit() else f"{short} {written}")


def _link(level_id: str) -> Link:
    framework, _, notation = level_id.partition(":")
    values = {"framework": framework, "notation": notation, "_anchor": EVIDENCE_ANCHOR}
    return Link("level", values)


def _framework_of(level_id: str) -> str:
    return level_id.partition(":")[0]
