"""Pathways as rules: their conditions, their order, and what does not hold together in them."""

from datetime import date
from typing import Any

import pytest

from ctdl.ctid import derive_ctid
from ctdl.pathways.reading import (
    Fault,
    pathway_rules,
    read_pathway,
    rests_on_stated_parts,
)
from ctdl.pathways.rules import Said, SomeOf, walk
from tests.ctdl.pathways.conditions import condition, credential, credits, plain, resource, thing
from tests.ctdl.pathways.pathways import (
    COURSES,
    FOUR,
    GOAL,
    PATHWAY,
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


def asked(*conditions: dict[str, Any]) -> Any:
    return tree(pathway(goal(*conditions), *FOUR), *COURSES)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (needs("A", "B", requiredNumber=2), ("all", "A", "B")),
        (needs("A", "B", "C", requiredNumber=1), ("any", "A", "B", "C")),
        (needs("A", "B", "C", requiredNumber=2), ("2..None", "A", "B", "C")),
        (logic("And", "A", "B"), ("all", "A", "B")),
        (logic("Or", "A", "B"), ("any", "A", "B")),
        (logic("OnlyOne", "A", "B"), ("one", "A", "B")),
        (logic("Not", "A", "B"), ("none", "A", "B")),
        (logic("OnlyOne", "A", "B", "C", requiredNumber=2), ("2..2", "A", "B", "C")),
    ],
)
def test_numbers_and_operators_say_how_many_are_needed(stated: Any, expected: Any) -> None:
    assert asked(stated) == expected


def test_several_conditions_of_one_component_hold_together() -> None:
    stated = (needs("A", requiredNumber=1), needs("B", "C", requiredNumber=1))

    assert asked(*stated) == ("all", ("all", "A"), ("any", "B", "C"))


def test_or_and_not_nest_three_levels_deep() -> None:
    """(A and (B or not both C and D)) or D."""
    inner = logic("Not", conditions=(logic("And", "C", "D"),))
    middle = logic("Or", "B", conditions=(inner,))
    top = logic("Or", "D", conditions=(logic("And", "A", conditions=(middle,)),))

    assert asked(top) == ("any", "D", ("all", "A", ("any", "B", ("none", ("all", "C", "D")))))
    assert codes(pathway(goal(top), *FOUR)) == set()


def test_each_destination_has_a_tree_of_its_own() -> None:
    document = pathway(
        component("Developer", "Credential", hasCondition=[needs("A", "B", requiredNumber=2)]),
        component("Analyst", "Job", hasCondition=[needs("B", "C", requiredNumber=1)]),
        *FOUR,
        to=("Developer", "Analyst"),
    )

    found = rules_of(document).destinations

    assert [each.component.name["en"] for each in found] == ["Developer", "Analyst"]
    assert tree(document, *COURSES, destination=0) == ("all", "A", "B")
    assert tree(document, *COURSES, destination=1) == ("any", "B", "C")


def test_a_component_that_says_to_be_a_destination_is_one() -> None:
    own = [f"resources/{PATHWAY}"]
    document = pathway(
        component("A", isDestinationComponentOf=own),
        component("B", isDestinationComponentFor=own),
        component("C"),
        to=(),
    )

    assert [each.component.name["en"] for each in rules_of(document).destinations] == ["A", "B"]
    assert "no-destination" not in codes(document)


def test_without_any_destination_it_is_what_nothing_leads_on_from() -> None:
    document = pathway(goal(needs("A", "B", requiredNumber=2)), *FOUR[:2], to=())

    assert [each.component.name["en"] for each in rules_of(document).destinations] == [GOAL]
    assert fault(document, "no-destination") == Fault("no-destination", (PATHWAY,))


def test_a_component_stands_for_what_it_is_a_proxy_of() -> None:
    proxied = component("A", proxyFor=[resource("Real course")])
    document = pathway(goal(needs("A", requiredNumber=1)), proxied)

    found = rules_of(document)

    assert tree(document, "Real course") == ("all", "Real course")
    assert [each.id for each in found.things[thing("Real course")]] == [thing("A")]


def test_a_component_for_several_resources_takes_one_of_them() -> None:
    several = component("A", "Multi", proxyFor=[resource("B"), resource("C")])

    assert tree(pathway(goal(needs("A", requiredNumber=1)), several), "B", "C") == (
        "all",
        ("any", "B", "C"),
    )


def test_a_group_is_what_its_conditions_ask_for() -> None:
    group = component("Core", "Basic", hasCondition=[needs("A", "B", requiredNumber=1)])

    assert tree(pathway(goal(needs("Core", "C", requiredNumber=2)), group, *FOUR), *COURSES) == (
        "all",
        ("any", "A", "B"),
        "C",
    )


def test_earlier_credentials_come_before_one_that_has_to_be_earned_itself() -> None:
    """The CompTIA pathway: each certification asks for the one below it."""
    document = pathway(
        goal(needs("Second", requiredNumber=1)),
        component("Second", "Credential", hasCondition=[needs("First", requiredNumber=1)]),
        component("First", "Credential"),
    )

    found = rules_of(document)

    assert tree(document, GOAL, "Second", "First") == ("all", ("all", "Second"), GOAL)
    assert plain(found.before[thing("Second")], "First") == ("all", "First")
    assert thing("First") not in found.before


def test_courses_make_up_the_credential_they_lead_to() -> None:
    """A degree on the way is had by holding it, or by what it is made of."""
    document = pathway(
        goal(needs("Associate", "C", requiredNumber=2)),
        component("Associate", "Credential", hasCondition=[needs("A", "B", requiredNumber=2)]),
        *FOUR,
    )

    assert tree(document, "Associate", *COURSES) == (
        "all",
        ("any", "Associate", ("all", "A", "B")),
        "C",
    )


def test_work_and_knowledge_are_for_people_to_judge() -> None:
    document = pathway(
        goal(needs("A", "Two years in a team", requiredNumber=2)),
        component("Two years in a team", "WorkExperience"),
        *FOUR,
    )

    assert tree(document, *COURSES) == ("all", "A", "“Two years in a team”")


def test_what_precedes_comes_before_whoever_states_it() -> None:
    document = pathway(
        goal(needs("A", "B", "C", requiredNumber=3)),
        component("A", precedes=[resource("B")]),
        component("B"),
        component("C", precededBy=[resource("B")]),
    )

    before = rules_of(document).before

    assert plain(before[thing("B")], *COURSES) == "A"
    assert plain(before[thing("C")], *COURSES) == "B"
    assert before[thing("C")].said.predicate == "ceterms:precedes"


def test_children_without_conditions_are_stated_parts() -> None:
    document = pathway(
        component(GOAL, "Credential", **{"ceasn:hasChild": [resource("A")]}),
        component("A"),
        component("B", "Course", **{"ceasn:isChildOf": [resource(GOAL)]}),
    )

    assert tree(document, *COURSES) == ("all", "A", "B")
    assert rests_on_stated_parts(rules_of(document).destinations[0].rule)


def test_components_between_which_nothing_is_stated_are_stated_parts() -> None:
    document = pathway(component(GOAL, "Credential"), *FOUR[:2])

    rule = rules_of(document).destinations[0].rule

    assert plain(rule, GOAL, *COURSES) == ("all", ("all", "A", "B"), GOAL)
    assert [rests_on_stated_parts(each) for each in walk(rule)].count(True) == 1


def test_the_facts_of_a_pathway_and_its_components_are_read() -> None:
    owner = derive_ctid("test:owner")
    level = f"resources/{derive_ctid('test:beginner')}"
    document = pathway(
        component(
            GOAL,
            "Course",
            description={"en": "Last course"},
            creditValue=[credits(5)],
            componentDesignation=[
                {
                    "@type": "ceterms:CredentialAlignmentObject",
                    "ceterms:targetNodeName": {"en": "Capstone"},
                }
            ],
            **{"asn:hasProgressionLevel": [level]},
        ),
        ownedBy=[f"resources/{owner}"],
        subjectWebpage="https://provider.example/pathway",
        lifeCycleStatusType={
            "@type": "ceterms:CredentialAlignmentObject",
            "ceterms:targetNode": "lifeCycle:Active",
        },
        dateEffective="2025-01-01",
    )

    record = read_pathway(document)

    assert record is not None
    last = record.component(thing(GOAL))
    assert last is not None
    assert (record.status, record.webpage) == ("Active", "https://provider.example/pathway")
    assert record.destinations == (thing(GOAL),)
    assert [amount.unit for amount in last.credits] == ["ects"]
    assert last.designations == ({"en": "Capstone"},)
    assert [each.iri for each in last.levels] == [level]
    rule = pathway_rules(record).destinations[0].rule
    assert rule.said == Said(PATHWAY, "ceterms:hasCondition", owner, date(2025, 1, 1))


def test_a_document_about_something_else_is_no_pathway() -> None:
    assert read_pathway(credential(requires=[condition(targetCredential=[resource("A")])])) is None


def test_every_rule_of_a_tree_has_an_id_of_its_own() -> None:
    document = pathway(
        goal(
            logic("Or", "Core", "A", conditions=(needs("B", "C", requiredNumber=1),)),
            needs("D", requiredNumber=1),
        ),
        component("Core", "Basic", hasCondition=[needs("A", "B", requiredNumber=2)]),
        *FOUR,
    )

    ids = [rule.id for rule in walk(rules_of(document).destinations[0].rule)]

    assert len(ids) == len(set(ids))
    assert any(isinstance(each, SomeOf) for each in walk(rules_of(document).destinations[0].rule))
