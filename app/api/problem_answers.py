"""How each error answer is described in the OpenAPI document: one example a status, and headers."""

from http import HTTPStatus
from typing import Any, Final

import marshmallow as ma

from app.http.media_types import PROBLEM
from app.schemas.findings import ConflictSchema, ProblemSchema, WithdrawnSchema

_CTID = "ce-5b5f3f0e-7f4d-4f0c-9a53-1d0a2f1c9e11"
_KEEPER = "ce-8c1f0f5e-2f4b-4a43-8f0d-0a5b3c7d9e21"
_TYPE = "urn:credential-registry:problem:"
_TEXT = {"schema": {"type": "string"}}
_SECONDS = {"schema": {"type": "integer"}, "description": "Seconds until it is worth asking again."}

SCHEMAS: Final[dict[int, type[ma.Schema]]] = {409: ConflictSchema, 410: WithdrawnSchema}

HEADERS: Final[dict[int, dict[str, Any]]] = {
    401: {"WWW-Authenticate": {**_TEXT, "required": True}},
    415: {
        "Accept": {**_TEXT, "description": "The media types that are taken."},
        "Accept-Encoding": {**_TEXT, "description": "The content codings that are taken."},
    },
    429: {
        "Retry-After": {**_SECONDS, "required": True},
        "RateLimit": {**_TEXT, "description": "The limit, what is left of it, until when."},
        "RateLimit-Policy": {**_TEXT, "description": "The limit and its window in seconds."},
    },
    503: {"Retry-After": {**_SECONDS, "required": True}},
}

_EXAMPLES: Final[dict[int, tuple[str, str, str, dict[str, Any]]]] = {
    400: (
        "bad-request",
        "Bad Request",
        "limit: Must be greater than or equal to 1 and less than or equal to 1000.",
        {
            "errors": {
                "limit": ["Must be greater than or equal to 1 and less than or equal to 1000."]
            }
        },
    ),
    401: (
        "key-missing",
        "A publisher's key is needed",
        "Show a publisher's key: 'Authorization: Bearer cr_...'.",
        {},
    ),
    403: (
        "not-the-owner",
        "Another publisher keeps this record",
        f"{_CTID} is kept by the publisher {_KEEPER}: only that publisher can change or withdraw"
        " it.",
        {},
    ),
    404: (
        "record-not-found",
        "There is no such record",
        f"There is no record {_CTID} in this registry.",
        {},
    ),
    409: (
        "stale-revision",
        "The record has changed meanwhile",
        f"{_CTID} is at change 1503 now: read it again, and decide then what to change.",
        {"number": 1503},
    ),
    410: (
        "record-withdrawn",
        "This record was withdrawn",
        f"{_CTID} was withdrawn on 2026-03-01T09:30:00.000Z.",
        {
            "ctid": _CTID,
            "iri": f"https://registry.example/resources/{_CTID}",
            "name": "First Aid",
            "number": 1504,
            "withdrawn_at": "2026-03-01T09:30:00.000Z",
            "withdrawn_by": "Example College",
            "reason": "Not offered any more.",
            "replaced_by": None,
            "replaced_by_iri": None,
        },
    ),
    413: (
        "request-entity-too-large",
        "Request Entity Too Large",
        "What was sent has more than 2,000,000 bytes, the most that is taken here.",
        {},
    ),
    414: (
        "request-uri-too-long",
        "Request-URI Too Long",
        "The part of the address after '?' is longer than 4000 characters.",
        {},
    ),
    415: (
        "unsupported-media-type",
        "Unsupported Media Type",
        "Content-Type says 'text/plain'; this address takes application/ld+json, application/json,"
        " application/jose.",
        {},
    ),
    422: (
        "record-rejected",
        "The document was not accepted",
        "The document was not accepted: CTID_MISSING: No resource has a ceterms:ctid.",
        {
            "findings": [
                {
                    "code": "CTID_MISSING",
                    "severity": "error",
                    "entity": "document",
                    "property": "ceterms:ctid",
                    "message": "No resource has a ceterms:ctid; give the main one its CTID.",
                    "rule": "A top-level resource has a CTID.",
                    "source": "https://credreg.net/ctdl/ctid",
                    "row": None,
                    "column": None,
                }
            ]
        },
    ),
    429: (
        "too-many-requests",
        "Too many requests",
        "The limit is 600 per minute. Ask again in 12 seconds.",
        {},
    ),
    503: (
        "database-unavailable",
        "The registry is not available",
        "The database does not answer: database is locked",
        {},
    ),
    507: (
        "no-room-left",
        "The registry has no room left",
        "There is no room left to write; nothing was saved.",
        {},
    ),
}

DESCRIPTIONS: Final[dict[int, str]] = {
    400: "The query or a header cannot be read",
    401: "No key was shown, or one that opens nothing",
    403: "The key is not good for this, or another publisher keeps the record",
    404: "There is no such record",
    409: "The record is not in the state that the write expects",
    410: "The record was withdrawn",
    413: "The body is too large",
    414: "The query is too long",
    415: "The body is of a media type, charset or coding that is not taken",
    422: "What was sent has errors; all findings are enclosed and nothing was saved",
    429: "The key or the client's address has asked too often",
    503: "The registry is too busy, or a part of it is not ready",
    507: "There is no room left on the registry's disk; nothing was saved",
}


def described(status: HTTPStatus) -> dict[str, Any]:
    """The error answer with this status, as a component of the document."""
    content: dict[str, Any] = {"schema": SCHEMAS.get(status, ProblemSchema)}
    if status in _EXAMPLES:
        slug, title, detail, facts = _EXAMPLES[status]
        problem = {"type": _TYPE + slug, "title": title, "status": int(status), "detail": detail}
        content["example"] = {**problem, **facts}
    answer: dict[str, Any] = {
        "description": DESCRIPTIONS.get(status, status.phrase),
        "content": {PROBLEM.name: content},
    }
    return {**answer, "headers": HEADERS[status]} if status in HEADERS else answer
