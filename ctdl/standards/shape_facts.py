"""Facts as SHACL sees them: where a value must stand in a document, and of what form.

Only facts that are nothing but a value at a path are here. The others need more than one document,
a conversion, or the meaning of words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from ctdl.ctid import CTID_PATTERN
from ctdl.frameworks import FRAMEWORKS
from ctdl.records.reading import DESCRIPTIONS, NAMES
from ctdl.standards.facts import CONDITIONS, TARGETS, Fact
from ctdl.vocabulary import vocabulary


@dataclass(frozen=True)
class Alternative:
    """Any of these ways."""

    ways: tuple["Path", ...]


@dataclass(frozen=True)
class Sequence:
    """One step after the other."""

    steps: tuple["Path", ...]


@dataclass(frozen=True)
class Perhaps:
    """This step, or none."""

    step: "Path"


Path = str | Alternative | Sequence | Perhaps
Form = Literal["text", "anything", "address", "page", "english"]


@dataclass(frozen=True)
class Where:
    """A value stands at the path, in a form, matching a pattern or being in a list."""

    path: Path
    form: Form = "anything"
    pattern: str = ""
    among: tuple[str, ...] = ()


def some(*names: str) -> Path:
    """Any of the properties."""
    return names[0] if len(names) == 1 else Alternative(names)


def after(*steps: Path) -> Path:
    """One step after the other."""
    return Sequence(steps)


_CONDITION: Final = Perhaps(some(*CONDITIONS))
_TEXTS: Final = some(
    "ceterms:targetNodeName", "ceterms:targetNodeDescription", *NAMES, *DESCRIPTIONS
)
_OUTCOME_TEXTS: Final = some("ceterms:targetNodeDescription", *DESCRIPTIONS)
_LEARNED: Final = some("ceterms:teaches", "ceterms:assesses", "ceterms:targetCompetency")
_METHODS: Final = some("ceterms:assessmentMethodType", "ceterms:assessmentMethodDescription")
_BODIES: Final = some("ceterms:ownedBy", "ceterms:offeredBy")
_STACKS: Final = some(
    "ceterms:isPartOf",
    "ceterms:isAdvancedStandingFor",
    "ceterms:isRequiredFor",
    "ceterms:isPreparationFor",
    "ceterms:isRecommendedFor",
)
_CREDITS: Final = after(_CONDITION, "ceterms:creditValue")
_CLASS_ROOTS: Final = (
    "ceterms:Credential",
    "ceterms:LearningOpportunityProfile",
    "ceterms:AssessmentProfile",
)

#: The ways to state a fact; one of them is enough.
PRESENT: Final[Mapping[str, tuple[Where, ...]]] = {
    "ctid": (Where("ceterms:ctid", "text", pattern=f"^(?:{CTID_PATTERN.pattern})$"),),
    "title": (Where(some(*NAMES), "text"),),
    "title-in-english": (Where(some(*NAMES, "ceterms:alternateName"), "english"),),
    "description": (Where(some(*DESCRIPTIONS), "text"),),
    "webpage": (Where("ceterms:subjectWebpage", "page"),),
    "awarding-body": (
        Where("ceterms:ownedBy", "address"),
        Where(after("ceterms:ownedBy", some(*NAMES)), "text"),
    ),
    "provider": (
        Where(_BODIES, "address"),
        Where(after(_BODIES, some(*NAMES)), "text"),
    ),
    "status": (
        Where(
            after(
                some("ceterms:credentialStatusType", "ceterms:lifeCycleStatusType"),
                Perhaps("ceterms:targetNode"),
            ),
            "address",
        ),
    ),
    "competencies": (Where(after(_CONDITION, _LEARNED, _TEXTS), "text"),),
    "learning-outcomes": (Where(after(_CONDITION, _LEARNED, _OUTCOME_TEXTS), "text"),),
    "assessment": (
        Where(after(_CONDITION, "ceterms:targetAssessment"), "address"),
        Where(after(_CONDITION, "ceterms:targetAssessment", some(*NAMES)), "text"),
        Where(after(_CONDITION, _METHODS)),
        Where("rdf:type", among=("ceterms:AssessmentProfile",)),
    ),
    "assessment-type": (Where(after(_CONDITION, Perhaps(some(*TARGETS)), _METHODS)),),
    "price": (Where(after("ceterms:estimatedCost", "ceterms:price"), pattern="^[0-9.]"),),
    "level": (Where("ceterms:atLevel"),),
    "field-of-study": (
        Where(after(some("ceterms:instructionalProgramType", "ceterms:subject"), _TEXTS), "text"),
    ),
    "external-qa": (
        Where(
            some(
                "ceterms:accreditedBy",
                "ceterms:approvedBy",
                "ceterms:recognizedBy",
                "ceterms:regulatedBy",
            )
        ),
    ),
    "stackability": (
        Where(_STACKS, "address"),
        Where(after(_STACKS, some("ceterms:description", *NAMES)), "text"),
        Where("ceterms:targetPathway"),
    ),
    "other-identifier": (
        Where(after("ceterms:identifier", "ceterms:identifierValueCode"), "text"),
        Where(some("ceterms:sameAs", "ceterms:codedNotation", "ceterms:credentialId")),
    ),
    "class": (
        Where(
            "rdf:type",
            among=tuple(
                sorted(
                    {name for root in _CLASS_ROOTS for name in vocabulary().subclasses(root)}
                    - {"ceterms:Credential", "ceterms:Degree"}
                )
            ),
        ),
    ),
}

_MODES: Final[Mapping[str, tuple[str, ...]]] = {
    "online": ("deliveryType:OnlineOnly",),
    "onsite": ("deliveryType:InPerson",),
    "blended": ("deliveryType:BlendedDelivery",),
    "volunteering": (),
    "work-experience": (
        "learnMethod:WorkBased",
        "learnMethod:Internship",
        "learnMethod:Apprenticeship",
    ),
}


def present(fact: Fact) -> tuple[Where, ...] | None:
    """Where a value states `fact`; None where that is more than a value at a path."""
    if fact.is_simple:
        return (Where(some(*fact.properties)),)
    return PRESENT.get(fact.name) or _level_stated(fact)


def one_of(fact: Fact, codes: frozenset[str]) -> tuple[Where, ...] | None:
    """Where a value states one of the codes of `fact`."""
    if fact.name != "delivery-mode":
        return None
    among = tuple(term for code in sorted(codes) for term in _MODES[code])
    holders = (_CONDITION, Perhaps("ceterms:targetLearningOpportunity"))
    kinds = some("ceterms:learningDeliveryType", "ceterms:deliveryType")
    methods = "ceterms:learningMethodType"
    return (
        Where(after(*holders, kinds, Perhaps("ceterms:targetNode")), among=among),
        Where(after(*holders, methods, Perhaps("ceterms:targetNode")), among=among),
    )


def within(fact: Fact, low: float | None, high: float | None) -> tuple[Where, ...] | None:
    """Where a level of the framework of `fact` lies between two levels."""
    kind, _, framework = fact.name.partition(":")
    known = FRAMEWORKS.framework(framework) if kind == "level" else None
    if known is None:
        return None
    allowed = [
        level
        for level in known.levels
        if level.notation.isdecimal()
        and (low is None or int(level.notation) >= low)
        and (high is None or int(level.notation) <= high)
    ]
    return _at_levels([level.id for level in allowed], [level.ctid for level in allowed])


def _level_stated(fact: Fact) -> tuple[Where, ...] | None:
    kind, _, framework = fact.name.partition(":")
    known = FRAMEWORKS.framework(framework) if kind == "level" else None
    if known is None:
        return None
    return _at_levels([level.id for level in known.levels], [level.ctid for level in known.levels])


def _at_levels(ids: list[str], ctids: list[str]) -> tuple[Where, ...]:
    notations, nodes = "|".join(ids), "|".join(ctids)
    return (
        Where(after("ceterms:atLevel", "ceterms:codedNotation"), "text", f"^(?:{notations})$"),
        Where(
            after("ceterms:atLevel", Perhaps("ceterms:targetNode")),
            "address",
            f"/resources/(?:{nodes})$",
        ),
    )
