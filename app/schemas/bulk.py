"""Files of records: what is asked about them, what became of them, and their templates."""

import marshmallow as ma
from marshmallow import fields, validate

from app.schemas.findings import FindingSchema
from app.schemas.publishing import CTIDField
from app.schemas.query import QuerySchema
from ctdl.tabular import TEMPLATES


class BulkParameters(QuerySchema):
    """How a file is to be read, and whether it is only to be checked."""

    template = fields.String(
        validate=validate.OneOf(tuple(TEMPLATES)),
        metadata={
            "description": "The template of a CSV table; NDJSON has none.",
            "example": "credentials",
        },
    )
    preview = fields.Boolean(
        load_default=False, metadata={"description": "1: only check; nothing is saved."}
    )
    owner = CTIDField("Whose new records these are, when that is somebody the key's one acts for.")


class BulkRecordSchema(ma.Schema):
    """What became, or would become, of the record in a row."""

    row = fields.Integer(
        required=True, metadata={"description": "As a spreadsheet numbers rows; or the line."}
    )
    ctid = fields.String(required=True)
    iri = fields.Url(required=True, require_tld=False)
    number = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "The record's newest change; null when it is not here yet."},
    )
    kind = fields.String(
        required=True, validate=validate.OneOf(("published", "updated", "unchanged"))
    )


class BulkSchema(ma.Schema):
    """What became of a whole file."""

    kind = fields.String(required=True, validate=validate.OneOf(("preview", "published")))
    rows = fields.Integer(required=True, metadata={"description": "How many rows had content."})
    counts = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "How many records are published, updated, unchanged."},
    )
    records = fields.List(
        fields.Nested(BulkRecordSchema),
        required=True,
        metadata={"description": "The first 100 of them."},
    )
    findings = fields.List(
        fields.Nested(FindingSchema),
        required=True,
        metadata={"description": "Remarks by row and column; none is an error."},
    )
    findings_left_out = fields.Integer(
        required=True, metadata={"description": "How many more remarks there are."}
    )


class ChoiceSchema(ma.Schema):
    """A value that a column takes."""

    value = fields.String(required=True)
    label = fields.String(required=True)


class ColumnSchema(ma.Schema):
    """A column of a template."""

    name = fields.String(required=True)
    label = fields.String(required=True)
    help = fields.String(required=True)
    kind = fields.String(required=True)
    required = fields.Boolean(
        required=True, metadata={"description": "New records need it; changes do not."}
    )
    repeatable = fields.Boolean(
        required=True,
        metadata={"description": "Takes several values, one a line or separated by `|`."},
    )
    translatable = fields.Boolean(
        required=True, metadata={"description": "There may be one for each language: `name@fr`."}
    )
    example = fields.String(required=True)
    choices = fields.List(fields.Nested(ChoiceSchema), required=True)


class TemplateSchema(ma.Schema):
    """A kind of table."""

    id = fields.String(required=True)
    label = fields.String(required=True)
    help = fields.String(required=True)
    csv = fields.Url(
        required=True,
        require_tld=False,
        metadata={"description": "The empty table with a worked example."},
    )
    columns = fields.List(fields.Nested(ColumnSchema), required=True)


class TemplatesSchema(ma.Schema):
    """All templates."""

    templates = fields.List(fields.Nested(TemplateSchema), required=True)
