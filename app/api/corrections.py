"""`/api/v1/credentials/<ctid>/corrections`, and of organizations: asked for, and answered."""

from typing import Any, Final

import flask
import marshmallow as ma
from flask import Response
from flask_babel import force_locale
from werkzeug.exceptions import UnprocessableEntity

from app.api.documented import PREFIX, RegistryBlueprint
from app.http import rate_limits, sessions
from app.http.bodies import read_body
from app.http.current import registry
from app.http.media_types import JSON
from app.presenters.corrections import PAGES, correction_json, correction_page_of, field_labels
from app.schemas.corrections import (
    CorrectionRequestSchema,
    CorrectionsParameters,
    CorrectionsSchema,
    SentCorrectionSchema,
)
from app.schemas.records import NoParameters
from app.services import corrections, history, reading
from app.services.corrections import Asked
from app.services.reading import RecordNotFound
from ctdl.ctid import CTID
from ctdl.json_reading import read_json
from ctdl.records import Record

LARGEST_BODY: Final = 64 * 1024
_LANGUAGE: Final = "en"
_BODY: Final[dict[str, Any]] = {
    "required": True,
    "description": "A field of the record, what is wrong with it, and a page that shows it.",
    "content": {
        JSON.name: {
            "schema": CorrectionRequestSchema,
            "example": {
                "field": "credits",
                "problem": "The provider's page says 20 credits, the record 15.",
                "proposed": "20 credits",
                "evidence": "https://provider.example/courses/first-aid",
            },
        }
    },
}
_LOCATION: Final = {"Location": {"schema": {"type": "string", "format": "uri"}, "required": True}}

blueprint = RegistryBlueprint(
    "corrections",
    __name__,
    url_prefix=PREFIX,
    description="What readers ask to be put right, and the public answers",
)


@blueprint.get("/credentials/<ctid:ctid>/corrections")
@blueprint.arguments(CorrectionsParameters, location="query")
@blueprint.response(200, CorrectionsSchema, description="The requests, newest first")
@blueprint.problems(404)
def list_corrections(asked: dict[str, Any], ctid: CTID) -> dict[str, Any]:
    """List what readers ask to be put right in a credential, and what was answered.

    What a reader says is no fact of the record. Requests about a withdrawn record stay.
    """
    return _list(asked, ctid, "credential")


@blueprint.post("/credentials/<ctid:ctid>/corrections")
@blueprint.arguments(NoParameters, location="query")
@blueprint.response(200, SentCorrectionSchema, description="The same was asked before")
@blueprint.alt_response(201, schema=SentCorrectionSchema, description="New", headers=_LOCATION)
@blueprint.problems(403, 404, 410, 413, 415, 422, 429, 507)
@blueprint.doc(requestBody=_BODY)
def ask_for_correction(_asked: dict[str, Any], ctid: CTID) -> Response:
    """Ask that a field of a credential be put right.

    The request is public at once, nothing is kept of who sends it, and its evidence is not opened.
    The same request again is the same one.
    """
    return _ask(ctid, "credential")


@blueprint.get("/organizations/<ctid:ctid>/corrections")
@blueprint.arguments(CorrectionsParameters, location="query")
@blueprint.response(200, CorrectionsSchema, description="The requests, newest first")
@blueprint.problems(404)
def list_corrections_of_organization(asked: dict[str, Any], ctid: CTID) -> dict[str, Any]:
    """List what readers ask to be put right in an organization, and what was answered."""
    return _list(asked, ctid, "organization")


@blueprint.post("/organizations/<ctid:ctid>/corrections")
@blueprint.arguments(NoParameters, location="query")
@blueprint.response(200, SentCorrectionSchema, description="The same was asked before")
@blueprint.alt_response(201, schema=SentCorrectionSchema, description="New", headers=_LOCATION)
@blueprint.problems(403, 404, 410, 413, 415, 422, 429, 507)
@blueprint.doc(requestBody=_BODY)
def ask_for_correction_of_organization(_asked: dict[str, Any], ctid: CTID) -> Response:
    """Ask that a field of an organization be put right."""
    return _ask(ctid, "organization")


@blueprint.after_request
def _revalidate(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store" if response.status_code == 201 else "no-cache"
    return response


def _list(asked: dict[str, Any], ctid: CTID, family: str) -> dict[str, Any]:
    document = history.record_of(registry(), ctid)
    newest = history.newest(registry(), document)
    record = newest.record if document == ctid else newest.record_of(ctid)
    _require(record, family)
    found = corrections.about(registry(), ctid, asked["page"])
    with force_locale(_LANGUAGE):
        return {
            "ctid": ctid,
            "total": found.total,
            "page": found.page,
            "pages": found.pages,
            "counts": {**found.counts, "hidden": found.hidden},
            "corrections": [correction_json(each, record.type) for each in found.found],
            "fields": [{"key": key, "label": label} for key, label in field_labels(record).items()],
        }


def _ask(ctid: CTID, family: str) -> Response:
    # A page of another site cannot make its visitors ask.
    sessions.require_own_site()
    rate_limits.spend(rate_limits.VALIDATE, rate_limits.nameless_client())
    _media_type, data = read_body((JSON,), LARGEST_BODY)
    sent = _read(data)
    stored = reading.get_record(registry(), ctid)
    record = stored.record
    _require(record, family)
    asked = Asked(
        sent["field"],
        sent["problem"],
        sent["evidence"],
        sent["proposed"] or "",
        sent["revision"],
    )
    wanted = corrections.checked(registry(), stored, asked, field_labels(record).keys())
    rate_limits.spend(rate_limits.CORRECT, rate_limits.nameless_client())
    done = corrections.keep(registry(), wanted, corrections.new_code())
    written = correction_json(done.correction, record.type) | {"code": done.code}
    response = flask.jsonify(written)
    if done.is_new:
        response.status_code = 201
        response.headers["Location"] = written["page"]
    return response


def _require(record: Record, family: str) -> None:
    assert family in PAGES
    if correction_page_of(record) != family:
        raise RecordNotFound(f"{record.ctid} is of the class {record.type}, not one of these.")


def _read(data: bytes) -> dict[str, Any]:
    try:
        asked: dict[str, Any] = CorrectionRequestSchema().load(read_json(data))
    except ma.ValidationError as error:
        refused = UnprocessableEntity("The request is not as it has to be.")
        refused.data = {"messages": {"json": error.messages}}  # type: ignore[attr-defined]
        raise refused from error
    return asked
