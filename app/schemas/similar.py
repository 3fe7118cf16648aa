"""Records like another one, as the JSON API gives them."""

import marshmallow as ma
from marshmallow import fields, validate

from app.schemas.search import BriefRecordSchema


class SharedConceptSchema(ma.Schema):
    """A skill or field that both records name or point to."""

    id = fields.String(required=True)
    iri = fields.Url(required=True)
    label = fields.String(required=True)
    source = fields.String(
        required=True, metadata={"description": "The classification that it is part of."}
    )


class SharedFieldSchema(ma.Schema):
    """A field of study that both records state; its code is that of ISCED-F 2013."""

    code = fields.String(required=True)
    label = fields.String(required=True, allow_none=True)


class SimilarRecordSchema(BriefRecordSchema):
    """A record nearest in meaning, with the reasons."""

    likeness = fields.Float(
        required=True,
        validate=validate.Range(0, 1),
        metadata={"description": "The cosine of the two records' vectors."},
    )
    concepts = fields.List(fields.Nested(SharedConceptSchema), required=True)
    field = fields.Nested(SharedFieldSchema, required=True, allow_none=True)


class SimilarSchema(ma.Schema):
    """The records like one, nearest first; a machine's estimate, not a judgement."""

    ctid = fields.String(required=True)
    similar = fields.List(fields.Nested(SimilarRecordSchema), required=True)
