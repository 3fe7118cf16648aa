"""The columns of credentials, courses and examinations."""

from dataclasses import replace
from typing import Final

from ctdl.frameworks import FRAMEWORKS
from ctdl.tabular import common_columns as common
from ctdl.tabular.alignments import credit_units, isced_fields
from ctdl.tabular.columns import Choice, Column
from ctdl.tabular.common_columns import (
    ASSESSMENT,
    CONTENT,
    IDENTITY,
    LEARNING,
    TERMS,
    concept_choices,
)
from ctdl.vocabulary import vocabulary

FAMILIES: Final = (
    "ceterms:Credential",
    "ceterms:LearningOpportunityProfile",
    "ceterms:AssessmentProfile",
    "ceterms:CredentialType",
)
_FIRST_TYPES: Final = ("ceterms:MicroCredential", "ceterms:DigitalBadge", "ceterms:Certificate")


def _types() -> tuple[Choice, ...]:
    known = vocabulary()
    names = [name for family in FAMILIES for name in sorted(known.subclasses(family))]
    names = [name for name in names if name not in ("ceterms:Credential", *_FIRST_TYPES)]
    return tuple(
        Choice(name.removeprefix("ceterms:"), known.label(name)) for name in (*_FIRST_TYPES, *names)
    )


def _levels() -> tuple[Choice, ...]:
    return tuple(
        Choice(level.id, f"{FRAMEWORKS.frameworks[level.framework].name}: {level.label}")
        for level in FRAMEWORKS.levels.values()
    )


TYPE: Final = Column(
    "type",
    "Type",
    "What kind of credential, course or examination it is.",
    "choice",
    "@type",
    "MicroCredential",
    required=True,
    choices=_types(),
    section=IDENTITY,
)
NAME: Final = replace(common.NAME, example="Example: Safe use of drones in agriculture")
DESCRIPTION: Final = replace(
    common.DESCRIPTION, example="Example: for farm staff who fly drones to inspect crops."
)
WEBPAGE: Final = replace(common.WEBPAGE, example="https://provider.example/credentials/drones")
LANGUAGES: Final = Column(
    "languages",
    "Languages",
    "The languages it is taught and assessed in (BCP 47).",
    "code",
    "ceterms:inLanguage",
    "en | fr",
    required=True,
    repeatable=True,
    section=IDENTITY,
    other_labels=("Langues",),
)
STATUS: Final = Column(
    "status",
    "Status",
    "Whether it is on offer.",
    "choice",
    "ceterms:credentialStatusType",
    "Active",
    required=True,
    choices=(
        Choice("Active", "Active"),
        Choice("Probationary", "Probationary (awards)"),
        Choice("Developing", "In development (courses)"),
        Choice("TeachOut", "Teach-out: no new learners"),
        Choice("Ceasing", "Ceasing"),
        Choice("Suspended", "Suspended"),
        Choice("Deprecated", "Ended"),
    ),
    section=IDENTITY,
    also=("ceterms:lifeCycleStatusType",),
    other_labels=("Statut",),
)
OWNED_BY: Final = Column(
    "owned_by",
    "Owned by",
    "Who is responsible for it: the CTID or exact name. Left empty in a new record: you.",
    "reference",
    "ceterms:ownedBy",
    repeatable=True,
    section=IDENTITY,
)
OFFERED_BY: Final = Column(
    "offered_by",
    "Offered by",
    "Who offers it: the CTID or exact name.",
    "reference",
    "ceterms:offeredBy",
    repeatable=True,
    section=IDENTITY,
)
LEVEL: Final = Column(
    "level",
    "Level",
    "Levels in qualifications frameworks, written framework:level, such as eqf:5 or nzqcf:4.",
    "choice",
    "ceterms:atLevel",
    "eqf:5",
    repeatable=True,
    choices=_levels(),
    section=CONTENT,
    other_labels=("Niveau", "Levels"),
)
AUDIENCE_LEVEL: Final = Column(
    "audience_level",
    "Audience level",
    "For whom it is made, such as beginners or students of a master's degree.",
    "choice",
    "ceterms:audienceLevelType",
    repeatable=True,
    choices=concept_choices("ceterms:AudienceLevel"),
    section=CONTENT,
)
CREDITS: Final = Column(
    "credits",
    "Credits",
    "How many credits: a number greater than 0, or from-to such as 5-10.",
    "number",
    "ceterms:creditValue",
    "5",
    section=CONTENT,
    also=("schema:value", "schema:minValue", "schema:maxValue"),
    other_labels=("Crédits",),
)
CREDIT_UNIT: Final = Column(
    "credit_unit",
    "Credit unit",
    "What one credit is: ects, nzqcf, us-semester…",
    "choice",
    "ceterms:creditUnitType",
    "ects",
    choices=tuple(Choice(code, label) for code, label in credit_units().items()),
    section=CONTENT,
    other_labels=("Unité de crédit",),
)
HOURS: Final = Column(
    "hours",
    "Hours of work",
    "Hours a learner works in all, study and assessment included: 125, or from-to such as 100-150.",
    "number",
    "ceterms:estimatedDuration",
    "125",
    section=CONTENT,
    other_labels=("Heures", "Heures de travail"),
)
DURATION: Final = Column(
    "duration",
    "Duration",
    "Calendar time from start to end: 6 weeks, 3-6 months, or ISO 8601 (P6W).",
    "text",
    "ceterms:estimatedDuration",
    "6 weeks",
    section=CONTENT,
    also=("ceterms:exactDuration", "ceterms:minimumDuration", "ceterms:maximumDuration"),
    other_labels=("Durée",),
)
DELIVERY: Final = Column(
    "delivery",
    "Delivery",
    "How one takes part: online, in-person, blended.",
    "choice",
    "ceterms:learningDeliveryType",
    "online",
    repeatable=True,
    choices=(
        Choice("online", "Online only"),
        Choice("in-person", "In person only"),
        Choice("blended", "Blended: online and in person"),
        Choice("variable-site", "At varying places"),
    ),
    section=CONTENT,
    also=("ceterms:deliveryType",),
    other_labels=("Modalité", "Mode"),
)
FIELD: Final = Column(
    "field",
    "Field of education",
    "The ISCED-F 2013 code, two to four figures.",
    "choice",
    "ceterms:instructionalProgramType",
    "0811",
    choices=tuple(Choice(code, label) for code, label in isced_fields().items()),
    section=CONTENT,
    other_labels=("ISCED-F", "Domaine"),
)
SUBJECTS: Final = Column(
    "subjects",
    "Subjects",
    "What it is about, one subject a line or separated by |.",
    "lines",
    "ceterms:subject",
    "Crop inspection",
    repeatable=True,
    translatable=True,
    section=CONTENT,
    other_labels=("Sujets",),
)
OCCUPATIONS: Final = Column(
    "occupations",
    "Occupations",
    "Occupations it leads to.",
    "lines",
    "ceterms:occupationType",
    repeatable=True,
    translatable=True,
    section=CONTENT,
)
INDUSTRIES: Final = Column(
    "industries",
    "Industries",
    "Industries it is for.",
    "lines",
    "ceterms:industryType",
    repeatable=True,
    translatable=True,
    section=CONTENT,
)
OUTCOMES: Final = Column(
    "outcomes",
    "Learning outcomes",
    "What a learner can do afterwards: one outcome a line, or separated by |.",
    "lines",
    "ceterms:targetNodeDescription",
    "plan a flight over crops | judge whether the weather allows a flight",
    repeatable=True,
    translatable=True,
    section=LEARNING,
    also=("ceterms:targetCompetency", "ceterms:teaches", "ceterms:assesses"),
    other_labels=("Acquis d'apprentissage", "Learning objectives"),
)
SKILLS: Final = Column(
    "skills",
    "Skills",
    "Named skills, one a line or separated by |.",
    "lines",
    "ceterms:targetNodeName",
    repeatable=True,
    translatable=True,
    section=LEARNING,
    other_labels=("Compétences",),
)
PREREQUISITES: Final = Column(
    "prerequisites",
    "Entry requirements",
    "What one needs to begin, one condition a line or separated by |.",
    "lines",
    "ceterms:condition",
    repeatable=True,
    translatable=True,
    section=LEARNING,
    also=("ceterms:entryCondition",),
    other_labels=("Prérequis", "Conditions d'admission"),
)
MINIMUM_AGE: Final = Column(
    "minimum_age",
    "Lowest age",
    "The lowest age in years.",
    "number",
    "ceterms:minimumAge",
    section=LEARNING,
)
ASSESSMENT_METHODS: Final = Column(
    "assessment_methods",
    "Assessment methods",
    "How learning is assessed.",
    "choice",
    "ceterms:assessmentMethodType",
    "Exam",
    repeatable=True,
    choices=concept_choices("ceterms:AssessmentMethod"),
    section=ASSESSMENT,
)
ASSESSMENT_DESCRIPTION: Final = Column(
    "assessment_description",
    "Assessment",
    "How learning is assessed, in a sentence.",
    "paragraph",
    "ceterms:assessmentMethodDescription",
    "Example: an online examination of one hour",
    translatable=True,
    section=ASSESSMENT,
    also=("ceterms:targetAssessment",),
)
PROCTORED: Final = Column(
    "proctored",
    "Supervised",
    "Whether somebody supervises the assessment and checks who sits it: yes or no.",
    "choice",
    "ceterms:isProctored",
    choices=(Choice("yes", "Yes"), Choice("no", "No")),
    section=ASSESSMENT,
)
COST: Final = Column(
    "cost",
    "Cost",
    "What a learner pays in all, in figures; 0 when it is free.",
    "number",
    "ceterms:price",
    "249",
    section=TERMS,
    also=("ceterms:estimatedCost",),
    other_labels=("Coût", "Price", "Prix"),
)
CURRENCY: Final = Column(
    "currency",
    "Currency",
    "The currency of the cost (ISO 4217), such as EUR.",
    "code",
    "ceterms:currency",
    "EUR",
    section=TERMS,
    other_labels=("Devise",),
)
COST_NOTE: Final = Column(
    "cost_note",
    "Remark on the cost",
    "What the cost covers, or who pays less.",
    "text",
    translatable=True,
    section=TERMS,
)
COST_PAGE: Final = Column(
    "cost_page",
    "Page on the cost",
    "The page that explains the cost. Left empty: the web page of the record.",
    "url",
    "ceterms:costDetails",
    section=TERMS,
)
AVAILABLE_ONLINE_AT: Final = Column(
    "available_online_at",
    "Online at",
    "Addresses where one takes it online.",
    "lines",
    "ceterms:availableOnlineAt",
    repeatable=True,
    section=TERMS,
    also=("ceterms:availableAt",),
)
VALID_FROM: Final = Column(
    "valid_from",
    "Valid from",
    "The first day it is on offer, YYYY-MM-DD.",
    "date",
    "ceterms:dateEffective",
    "2026-01-01",
    section=TERMS,
    other_labels=("Valable dès",),
)
VALID_UNTIL: Final = Column(
    "valid_until",
    "Valid until",
    "The last day it is on offer, YYYY-MM-DD.",
    "date",
    "ceterms:expirationDate",
    section=TERMS,
    other_labels=("Valable jusqu'au",),
)
RENEWAL: Final = Column(
    "renewal",
    "Renewal",
    "After what time a holder must renew it, such as 3 years.",
    "text",
    "ceterms:renewalFrequency",
    section=TERMS,
)
