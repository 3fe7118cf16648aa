"""Published pathways with several ends and conditions of three levels: or, and, not."""

from itertools import combinations
from typing import Any

import pytest

from app.services import publishing, views
from app.services.planning.answers import Answer
from app.services.plans.asked import PlanRequest
from app.services.plans.planning import make_plan
from app.services.registry import Registry
from ctdl.ctid import CTID, derive_ctid
from tests.support.documents import CONTEXT, PROVIDER, an_organization

PATHWAY = derive_ctid("test:three levels")
OWN = f"resources/{PATHWAY}"
COURSES = ("Ladders", "Ropes", "Desks", "Cables", "Colour", "Sound")
Node = dict[str, Any]


def ctid(name: str) -> CTID:
    return derive_ctid(f"test:three levels {name}")


def component(name: str, kind: str, **stated: Any) -> Node:
    return {
        "@id": f"resources/{ctid(name)}",
        "@type": f"ceterms:{kind}Component",
        "ceterms:ctid": ctid(name),
        "ceterms:name": {"en": name},
        "ceterms:isPartOf": [OWN],
        **{f"ceterms:{key}": value for key, value in stated.items()},
    }


def needs(operator: str, *parts: str | Node, number: int | None = None) -> Node:
    """A condition over components, by name, and over further conditions."""
    names = [f"resources/{ctid(part)}" for part in parts if isinstance(part, str)]
    nested = [part for part in parts if not isinstance(part, str)]
    stated: Node = {
        "@type": "ceterms:ComponentCondition",
        "ceterms:logicalOperator": f"logic:{operator}",
    }
    if number is not None:
        stated["ceterms:requiredNumber"] = number
    if names:
        stated["ceterms:targetComponent"] = names
    if nested:
        stated["ceterms:hasCondition"] = nested
    return stated


def either_way() -> Node:
    """Ladders without ropes; or desks with two of cables, colour and sound."""
    return needs(
        "Or",
        needs("And", "Ladders", needs("Not", "Ropes")),
        needs("And", "Desks", needs("Or", "Cables", "Colour", "Sound", number=2)),
    )


def backstage(rigger: Node) -> Node:
    """The pathway: a hand needs either way, a rigger what is given here."""
    main = {
        "@id": OWN,
        "@type": "ceterms:Pathway",
        "ceterms:ctid": PATHWAY,
        "ceterms:name": {"en": "Backstage"},
        "ceterms:description": {"en": "Two ways to work backstage."},
        "ceterms:subjectWebpage": "https://provider.example/backstage",
        "ceterms:ownedBy": [f"resources/{PROVIDER}"],
        "ceterms:hasDestinationComponent": [
            f"resources/{ctid('Hand')}",
            f"resources/{ctid('Rigger')}",
        ],
    }
    nodes = [
        main,
        component("Hand", "Basic", hasCondition=[either_way()]),
        component("Rigger", "Basic", hasCondition=[rigger]),
        *(component(name, "Course") for name in COURSES),
    ]
    return {"@context": CONTEXT, "@id": f"graph/{PATHWAY}", "@graph": nodes}


@pytest.fixture
def stage(registry: Registry) -> Registry:
    """A rigger needs ropes beside either way, which closes the first of them."""
    publishing.publish(registry, an_organization())
    publishing.publish(registry, backstage(needs("And", "Ropes", either_way())))
    views.catch_up(registry)
    return registry


def ways(registry: Registry, target: CTID, *held: str) -> list[set[str]]:
    """What each plan adds, the best plan first."""
    return [
        {name for name in COURSES for thing in plan.order if ctid(name) == thing}
        for plan in answer(registry, target, *held).plans
    ]


def answer(registry: Registry, target: CTID, *held: str) -> Answer:
    planned = make_plan(registry, PlanRequest(target, order="things"), map(ctid, held))
    assert planned.way is not None
    assert planned.refused == ()
    return planned.way.answer


def test_the_shorter_branch_is_the_best_and_the_longer_ones_are_other_plans(
    stage: Registry,
) -> None:
    found = ways(stage, ctid("Hand"))

    assert found[0] == {"Ladders"}
    assert {frozenset(way) for way in found[1:]} == {
        frozenset({"Desks", *pair})
        for pair in (("Cables", "Colour"), ("Cables", "Sound"), ("Colour", "Sound"))
    }


def test_what_a_not_bars_inside_a_branch_closes_that_branch_only(stage: Registry) -> None:
    """A rigger's ropes have to count, so ladders without ropes are no way."""
    found = ways(stage, ctid("Rigger"))

    assert {frozenset(way) for way in found} == {
        frozenset({"Ropes", "Desks", *pair})
        for pair in (("Cables", "Colour"), ("Cables", "Sound"), ("Colour", "Sound"))
    }


def test_what_is_held_of_the_inner_conditions_is_not_added_again(stage: Registry) -> None:
    assert ways(stage, ctid("Rigger"), "Ropes", "Colour", "Sound") == [{"Desks"}]
    assert ways(stage, ctid("Rigger"), "Ropes", "Desks", "Colour", "Sound") == [set()]


def test_a_pathway_is_reached_at_the_end_that_is_nearer(stage: Registry) -> None:
    assert ways(stage, PATHWAY)[0] == {"Ladders"}
    assert ways(stage, PATHWAY, "Ropes", "Desks", "Cables", "Sound") == [set()]


def test_rules_that_exclude_each_other_are_named(stage: Registry) -> None:
    barred = needs("And", "Ladders", needs("Not", "Ropes"))
    publishing.publish(stage, backstage(needs("And", "Ropes", barred)))
    views.catch_up(stage)

    found = answer(stage, ctid("Rigger"))

    assert not found.feasible
    assert {thing for each in found.broken for thing in each.things} >= {ctid("Ropes")}


def reaches(counting: set[str], end: str) -> bool:
    """Whether just these courses fulfil the conditions of an end, read once more by hand."""
    first = "Ladders" in counting and "Ropes" not in counting
    second = "Desks" in counting and len(counting & {"Cables", "Colour", "Sound"}) >= 2
    return (first or second) and (end == "Hand" or "Ropes" in counting)


def fewest(held: set[str], end: str) -> int:
    """How few courses have to be added, by trying all sets of them; what is had need not count."""
    return min(
        len(set(counting) - held)
        for size in range(len(COURSES) + 1)
        for counting in combinations(COURSES, size)
        if reaches(set(counting), end)
    )


@pytest.mark.parametrize("end", ["Hand", "Rigger"])
def test_from_any_start_the_best_plan_is_as_short_as_trying_everything_finds(
    stage: Registry, end: str
) -> None:
    starts = [set(held) for size in range(4) for held in combinations(COURSES, size)][::3]

    found = {tuple(sorted(held)): len(ways(stage, ctid(end), *held)[0]) for held in starts}

    assert found == {tuple(sorted(held)): fewest(held, end) for held in starts}
    assert len(set(found.values())) > 1
