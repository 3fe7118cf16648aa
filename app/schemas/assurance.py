"""Quality assurance on a date, as the JSON API gives it."""

import marshmallow as ma
from marshmallow import fields, validate

from app.schemas.query import QuerySchema
from ctdl.assurance import ROLES, STATUSES

LANGUAGES = ("en", "fr")
_KINDS = ("accreditation", "approval", "recognition", "regulation", "registration")


class AssuranceParameters(QuerySchema):
    """The day that is asked about."""

    asof = fields.Date(
        load_default=None,
        error_messages={"invalid": "Not a day; write year, month and day, such as 2023-05-01."},
        metadata={"description": "The day that is asked about, `YYYY-MM-DD`; today."},
    )
    lang = fields.String(
        load_default=LANGUAGES[0],
        validate=validate.OneOf(LANGUAGES, error="The languages are {choices}."),
        metadata={"description": "The language of the sentences, `en` or `fr`."},
    )


class PartySchema(ma.Schema):
    """An organisation, a credential or a programme; without a record here it has no CTID."""

    ctid = fields.String(required=True, allow_none=True)
    name = fields.String(required=True, allow_none=True)
    iri = fields.String(required=True, allow_none=True)


class AssuranceStatementSchema(ma.Schema):
    """Somebody's statement about quality, and what it says of the day."""

    kind = fields.String(required=True, allow_none=True, validate=validate.OneOf(_KINDS))
    by = fields.Nested(PartySchema, required=True)
    from_ = fields.String(
        required=True,
        allow_none=True,
        data_key="from",
        attribute="from",
        metadata={"description": "As exact as stated: a year, a month or a day."},
    )
    until = fields.String(required=True, allow_none=True)
    asserted_by = fields.Nested(PartySchema, required=True)
    confirmed_by_agency = fields.Boolean(required=True)
    copied = fields.Boolean(
        required=True,
        metadata={
            "description": "Whether it was copied from a register or page, and not published here"
            " by who asserts it."
        },
    )
    source = fields.String(required=True, allow_none=True)
    relied_on = fields.Boolean(required=True)
    act = fields.String(required=True, validate=validate.OneOf(("grant", "revocation", "renewal")))
    about = fields.Nested(PartySchema, required=True)
    role = fields.String(required=True, validate=validate.OneOf(ROLES))
    side = fields.String(
        required=True, validate=validate.OneOf(("agency", "third party", "provider"))
    )
    standing = fields.String(required=True)
    outcome = fields.String(required=True)
    reason = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Why the statement does not decide, where it does not."},
    )
    evidence = fields.List(fields.String(), required=True)
    jurisdiction = fields.Dict(required=True, allow_none=True)
    record = fields.String(
        required=True, metadata={"description": "The record that says so, by CTID."}
    )
    property = fields.String(required=True)
    change = fields.Integer(
        required=True, metadata={"description": "The entry of the change log it was read from."}
    )
    stated_at = fields.String(required=True)
    seen = fields.String(required=True, allow_none=True)


class ChainLinkSchema(ma.Schema):
    """A link of the chain; `unbroken` is null where its dates are not stated."""

    from_ = fields.Nested(PartySchema, required=True, data_key="from", attribute="from")
    to = fields.Nested(PartySchema, required=True)
    kind = fields.String(required=True)
    since = fields.String(required=True, allow_none=True)
    until = fields.String(required=True, allow_none=True)
    unbroken = fields.Boolean(required=True, allow_none=True)
    state = fields.String(required=True)
    words = fields.String(required=True)
    source = fields.String(required=True, allow_none=True)
    record = fields.String(required=True, allow_none=True)
    seen = fields.String(required=True, allow_none=True)


class AssuranceSchema(ma.Schema):
    """Whether quality was assured on a day. `unknown` is silence, and never "no"."""

    ctid = fields.String(required=True)
    asof = fields.String(required=True, metadata={"format": "date"})
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    of = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf(("credential", "programme", "provider")),
    )
    inherited = fields.Boolean(required=True)
    confirmed = fields.Boolean(
        required=True,
        allow_none=True,
        metadata={
            "description": "Whether an agency says so, here or in a copy of its register, and no"
            " link of the chain is broken; null where nothing is relied on."
        },
    )
    sentence = fields.String(required=True)
    statements = fields.List(fields.Nested(AssuranceStatementSchema), required=True)
    no_longer = fields.List(
        fields.Nested(ChainLinkSchema),
        required=True,
        metadata={
            "description": "What was said of the credential or programme itself and is not known"
            " to hold any more, where what is inherited covers the day."
        },
    )
    chain = fields.List(fields.Nested(ChainLinkSchema), required=True)
    root = fields.Nested(PartySchema, required=True, allow_none=True)
    gaps = fields.List(fields.String(), required=True)
    gap_codes = fields.List(fields.String(), required=True)
