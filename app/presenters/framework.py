"""Qualifications frameworks, their levels, and what the levels are compared with elsewhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import ngettext

from app.presenters import formats
from app.presenters.crosswalks import Counterparts, counterparts
from app.presenters.facet_labels import framework_short_name
from app.presenters.facts import Evidence, Sources
from app.presenters.ladder import Ladder
from app.presenters.levels_elsewhere import AS_STATED, LevelElsewhere, LevelsShown
from app.presenters.links import Link, record_link, web_link
from app.presenters.text import Text, content, titled
from app.services import frameworks
from app.services.frameworks import FrameworkView, LevelView
from ctdl.ctid import CTID
from ctdl.frameworks import FRAMEWORKS, Framework
from ctdl.records import LevelRecord


@dataclass(frozen=True)
class ListedFramework:
    """A framework in the list of all; `levels` is None where they are not known here.

    `partly` says so where they are only those that records state.
    """

    title: Text
    short_name: str | None
    link: Link
    jurisdiction: Text | None
    levels: str | None
    partly: str | None
    credit: str | None
    partners: tuple[tuple[str, Link], ...]


@dataclass(frozen=True)
class ListedLevel:
    """A level in its framework; `steps` is its place there, empty where not all are known."""

    label: Text
    link: Link
    types: Text | None
    steps: tuple[bool, ...]
    elsewhere: tuple[LevelElsewhere, ...] = ()


@dataclass(frozen=True)
class FrameworkPage:
    """Everything the page of a framework shows, levels from the highest down.

    `partly` says so where the levels are only those that records state.
    """

    id: str
    ctid: CTID
    title: Text
    short_name: str
    jurisdiction: Text | None
    webpage: Link | None
    credit_unit: str | None
    hours_per_credit: str | None
    levels: tuple[ListedLevel, ...]
    partly: str | None
    partners: tuple[tuple[str, Link], ...]
    ladder: Ladder | None
    sources: tuple[Evidence, ...]


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
    elsewhere: tuple[LevelElsewhere, ...]
    notation: str
    counterparts: Counterparts
    ladder: Ladder | None
    search: Link
    found_words: str | None
    lower: ListedLevel | None
    higher: ListedLevel | None
    partly: str | None
    sources: tuple[Evidence, ...]


def framework_list(found: Iterable[frameworks.ListedFramework]) -> tuple[ListedFramework, ...]:
    """All frameworks, by name."""
    shown = [_listed(each) for each in found]
    return tuple(sorted(shown, key=lambda each: each.title.value.casefold()))


def framework_page(
    view: FrameworkView, ladder: Ladder | None, levels: LevelsShown = AS_STATED
) -> FrameworkPage:
    """One framework with its levels, beside the frameworks that the ladder shows."""
    known = FRAMEWORKS.framework(view.id)
    sources = Sources(view.stored.provenance, view.stored.publisher_name)
    sources.of("ceterms:name")
    return FrameworkPage(
        id=view.id,
        ctid=view.framework.ctid,
        title=titled(view.framework.name, view.id),
        short_name=framework_short_name(view.id),
        jurisdiction=_jurisdiction(known),
        webpage=web_link(known.url) if known else None,
        credit_unit=_credit_unit(known),
        hours_per_credit=_hours_per_credit(known),
        partly=_partly(known),
        levels=tuple(reversed([_level(view, level, levels) for level in view.levels])),
        partners=_partners(view.id, view.crosswalk.partners(view.id)),
        ladder=ladder,
        sources=sources.listed(),
    )


def level_page(
    view: LevelView, ladder: Ladder | None, found: int, levels: LevelsShown = AS_STATED
) -> LevelPage:
    """One level with its counterparts; `found` is how many records state it or a counterpart."""
    framework = view.framework
    place = list(framework.levels).index(view.level)
    sources = Sources(framework.stored.provenance, framework.stored.publisher_name)
    sources.of("skos:prefLabel")
    here = _level(framework, view.level, levels)
    return LevelPage(
        id=f"{framework.id}:{view.level.notation}",
        ctid=view.level.ctid,
        title=here.label,
        framework=titled(framework.framework.name, framework.id),
        framework_link=Link("framework", {"framework": framework.id}),
        types=here.types,
        steps=here.steps,
        elsewhere=here.elsewhere,
        notation=view.level.notation or "",
        counterparts=counterparts(view.elsewhere, framework.crosswalk),
        ladder=ladder,
        search=Link("search", {"level": f"{framework.id}:{view.level.notation}"}),
        found_words=ngettext(
            "See the %(amount)s record at this level or one compared with it",
            "See all %(amount)s records at this level or one compared with it",
            found,
            amount=formats.number(found),
        )
        if found
        else None,
        lower=_neighbour(framework, place - 1),
        higher=_neighbour(framework, place + 1),
        partly=_partly(FRAMEWORKS.framework(framework.id)),
        sources=sources.listed(),
    )


def _listed(found: frameworks.ListedFramework) -> ListedFramework:
    known = found.known
    if known is None:
        link = record_link(found.summary.ctid, found.summary.type)
        title = titled(found.summary.name, found.summary.ctid)
        return ListedFramework(title, None, link, None, None, None, None, ())
    return ListedFramework(
        title=titled(found.summary.name, known.id),
        short_name=framework_short_name(known.id),
        link=Link("framework", {"framework": known.id}),
        jurisdiction=_jurisdiction(known),
        levels=formats.number(len(known.levels)),
        partly=_partly(known),
        credit=_credit_unit(known),
        partners=_partners(known.id, found.partners),
    )


def _partly(known: Framework | None) -> str | None:
    """That the levels listed are only those that records state, where they are."""
    if known is None or not known.is_partial:
        return None
    amount = len(known.levels)
    return ngettext(
        "%(amount)s level listed here, the one that records state",
        "%(amount)s levels listed here, the ones that records state",
        amount,
        amount=formats.number(amount),
    )


def _partners(framework: str, partners: Iterable[str]) -> tuple[tuple[str, Link], ...]:
    """The frameworks it is compared with, each leading to the ladder of the two."""
    return tuple(
        (
            framework_short_name(each),
            Link("framework", {"framework": framework, "with": each, "_anchor": "ladder-title"}),
        )
        for each in partners
    )


def _jurisdiction(known: Framework | None) -> Text | None:
    return content({"en": known.jurisdiction}) if known else None


def _credit_unit(known: Framework | None) -> str | None:
    units = {level.credit_unit for level in known.levels if level.credit_unit} if known else set()
    return ", ".join(sorted(units)) or None


def _hours_per_credit(known: Framework | None) -> str | None:
    stated = {each.hours_per_credit for each in known.levels} if known else set()
    return ", ".join(sorted(each.replace("-", "–") for each in stated if each)) or None


def _level(view: FrameworkView, level: LevelRecord, shown: LevelsShown = AS_STATED) -> ListedLevel:
    levels: Sequence[LevelRecord] = view.levels
    place = levels.index(level)
    return ListedLevel(
        label=titled(level.name, level.notation or ""),
        link=Link("level", {"framework": view.id, "notation": level.notation or ""}),
        types=content(level.note),
        steps=() if _is_partial(view) else tuple(step <= place for step in range(len(levels))),
        elsewhere=shown.of(f"{view.id}:{level.notation}"),
    )


def _is_partial(view: FrameworkView) -> bool:
    known = FRAMEWORKS.framework(view.id)
    return known is not None and known.is_partial


def _neighbour(view: FrameworkView, place: int) -> ListedLevel | None:
    return _level(view, view.levels[place]) if 0 <= place < len(view.levels) else None
