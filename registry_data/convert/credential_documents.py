"""From the parsed facts of a credential or course to its CTDL document and provenance.

A credential carries credits, outcomes and assessment inside `ceterms:requires`; a course carries
them itself. The two shapes differ in nothing else that matters here.
"""

from typing import Any

from registry_data.convert.amounts import value_profile
from registry_data.convert.conditions import conditions, learning_properties
from registry_data.convert.credential_facts import Cost, CredentialFacts
from registry_data.convert.delivery import delivery_alignments, delivery_modes
from registry_data.convert.descriptions import description
from registry_data.convert.durations import duration_profile, hours_profile, years
from registry_data.convert.json_ld import (
    Node,
    alignment,
    concept,
    document,
    identifier,
    node,
    record,
    references,
    text,
    texts,
)
from registry_data.convert.levels import level_alignment
from registry_data.convert.outputs import Shipped
from registry_data.convert.quality_statements import quality_nodes, quality_properties
from registry_data.convert.statements import Statement, provenance
from registry_data.convert.vocabularies import field_alignment

_CREDENTIAL_STATUS = {
    "active": ("credentialStat:Active", "Active"),
    "closing": ("credentialStat:TeachOut", "Teach Out"),
    "closed": ("credentialStat:Deprecated", "Deprecated"),
}
_COURSE_STATUS = {
    "active": ("lifeCycle:Active", "Active"),
    "closing": ("lifeCycle:TeachOut", "Teach Out"),
    "closed": ("lifeCycle:Ceased", "Ceased"),
}
_AUDIENCE = {
    "BeginnerLevel": "Beginner Level",
    "IntermediateLevel": "Intermediate Level",
    "AdvancedLevel": "Advanced Level",
    "ProfessionalLevel": "Professional Level",
    "BachelorsDegreeLevel": "Bachelors Degree Level",
    "MastersDegreeLevel": "Masters Degree Level",
}


def shipped(facts: CredentialFacts) -> Shipped:
    """The document of one credential or course, and who stated what in it."""
    main = record(facts.type, facts.ctid, **_properties(facts))
    nodes = [*_assessment_nodes(facts), *quality_nodes(facts)]
    statement = facts.statement.noting(*facts.remarks)
    whole = document(main, *nodes)
    return Shipped(whole, provenance(whole, statement, _exceptions(facts)))


def _properties(facts: CredentialFacts) -> dict[str, Any]:
    return {
        "ceterms__name": text(facts.title, facts.title_language),
        "ceterms__alternateName": texts(list(facts.alternate_titles)),
        "ceterms__description": text(description(facts)),
        "ceterms__subjectWebpage": facts.page,
        "ceterms__inLanguage": list(facts.languages),
        **_status(facts),
        "ceterms__ownedBy": references(*facts.owners),
        "ceterms__offeredBy": references(*facts.offerers),
        "ceterms__identifier": [identifier(kind, value) for kind, value in facts.identifiers],
        "ceterms__atLevel": [level_alignment(level) for level in facts.levels],
        "ceterms__audienceLevelType": [
            concept("AudienceLevel", f"audLevel:{level}", _AUDIENCE[level])
            for level in facts.audience
        ],
        **_content(facts),
        "ceterms__estimatedDuration": _durations(facts),
        "ceterms__estimatedCost": [_cost(cost) for cost in facts.costs],
        **_delivery(facts),
        "ceterms__instructionalProgramType": (
            [field_alignment(facts.field)] if facts.field else None
        ),
        "ceterms__subject": [
            alignment(ceterms__targetNodeName=text(subject)) for subject in facts.subjects
        ],
        "ceterms__expirationDate": facts.expiration_date,
        **({} if facts.is_learning_opportunity else _validity(facts)),
        **quality_properties(facts),
        **_connections(facts),
    }


def _content(facts: CredentialFacts) -> dict[str, Any]:
    if not facts.is_learning_opportunity:
        return {"ceterms__requires": conditions(facts)}
    credits = [value_profile(facts.credits)] if facts.credits else None
    return {"ceterms__creditValue": credits, **learning_properties(facts)}


def _status(facts: CredentialFacts) -> dict[str, Any]:
    if not facts.status:
        return {}
    if facts.is_learning_opportunity:
        curie, label = _COURSE_STATUS[facts.status]
        return {"ceterms__lifeCycleStatusType": concept("LifeCycleStatus", curie, label)}
    curie, label = _CREDENTIAL_STATUS[facts.status]
    return {"ceterms__credentialStatusType": concept("CredentialStatus", curie, label)}


def _durations(facts: CredentialFacts) -> list[Node]:
    profiles = [duration_profile(facts.duration), hours_profile(facts.hours)]
    return [profile for profile in profiles if profile]


def _cost(cost: Cost) -> Node:
    return node(
        "ceterms:CostProfile",
        ceterms__description=text(cost.description),
        ceterms__price=cost.price,
        ceterms__currency=cost.currency,
    )


def _delivery(facts: CredentialFacts) -> dict[str, Any]:
    modes = delivery_alignments(delivery_modes(facts.delivery)) if facts.delivery else []
    own = "ceterms__deliveryType" if facts.is_learning_opportunity else None
    return {own or "ceterms__learningDeliveryType": modes}


def _validity(facts: CredentialFacts) -> dict[str, Any]:
    return {"ceterms__renewalFrequency": years(facts.valid_for)}


def _connections(facts: CredentialFacts) -> dict[str, Any]:
    unresolved = [
        node(
            "ceterms:ConditionProfile",
            ceterms__name=text("Leads on to"),
            ceterms__description=text(goal),
        )
        for goal in facts.prepares_for
    ]
    return {
        "ceterms__isPreparationFor": [*references(*facts.leads_to), *unresolved],
        "ceterms__prerequisite": references(*facts.required_courses),
        "ceterms__isPartOf": references(*facts.part_of),
        "ceterms__hasPart": references(*facts.parts),
        "ceterms__targetPathway": references(facts.pathway) if facts.pathway else None,
        "ceterms__supersedes": references(*facts.supersedes),
        "ceterms__supersededBy": references(*facts.superseded_by),
    }


def _assessment_nodes(facts: CredentialFacts) -> list[Node]:
    stated = facts.assessment
    if stated is None or facts.type == "ceterms:AssessmentProfile":
        return []
    return [
        node(
            "ceterms:AssessmentProfile",
            "assessment",
            ceterms__name=text(stated.description[:1].upper() + stated.description[1:]),
            ceterms__assessmentMethodType=(
                [concept("AssessmentMethod", f"assessMethod:{stated.method}", stated.method)]
                if stated.method
                else None
            ),
            ceterms__isProctored=stated.is_proctored or None,
        )
    ]


_PATHS = {
    "levels": "ceterms:atLevel",
    "audience": "ceterms:audienceLevelType",
    "field": "ceterms:instructionalProgramType",
    "hours": "ceterms:estimatedDuration",
    "duration": "ceterms:estimatedDuration",
    "costs": "ceterms:estimatedCost",
    "title": "ceterms:name",
    "page": "ceterms:subjectWebpage",
    "owners": "ceterms:ownedBy",
    "offerers": "ceterms:offeredBy",
    "languages": "ceterms:inLanguage",
    "identifiers": "ceterms:identifier",
    "quality": "ceterms:relatedAction",
    "leads_to": "ceterms:isPreparationFor",
    "prepares_for": "ceterms:isPreparationFor",
    "part_of": "ceterms:isPartOf",
    "parts": "ceterms:hasPart",
    "pathway": "ceterms:targetPathway",
    "subjects": "ceterms:subject",
    "alternate_titles": "ceterms:alternateName",
    "type": "@type",
    "supersedes": "ceterms:supersedes",
    "superseded_by": "ceterms:supersededBy",
    "expiration_date": "ceterms:expirationDate",
}
_CREDENTIAL_PATHS = {
    "credits": "ceterms:requires/ceterms:creditValue",
    "skills": "ceterms:requires/ceterms:targetCompetency",
    "outcomes": "ceterms:requires/ceterms:targetCompetency",
    "assessment": "ceterms:requires/ceterms:targetAssessment",
    "prerequisites": "ceterms:requires/ceterms:condition",
    "delivery": "ceterms:learningDeliveryType",
    "status": "ceterms:credentialStatusType",
}
_COURSE_PATHS = {
    "credits": "ceterms:creditValue",
    "skills": "ceterms:teaches",
    "outcomes": "ceterms:teaches",
    "assessment": "ceterms:targetAssessment",
    "prerequisites": "ceterms:entryCondition",
    "delivery": "ceterms:deliveryType",
    "status": "ceterms:lifeCycleStatusType",
}


def _exceptions(facts: CredentialFacts) -> dict[str, Statement]:
    paths = {**_PATHS, **(_COURSE_PATHS if facts.is_learning_opportunity else _CREDENTIAL_PATHS)}
    return {
        paths[name]: stated
        for name, stated in facts.exceptions.items()
        if name in paths and getattr(facts, name, None)
    }
