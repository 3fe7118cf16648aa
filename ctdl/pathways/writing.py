"""A pathway as a CTDL document: what a plan or a set of rules looks like to other registries.

Components are proxies of the real things, so nothing is said twice about them. What comes out is
read back by `ctdl.pathways.reading` as the same rules.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from ctdl.contexts import CTDL_CONTEXT
from ctdl.ctid import CTID, CTID_PATTERN, derive_ctid
from ctdl.errors import RegistryError
from ctdl.frameworks import FRAMEWORKS, FrameworkLevel
from ctdl.language import LangText
from ctdl.nodes import Node
from ctdl.pathways.rules import Holds, InWords, Rule, SomeOf, Total, named_things
from ctdl.records.values import Amount
from ctdl.tabular.alignments import unit_alignment
from ctdl.vocabulary import vocabulary

HELD: Final[LangText] = {"en": "Held", "fr": "Détenu"}
"""What a component is designated as when whoever the plan is for has it already."""

_COMPONENTS: Final = (
    ("ceterms:Credential", "ceterms:CredentialComponent"),
    ("ceterms:AssessmentProfile", "ceterms:AssessmentComponent"),
    ("ceterms:LearningOpportunityProfile", "ceterms:CourseComponent"),
    ("ceasn:Competency", "ceterms:CompetencyComponent"),
    ("ceterms:Job", "ceterms:JobComponent"),
    ("ceterms:Occupation", "ceterms:JobComponent"),
)
_OPERATORS: Final = {"all": "And", "any": "Or", "one": "OnlyOne", "none": "Not"}


class RuleNotWritable(RegistryError):
    """A rule says something for which CTDL has no property."""


@dataclass(frozen=True)
class PathwayStep:
    """One thing on the way: `type` is its class in CTDL, `level` an id such as "eqf:6".

    `after` are the things that come before it.
    """

    thing: str
    type: str
    name: LangText
    level: str | None = None
    credits: tuple[Amount, ...] = ()
    is_held: bool = False
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class PathwayDraft:
    """A pathway to write: its target, the steps that lead there, and how many of them are needed.

    Without a rule all steps are. A rule names only things that are among the steps.
    """

    ctid: CTID
    name: LangText
    description: LangText
    webpage: str
    owner: CTID
    target: PathwayStep
    steps: tuple[PathwayStep, ...]
    rule: Rule | None = None
    keywords: tuple[LangText, ...] = field(default=())


def pathway_document(draft: PathwayDraft) -> dict[str, Any]:
    """The pathway as a JSON-LD document ready to publish, or RuleNotWritable.

    The CTID of a component follows from the pathway and the thing it stands for, so the same
    pathway is written the same way each time.
    """
    components = _Components(draft)
    levels = [_level(step) for step in (draft.target, *draft.steps)]
    models = {
        f"resources/{framework.progression_model_ctid}"
        for level in levels
        if level and (framework := FRAMEWORKS.framework(level.framework))
    }
    main = _stated(
        {
            "@id": f"resources/{draft.ctid}",
            "@type": "ceterms:Pathway",
            "ceterms:ctid": draft.ctid,
            "ceterms:name": dict(draft.name),
            "ceterms:description": dict(draft.description),
            "ceterms:subjectWebpage": draft.webpage,
            "ceterms:ownedBy": [f"resources/{draft.owner}"],
            "ceterms:keyword": [text for words in draft.keywords for text in words.values()],
            "ceterms:hasDestinationComponent": [components.address(draft.target.thing)],
            "ceterms:hasPart": [components.address(thing) for thing in components.things],
            "asn:hasProgressionModel": sorted(models),
        }
    )
    return {
        "@context": CTDL_CONTEXT,
        "@id": f"graph/{draft.ctid}",
        "@graph": [main, *components.nodes()],
    }


class _Components:
    """The components of one pathway."""

    def __init__(self, draft: PathwayDraft) -> None:
        self._draft = draft
        steps = {step.thing: step for step in draft.steps if step.thing != draft.target.thing}
        self._steps: Mapping[str, PathwayStep] = {draft.target.thing: draft.target, **steps}

    @property
    def things(self) -> tuple[str, ...]:
        """What there are components for, the target first."""
        return tuple(self._steps)

    def address(self, thing: str) -> str:
        """Where the component for a thing is, or RuleNotWritable when there is none."""
        if thing not in self._steps:
            raise RuleNotWritable(f"{thing!r} is not among the steps; add a step for it.")
        return f"resources/{self._ctid(thing)}"

    def nodes(self) -> Iterator[Node]:
        """Every component; the target holds the condition."""
        for step in self._steps.values():
            is_target = step.thing == self._draft.target.thing
            yield _stated(
                {
                    "@id": self.address(step.thing),
                    "@type": _component_class(step.type),
                    "ceterms:ctid": self._ctid(step.thing),
                    "ceterms:name": dict(step.name),
                    "ceterms:proxyFor": [_address_of(step.thing)],
                    "ceterms:isPartOf": [f"resources/{self._draft.ctid}"],
                    "ceterms:credentialType": _credential_type(step.type),
                    "ceterms:creditValue": _credit_values(step),
                    "ceterms:componentDesignation": _designation(step),
                    "ceterms:precededBy": [self.address(thing) for thing in step.after],
                    "asn:hasProgressionLevel": _level_address(step),
                    "ceterms:isDestinationComponentOf": (
                        [f"resources/{self._draft.ctid}"] if is_target else []
                    ),
                    "ceterms:hasCondition": self._conditions() if is_target else [],
                }
            )

    def _conditions(self) -> list[Node]:
        rule = self._draft.rule
        if rule is None:
            steps = [thing for thing in self._steps if thing != self._draft.target.thing]
            if not steps:
                return []
            return [_condition([self.address(thing) for thing in steps], number=len(steps))]
        for thing in sorted(named_things(rule)):
            self.address(thing)
        return [self._written(rule)]

    def _written(self, rule: Rule) -> Node:
        if isinstance(rule, Holds):
            return _condition([self.address(rule.thing)], number=1, name=rule.name)
        if isinstance(rule, InWords):
            return _condition([], name=rule.name, description=rule.text)
        if isinstance(rule, Total):
            return self._total(rule)
        assert isinstance(rule, SomeOf), "there are four kinds of rule"
        return self._some(rule)

    def _some(self, rule: SomeOf) -> Node:
        held: list[str] = []
        nested: list[Node] = []
        for inner in rule.rules:
            # A set of components holds each once; what counts twice needs a condition of its own.
            if isinstance(inner, Holds) and self.address(inner.thing) not in held:
                held.append(self.address(inner.thing))
            else:
                nested.append(self._written(inner))
        exact = rule.maximum is not None and rule.maximum == rule.minimum
        if rule.maximum is not None and not exact:
            raise RuleNotWritable(
                f"{rule.id}: between {rule.minimum} and {rule.maximum} of its rules; CTDL can say"
                " at least so many, or exactly so many."
            )
        operator = _OPERATORS.get(rule.kind) or ("OnlyOne" if exact else None)
        if not rule.rules:
            raise RuleNotWritable(f"{rule.id} holds nothing; leave it out.")
        number = None if rule.kind == "none" else rule.minimum
        # One operand needs no operator; "not" is said by nothing else.
        keeps = len(rule.rules) > 1 or operator == "Not"
        return _condition(
            held,
            number=number,
            operator=operator if keeps else None,
            conditions=nested,
            name=rule.name,
        )

    def _total(self, rule: Total) -> Node:
        among = rule.among
        if among.levels or among.fields or among.providers or among.not_providers:
            raise RuleNotWritable(
                f"{rule.id} counts by level, field or provider; name the things it counts."
            )
        if among.things is None and among.without:
            raise RuleNotWritable(
                f"{rule.id} counts everything but some things; name the things it counts."
            )
        counted = sorted((among.things or frozenset()) - among.without)
        source, action = (
            ("ceterms:targetComponent", "CountDistinct")
            if rule.unit is None
            else ("ceterms:creditValue", "Sum")
        )
        bounds = [("GTEQ", rule.minimum), ("LTEQ", rule.maximum)]
        if rule.minimum == rule.maximum:
            bounds = [("EQ", rule.minimum)]
        constraints = [
            _constraint(source, comparator, _literal(number), action)
            for comparator, number in bounds
            if number is not None
        ]
        if rule.unit is not None:
            unit = _unit(rule.unit)
            if unit is None:
                raise RuleNotWritable(f"{rule.id}: {rule.unit!r} is no known unit of credit.")
            constraints.append(
                _constraint("ceterms:creditUnitType", "EQ", unit["ceterms:targetNode"])
            )
        return _condition(
            [self.address(thing) for thing in counted], constraints=constraints, name=rule.name
        )

    def _ctid(self, thing: str) -> CTID:
        return derive_ctid(f"pathway-component:{self._draft.ctid}:{thing}")


def _condition(
    targets: list[str],
    number: int | None = None,
    operator: str | None = None,
    conditions: list[Node] | None = None,
    constraints: list[Node] | None = None,
    name: LangText | None = None,
    description: LangText | None = None,
) -> Node:
    return _stated(
        {
            "@type": "ceterms:ComponentCondition",
            "ceterms:name": dict(name or {}),
            "ceterms:description": dict(description or {}),
            "ceterms:requiredNumber": number,
            "ceterms:logicalOperator": f"logic:{operator}" if operator else None,
            "ceterms:targetComponent": targets,
            "ceterms:hasCondition": conditions or [],
            "ceterms:hasConstraint": constraints or [],
        }
    )


def _constraint(left: str, comparator: str, right: Any, action: str | None = None) -> Node:
    return _stated(
        {
            "@type": "ceterms:Constraint",
            "ceterms:leftSource": [left],
            "ceterms:leftAction": f"array:{action}" if action else None,
            "ceterms:comparator": f"compare:{comparator}",
            "ceterms:rightSource": [right],
        }
    )


def _stated(node: Node) -> Node:
    return {name: value for name, value in node.items() if value not in (None, [], {})}


def _literal(number: Decimal) -> Node:
    """The number as a value: without @value the context would take it for an address."""
    whole = number == number.to_integral_value()
    return {"@value": int(number) if whole else float(number)}


def _component_class(type_: str) -> str:
    found = (each for ancestor, each in _COMPONENTS if vocabulary().is_a(type_, ancestor))
    return next(found, "ceterms:BasicComponent")


def _credential_type(type_: str) -> list[str]:
    return [type_] if vocabulary().is_a(type_, "ceterms:Credential") else []


def _credit_values(step: PathwayStep) -> list[Node]:
    """The credits; only a component for a course has the property."""
    if _component_class(step.type) != "ceterms:CourseComponent":
        return []
    return [_credit_value(amount) for amount in step.credits]


def _credit_value(amount: Amount) -> Node:
    exact = amount.minimum if amount.minimum == amount.maximum else None
    unit = _unit(amount.unit)
    return _stated(
        {
            "@type": "ceterms:ValueProfile",
            "schema:value": exact,
            "schema:minValue": None if exact is not None else amount.minimum,
            "schema:maxValue": None if exact is not None else amount.maximum,
            "schema:description": dict(amount.description),
            "ceterms:creditUnitType": [unit] if unit else [],
        }
    )


def _designation(step: PathwayStep) -> list[Node]:
    if not step.is_held:
        return []
    alignment = "ceterms:CredentialAlignmentObject"
    return [{"@type": alignment, "ceterms:targetNodeName": dict(HELD)}]


def _level(step: PathwayStep) -> FrameworkLevel | None:
    return FRAMEWORKS.level(step.level) if step.level else None


def _level_address(step: PathwayStep) -> list[str]:
    level = _level(step)
    return [f"resources/{level.ctid}"] if level else []


def _unit(code: str | None) -> Node | None:
    """How the unit is pointed at; None for one that nobody has a concept for."""
    try:
        return unit_alignment(code) if code else None
    except KeyError:
        return None


def _address_of(thing: str) -> str:
    return f"resources/{thing}" if CTID_PATTERN.fullmatch(thing) else thing
