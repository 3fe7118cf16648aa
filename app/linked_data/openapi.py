"""`/openapi.json`: the JSON that harvesters read, described in OpenAPI 3.1.

Publishing and searching by program are described at `/api/v1/openapi.json`. What is not JSON
(OAI-PMH, the event stream, Atom, sitemaps) has descriptions of its own kind.
"""

from typing import Any, Final

from flask import Blueprint, Response

from app.http.caching import REVALIDATE, Validators, etag_of, representation
from app.http.current import absolute, registry
from app.http.media_types import JSON, JSON_LD
from app.linked_data.activity import ACTIVITY
from app.linked_data.writing import json_bytes
from app.schemas.envelopes import EVENTS, MOST_GRAPHS, MOST_PER_PAGE
from app.schemas.query import NO_MORE_THAN
from ctdl.ctid import CTID_PATTERN

Schema = dict[str, Any]
blueprint = Blueprint("openapi", __name__)

_TEXT: Final[Schema] = {"type": "string"}
_NUMBER: Final[Schema] = {"type": "integer", "minimum": 1}
_AT: Final[Schema] = {"type": "string", "format": "date-time"}
_CTID: Final[Schema] = {"type": "string", "pattern": f"^{CTID_PATTERN.pattern}$"}
_FLAG: Final[Schema] = {"type": "string", "examples": ["true", "false"]}
"""Taken in all the ways that clients write it: `1`, `yes`, `True`."""
_DOCUMENT: Final[Schema] = {"type": "object", "required": ["@context"]}


@blueprint.get("/openapi.json")
def show_description() -> Response:
    """The description, with the address that this registry has outside."""
    body = json_bytes(description())
    tag = etag_of("openapi", body.decode())
    return representation(JSON, Validators(tag), lambda: body, cache_control=REVALIDATE)


def description() -> Schema:
    """The document."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Credential registry: data for harvesters",
            "version": "1.0.0",
            "description": "Open to read without a key. Times are UTC. Errors are"
            " `application/problem+json`. Each address also answers below the name of a community,"
            f" `/{registry().settings.community_names[0].replace('_', '-')}`, but for `/activity`,"
            " `/achievements`, `/log` and provenance. The lists of files (`/dumps/`,"
            " `/export/elm/report.json`) are described in `/catalog`.",
        },
        "servers": [{"url": absolute("").rstrip("/")}],
        "paths": _paths(),
        "components": {"schemas": _schemas()},
    }


def _paths() -> Schema:
    page = [
        _query("page", {**_NUMBER, "maximum": NO_MORE_THAN, "default": 1}),
        _query("per_page", {**_NUMBER, "maximum": MOST_PER_PAGE, "default": 25}),
        _query("provisional", {"enum": ["exclude", "include", "only"]}),
    ]
    shown = [_query("include_deleted", _FLAG), _query("metadata_only", _FLAG)]
    identifier = _path("identifier", _CTID)
    number = _path("number", _NUMBER)
    envelope = _ref("Envelope")
    return {
        "/envelopes": _get(
            "Envelopes, the record that changed last first",
            _list_of(envelope),
            *page,
            _query("include_deleted", {**_FLAG, "examples": ["true", "only"]}),
            _query("metadata_only", _FLAG),
            *(_query(name, _AT) for name in ("from", "until")),
            _query("resource_type", _TEXT),
            *(_query(name, _CTID) for name in ("owned_by", "published_by")),
            _query("sort_by", {"enum": ["updated_at"]}),
            _query("sort_order", {"enum": ["asc", "desc"]}),
        ),
        "/envelopes/events": _get(
            "What happened to which record, the newest first",
            _list_of(_ref("Event")),
            *page,
            _query("after", _AT),
            _query("ctid", _CTID),
            _query("event", {"enum": list(EVENTS)}),
            missing=True,
        ),
        "/envelopes/{identifier}": _get(
            "The envelope of a record", envelope, identifier, *shown, missing=True
        ),
        "/envelopes/{identifier}/revisions/{number}": _get(
            "A record as a change left it", envelope, identifier, number, *shown, missing=True
        ),
        "/graph/search": _post("The documents of many records"),
        "/resources/search": _post("The descriptions of many things"),
        "/achievements/{ctid}": _get(
            "A credential as an Achievement of Open Badges 3.0",
            _ref("Achievement"),
            _path("ctid", _CTID),
            missing=True,
            media_type="application/ld+json",
        ),
        "/graph/{ctid}": _linked_data("The document of a record"),
        "/resources/{ctid}": _linked_data("What a document says of one thing"),
        "/graph/{ctid}/provenance": _linked_data("Who stated what of it, in PROV-O"),
        "/log/head": _get("The newest signed head of the log", _ref("Head")),
        "/log/heads": _get(
            "Every signed head, newest first", _object(heads=_list_of(_ref("Head")))
        ),
        "/activity": _get(
            "How many changes there are, and their pages",
            _ref("Collection"),
            media_type=ACTIVITY.name,
        ),
        "/activity/pages/{number}": _get(
            "A page of changes, oldest first",
            _ref("CollectionPage"),
            number,
            missing=True,
            media_type=ACTIVITY.name,
        ),
    }


def _schemas() -> Schema:
    instants = dict.fromkeys(("created_at", "updated_at"), _AT)
    names = ("envelope_community", "envelope_id", "envelope_ctdl_type", "resource_signed_by")
    item = _object(
        id=_TEXT, type={"enum": ["Create", "Update", "Delete"]}, object=_object(id=_TEXT)
    )
    return {
        "Problem": _object(type=_TEXT, title=_TEXT, status={"type": "integer"}, detail=_TEXT),
        "Envelope": {
            **_object(
                **dict.fromkeys(names, _TEXT),
                envelope_ceterms_ctid=_CTID,
                owned_by=_CTID,
                published_by=_CTID,
                deleted_at={"type": ["string", "null"]},
                number=_NUMBER,
                receipt=_TEXT,
                node_headers={"type": "object"},
                provenance={"type": "object"},
                **instants,
            ),
            "description": "`resource` (a JWS) and `decoded_resource` are left out of metadata.",
        },
        "Event": _object(
            envelope_ceterms_ctid=_CTID,
            event={"enum": list(EVENTS)},
            created_at=_AT,
            number=_NUMBER,
            url=_TEXT,
        ),
        "Document": _DOCUMENT,
        "Head": _object(size={"type": "integer"}, root=_TEXT, at=_AT, signature=_TEXT),
        "Achievement": _object(
            id=_TEXT,
            type={"type": "array"},
            name=_TEXT,
            description=_TEXT,
            achievementType=_TEXT,
            criteria={"type": "object"},
        ),
        "Collection": _object(
            id=_TEXT, type={"const": "OrderedCollection"}, totalItems={"type": "integer"}
        ),
        "CollectionPage": _object(
            id=_TEXT,
            type={"const": "OrderedCollectionPage"},
            orderedItems={"type": "array", "items": item},
        ),
    }


def _get(
    summary: str,
    schema: Schema,
    *parameters: Schema,
    missing: bool = False,
    media_type: str = JSON.name,
) -> Schema:
    statuses = ("400", "404", "410") if missing else ("400",)
    return {
        "get": {
            "summary": summary,
            "parameters": list(parameters),
            "responses": {"200": _answer(summary, media_type, schema), **_refused(*statuses)},
        }
    }


def _linked_data(summary: str) -> Schema:
    """JSON-LD, which is what who does not mind gets; the other formats are asked for by Accept."""
    return _get(
        summary,
        _DOCUMENT,
        _path("ctid", _CTID),
        missing=True,
        media_type=JSON_LD.name,
    )


def _post(summary: str) -> Schema:
    ctids = {"type": "array", "items": _CTID, "maxItems": MOST_GRAPHS}
    asked = {**_object(ctids=ctids), "additionalProperties": False}
    return {
        "post": {
            "summary": f"{summary}; what is not there is left out",
            "requestBody": {"required": True, "content": {JSON.name: {"schema": asked}}},
            "responses": {
                "200": _answer(summary, JSON.name, _list_of(_ref("Document"))),
                **_refused("400", "413", "415", "422"),
            },
        }
    }


def _refused(*statuses: str) -> Schema:
    """What may go wrong there, and anywhere."""
    told = {"414": "Address too long", "429": "Too many requests", "503": "Not ready"}
    told |= dict.fromkeys(statuses, "The `detail` says what to mend")
    return {
        status: _answer(words, "application/problem+json", _ref("Problem"))
        for status, words in sorted(told.items())
    }


def _answer(words: str, media_type: str, schema: Schema) -> Schema:
    return {"description": words, "content": {media_type: {"schema": schema}}}


def _query(name: str, schema: Schema) -> Schema:
    return {"name": name, "in": "query", "required": False, "schema": schema}


def _path(name: str, schema: Schema) -> Schema:
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "required": list(properties), "properties": properties}


def _list_of(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}
