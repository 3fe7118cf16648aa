"""The page of a transfer value: what counts as what elsewhere, as a drawing and as a list."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext

from app.presenters import formats, labels
from app.presenters.links import Link, record_link
from app.presenters.stack_words import confirmed_words, credit_words
from app.presenters.stacked_things import ShownThing, shown_local, shown_summary
from app.presenters.text import Text, framed, titled
from app.services.confirming import confirmed_by_side
from app.services.diagrams import Arrow, Box, diagram_of, draw
from app.services.plans.transfers import Transfers
from ctdl.ctid import CTID
from ctdl.language import LangText
from ctdl.pathways.things import Acceptance


@dataclass(frozen=True)
class ShownTransfer:
    """One statement: what counts, all of it together, for what, and how it holds."""

    things: tuple[ShownThing, ...]
    words: str
    counts_for: ShownThing | None
    lines: tuple[str, ...]


@dataclass(frozen=True)
class TransferPage:
    """The page of a record that states what counts elsewhere."""

    title: Text
    type_label: str
    link: Link
    svg: str | None
    transfers: tuple[ShownTransfer, ...]


def transfer_page(
    ctid: CTID, type_: str, name: LangText, found: Transfers, address: Callable[[Link], str]
) -> TransferPage:
    """The page of this record; `address` makes the links inside the drawing."""
    title = titled(name, ctid)
    return TransferPage(
        title=title,
        type_label=labels.type_label(type_),
        link=record_link(ctid, type_),
        svg=_drawing(title, found, address),
        transfers=tuple(_shown(each, found) for each in found.acceptances),
    )


def _shown(each: Acceptance, found: Transfers) -> ShownTransfer:
    counts_for = _counts_for(each, found)
    if each.state == "refused":
        words = gettext("Stated not to be accepted")
    elif each.counts_as:
        words = gettext("Counts as")
    elif counts_for is not None:
        words = gettext("Counts towards")
    else:
        words = gettext("Counts; for what is not stated")
    return ShownTransfer(
        things=tuple(_thing(one, found) for one in sorted(each.things)),
        words=words,
        counts_for=counts_for,
        lines=tuple(_lines(each)),
    )


def _lines(each: Acceptance) -> list[str]:
    worth = [words for one in each.credits if (words := credit_words(one))]
    lines = [gettext("Worth %(credits)s", credits=", ".join(worth))] if worth else []
    said = each.said
    if said.since or said.until:
        days = [formats.day(day) or gettext("open") for day in (said.since, said.until)]
        lines.append(" – ".join(days))
    if each.requires is not None:
        lines.append(gettext("It asks for more besides; the full record says what."))
    return [*lines, confirmed_words(confirmed_by_side(each.side))]


def _counts_for(each: Acceptance, found: Transfers) -> ShownThing | None:
    """What they count as or towards, or else who accepts them."""
    if named := each.counts_as or each.towards:
        return _thing(named, found)
    receiver = found.receivers.get(CTID(each.receiver)) if each.receiver else None
    if receiver is None or receiver.ctid is None:
        return None
    title = titled(receiver.name, receiver.ctid)
    link = record_link(receiver.ctid, receiver.type)
    return ShownThing(receiver.ctid, title, link, labels.type_label(receiver.type))


def _thing(id_: str, found: Transfers) -> ShownThing:
    summary, local = found.summaries.get(CTID(id_)), found.local.get(id_)
    if summary is not None:
        return shown_summary(summary)
    return shown_local(local) if local is not None else ShownThing(id_, framed(id_), None, "")


def _drawing(title: Text, found: Transfers, address: Callable[[Link], str]) -> str | None:
    """What counts stands below what it counts for; a refusal is not drawn."""
    boxes: dict[str, Box] = {}
    arrows: dict[Arrow, None] = {}
    for each in found.acceptances:
        larger = _counts_for(each, found)
        if larger is None or each.state == "refused":
            continue
        for shown, kind in (
            *((_thing(one, found), "step") for one in each.things),
            (larger, "target"),
        ):
            boxes.setdefault(shown.id, _box(shown, kind, address))
        arrows |= dict.fromkeys(Arrow(one, larger.id) for one in sorted(each.things))
    if not arrows:
        return None
    name = gettext("Diagram: what counts elsewhere by “%(title)s”", title=title.value)
    return draw(diagram_of(dict(sorted(boxes.items())), arrows, ()), name)


def _box(shown: ShownThing, kind: str, address: Callable[[Link], str]) -> Box:
    return Box(shown.id, shown.title.value, address(shown.link) if shown.link else "", kind)
