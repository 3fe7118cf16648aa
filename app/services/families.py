"""Families of records: which classes are listed and shown in the same way."""

from functools import cache

from ctdl.vocabulary import vocabulary

CREDENTIAL = "credential"
LEARNING = "learning-opportunity"
ORGANIZATION = "organization"
FRAMEWORK = "framework"
PROGRESSION_MODEL = "progression-model"
ALIGNMENT_MAP = "alignment-map"
ACTION = "action"
TRANSFER_VALUE = "transfer-value"
CONCEPT_SCHEME = "concept-scheme"
OTHER = "other"

SEARCHED = (CREDENTIAL, LEARNING)
"""The families whose records are found by search."""

_ANCESTORS = (
    ("ceterms:Credential", CREDENTIAL),
    ("ceterms:LearningOpportunityProfile", LEARNING),
    ("ceterms:AssessmentProfile", LEARNING),
    ("ceterms:Organization", ORGANIZATION),
    ("ceterms:QualificationsFramework", FRAMEWORK),
    ("asn:ProgressionModel", PROGRESSION_MODEL),
    ("ceterms:AlignmentMap", ALIGNMENT_MAP),
    ("ceterms:CredentialingAction", ACTION),
    ("ceterms:TransferValueProfile", TRANSFER_VALUE),
    ("skos:ConceptScheme", CONCEPT_SCHEME),
)


@cache
def family_of(resource_type: str) -> str:
    """The family of a class, by the class tree of CTDL."""
    for ancestor, family in _ANCESTORS:
        if vocabulary().is_a(resource_type, ancestor):
            return family
    return OTHER
