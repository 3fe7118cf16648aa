"""`POST /graph/search` and `POST /resources/search`: the documents of many records at once."""

from typing import Any

from flask import Blueprint, Response
from marshmallow import ValidationError
from werkzeug.exceptions import BadRequest

from app.http.bodies import read_body
from app.http.current import registry
from app.http.media_types import JSON
from app.linked_data.excerpts import excerpt
from app.linked_data.writing import json_bytes, json_document
from app.schemas.envelopes import GraphsParameters
from app.services import reading
from ctdl.ctid import CTID
from ctdl.json_reading import read_json

blueprint = Blueprint("graphs", __name__)
_LARGEST = 64 * 1024


@blueprint.post("/graph/search")
def find_graphs() -> Response:
    """The documents of the live records among those that are named, in the order of the log."""
    found = reading.live_revisions(registry(), _asked())
    return _answer([json_document(each.document) for each in found])


@blueprint.post("/resources/search")
def find_resources() -> Response:
    """The same without what else their documents describe."""
    found = reading.live_revisions(registry(), _asked())
    parts = (excerpt(each.document, each.change.ctid) for each in found)
    return _answer([json_document(each, named=False) for each in parts])


def _asked() -> list[CTID]:
    _media_type, data = read_body((JSON,), _LARGEST)
    try:
        found: list[CTID] = GraphsParameters().load(read_json(data))["ctids"]
    except ValidationError as error:
        refused = BadRequest("The list is not as it has to be.")
        refused.data = {"messages": {"json": error.messages}}  # type: ignore[attr-defined]
        raise refused from error
    return found


def _answer(documents: list[dict[str, Any]]) -> Response:
    response = Response(json_bytes(documents), content_type=JSON.content_type)
    response.headers["Cache-Control"] = "no-store"
    return response
