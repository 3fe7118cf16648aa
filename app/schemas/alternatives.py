"""Alternatives to a credential, as the JSON API gives them."""

import marshmallow as ma
from marshmallow import fields, validate

from app.schemas.search import BriefRecordSchema
from app.services.alternative_reasons import KINDS


class LikenessSchema(ma.Schema):
    """Why two records count as about the same; null numbers where only the titles tell."""

    basis = fields.String(required=True, validate=validate.OneOf(("outcomes", "skills", "titles")))
    shared = fields.Integer(required=True, allow_none=True)
    compared = fields.Integer(required=True, allow_none=True)
    title_nearness = fields.Float(required=True, validate=validate.Range(0, 1))


class EvidenceSchema(ma.Schema):
    """The comparison that a level of another framework rests on."""

    level = fields.String(required=True)
    relation = fields.String(required=True)
    other = fields.String(required=True, allow_none=True)
    basis = fields.String(required=True, allow_none=True)
    source = fields.String(required=True, allow_none=True)
    year = fields.String(required=True, allow_none=True)


class ReasonSchema(ma.Schema):
    """What makes it an alternative: the value here and there.

    `unit` is a currency, or the kind of hours: `notional` for all work, `contact` for instruction.
    """

    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    here = fields.String(required=True, allow_none=True)
    there = fields.String(required=True)
    unit = fields.String(required=True, allow_none=True)
    words = fields.String(required=True)
    evidence = fields.Nested(EvidenceSchema, required=True, allow_none=True)


class AlternativeSchema(BriefRecordSchema):
    """Another record that is about the same."""

    likeness = fields.Nested(LikenessSchema, required=True)
    reasons = fields.List(fields.Nested(ReasonSchema), required=True)


class AlternativesSchema(ma.Schema):
    """The alternatives to one record by kind; a machine's estimate, not a judgement."""

    ctid = fields.String(required=True)
    looked_at = fields.Integer(
        required=True, metadata={"description": "How many records were compared with it."}
    )
    alternatives = fields.Dict(
        keys=fields.String(validate=validate.OneOf(KINDS)),
        values=fields.List(fields.Nested(AlternativeSchema)),
        required=True,
    )
