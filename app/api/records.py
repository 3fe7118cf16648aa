"""`/api/v1/records`: how publishers write records, and read what they have written."""

from dataclasses import asdict
from typing import Any

import flask
from flask import Response
from werkzeug.exceptions import BadRequest

from app.api.conditional import tag_answers
from app.api.document_bodies import REQUEST_BODY, opened, read_sent
from app.api.documented import KEY, PREFIX, RegistryBlueprint
from app.http.current import absolute as absolute_url
from app.http.current import finding_json, registry, resource_iri
from app.http.following import follow_log
from app.http.preconditions import expected_states, tag_of
from app.http.signing_in import KeyMissing, signed_in, signed_in_if_asked
from app.schemas.publishing import (
    KeptPageSchema,
    KeptParameters,
    KeptRecordSchema,
    OwnerParameters,
    PublishedSchema,
    ValidatedSchema,
    WithdrawalParameters,
)
from app.schemas.records import NoParameters
from app.services import kept, publishing
from app.services.publishing import Published, RecordRejected
from ctdl.ctid import CTID
from ctdl.documents import Document, absolute, stored_document
from ctdl.findings import Finding, has_errors
from ctdl.validation import completeness, notes

blueprint = RegistryBlueprint(
    "records", __name__, url_prefix=PREFIX, description="What publishers write"
)
tag_answers(blueprint)

_SIGNED_IN: list[dict[str, list[str]]] = [{KEY: []}]
_PERHAPS_SIGNED_IN: list[dict[str, list[str]]] = [{}, {KEY: []}]
_ETAG = {
    "ETag": {
        "schema": {"type": "string"},
        "required": True,
        "description": 'The number of the newest change in quotes, such as `"1503"`, for If-Match.',
    }
}
_NOT_CHANGED = {"description": "Not changed since the answer with this tag", "headers": _ETAG}
_LOCATION = {"Location": {"schema": {"type": "string", "format": "uri"}, "required": True}}
_IF_MATCH = {
    "name": "If-Match",
    "schema": {"type": "string", "pattern": r'^(\*|"[!#-~]*"(, *"[!#-~]*")*)$'},
    "description": 'Write only if the record is in one of these states, such as `"1503"`, or `*`:'
    " if it is there at all.",
}
_IF_NONE_MATCH = {
    "name": "If-None-Match",
    "schema": {"type": "string", "enum": ["*"]},
    "description": "`*`: write only if the record was never there.",
}


@blueprint.post("/records")
@blueprint.header_parameters(_IF_MATCH, _IF_NONE_MATCH)
@blueprint.arguments(OwnerParameters, location="query")
@blueprint.response(200, PublishedSchema, description="Updated or unchanged", headers=_ETAG)
@blueprint.alt_response(
    201, schema=PublishedSchema, description="New", headers={**_ETAG, **_LOCATION}
)
@blueprint.problems(400, 401, 403, 409, 413, 415, 422, 429, 507)
@blueprint.doc(security=_SIGNED_IN, requestBody=REQUEST_BODY)
def publish_record(asked: dict[str, Any]) -> Response:
    """Publish a record, or change it.

    The document's `ceterms:ctid` says which. The same document again changes nothing, so a
    request whose answer was lost can simply be sent again.
    """
    return _publish(asked, None)


@blueprint.put("/records/<ctid:ctid>")
@blueprint.header_parameters(_IF_MATCH, _IF_NONE_MATCH)
@blueprint.arguments(OwnerParameters, location="query")
@blueprint.response(200, PublishedSchema, description="Updated or unchanged", headers=_ETAG)
@blueprint.alt_response(
    201, schema=PublishedSchema, description="New", headers={**_ETAG, **_LOCATION}
)
@blueprint.problems(400, 401, 403, 404, 409, 413, 415, 422, 429, 507)
@blueprint.doc(security=_SIGNED_IN, requestBody=REQUEST_BODY)
def put_record(asked: dict[str, Any], ctid: CTID) -> Response:
    """Publish or change the record with this CTID.

    The document must be about it. 404 is for a text that is no CTID.
    """
    return _publish(asked, ctid)


@blueprint.delete("/records/<ctid:ctid>")
@blueprint.header_parameters(_IF_MATCH)
@blueprint.arguments(WithdrawalParameters, location="query")
@blueprint.response(200, PublishedSchema, description="Withdrawn", headers=_ETAG)
@blueprint.problems(400, 401, 403, 404, 409, 429, 507)
@blueprint.doc(security=_SIGNED_IN)
def withdraw_record(asked: dict[str, Any], ctid: CTID) -> Response:
    """Take a record back.

    Its address goes on saying who withdrew it, when, why and what replaces it.
    """
    who = signed_in("withdraw")
    if asked.get("replaced_by") == ctid:
        raise BadRequest(f"replaced_by: {ctid} cannot be replaced by itself; leave it out.")
    change = publishing.withdraw(
        registry(),
        ctid,
        who.publisher,
        reason=asked["reason"],
        replaced_by=asked.get("replaced_by"),
        expected=expected_states(),
    )
    receipt = kept.receipt(registry(), change.number)
    remarks = kept.remarks_on_replacement(registry(), ctid, asked.get("replaced_by"))
    return _written(Published(ctid, change.number, change.kind, tuple(remarks), receipt))


@blueprint.post("/records/<ctid:ctid>/restore")
@blueprint.header_parameters(_IF_MATCH)
@blueprint.arguments(NoParameters, location="query")
@blueprint.response(200, PublishedSchema, description="Restored", headers=_ETAG)
@blueprint.problems(400, 401, 403, 404, 409, 429, 507)
@blueprint.doc(security=_SIGNED_IN)
def restore_record(_asked: dict[str, Any], ctid: CTID) -> Response:
    """Bring a withdrawn record back as it was before."""
    who = signed_in("withdraw")
    done = publishing.restore(registry(), ctid, who.publisher, expected=expected_states())
    return _written(done)


@blueprint.get("/records/<ctid:ctid>")
@blueprint.arguments(NoParameters, location="query")
@blueprint.response(200, KeptRecordSchema, description="The record as it is now", headers=_ETAG)
@blueprint.alt_response(304, **_NOT_CHANGED)
@blueprint.problems(400, 404, 410)
def show_record(_asked: dict[str, Any], ctid: CTID) -> Response:
    """Show a record as it was written, to change it.

    Send the document back with `If-Match` and this answer's `ETag`: a change that somebody else
    made meanwhile is then not overwritten.
    """
    found = kept.kept_record(registry(), ctid)
    change = found.change
    answer = {
        **_kept(change.ctid, change.number, change.kind, change.sha256),
        "type": change.resource_type,
        "changed_at": change.at,
        "publisher": change.publisher,
        "published_by": change.published_by,
        "receipt": found.receipt,
        "signature": change.signature,
        "document": absolute(stored_document(change.document), registry().base),
    }
    return _tagged(answer, change.number)


@blueprint.get("/records")
@blueprint.arguments(KeptParameters, location="query")
@blueprint.response(200, KeptPageSchema, description="Records, by CTID")
@blueprint.alt_response(304, **_NOT_CHANGED)
@blueprint.problems(400)
def list_records(asked: dict[str, Any]) -> dict[str, Any]:
    """List the records that a publisher keeps, withdrawn ones too."""
    page = kept.kept_page(
        registry(), asked["publisher"], after=asked.get("after", ""), limit=asked["limit"]
    )
    return {
        "records": [_kept(each.ctid, each.number, each.kind, each.sha256) for each in page.heads],
        "next": page.next,
    }


@blueprint.post("/records/validate")
@blueprint.arguments(OwnerParameters, location="query")
@blueprint.response(200, ValidatedSchema, description="It could be published")
@blueprint.problems(400, 401, 403, 413, 415, 422, 429)
@blueprint.doc(security=_PERHAPS_SIGNED_IN, requestBody=REQUEST_BODY)
def validate_record(asked: dict[str, Any]) -> dict[str, Any]:
    """Check a document as publishing would; nothing is saved.

    No key is needed, except for a signed document. With a key it is also checked whether its
    publisher may write this record.
    """
    who = signed_in_if_asked()
    sent = read_sent()
    if sent.is_signed and who is None:
        raise KeyMissing("A signed document is checked against a publisher's keys: show a key.")
    data = opened(sent, who).document if who else sent.data
    publisher = who.publisher if who else None
    checked = publishing.check(registry(), data, publisher, owner=asked.get("owner"))
    if checked.document is None or has_errors(checked.findings):
        raise RecordRejected(checked.findings)
    return {
        "ctid": checked.document.ctid,
        "number": checked.number,
        "kind": checked.kind,
        "iri": resource_iri(checked.document.ctid),
        "findings": [*_json(checked.findings), *_json(notes(checked.document))],
        "completeness": _completeness(checked.document),
    }


def _publish(asked: dict[str, Any], about: CTID | None) -> Response:
    who = signed_in("publish")
    expected = expected_states()
    document = opened(read_sent(), who)
    done = publishing.publish(
        registry(),
        document.document,
        who.publisher,
        about=about,
        owner=asked.get("owner"),
        expected=expected,
        signature=document.signature,
    )
    return _written(done)


def _written(done: Published) -> Response:
    """What came of a write, which readers see as soon as the views have followed."""
    if done.kind != "unchanged":
        follow_log()
    answer = {
        "ctid": done.ctid,
        "number": done.number,
        "kind": done.kind,
        "iri": resource_iri(done.ctid),
        "findings": _json(done.findings),
        "receipt": done.receipt,
    }
    response = _tagged(answer, done.number)
    response.headers["Cache-Control"] = "no-store"
    if done.kind == "published":
        response.status_code = 201
        response.headers["Location"] = absolute_url(f"{PREFIX}/records/{done.ctid}")
    return response


def _tagged(answer: dict[str, Any], number: int) -> Response:
    response = flask.jsonify(answer)
    response.headers["ETag"] = tag_of(number)
    return response


def _kept(ctid: CTID, number: int, kind: str, sha256: str) -> dict[str, Any]:
    return {
        "ctid": ctid,
        "number": number,
        "kind": kind,
        "iri": resource_iri(ctid),
        "sha256": sha256,
    }


def _json(findings: tuple[Finding, ...] | list[Finding]) -> list[dict[str, Any]]:
    return [finding_json(each) for each in findings]


def _completeness(document: Document) -> dict[str, Any]:
    found = completeness(document)
    return {"met": found.met, "total": found.total, "missing": [asdict(g) for g in found.missing]}
