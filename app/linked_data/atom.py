"""`/changes.atom`: every change of a record as Atom (RFC 4287), for readers of feeds.

The feed has the newest changes; the pages before them are its archive (RFC 5005, section 4), the
same pages as those of `/activity` and `/feed`. An entry is a record, named by its IRI, and is told
again when it changes; what is withdrawn is a deleted entry (RFC 6721).
"""

from collections.abc import Iterable
from typing import Final

from flask import Blueprint, Response
from lxml import etree

from app.http.caching import FOR_EVER, Validators, etag_of, instant, representation
from app.http.current import absolute, registry, resource_iri
from app.http.media_types import HTML, JSON_LD, MediaType
from app.linked_data.links import page_path
from app.presenters.citation import REGISTRY, plain
from app.services import activity
from app.services.activity import NoSuchLogPage
from app.services.revisions import Revision
from app.store.log import LoggedChange
from ctdl.language import best_text

blueprint = Blueprint("atom", __name__)
ATOM: Final = MediaType("atom", "application/atom+xml", "Atom")
_ATOM: Final = "http://www.w3.org/2005/Atom"
_TOMBSTONES: Final = "http://purl.org/atompub/tombstones/1.0"
_HISTORY: Final = "http://purl.org/syndication/history/1.0"
_XML: Final = "http://www.w3.org/XML/1998/namespace"
_FEED: Final = "changes.atom"
_BEGAN: Final = "1970-01-01T00:00:00.000Z"
_VERSION: Final = "1"
"""Part of every tag: to be raised when the same change is written in other bytes than before."""


@blueprint.get(f"/{_FEED}")
def show_feed() -> Response:
    """The newest changes, and where the archive goes on."""
    found = activity.latest(registry())
    newest = found[-1] if found else None
    pages = activity.last_page(newest.number) if newest else 0
    links = [("self", _FEED)]
    if pages > 1:
        # The newest page that is closed; the entries here reach back into it.
        links.append(("prev-archive", _address(pages - 1)))
    validators = Validators(
        etag_of("atom", registry().base, _VERSION, str(newest.number if newest else 0)),
        instant(newest.at) if newest else None,
    )
    return representation(ATOM, validators, lambda: _written(found, links))


@blueprint.get("/changes/pages/<int:number>.atom")
def show_page(number: int) -> Response:
    """A page of the archive; only full pages that others follow are in it, so none changes."""
    found = activity.page(registry(), number)
    if not found.is_closed:
        raise NoSuchLogPage(
            f"Page {number} is not in the archive yet: its changes are in {absolute(_FEED)}."
        )
    links = [("self", _address(number)), ("current", _FEED)]
    if number > 1:
        links.append(("prev-archive", _address(number - 1)))
    newest = found.entries[-1]
    validators = Validators(
        etag_of("atom page", registry().base, _VERSION, str(number)), instant(newest.at)
    )
    return representation(
        ATOM,
        validators,
        lambda: _written(found.entries, links, is_archive=True),
        cache_control=FOR_EVER,
    )


def _written(
    changes: Iterable[LoggedChange], links: Iterable[tuple[str, str]], *, is_archive: bool = False
) -> bytes:
    """The document, what changed last first."""
    listed = list(changes)[::-1]
    spaces = {None: _ATOM, "at": _TOMBSTONES, "fh": _HISTORY}
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap=spaces)
    _text(root, "id", absolute(_FEED))
    _text(root, "title", f"{REGISTRY}: every change of a record")
    _text(root, "updated", listed[0].at if listed else _BEGAN)
    _text(etree.SubElement(root, f"{{{_ATOM}}}author"), "name", REGISTRY)
    _link(root, "alternate", absolute("log"), HTML.name)
    for rel, path in links:
        _link(root, rel, absolute(path), ATOM.name)
    if is_archive:
        etree.SubElement(root, f"{{{_HISTORY}}}archive")
    for change in listed:
        if change.is_withdrawal:
            _deleted(root, change)
        else:
            _entry(root, change)
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written


def _entry(root: etree._Element, change: LoggedChange) -> None:
    """A record as this change left it: only what the log says, so that it stays as it is."""
    entry = etree.SubElement(root, f"{{{_ATOM}}}entry")
    iri = resource_iri(change.ctid)
    record = Revision(change).record
    name, language = best_text(record.name, "en")
    _text(entry, "id", iri)
    _text(entry, "title", name or change.ctid, language)
    _text(entry, "updated", change.at)
    page = page_path(change.ctid, change.resource_type)
    _link(entry, "alternate", absolute(page) if page else iri, HTML.name if page else None)
    _link(entry, "alternate", f"{iri}.{JSON_LD.suffix}", JSON_LD.name)
    _link(entry, "author", resource_iri(change.publisher), None)
    for scheme, term in (("kind", change.kind), ("class", change.resource_type)):
        made = etree.SubElement(entry, f"{{{_ATOM}}}category")
        made.set("term", term)
        made.set("scheme", f"urn:credential-registry:{scheme}")
    said, language = best_text(getattr(record, "description", {}), "en")
    _text(entry, "summary", said or name or change.kind, language)


def _deleted(root: etree._Element, change: LoggedChange) -> None:
    deleted = etree.SubElement(root, f"{{{_TOMBSTONES}}}deleted-entry")
    deleted.set("ref", resource_iri(change.ctid))
    deleted.set("when", change.at)
    if change.reason:
        etree.SubElement(deleted, f"{{{_TOMBSTONES}}}comment").text = plain(change.reason)
    if change.replaced_by:
        _link(deleted, "successor-version", resource_iri(change.replaced_by), None)


def _text(parent: etree._Element, name: str, text: str, language: str | None = None) -> None:
    made = etree.SubElement(parent, f"{{{_ATOM}}}{name}")
    made.text = plain(text)
    if language and language != "und":
        made.set(f"{{{_XML}}}lang", language)


def _link(parent: etree._Element, rel: str, address: str, media_type: str | None) -> None:
    made = etree.SubElement(parent, f"{{{_ATOM}}}link")
    made.set("rel", rel)
    made.set("href", address)
    if media_type:
        made.set("type", media_type)


def _address(number: int) -> str:
    return f"changes/pages/{number}.atom"
