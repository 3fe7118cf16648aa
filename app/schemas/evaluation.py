"""The evaluation of a credential: the parameters and the answer in JSON."""

import marshmallow as ma
from marshmallow import fields, validate

from app.schemas.query import QuerySchema
from ctdl.ctid import CTID_PATTERN
from ctdl.evaluation import ANSWERS, FINDINGS, STATES

LANGUAGES = ("en", "fr")
_BY = ("issuer", "third party", "receiver", "registry", "not known")
_SAYS = ("yes", "no", "expired", "aside")


def _ctid(words: str) -> fields.String:
    return fields.String(
        load_default=None,
        validate=validate.Regexp(
            f"^{CTID_PATTERN.pattern}$", error="{input} is not a CTID (ce- and a UUID)."
        ),
        metadata={"description": words},
    )


class EvaluationParameters(QuerySchema):
    """The day, and for whom the credential is looked at."""

    asof = fields.Date(
        load_default=None,
        error_messages={"invalid": "Not a day; write year, month and day, such as 2023-05-01."},
        metadata={"description": "The day that is asked about, `YYYY-MM-DD`; today."},
    )
    receiver = _ctid("The CTID of the organization that would admit the holder or give credit.")
    programme = _ctid(
        "The CTID of the programme or course that the credential is held against. Without a"
        " `receiver`, those who provide the programme are asked."
    )
    lang = fields.String(
        load_default=LANGUAGES[0],
        validate=validate.OneOf(LANGUAGES, error="The languages are {choices}."),
        metadata={"description": "The language of the sentences, `en` or `fr`."},
    )


class EvaluationEvidenceSchema(ma.Schema):
    """A value, where it stands and who says it; the issuer about itself is told apart."""

    value = fields.String(required=True)
    source = fields.String(required=True, allow_none=True)
    asserted_by = fields.String(required=True, allow_none=True)
    date = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "When it was seen or stated, as exact as that is known."},
    )
    says = fields.String(
        required=True,
        validate=validate.OneOf(_SAYS),
        metadata={"description": "What it means for the question; `aside` settles nothing."},
    )
    by = fields.String(required=True, validate=validate.OneOf(_BY))
    source_url = fields.String(required=True, allow_none=True)
    record = fields.String(required=True, allow_none=True)
    doubt = fields.String(required=True, allow_none=True)


class EvaluationMilestoneSchema(ma.Schema):
    """One of the sixteen milestones; `unknown` is silence, and never "no"."""

    id = fields.Integer(required=True)
    gate = fields.String(required=True)
    question = fields.String(required=True)
    answer = fields.String(required=True, validate=validate.OneOf(ANSWERS))
    evidence = fields.List(fields.Nested(EvaluationEvidenceSchema), required=True)
    missing = fields.List(fields.String(), required=True)
    means = fields.String(
        required=True, metadata={"description": "What follows from a no, or from a gap."}
    )
    rule = fields.String(required=True)


class EvaluationCriterionSchema(ma.Schema):
    """One of the seven recognition criteria."""

    id = fields.String(required=True)
    label = fields.String(required=True)
    evidence = fields.List(fields.Nested(EvaluationEvidenceSchema), required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))


class EvaluationStopSchema(ma.Schema):
    """The first milestone answered "no"; `of_trust` where nothing later repairs it."""

    milestone = fields.Integer(required=True)
    gate = fields.String(required=True)
    means = fields.String(required=True)
    of_trust = fields.Boolean(required=True)


class EvaluationFiguresSchema(ma.Schema):
    """What stands on one side: words, or a range in a unit."""

    words = fields.List(fields.String(), required=True)
    min = fields.Float(required=True, allow_none=True)
    max = fields.Float(required=True, allow_none=True)
    unit = fields.String(required=True, allow_none=True)


class EvaluationComparisonRowSchema(ma.Schema):
    """A row of the crosswalk: one comparison of two levels; rows are never joined."""

    level = fields.String(required=True)
    other = fields.String(required=True, allow_none=True)
    relation = fields.String(required=True)
    basis = fields.String(required=True, allow_none=True)
    source = fields.String(required=True, allow_none=True)
    year = fields.String(required=True, allow_none=True)
    record = fields.String(required=True)


class EvaluationAspectSchema(ma.Schema):
    """One aspect of the substantial-difference check."""

    id = fields.String(required=True)
    label = fields.String(required=True)
    finding = fields.String(required=True, validate=validate.OneOf(FINDINGS))
    here = fields.Nested(EvaluationFiguresSchema, required=True)
    there = fields.Nested(EvaluationFiguresSchema, required=True)
    why = fields.List(fields.String(), required=True)
    rows = fields.List(fields.Nested(EvaluationComparisonRowSchema), required=True)


class EvaluationMatchedOutcomeSchema(ma.Schema):
    """An outcome of the programme, and the one here that means about the same: an estimate."""

    there = fields.String(required=True)
    here = fields.String(required=True, allow_none=True)
    nearness = fields.Float(required=True, allow_none=True)


class EvaluationDifferenceSchema(ma.Schema):
    """The check against the programme, aspect by aspect."""

    aspects = fields.List(fields.Nested(EvaluationAspectSchema), required=True)
    outcomes = fields.List(fields.Nested(EvaluationMatchedOutcomeSchema), required=True)


class EvaluatedPartySchema(ma.Schema):
    """A receiver."""

    ctid = fields.String(required=True, allow_none=True)
    name = fields.String(required=True, allow_none=True)


class EvaluatedProgrammeSchema(EvaluatedPartySchema):
    """The programme, with the number of its revision in the log."""

    revision = fields.Integer(required=True)


class EvaluationSchema(ma.Schema):
    """An evaluation: advice from stated facts, no decision; nothing of it is stored."""

    ctid = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    asof = fields.String(required=True, metadata={"format": "date"})
    revision = fields.Integer(
        required=True, metadata={"description": "The number of the record's entry in the log."}
    )
    revision_address = fields.String(required=True)
    sha256 = fields.String(required=True)
    receivers = fields.List(fields.Nested(EvaluatedPartySchema), required=True)
    programme = fields.Nested(EvaluatedProgrammeSchema, required=True, allow_none=True)
    milestones = fields.List(fields.Nested(EvaluationMilestoneSchema), required=True)
    criteria = fields.List(fields.Nested(EvaluationCriterionSchema), required=True)
    stop = fields.Nested(EvaluationStopSchema, required=True, allow_none=True)
    difference = fields.Nested(EvaluationDifferenceSchema, required=True, allow_none=True)
    quality_assurance_confirmed = fields.Boolean(
        required=True,
        allow_none=True,
        metadata={"description": "Whether the agency says so; null where nothing is relied on."},
    )
    quality_assurance = fields.String(required=True)
    advice = fields.String(required=True)
