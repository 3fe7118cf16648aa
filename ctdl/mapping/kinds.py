"""Which CTDL class a source's own word for its kind stands for."""

from collections.abc import Mapping
from typing import Any, Final

from ctdl.language import folded
from ctdl.mapping.known import (
    class_called,
)
from ctdl.mapping.notes import Notes
from ctdl.vocabulary import vocabulary

#: What a badge is when it says no more than that.
OPEN_BADGE: Final = "ceterms:OpenBadge"
GENERAL: Final = "ceterms:Credential"
_OPPORTUNITY: Final = "ceterms:LearningOpportunityProfile"
_OPPORTUNITIES: Final = ("ceterms:Course", "ceterms:LearningProgram")

#: Open Badges 3.0 achievement types that CTDL has under the same or another name.
ACHIEVEMENT_TYPES: Final[Mapping[str, str]] = {
    "Achievement": OPEN_BADGE,
    "ApprenticeshipCertificate": "ceterms:ApprenticeshipCertificate",
    "Assessment": "ceterms:AssessmentProfile",
    "AssociateDegree": "ceterms:AssociateDegree",
    "BachelorDegree": "ceterms:BachelorDegree",
    "Badge": "ceterms:DigitalBadge",
    "Certificate": "ceterms:Certificate",
    "CertificateOfCompletion": "ceterms:CertificateOfCompletion",
    "Certification": "ceterms:Certification",
    "Course": "ceterms:Course",
    "Degree": "ceterms:Degree",
    "Diploma": "ceterms:Diploma",
    "DoctoralDegree": "ceterms:DoctoralDegree",
    "GeneralEducationDevelopment": "ceterms:GeneralEducationDevelopment",
    "JourneymanCertificate": "ceterms:JourneymanCertificate",
    "LearningProgram": "ceterms:LearningProgram",
    "License": "ceterms:License",
    "MasterCertificate": "ceterms:MasterCertificate",
    "MasterDegree": "ceterms:MasterDegree",
    "MicroCredential": "ceterms:MicroCredential",
    "ProfessionalDoctorate": "ceterms:ProfessionalDoctorate",
    "QualityAssuranceCredential": "ceterms:QualityAssuranceCredential",
    "ResearchDoctorate": "ceterms:ResearchDoctorate",
    "SecondarySchoolDiploma": "ceterms:SecondarySchoolDiploma",
}


def kind_of_achievement(stated: Any, notes: Notes) -> str:
    """The class of an achievement; a type that CTDL lacks leaves it an open badge."""
    if stated is None:
        return OPEN_BADGE
    known = ACHIEVEMENT_TYPES.get(stated) if isinstance(stated, str) else None
    if known is None:
        notes.unread(
            "achievementType",
            stated,
            "CTDL has no class of this name, so it is read as an open badge",
        )
    return known or OPEN_BADGE


def achievement_type(kind: str) -> str:
    """The achievement type for a class, or for the nearest class above it that has one."""
    types = {name: word for word, name in ACHIEVEMENT_TYPES.items()}
    waiting = [kind]
    while waiting:
        for name in waiting:
            if name in types:
                return types[name]
        waiting = [
            up
            for low in waiting
            if low in vocabulary().classes
            for up in vocabulary().classes[low].superclasses
        ]
    return "Achievement"


def kind_called(values: list[Any], path: str, notes: Notes) -> str:
    """The credential class that one of `values` names exactly, else the general class.

    The general class is refused later with the remedy: nobody but the publisher knows the kind.
    """
    for value in values:
        for text in _names(value):
            local = text.rpartition("/")[2].removeprefix("ceterms:")
            found = class_called(text) or class_called(local)
            if found:
                return found
        notes.unread(path, value, "it is not the name of a CTDL class of credentials")
    return GENERAL


def opportunity_called(values: list[Any]) -> str:
    """The class of a learning opportunity; only a course and a programme are told apart."""
    called = {folded(vocabulary().label(name)): name for name in _OPPORTUNITIES}
    names = (folded(text) for value in values for text in _names(value))
    return next((called[name] for name in names if name in called), _OPPORTUNITY)


def _names(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if not isinstance(value, dict):
        return []
    found: list[str] = []
    for name in ("@value", "termCode", "name", "prefLabel", "id", "url"):
        member = value.get(name)
        texts = member.values() if isinstance(member, dict) else [member]
        for text in texts:
            members = text if isinstance(text, list) else [text]
            found.extend(each for each in members if isinstance(each, str))
    return found
