"""Verifying a badge: the parameters and the answer in JSON."""

from typing import get_args

import marshmallow as ma
from marshmallow import fields, validate

from app.schemas.assurance import AssuranceSchema
from app.schemas.gap import LANGUAGES
from app.schemas.query import QuerySchema
from app.services.verifying.answers import (
    Agreement,
    Carrier,
    Format,
    MatchedBy,
    Origin,
    Result,
    Status,
)


def _one_of(names: object) -> validate.OneOf:
    return validate.OneOf(get_args(names))


class VerifyParameters(QuerySchema):
    """The language of what is told."""

    lang = fields.String(
        load_default=LANGUAGES[0],
        validate=validate.OneOf(LANGUAGES, error="The languages are {choices}."),
        metadata={"description": "The language of the sentences, `en` or `fr`."},
    )


class SigningPublisherSchema(ma.Schema):
    """A publisher of this registry."""

    ctid = fields.String(required=True)
    name = fields.String(required=True)


class KeyUsedSchema(ma.Schema):
    """The key that made the signature."""

    from_ = fields.String(
        required=True,
        data_key="from",
        attribute="from",
        validate=_one_of(Origin),
        metadata={
            "description": "`registry`: a publisher registered it here, so it says who signed."
            " `did`: it is that of the issuer's own DID. `badge`: it came with the badge and says"
            " only that nothing was altered since."
        },
    )
    id = fields.String(required=True, metadata={"description": "Its thumbprint (RFC 7638)."})
    algorithm = fields.String(required=True)
    publisher = fields.Nested(SigningPublisherSchema, required=True, allow_none=True)


class BadgeIssuerSchema(ma.Schema):
    """Who the badge says has issued it."""

    id = fields.String(required=True, allow_none=True)
    name = fields.String(required=True, allow_none=True)
    url = fields.String(required=True, allow_none=True)


class BadgeAchievementSchema(ma.Schema):
    """What the badge says was awarded."""

    id = fields.String(required=True, allow_none=True)
    name = fields.String(required=True, allow_none=True)
    description = fields.String(required=True, allow_none=True)
    type = fields.String(required=True, allow_none=True)
    pages = fields.List(fields.String(), required=True)


class BadgeNoteSchema(ma.Schema):
    """Something that whoever relies on the badge should know."""

    code = fields.String(required=True)
    message = fields.String(required=True)


class BadgeMatchSchema(ma.Schema):
    """A record that the badge may be about."""

    ctid = fields.String(required=True)
    iri = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    by = fields.String(required=True, validate=_one_of(MatchedBy))
    issuer = fields.String(
        required=True,
        validate=_one_of(Agreement),
        metadata={
            "description": "Whether the badge's issuer is the provider of the record. `proven`: a"
            " key that the provider registered here signed it. `consistent`: an address in the"
            " badge is the provider's, which anybody can write. `named`: only the name fits."
            " `differs`: it does not fit. `unknown`: nothing can be compared."
        },
    )
    issuer_grounds = fields.List(
        fields.Nested(BadgeNoteSchema),
        required=True,
        metadata={"description": "What was compared to tell that."},
    )


class VerifiedSchema(ma.Schema):
    """What a presented badge is, and whether it holds; nothing of its holder."""

    format = fields.String(required=True, validate=_one_of(Format))
    carrier = fields.String(required=True, validate=_one_of(Carrier))
    proof = fields.String(required=True, validate=_one_of(Result))
    proof_kind = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "How it was signed: a cryptosuite, `vc-jwt`, `jws`, `hosted`."},
    )
    proof_reason = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Why the proof is not valid, where it is not."},
    )
    key = fields.Nested(KeyUsedSchema, required=True, allow_none=True)
    status = fields.String(required=True, validate=_one_of(Status))
    hosted_at = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": "Where a badge that is not signed says that it can be seen; not opened."
        },
    )
    issuer = fields.Nested(BadgeIssuerSchema, required=True)
    achievement = fields.Nested(BadgeAchievementSchema, required=True)
    awarded = fields.String(required=True, allow_none=True)
    valid_from = fields.String(required=True, allow_none=True)
    valid_until = fields.String(required=True, allow_none=True)
    matches = fields.List(fields.Nested(BadgeMatchSchema), required=True)
    qa = fields.Nested(
        AssuranceSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Quality assurance of the one matching record, on award."},
    )
    qa_reason = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Why nothing is told of quality assurance."},
    )
    notes = fields.List(fields.Nested(BadgeNoteSchema), required=True)
