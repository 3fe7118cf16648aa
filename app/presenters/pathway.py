"""A pathway as a diagram, as a nested list and as a table, all from the same stated relations."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from app.presenters import formats, labels
from app.presenters.connections import StackEntry, unshown
from app.presenters.links import Link, record_link
from app.presenters.text import Text, content, titled
from app.services.diagrams import Box, diagram_of, draw
from app.services.pathways import Pathway, PathwayEntry, Step
from app.services.summaries import Named, Summary
from ctdl.ctid import CTID
from ctdl.records import Connection

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
    leads_on_unshown: bool
    built_from_unshown: bool


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


def pathway_page(
    pathway: Pathway,
    connections: Iterable[Connection],
    names: Mapping[CTID, Named],
    address: Callable[[Link], str],
) -> PathwayPage:
    """The pathway around one credential; `address` makes the links inside the drawing.

    `connections` are all that its record states, also towards what is withdrawn or not here.
    """
    left_out = unshown(connections, names)
    title = _thing(pathway, pathway.ctid).title
    return PathwayPage(
        ctid=pathway.ctid,
        thing=_thing(pathway, pathway.ctid),
        svg=_drawing(pathway, title, address) if pathway.steps else None,
        parts=_branches(pathway, pathway.ctid, pathway.into, _smaller, {pathway.ctid}),
        leads_to=_branches(pathway, pathway.ctid, pathway.out_of, _larger, {pathway.ctid}),
        steps_words=ngettext(
            "%(amount)s stated step",
            "%(amount)s stated steps",
            len(pathway.steps),
            amount=formats.number(len(pathway.steps)),
        ),
        is_cut=pathway.is_cut,
        unshown=(*left_out.leads_to, *left_out.built_from),
        leads_on_unshown=bool(left_out.leads_to),
        built_from_unshown=bool(left_out.built_from),
    )


def pathway_list(entries: list[PathwayEntry], page: int, size: int = 30) -> PathwayList:
    """A page of the credentials that others stack into, the ones with most parts first."""
    shown = entries[(page - 1) * size : page * size]
    return PathwayList(
        entries=tuple(
            ListedPathway(
                _summarized(entry.summary),
                Link("pathway", {"ctid": entry.summary.ctid}),
                ngettext(
                    "%(amount)s part",
                    "%(amount)s parts",
                    entry.parts,
                    amount=formats.number(entry.parts),
                ),
            )
            for entry in shown
        ),
        total_words=ngettext(
            "%(amount)s pathway",
            "%(amount)s pathways",
            len(entries),
            amount=formats.number(len(entries)),
        ),
        page=page,
        pages=max(1, -(-len(entries) // size)),
    )


def _drawing(pathway: Pathway, title: Text, address: Callable[[Link], str]) -> str:
    boxes: dict[str, Box] = {
        ctid: Box(
            id=ctid,
            label=titled(named.name, ctid).value,
            address=address(record_link(ctid, named.type)),
            kind="target" if ctid == pathway.ctid else "step",
        )
        for ctid, named in sorted(pathway.things.items(), key=_by_title)
    }
    arrows: list[tuple[str, str]] = [(step.smaller, step.larger) for step in pathway.steps]
    name = gettext("Diagram: what stacks into what around “%(title)s”", title=title.value)
    return draw(diagram_of(boxes, arrows), name)


def _by_title(entry: tuple[CTID, Named]) -> tuple[str, CTID]:
    return titled(entry[1].name, entry[0]).value.casefold(), entry[0]


def _branches(
    pathway: Pathway,
    ctid: CTID,
    steps_of: Callable[[CTID], tuple[Step, ...]],
    far_end: Callable[[Step], CTID],
    seen: set[CTID],
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
        below = _branches(pathway, other, steps_of, far_end, seen, depth + 1) if is_new else ()
        branches.append(
            Branch(_thing(pathway, other), labels.relation_label(step.relation), _said(step), below)
        )
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


def _thing(pathway: Pathway, ctid: CTID) -> Thing:
    summary = pathway.summaries.get(ctid)
    if summary is not None:
        return _summarized(summary)
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


def _summarized(summary: Summary) -> Thing:
    sizes = (
        formats.credits(each.minimum, each.maximum, each.unit, str(content(each.unit_label) or ""))
        for each in summary.credits
    )
    names = (content(level.label) for level in summary.levels)
    return Thing(
        title=titled(summary.name, summary.ctid),
        link=record_link(summary.ctid, summary.type),
        type_label=labels.type_label(summary.type),
        provider=content(summary.provider.name) if summary.provider else None,
        level=_joined(str(name) for name in names if name),
        credits=_joined(size for size in sizes if size),
    )


def _joined(words: Iterable[str]) -> str | None:
    return ", ".join(words) or None
