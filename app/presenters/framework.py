"""Qualifications frameworks, their levels, and what the levels are compared with elsewhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from app.presenters import formats, labels
from app.presenters.facet_labels import framework_short_name
from app.presenters.facts import Evidence, Sources
from app.presenters.links import Link, web_link
from app.presenters.text import Text, content, titled
from app.services.frameworks import Counterpart, FrameworkView, LevelView
from ctdl.ctid import CTID
from ctdl.frameworks import FRAMEWORKS
from ctdl.records import LevelRecord


@dataclass(frozen=True)
class ListedFramework:
    """A framework in the list of all."""

    title: Text
    short_name: str
    link: Link
    jurisdiction: Text | None
    levels_words: str


@dataclass(frozen=True)
class ListedLevel:
    """A level in its framework; `steps` is its place there."""

    label: Text
    link: Link
    types: Text | None
    steps: tuple[bool, ...]


@dataclass(frozen=True)
class FrameworkPage:
    """Everything the page of a framework shows, levels from the highest down."""

    id: str
    ctid: CTID
    title: Text
    short_name: str
    jurisdiction: Text | None
    webpage: Link | None
    credit_unit: str | None
    hours_per_credit: str | None
    levels: tuple[ListedLevel, ...]
    sources: tuple[Evidence, ...]


@dataclass(frozen=True)
class ShownCounterpart:
    """A level elsewhere (or none), the relation to it, and what document says so."""

    framework: str
    level: str | None
    link: Link | None
    relation: str
    basis: str | None
    source: str | None
    year: str | None
    map_link: Link


@dataclass(frozen=True)
class LevelPage:
    """Everything the page of a level shows."""

    id: str
    ctid: CTID | None
    title: Text
    framework: Text
    framework_link: Link
    types: Text | None
    steps: tuple[bool, ...]
    counterparts: tuple[ShownCounterpart, ...]
    indicative: tuple[ShownCounterpart, ...]
    search: Link
    found_words: str | None
    lower: ListedLevel | None
    higher: ListedLevel | None
    sources: tuple[Evidence, ...]


def framework_list(views: Iterable[FrameworkView]) -> tuple[ListedFramework, ...]:
    """All frameworks, by name."""
    shown = [_listed(view) for view in views]
    return tuple(sorted(shown, key=lambda each: each.title.value.casefold()))


def framework_page(view: FrameworkView) -> FrameworkPage:
    """One framework with its levels."""
    known = FRAMEWORKS.framework(view.id)
    units = {level.credit_unit for level in known.levels if level.credit_unit} if known else set()
    hours = (
        {each.hours_per_credit for each in known.levels if each.hours_per_credit}
        if known
        else set()
    )
    sources = Sources(view.stored.provenance, view.stored.publisher_name)
    sources.of("ceterms:name")
    return FrameworkPage(
        id=view.id,
        ctid=view.framework.ctid,
        title=titled(view.framework.name, view.id),
        short_name=framework_short_name(view.id),
        jurisdiction=_jurisdiction(view),
        webpage=web_link(known.url) if known else None,
        credit_unit=", ".join(sorted(units)) or None,
        hours_per_credit=", ".join(sorted(hours)) or None,
        levels=tuple(reversed([_level(view, level) for level in view.levels])),
        sources=sources.listed(),
    )


def level_page(view: LevelView, found: int) -> LevelPage:
    """One level with its counterparts; `found` is how many records state it or a counterpart."""
    framework = view.framework
    place = list(framework.levels).index(view.level)
    sources = Sources(framework.stored.provenance, framework.stored.publisher_name)
    sources.of("skos:prefLabel")
    here = _level(framework, view.level)
    return LevelPage(
        id=f"{framework.id}:{view.level.notation}",
        ctid=view.level.ctid,
        title=here.label,
        framework=titled(framework.framework.name, framework.id),
        framework_link=Link("framework", {"framework": framework.id}),
        types=here.types,
        steps=here.steps,
        counterparts=tuple(
            _counterpart(each) for each in view.counterparts if not _is_indicative(each)
        ),
        indicative=tuple(_counterpart(each) for each in view.counterparts if _is_indicative(each)),
        search=Link("search", {"level": f"{framework.id}:{view.level.notation}"}),
        found_words=ngettext(
            "See the %(amount)s record at this level",
            "See all %(amount)s records at this level",
            found,
            amount=formats.number(found),
        )
        if found
        else None,
        lower=_neighbour(framework, place - 1),
        higher=_neighbour(framework, place + 1),
        sources=sources.listed(),
    )


def _listed(view: FrameworkView) -> ListedFramework:
    return ListedFramework(
        title=titled(view.framework.name, view.id),
        short_name=framework_short_name(view.id),
        link=Link("framework", {"framework": view.id}),
        jurisdiction=_jurisdiction(view),
        levels_words=ngettext("%(num)s level", "%(num)s levels", len(view.levels)),
    )


def _jurisdiction(view: FrameworkView) -> Text | None:
    known = FRAMEWORKS.framework(view.id)
    return content({"en": known.jurisdiction}) if known else None


def _level(view: FrameworkView, level: LevelRecord) -> ListedLevel:
    levels: Sequence[LevelRecord] = view.levels
    place = levels.index(level)
    return ListedLevel(
        label=titled(level.name, level.notation or ""),
        link=Link("level", {"framework": view.id, "notation": level.notation or ""}),
        types=content(level.note),
        steps=tuple(step <= place for step in range(len(levels))),
    )


def _neighbour(view: FrameworkView, place: int) -> ListedLevel | None:
    return _level(view, view.levels[place]) if 0 <= place < len(view.levels) else None


def _is_indicative(each: Counterpart) -> bool:
    return "indicative" in (each.basis or "").casefold()


def _counterpart(each: Counterpart) -> ShownCounterpart:
    link = None
    if each.level is not None:
        values = {"framework": each.framework.id, "notation": each.level.notation}
        link = Link("level", values)
    return ShownCounterpart(
        framework=each.framework.name,
        level=each.level.label if each.level is not None else None,
        link=link,
        relation=labels.level_relation_label(each.relation),
        basis=labels.basis_label(each.basis) if each.basis else None,
        source=each.source,
        year=each.year or gettext("not stated"),
        map_link=Link("record", {"ctid": each.map_ctid}),
    )
