"""Records and changes as the JSON API gives them."""

import marshmallow as ma
from marshmallow import fields, validate

from app.schemas.query import NO_MORE_THAN, QuerySchema

MOST_CHANGES = 1000


class NoParameters(QuerySchema):
    """An address that takes no parameters."""

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self.error_messages["unknown"] = "Unknown parameter; this address takes none."


class FactSchema(ma.Schema):
    """One fact and who states it; its value is a text, a number or an object."""

    value = fields.Raw(required=True)
    source = fields.String(required=True, allow_none=True)
    source_url = fields.String(allow_none=True)
    asserted_by = fields.String(required=True, allow_none=True)
    stated_at = fields.String(required=True, allow_none=True)
    licence = fields.String(allow_none=True)
    note = fields.String(allow_none=True)
    property = fields.String(metadata={"description": "The property of CTDL, or the path to it."})


class PublisherSchema(ma.Schema):
    """Who published a record."""

    ctid = fields.String(required=True)
    name = fields.String(required=True)


class RevisionSchema(ma.Schema):
    """The entry of the change log that made the record what it is."""

    number = fields.Integer(required=True)
    kind = fields.String(required=True)
    sha256 = fields.String(required=True)
    changed_at = fields.String(required=True)
    first_published_at = fields.String(required=True)
    publisher = fields.Nested(PublisherSchema, required=True)


class FactsSchema(ma.Schema):
    """Every fact of a credential; null is "not stated", which is not "no"."""

    name = fields.Nested(FactSchema, required=True, allow_none=True)
    description = fields.Nested(FactSchema, required=True, allow_none=True)
    webpage = fields.Nested(FactSchema, required=True, allow_none=True)
    status = fields.Nested(FactSchema, required=True, allow_none=True)
    hours = fields.Nested(FactSchema, required=True, allow_none=True)
    minimum_age = fields.Nested(FactSchema, required=True, allow_none=True)
    date_effective = fields.Nested(FactSchema, required=True, allow_none=True)
    expiration_date = fields.Nested(FactSchema, required=True, allow_none=True)
    renewal = fields.Nested(FactSchema, required=True, allow_none=True)
    alternate_names = fields.List(fields.Nested(FactSchema), required=True, allow_none=True)
    languages = fields.List(fields.Nested(FactSchema), required=True, allow_none=True)
    owned_by = fields.List(fields.Nested(FactSchema), required=True, allow_none=True)
    offered_by = fields.List(fields.Nested(FactSchema), required=True, allow_none=True)
    levels = fields.List(fields.Nested(FactSchema), required=True, allow_none=True)
    audience_levels = fields.List(fields.Nested(FactSchema), required=True, allow_none=True)
    credits = fields.List(fields.Nested(FactSchema), required=True, allow_none=True)
    durations = fields.List(fields.Nested(FactSchema), required=True, allow_none=True)
    costs = fields.List(fields.Nested(FactSchema), required=True, allow_none=True)
    modes = fields.List(fields.Nested(FactSchema), required=True, allow_none=True)
    fields_of_education = fields.List(fields.Nested(FactSchema), required=True, allow_none=True)
    subjects = fields.List(fields.Nested(FactSchema), required=True, allow_none=True)
    keywords = fields.List(fields.Nested(FactSchema), required=True, allow_none=True)
    skills = fields.List(fields.Nested(FactSchema), required=True, allow_none=True)
    outcomes = fields.List(fields.Nested(FactSchema), required=True, allow_none=True)
    assessments = fields.List(fields.Nested(FactSchema), required=True, allow_none=True)
    prerequisites = fields.List(fields.Nested(FactSchema), required=True, allow_none=True)
    requirements = fields.List(fields.Nested(FactSchema), required=True, allow_none=True)
    resources = fields.List(fields.Nested(FactSchema), required=True, allow_none=True)
    financial_aid = fields.List(fields.Nested(FactSchema), required=True, allow_none=True)
    quality_assurance = fields.List(fields.Nested(FactSchema), required=True, allow_none=True)
    connections = fields.List(fields.Nested(FactSchema), required=True, allow_none=True)
    identifiers = fields.List(fields.Nested(FactSchema), required=True, allow_none=True)
    same_as = fields.List(fields.Nested(FactSchema), required=True, allow_none=True)


class CredentialSchema(ma.Schema):
    """A credential or learning opportunity, every fact with its source."""

    ctid = fields.String(required=True)
    iri = fields.Url(required=True, require_tld=False)
    page = fields.Url(allow_none=True, require_tld=False)
    type = fields.String(required=True)
    revision = fields.Nested(RevisionSchema, required=True)
    facts = fields.Nested(FactsSchema, required=True)


class ChangesParameters(QuerySchema):
    """Which entries of the change log."""

    after = fields.Integer(
        load_default=0,
        validate=validate.Range(min=0, max=NO_MORE_THAN),
        metadata={"description": "The number of the last change that is known already."},
    )
    limit = fields.Integer(
        load_default=500,
        validate=validate.Range(min=1, max=MOST_CHANGES),
        metadata={"description": "How many changes at most."},
    )


class ChangeSchema(ma.Schema):
    """One entry of the change log."""

    number = fields.Integer(required=True)
    ctid = fields.String(required=True)
    kind = fields.String(
        required=True,
        validate=validate.OneOf(("published", "updated", "withdrawn", "restored")),
    )
    type = fields.String(required=True)
    at = fields.String(required=True)
    iri = fields.Url(required=True, require_tld=False)
    sha256 = fields.String(required=True)


class ChangesSchema(ma.Schema):
    """Changes, oldest first; ask again with `after` set to `next`."""

    changes = fields.List(fields.Nested(ChangeSchema), required=True)
    next = fields.Integer(required=True)
    latest = fields.Integer(required=True)
