"""The stacks of a credential, as the JSON API gives them."""

import marshmallow as ma
from marshmallow import fields, validate

from app.schemas.query import QuerySchema
from app.schemas.search import NamedSchema
from app.services.stacking import KINDS


class StacksParameters(QuerySchema):
    """The day that statements are looked at."""

    asof = fields.Date(
        load_default=None,
        metadata={"description": "The day on which a stated transfer has to hold; today."},
    )


class StackCreditSchema(ma.Schema):
    """What a transfer value states that the credential is worth; `unit` is a code."""

    minimum = fields.Float(required=True, allow_none=True)
    maximum = fields.Float(required=True, allow_none=True)
    unit = fields.String(required=True, allow_none=True)
    words = fields.String(required=True, allow_none=True)


class StackStatementSchema(ma.Schema):
    """One record that states a stack: who says it, from which source and when that was seen."""

    record = fields.String(required=True)
    by = fields.String(required=True, allow_none=True)
    source = fields.String(required=True, allow_none=True)
    source_url = fields.String(required=True, allow_none=True)
    seen = fields.String(required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)


class ExplainedSchema(ma.Schema):
    """A reason of a suggestion and the points it adds."""

    reason = fields.String(required=True)
    points = fields.Integer(required=True)
    words = fields.String(required=True)


class ConfidenceSchema(ma.Schema):
    """How much evidence there is: a sum of points, explained by its reasons; no probability."""

    points = fields.Integer(required=True)
    most = fields.Integer(required=True)
    explained = fields.List(fields.Nested(ExplainedSchema), required=True)


class StackSchema(ma.Schema):
    """Something a credential stacks with, or an alternative to it.

    With the basis `asserted` a record states it: `by` and `source` say who and where. With the
    basis `inferred` nobody does: it is suggested, no agreement was found, and both are null.
    `ctid` is null for a transfer value that names no record it counts for.
    """

    ctid = fields.String(required=True, allow_none=True)
    iri = fields.Url(required=True, allow_none=True, require_tld=False)
    name = fields.String(required=True, allow_none=True)
    type = fields.String(required=True)
    provider = fields.Nested(NamedSchema, required=True, allow_none=True)
    basis = fields.String(required=True, validate=validate.OneOf(("asserted", "inferred")))
    label = fields.String(required=True)
    by = fields.String(required=True, allow_none=True)
    source = fields.String(required=True, allow_none=True)
    reasons = fields.List(fields.String(), required=True)
    credit = fields.Nested(StackCreditSchema, required=True, allow_none=True)
    confidence = fields.Nested(ConfidenceSchema, required=True, allow_none=True)


class StatedStackSchema(StackSchema):
    """A stack that records state, or one that is suggested; the latter has no statements."""

    relations = fields.List(fields.String(), required=True)
    confirmed_by_receiver = fields.Boolean(
        required=True,
        allow_none=True,
        metadata={
            "description": "Whether the receiving side states it; null where its record does, but"
            " in somebody else's words, and for suggestions."
        },
    )
    statements = fields.List(fields.Nested(StackStatementSchema), required=True)
    parts = fields.List(
        fields.Nested(NamedSchema),
        required=True,
        metadata={"description": "Parts of this credential that are stated parts of the other."},
    )
    transfer_value = fields.String(required=True, allow_none=True)
    since = fields.String(required=True, allow_none=True, data_key="from")
    until = fields.String(required=True, allow_none=True)
    in_force = fields.Boolean(required=True, allow_none=True)


class StacksSchema(ma.Schema):
    """The stacks of one credential by kind, stated ones before suggested ones.

    `unsorted` are stated ones of which no stated fact tells the kind. `lacking` says what is not
    stated, or not known, of the credential, so that nothing can be suggested of a kind; an empty
    list says that nothing was found.
    """

    ctid = fields.String(required=True)
    asof = fields.Date(required=True)
    vertical = fields.List(fields.Nested(StatedStackSchema), required=True)
    horizontal = fields.List(fields.Nested(StatedStackSchema), required=True)
    complementary = fields.List(fields.Nested(StatedStackSchema), required=True)
    unsorted = fields.List(fields.Nested(StatedStackSchema), required=True)
    alternatives = fields.List(fields.Nested(StackSchema), required=True)
    lacking = fields.Dict(
        keys=fields.String(validate=validate.OneOf(KINDS)),
        values=fields.List(
            fields.String(validate=validate.OneOf(("level", "next level", "field", "skills")))
        ),
        required=True,
    )
    left_out = fields.Integer(
        required=True, metadata={"description": "How many more stacks are stated than are given."}
    )
