"""Constraints of a pathway: totals over its components, and which of them count."""

from decimal import Decimal
from typing import Any

import pytest

from ctdl.ctid import derive_ctid
from ctdl.pathways.rules import Holds, InWords, Total, walk
from tests.ctdl.pathways.conditions import credits, thing
from tests.ctdl.pathways.pathways import (
    COURSES,
    FOUR,
    codes,
    component,
    constraint,
    goal,
    needs,
    pathway,
    rules_of,
    tree,
)

ECTS = derive_ctid("concept:credit-units:ects")


def sized(name: str, value: float, unit: str = "ects", **stated: Any) -> dict[str, Any]:
    return component(name, creditValue=[credits(value, unit)], **stated)


SIZED = [sized(name, 5) for name in COURSES]


@pytest.mark.parametrize(
    ("comparator", "low", "high"),
    [
        ("GTEQ", "15", None),
        ("GT", "15.01", None),
        ("LTEQ", None, "15"),
        ("LT", None, "14.99"),
        ("EQ", "15", "15"),
    ],
)
def test_a_sum_of_credits_is_a_total_over_the_components(
    comparator: str, low: str | None, high: str | None
) -> None:
    stated = needs(
        "A",
        "B",
        "C",
        hasConstraint=[constraint("ceterms:creditValue", comparator, 15, action="Sum")],
    )

    rule = rules_of(pathway(goal(stated), *SIZED)).destinations[0].rule

    assert isinstance(rule, Total)
    assert rule.unit == "ects"
    assert rule.among.things == frozenset({thing("A"), thing("B"), thing("C")})
    assert (rule.minimum, rule.maximum) == tuple(
        None if bound is None else Decimal(bound) for bound in (low, high)
    )


def test_a_sum_over_no_named_components_is_over_all_of_the_pathway() -> None:
    stated = needs(hasConstraint=[constraint("ceterms:creditValue", "GTEQ", 20, action="Sum")])

    assert tree(pathway(goal(stated), *SIZED), *COURSES) == "20..None ects of A B C D"


def test_a_sum_over_groups_is_over_what_they_ask_for() -> None:
    group = component("Electives", "Basic", hasCondition=[needs("B", "C", requiredNumber=1)])
    stated = needs(
        "A",
        "Electives",
        hasConstraint=[constraint("ceterms:creditValue", "GTEQ", 10, action="Sum")],
    )

    assert tree(pathway(goal(stated), group, *SIZED), *COURSES) == "10..None ects of A B C"


def test_the_unit_of_a_sum_may_be_a_constraint_beside_it() -> None:
    """Where components are proxies, their credits stand in other records."""
    stated = needs(
        "A",
        "B",
        hasConstraint=[
            constraint("ceterms:creditValue", "GTEQ", 10, action="Sum"),
            constraint("ceterms:creditUnitType", "EQ", f"resources/{ECTS}"),
        ],
    )

    assert tree(pathway(goal(stated), *FOUR), *COURSES) == "10..None ects of A B"


def test_a_sum_without_any_unit_stays_in_words() -> None:
    told = constraint(
        "ceterms:creditValue", "GTEQ", 10, action="Sum", description={"en": "Ten credits"}
    )
    document = pathway(goal(needs("A", "B", hasConstraint=[told])), *FOUR)

    assert tree(document, *COURSES) == ("all", ("all", "A", "B"), "“Ten credits”")
    assert "constraint-not-read" in codes(document)


def test_the_sides_of_a_comparison_may_be_exchanged() -> None:
    turned = {
        "@type": "ceterms:Constraint",
        "ceterms:leftSource": [{"@value": 15}],
        "ceterms:comparator": "compare:LTEQ",
        "ceterms:rightSource": ["ceterms:creditValue"],
        "ceterms:rightAction": "array:Sum",
    }

    assert tree(pathway(goal(needs("A", "B", hasConstraint=[turned])), *SIZED), *COURSES) == (
        "15..None ects of A B"
    )


def test_a_count_is_a_total_without_a_unit() -> None:
    counted = constraint("ceterms:targetComponent", "GTEQ", 2, action="CountDistinct")

    assert tree(pathway(goal(needs("A", "B", "C", hasConstraint=[counted])), *FOUR), *COURSES) == (
        "2..None None of A B C"
    )


def test_a_number_and_a_total_are_both_needed() -> None:
    stated = needs(
        "A",
        "B",
        "C",
        requiredNumber=2,
        hasConstraint=[constraint("ceterms:creditValue", "GTEQ", 10, action="Sum")],
    )

    assert tree(pathway(goal(stated), *SIZED), *COURSES) == (
        "all",
        ("2..None", "A", "B", "C"),
        "10..None ects of A B C",
    )


def test_fewer_constraints_than_all_may_be_enough() -> None:
    totals = [
        constraint("ceterms:creditValue", "GTEQ", 10, action="Sum"),
        constraint("ceterms:targetComponent", "GTEQ", 3, action="CountDistinct"),
    ]
    stated = needs("A", "B", "C", hasConstraint=totals, requiredConstraints=1)

    assert tree(pathway(goal(stated), *SIZED), *COURSES) == (
        "any",
        "10..None ects of A B C",
        "3..None None of A B C",
    )


def test_a_comparison_of_single_components_leaves_some_out() -> None:
    """Two of those courses that have at least 5 credits."""
    sizes = [sized("A", 5), sized("B", 10), sized("C", 2)]
    large = constraint("ceterms:creditValue", "GTEQ", 5)
    stated = needs("A", "B", "C", requiredNumber=2, hasConstraint=[large])

    assert tree(pathway(goal(stated), *sizes), *COURSES) == ("all", "A", "B")


def test_components_may_be_chosen_by_their_level_and_kind() -> None:
    level = f"resources/{derive_ctid('test:advanced')}"
    named = {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNodeName": {"en": "Core"}}
    other = {**named, "ceterms:targetNodeName": {"en": "Elective"}}
    levels: dict[str, Any] = {"asn:hasProgressionLevel": [level]}
    beginner: dict[str, Any] = {
        "asn:hasProgressionLevel": [f"resources/{derive_ctid('test:beginner')}"]
    }
    courses = [
        component("A", componentDesignation=[named], **levels),
        component("B", componentDesignation=[other], **levels),
        component("C", componentDesignation=[named], **beginner),
    ]
    advanced = constraint("asn:hasProgressionLevel", "EQ", level)
    stated = needs("A", "B", "C", requiredNumber=1, hasConstraint=[advanced])

    assert tree(pathway(goal(stated), *courses), *COURSES) == ("any", "A", "B")


def test_what_a_component_does_not_state_is_not_taken_for_no() -> None:
    large = constraint("ceterms:creditValue", "GTEQ", 5, name={"en": "Large courses"})
    stated = needs("A", "B", requiredNumber=1, hasConstraint=[large])
    document = pathway(goal(stated), sized("A", 5), component("B"))

    assert tree(document, *COURSES) == ("all", ("any", "A", "B"), "“Large courses”")
    assert "constraint-not-read" in codes(document)


@pytest.mark.parametrize(
    "unreadable",
    [
        constraint("ceterms:creditValue", "NEQ", 5, action="Sum"),
        constraint("ceterms:creditValue", "GTEQ", 5, action="Mean"),
        constraint("ceterms:pointValue", "GTEQ", 5, action="Sum"),
        constraint("ceterms:weather", "EQ", "https://example.org/sunny"),
        constraint("ceterms:creditValue", "GTEQ", -5, action="Sum"),
        constraint("ceterms:creditValue", "LT", 0, action="Sum"),
    ],
)
def test_a_constraint_that_is_not_understood_stays_in_words(unreadable: Any) -> None:
    document = pathway(goal(needs("A", requiredNumber=1, hasConstraint=[unreadable])), *SIZED)

    rule = rules_of(document).destinations[0].rule

    assert "constraint-not-read" in codes(document)
    assert any(isinstance(each, InWords) and each.text for each in walk(rule))
    assert any(isinstance(each, Holds) for each in walk(rule))
