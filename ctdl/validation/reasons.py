"""Why the minimum data policy asks for a property: what its absence keeps readers from.

One sentence for each theme, in our words, the most useful first; `ctdl/data/policy.json` says
which class asks for what.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final


@dataclass(frozen=True)
class _Theme:
    why: str
    properties: str


_THEMES: Final = (
    _Theme(
        "without it nobody can tell what this is or refer to it",
        "ceterms:ctid ceterms:name ceterms:description ceasn:name ceasn:description "
        "ceasn:competencyText schema:description skos:prefLabel skos:definition",
    ),
    _Theme(
        "readers check there what is new and how to enrol",
        "ceterms:subjectWebpage",
    ),
    _Theme(
        "readers want to know where it is and how to ask a question",
        "ceterms:email ceterms:address ceterms:socialMedia",
    ),
    _Theme(
        "it says where the facts come from",
        "ceasn:source ceterms:sourceData ceterms:submissionOf",
    ),
    _Theme(
        "learners need to know in which language they would learn, and search by it",
        "ceterms:inLanguage ceasn:inLanguage",
    ),
    _Theme(
        "nobody should enrol for what is no longer awarded or not yet in force",
        "ceterms:credentialStatusType ceterms:dateEffective ceterms:startDate ceterms:endDate "
        "ceasn:publicationStatusType ceasn:dateValidFrom ceasn:dateValidUntil "
        "ceasn:dateCopyrighted ceasn:dateModified ceasn:repositoryDate ceasn:isVersionOf "
        "skos:changeNote",
    ),
    _Theme(
        "trust depends on who stands behind it",
        "ceterms:ownedBy ceterms:offeredBy ceasn:publisher ceasn:publisherName ceasn:creator "
        "ceasn:license ceasn:rights ceasn:rightsHolder ceterms:conditionManifestOf "
        "ceterms:costManifestOf",
    ),
    _Theme(
        "it shows who vouches for the quality",
        "ceterms:accreditedBy ceterms:approvedBy ceterms:recognizedBy ceterms:regulatedBy",
    ),
    _Theme(
        "a credential that can lapse or be taken away must say so",
        "ceterms:renewal ceterms:renewalFrequency ceterms:renewedBy ceterms:revocation "
        "ceterms:revokedBy",
    ),
    _Theme(
        "learners compare what it costs and who helps to pay",
        "ceterms:estimatedCost ceterms:costDetails ceterms:price ceterms:currency "
        "ceterms:directCostType ceterms:paymentPattern ceterms:residencyType "
        "ceterms:financialAssistance ceterms:financialAssistanceType "
        "ceterms:financialAssistanceValue",
    ),
    _Theme("learners plan by the time it takes", "ceterms:estimatedDuration"),
    _Theme(
        "it says where and how one can take it",
        "ceterms:availableAt ceterms:availabilityListing ceterms:availableOnlineAt "
        "ceterms:deliveryType ceterms:deliveryTypeDescription ceterms:learningMethodType",
    ),
    _Theme(
        "learners ask first whether they may begin, and what they must do to finish",
        "ceterms:requires ceterms:recommends ceterms:corequisite ceterms:entryCondition "
        "ceterms:commonConditions ceterms:condition ceterms:hasCondition ceterms:prerequisite "
        "ceterms:audienceType ceterms:targetAssessment ceterms:targetCompetency "
        "ceterms:targetCredential ceterms:targetLearningOpportunity",
    ),
    _Theme(
        "it is what one will know and be able to do",
        "ceterms:teaches ceterms:assesses ceasn:abilityEmbodied ceasn:knowledgeEmbodied "
        "ceasn:skillEmbodied ceasn:competencyCategory ceasn:derivedFrom",
    ),
    _Theme(
        "employers judge a credential by how it was assessed",
        "ceterms:assessmentMethodType ceterms:assessmentExample "
        "ceterms:assessmentExampleDescription",
    ),
    _Theme(
        "it lets others compare how demanding it is, and how large",
        "ceterms:audienceLevelType ceasn:educationLevelType ceterms:creditValue schema:value "
        "schema:minValue schema:maxValue schema:unitText ceasn:weight",
    ),
    _Theme(
        "it shows what it stacks with and what it leads to",
        "ceterms:advancedStandingFrom ceterms:isAdvancedStandingFor ceterms:hasPart "
        "ceterms:isPartOf ceterms:isPreparationFor ceterms:preparationFrom ceterms:isRequiredFor "
        "ceterms:isRecommendedFor ceterms:transferValue ceterms:transferValueFor "
        "ceterms:transferValueFrom ceterms:hasPathway ceterms:hasDestinationComponent "
        "ceterms:isDestinationComponentOf ceterms:componentCategory ceterms:componentDesignation "
        "ceterms:credentialType",
    ),
    _Theme(
        "it tells to which work it leads, and what came of it for those who hold it",
        "ceterms:occupationType ceterms:industryType ceterms:earnings ceterms:employmentOutcome "
        "ceterms:holders ceterms:hasJob ceterms:hasOccupation ceterms:hasTask ceterms:hasWorkRole",
    ),
    _Theme(
        "search finds it by these words and codes",
        "ceterms:keyword ceterms:subject ceterms:identifier ceterms:codedNotation "
        "ceasn:codedNotation ceasn:conceptKeyword ceasn:conceptTerm ceasn:listID skos:altLabel "
        "skos:hiddenLabel skos:notation skos:note",
    ),
    _Theme(
        "readers want to know what kind of organisation it is and what it is for",
        "ceterms:agentType ceterms:agentSectorType ceterms:agentPurpose "
        "ceterms:agentPurposeDescription ceterms:serviceType",
    ),
    _Theme(
        "it tells how long the organisation has been there, and to which larger one it belongs",
        "ceterms:foundingDate ceterms:parentOrganization",
    ),
    _Theme(
        "a term means something by its place among others",
        "ceasn:hasChild ceasn:isChildOf ceasn:hasTopChild ceasn:isTopChildOf ceasn:isPartOf "
        "ceterms:framework ceterms:frameworkName ceterms:targetNode ceterms:targetNodeDescription "
        "skos:broader skos:narrower skos:related skos:inScheme skos:topConceptOf "
        "skos:hasTopConcept skos:broadMatch skos:narrowMatch skos:closeMatch skos:exactMatch",
    ),
    _Theme(
        "it says in which countries or regions it holds",
        "ceterms:jurisdiction",
    ),
    _Theme(
        "readers recognise it by its logo or picture",
        "ceterms:image",
    ),
    _Theme(
        "it shows by which rules the organisation works, to those who look closely",
        "ceterms:administrationProcess ceterms:appealProcess ceterms:complaintProcess "
        "ceterms:developmentProcess ceterms:maintenanceProcess ceterms:reviewProcess "
        "ceterms:revocationProcess",
    ),
)


@cache
def reasons() -> dict[str, str]:
    """Why the policy asks for each property it speaks of."""
    return {name: theme.why for theme in _THEMES for name in theme.properties.split()}


@cache
def usefulness() -> dict[str, int]:
    """The place of each property among those the policy asks for; 0 serves readers most."""
    names = (name for theme in _THEMES for name in theme.properties.split())
    return {name: place for place, name in enumerate(names)}
