"""Precedents, as the JSON API gives them."""

from typing import get_args

import marshmallow as ma
from marshmallow import fields, validate

from app.schemas.assurance import AssuranceParameters
from app.schemas.search import NamedSchema
from app.schemas.stacks import StackCreditSchema
from app.services.precedents import Decision, Direction, Verdict
from app.services.standings import Standing


class PrecedentsParameters(AssuranceParameters):
    """The day that is asked about, and the institution if only one matters."""

    receiver = fields.String(
        load_default=None,
        validate=validate.Length(max=300, error="Longer than {max} characters."),
        metadata={"description": "An institution, by its CTID, its address or its whole name."},
    )


class PrecedentSchema(ma.Schema):
    """A recorded decision. `good` is whether it holds on the day, null where nothing tells."""

    record = fields.String(required=True)
    type = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    direction = fields.String(
        required=True,
        validate=validate.OneOf(get_args(Direction)),
        metadata={"description": "`elsewhere`: it counted there; `here`: others counted for it."},
    )
    decision = fields.String(required=True, validate=validate.OneOf(get_args(Decision)))
    receiver = fields.Nested(NamedSchema, required=True, allow_none=True)
    others = fields.List(fields.Nested(NamedSchema), required=True)
    together_with = fields.List(fields.Nested(NamedSchema), required=True)
    credit = fields.Nested(StackCreditSchema, required=True, allow_none=True)
    conditions = fields.List(fields.String(), required=True)
    from_ = fields.String(required=True, allow_none=True, data_key="from", attribute="from")
    until = fields.String(required=True, allow_none=True)
    standing = fields.String(required=True, validate=validate.OneOf(get_args(Standing)))
    good = fields.Boolean(required=True, allow_none=True)
    words = fields.String(required=True)
    confirmed = fields.Boolean(required=True, allow_none=True)
    asserted_by = fields.String(required=True, allow_none=True)
    source = fields.String(required=True, allow_none=True)
    seen = fields.String(required=True, allow_none=True)


class PrecedentsSchema(ma.Schema):
    """What is on record. `verdict` is about `receiver` only; "not assessed" is no refusal."""

    ctid = fields.String(required=True)
    asof = fields.String(required=True, metadata={"format": "date"})
    receiver = fields.Nested(NamedSchema, required=True, allow_none=True)
    verdict = fields.String(
        required=True, allow_none=True, validate=validate.OneOf(get_args(Verdict))
    )
    sentence = fields.String(required=True, allow_none=True)
    candidates = fields.List(
        fields.Nested(NamedSchema),
        required=True,
        metadata={"description": "Who may be meant where the verdict is `unclear`."},
    )
    precedents = fields.List(fields.Nested(PrecedentSchema), required=True)
    left_out = fields.Integer(required=True)
