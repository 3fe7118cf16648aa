"""Documents that publishers send: read from the request, and described in the OpenAPI document."""

from dataclasses import dataclass
from typing import Any, Final

from werkzeug.exceptions import RequestEntityTooLarge

from app.http.bodies import read_body
from app.http.current import registry
from app.http.media_types import DOCUMENTS, JOSE, JSON, JSON_LD
from app.services.envelopes import LARGEST_ENVELOPE, is_signed, open_signed
from app.services.keys import SignedIn
from ctdl.ctid import CTID_PATTERN, derive_ctid
from ctdl.json_reading import MAX_DOCUMENT_BYTES

EXAMPLE_CTID: Final = derive_ctid("example:credential")
EXAMPLE_PROVIDER: Final = derive_ctid("example:provider")
_CONTEXT = "https://credreg.net/ctdl/schema/context/json"

EXAMPLE: Final[dict[str, Any]] = {
    "@context": _CONTEXT,
    "@id": f"graph/{EXAMPLE_CTID}",
    "@graph": [
        {
            "@id": f"resources/{EXAMPLE_CTID}",
            "@type": "ceterms:MicroCredential",
            "ceterms:ctid": EXAMPLE_CTID,
            "ceterms:name": {"en": "First Aid"},
            "ceterms:description": {"en": "What to do until the ambulance comes."},
            "ceterms:subjectWebpage": "https://college.example/first-aid",
            "ceterms:inLanguage": ["en"],
            "ceterms:credentialStatusType": {
                "@type": "ceterms:CredentialAlignmentObject",
                "ceterms:targetNode": "credentialStat:Active",
            },
            "ceterms:ownedBy": [f"resources/{EXAMPLE_PROVIDER}"],
        }
    ],
}
"""A document that can be published as it stands."""

_JWS: Final = r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$"
_EXAMPLE_JWS: Final = "eyJhbGciOiJFZERTQSJ9.eyJAY29udGV4dCI6Ii4uLiJ9.c2lnbmF0dXJl"

_DOCUMENT: Final[dict[str, Any]] = {
    "type": "object",
    "title": "CTDL document",
    "description": "One record in JSON-LD: its main resource, and what is described only with it."
    " Addresses under this registry may be written relative to it.",
    "required": ["@context", "@graph"],
    "properties": {
        "@context": {"type": "string", "description": "The published context of CTDL."},
        "@id": {"type": "string"},
        "@graph": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "properties": {
                    "@id": {"type": "string"},
                    "@type": {"type": "string"},
                    "ceterms:ctid": {"type": "string", "pattern": f"^{CTID_PATTERN.pattern}$"},
                },
            },
        },
    },
}
_ENVELOPE: Final[dict[str, Any]] = {
    "type": "object",
    "title": "Envelope",
    "description": "A signed document as Credential Registries exchange it.",
    "required": ["resource", "resource_encoding"],
    "properties": {
        "resource": {"type": "string", "pattern": _JWS, "description": "A compact JWS."},
        "resource_encoding": {"type": "string", "enum": ["jwt"]},
    },
}
REQUEST_BODY: Final[dict[str, Any]] = {
    "required": True,
    "description": f"A CTDL document, at most {MAX_DOCUMENT_BYTES:,} bytes, in UTF-8 and without"
    " content coding; or the same signed with a key that the publisher has registered (a compact"
    " JWS, RS256 or EdDSA).",
    "content": {
        JSON_LD.name: {"schema": _DOCUMENT, "example": EXAMPLE},
        JSON.name: {
            "schema": {"anyOf": [_DOCUMENT, _ENVELOPE]},
            "examples": {
                "document": {"value": EXAMPLE},
                "envelope": {"value": {"resource": _EXAMPLE_JWS, "resource_encoding": "jwt"}},
            },
        },
        JOSE.name: {"schema": {"type": "string", "pattern": _JWS}, "example": _EXAMPLE_JWS},
    },
}


@dataclass(frozen=True)
class Sent:
    """What was sent: a document as it came, or a signed one not opened yet."""

    data: bytes
    is_signed: bool


@dataclass(frozen=True)
class Opened:
    """A document to publish, and the publisher's signature if it came signed."""

    document: bytes
    signature: str | None = None


def read_sent() -> Sent:
    """The document in the current request's body, whatever it is sent as."""
    media_type, data = read_body(DOCUMENTS, LARGEST_ENVELOPE)
    if media_type is JOSE or (media_type is JSON and is_signed(data)):
        return Sent(data, is_signed=True)
    if len(data) > MAX_DOCUMENT_BYTES:
        raise RequestEntityTooLarge(
            f"The document has {len(data):,} bytes; at most {MAX_DOCUMENT_BYTES:,} are taken. Split"
            " it into one document per record."
        )
    return Sent(data, is_signed=False)


def opened(sent: Sent, who: SignedIn) -> Opened:
    """The document itself; a signed one once its signature was found good.

    It may be signed by the publisher, or by whom it acts for.
    """
    if not sent.is_signed:
        return Opened(sent.data)
    signed = open_signed(
        registry(), sent.data, who.publisher.ctid, also=[each.ctid for each in who.acts_for]
    )
    return Opened(signed.document, signed.jws)
