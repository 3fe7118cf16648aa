"""`/api/v1/batch`: many identifiers, each with its record and its quality assurance on a date."""

import csv
import io
from datetime import UTC, datetime
from typing import Any, Final

import flask
import marshmallow as ma
from flask import Response, request
from werkzeug.exceptions import BadRequest

from app.api.documented import PREFIX, RegistryBlueprint
from app.http import rate_limits
from app.http.bodies import read_body
from app.http.current import registry
from app.http.media_types import CSV, JSON
from app.http.negotiation import choose
from app.presenters.batch import batch_cells, batch_json
from app.schemas.batch import BatchRequestSchema, BatchSchema
from app.services.assurance.batch import (
    MOST_IDS,
    BatchLine,
    BatchRefused,
    look_up_all,
    read_lines,
    require_some,
)
from ctdl.json_reading import read_json

blueprint = RegistryBlueprint(
    "batch", __name__, url_prefix=PREFIX, description="Many records at once, as of a day"
)

LARGEST_BODY: Final = 512 * 1024
_BODY: Final[dict[str, Any]] = {
    "required": True,
    "description": f"Up to {MOST_IDS} identifiers: JSON, or a CSV table with one in the first"
    " column of each line and, where it has one, its own day in the second.",
    "content": {
        JSON.name: {
            "schema": BatchRequestSchema,
            "example": {
                "ids": ["ce-33414f67-8134-48b7-84b3-4c511aa0d01a", "unknown"],
                "asof": "2023-05-01",
            },
        },
        CSV.name: {"schema": {"type": "string"}, "example": "id,asof\n603/1234/5,2023-05-01\n"},
    },
}


@blueprint.post("/batch")
@blueprint.response(200, BatchSchema, description="A row for each identifier, in their order")
@blueprint.problems(400, 413, 415, 422, 429)
@blueprint.doc(requestBody=_BODY)
def look_up_many() -> Any:
    """Look up to 500 identifiers up, each with its status, level and quality assurance on a day.

    What no record has is `found: false`; what several have is `ambiguous`, with all of them. A line
    of a table that cannot be read is `unreadable`, with its number and what to write. `Accept:
    text/csv` gives the same rows as a table, in which no cell runs as a formula. Nothing of the
    list is kept.
    """
    rate_limits.spend(rate_limits.VALIDATE)
    media_type, data = read_body((JSON, CSV), LARGEST_BODY)
    today = datetime.now(UTC).date()
    if media_type is CSV:
        lines = read_lines(_text(data), today)
    else:
        asked = _asked(data)
        day = asked["asof"] or today
        numbered = enumerate(asked["ids"], start=1)
        lines = require_some([BatchLine(each, day, number) for number, each in numbered])
    rows = look_up_all(registry(), lines, today)
    if choose(request.headers.get("Accept"), (JSON, CSV)) is CSV:
        written = io.StringIO(newline="")
        csv.writer(written).writerows(batch_cells(rows))
        return Response(written.getvalue(), content_type=CSV.content_type)
    return flask.jsonify({"rows": batch_json(rows)})


@blueprint.after_request
def _keep_nowhere(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _asked(data: bytes) -> dict[str, Any]:
    try:
        asked: dict[str, Any] = BatchRequestSchema().load(read_json(data))
    except ma.ValidationError as error:
        refused = BadRequest("The list is not as it has to be.")
        refused.data = {"messages": {"json": error.messages}}  # type: ignore[attr-defined]
        raise refused from error
    return asked


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BatchRefused("no-table") from error
