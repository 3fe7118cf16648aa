"""What a credential asks for and gives: its condition profiles, each with a name of its own."""

from typing import Any

from registry_data.convert.amounts import value_profile
from registry_data.convert.credential_facts import CredentialFacts
from registry_data.convert.json_ld import Node, alignment, concept, node, text
from registry_data.convert.vocabularies import skill_alignment


def conditions(facts: CredentialFacts) -> list[Node]:
    """One profile each for credits, skills, outcomes, assessment and prerequisites."""
    profiles = [
        _profile(
            "Credits",
            ceterms__creditValue=[value_profile(facts.credits)] if facts.credits else None,
        ),
        _profile("Skills", ceterms__targetCompetency=_skills(facts)),
        _profile("Learning outcomes", ceterms__targetCompetency=_outcomes(facts)),
        _profile(
            "Assessment", ceterms__targetAssessment=["_:assessment"] if facts.assessment else None
        ),
        _prerequisites(facts),
    ]
    return [profile for profile in profiles if profile]


def learning_properties(facts: CredentialFacts) -> dict[str, Any]:
    """The same for a course or an examination, which carry them without a profile."""
    entry = _prerequisites(facts)
    common = {"ceterms__entryCondition": [entry] if entry else None}
    if facts.type == "ceterms:AssessmentProfile":
        return {
            **common,
            "ceterms__assesses": [*_skills(facts), *_outcomes(facts)],
            **_examination(facts),
        }
    return {
        **common,
        "ceterms__teaches": [*_skills(facts), *_outcomes(facts)],
        "ceterms__targetAssessment": ["_:assessment"] if facts.assessment else None,
    }


def _examination(facts: CredentialFacts) -> dict[str, Any]:
    stated = facts.assessment
    if stated is None:
        return {}
    method = stated.method
    return {
        "ceterms__assessmentMethodType": (
            [concept("AssessmentMethod", f"assessMethod:{method}", method)] if method else None
        ),
        "ceterms__assessmentMethodDescription": text(stated.description),
        "ceterms__isProctored": stated.is_proctored or None,
    }


def _profile(name: str, **properties: Any) -> Node | None:
    if not any(properties.values()):
        return None
    return node(
        "ceterms:ConditionProfile",
        ceterms__name=text(name),
        ceterms__description=text(name),
        **properties,
    )


def _prerequisites(facts: CredentialFacts) -> Node | None:
    return _profile(
        "Prerequisites",
        ceterms__condition={"en": [facts.prerequisites]} if facts.prerequisites else None,
        ceterms__minimumAge=facts.minimum_age,
    )


def _skills(facts: CredentialFacts) -> list[Node]:
    return [skill_alignment(skill) for skill in facts.skills]


def _outcomes(facts: CredentialFacts) -> list[Node]:
    return [alignment(ceterms__targetNodeDescription=text(outcome)) for outcome in facts.outcomes]
