"""A feed of the corrections that readers ask for and of their answers, in Atom (RFC 4287)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as Xml

from flask_babel import gettext

from app.http.current import absolute
from app.presenters.citation import REGISTRY, plain
from app.presenters.corrections import state_words
from app.presenters.language import page_language
from app.presenters.links import record_link
from app.presenters.revision_links import FOLDERS
from app.presenters.text import titled
from app.presenters.watch import ATOM, Feed
from app.services.corrections import Correction
from app.services.summaries import Named
from ctdl.ctid import CTID

CATEGORY: Final = "correction"


@dataclass(frozen=True)
class _Entry:
    """One request: what it is called, where, and what is said of it."""

    title: str
    address: str
    summary: str
    author: str


def corrections_atom(feed: Feed, found: Iterable[Correction], names: Mapping[CTID, Named]) -> bytes:
    """The feed as XML, what changed last first; `names` are of the records asked about."""
    Xml.register_namespace("", ATOM)
    root = Xml.Element(f"{{{ATOM}}}feed", {"xml:lang": page_language()})
    listed = sorted(found, key=lambda each: (changed_at(each), each.number), reverse=True)
    _text(root, "id", feed.address)
    _text(root, "title", feed.title)
    _text(root, "updated", changed_at(listed[0]) if listed else feed.began)
    _link(root, "self", feed.address, "application/atom+xml")
    _link(root, "alternate", feed.page, "text/html")
    _text(Xml.SubElement(root, f"{{{ATOM}}}author"), "name", REGISTRY)
    for each in listed:
        _add(root, each, names.get(each.subject))
    written: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def changed_at(each: Correction) -> str:
    """When something last happened to a request."""
    answered = each.answer.at if each.answer else each.withdrawn_at
    return max(each.asked_at, answered or "", each.hidden_at or "")


def _add(root: Xml.Element, each: Correction, named: Named | None) -> None:
    told = _told(each, named)
    entry = Xml.SubElement(root, f"{{{ATOM}}}entry")
    _text(entry, "id", told.address)
    _text(entry, "title", told.title)
    _text(entry, "updated", changed_at(each))
    _text(entry, "published", each.asked_at)
    _link(entry, "alternate", told.address, "text/html")
    _text(Xml.SubElement(entry, f"{{{ATOM}}}author"), "name", told.author)
    state = "hidden" if each.is_hidden else each.state
    Xml.SubElement(entry, f"{{{ATOM}}}category", {"term": state, "scheme": f"urn:{CATEGORY}"})
    _text(entry, "summary", told.summary)


def _told(each: Correction, named: Named | None) -> _Entry:
    page = record_link(each.subject, named.type if named else "").page
    name = titled(named.name if named else None, each.subject).value
    state = gettext("Hidden") if each.is_hidden else state_words(each.state)
    said = [gettext("A reader says: %(words)s", words=each.problem)] if each.problem else []
    if each.proposed:
        said.append(gettext("It should say: %(words)s", words=each.proposed))
    if each.answer and each.answer.words:
        said.append(gettext("Answer: %(words)s", words=each.answer.words))
    if each.hidden_reason:
        said.append(gettext("Hidden by the operator: %(words)s", words=each.hidden_reason))
    return _Entry(
        title=gettext(
            "Correction %(number)s (%(state)s): %(name)s",
            number=each.number,
            state=state,
            name=name,
        ),
        address=absolute(
            f"{FOLDERS.get(page, 'records')}/{each.subject}/corrections/{each.number}"
        ),
        summary=" – ".join(said) or state,
        author=gettext("A reader"),
    )


def _text(parent: Xml.Element, name: str, text: str) -> None:
    Xml.SubElement(parent, f"{{{ATOM}}}{name}").text = plain(text)


def _link(parent: Xml.Element, rel: str, address: str, media_type: str) -> None:
    Xml.SubElement(parent, f"{{{ATOM}}}link", {"rel": rel, "href": address, "type": media_type})
