"""Watching without an account: a feed for a record, for a provider, and for a saved search."""

from collections.abc import Sequence
from urllib.parse import urlencode

from flask import Blueprint, request
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from app.http.caching import Validators, etag_of, instant, representation
from app.http.current import absolute, registry
from app.http.media_types import MediaType
from app.presenters.citation import plain
from app.presenters.history import referred
from app.presenters.links import record_link
from app.presenters.revision_links import FOLDERS
from app.presenters.search_state import SearchState
from app.presenters.text import titled
from app.presenters.watch import Feed, atom
from app.services import history, reading, watching
from app.services.families import ORGANIZATION, family_of
from app.site.frame import href, page_url
from ctdl.ctid import CTID

ATOM = MediaType("atom", "application/atom+xml", "Atom")


def register(blueprint: Blueprint) -> None:
    """Put the feeds at their addresses."""
    for page, folder in FOLDERS.items():
        rule = f"/{folder}/<ctid:ctid>/watch.atom"
        blueprint.add_url_rule(rule, f"{page}_watch", watch_record)


def watch_record(ctid: CTID) -> AnyResponse:
    """Changes of a record's status, quality and level; those of its records for a provider."""
    record = history.record_of(registry(), ctid)
    revision = history.newest(registry(), record)
    kind = revision.change.resource_type
    followed = [record]
    if family_of(kind) == ORGANIZATION:
        followed = watching.of_provider(registry(), record)
    name = titled(revision.record.name, record).value
    first, _ = history.ends(registry(), record)
    feed = Feed(
        title=plain(gettext("%(name)s: status, quality and level", name=name)),
        address=absolute(request.path),
        page=absolute(href(record_link(record, kind))),
        began=first.at,
    )
    return _answer(feed, followed)


def watch_search(state: SearchState, found: Sequence[CTID]) -> AnyResponse:
    """The same for the records that a search finds now."""
    kept = [pair for pair in state.pairs if pair[0] not in ("page", "compare")]
    query = f"?{urlencode(kept)}" if kept else ""
    words = next(iter(state.values("q")), "")
    name = gettext("Search “%(words)s”", words=words) if words else gettext("Search")
    feed = Feed(
        title=plain(gettext("%(name)s: status, quality and level", name=name)),
        address=absolute(page_url("search_watch") + query),
        page=absolute(page_url("search") + query),
        began="2000-01-01T00:00:00.000Z",
    )
    return _answer(feed, found)


def _answer(feed: Feed, followed: Sequence[CTID]) -> AnyResponse:
    """The feed of these records, or 304 for whoever has it."""
    newest = watching.newest_change(registry(), followed)
    parts = (feed.address, feed.title, str(newest.number if newest else 0), *followed)
    at = newest.at if newest else feed.began
    validators = Validators(etag_of("watch", *parts), instant(at))
    return representation(ATOM, validators, lambda: _written(feed, followed))


def _written(feed: Feed, followed: Sequence[CTID]) -> bytes:
    found = watching.events_of(registry(), followed)
    told = {ctid for each in found.events if each.changes for ctid in referred(each.changes)}
    return atom(feed, found, reading.named(registry(), told))
