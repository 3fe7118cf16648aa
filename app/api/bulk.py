"""`/api/v1/records/bulk`: whole files of records, and the templates of their tables."""

from typing import Any, Final

import flask
from flask import Response
from werkzeug.exceptions import BadRequest, NotFound

from app.api.conditional import tag_answers
from app.api.documented import KEY, PREFIX, RegistryBlueprint
from app.http import limits
from app.http.bodies import spooled_body
from app.http.current import absolute, finding_json, registry, resource_iri
from app.http.following import follow_many
from app.http.media_types import CSV, NDJSON
from app.http.signing_in import signed_in
from app.schemas.bulk import BulkParameters, BulkSchema, TemplatesSchema
from app.schemas.records import NoParameters
from app.services import bulk
from app.services.bulk import BulkReport, FileRejected
from ctdl.tabular import TEMPLATES, Template
from ctdl.tabular.writing import template_file

blueprint = RegistryBlueprint(
    "bulk", __name__, url_prefix=PREFIX, description="Whole files of records"
)
tag_answers(blueprint)

LARGEST_FILE: Final = 64 * 1024 * 1024
limits.LARGER_BODIES["bulk.publish_file"] = LARGEST_FILE

_EXAMPLE: Final = (
    "id,type,name,description,webpage,languages,status\n"
    "MC-1,MicroCredential,First Aid,What to do until the ambulance comes.,"
    "https://college.example/first-aid,en,Active\n"
)
_BODY: Final[dict[str, Any]] = {
    "required": True,
    "description": f"A CSV table of a template (UTF-8, with comma, semicolon or tab), or NDJSON:"
    f" one CTDL document a line. At most {LARGEST_FILE:,} bytes, without content coding.",
    "content": {
        CSV.name: {"schema": {"type": "string"}, "example": _EXAMPLE},
        NDJSON.name: {"schema": {"type": "string"}},
    },
}


@blueprint.post("/records/bulk")
@blueprint.arguments(BulkParameters, location="query")
@blueprint.response(200, BulkSchema, description="Checked, or nothing was new")
@blueprint.alt_response(201, schema=BulkSchema, description="Published")
@blueprint.problems(400, 401, 403, 413, 415, 422, 429, 507)
@blueprint.doc(security=[{KEY: []}], requestBody=_BODY)
def publish_file(asked: dict[str, Any]) -> Response:
    """Publish every record of a file: all of them or none.

    What is wrong is said by row and column. The same file again changes nothing.
    """
    who = signed_in("bulk")
    with spooled_body((CSV, NDJSON), LARGEST_FILE, bulk.IN_MEMORY) as (media_type, file):
        template = _template(asked.get("template")) if media_type is CSV else None
        owner = asked.get("owner")
        if asked["preview"]:
            report = bulk.check(registry(), file, template, who.publisher, owner=owner)
            if not report.is_acceptable:
                raise FileRejected(report)
            return _answer(report, "preview")
        report = bulk.publish(registry(), file, template, who.publisher, owner=owner)
    if report.changes:
        follow_many(report.changes)
    response = _answer(report, "published")
    response.status_code = 201 if report.counts.get("published") else 200
    return response


@blueprint.get("/templates")
@blueprint.arguments(NoParameters, location="query")
@blueprint.response(200, TemplatesSchema, description="The templates and their columns")
@blueprint.problems(400)
def list_templates(_asked: dict[str, Any]) -> dict[str, Any]:
    """List the templates of tables."""
    return {"templates": [_described(template) for template in TEMPLATES.values()]}


@blueprint.get("/templates/<string:name>.csv")
@blueprint.arguments(NoParameters, location="query")
@blueprint.response(
    200,
    {"type": "string"},
    content_type=CSV.name,
    description="The column names, and a worked example to be deleted",
)
@blueprint.problems(400, 404)
def show_template(_asked: dict[str, Any], name: str) -> Response:
    """Download the empty table of a template."""
    template = TEMPLATES.get(name)
    if template is None:
        raise NotFound(f"There is no template {name[:40]!r}; there are {', '.join(TEMPLATES)}.")
    response = Response(template_file(template), content_type=CSV.content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{template.id}.csv"'
    return response


def _template(name: str | None) -> Template:
    if name is None:
        names = ", ".join(TEMPLATES)
        raise BadRequest(f"Say which template the table follows, ?template=: one of {names}.")
    return TEMPLATES[name]


def _answer(report: BulkReport, kind: str) -> Response:
    answer = {
        "kind": kind,
        "rows": report.rows,
        "counts": report.counts,
        "records": [
            {
                "row": each.row,
                "ctid": each.ctid,
                "iri": resource_iri(each.ctid),
                "number": each.number,
                "kind": each.kind,
            }
            for each in report.records
        ],
        "findings": [finding_json(each) for each in report.findings],
        "findings_left_out": report.unshown,
    }
    response = flask.jsonify(answer)
    response.headers["Cache-Control"] = "no-store"
    return response


def _described(template: Template) -> dict[str, Any]:
    return {
        "id": template.id,
        "label": template.label,
        "help": template.help,
        "csv": absolute(f"{PREFIX}/templates/{template.id}.csv"),
        "columns": [
            {
                "name": column.name,
                "label": column.label,
                "help": column.help,
                "kind": column.kind,
                "required": column.required,
                "repeatable": column.repeatable,
                "translatable": column.translatable,
                "example": column.example,
                "choices": [
                    {"value": choice.value, "label": choice.label} for choice in column.choices
                ],
            }
            for column in template.columns
        ],
    }
