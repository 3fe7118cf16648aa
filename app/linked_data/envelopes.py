"""`/envelopes…`: records in signed envelopes, in the shape that Credential Registries give them.

They answer under the name of a community too (`/ce-registry/envelopes`, see communities.py).
"""

import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request, stream_with_context

from app.http.caching import REVALIDATE, Validators, etag_of, instant, representation
from app.http.current import absolute, registry
from app.http.media_types import JSON, MediaType
from app.linked_data import communities
from app.linked_data.downloads import Turn, archive
from app.linked_data.enveloped import versions, written_envelope, written_event
from app.linked_data.resources import show_tombstone
from app.linked_data.writing import json_bytes
from app.schemas.envelopes import (
    DownloadParameters,
    EnvelopeParameters,
    EnvelopesParameters,
    EventsParameters,
)
from app.schemas.query import QuerySchema, parser
from app.services import envelopes
from app.services.envelopes import Envelope
from app.services.reading import RecordWithdrawn
from app.store.envelopes import Window
from ctdl.ctid import CTID, parse_ctid

blueprint = Blueprint("envelopes", __name__)
blueprint.register_error_handler(RecordWithdrawn, show_tombstone)
search = Blueprint("community_search", __name__)
"""The list of envelopes as the search of a community; the registry's own search is `/search`."""
_ZIP = MediaType("zip", "application/zip", "ZIP")
_NOTHING = Window(start="9999")


@search.get("/search", endpoint="envelopes")
@blueprint.get("/envelopes")
def list_envelopes() -> Response:
    """Envelopes, the record that changed last first."""
    asked = _asked(EnvelopesParameters)
    communities.require_ours(asked["community"])
    window = _NOTHING if asked["provisional"] == "only" else _window(asked)
    found = envelopes.list_envelopes(registry(), window, page=asked["page"], size=asked["per_page"])
    numbers = [str(each.change.number) for each in found.envelopes]
    return _page(
        asked,
        found.total,
        etag_of("envelopes", request.query_string.decode(), *versions(), *numbers),
        lambda: [written_envelope(each, asked["metadata_only"]) for each in found.envelopes],
    )


@blueprint.get("/envelopes/<identifier>")
def show_envelope(identifier: str) -> Response:
    """The envelope of a record, by its CTID or by its `envelope_id`; 410 once it is withdrawn."""
    asked = _asked(EnvelopeParameters)
    ctid = _ctid(identifier)
    found = envelopes.get_envelope(registry(), ctid, withdrawn_too=asked["include_deleted"])
    return _single(found, asked["metadata_only"])


@blueprint.get("/envelopes/<identifier>/revisions/<int:number>")
def show_revision(identifier: str, number: int) -> Response:
    """A record as the change of this number left it, withdrawn or not."""
    asked = _asked(EnvelopeParameters)
    found = envelopes.get_revision(registry(), _ctid(identifier), number)
    return _single(found, asked["metadata_only"], is_revision=True)


@blueprint.get("/envelopes/events")
def list_events() -> Response:
    """What happened to which record, the newest first."""
    asked = _asked(EventsParameters)
    found = envelopes.list_events(
        registry(),
        since="9999" if asked["provisional"] == "only" else asked["after"],
        ctid=_ctid(asked["ctid"]) if asked["ctid"] else None,
        event=asked["event"],
        page=asked["page"],
        size=asked["per_page"],
    )
    numbers = [str(each.number) for each in found.events]
    return _page(
        asked,
        found.total,
        etag_of("events", request.query_string.decode(), registry().base, *numbers),
        lambda: [written_event(each) for each in found.events],
    )


@blueprint.get("/envelopes/download")
def download_envelopes() -> Response:
    """All envelopes as a file, or those of the records that changed from an instant on."""
    asked = _asked(DownloadParameters)
    newest = envelopes.newest_number(registry())
    tag = etag_of("envelopes.zip", str(newest), str(asked["from"]), *versions())
    found = envelopes.every_envelope(registry(), newest, asked["from"])
    pieces = archive(found, with_withdrawn=asked["from"] is not None)
    turns: list[Turn] = []

    def begin() -> Iterator[bytes]:
        turns.append(Turn())
        return stream_with_context(turns[0].over(pieces))

    response = representation(_ZIP, Validators(tag), begin)
    for turn in turns:
        # A client that leaves, or asks for the headers only, ends its turn as well.
        response.call_on_close(turn.end)
    response.headers["Content-Disposition"] = f'attachment; filename="envelopes-{newest}.zip"'
    return response


def _window(asked: Mapping[str, Any]) -> Window:
    return Window(
        asked["include_deleted"],
        asked["from"],
        asked["until"],
        asked["resource_type"],
        asked["owned_by"],
        asked["published_by"],
        oldest_first=asked["sort_order"] == "asc",
    )


def _single(found: Envelope, metadata_only: bool, *, is_revision: bool = False) -> Response:
    newest = str(found.history[-1].number)
    parts = ("envelope", str(found.change.number), newest, str(metadata_only), str(is_revision))
    validators = Validators(etag_of(*parts, *versions()), instant(found.change.at))
    return representation(
        JSON, validators, lambda: json_bytes(written_envelope(found, metadata_only, is_revision))
    )


def _ctid(identifier: str) -> CTID:
    try:
        return CTID(f"ce-{uuid.UUID(identifier)}")
    except ValueError:
        return parse_ctid(identifier)


def _page(
    asked: Mapping[str, Any], total: int, etag: str, items: Callable[[], list[dict[str, Any]]]
) -> Response:
    """A page of a list, with the headers that say how much there is and where to go on."""
    response = representation(
        JSON,
        Validators(etag_of(etag, str(total))),
        lambda: json_bytes(items()),
        cache_control=REVALIDATE,
    )
    for name, value in (("Total", total), ("Per-Page", asked["per_page"])):
        response.headers[name] = response.headers[f"X-{name}"] = str(value)
    response.headers["Link"] = ", ".join(
        f'<{_page_address(page)}>; rel="{rel}"' for rel, page in _neighbours(asked, total)
    )
    return response


def _neighbours(asked: Mapping[str, Any], total: int) -> list[tuple[str, int]]:
    page, last = asked["page"], max(1, -(-total // asked["per_page"]))
    found = [("first", 1)]
    if page > 1:
        found.append(("prev", min(page - 1, last)))
    if page < last:
        found.append(("next", page + 1))
    return [*found, ("last", last)]


def _page_address(page: int) -> str:
    pairs = [(name, value) for name, value in request.args.items(multi=True) if name != "page"]
    return absolute(f"{request.path}?{urlencode([*pairs, ('page', page)])}")


def _asked(schema: Callable[[], QuerySchema]) -> dict[str, Any]:
    found: dict[str, Any] = parser.parse(schema(), request, location="query")
    return found
