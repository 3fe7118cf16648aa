"""Credentials, courses and examinations as a page shows them.

A credential carries credits, outcomes and assessment inside ceterms:requires (condition profiles);
a course or an examination carries them itself. Both are read into the same record.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, TypeVar

from ctdl.ctid import CTID, ctid_in, derive_ctid
from ctdl.frameworks import FRAMEWORKS
from ctdl.language import LangText
from ctdl.records.amounts import read_cost, read_credits, read_duration, read_hours, read_spans
from ctdl.records.quality import qa_statements
from ctdl.records.reading import DESCRIPTIONS, NAMES, ConceptValue, NodeView
from ctdl.records.values import (
    Amount,
    Assessment,
    Connection,
    Cost,
    Field,
    Hours,
    Identifier,
    Level,
    Mode,
    QAStatement,
    Reference,
    Skill,
    Span,
)
from ctdl.vocabulary import vocabulary

#: The classification of fields of education that this registry ships.
ISCED_F: Final = "isced-f-2013"
_ISCED_F_CTID: Final = derive_ctid(f"concept-scheme:{ISCED_F}")
_ISCED_F_ADDRESSES: Final = "http://data.europa.eu/esco/isced-f/"

T = TypeVar("T")

_CONNECTIONS: Final = (
    "ceterms:isPartOf",
    "ceterms:hasPart",
    "ceterms:isPreparationFor",
    "ceterms:preparationFrom",
    "ceterms:isRequiredFor",
    "ceterms:isRecommendedFor",
    "ceterms:isAdvancedStandingFor",
    "ceterms:advancedStandingFrom",
    "ceterms:resultsInCredential",
    "ceterms:supersedes",
    "ceterms:supersededBy",
    "ceterms:previousVersion",
    "ceterms:nextVersion",
    "ceterms:latestVersion",
)
_TARGETS: Final = (
    "ceterms:targetCredential",
    "ceterms:targetLearningOpportunity",
    "ceterms:targetAssessment",
)
_CONDITIONS: Final = ("ceterms:requires", "ceterms:entryCondition", "ceterms:corequisite")
_DELIVERY: Final = ("ceterms:learningDeliveryType", "ceterms:deliveryType")
_LEARNED: Final = ("ceterms:teaches", "ceterms:assesses", "ceterms:targetCompetency")
_MODES: Final[dict[str, Mode]] = {
    "OnlineOnly": "online",
    "InPerson": "in-person",
    "BlendedDelivery": "blended",
}


@dataclass(frozen=True)
class CredentialRecord:
    """What one document states about a credential, course or examination; empty is not stated."""

    ctid: CTID
    type: str
    name: LangText
    description: LangText
    alternate_names: tuple[LangText, ...]
    webpage: str | None
    status: str | None
    languages: tuple[str, ...]
    owned_by: tuple[Reference, ...]
    offered_by: tuple[Reference, ...]
    levels: tuple[Level, ...]
    audience_levels: tuple[Field, ...]
    credits: tuple[Amount, ...]
    hours: Hours | None
    durations: tuple[Span, ...]
    costs: tuple[Cost, ...]
    modes: tuple[Mode, ...]
    fields: tuple[Field, ...]
    subjects: tuple[LangText, ...]
    keywords: tuple[LangText, ...]
    skills: tuple[Skill, ...]
    outcomes: tuple[LangText, ...]
    assessments: tuple[Assessment, ...]
    prerequisites: tuple[LangText, ...]
    requirements: tuple[LangText, ...]
    """What else is asked for, in words: the criteria of a badge, the rules of a certificate."""
    minimum_age: int | None
    qa: tuple[QAStatement, ...]
    connections: tuple[Connection, ...]
    identifiers: tuple[Identifier, ...]
    date_effective: str | None
    expiration_date: str | None
    renewal: str | None
    same_as: tuple[str, ...]
    resources: tuple[LangText, ...] = ()
    """The learning resources it names, such as books, equipment and software."""
    is_self_paced: bool = False
    """Whether self-paced learning is stated; False says nothing."""
    financial_aid: tuple[LangText, ...] = ()

    @property
    def is_learning_opportunity(self) -> bool:
        """Whether this is something one takes (a course, an examination), not an award."""
        return not vocabulary().is_a(self.type, "ceterms:Credential")


def read_credential(view: NodeView, ctid: CTID) -> CredentialRecord:
    """The record of the credential, course or examination `view`."""
    conditions = list(view.views(*_CONDITIONS))
    carriers = [view, *conditions]
    described = [view, *_learning(conditions)]
    return CredentialRecord(
        ctid=ctid,
        type=view.type,
        name=view.text(*NAMES),
        description=view.text(*DESCRIPTIONS),
        alternate_names=view.texts("ceterms:alternateName"),
        webpage=view.page("ceterms:subjectWebpage"),
        status=_status(view),
        languages=view.strings("ceterms:inLanguage"),
        owned_by=view.references("ceterms:ownedBy"),
        offered_by=view.references("ceterms:offeredBy"),
        levels=tuple(_level(concept) for concept in view.concepts("ceterms:atLevel")),
        audience_levels=tuple(
            Field(concept.term, concept.name)
            for concept in view.concepts("ceterms:audienceLevelType")
        ),
        credits=_unique(amount for carrier in carriers for amount in read_credits(carrier)),
        hours=read_hours(view),
        durations=tuple(read_spans(view)),
        costs=tuple(read_cost(profile) for profile in view.views("ceterms:estimatedCost")),
        modes=_modes(view),
        fields=tuple(
            Field(concept.notation, concept.name, _scheme(concept))
            for concept in view.concepts("ceterms:instructionalProgramType")
        ),
        subjects=tuple(
            concept.name for concept in view.concepts("ceterms:subject") if concept.name
        ),
        keywords=view.texts("ceterms:keyword"),
        skills=_unique(skill for carrier in carriers for skill in _skills(carrier)),
        outcomes=_unique(text for carrier in carriers for text in _outcomes(carrier)),
        assessments=_unique(found for carrier in carriers for found in _assessments(carrier)),
        prerequisites=_unique(
            {tag: text}
            for condition in conditions
            for stated in condition.texts("ceterms:condition")
            for tag, text in stated.items()
        ),
        requirements=_unique(_requirements(view)),
        minimum_age=_minimum_age(conditions),
        qa=qa_statements(view),
        connections=tuple(_connections(view)),
        identifiers=tuple(_identifiers(view)),
        date_effective=view.string("ceterms:dateEffective"),
        expiration_date=view.string("ceterms:expirationDate"),
        renewal=read_duration(view, "ceterms:renewalFrequency"),
        same_as=view.iris("ceterms:sameAs"),
        resources=_unique(text for each in described for text in _resources(each)),
        is_self_paced=any(
            concept.term == "SelfPaced"
            for each in described
            for concept in each.concepts("ceterms:learningMethodType")
        ),
        financial_aid=_unique(text for each in described for text in _financial_aid(each)),
    )


def _status(view: NodeView) -> str | None:
    names = ("ceterms:credentialStatusType", "ceterms:lifeCycleStatusType")
    return next((concept.term for concept in view.concepts(*names) if concept.term), None)


def _level(concept: ConceptValue) -> Level:
    ctid = ctid_in(concept.iri) if concept.iri else None
    known = FRAMEWORKS.level_of_ctid(ctid) if ctid else None
    known = known or (FRAMEWORKS.level(concept.notation) if concept.notation else None)
    return Level(
        id=known.id if known else None,
        framework=known.framework if known else None,
        notation=known.notation if known else concept.notation,
        name=concept.name or ({"en": known.label} if known else {}),
        framework_name=concept.framework_name,
        ctid=ctid,
    )


def _scheme(concept: ConceptValue) -> str | None:
    ctid = ctid_in(concept.framework) if concept.framework else None
    is_isced = ctid == _ISCED_F_CTID or (concept.iri or "").startswith(_ISCED_F_ADDRESSES)
    return ISCED_F if is_isced else None


def _modes(view: NodeView) -> tuple[Mode, ...]:
    terms = (concept.term or "" for concept in view.concepts(*_DELIVERY))
    return tuple(dict.fromkeys(_MODES[term] for term in terms if term in _MODES))


def _skills(carrier: NodeView) -> Iterator[Skill]:
    for concept in carrier.concepts(*_LEARNED):
        if concept.name:
            yield Skill(concept.name, concept.iri)


def _outcomes(carrier: NodeView) -> Iterator[LangText]:
    for concept in carrier.concepts(*_LEARNED):
        if concept.description and not concept.name:
            yield concept.description


def _assessments(carrier: NodeView) -> Iterator[Assessment]:
    own = carrier.text("ceterms:assessmentMethodDescription")
    methods = _methods(carrier)
    if own or methods:
        yield Assessment({}, own, methods, carrier.boolean("ceterms:isProctored"))
    for profile in carrier.views("ceterms:targetAssessment"):
        yield Assessment(
            profile.text(*NAMES),
            profile.text("ceterms:assessmentMethodDescription", *DESCRIPTIONS),
            _methods(profile),
            profile.boolean("ceterms:isProctored"),
        )


def _learning(conditions: list[NodeView]) -> Iterator[NodeView]:
    """The courses and examinations that a credential requires, where its document describes them.

    What is asked for on the way belongs to them in CTDL, and to the credential for its reader.
    """
    for condition in conditions:
        yield from condition.views("ceterms:targetLearningOpportunity", "ceterms:targetAssessment")


def _resources(view: NodeView) -> Iterator[LangText]:
    for resource in view.views("ceterms:targetLearningResource"):
        said = resource.text(*NAMES) or resource.text(*DESCRIPTIONS)
        if said:
            yield said


def _financial_aid(view: NodeView) -> Iterator[LangText]:
    for profile in view.views("ceterms:financialAssistance"):
        said = profile.text(*DESCRIPTIONS) or profile.text(*NAMES)
        if said:
            yield said


def _methods(view: NodeView) -> tuple[str, ...]:
    concepts = view.concepts("ceterms:assessmentMethodType")
    return tuple(concept.term for concept in concepts if concept.term)


def _requirements(view: NodeView) -> Iterator[LangText]:
    """The descriptions of requirements that say more than what the profile is called.

    A profile about something else that is described (a course, an examination) is read with that.
    """
    for condition in view.views("ceterms:requires"):
        said = condition.text(*DESCRIPTIONS)
        leads_on = any(condition.references(*_TARGETS))
        if said and said != condition.text("ceterms:name") and not leads_on:
            yield said


def _minimum_age(conditions: list[NodeView]) -> int | None:
    ages = (condition.number("ceterms:minimumAge") for condition in conditions)
    return next((int(age) for age in ages if age is not None), None)


def _connections(view: NodeView) -> Iterator[Connection]:
    for relation in _CONNECTIONS:
        for value in view.values(relation):
            yield from _connection(view, relation, value)
    for condition in view.views("ceterms:requires"):
        for reference in condition.references(*_TARGETS):
            if reference.iri:
                yield Connection("ceterms:requires", reference, condition.text(*DESCRIPTIONS))


def _connection(view: NodeView, relation: str, value: object) -> Iterator[Connection]:
    holder = NodeView(view.document, {relation: value})
    profile = next(
        (found for found in holder.views(relation) if "ceterms:ConditionProfile" in found.types),
        None,
    )
    if profile is None:
        for reference in holder.references(relation):
            yield Connection(relation, reference, {})
        return
    targets = profile.references(*_TARGETS) or (None,)
    for target in targets:
        yield Connection(relation, target, profile.text(*DESCRIPTIONS, "ceterms:name"))


def _identifiers(view: NodeView) -> Iterator[Identifier]:
    for profile in view.views("ceterms:identifier"):
        value = profile.string("ceterms:identifierValueCode")
        if value:
            yield Identifier(profile.text("ceterms:identifierTypeName"), value)
    code = view.string("ceterms:codedNotation", "ceterms:credentialId")
    if code:
        yield Identifier({}, code)


def _unique(values: Iterable[T]) -> tuple[T, ...]:
    found = tuple(values)
    if len(found) < 2:
        return found
    # Language maps have no hash; their text does, and a hostile list may be long.
    return tuple({repr(value): value for value in found}.values())
