"""Pathways that do not hold together: read to an end, with what is off in them named."""

import time
from typing import Any

import pytest

from ctdl.documents import stored_document
from ctdl.pathways.reading import (
    Fault,
    pathway_rules,
    read_pathway,
)
from tests.ctdl.pathways.conditions import plain, resource, thing
from tests.ctdl.pathways.pathways import (
    COURSES,
    FOUR,
    GOAL,
    codes,
    component,
    fault,
    goal,
    logic,
    needs,
    pathway,
    rules_of,
    tree,
)


def test_where_no_number_is_stated_all_are_asked_for_and_that_is_named() -> None:
    document = pathway(goal(needs("A", "B")), *FOUR)

    assert tree(document, *COURSES) == ("all", "A", "B")
    assert codes(document) == {"number-not-stated"}


@pytest.mark.parametrize("number", [-1, 1.5, 10**9])
def test_a_number_that_is_none_asks_for_all(number: float) -> None:
    stated = needs("A", "B", requiredNumber=None) | {"ceterms:requiredNumber": number}
    document = pathway(goal(stated), *FOUR)

    assert tree(document, *COURSES) == ("all", "A", "B")
    assert "number-not-usable" in codes(document)


def test_more_than_there_are_can_never_be_met_and_is_named() -> None:
    document = pathway(goal(needs("A", "B", requiredNumber=3)), *FOUR)

    assert tree(document, *COURSES) == ("3..None", "A", "B")
    assert "number-out-of-reach" in codes(document)


def test_a_number_that_disagrees_with_its_operator_is_named() -> None:
    document = pathway(goal(logic("And", "A", "B", "C", requiredNumber=2)), *FOUR)

    assert tree(document, *COURSES) == ("all", "A", "B", "C")
    assert "contradiction" in codes(document)


def test_an_operator_nobody_knows_is_named_and_all_are_asked_for() -> None:
    document = pathway(goal(logic("Sometimes", "A", "B")), *FOUR)

    assert tree(document, *COURSES) == ("all", "A", "B")
    assert "operator-unknown" in codes(document)


def test_a_condition_that_is_only_described_stays_in_words() -> None:
    document = pathway(goal(needs(description={"en": "Ask us"})), *FOUR)

    assert tree(document, GOAL) == ("all", "“Ask us”", GOAL)
    assert "condition-empty" not in codes(document)


def test_a_condition_that_asks_for_nothing_and_says_nothing_is_named() -> None:
    assert "condition-empty" in codes(pathway(goal(needs(name={"en": "Rest"})), *FOUR))
    assert "condition-empty" in codes(pathway(goal(needs()), *FOUR))


def test_what_is_asked_for_and_barred_is_a_contradiction() -> None:
    stated = (needs("A", requiredNumber=1), logic("Not", "A"))

    assert fault(pathway(goal(*stated), *FOUR), "contradiction").ids == (thing("A"),)


def test_a_component_that_is_not_described_is_named_and_still_asked_for() -> None:
    document = pathway(goal(needs("A", "Nowhere", requiredNumber=2)), *FOUR)

    assert tree(document, "Nowhere", *COURSES) == ("all", "A", "Nowhere")
    assert fault(document, "component-missing").ids == (thing("Nowhere"),)


def test_a_component_that_requires_itself_is_named_and_does_not() -> None:
    document = pathway(goal(needs(GOAL, "A", requiredNumber=1)), *FOUR)

    assert tree(document, *COURSES) == ("all", "A")
    assert fault(document, "requires-itself").ids == (thing(GOAL),)


def test_a_component_that_asks_for_another_proxy_of_itself_can_never_be_reached() -> None:
    document = pathway(
        goal(needs("A", requiredNumber=1), proxyFor=[resource("Degree")]),
        component("A", "Credential", proxyFor=[resource("Degree")]),
    )

    rule = rules_of(document).before[thing("Degree")]

    assert plain(rule) == ("all", ("any",))
    assert "requires-itself" in codes(document)


def test_components_that_need_each_other_are_named_and_reading_ends() -> None:
    document = pathway(
        goal(needs("First", requiredNumber=1)),
        component("First", "Credential", hasCondition=[needs("Second", requiredNumber=1)]),
        component("Second", "Credential", hasCondition=[needs("First", requiredNumber=1)]),
    )

    assert fault(document, "cycle").ids == tuple(sorted([thing("First"), thing("Second")]))
    assert tree(document, "First", GOAL) == ("all", ("all", "First"), GOAL)


def test_groups_that_hold_each_other_can_never_be_met() -> None:
    document = pathway(
        goal(needs("Group", requiredNumber=1)),
        component("Group", "Basic", hasCondition=[needs("Circle", "A", requiredNumber=2)]),
        component("Circle", "Basic", hasCondition=[needs("Group", requiredNumber=1)]),
        *FOUR,
    )

    assert tree(document, *COURSES) == ("all", ("all", ("all", ("any",)), "A"))
    assert "cycle" in codes(document)


def test_a_condition_inside_itself_is_named() -> None:
    circular = {**needs("A", requiredNumber=1), "@id": "_:c", "ceterms:hasCondition": ["_:c"]}
    document = pathway(goal("_:c"), *FOUR, circular)

    assert "cycle" in codes(document)
    assert tree(document, *COURSES) == ("any", "A", "“”")


def test_a_chain_of_thousands_of_credentials_is_read_step_by_step() -> None:
    steps = [
        component(
            f"step {n}", "Credential", hasCondition=[needs(f"step {n + 1}", requiredNumber=1)]
        )
        for n in range(2_000)
    ]
    document = pathway(*steps, component("step 2000", "Credential"), to=("step 0",))

    found = rules_of(document)

    assert len(found.before) == 2_000
    assert found.faults == ()


def test_thousands_of_groups_inside_each_other_are_cut_and_named() -> None:
    groups = [
        component(f"group {n}", "Basic", hasCondition=[needs(f"group {n + 1}", requiredNumber=1)])
        for n in range(2_000)
    ]
    document = pathway(*groups, component("group 2000"), to=("group 0",))

    assert codes(document) == {"too-deep"}


def test_conditions_and_groups_together_are_cut_at_the_same_depth() -> None:
    """Thirty groups, each thirty conditions deep, are a nesting of nine hundred."""

    def deep(target: str, levels: int) -> dict[str, Any]:
        inner = needs(target, requiredNumber=1)
        for _ in range(levels):
            inner = needs(conditions=(inner,), requiredNumber=1)
        return inner

    groups = [
        component(f"group {n}", "Basic", hasCondition=[deep(f"group {n + 1}", 10)])
        for n in range(30)
    ]
    document = pathway(*groups, component("group 30"), to=("group 0",))

    assert codes(document) == {"too-deep"}


def test_groups_that_multiply_end_in_time_and_are_named() -> None:
    """Ten groups of ten references each to the next would be ten thousand million rules."""
    groups = [
        component(
            f"group {n}",
            "Basic",
            hasCondition=[
                needs(
                    conditions=tuple(needs(f"group {n + 1}", requiredNumber=1) for _ in range(10))
                )
            ],
        )
        for n in range(10)
    ]
    document = pathway(*groups, component("group 10"), to=("group 0",))
    started = time.perf_counter()

    found = codes(document)

    assert "too-many" in found
    assert time.perf_counter() - started < 10


def test_a_class_that_is_no_component_and_a_malformed_ctid_are_named_and_read() -> None:
    """Both stand in a published pathway, which could not be entered here as it is."""
    document = pathway(goal(needs("A", requiredNumber=1)), component("A", "Credential"))
    text = document.canonical.replace(
        '"ceterms:CredentialComponent","ceterms:ctid":"' + thing("A"),
        '"ceterms:Certification","ceterms:ctid":"' + thing("A")[:-1],
    )
    raw = stored_document(text)

    record = read_pathway(raw)

    assert record is not None
    found = pathway_rules(record)
    assert plain(found.destinations[0].rule, "A", GOAL) == ("all", ("all", "A"), GOAL)
    assert set(found.faults) == {
        Fault("not-a-component", (thing("A"),)),
        Fault("ctid-malformed", (thing("A"),)),
    }
