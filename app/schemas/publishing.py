"""What publishers ask and get: the parameters of writes, and records as the log has them."""

import re

import marshmallow as ma
from marshmallow import fields, validate

from app.schemas.findings import FindingSchema
from app.schemas.query import QuerySchema
from ctdl.ctid import CTID, CTID_PATTERN, CTIDError, parse_ctid

LONGEST_REASON = 1000
MOST_RECORDS = 500
_UNUSABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class CTIDField(fields.String):
    """A CTID; anything else is refused with the remedy."""

    def __init__(self, description: str, *, required: bool = False) -> None:
        pattern = {"pattern": f"^{CTID_PATTERN.pattern}$"}
        super().__init__(required=required, metadata={"description": description, **pattern})

    def _deserialize(self, value: object, *_arguments: object, **_options: object) -> CTID:
        try:
            return parse_ctid(str(value))
        except CTIDError as error:
            raise ma.ValidationError(str(error)) from error


class ReasonField(fields.String):
    """A sentence that readers will see; its white space is made even."""

    def _deserialize(self, value: object, *_arguments: object, **_options: object) -> str:
        text = " ".join(str(value).split())
        if _UNUSABLE.search(text):
            raise ma.ValidationError("The reason has characters that cannot be shown.")
        return text


class OwnerParameters(QuerySchema):
    """On whose behalf a new record is written."""

    owner = CTIDField("Whose record it is to be, when that is a publisher the key's one acts for.")


class WithdrawalParameters(QuerySchema):
    """Why a record is taken back, and what is to be used instead."""

    reason = ReasonField(
        required=True,
        validate=validate.Length(min=1, max=LONGEST_REASON),
        error_messages={"required": "Say why: the record's address will show the reason."},
        metadata={"description": "Why; shown to everybody who comes by the record's address."},
    )
    replaced_by = CTIDField("The record to use instead.")


class KeptParameters(QuerySchema):
    """Whose records to list."""

    publisher = CTIDField("The publisher that keeps the records.", required=True)
    after = CTIDField("The last CTID that is known already.")
    limit = fields.Integer(
        load_default=100,
        validate=validate.Range(min=1, max=MOST_RECORDS),
        metadata={"description": "How many records at most."},
    )


class PublishedSchema(ma.Schema):
    """What came of a write."""

    ctid = fields.String(required=True)
    number = fields.Integer(
        required=True, metadata={"description": "The record's newest change, also in the ETag."}
    )
    kind = fields.String(
        required=True,
        validate=validate.OneOf(("published", "updated", "restored", "withdrawn", "unchanged")),
    )
    iri = fields.Url(required=True, require_tld=False)
    findings = fields.List(fields.Nested(FindingSchema), required=True)
    receipt = fields.String(
        required=True,
        metadata={
            "description": "The registry's signed statement that the change is in its log: a"
            " compact JWS (EdDSA)."
        },
    )


class GapSchema(ma.Schema):
    """Something the minimum data policy asks for and the document does not state."""

    properties = fields.List(
        fields.String(), required=True, metadata={"description": "Any of these would do."}
    )
    label = fields.String(required=True)
    why = fields.String(required=True)
    required = fields.Boolean(required=True)


class CompletenessSchema(ma.Schema):
    """How much of what the minimum data policy asks for is stated."""

    met = fields.Integer(required=True)
    total = fields.Integer(required=True)
    missing = fields.List(fields.Nested(GapSchema), required=True)


class ValidatedSchema(ma.Schema):
    """What publishing the document would do; nothing was saved."""

    ctid = fields.String(required=True)
    number = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "The record's newest change now; null when it is not here."},
    )
    kind = fields.String(
        required=True,
        validate=validate.OneOf(("published", "updated", "restored", "unchanged")),
        metadata={"description": "What would come of it."},
    )
    iri = fields.Url(required=True, require_tld=False)
    findings = fields.List(fields.Nested(FindingSchema), required=True)
    completeness = fields.Nested(CompletenessSchema, required=True)


class KeptSchema(ma.Schema):
    """A record's place in the log."""

    ctid = fields.String(required=True)
    number = fields.Integer(required=True)
    kind = fields.String(
        required=True,
        validate=validate.OneOf(("published", "updated", "restored", "withdrawn")),
    )
    iri = fields.Url(required=True, require_tld=False)
    sha256 = fields.String(
        required=True, metadata={"description": "Of the document in the registry's form."}
    )


class KeptPageSchema(ma.Schema):
    """Some records of a publisher; ask again with `after` set to `next`."""

    records = fields.List(fields.Nested(KeptSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class KeptRecordSchema(KeptSchema):
    """A record as it is now, for whoever wants to change it."""

    type = fields.String(required=True)
    changed_at = fields.String(required=True)
    publisher = fields.String(
        required=True, metadata={"description": "The CTID of the publisher that keeps it."}
    )
    published_by = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Who wrote the newest change, when that was somebody else."},
    )
    receipt = fields.String(required=True)
    signature = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The publisher's own JWS, when the document came signed."},
    )
    document = fields.Dict(required=True, metadata={"description": "CTDL in JSON-LD."})
