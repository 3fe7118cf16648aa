"""Many records at once, as the JSON API takes and gives them."""

import marshmallow as ma
from marshmallow import fields, validate

from app.schemas.search import NamedSchema
from app.services.assurance.batch import LONGEST_ID, STATES
from ctdl.assurance import STATUSES


class BatchRequestSchema(ma.Schema):
    """The identifiers, and the day they are asked for."""

    ids = fields.List(
        fields.String(validate=validate.Length(min=1, max=LONGEST_ID)),
        required=True,
        metadata={"description": "CTIDs, addresses of records or identifiers of registers."},
    )
    asof = fields.Date(
        load_default=None,
        allow_none=True,
        error_messages={"invalid": "Not a day; write year, month and day, such as 2023-05-01."},
        metadata={"description": "The day that is asked about, `YYYY-MM-DD`; today."},
    )


class BatchRowSchema(ma.Schema):
    """What is known of one identifier; null is "not stated", or not found."""

    id = fields.String(required=True)
    asof = fields.String(required=True, allow_none=True, metadata={"format": "date"})
    found = fields.Boolean(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    line = fields.Integer(required=True, metadata={"description": "Its place in what was sent."})
    problem = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Why the line could not be read or looked up, and what to do."},
    )
    candidates = fields.List(
        fields.Nested(NamedSchema),
        required=True,
        metadata={"description": "Which records share the identifier, where several do."},
    )
    ctid = fields.String(required=True, allow_none=True)
    name = fields.String(required=True, allow_none=True)
    status = fields.String(required=True, allow_none=True)
    qa = fields.String(required=True, allow_none=True, validate=validate.OneOf(STATUSES))
    of = fields.String(required=True, allow_none=True)
    confirmed = fields.Boolean(
        required=True,
        allow_none=True,
        metadata={"description": "Whether the agency says so; null where nothing is relied on."},
    )
    no_longer = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "What was nearer and is not known to hold any more, in words."},
    )
    sentence = fields.String(required=True, allow_none=True)
    level = fields.String(required=True, allow_none=True)


class BatchSchema(ma.Schema):
    """A row for each identifier, in the order in which they were sent."""

    rows = fields.List(fields.Nested(BatchRowSchema), required=True)
