"""Pathways: components, the conditions between them, and the destinations they lead to.

Read tolerantly: published pathways type their components as credentials, name the inverse of a
destination in two ways, and take ceasn:isPartOf for ceterms:isPartOf.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from ctdl.ctid import CTID, ctid_in
from ctdl.language import LangText
from ctdl.records.amounts import read_credits
from ctdl.records.reading import DESCRIPTIONS, NAMES, NodeView
from ctdl.records.values import Amount, Field, Reference
from ctdl.vocabulary import vocabulary

MOST_DEPTH: Final = 30
"""How deep conditions of a component are read inside each other; real ones have three levels."""
MOST_CONDITIONS: Final = 20_000
"""How many conditions of one pathway are read, with what they refer to."""

_COMPONENT: Final = "ceterms:PathwayComponent"
_PARTS: Final = ("ceterms:hasPart", "ceasn:hasChild", "ceterms:hasDestinationComponent")
_PART_OF: Final = ("ceterms:isPartOf", "ceasn:isPartOf")
_DESTINATION_OF: Final = ("ceterms:isDestinationComponentOf", "ceterms:isDestinationComponentFor")


@dataclass(frozen=True)
class Constraint:
    """A comparison that the components of a condition have to satisfy, as it is stated.

    Sources are CURIEs, addresses or plain numbers; actions, such as "Sum", are taken on them first.
    """

    name: LangText
    description: LangText
    left: tuple[str, ...]
    left_action: str | None
    comparator: str | None
    right: tuple[str, ...]
    right_action: str | None


@dataclass(frozen=True)
class ComponentCondition:
    """How many of its components and conditions are needed; `cut` says why reading ended here."""

    name: LangText
    description: LangText
    required_number: float | None
    operator: str | None
    targets: tuple[str, ...]
    conditions: tuple["ComponentCondition", ...]
    constraints: tuple[Constraint, ...]
    required_constraints: float | None
    cut: Literal["cycle", "too-deep", "too-many"] | None = None


@dataclass(frozen=True)
class Component:
    """A step of a pathway: what it stands for, what it asks for, what comes before and after.

    `id` is its CTID, or its address; other components are named by the same ids. `stated_ctid` is
    what it gives for a CTID, well formed or not.
    """

    id: str
    type: str
    name: LangText
    description: LangText
    webpage: str | None
    stated_ctid: str | None
    proxy_for: tuple[Reference, ...]
    levels: tuple[Reference, ...]
    credits: tuple[Amount, ...]
    credit_levels: tuple[str, ...]
    points: tuple[Amount, ...]
    designations: tuple[LangText, ...]
    categories: tuple[LangText, ...]
    terms: tuple[LangText, ...]
    precedes: tuple[str, ...]
    preceded_by: tuple[str, ...]
    children: tuple[str, ...]
    parents: tuple[str, ...]
    conditions: tuple[ComponentCondition, ...]

    @property
    def is_component(self) -> bool:
        """Whether its class is one of components; published pathways use other classes too."""
        return vocabulary().is_a(self.type, _COMPONENT)


@dataclass(frozen=True)
class PathwayRecord:
    """What one document states about a pathway; empty is not stated."""

    ctid: CTID
    type: str
    name: LangText
    description: LangText
    webpage: str | None
    owned_by: tuple[Reference, ...]
    offered_by: tuple[Reference, ...]
    components: tuple[Component, ...]
    destinations: tuple[str, ...]
    progression_models: tuple[Reference, ...]
    occupations: tuple[Field, ...]
    industries: tuple[Field, ...]
    keywords: tuple[LangText, ...]
    subjects: tuple[LangText, ...]
    same_as: tuple[str, ...]
    status: str | None
    start: str | None
    end: str | None

    def component(self, id: str) -> Component | None:
        """The component with that id."""
        return next((each for each in self.components if each.id == id), None)


def read_pathway(view: NodeView, ctid: CTID) -> PathwayRecord:
    """The record of the pathway `view`, with every component its document describes."""
    components = _ComponentReader(view, ctid).components()
    statuses = (concept.term for concept in view.concepts("ceterms:lifeCycleStatusType"))
    return PathwayRecord(
        ctid=ctid,
        type=view.type,
        name=view.text(*NAMES),
        description=view.text(*DESCRIPTIONS),
        webpage=view.page("ceterms:subjectWebpage"),
        owned_by=view.references("ceterms:ownedBy"),
        offered_by=view.references("ceterms:offeredBy"),
        components=tuple(component for component, _ in components),
        destinations=_destinations(view, ctid, components),
        progression_models=view.references("asn:hasProgressionModel"),
        occupations=tuple(_classified(view, "ceterms:occupationType")),
        industries=tuple(_classified(view, "ceterms:industryType")),
        keywords=view.texts("ceterms:keyword"),
        subjects=tuple(
            concept.name for concept in view.concepts("ceterms:subject") if concept.name
        ),
        same_as=view.iris("ceterms:sameAs"),
        status=next((status for status in statuses if status), None),
        start=view.string("ceterms:dateEffective", "ceterms:startDate"),
        end=view.string("ceterms:expirationDate", "ceterms:endDate"),
    )


def _destinations(
    view: NodeView, ctid: CTID, components: list[tuple[Component, NodeView]]
) -> tuple[str, ...]:
    """The goals that the pathway names, then those that only the components themselves name."""
    stated = list(_ids(view, "ceterms:hasDestinationComponent"))
    stated += [
        component.id
        for component, described in components
        if ctid in _ids(described, *_DESTINATION_OF)
    ]
    return tuple(dict.fromkeys(stated))


def _classified(view: NodeView, name: str) -> Iterator[Field]:
    for concept in view.concepts(name):
        yield Field(concept.notation, concept.name)


class _ComponentReader:
    """Finds and reads the components of one pathway."""

    def __init__(self, pathway: NodeView, ctid: CTID) -> None:
        self._pathway = pathway
        self._ctid = ctid
        self._conditions = 0
        self._constraints: dict[int, Constraint] = {}

    def components(self) -> list[tuple[Component, NodeView]]:
        """Those in the pathway's own order, then those that name it, then all they lead to."""
        described = {_id(view): view for view in self._described()}
        waiting = [
            *_ids(self._pathway, *_PARTS),
            *(id for id, view in described.items() if self._belongs(view)),
        ]
        found: dict[str, tuple[Component, NodeView]] = {}
        for id in waiting:
            view = described.get(id)
            if view is None or id in found or id == self._ctid:
                continue
            component = self._component(view, id)
            found[id] = (component, view)
            waiting += _led_to(component)
        return list(found.values())

    def _described(self) -> Iterator[NodeView]:
        for node in self._pathway.document.nodes:
            view = NodeView(self._pathway.document, node)
            if node is not self._pathway.node and "@id" in node:
                yield view

    def _belongs(self, view: NodeView) -> bool:
        pathways = _ids(view, *_PART_OF, *_DESTINATION_OF)
        # A component that names no pathway belongs to the one of its document.
        is_component = any(vocabulary().is_a(name, _COMPONENT) for name in view.types)
        return self._ctid in pathways or (is_component and not pathways)

    def _component(self, view: NodeView, id: str) -> Component:
        return Component(
            id=id,
            type=view.type,
            name=view.text(*NAMES),
            description=view.text(*DESCRIPTIONS),
            webpage=view.page("ceterms:subjectWebpage"),
            stated_ctid=view.string("ceterms:ctid"),
            proxy_for=view.references("ceterms:proxyFor"),
            levels=view.references("asn:hasProgressionLevel"),
            credits=tuple(read_credits(view)),
            credit_levels=tuple(
                concept.iri
                for profile in view.views("ceterms:creditValue")
                for concept in profile.concepts("ceterms:creditLevelType")
                if concept.iri
            ),
            points=tuple(read_credits(view, "ceterms:pointValue")),
            designations=_concept_names(view, "ceterms:componentDesignation"),
            categories=view.texts("ceterms:componentCategory"),
            terms=_concept_names(view, "ceterms:programTerm"),
            precedes=_ids(view, "ceterms:precedes"),
            # The minimum data policy still has the older name of what comes before.
            preceded_by=_ids(view, "ceterms:precededBy", "ceterms:prerequisite"),
            children=_ids(view, "ceasn:hasChild", "ceterms:hasChild"),
            parents=_ids(view, "ceasn:isChildOf", "ceterms:isChildOf"),
            conditions=tuple(
                self._condition(found, (_key(view),))
                for found in view.views("ceterms:hasCondition")
            ),
        )

    def _condition(self, view: NodeView, inside: tuple[int, ...]) -> ComponentCondition:
        self._conditions += 1
        cut = self._cut(view, inside)
        if cut is not None:
            return _cut_condition(view, cut)
        targets = _ids(view, "ceterms:targetComponent")
        constraints = tuple(view.views("ceterms:hasConstraint"))
        self._conditions += len(targets) + len(constraints)
        operators = (concept.term for concept in view.concepts("ceterms:logicalOperator"))
        nested = view.views("ceterms:hasCondition")
        return ComponentCondition(
            name=view.text(*NAMES),
            description=view.text(*DESCRIPTIONS),
            required_number=view.number("ceterms:requiredNumber"),
            operator=next((operator for operator in operators if operator), None),
            targets=targets,
            conditions=tuple(self._condition(each, (*inside, _key(view))) for each in nested),
            constraints=tuple(self._constraint(each) for each in constraints),
            required_constraints=view.number("ceterms:requiredConstraints"),
        )

    def _constraint(self, view: NodeView) -> Constraint:
        """The constraint; one that many conditions refer to is read once."""
        if _key(view) not in self._constraints:
            self._constraints[_key(view)] = _constraint(view)
        return self._constraints[_key(view)]

    def _cut(
        self, view: NodeView, inside: tuple[int, ...]
    ) -> Literal["cycle", "too-deep", "too-many"] | None:
        if _key(view) in inside:
            return "cycle"
        if len(inside) >= MOST_DEPTH:
            return "too-deep"
        return "too-many" if self._conditions > MOST_CONDITIONS else None


def _cut_condition(
    view: NodeView, cut: Literal["cycle", "too-deep", "too-many"]
) -> ComponentCondition:
    """What is left of a condition where reading ends: what it is called."""
    name, description = view.text(*NAMES), view.text(*DESCRIPTIONS)
    return ComponentCondition(name, description, None, None, (), (), (), None, cut)


def _led_to(component: Component) -> Iterator[str]:
    """The components this one refers to, those deep inside its conditions included."""
    yield from component.children
    yield from component.precedes
    yield from component.preceded_by
    waiting = list(component.conditions)
    while waiting:
        condition = waiting.pop()
        yield from condition.targets
        waiting += condition.conditions


def _constraint(view: NodeView) -> Constraint:
    return Constraint(
        name=view.text(*NAMES),
        description=view.text(*DESCRIPTIONS),
        left=_sources(view, "ceterms:leftSource"),
        left_action=_action(view, "ceterms:leftAction"),
        comparator=_action(view, "ceterms:comparator"),
        right=_sources(view, "ceterms:rightSource"),
        right_action=_action(view, "ceterms:rightAction"),
    )


def _sources(view: NodeView, name: str) -> tuple[str, ...]:
    """What is compared: addresses of properties and concepts, and plain values as texts."""
    found = []
    for value in view.values(name):
        holder = NodeView(view.document, {name: value})
        plain = holder.string(name)
        iri = next(iter(holder.iris(name)), None)
        concept = next((each.iri for each in holder.concepts(name) if each.iri), None)
        stated = iri if isinstance(value, str) else concept or plain or iri
        if stated:
            found.append(stated)
    return tuple(found)


def _action(view: NodeView, name: str) -> str | None:
    return next((concept.term for concept in view.concepts(name) if concept.term), None)


def _concept_names(view: NodeView, name: str) -> tuple[LangText, ...]:
    return tuple(concept.name for concept in view.concepts(name) if concept.name)


def _ids(view: NodeView, *names: str) -> tuple[str, ...]:
    """The ids of what the properties lead to, each once."""
    found: dict[str, None] = {}
    for value in view.values(*names):
        iri = value.get("@id") if isinstance(value, dict) else value
        if isinstance(iri, str) and iri:
            found[ctid_in(iri) or iri] = None
    return tuple(found)


def _id(view: NodeView) -> str:
    """The CTID in the address of a component, else its address: how others refer to it."""
    stated = str(view.node.get("@id", ""))
    return ctid_in(stated) or view.ctid or stated


def _key(view: NodeView) -> int:
    """Which node of its document this is."""
    return id(view.node)
