"""Small pathways to test with: each states only what a test is about."""

from typing import Any

from ctdl.documents import Document, parse_document
from ctdl.pathways.reading import Fault, PathwayRules, pathway_rules, read_pathway
from tests.ctdl.pathways.conditions import Plain, plain, resource, thing
from tests.support.documents import CONTEXT

PATHWAY = thing("pathway")
Node = dict[str, Any]


def component(name: str, type_: str = "Course", **stated: Any) -> Node:
    """A component; `type_` without its ending, properties without the prefix of CTDL."""
    return {
        "@id": resource(name),
        "@type": f"ceterms:{type_}Component",
        "ceterms:ctid": thing(name),
        "ceterms:name": {"en": name},
        **{key if ":" in key else f"ceterms:{key}": value for key, value in stated.items()},
    }


def needs(*names: str, conditions: tuple[Node, ...] = (), **stated: Any) -> Node:
    """A condition over components and other conditions."""
    named = {
        "targetComponent": [resource(name) for name in names],
        "hasCondition": list(conditions),
        **stated,
    }
    return {
        "@type": "ceterms:ComponentCondition",
        **{f"ceterms:{key}": value for key, value in named.items() if value not in ([], None)},
    }


def logic(operator: str, *names: str, conditions: tuple[Node, ...] = (), **stated: Any) -> Node:
    """A condition with a logical operator."""
    return needs(*names, conditions=conditions, logicalOperator=f"logic:{operator}", **stated)


COURSES = ("A", "B", "C", "D")
GOAL = "Goal"
FOUR = [component(name) for name in COURSES]


def goal(*conditions: Node | str, type_: str = "Credential", **stated: Any) -> Node:
    """The goal of a pathway, with these conditions."""
    return component(GOAL, type_, hasCondition=list(conditions), **stated)


def constraint(
    left: str, comparator: str, right: Any, *, action: str | None = None, **stated: Any
) -> Node:
    """A comparison of what components state."""
    node = {
        "@type": "ceterms:Constraint",
        "ceterms:leftSource": [left],
        "ceterms:comparator": f"compare:{comparator}",
        "ceterms:rightSource": [right if isinstance(right, str) else {"@value": right}],
        **{f"ceterms:{key}": value for key, value in stated.items()},
    }
    return node | ({"ceterms:leftAction": f"array:{action}"} if action else {})


def pathway(*components: Node, to: tuple[str, ...] = ("Goal",), **stated: Any) -> Document:
    """A pathway of these components."""
    main = {
        "@id": f"resources/{PATHWAY}",
        "@type": "ceterms:Pathway",
        "ceterms:ctid": PATHWAY,
        "ceterms:name": {"en": "Pathway"},
        "ceterms:hasPart": [each["@id"] for each in components],
        "ceterms:hasDestinationComponent": [resource(name) for name in to],
        **{f"ceterms:{key}": value for key, value in stated.items()},
    }
    graph = [{key: value for key, value in main.items() if value not in ([], None)}, *components]
    return parse_document({"@context": CONTEXT, "@id": f"graph/{PATHWAY}", "@graph": graph})


def rules_of(document: Document) -> PathwayRules:
    """The rules of the pathway that the document describes."""
    record = read_pathway(document)
    assert record is not None
    return pathway_rules(record)


def tree(document: Document, *names: str, destination: int = 0) -> Plain | None:
    """The rule of one destination as plain nested texts."""
    return plain(rules_of(document).destinations[destination].rule, *names)


def codes(document: Document) -> set[str]:
    """What does not hold together in a pathway."""
    return {fault.code for fault in rules_of(document).faults}


def fault(document: Document, code: str) -> Fault:
    """The first fault of that kind."""
    return next(found for found in rules_of(document).faults if found.code == code)
