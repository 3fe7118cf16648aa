"""An envelope and an event as JSON, in the shape that Credential Registries give them.

Where the publisher signed, `resource` is the publisher's own JWS. Else the registry signs the bytes
that `/graph/<ctid>.jsonld` serves; `resource_signed_by` says which of the two it was.
"""

import base64
import hashlib
import json
from typing import Any

from app.http.current import absolute, registry
from app.http.media_types import JSON_LD
from app.linked_data.writing import SERIALIZER, write_document
from app.services.envelopes import (
    ENVELOPE_TYPE,
    ENVELOPE_VERSION,
    EVENT_OF,
    RESOURCE_ENCODING,
    RESOURCE_FORMAT,
    Envelope,
)
from app.services.revisions import Revision
from app.store.envelopes import EventRow
from ctdl.documents import stored_document

SIGNED = "credential-registry-document+jws"
"""The `typ` of documents that the registry signs for their publishers."""


def versions() -> tuple[str, ...]:
    """What changes the bytes of envelopes whose records did not change."""
    community = registry().settings.community_names[0]
    return ("with provenance", registry().base, SERIALIZER, registry().signer.public.id, community)


def written_envelope(
    envelope: Envelope, metadata_only: bool = False, is_revision: bool = False
) -> dict[str, Any]:
    """The envelope as JSON."""
    change = envelope.change
    content = write_document(stored_document(change.document), JSON_LD)
    jws = change.signature or registry().signer.sign(content, SIGNED)
    deleted_at = change.at if change.is_withdrawal else None
    history = [_revision(each, envelope.history[-1]) for each in envelope.history]
    written: dict[str, Any] = {
        "envelope_community": registry().settings.community_names[0],
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
        "provenance": Revision(change).provenance.to_json(),
        "number": change.number,
        "leaf": absolute(f"log/entries/{change.number}"),
        "receipt": envelope.receipt,
    }
    left_out = ("resource", "decoded_resource") if metadata_only else ()
    if is_revision:
        del written["node_headers"]["revision_history"]
    return {name: value for name, value in written.items() if name not in left_out}


def written_event(row: EventRow) -> dict[str, Any]:
    """An entry of the log as an event."""
    return {
        "envelope_id": _envelope_id(row.ctid),
        "envelope_ceterms_ctid": row.ctid,
        "event": EVENT_OF[row.kind],
        "created_at": row.at,
        "number": row.number,
        "url": absolute(f"envelopes/{row.ctid}/revisions/{row.number}"),
    }


def _revision(row: EventRow, newest: EventRow) -> dict[str, Any]:
    return {
        "head": row.number == newest.number,
        "event": EVENT_OF[row.kind],
        "created_at": row.at,
        "url": absolute(f"envelopes/{row.ctid}/revisions/{row.number}"),
    }


def _public_key(envelope: Envelope) -> str | None:
    if envelope.change.signature is None:
        return registry().signer.public.pem
    return envelope.signed_with.pem if envelope.signed_with else None


def _digest(jws: str) -> str:
    return base64.b64encode(hashlib.sha256(jws.encode()).digest()).decode()


def _envelope_id(ctid: str) -> str:
    """An envelope's UUID is that of the record's CTID, so it can be told without asking."""
    return ctid.removeprefix("ce-")
