"""Plans for pathways as they are published: two ends, three levels of or and not, an order."""

from datetime import date
from pathlib import Path

import pytest

from app.services import publishing, views
from app.services.plans.asked import PlanRequest
from app.services.plans.planning import Way, make_plan
from app.services.registry import Registry
from ctdl.ctid import CTID
from tests.ctdl.pathways.mending import mended, with_components
from tests.support.documents import an_organization
from tests.support.pathways import EXAMPLE_PATHWAY, an_example_pathway, component_ctid

DAY = date(2026, 1, 1)


@pytest.fixture
def example(registry: Registry) -> Registry:
    publishing.publish(registry, an_organization())
    publishing.publish(registry, an_example_pathway())
    views.catch_up(registry)
    return registry


def way(registry: Registry, target: CTID, *held: str) -> Way:
    texts = [component_ctid(name) for name in held]
    planned = make_plan(registry, PlanRequest(target, day=DAY), texts)
    assert planned.way is not None
    return planned.way


def best(found: Way) -> set[str]:
    names = {thing.id: thing.name["en"] for thing in found.gathered.local.values()}
    return {names[thing] for thing in found.answer.plans[0].order}


def test_a_pathway_is_reached_by_the_nearer_of_its_destinations(example: Registry) -> None:
    found = way(example, EXAMPLE_PATHWAY)

    assert found.answer.optimal
    assert best(found) == {"Statistics", "Visualisation"}


def test_each_destination_can_be_aimed_at_by_itself(example: Registry) -> None:
    """Twenty credits, with programming or both of two others, of which one comes after it."""
    found = way(example, component_ctid("Developer"))

    assert best(found) == {"Programming", "Databases"}


def test_what_is_held_counts_and_what_is_barred_does_not(example: Registry) -> None:
    found = way(example, component_ctid("Developer"), "Databases", "Old programming")

    assert best(found) == {"Programming"}


@pytest.mark.shared
def test_the_pathway_of_comptia_is_planned_from_its_first_step_to_its_last(
    registry: Registry, shared_folder: Path
) -> None:
    path = "reference/ctdl-samples/pathways/CompTIA-IT_Networking_Specialist.jsonld"
    old, _ = mended((shared_folder / path).read_text(encoding="utf-8-sig"))
    document = with_components(old)
    publishing.publish(registry, document.body)
    views.catch_up(registry)

    found = way(registry, document.ctid)

    added = found.answer.plans[0].order
    names = {node["ceterms:ctid"]: node["ceterms:name"] for node in document.nodes}
    assert [next(iter(names[CTID(thing)].values())).strip() for thing in added] == [
        "CompTIA A+",
        "CompTIA Network+",
        "CompTIA Security+",
        "CompTIA Project+",
        "CompTIA Cloud Essentials+",
        "CompTIA Linux+",
        "CompTIA Server+",
        "CompTIA Cloud+",
    ]
