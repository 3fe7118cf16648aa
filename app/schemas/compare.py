"""Comparisons as the JSON API gives them."""

import marshmallow as ma
from marshmallow import fields, validate

from app.schemas.query import QuerySchema
from app.services.comparing import MOST, STATES
from ctdl.ctid import CTID_PATTERN
from ctdl.frameworks import FRAMEWORKS


class CompareParameters(QuerySchema):
    """Which records to compare."""

    id = fields.List(
        fields.String(
            validate=validate.Regexp(
                f"^{CTID_PATTERN.pattern}$", error="{input} is not a CTID (ce- and a UUID)."
            )
        ),
        required=True,
        validate=validate.Length(
            min=1, max=MOST, error="Give from {min} to {max} ids; they are compared in that order."
        ),
        metadata={"description": "The CTID of a credential or course. Repeat it, up to four."},
    )
    differences = fields.Boolean(
        load_default=False,
        metadata={"description": "Only the rows in which the records differ."},
    )
    levels_in = fields.List(
        fields.String(
            validate=validate.OneOf(
                tuple(FRAMEWORKS.frameworks),
                error="Unknown framework {input}; the frameworks are {choices}.",
            )
        ),
        validate=validate.Length(max=4),
        metadata={
            "description": "The id of a framework that levels are shown in as well, such as `eqf`."
            " Repeat it for several; without it, the European framework where it is known."
        },
    )


class ComparedSchema(ma.Schema):
    """A record that is compared."""

    ctid = fields.String(required=True)
    name = fields.String(required=True)


class CompareRowSchema(ma.Schema):
    """One fact of every record, one entry for each in the order of `items`."""

    key = fields.String(required=True)
    label = fields.String(required=True)
    values = fields.List(
        fields.List(fields.String(), allow_none=True),
        required=True,
        metadata={
            "description": "What each record states, in words. Null is 'not stated'; an empty list"
            " that the record states others, but nothing that belongs into this row."
        },
    )
    data = fields.List(
        fields.List(fields.Raw(), allow_none=True),
        required=True,
        metadata={
            "description": "What each record states as numbers and codes, beside the words: `type`,"
            " `level`, `credits` (value, min, max, unit), `hours` (min, max, of), `duration` (ISO"
            " 8601 min and max), `cost` (price, currency), `mode` and `language`. Null where"
            " nothing of the kind is stated, and in rows that are only words."
        },
    )
    normalised = fields.List(
        fields.List(fields.String(), allow_none=True),
        required=True,
        metadata={
            "description": "The same in other units and frameworks, each with its rule or basis;"
            " null where there is none. Never part of what makes a row differ."
        },
    )
    same = fields.Boolean(
        required=True,
        metadata={
            "description": "Whether the records do not differ in this. Rows of standards compare"
            " whether anything that binds is missing, not the numbers in `values`."
        },
    )
    state = fields.String(
        required=True,
        validate=validate.OneOf(STATES),
        metadata={
            "description": "`gap` where some records state nothing and the others do not differ,"
            " `none` where nobody states anything, `alike` where a program estimates that different"
            " words mean about the same."
        },
    )


class CompareRefusedSchema(ma.Schema):
    """What was asked for and is not in the comparison."""

    id = fields.String(required=True)
    reason = fields.String(required=True)


class ComparisonSchema(ma.Schema):
    """Up to four records side by side."""

    items = fields.List(fields.Nested(ComparedSchema), required=True)
    rows = fields.List(fields.Nested(CompareRowSchema), required=True)
    only_differences = fields.Boolean(required=True)
    note = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "How learning outcomes were matched, where they were."},
    )
    refused = fields.List(fields.Nested(CompareRefusedSchema), required=True)
