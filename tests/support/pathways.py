"""A pathway that uses everything at once: two destinations, conditions of three levels, an order.

It validates without a finding that is an error, so it can be published, drawn and planned with.
"""

from typing import Any, Final

from ctdl.ctid import CTID, derive_ctid
from tests.support.documents import CONTEXT, PROVIDER

EXAMPLE_PATHWAY: Final = derive_ctid("test:example pathway")
_OWN: Final = f"resources/{EXAMPLE_PATHWAY}"
_COURSES: Final = {
    "Programming": 10,
    "Databases": 10,
    "Networks": 5,
    "Statistics": 5,
    "Visualisation": 5,
    "Old programming": 10,
}
Node = dict[str, Any]


def component_ctid(name: str) -> CTID:
    """The CTID of a component of the example."""
    return derive_ctid(f"test:example component {name}")


def an_example_pathway() -> dict[str, Any]:
    """Developer: programming or both of two others, and not the old course, and 20 credits.

    Analyst: statistics, and one of two others or a portfolio. Databases come after programming.
    """
    main = {
        "@id": _OWN,
        "@type": "ceterms:Pathway",
        "ceterms:ctid": EXAMPLE_PATHWAY,
        "ceterms:name": {"en": "Example: into data work", "fr": "Exemple : vers les données"},
        "ceterms:description": {"en": "Two ways into data work that share their courses."},
        "ceterms:subjectWebpage": "https://provider.example/pathway",
        "ceterms:ownedBy": [f"resources/{PROVIDER}"],
        "ceterms:hasDestinationComponent": [_address("Developer"), _address("Analyst")],
        "ceterms:hasPart": [_address(name) for name in ("Developer", "Analyst", *_COURSES)],
    }
    return {
        "@context": CONTEXT,
        "@id": f"graph/{EXAMPLE_PATHWAY}",
        "@graph": [main, *_destinations(), *_courses()],
    }


def _destinations() -> list[Node]:
    choice = _condition(
        ["Programming"], "Or", conditions=[_condition(["Databases", "Networks"], "And", 2)]
    )
    barred = _condition(["Old programming"], "Not")
    developer = _condition([], "And", conditions=[choice, barred], name="Courses of developers")
    analyst = _condition(
        ["Statistics"],
        "And",
        2,
        conditions=[_condition(["Visualisation", "Databases"], "Or", 1, name="One of two")],
    )
    return [
        {
            **_component("Developer", "Credential"),
            "ceterms:credentialType": ["ceterms:Certificate"],
            "ceterms:hasCondition": [developer, _twenty_credits()],
        },
        {**_component("Analyst", "Basic"), "ceterms:hasCondition": [analyst]},
    ]


def _twenty_credits() -> Node:
    names = ["Programming", "Databases", "Networks", "Statistics"]
    ects = derive_ctid("concept:credit-units:ects")
    return {
        **_condition(names, None, name="Twenty credits"),
        "ceterms:hasConstraint": [
            {
                "@type": "ceterms:Constraint",
                "ceterms:leftSource": ["ceterms:creditValue"],
                "ceterms:leftAction": "array:Sum",
                "ceterms:comparator": "compare:GTEQ",
                "ceterms:rightSource": [{"@value": 20}],
            },
            {
                "@type": "ceterms:Constraint",
                "ceterms:leftSource": ["ceterms:creditUnitType"],
                "ceterms:comparator": "compare:EQ",
                "ceterms:rightSource": [f"resources/{ects}"],
            },
        ],
    }


def _courses() -> list[Node]:
    unit = {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:targetNode": f"resources/{derive_ctid('concept:credit-units:ects')}",
    }
    found = []
    for name, credits in _COURSES.items():
        value = {
            "@type": "ceterms:ValueProfile",
            "schema:value": float(credits),
            "ceterms:creditUnitType": [unit],
        }
        found.append({**_component(name, "Course"), "ceterms:creditValue": [value]})
    found[1]["ceterms:precededBy"] = [_address("Programming")]
    return found


def _component(name: str, type_: str) -> Node:
    return {
        "@id": _address(name),
        "@type": f"ceterms:{type_}Component",
        "ceterms:ctid": component_ctid(name),
        "ceterms:name": {"en": name},
        "ceterms:isPartOf": [_OWN],
    }


def _condition(
    names: list[str],
    operator: str | None,
    number: int | None = None,
    conditions: list[Node] | None = None,
    name: str | None = None,
) -> Node:
    node = {
        "@type": "ceterms:ComponentCondition",
        "ceterms:name": {"en": name} if name else None,
        "ceterms:requiredNumber": number,
        "ceterms:logicalOperator": f"logic:{operator}" if operator else None,
        "ceterms:targetComponent": [_address(each) for each in names],
        "ceterms:hasCondition": conditions,
    }
    return {key: value for key, value in node.items() if value not in (None, [])}


def _address(name: str) -> str:
    return f"resources/{component_ctid(name)}"
