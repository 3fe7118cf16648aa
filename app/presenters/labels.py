"""Names of classes, relations, modes and other codes, in the language of the page."""

import re

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.presenters.language import page_language
from ctdl.countries import country_name
from ctdl.vocabulary import vocabulary

_TYPES: dict[str, LazyString] = {
    "ceterms:MicroCredential": _l("Micro-credential"),
    "ceterms:Certification": _l("Certification"),
    "ceterms:Certificate": _l("Certificate"),
    "ceterms:CertificateOfCompletion": _l("Certificate of completion"),
    "ceterms:CertificateOfParticipation": _l("Certificate of participation"),
    "ceterms:AcademicCertificate": _l("Academic certificate"),
    "ceterms:ProfessionalCertificate": _l("Professional certificate"),
    "ceterms:BasicTechnicalCertificate": _l("Basic technical certificate"),
    "ceterms:HigherEducationLevel1Certificate": _l("Higher education certificate, level 1"),
    "ceterms:HigherEducationLevel2Certificate": _l("Higher education certificate, level 2"),
    "ceterms:TechnicalLevel1Certificate": _l("Technical certificate, level 1"),
    "ceterms:TechnicalLevel2Certificate": _l("Technical certificate, level 2"),
    "ceterms:TechnicalLevel3Certificate": _l("Technical certificate, level 3"),
    "ceterms:Badge": _l("Badge"),
    "ceterms:DigitalBadge": _l("Digital badge"),
    "ceterms:OpenBadge": _l("Open Badge"),
    "ceterms:Degree": _l("Degree"),
    "ceterms:AssociateDegree": _l("Associate degree"),
    "ceterms:BachelorDegree": _l("Bachelor's degree"),
    "ceterms:MasterDegree": _l("Master's degree"),
    "ceterms:DoctoralDegree": _l("Doctoral degree"),
    "ceterms:Diploma": _l("Diploma"),
    "ceterms:SecondarySchoolDiploma": _l("Secondary school diploma"),
    "ceterms:GeneralEducationDevelopment": _l("General education development"),
    "ceterms:SecondaryEducationCertificate": _l("Secondary education certificate"),
    "ceterms:License": _l("Licence"),
    "ceterms:QualityAssuranceCredential": _l("Quality assurance credential"),
    "ceterms:ApprenticeshipCertificate": _l("Apprenticeship certificate"),
    "ceterms:JourneymanCertificate": _l("Journeyman certificate"),
    "ceterms:MasterCertificate": _l("Master certificate"),
    "ceterms:Specialization": _l("Specialization"),
    "ceterms:Credential": _l("Credential"),
    "ceterms:AssessmentProfile": _l("Examination"),
    "ceterms:Course": _l("Course"),
    "ceterms:LearningProgram": _l("Learning programme"),
    "ceterms:LearningOpportunityProfile": _l("Learning opportunity"),
    "ceterms:CredentialOrganization": _l("Credential organization"),
    "ceterms:QACredentialOrganization": _l("Quality assurance body"),
    "ceterms:Organization": _l("Organization"),
    "ceterms:QualificationsFramework": _l("Qualifications framework"),
    "asn:ProgressionModel": _l("Levels of a framework"),
    "asn:ProgressionLevel": _l("Level of a framework"),
    "ceterms:AlignmentMap": _l("Comparison of levels"),
    "ceterms:TransferValueProfile": _l("Transfer value"),
    "ceterms:TransferAgreement": _l("Transfer agreement"),
    "ceterms:TransferIntermediary": _l("Course that others are taken for"),
    "ceterms:PriorLearningPolicy": _l("Policy on prior learning"),
    "ceterms:Occupation": _l("Occupation"),
    "ceterms:Pathway": _l("Pathway"),
    "ceterms:PathwayComponent": _l("Step"),
    "ceterms:BasicComponent": _l("Step"),
    "ceterms:CredentialComponent": _l("Step: a credential"),
    "ceterms:CourseComponent": _l("Step: a course"),
    "ceterms:AssessmentComponent": _l("Step: an examination"),
    "ceterms:CompetencyComponent": _l("Step: a competency"),
    "ceterms:CocurricularComponent": _l("Step: beside the courses"),
    "ceterms:ExtracurricularComponent": _l("Step: outside the courses"),
    "ceterms:JobComponent": _l("Step: a job"),
    "ceterms:WorkExperienceComponent": _l("Step: work experience"),
    "ceterms:CollectionComponent": _l("Steps together"),
    "ceterms:MultiComponent": _l("Steps together"),
    "ceterms:AccreditAction": _l("Accreditation"),
    "ceterms:ApproveAction": _l("Approval"),
    "ceterms:RecognizeAction": _l("Recognition"),
    "ceterms:RegulateAction": _l("Regulation"),
    "ceterms:RegistrationAction": _l("Registration"),
    "skos:ConceptScheme": _l("List of terms"),
    "skos:Concept": _l("Term"),
}

_MODES: dict[str, LazyString] = {
    "online": _l("Online"),
    "in-person": _l("In person"),
    "blended": _l("Blended"),
}

_QUALITY_ASSURANCE: dict[str, LazyString] = {
    "accreditation": _l("Accreditation"),
    "approval": _l("Approval"),
    "recognition": _l("Recognition"),
    "regulation": _l("Regulation"),
    "registration": _l("Listed in a register"),
}

_RELATIONS: dict[str, LazyString] = {
    "isPartOf": _l("Is part of"),
    "hasPart": _l("Has as a part"),
    "isPreparationFor": _l("Prepares for"),
    "preparationFrom": _l("Is prepared for by"),
    "isRequiredFor": _l("Is required for"),
    "requires": _l("Requires"),
    "isRecommendedFor": _l("Is recommended for"),
    "recommends": _l("Recommends"),
    "isAdvancedStandingFor": _l("Gives advanced standing in"),
    "advancedStandingFrom": _l("Gives advanced standing to holders of"),
    "broadAlignment": _l("Is broadly aligned with"),
    "narrowAlignment": _l("Is narrowly aligned with"),
    "exactAlignment": _l("Is exactly aligned with"),
    "hasCredential": _l("Includes the credential"),
    "targetPathway": _l("Is a step of the published pathway to"),
    "isRelatedTo": _l("Is related to"),
    "supersededBy": _l("Is replaced by"),
    "supersedes": _l("Replaces"),
    "latestVersion": _l("Has as its latest version"),
    "nextVersion": _l("Is followed by"),
    "previousVersion": _l("Follows"),
}

_LEVEL_RELATIONS: dict[str, LazyString] = {
    "exact": _l("uses the same level description as"),
    "close": _l("is comparable to"),
    "broad": _l("is part of what is covered by"),
    "narrow": _l("covers, among others"),
    "none": _l("has no comparable level"),
}

_STATUSES: dict[str, LazyString] = {
    "Active": _l("Active"),
    "Ceased": _l("Ceased: no longer awarded"),
    "Deprecated": _l("Deprecated"),
    "Probationary": _l("Probationary"),
    "Suspended": _l("Suspended"),
    "Superseded": _l("Superseded"),
    "TeachOut": _l("Closing: no new learners"),
}

_AUDIENCE_LEVELS: dict[str, LazyString] = {
    "BeginnerLevel": _l("Beginner"),
    "IntermediateLevel": _l("Intermediate"),
    "AdvancedLevel": _l("Advanced"),
    "ExpertLevel": _l("Expert"),
}

_ASSESSMENT_METHODS: dict[str, LazyString] = {
    "Exam": _l("Examination"),
    "Performance": _l("Practical performance"),
    "Artifact": _l("Work handed in"),
    "Report": _l("Report"),
    "Portfolio": _l("Portfolio"),
}

_ACTION_STATUSES: dict[str, LazyString] = {
    "ActiveActionStatus": _l("In force"),
    "CompletedActionStatus": _l("Completed"),
    "FailedActionStatus": _l("Failed or refused"),
    "PotentialActionStatus": _l("Planned"),
}

_IMPORTED_FORMATS: dict[str, LazyString] = {
    "open-badges-2": _l("Open Badges 2.0: a BadgeClass"),
    "open-badges-3": _l("Open Badges 3.0: an Achievement"),
    "elm": _l("European Learning Model 3: a qualification or learning opportunity"),
    "schema-org": _l("schema.org: an EducationalOccupationalCredential or a Course"),
    "ctdl": _l("A document, envelope or page of another CTDL registry"),
}

_BASES: dict[str, LazyString] = {
    "official referencing report": _l("official referencing report"),
    "comparison report": _l("comparison report"),
    "indicative": _l("indicative, not an official comparison"),
    "bilateral statement": _l("statement of both countries"),
}


def type_label(curie: str) -> str:
    """The name of a class; one the site has no word for is named by the vocabulary."""
    return str(_TYPES[curie]) if curie in _TYPES else vocabulary().label(curie)


def mode_label(mode: str) -> str:
    """How learning is delivered."""
    return str(_MODES.get(mode, mode))


def quality_assurance_label(kind: str) -> str:
    """The kind of a quality-assurance statement."""
    return str(_QUALITY_ASSURANCE[kind]) if kind in _QUALITY_ASSURANCE else _spaced(kind)


def relation_label(predicate: str) -> str:
    """The words for a relation between two records, read from the first to the second."""
    name = predicate.split(":")[-1]
    return str(_RELATIONS[name]) if name in _RELATIONS else _spaced(name)


def level_relation_label(relation: str) -> str:
    """The words for how two levels compare; never "equals", which no document says."""
    return str(_LEVEL_RELATIONS.get(relation, relation))


def action_status_label(status: str) -> str:
    """Whether an act is in force, as it is stated."""
    name = status.split(":")[-1]
    return str(_ACTION_STATUSES[name]) if name in _ACTION_STATUSES else _spaced(name)


def imported_format_label(name: str) -> str:
    """What a format is called that documents are imported from."""
    return str(_IMPORTED_FORMATS.get(name, name))


def basis_label(basis: str) -> str:
    """What kind of evidence a comparison of levels rests on."""
    return str(_BASES.get(basis, basis))


def status_label(status: str) -> str:
    """The stated status of a credential."""
    name = status.split(":")[-1]
    return str(_STATUSES[name]) if name in _STATUSES else _spaced(name)


def audience_level_label(code: str) -> str | None:
    """A platform's own word for difficulty, not a level of a framework; None for unknown codes."""
    name = code.split(":")[-1]
    return str(_AUDIENCE_LEVELS[name]) if name in _AUDIENCE_LEVELS else None


def assessment_method_label(code: str) -> str:
    """How something is assessed, by the CTDL list of methods."""
    name = code.split(":")[-1]
    return str(_ASSESSMENT_METHODS[name]) if name in _ASSESSMENT_METHODS else _spaced(name)


def concept_label(concept: str) -> str:
    """The name of a value of one of CTDL's lists, such as orgType:TrainingProvider."""
    # The English names are gathered for translation with the columns of the forms.
    known = vocabulary().concept_terms.get(concept)
    return gettext(known.label) if known else _spaced(concept)


def country_label(code: str | None) -> str | None:
    """The name of a country in the language of the page."""
    if not code:
        return None
    return country_name(code, page_language()) or code


def facet_legend(name: str) -> str:
    """What a facet of the search narrows by."""
    return {
        "type": gettext("Type of credential"),
        "field": gettext("Field of study"),
        "level": gettext("Level"),
        "provider": gettext("Provider"),
        "country": gettext("Country"),
        "mode": gettext("How it is taught"),
        "language": gettext("Language"),
        "qa": gettext("Quality assurance"),
        "standard": gettext("Meets the elements of"),
    }.get(name, name)


def _spaced(curie: str) -> str:
    name = curie.split(":")[-1]
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return words[:1].upper() + words[1:].lower()
