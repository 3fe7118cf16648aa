"""A feed of changes in Atom (RFC 4287), with tombstones of what was withdrawn (RFC 6721)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as Xml

from flask_babel import gettext

from app.presenters.citation import REGISTRY, plain
from app.presenters.history import changed_fields
from app.presenters.language import page_language
from app.presenters.revision_links import revision_address
from app.presenters.text import titled
from app.services.summaries import Named
from app.services.watching import Event, Reason, Watched
from ctdl.ctid import CTID

ATOM: Final = "http://www.w3.org/2005/Atom"
TOMBSTONES: Final = "http://purl.org/atompub/tombstones/1.0"
_TOLD: Final = frozenset(
    {
        *("status", "level", "qa", "from", "until", "kind"),
        *("ceterms:atLevel", "ceterms:credentialStatusType", "ceterms:lifeCycleStatusType"),
    }
)


@dataclass(frozen=True)
class Feed:
    """What a feed is called and where it, its page, and the registry are."""

    title: str
    address: str
    page: str
    began: str
    """The instant to state where nothing has happened yet."""


def atom(feed: Feed, watched: Watched, names: Mapping[CTID, Named]) -> bytes:
    """The feed as XML; `names` are of what the changes refer to."""
    Xml.register_namespace("", ATOM)
    Xml.register_namespace("at", TOMBSTONES)
    root = Xml.Element(f"{{{ATOM}}}feed", {"xml:lang": page_language()})
    newest = watched.events[0].revision.change.at if watched.events else feed.began
    _text(root, "id", feed.address)
    _text(root, "title", feed.title)
    _text(root, "updated", newest)
    _link(root, "self", feed.address, "application/atom+xml")
    _link(root, "alternate", feed.page, "text/html")
    _text(Xml.SubElement(root, f"{{{ATOM}}}author"), "name", REGISTRY)
    for event in watched.events:
        _entry(root, event, watched.names, names)
        if event.revision.change.is_withdrawal:
            _tombstone(root, event)
    written: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def reason_label(reason: Reason) -> str:
    """Why a change is in the feed."""
    return {
        "published": gettext("Published"),
        "withdrawn": gettext("Withdrawn"),
        "restored": gettext("Restored"),
        "status": gettext("Status changed"),
        "quality": gettext("Quality assurance changed"),
        "level": gettext("Level changed"),
    }[reason]


def _entry(
    root: Xml.Element, event: Event, publishers: Mapping[str, str], names: Mapping[CTID, Named]
) -> None:
    change = event.revision.change
    address = revision_address(change.ctid, change.resource_type, change.number)
    name = titled(event.revision.record.name, change.ctid).value
    entry = Xml.SubElement(root, f"{{{ATOM}}}entry")
    _text(entry, "id", address)
    reasons = ", ".join(map(reason_label, event.reasons))
    _text(entry, "title", gettext("%(reasons)s: %(name)s", reasons=reasons, name=name))
    _text(entry, "updated", change.at)
    _text(entry, "published", change.at)
    _link(entry, "alternate", address, "text/html")
    _text(Xml.SubElement(entry, f"{{{ATOM}}}author"), "name", publishers[change.publisher])
    for reason in event.reasons:
        Xml.SubElement(
            entry, f"{{{ATOM}}}category", {"term": reason, "label": reason_label(reason)}
        )
    _text(entry, "summary", "; ".join(_said(event, publishers, names)) or reasons)


def _said(
    event: Event, publishers: Mapping[str, str], names: Mapping[CTID, Named]
) -> Iterator[str]:
    if event.revision.change.reason:
        yield plain(event.revision.change.reason)
    if event.changes is None:
        return
    nothing = gettext("Not stated")
    for each in changed_fields(event.changes, names, publishers):
        if each.column in _TOLD:
            yield gettext(
                "%(field)s: %(before)s → %(after)s",
                field=each.label,
                before=", ".join(each.before) or nothing,
                after=", ".join(each.after) or nothing,
            )


def _tombstone(root: Xml.Element, event: Event) -> None:
    """The entry of the state that was withdrawn is deleted, with the reason."""
    change, before = event.revision.change, event.previous
    if before is None:
        return
    deleted = Xml.SubElement(
        root,
        f"{{{TOMBSTONES}}}deleted-entry",
        {
            "ref": revision_address(before.ctid, before.resource_type, before.number),
            "when": change.at,
        },
    )
    if change.reason:
        comment = Xml.SubElement(deleted, f"{{{TOMBSTONES}}}comment")
        comment.text = plain(change.reason)


def _text(parent: Xml.Element, name: str, text: str) -> None:
    Xml.SubElement(parent, f"{{{ATOM}}}{name}").text = plain(text)


def _link(parent: Xml.Element, rel: str, address: str, media_type: str) -> None:
    Xml.SubElement(parent, f"{{{ATOM}}}link", {"rel": rel, "href": address, "type": media_type})
