"""Corrections that readers ask for, as the JSON API takes and gives them."""

import marshmallow as ma
from marshmallow import fields, validate

from app.schemas.query import QuerySchema
from app.services.corrections import LONGEST, STATES
from ctdl.ctid import CTID_PATTERN

_LARGEST = 2**63 - 1


class CorrectionsParameters(QuerySchema):
    """Which part of a list is wanted."""

    page = fields.Integer(
        load_default=1,
        validate=validate.Range(min=1, max=10_000),
        metadata={"description": "Which part of the list, from 1."},
    )


class CorrectionRequestSchema(ma.Schema):
    """What is wrong with which field, and where the right fact can be read."""

    field = fields.String(
        required=True,
        validate=validate.Length(min=1, max=40),
        metadata={"description": "A key of `fields` in the list of requests."},
    )
    problem = fields.String(
        required=True,
        validate=validate.Length(min=1, max=LONGEST["problem"]),
        metadata={"description": "What is wrong, in plain text. Everybody can read it."},
    )
    proposed = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=LONGEST["proposed"]),
        metadata={"description": "What it should say."},
    )
    evidence = fields.String(
        required=True,
        validate=validate.Length(min=8, max=LONGEST["evidence"]),
        metadata={"description": "A page that shows it, http or https; it is not opened."},
    )
    revision = fields.Integer(
        load_default=None,
        allow_none=True,
        strict=True,
        validate=validate.Range(min=1, max=_LARGEST),
        metadata={"description": "The revision that was seen; the newest where it is left out."},
    )


class AnswererSchema(ma.Schema):
    """Who answered: the record's publisher, one who acts for it, or the operator."""

    ctid = fields.String(required=True)
    name = fields.String(required=True)


class AnswerSchema(ma.Schema):
    """The public answer, and the change of the log that followed."""

    words = fields.String(required=True, allow_none=True)
    by = fields.Nested(AnswererSchema, required=True)
    at = fields.String(required=True)
    change = fields.Integer(required=True, allow_none=True)


class HiddenSchema(ma.Schema):
    """Why the operator shows the texts of a request no longer."""

    reason = fields.String(required=True)
    at = fields.String(required=True)


class CorrectionSchema(ma.Schema):
    """What a reader says, which nobody has checked, and what became of it."""

    number = fields.Integer(required=True)
    ctid = fields.String(required=True, metadata={"pattern": f"^{CTID_PATTERN.pattern}$"})
    iri = fields.Url(required=True, require_tld=False)
    page = fields.Url(required=True, require_tld=False)
    field = fields.String(required=True)
    revision = fields.Integer(required=True)
    problem = fields.String(required=True, allow_none=True)
    proposed = fields.String(required=True, allow_none=True)
    evidence = fields.String(required=True, allow_none=True)
    asked_at = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    answer = fields.Nested(AnswerSchema, required=True, allow_none=True)
    withdrawn_at = fields.String(required=True, allow_none=True)
    hidden = fields.Nested(HiddenSchema, required=True, allow_none=True)


class SentCorrectionSchema(CorrectionSchema):
    """The request as it was kept."""

    code = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": "Takes the request back on its page; shown only now. Null when the same"
            " was asked before."
        },
    )


class FieldSchema(ma.Schema):
    """A field that a request can be about."""

    key = fields.String(required=True)
    label = fields.String(required=True)


class CorrectionCountsSchema(ma.Schema):
    """How many requests are in each state."""

    open = fields.Integer(required=True)
    accepted = fields.Integer(required=True)
    declined = fields.Integer(required=True)
    withdrawn = fields.Integer(required=True)
    hidden = fields.Integer(
        required=True,
        metadata={"description": "Hidden by the operator; they are in no other state."},
    )


class CorrectionsSchema(ma.Schema):
    """The requests about a record, newest first, and what can be asked about."""

    ctid = fields.String(required=True)
    total = fields.Integer(required=True)
    page = fields.Integer(required=True)
    pages = fields.Integer(required=True)
    counts = fields.Nested(CorrectionCountsSchema, required=True)
    corrections = fields.List(fields.Nested(CorrectionSchema), required=True)
    fields_ = fields.List(
        fields.Nested(FieldSchema), required=True, attribute="fields", data_key="fields"
    )
