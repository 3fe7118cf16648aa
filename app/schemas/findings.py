"""Findings and problems as the JSON API gives them."""

from typing import get_args

import marshmallow as ma
from marshmallow import fields, validate

from ctdl.rules import Severity


class FindingSchema(ma.Schema):
    """One remark on what was sent: where, what, how to mend it, and by whose rule."""

    code = fields.String(
        required=True,
        metadata={"description": "What it is, for programs.", "example": "CTID_TAKEN"},
    )
    severity = fields.String(
        required=True,
        validate=validate.OneOf(get_args(Severity)),
        metadata={"description": "Only an error keeps a document out."},
    )
    entity = fields.String(
        required=True, metadata={"description": "The CTID or name of the thing it is about."}
    )
    property = fields.String(
        required=True, allow_none=True, metadata={"description": "The property it is about."}
    )
    message = fields.String(
        required=True, metadata={"description": "What is wrong, and how to mend it."}
    )
    rule = fields.String(required=True, metadata={"description": "The rule in one sentence."})
    source = fields.String(
        required=True, metadata={"description": "The address where the rule is written down."}
    )
    row = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "The row of the file, when many records came in one."},
    )
    column = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The column of the table, or the field of the form."},
    )


class ProblemSchema(ma.Schema):
    """What went wrong (RFC 9457)."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    errors = fields.Dict(
        keys=fields.String(), metadata={"description": "What is wrong with each parameter."}
    )
    findings = fields.List(
        fields.Nested(FindingSchema),
        metadata={"description": "Everything that was found in what was sent."},
    )
    code = fields.String(
        metadata={"description": "Why what was presented cannot be read as a badge, as a word."}
    )


class ConflictSchema(ProblemSchema):
    """A write that does not fit the state of the record."""

    number = fields.Integer(
        allow_none=True,
        metadata={"description": "The record's newest change; null when it is not here."},
    )


class WithdrawnSchema(ProblemSchema):
    """What is still said of a record that was withdrawn."""

    ctid = fields.String(required=True)
    iri = fields.Url(required=True, require_tld=False)
    name = fields.String(required=True, allow_none=True)
    number = fields.Integer(
        required=True, metadata={"description": "The change that withdrew the record."}
    )
    withdrawn_at = fields.String(required=True)
    withdrawn_by = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True)
    replaced_by = fields.String(required=True, allow_none=True)
    replaced_by_iri = fields.Url(required=True, allow_none=True, require_tld=False)
