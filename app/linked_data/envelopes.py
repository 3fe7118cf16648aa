"""`/envelopes…`: records in signed envelopes, in the shape that Credential Registries give them.

Where the publisher signed, `resource` is the publisher's own JWS. Else the registry signs the bytes
that `/graph/<ctid>.jsonld` serves; `resource_signed_by` says which of the two it was.
"""

import base64
import hashlib
import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from app.http.caching import REVALIDATE, Validators, etag_of, instant, representation
from app.http.current import absolute, registry
from app.http.media_types import JSON, JSON_LD
from app.http.security import HEADERS
from app.linked_data.resources import show_tombstone
from app.linked_data.writing import SERIALIZER, json_bytes, write_document
from app.schemas.envelopes import EnvelopeParameters, EnvelopesParameters, EventsParameters
from app.schemas.query import QuerySchema, parser
from app.services import envelopes
from app.services.envelopes import (
    ENVELOPE_TYPE,
    ENVELOPE_VERSION,
    EVENT_OF,
    RESOURCE_ENCODING,
    RESOURCE_FORMAT,
    Envelope,
)
from app.services.reading import RecordWithdrawn
from app.store.envelopes import EventRow, Window
from ctdl.ctid import CTID, parse_ctid
from ctdl.documents import stored_document

blueprint = Blueprint("envelopes", __name__)
blueprint.register_error_handler(RecordWithdrawn, show_tombstone)
COMMUNITY = "ce_registry"
SIGNED = "credential-registry-document+jws"
"""The `typ` of documents that the registry signs for their publishers."""
_NOTHING = Window(start="9999")


@blueprint.get("/envelopes")
def list_envelopes() -> Response:
    """Envelopes, the record that changed last first."""
    asked = _asked(EnvelopesParameters)
    window = Window(asked["include_deleted"], asked["from"], asked["until"])
    if asked["provisional"] == "only":
        window = _NOTHING
    found = envelopes.list_envelopes(registry(), window, page=asked["page"], size=asked["per_page"])
    numbers = [str(each.change.number) for each in found.envelopes]
    return _page(
        asked,
        found.total,
        etag_of("envelopes", request.query_string.decode(), *_versions(), *numbers),
        lambda: [_written(each, asked["metadata_only"]) for each in found.envelopes],
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
        lambda: [_event(each) for each in found.events],
    )


def _single(found: Envelope, metadata_only: bool, *, is_revision: bool = False) -> Response:
    newest = str(found.history[-1].number)
    parts = ("envelope", str(found.change.number), newest, str(metadata_only), str(is_revision))
    validators = Validators(etag_of(*parts, *_versions()), instant(found.change.at))
    return representation(
        JSON, validators, lambda: json_bytes(_written(found, metadata_only, is_revision))
    )


def _written(
    envelope: Envelope, metadata_only: bool = False, is_revision: bool = False
) -> dict[str, Any]:
    """The envelope as JSON."""
    change = envelope.change
    content = write_document(stored_document(change.document), JSON_LD)
    jws = change.signature or registry().signer.sign(content, SIGNED)
    deleted_at = change.at if change.is_withdrawal else None
    history = [_revision(each, envelope.history[-1]) for each in envelope.history]
    written: dict[str, Any] = {
        "envelope_community": COMMUNITY,
        "envelope_id": _envelope_id(change.ctid),
        "envelope_ceterms_ctid": change.ctid,
        "envelope_ctdl_type": change.resource_type,
        "envelope_type": ENVELOPE_TYPE,
        "envelope_version": ENVELOPE_VERSION,
        "resource": jws,
        "decoded_resource": json.loads(content),
        "resource_format": RESOURCE_FORMAT,
        "resource_encoding": RESOURCE_ENCODING,
        "resource_public_key": _public_key(envelope),
        "resource_signed_by": "publisher" if change.signature else "registry",
        "resource_publish_type": "primary",
        "publication_status": "full",
        "publisher_id": _envelope_id(change.publisher),
        "owned_by": change.publisher,
        "published_by": change.published_by or change.publisher,
        "created_at": envelope.first_at,
        "updated_at": change.at,
        "deleted_at": deleted_at,
        "last_verified_on": None,
        "changed": False,
        "node_headers": {
            "resource_digest": _digest(jws),
            "revision_history": history,
            "created_at": envelope.first_at,
            "updated_at": change.at,
            "deleted_at": deleted_at,
        },
        "number": change.number,
        "leaf": absolute(f"log/entries/{change.number}"),
        "receipt": envelope.receipt,
    }
    left_out = ("resource", "decoded_resource") if metadata_only else ()
    if is_revision:
        del written["node_headers"]["revision_history"]
    return {name: value for name, value in written.items() if name not in left_out}


def _public_key(envelope: Envelope) -> str | None:
    if envelope.change.signature is None:
        return registry().signer.public.pem
    return envelope.signed_with.pem if envelope.signed_with else None


def _revision(row: EventRow, newest: EventRow) -> dict[str, Any]:
    return {
        "head": row.number == newest.number,
        "event": EVENT_OF[row.kind],
        "created_at": row.at,
        "url": absolute(f"envelopes/{row.ctid}/revisions/{row.number}"),
    }


def _event(row: EventRow) -> dict[str, Any]:
    return {
        "envelope_id": _envelope_id(row.ctid),
        "envelope_ceterms_ctid": row.ctid,
        "event": EVENT_OF[row.kind],
        "created_at": row.at,
        "number": row.number,
        "url": absolute(f"envelopes/{row.ctid}/revisions/{row.number}"),
    }


def _digest(jws: str) -> str:
    return base64.b64encode(hashlib.sha256(jws.encode()).digest()).decode()


def _envelope_id(ctid: str) -> str:
    """An envelope's UUID is that of the record's CTID, so it can be told without asking."""
    return ctid.removeprefix("ce-")


def _ctid(identifier: str) -> CTID:
    try:
        return CTID(f"ce-{uuid.UUID(identifier)}")
    except ValueError:
        return parse_ctid(identifier)


def _versions() -> tuple[str, ...]:
    """What changes the bytes of envelopes whose records did not change."""
    return (registry().base, SERIALIZER, registry().signer.public.id)


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
    response.headers["Access-Control-Expose-Headers"] = (
        HEADERS["Access-Control-Expose-Headers"] + ", Total, Per-Page, X-Total, X-Per-Page"
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
