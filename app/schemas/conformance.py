"""Standards, and records held against them, as the JSON API gives them."""

import marshmallow as ma
from marshmallow import fields, validate

from app.schemas.query import QuerySchema
from ctdl.standards import KINDS, OBLIGATIONS, RESULTS, STANDARDS


class ConformanceParameters(QuerySchema):
    """Which standards a record is held against."""

    standard = fields.List(
        fields.String(
            validate=validate.OneOf(
                tuple(STANDARDS), error="Unknown standard {input}; the standards are {choices}."
            )
        ),
        metadata={
            "description": "The id of a standard, such as `eu-2022`. Repeat it for several; without"
            " it, the record is held against all of them."
        },
    )


class _ElementSchema(ma.Schema):
    id = fields.String(required=True)
    label = fields.String(required=True)
    obligation = fields.String(required=True, validate=validate.OneOf(OBLIGATIONS))
    rule = fields.String(required=True)
    source = fields.String(required=True)
    shacl = fields.Boolean(
        required=True,
        metadata={"description": "Whether a SHACL shape says the same as the check."},
    )
    shacl_reason = fields.String(
        required=True, allow_none=True, metadata={"description": "Why no shape does."}
    )


class ElementResultSchema(_ElementSchema):
    """One element of a standard and what the record says to it."""

    result = fields.String(required=True, validate=validate.OneOf(RESULTS))
    value = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "What the record states, several values with a semicolon."},
    )
    values = fields.List(fields.String(), required=True)
    properties = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "The properties of CTDL, or paths, that would state it."},
    )
    reason = fields.String(required=True, allow_none=True)


class _StandardSchema(ma.Schema):
    id = fields.String(required=True)
    name = fields.String(required=True)
    issuer = fields.String(required=True)
    jurisdiction = fields.String(required=True)
    year = fields.String(required=True)
    version = fields.String(
        required=True, metadata={"description": "Of the registry's file of its rules."}
    )
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    page = fields.Url(required=True, require_tld=False)


class StandardResultSchema(_StandardSchema):
    """A record held against a standard: a check, which is no approval."""

    meets = fields.Boolean(
        required=True,
        allow_none=True,
        metadata={
            "description": "Whether nothing that binds is unmet or not stated; null for a"
            " definition, which is neither passed nor failed."
        },
    )
    met = fields.Integer(required=True)
    not_met = fields.Integer(required=True)
    not_stated = fields.Integer(required=True)
    not_applicable = fields.Integer(required=True)
    elements = fields.List(fields.Nested(ElementResultSchema), required=True)


class ConformanceSchema(ma.Schema):
    """A record held against standards. Only the body that issued a standard approves anything."""

    ctid = fields.String(required=True)
    revision = fields.String(required=True, metadata={"description": "The SHA-256 checked."})
    standards = fields.List(fields.Nested(StandardResultSchema), required=True)


class FiguresSchema(ma.Schema):
    """How many records have each result for an element."""

    met = fields.Integer(required=True)
    not_met = fields.Integer(required=True)
    not_stated = fields.Integer(required=True)
    not_applicable = fields.Integer(required=True)


class ElementFiguresSchema(_ElementSchema):
    """One element of a standard, and what came out over the registry."""

    records = fields.Nested(FiguresSchema, required=True)


class ListedStandardSchema(_StandardSchema):
    """A standard, how many records were held against it, and how many meet its elements."""

    meaning = fields.String(required=True)
    superseded_by = fields.String(required=True, allow_none=True)
    applies_since = fields.Date(required=True, allow_none=True)
    applies_until = fields.Date(required=True, allow_none=True)
    shapes = fields.Url(required=True, require_tld=False)
    checked = fields.Integer(required=True)
    meet = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "Null for a definition, which is neither passed nor failed."},
    )


class StandardSchema(ListedStandardSchema):
    """A standard with its elements."""

    elements = fields.List(fields.Nested(ElementFiguresSchema), required=True)


class StandardsSchema(ma.Schema):
    """Every standard that records are held against."""

    standards = fields.List(fields.Nested(ListedStandardSchema), required=True)
