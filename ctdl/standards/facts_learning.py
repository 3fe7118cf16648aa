"""Facts about what is learned, how, and how that is assessed."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from ctdl.messages import say
from ctdl.records.credentials import CredentialRecord
from ctdl.records.reading import NodeView
from ctdl.standards.facts import (
    Fact,
    anything,
    carriers,
    conditions,
    in_words,
    of_concepts,
    plain,
    shortened,
    worded,
)
from ctdl.standards.found import Found
from ctdl.standards.known import Known

_DELIVERY: Final = ("ceterms:learningDeliveryType", "ceterms:deliveryType")
#: CTDL's ways of delivery in the words of the European list.
_MODES: Final[Mapping[str, str]] = {
    "OnlineOnly": "online",
    "InPerson": "onsite",
    "BlendedDelivery": "blended",
    "WorkBased": "work-experience",
    "Internship": "work-experience",
    "Apprenticeship": "work-experience",
}
_SEVERAL_SITES: Final = "VariableSite"
_COMPETENCIES: Final = ("ceterms:teaches", "ceterms:assesses", "ceterms:targetCompetency")
_ASSESSMENT_PATHS: Final = (
    "ceterms:requires/ceterms:targetAssessment",
    "ceterms:assessmentMethodType",
    "ceterms:assessmentMethodDescription",
)
_OUTCOME_PATHS: Final = (
    "ceterms:requires/ceterms:targetCompetency",
    "ceterms:teaches",
    "ceterms:assesses",
)
_IDENTITY_UNKNOWN: Final = say(
    "Whether the assessment is supervised is stated, but not whether identity is verified."
)
_EXAMINED: Final = say("an examination")
_ONLY_PAGE: Final = say("A web page about it is stated, but no criteria for earning it.")
_ONLY_TAGS: Final = say("Only the names of skills are stated, no learning outcomes.")
_SCORING: Final = (
    "ceterms:scoringMethodType",
    "ceterms:scoringMethodDescription",
    "ceterms:scoringMethodExample",
    "ceterms:scoringMethodExampleDescription",
    "ceterms:hasRubric",
    "ceterms:assessmentOutput",
)


def _outcomes(known: Known) -> Iterator[Found]:
    """What is described of what a learner knows or can do; a bare name of a skill is a tag."""
    yield from in_words(known.record.outcomes)
    for carrier in carriers(known):
        for concept in carrier.concepts(*_COMPETENCIES):
            if concept.name and concept.description:
                yield from in_words([concept.description])
    for found in in_words(skill.name for skill in known.record.skills):
        yield replace(found, doubt=_ONLY_TAGS)


def _competencies(known: Known) -> Iterator[Found]:
    yield from in_words(known.record.outcomes)
    yield from in_words(skill.name for skill in known.record.skills)


def _skill_links(known: Known) -> Iterator[Found]:
    """Competencies that lie in a framework: they have an address, and the framework a name."""
    for carrier in (known.view, *conditions(known)):
        for concept in carrier.concepts(*_COMPETENCIES):
            if concept.iri and (concept.framework or concept.framework_name):
                yield Found(shortened(worded(concept.name) or concept.iri))


def _is_examination(record: CredentialRecord) -> bool:
    return record.type == "ceterms:AssessmentProfile"


def _assessment(known: Known) -> Iterator[Found]:
    for found in known.record.assessments:
        said = worded(found.name) or worded(found.description) or ", ".join(found.methods)
        yield Found(shortened(said) or _EXAMINED)
    for carrier in (known.view, *conditions(known)):
        for reference in carrier.references("ceterms:targetAssessment"):
            yield Found(shortened(worded(reference.name) or reference.ctid or "") or _EXAMINED)
    if _is_examination(known.record):
        yield Found(worded(known.record.name) or say("the examination itself"))


def _assessment_type(known: Known) -> Iterator[Found]:
    """Methods by their names; a method that is only described says what it is in words."""
    for carrier in carriers(known):
        yield from of_concepts(carrier.concepts("ceterms:assessmentMethodType"))
        yield from in_words(carrier.texts("ceterms:assessmentMethodDescription"))


def _assessment_use(known: Known) -> Iterator[Found]:
    for carrier in carriers(known):
        yield from of_concepts(carrier.concepts("ceterms:assessmentUseType"))


def _assessment_place(known: Known) -> Iterator[Found]:
    yield from of_concepts(known.view.concepts("ceterms:assessmentDeliveryType"))
    for view in _examinations(known):
        yield from of_concepts(view.concepts("ceterms:deliveryType"))


def _assessment_criteria(known: Known) -> Iterator[Found]:
    for view in (known.view, *_examinations(known)):
        yield from anything(view, "ceterms:hasRubric", "ceterms:scoringMethodType")
        yield from anything(view, "ceterms:scoringMethodDescription", "ceterms:processStandards")


def _scoring(known: Known) -> Iterator[Found]:
    for view in (known.view, *_examinations(known)):
        yield from anything(view, *_SCORING)


def _examinations(known: Known) -> Iterator[NodeView]:
    if _is_examination(known.record):
        yield known.view
    for carrier in (known.view, *conditions(known)):
        yield from carrier.views("ceterms:targetAssessment")


def _supervision(known: Known) -> Iterator[Found]:
    for found in known.record.assessments:
        if found.is_proctored is not None:
            said = say("supervised") if found.is_proctored else say("not supervised")
            yield Found(said, doubt=_IDENTITY_UNKNOWN)


def _modes(known: Known) -> Iterator[Found]:
    for carrier in carriers(known):
        if carrier is not known.view and "ceterms:AssessmentProfile" in carrier.types:
            continue
        for concept in carrier.concepts(*_DELIVERY):
            term = concept.term or ""
            said = worded(concept.name) or term or "described"
            doubt = (
                "" if term != _SEVERAL_SITES else say("Learning at several sites may be any mode.")
            )
            yield Found(shortened(said), _MODES.get(term, "another"), doubt=doubt)
        for concept in carrier.concepts("ceterms:learningMethodType"):
            term = concept.term or ""
            if term in _MODES:
                yield Found(shortened(worded(concept.name) or term), _MODES[term])


def _recommended(known: Known) -> Iterator[Found]:
    yield from anything(known.view, "ceterms:recommends")


def _prerequisites(known: Known) -> Iterator[Found]:
    """What is needed before enrolling. What is required to earn it is something else."""
    for name in ("ceterms:entryCondition", "ceterms:corequisite"):
        for condition in known.view.views(name):
            said = condition.text("ceterms:condition", "ceterms:description", "ceterms:name")
            if said:
                yield Found(worded(said))
    yield from in_words(known.record.prerequisites)
    yield from anything(
        known.view, "ceterms:prerequisite", "ceterms:coPrerequisite", "ceterms:preparationFrom"
    )
    if known.record.minimum_age is not None:
        yield Found(f"{known.record.minimum_age}", "age")


def _offerings(known: Known) -> Iterator[Found]:
    for carrier in carriers(known):
        for offering in carrier.views("ceterms:hasOffering"):
            yield from anything(
                offering,
                "ceterms:name",
                "ceterms:description",
                "ceterms:scheduleFrequencyType",
                "ceterms:offerFrequencyType",
            )
        yield from anything(carrier, "ceterms:offerFrequencyType", "ceterms:scheduleFrequencyType")
    if known.record.is_self_paced:
        yield Found(say("self-paced"), "self-paced")


def _criteria(known: Known) -> Iterator[Found]:
    """What earns it: the words of its requirements. A page about it need not tell them."""
    for condition in known.view.views("ceterms:requires"):
        yield from in_words(condition.texts("ceterms:condition", "ceterms:submissionOfDescription"))
    yield from in_words(known.record.requirements)
    yield from in_words(known.record.outcomes)
    for found in plain((known.record.webpage,)):
        yield replace(found, doubt=_ONLY_PAGE)


def _flexible(known: Known) -> Iterator[Found]:
    for carrier in carriers(known):
        for concept in carrier.concepts("ceterms:learningMethodType"):
            if concept.term in ("SelfPaced", "CompetencyBased", "Prerecorded"):
                yield Found(shortened(worded(concept.name) or concept.term), concept.term)


def _guidance(known: Known) -> Iterator[Found]:
    for carrier in carriers(known):
        yield from anything(carrier, "ceterms:hasSupportService")


LEARNING: Final[tuple[Fact, ...]] = (
    Fact("learning-outcomes", "learning outcomes", "text", _OUTCOME_PATHS, _outcomes),
    Fact("competencies", "skills or competencies", "text", _OUTCOME_PATHS, _competencies),
    Fact(
        "skill-links",
        "skills linked to a competency framework",
        "text",
        _OUTCOME_PATHS,
        _skill_links,
    ),
    Fact("assessment", "assessment", "text", _ASSESSMENT_PATHS, _assessment),
    Fact(
        "assessment-type",
        "type of assessment",
        "code",
        (
            "ceterms:requires/ceterms:targetAssessment/ceterms:assessmentMethodType",
            "ceterms:assessmentMethodType",
            "ceterms:assessmentMethodDescription",
        ),
        _assessment_type,
    ),
    Fact(
        "assessment-use",
        "use of the assessment",
        "code",
        ("ceterms:requires/ceterms:targetAssessment/ceterms:assessmentUseType",),
        _assessment_use,
        codes=("Formative", "Summative"),
    ),
    Fact(
        "assessment-place",
        "delivery of the assessment",
        "code",
        ("ceterms:assessmentDeliveryType", "ceterms:requires/ceterms:targetAssessment"),
        _assessment_place,
        codes=("OnlineOnly", "InPerson", "BlendedDelivery", "VariableSite"),
    ),
    Fact(
        "assessment-criteria",
        "criteria of the assessment",
        "text",
        (
            "ceterms:requires/ceterms:targetAssessment/ceterms:hasRubric",
            "ceterms:requires/ceterms:targetAssessment/ceterms:scoringMethodType",
            "ceterms:hasRubric",
        ),
        _assessment_criteria,
    ),
    Fact("scoring", "description of results", "text", _SCORING, _scoring),
    Fact(
        "supervision",
        "supervision and identity verification",
        "code",
        ("ceterms:requires/ceterms:targetAssessment/ceterms:isProctored",),
        _supervision,
        codes=(
            "unsupervised-no-id",
            "supervised-no-id",
            "supervised-online-id",
            "supervised-onsite-id",
        ),
    ),
    Fact(
        "delivery-mode",
        "form of participation",
        "code",
        _DELIVERY,
        _modes,
        codes=("online", "onsite", "blended", "volunteering", "work-experience"),
    ),
    Fact(
        "prerequisites",
        "prerequisites",
        "text",
        ("ceterms:requires/ceterms:condition", "ceterms:entryCondition", "ceterms:preparationFrom"),
        _prerequisites,
    ),
    Fact(
        "recommended-learning",
        "recommended prior learning",
        "text",
        ("ceterms:recommends",),
        _recommended,
    ),
    Fact(
        "offerings",
        "dates of delivery",
        "text",
        ("ceterms:hasOffering", "ceterms:offerFrequencyType", "ceterms:learningMethodType"),
        _offerings,
    ),
    Fact(
        "learning-resources",
        "learning resources",
        "text",
        ("ceterms:targetLearningResource",),
        lambda k: in_words(k.record.resources),
    ),
    Fact(
        "criteria",
        "criteria",
        "text",
        ("ceterms:requires/ceterms:description",),
        _criteria,
    ),
    Fact(
        "flexible-learning",
        "flexible learning",
        "code",
        ("ceterms:learningMethodType",),
        _flexible,
        codes=("SelfPaced", "CompetencyBased", "Prerecorded"),
    ),
    Fact("guidance", "guidance service", "text", ("ceterms:hasSupportService",), _guidance),
)
