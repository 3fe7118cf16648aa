"""Pathways: whether what they ask for can be met, as the planner will read it.

None of this keeps a pathway out: it is read as well as can be, and readers are told what is off.
"""

from collections.abc import Iterator
from typing import Final

from ctdl.findings import Finding, finding
from ctdl.pathways.reading import Fault, pathway_rules, read_pathway
from ctdl.validation.structure import Described

_COMPONENT: Final = "ceterms:targetComponent"
_CONDITION: Final = "ceterms:hasCondition"
_CIRCLES: Final = "PATHWAY_IN_CIRCLES"
_UNCLEAR: Final = "PATHWAY_CONDITION_UNCLEAR"
_MOST_NAMED: Final = 5
#: Classes and CTIDs are looked at by checks of their own.
_SAID_ELSEWHERE: Final = frozenset({"not-a-component", "ctid-malformed"})

_WORDS: Final[dict[str, tuple[str, str | None, str]]] = {
    "cycle": (
        _CIRCLES,
        _CONDITION,
        "components ask for each other in a circle ({ids}), so none of them can be begun; remove "
        "one of the conditions, or say which comes first.",
    ),
    "requires-itself": (
        _CIRCLES,
        _CONDITION,
        "a component asks for itself ({ids}); name the other component, or remove it.",
    ),
    "component-missing": (
        "PATHWAY_COMPONENT_MISSING",
        _COMPONENT,
        "a component is referred to and not described ({ids}); add it to the document.",
    ),
    "no-destination": (
        "PATHWAY_WITHOUT_DESTINATION",
        "ceterms:hasDestinationComponent",
        "no destination is stated; name the component that the pathway leads to.",
    ),
    "contradiction": (
        _UNCLEAR,
        _CONDITION,
        "conditions exclude each other ({ids}), so nobody can meet them; correct one of them.",
    ),
    "number-not-stated": (
        _UNCLEAR,
        "ceterms:requiredNumber",
        "a condition names several components and not how many of them are needed ({ids}); all "
        "are taken to be. State ceterms:requiredNumber or ceterms:logicalOperator.",
    ),
    "number-out-of-reach": (
        _UNCLEAR,
        "ceterms:requiredNumber",
        "a condition asks for more than it names ({ids}), so it can never be met; add what is "
        "missing, or correct the number.",
    ),
    "number-not-usable": (
        _UNCLEAR,
        "ceterms:requiredNumber",
        "a number of components is no whole number from 0 up ({ids}); correct it.",
    ),
    "condition-empty": (
        _UNCLEAR,
        _CONDITION,
        "a condition names nothing and describes nothing ({ids}); say what it asks for.",
    ),
    "operator-unknown": (
        _UNCLEAR,
        "ceterms:logicalOperator",
        "an operator is none of logic:And, logic:Or, logic:OnlyOne and logic:Not ({ids}); use one "
        "of them.",
    ),
    "constraint-not-read": (
        _UNCLEAR,
        "ceterms:hasConstraint",
        "a constraint cannot be compared and is shown in words ({ids}); say what is summed or "
        "counted and in which unit, or what each component states.",
    ),
    "too-deep": (
        "PATHWAY_TOO_LARGE",
        _CONDITION,
        "conditions stand too deep inside each other ({ids}); make fewer levels of them.",
    ),
    "too-many": (
        "PATHWAY_TOO_LARGE",
        _CONDITION,
        "there are more conditions than are read ({ids}); split the pathway.",
    ),
}


def check_pathways(described: Described) -> Iterator[Finding]:
    """What in a pathway does not hold together."""
    record = read_pathway(described.document)
    if record is None:
        return
    for fault in pathway_rules(record).faults:
        if fault.code not in _SAID_ELSEWHERE:
            yield _finding(fault, record.ctid)


def _finding(fault: Fault, pathway: str) -> Finding:
    code, property, words = _WORDS[fault.code]
    shown = ", ".join(fault.ids[:_MOST_NAMED])
    more = f" and {len(fault.ids) - _MOST_NAMED} more" if len(fault.ids) > _MOST_NAMED else ""
    where = f", {fault.where}" if fault.where else ""
    message = words.format(ids=shown + more + where)
    return finding(code, message[:1].upper() + message[1:], entity=pathway, property=property)
