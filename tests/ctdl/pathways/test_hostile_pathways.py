"""Odd and hostile documents: read to an end, in time, whatever stands in them."""

import itertools
import time
from collections.abc import Callable
from typing import Any

import pytest

from ctdl.documents import Document, DocumentError, parse_document
from ctdl.pathways.reading import (
    acceptances,
    alongside,
    award_rule,
    faults_of,
    local_things,
    pathway_rules,
    read_pathway,
    recommended,
    requirements,
    stated_parts,
)
from ctdl.pathways.rules import walk
from ctdl.vocabulary import vocabulary
from tests.ctdl.pathways.conditions import condition, credential, credits, resource, thing
from tests.ctdl.pathways.pathways import component, constraint, needs, pathway
from tests.ctdl.records.test_hostile_documents import ODD_VALUES
from tests.support.documents import CONTEXT, a_document

SECONDS = 20
"""Far more than any of these takes; a reading that multiplies takes hours."""
MANY = 1_500


def read_everything(document: Document) -> int:
    """Every reader on the document; how many rules came out."""
    trees = [
        requirements(document),
        alongside(document),
        recommended(document),
        award_rule(document),
    ]
    stated_parts(document)
    faults_of(document)
    local_things(document)
    trees += [each.requires for each in acceptances(document)]
    record = read_pathway(document)
    if record is not None:
        found = pathway_rules(record)
        trees += [each.rule for each in found.destinations]
        trees += found.before.values()
    return sum(1 for tree in trees if tree is not None for _ in walk(tree))


def properties_of(*classes: str) -> list[str]:
    return sorted(
        name
        for name, known in vocabulary().properties.items()
        if known.domain & set(classes) or not known.domain
    )


def in_a_profile(name: str, value: Any) -> dict[str, Any]:
    inner = {"@type": "ceterms:ConditionProfile", name: value}
    stated = {
        **dict.fromkeys(("requires", "corequisite", "recommends", "advancedStandingFrom"), [inner]),
        "alternativeCondition": [inner],
        "hasPart": [{"@type": "ceterms:Course", name: value}],
    }
    return a_document(thing("odd"), "ceterms:Certificate", stated)


def in_a_pathway(name: str, value: Any) -> dict[str, Any]:
    odd = {**needs("A", hasConstraint=[{"@type": "ceterms:Constraint", name: value}]), name: value}
    goal = component("Goal", "Credential", hasCondition=[odd, {name: value}])
    document = pathway(component("A"), to=("Goal",)).body
    return {**document, "@graph": [*document["@graph"], {**goal, name: value}]}


def in_a_transfer(name: str, value: Any) -> dict[str, Any]:
    document = a_document(thing("odd"), "ceterms:TransferValueProfile", {})
    document["@graph"][0] |= {
        "ceterms:transferValueFrom": ["_:local"],
        "ceterms:requires": [{name: value}],
        name: value,
    }
    document["@graph"].append({"@id": "_:local", "@type": "ceterms:Course", name: value})
    return document


@pytest.mark.parametrize(
    ("place", "classes"),
    [
        (in_a_profile, ("ceterms:ConditionProfile",)),
        (
            in_a_pathway,
            ("ceterms:ComponentCondition", "ceterms:Constraint", "ceterms:CredentialComponent"),
        ),
        (in_a_transfer, ("ceterms:TransferValueProfile", "ceterms:ConditionProfile")),
    ],
)
def test_every_property_with_every_odd_value_is_read_to_an_end(
    place: Callable[[str, Any], dict[str, Any]], classes: tuple[str, ...]
) -> None:
    read = 0
    for name, value in itertools.product(properties_of(*classes), ODD_VALUES):
        try:
            document = parse_document(place(name, value))
        except DocumentError:
            continue
        read_everything(document)
        read += 1

    assert read > 100


def shared_condition() -> Document:
    """Everything needs one of everything, by one condition that all refer to."""
    all_names = [f"c{number}" for number in range(MANY)]
    shared = {"@id": "_:c", **needs(*all_names, requiredNumber=1)}
    steps = [component(name, "Credential", hasCondition=["_:c"]) for name in all_names]
    return with_local(pathway(*steps, to=("c0",)), shared)


def shared_constraints() -> Document:
    total = constraint("ceterms:creditValue", "GTEQ", 20, action="Sum")
    locals_ = [{"@id": f"_:t{number}", **total} for number in range(MANY)]
    shared = {"@id": "_:c", **needs(), "ceterms:hasConstraint": [node["@id"] for node in locals_]}
    steps = [
        component(f"c{number}", hasCondition=["_:c"], creditValue=[credits(5)])
        for number in range(MANY)
    ]
    return with_local(pathway(*steps, to=("c0",)), shared, *locals_)


def nested_groups() -> Document:
    """Each group holds the next eight, which hold their next eight."""
    groups = [
        component(
            f"c{number}",
            "Basic",
            **{"ceasn:hasChild": [resource(f"c{number + step}") for step in range(1, 9)]},
        )
        for number in range(MANY)
    ]
    return pathway(*groups, to=("c0",))


def many_ends() -> Document:
    return parse_document(
        a_document(
            thing("odd"),
            "ceterms:TransferValueProfile",
            {
                "transferValueFrom": [resource(f"a{number}") for number in range(MANY)],
                "transferValueFor": [resource(f"b{number}") for number in range(MANY)],
            },
        )
    )


def agreement_of_many() -> Document:
    profiles = [
        {
            "@id": f"_:p{number}",
            "@type": "ceterms:TransferValueProfile",
            "ceterms:transferValueFrom": [resource("A")],
        }
        for number in range(MANY)
    ]
    stated = {"hasTransferValueProfile": [node["@id"] for node in profiles]}
    return with_local(
        parse_document(a_document(thing("odd"), "ceterms:TransferAgreement", stated)), *profiles
    )


def many_alternatives() -> Document:
    targets = [resource(f"a{number}") for number in range(MANY)]
    shared = {"@id": "_:c", **condition(targetCredential=targets)}
    document = credential(
        requires=[condition(alternativeCondition=["_:c"] * 50) for _ in range(200)]
    )
    return with_local(document, shared)


def ways_that_multiply() -> Document:
    """Thirty conditions with four alternatives each are 4 to the power of 30 ways."""
    four = [condition(targetCredential=[resource(f"a{number}")]) for number in range(4)]
    return parse_document(
        a_document(
            thing("odd"),
            "ceterms:TransferValueProfile",
            {
                "transferValueFrom": [resource("A")],
                "requires": [condition(alternativeCondition=four) for _ in range(30)],
            },
        )
    )


def with_local(document: Document, *nodes: dict[str, Any]) -> Document:
    return parse_document({"@context": CONTEXT, "@graph": [*document.nodes, *nodes]})


@pytest.mark.parametrize(
    "make",
    [
        shared_condition,
        shared_constraints,
        nested_groups,
        many_ends,
        agreement_of_many,
        many_alternatives,
        ways_that_multiply,
    ],
)
def test_what_multiplies_ends_in_time(make: Callable[[], Document]) -> None:
    document = make()
    started = time.perf_counter()

    count = read_everything(document)

    assert time.perf_counter() - started < SECONDS
    assert count < 100_000
