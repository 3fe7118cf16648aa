"""Gap analysis: the parameters and the answer in JSON."""

import marshmallow as ma
from marshmallow import fields, validate

from app.schemas.query import QuerySchema
from app.schemas.search import BriefRecordSchema
from app.services.gap import MOST_HELD, MOST_SKILLS

LANGUAGES = ("en", "fr")


class GapParameters(QuerySchema):
    """What is aimed at, and what is held already."""

    target = fields.String(
        required=True,
        metadata={
            "description": "An occupation by its id at ESCO (`occupation/<uuid>`) or its name, a"
            " group of occupations (`isco/C2512`), or a credential by its CTID."
        },
    )
    held = fields.List(
        fields.String(),
        load_default=list,
        metadata={
            "description": "The CTID of a credential that is held; repeatable,"
            f" {MOST_HELD} at most."
        },
    )
    skill = fields.List(
        fields.String(),
        load_default=list,
        metadata={
            "description": "A skill somebody says they have, by its id at ESCO (`skill/<uuid>`) or"
            f" its name; repeatable, {MOST_SKILLS} at most."
        },
    )
    lang = fields.String(
        load_default=LANGUAGES[0],
        validate=validate.OneOf(LANGUAGES, error="The languages are {choices}."),
        metadata={"description": "The language that labels are preferred in, `en` or `fr`."},
    )


class GapSkillSchema(ma.Schema):
    """A skill of the ESCO classification."""

    id = fields.String(required=True)
    iri = fields.Url(required=True)
    label = fields.String(required=True)


class ThroughSchema(ma.Schema):
    """How a record is about a skill: the concept its own words name or that it points to.

    That concept is the skill itself or a narrower one. It is read from words, not proved.
    """

    id = fields.String(required=True)
    label = fields.String(required=True)
    words = fields.String(required=True, metadata={"description": "The words of the record."})
    stated = fields.Boolean(
        required=True, metadata={"description": "The record points to the concept itself."}
    )


class CoveringSchema(ma.Schema):
    """A credential that is held and covers a skill."""

    ctid = fields.String(required=True)
    through = fields.Nested(ThroughSchema, required=True)


class CoveredSchema(GapSkillSchema):
    """A skill that is covered: by credentials that are held, or as somebody says."""

    by = fields.List(fields.Nested(CoveringSchema), required=True)
    said = fields.List(
        fields.Nested(GapSkillSchema),
        required=True,
        metadata={"description": "The skills said to be had that are this one or part of it."},
    )


class CoversSchema(GapSkillSchema):
    """A missing skill that a proposed record covers."""

    through = fields.Nested(ThroughSchema, required=True)


class ProposedSchema(BriefRecordSchema):
    """A record proposed, with the missing skills it covers."""

    covers = fields.List(fields.Nested(CoversSchema), required=True)


class NotReachedSchema(GapSkillSchema):
    """A missing skill that only records not proposed cover, and how many these are."""

    records = fields.Integer(required=True)


class AimSchema(ma.Schema):
    """What is aimed at."""

    kind = fields.String(required=True, validate=validate.OneOf(("occupation", "credential")))
    id = fields.String(required=True)
    iri = fields.Url(required=True, require_tld=False)
    label = fields.String(required=True)
    group = fields.Nested(
        GapSkillSchema,
        required=True,
        allow_none=True,
        metadata={
            "description": "The group of occupations whose skills stand for the occupation's own,"
            " of which nothing is known."
        },
    )
    skills = fields.Integer(
        required=True,
        metadata={"description": "How many skills it asks for; 0 where nothing is known of them."},
    )


class SkillGapSchema(ma.Schema):
    """The gap: an estimate by the words of records, never a promise."""

    target = fields.Nested(AimSchema, required=True)
    held = fields.List(fields.Nested(BriefRecordSchema), required=True)
    covered = fields.List(fields.Nested(CoveredSchema), required=True)
    missing = fields.List(fields.Nested(GapSkillSchema), required=True)
    proposed = fields.List(fields.Nested(ProposedSchema), required=True)
    smallest = fields.Boolean(
        required=True,
        metadata={
            "description": "No fewer records would do, and no other choice of so many covers more;"
            " false where not all choices could be tried."
        },
    )
    looked_at = fields.Integer(
        required=True, metadata={"description": "How many records were chosen from."}
    )
    not_reached = fields.List(fields.Nested(NotReachedSchema), required=True)
    not_taught = fields.List(
        fields.Nested(GapSkillSchema),
        required=True,
        metadata={"description": "The missing skills that no record here covers."},
    )
