"""A pathway as a diagram, as a nested list and as a table, all from the same stated relations."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext, ngettext

from app.presenters import formats, labels
from app.presenters.connections import StackEntry, unshown
from app.presenters.levels_elsewhere import AS_STATED, LevelElsewhere, LevelsShown
from app.presenters.links import Link, record_link
from app.presenters.pathway_rows import level_rows
from app.presenters.stacks import ShownStated, ShownSuggested, shown_stated, shown_suggested
from app.presenters.text import Text, content, titled
from app.services.diagrams import Arrow, Box, diagram_of, draw
from app.services.pathways import Pathway, PathwayEntry, Step
from app.services.stacking import Asserted, Suggested
from app.services.summaries import Named, Summary
from ctdl.ctid import CTID
from ctdl.language import folded
from ctdl.records import Connection

LONGEST_WORDS: Final = 200
"""No name of a record is sought by longer words."""
_WORD: Final = re.compile(r"[^\W_]+")
DEEPEST = 4
"""How many levels of the nested list are opened out."""


@dataclass(frozen=True)
class Thing:
    """A credential or course of the pathway, with what is needed to choose between them."""

    title: Text
    link: Link
    type_label: str
    provider: Text | None
    level: str | None
    credits: str | None
    elsewhere: tuple[LevelElsewhere, ...] = ()
    """What its levels are in the frameworks that the reader chose."""


@dataclass(frozen=True)
class Branch:
    """A thing, the relation that ties it to the one above in the list, and what follows from it."""

    thing: Thing
    relation: str
    stated_by: str
    branches: tuple["Branch", ...]


@dataclass(frozen=True)
class PathwayPage:
    """Everything the page of a pathway shows."""

    ctid: CTID
    thing: Thing
    svg: str | None
    parts: tuple[Branch, ...]
    leads_to: tuple[Branch, ...]
    steps_words: str
    is_cut: bool
    unshown: tuple[StackEntry, ...]
    published: tuple[tuple[Text, Link], ...]
    """The pathways, records of their own, that state the rules for it in full."""
    leads_on_unshown: bool
    built_from_unshown: bool
    transfers: tuple[ShownStated, ...] = ()
    """What transfer values state that it counts for; most name no record, so none is drawn."""
    suggested: tuple[ShownSuggested, ...] = ()
    """What it may lead to, which nobody states; dashed in the drawing."""


@dataclass(frozen=True)
class ListedPathway:
    """A pathway in the list of all."""

    thing: Thing
    link: Link
    parts_words: str


@dataclass(frozen=True)
class PathwayList:
    """One page of the list of pathways."""

    entries: tuple[ListedPathway, ...]
    total_words: str
    page: int
    pages: int
    words: str = ""
    """The words sought."""


def pathway_page(
    pathway: Pathway,
    connections: Iterable[Connection],
    names: Mapping[CTID, Named],
    address: Callable[[Link], str],
    levels: LevelsShown = AS_STATED,
    published: Iterable[Named] = (),
    suggested: Sequence[Suggested] = (),
    transfers: Iterable[Asserted] = (),
) -> PathwayPage:
    """The pathway around one credential; `address` makes the links inside the drawing.

    `connections` are all that its record states, also towards what is withdrawn or not here.
    `suggested` is what it may lead to and nobody states.
    """
    left_out = unshown(connections, names)
    title = _thing(pathway, pathway.ctid).title
    return PathwayPage(
        ctid=pathway.ctid,
        thing=_thing(pathway, pathway.ctid),
        svg=(
            _drawing(pathway, title, address, levels, suggested)
            if pathway.steps or suggested
            else None
        ),
        parts=_branches(pathway, pathway.ctid, pathway.into, _smaller, {pathway.ctid}, levels),
        leads_to=_branches(pathway, pathway.ctid, pathway.out_of, _larger, {pathway.ctid}, levels),
        steps_words=_steps_words(len(pathway.steps), len(suggested)),
        is_cut=pathway.is_cut,
        published=tuple(
            (titled(each.name, each.ctid), Link("pathway", {"ctid": each.ctid}))
            for each in published
            if each.ctid is not None
        ),
        unshown=(*left_out.leads_to, *left_out.built_from),
        leads_on_unshown=bool(left_out.leads_to),
        built_from_unshown=bool(left_out.built_from),
        transfers=tuple(map(shown_stated, transfers)),
        suggested=tuple(map(shown_suggested, suggested)),
    )


def _steps_words(stated: int, suggested: int) -> str:
    words = ngettext(
        "%(amount)s stated step",
        "%(amount)s stated steps",
        stated,
        amount=formats.number(stated),
    )
    if not suggested:
        return words
    more = ngettext(
        "%(amount)s suggested (dashed)",
        "%(amount)s suggested (dashed)",
        suggested,
        amount=formats.number(suggested),
    )
    return f"{words}, {more}"


def pathway_list(
    entries: list[PathwayEntry], page: int, size: int = 30, words: str = ""
) -> PathwayList:
    """A page of the credentials that others stack into, the ones with most parts first.

    With `words`, of those in whose name, class or provider each of them begins a word.
    """
    found = [each for each in entries if _is_about(each.summary, words)]
    shown = found[(page - 1) * size : page * size]
    return PathwayList(
        entries=tuple(
            ListedPathway(
                _summarized(entry.summary),
                Link("pathway", {"ctid": entry.summary.ctid}),
                ngettext(
                    "%(amount)s listed part",
                    "%(amount)s listed parts",
                    entry.parts,
                    amount=formats.number(entry.parts),
                ),
            )
            for entry in shown
        ),
        total_words=_total_words(len(found), len(entries), bool(words)),
        page=page,
        pages=max(1, -(-len(found) // size)),
        words=words,
    )


def _total_words(found: int, of: int, is_sought: bool) -> str:
    if not is_sought:
        return ngettext("%(amount)s pathway", "%(amount)s pathways", of, amount=formats.number(of))
    return ngettext(
        "%(found)s of %(amount)s pathway",
        "%(found)s of %(amount)s pathways",
        of,
        found=formats.number(found),
        amount=formats.number(of),
    )


def _is_about(summary: Summary, words: str) -> bool:
    """Whether each of the words begins a word of its names, or of those of its providers.

    The initials of a provider are a word as well.
    """
    names = [*summary.name.values(), labels.type_label(summary.type)]
    for provider in summary.providers:
        for name in provider.name.values():
            names += [name, "".join(word[0] for word in name.split() if word[0].isupper())]
    known = _WORD.findall(folded(" ".join(names)))
    return all(
        any(each.startswith(word) for each in known) for word in _WORD.findall(folded(words))
    )


def _drawing(
    pathway: Pathway,
    title: Text,
    address: Callable[[Link], str],
    levels: LevelsShown,
    suggested: Sequence[Suggested],
) -> str:
    """Solid arrows for what records state, dashed ones for what is only suggested."""
    others = {each.summary.ctid: each.summary for each in suggested}
    summaries = {**others, **pathway.summaries}
    things = {
        **{ctid: Named(ctid, each.name, each.type) for ctid, each in others.items()},
        **pathway.things,
    }
    rows, places = level_rows(
        {
            ctid: [level.id for level in summaries[ctid].levels if level.id]
            if ctid in summaries
            else []
            for ctid in things
        },
        levels,
    )
    boxes: dict[str, Box] = {
        ctid: Box(
            id=ctid,
            label=titled(named.name, ctid).value,
            address=address(record_link(ctid, named.type)),
            kind="target" if ctid == pathway.ctid else "step",
            row=places.get(ctid),
        )
        for ctid, named in sorted(things.items(), key=_by_title)
    }
    arrows = [Arrow(step.smaller, step.larger) for step in pathway.steps]
    arrows += [Arrow(pathway.ctid, ctid, "suggested") for ctid in others]
    name = gettext("Diagram: what stacks into what around “%(title)s”", title=title.value)
    return draw(diagram_of(boxes, arrows, rows), name)


def _by_title(entry: tuple[CTID, Named]) -> tuple[str, CTID]:
    return titled(entry[1].name, entry[0]).value.casefold(), entry[0]


def _branches(
    pathway: Pathway,
    ctid: CTID,
    steps_of: Callable[[CTID], tuple[Step, ...]],
    far_end: Callable[[Step], CTID],
    seen: set[CTID],
    levels: LevelsShown,
    depth: int = 1,
) -> tuple[Branch, ...]:
    branches = []
    for step in steps_of(ctid):
        other = far_end(step)
        if other not in pathway.things:
            continue
        # A thing met before is named but not opened again, so circles come to an end.
        is_new = other not in seen and depth < DEEPEST
        seen.add(other)
        deeper = (pathway, other, steps_of, far_end, seen, levels, depth + 1)
        below = _branches(*deeper) if is_new else ()
        thing = _thing(pathway, other, levels)
        branches.append(Branch(thing, labels.relation_label(step.relation), _said(step), below))
    return tuple(sorted(branches, key=lambda branch: branch.thing.title.value.casefold()))


def _smaller(step: Step) -> CTID:
    return step.smaller


def _larger(step: Step) -> CTID:
    return step.larger


def _said(step: Step) -> str:
    if {step.smaller, step.larger} <= set(step.stated_by):
        return gettext("stated by both records")
    if step.larger in step.stated_by:
        return gettext("stated by the record of the larger one")
    return gettext("stated by the record of the smaller one")


def _thing(pathway: Pathway, ctid: CTID, levels: LevelsShown = AS_STATED) -> Thing:
    summary = pathway.summaries.get(ctid)
    if summary is not None:
        return _summarized(summary, levels)
    named = pathway.things.get(ctid)
    kind = named.type if named else ""
    return Thing(
        title=titled(named.name if named else None, ctid),
        link=record_link(ctid, kind),
        type_label=labels.type_label(kind) if kind else "",
        provider=None,
        level=None,
        credits=None,
    )


def _summarized(summary: Summary, levels: LevelsShown = AS_STATED) -> Thing:
    sizes = (
        formats.credits(each.minimum, each.maximum, each.unit, str(content(each.unit_label) or ""))
        for each in summary.credits
    )
    names = (content(level.label) for level in summary.levels)
    stated = [level.id for level in summary.levels]
    return Thing(
        title=titled(summary.name, summary.ctid),
        link=record_link(summary.ctid, summary.type),
        type_label=labels.type_label(summary.type),
        provider=content(summary.provider.name) if summary.provider else None,
        level=_joined(str(name) for name in names if name),
        credits=_joined(size for size in sizes if size),
        elsewhere=tuple(there for level in stated for there in levels.of(level, stated)),
    )


def _joined(words: Iterable[str]) -> str | None:
    return ", ".join(words) or None
