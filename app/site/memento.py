"""Memento for the pages of records (RFC 7089): timemap, TimeGate, and the headers that lead there.

The page of a record is the original resource, each pinned revision a memento of it. The TimeGate
is an address of its own that answers 302, so that the pages themselves do not vary by date.
"""

from typing import Any, Final

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.http.caching import REVALIDATE, Validators, etag_of, instant, representation
from app.http.current import absolute, registry
from app.http.media_types import MediaType
from app.http.memento import LINK_FORMAT, MementoLink, asked_instant, http_date
from app.presenters.language import page_language
from app.presenters.links import record_link
from app.presenters.revision_links import FOLDERS, history_family
from app.services import history
from app.services.history import PinnedRevision
from app.site.frame import BLUEPRINTS, href, page_url
from app.site.reading import page_number, require_page
from app.store.history import RevisionRow
from ctdl.ctid import CTID

TIMEMAP_SIZE: Final = 1000
"""How many revisions one timemap lists; a longer one goes on in further ones (section 5)."""

_LINKS = MediaType("link", LINK_FORMAT, "Link format")
_ORIGINALS = frozenset({*FOLDERS, "pathway"})


def register(blueprint: Blueprint) -> None:
    """Put timemaps and TimeGates at their addresses, and lead there from the pages of records."""
    for page, folder in FOLDERS.items():
        base, kept = f"/{folder}/<ctid:ctid>", {"family": page}
        blueprint.add_url_rule(f"{base}/timemap", f"{page}_timemap", show_timemap, defaults=kept)
        blueprint.add_url_rule(f"{base}/timegate", f"{page}_timegate", timegate, defaults=kept)
    blueprint.after_request(_lead_to_timegate)


def show_timemap(family: str, ctid: CTID) -> AnyResponse:
    """Every revision with its date and address, oldest first, as `application/link-format`."""
    record, kind = _record(ctid)
    if record != ctid or history_family(record, kind) != family:
        return redirect(_at(record, kind, "timemap"), 301)
    page = page_number()
    total, found = history.revisions(registry(), record, page, TIMEMAP_SIZE)
    pages = max(1, -(-total // TIMEMAP_SIZE))
    require_page(page, pages)
    lines = _timemap(record, kind, total, found, page, pages)
    body = (",\n".join(map(str, lines)) + "\n").encode()
    validators = Validators(etag_of("timemap", body.decode()), instant(found[-1].at))
    return representation(_LINKS, validators, lambda: body, cache_control=REVALIDATE)


def timegate(family: str, ctid: CTID) -> AnyResponse:
    """302 to the revision that held at the instant in Accept-Datetime, or to the newest."""
    record, kind = _record(ctid)
    if record != ctid or history_family(record, kind) != family:
        return redirect(_at(record, kind, "timegate"), 301)
    asked = asked_instant(request.headers.get("Accept-Datetime"))
    first, newest = history.ends(registry(), record)
    chosen = newest if asked is None else history.held_at(registry(), record, asked)
    response = redirect(_at(record, kind, "revision", number=chosen.number), 302)
    response.vary.add("Accept-Datetime")
    response.headers["Cache-Control"] = REVALIDATE
    links = [
        _original(record, kind),
        _to_timemap(record, kind, first, newest),
        _memento(record, kind, first, "first memento"),
        _memento(record, kind, newest, "last memento"),
    ]
    response.headers["Link"] = ", ".join(map(str, links))
    return response


def mark(response: Response, found: PinnedRevision) -> None:
    """Say on the page of a revision when it was made and what stands around it in time."""
    ctid, around, stored = found.stored.ctid, found.around, found.stored
    kind = around.newest.resource_type
    links = [
        _original(ctid, kind),
        MementoLink(_at(ctid, kind, "timegate"), "timegate"),
        _to_timemap(ctid, kind, around.first, around.newest),
        MementoLink(_at(ctid, kind, "history"), "version-history"),
        _memento(ctid, kind, around.first, "first memento"),
        _memento(ctid, kind, around.newest, "last memento latest-version"),
        MementoLink(
            absolute(f"envelopes/{ctid}/revisions/{stored.number}"),
            "alternate",
            (("type", "application/json"),),
        ),
    ]
    if around.previous:
        links.append(_memento(ctid, kind, around.previous, "prev memento predecessor-version"))
    if around.following:
        links.append(_memento(ctid, kind, around.following, "next memento successor-version"))
    for form, media_type in (
        ("bib", "application/x-bibtex"),
        ("json", "application/vnd.citationstyles.csl+json"),
    ):
        address = _at(ctid, kind, "revision_cite", number=stored.number, form=form)
        links.append(MementoLink(address, "describedby", (("type", media_type),)))
    response.headers["Link"] = ", ".join(map(str, links))
    response.headers["Memento-Datetime"] = http_date(stored.at)


def link_history(response: Response, ctid: CTID, kind: str) -> None:
    """Lead from the list of revisions to the same for programs."""
    first, newest = history.ends(registry(), ctid)
    links = [_original(ctid, kind), _to_timemap(ctid, kind, first, newest)]
    response.headers["Link"] = ", ".join(map(str, links))


def _record(ctid: CTID) -> tuple[CTID, str]:
    record = history.record_of(registry(), ctid)
    return record, history.newest(registry(), record).change.resource_type


def _timemap(
    ctid: CTID, kind: str, total: int, found: list[RevisionRow], page: int, pages: int
) -> list[MementoLink]:
    own = _at(ctid, kind, "timemap", **({"page": page} if page > 1 else {}))
    span = (("from", http_date(found[0].at)), ("until", http_date(found[-1].at)))
    links = [
        _original(ctid, kind),
        MementoLink(_at(ctid, kind, "timegate"), "timegate"),
        MementoLink(own, "self", (("type", LINK_FORMAT), *span)),
    ]
    for other in range(1, pages + 1):
        if other != page:
            address = _at(ctid, kind, "timemap", **({"page": other} if other > 1 else {}))
            links.append(MementoLink(address, "timemap", (("type", LINK_FORMAT),)))
    start = (page - 1) * TIMEMAP_SIZE
    for place, row in enumerate(found, start=start + 1):
        ends = [name for name, at in (("first", 1), ("last", total)) if place == at]
        links.append(_memento(ctid, kind, row, " ".join([*ends, "memento"])))
    return links


def _memento(ctid: CTID, kind: str, row: RevisionRow, rel: str) -> MementoLink:
    address = _at(ctid, kind, "revision", number=row.number)
    return MementoLink(address, rel, (("datetime", http_date(row.at)),))


def _to_timemap(ctid: CTID, kind: str, first: RevisionRow, newest: RevisionRow) -> MementoLink:
    span = (("from", http_date(first.at)), ("until", http_date(newest.at)))
    return MementoLink(_at(ctid, kind, "timemap"), "timemap", (("type", LINK_FORMAT), *span))


def _original(ctid: CTID, kind: str) -> MementoLink:
    return MementoLink(absolute(href(record_link(ctid, kind))), "original")


def _at(ctid: CTID, kind: str, name: str, **values: Any) -> str:
    """The public address of something of the record's history, in the language of the page."""
    return absolute(page_url(f"{history_family(ctid, kind)}_{name}", ctid=ctid, **values))


def _lead_to_timegate(response: Response) -> Response:
    """On the page of a record, live or withdrawn: where its earlier states are."""
    blueprint, _, page = (request.endpoint or "").partition(".")
    ctid = (request.view_args or {}).get("ctid")
    if blueprint not in BLUEPRINTS.values() or page not in _ORIGINALS or ctid is None:
        return response
    if response.status_code not in (200, 410):
        return response
    family = page if page in FOLDERS else "record"
    links = [
        MementoLink(_address(family, "timegate", ctid), "timegate"),
        MementoLink(_address(family, "timemap", ctid), "timemap", (("type", LINK_FORMAT),)),
        MementoLink(_address(family, "history", ctid), "version-history"),
    ]
    for each in links:
        response.headers.add("Link", str(each))
    return response


def _address(family: str, name: str, ctid: str) -> str:
    endpoint = f"{BLUEPRINTS[page_language()]}.{family}_{name}"
    return absolute(url_for(endpoint, ctid=ctid))
