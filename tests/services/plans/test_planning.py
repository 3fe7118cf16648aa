"""Plans over the shipped records: what counts, what is missing, and what stands against it."""

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.services import publishing, views
from app.services.gap import TooMuchHeld
from app.services.plans.asked import MOST_HELD, NotATarget, Order, PlanRequest, refuse
from app.services.plans.planning import Planned, Way, make_plan
from app.services.reading import RecordNotFound, RecordWithdrawn
from app.services.registry import Registry
from ctdl.ctid import CTID, CTIDError
from ctdl.pathways.rules import named_things
from ctdl.pathways.things import Limits
from ctdl.provenance import Provenance, Statement
from tests.services.plans.shipped import (
    ANALYTICS,
    ANALYTICS_MASTER,
    SOFTWARE_ENGINEERING,
    SUPPLY_CHAIN,
    SUPPLY_CHAIN_MASTER,
    UNKNOWN,
    WEB_DEVELOPMENT,
    ctid_called,
)
from tests.support.documents import PROVIDER, a_credential, an_organization, ctid_of

DAY = date(2026, 1, 1)


def planned(
    registry: Registry, target: str | None, *held: str, limits: Limits | None = None
) -> Planned:
    request = PlanRequest(target, day=DAY, limits=limits or Limits())
    return make_plan(registry, request, held)


def way(registry: Registry, target: str, *held: str, limits: Limits | None = None) -> Way:
    found = planned(registry, target, *held, limits=limits).way
    assert found is not None
    return found


def test_a_micromasters_brings_its_courses_towards_a_masters_degree(
    loaded_registry: Registry,
) -> None:
    found = way(loaded_registry, ANALYTICS_MASTER, ANALYTICS)

    had = found.gathered.problem.things[ANALYTICS].parts
    assert found.listed is not None
    assert found.listed.size == 19
    assert set(found.listed.held) == had
    assert len(found.listed.to_choose) == 16
    assert found.listed.totals.cost_unstated == found.listed.totals.hours_unstated == 16


def test_nothing_is_planned_by_a_list_that_somebody_else_made(loaded_registry: Registry) -> None:
    """All listed courses held was "meets every rule", and the others were a plan to take them."""
    for target, held in ((SUPPLY_CHAIN_MASTER, SUPPLY_CHAIN), (ANALYTICS_MASTER, ANALYTICS)):
        found = way(loaded_registry, target, held)
        assert found.listed is not None
        assert not found.is_held
        assert found.answer.plans == ()


def test_what_the_provider_itself_states_to_be_parts_is_planned_with(
    loaded_registry: Registry,
) -> None:
    found = way(loaded_registry, SOFTWARE_ENGINEERING, WEB_DEVELOPMENT)

    [plan] = found.answer.plans
    assert found.listed is None
    assert set(plan.order) == named_things(found.target.rule) - {WEB_DEVELOPMENT}


def test_a_list_stands_in_the_order_asked_for_what_states_nothing_last(
    registry: Registry,
) -> None:
    """Prices of 30, 10 and none, hours of 5, 9 and none."""
    stated = {"dear": (30.0, "PT5H"), "cheap": (10.0, "PT9H"), "silent": (None, None)}
    courses = [_a_course(name, *each) for name, each in stated.items()]
    degree = a_credential("degree", hasPart=[f"resources/{ctid_of(each)}" for each in courses])
    publishing.publish(registry, an_organization())
    for each in courses:
        publishing.publish(registry, each)
    told = Provenance(Statement(source="A list", asserted_by="Somebody"), collected=True)
    publishing.publish(registry, degree, provenance=told)
    views.catch_up(registry)

    def order(first: Order, limits: Limits | None = None) -> list[str]:
        request = PlanRequest(ctid_of(degree), limits=limits or Limits(), day=DAY, order=first)
        found = make_plan(registry, request, []).way
        assert found is not None
        assert found.listed is not None
        names = {ctid_of(each): name for name, each in zip(stated, courses, strict=True)}
        return [names[CTID(each)] for each in found.listed.to_choose]

    assert order("cost") == ["cheap", "dear", "silent"]
    assert order("hours") == ["dear", "cheap", "silent"]
    within = Limits(max_cost=Decimal(20), currency="USD")
    assert order("cost", within) == ["cheap"]
    assert order("cost", replace(within, unstated=True)) == ["cheap", "silent"]


def _a_course(name: str, price: float | None, duration: str | None) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if price is not None:
        cost = {
            "@type": "ceterms:CostProfile",
            "ceterms:price": price,
            "ceterms:currency": "USD",
            "ceterms:costDetails": "https://provider.example/fees",
            "ceterms:description": {"en": "The fee."},
        }
        facts["estimatedCost"] = [cost]
    if duration is not None:
        time = {"@type": "ceterms:DurationProfile", "ceterms:timeRequired": duration}
        facts["estimatedDuration"] = [time]
    return a_credential(name, **facts)


def test_every_course_comes_after_what_it_asks_for(loaded_registry: Registry) -> None:
    found = way(loaded_registry, SOFTWARE_ENGINEERING)

    [plan] = found.answer.plans
    things = found.gathered.problem.things
    asked = [
        (plan.order.index(before), place)
        for place, each in enumerate(plan.order)
        if things[each].requires is not None
        for before in named_things(things[each].requires)  # type: ignore[arg-type]
        if before in plan.order
    ]
    assert len(asked) > 10
    assert all(before < place for before, place in asked)


def test_what_does_not_state_its_hours_is_within_no_limit_unless_it_is_let_in(
    loaded_registry: Registry,
) -> None:
    limits = Limits(max_hours=Decimal(10))

    strict = way(loaded_registry, SOFTWARE_ENGINEERING, limits=limits).answer
    lenient = way(
        loaded_registry, SOFTWARE_ENGINEERING, limits=replace(limits, unstated=True)
    ).answer

    assert not strict.feasible
    assert any(each.limit == "hours" for each in strict.broken)
    assert lenient.feasible


def test_a_record_that_states_nothing_is_taken_as_one_thing(registry: Registry) -> None:
    publishing.publish(registry, an_organization())
    publishing.publish(registry, a_credential("alone"))
    views.catch_up(registry)

    found = way(registry, ctid_called("alone"))

    assert [plan.order for plan in found.answer.plans] == [(ctid_called("alone"),)]


def test_what_asks_for_each_other_first_is_said_to_be_a_circle(registry: Registry) -> None:
    publishing.publish(registry, an_organization())
    for name, other in (("first", "second"), ("second", "first")):
        target = {"ceterms:targetCredential": [f"resources/{ctid_called(other)}"]}
        condition = {
            "@type": "ceterms:ConditionProfile",
            "ceterms:name": {"en": "Before"},
            "ceterms:description": {"en": "What comes before."},
            **target,
        }
        publishing.publish(registry, a_credential(name, requires=[condition]))
    views.catch_up(registry)

    answer = way(registry, ctid_called("first")).answer

    assert not answer.feasible
    assert {each.reason for each in answer.broken} & {"cycle", "contradiction", "not held"}


def test_a_withdrawn_part_is_named_and_may_still_be_held(registry: Registry) -> None:
    publishing.publish(registry, an_organization())
    publishing.publish(registry, a_credential("part"))
    publishing.publish(
        registry, a_credential("whole", hasPart=[f"resources/{ctid_called('part')}"])
    )
    publishing.withdraw(registry, ctid_called("part"), reason="It is no longer taught.")
    views.catch_up(registry)

    missing = way(registry, ctid_called("whole")).answer
    had = way(registry, ctid_called("whole"), ctid_called("part")).answer

    assert [(each.reason, each.things) for each in missing.broken] == [
        ("cannot be added", (ctid_called("part"),))
    ]
    assert had.feasible


@pytest.mark.parametrize(
    ("text", "error"),
    [("ce-1", CTIDError), (UNKNOWN, RecordNotFound), ("x" * 100_000, CTIDError)],
)
def test_a_target_that_is_none_is_refused(
    loaded_registry: Registry, text: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        planned(loaded_registry, text)


def test_an_organization_is_no_target(registry: Registry) -> None:
    publishing.publish(registry, an_organization())
    views.catch_up(registry)

    with pytest.raises(NotATarget, match="a credential, a course or a pathway"):
        planned(registry, PROVIDER)


def test_a_withdrawn_target_says_so(registry: Registry) -> None:
    publishing.publish(registry, an_organization())
    publishing.publish(registry, a_credential("gone"))
    publishing.withdraw(registry, ctid_called("gone"), reason="It was a mistake.")
    views.catch_up(registry)

    with pytest.raises(RecordWithdrawn):
        planned(registry, ctid_called("gone"))


def test_thousands_of_held_things_are_looked_at_and_more_are_refused(
    loaded_registry: Registry,
) -> None:
    chance = random.Random(6)
    made = [
        CTID(f"ce-{chance.randrange(16**8):08x}-0000-4000-8000-000000000000")
        for _ in range(MOST_HELD)
    ]

    found = planned(loaded_registry, SUPPLY_CHAIN_MASTER, *made[1:], SUPPLY_CHAIN)

    assert len(found.refused) == MOST_HELD - 1
    assert found.way is not None
    assert found.way.listed is not None
    assert len(found.way.listed.held) == 6
    with pytest.raises(TooMuchHeld):
        planned(loaded_registry, SUPPLY_CHAIN_MASTER, *made, SUPPLY_CHAIN)


def test_what_is_held_and_unknown_is_named_and_refused_to_programs(
    loaded_registry: Registry,
) -> None:
    found = planned(loaded_registry, SUPPLY_CHAIN_MASTER, UNKNOWN, "nothing", SUPPLY_CHAIN)

    assert [(each.text, each.why) for each in found.refused] == [
        ("nothing", "malformed"),
        (UNKNOWN, "unknown"),
    ]
    with pytest.raises(CTIDError):
        refuse(found.refused)
