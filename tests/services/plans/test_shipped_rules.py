"""Plans towards shipped credentials whose rules are stated as a pathway, held against their rows.

What a plan has to obey is read from the row here once more, and not from the pathway.
"""

import re
from collections.abc import Collection
from datetime import date
from decimal import Decimal

import pytest
from flask.testing import FlaskClient

from app.services import publishing, views
from app.services.plans.asked import PlanRequest
from app.services.plans.planning import Way, make_plan
from app.services.registry import Registry
from ctdl.ctid import CTID
from ctdl.pathways.rules import InWords, walk
from registry_data.convert.identity import credential_ctid
from registry_data.convert.tables import Row, facts

DAY = date(2026, 1, 1)
AWARD = "CMI Level 5 Award in Management and Leadership"
CERTIFICATE = "CMI Level 5 Certificate in Management and Leadership"
DIPLOMA = "CMI Level 5 Diploma in Management and Leadership"
STRATEGIC = "CMI Level 7 Diploma in Strategic Management and Leadership Practice"


def found(tables: tuple[str, ...], title: str) -> tuple[CTID, Row]:
    """The row with this title, and the CTID of its record."""
    [(table, row)] = [
        (table, row) for table in tables for row in facts(table) if row["title"] == title
    ]
    return credential_ctid(table, row), row


def larger(title: str) -> tuple[CTID, Row]:
    return found(("targets", "targets_more"), title)


def units() -> dict[str, tuple[str, Decimal]]:
    """The number and the credits of every unit of the awarding body, by its CTID."""
    return {
        credential_ctid(table, row): (row["title"].split()[2], Decimal(row["credits"]))
        for table in ("levelled", "levelled_more")
        for row in facts(table)
        if row["title"].startswith("CMI Unit ")
    }


def barred(row: Row) -> set[frozenset[str]]:
    """502 with 503, 505, 511 or 526; 526 with 501."""
    stated = row["electives"].partition("barred pairs: ")[2]
    return {
        frozenset((first, other))
        for part in stated.split("; ")
        for first, *others in [re.findall(r"\d+", part)]
        for other in others
    }


def way(registry: Registry, title: str, held: Collection[str] = ()) -> Way:
    planned = make_plan(registry, PlanRequest(larger(title)[0], day=DAY), held)
    assert planned.way is not None
    return planned.way


def called(numbers: Collection[str]) -> list[str]:
    return [ctid for ctid, (number, _) in units().items() if number in numbers]


def test_every_plan_for_the_diploma_obeys_its_row(loaded_registry: Registry) -> None:
    """At least six units and 37 credits, of 25 level 5 units and unit 608, no barred pair."""
    _, row = larger(DIPLOMA)
    assert "at least six units and at least 37 credits" in row["rules"]
    assert row["electives"].startswith("any of 25 level 5 units and unit 608; ")
    known, pairs = units(), barred(row)
    assert len(pairs) == 5

    answer = way(loaded_registry, DIPLOMA).answer

    assert answer.optimal
    assert len(answer.plans) == 5
    for plan in answer.plans:
        taken = [known[ctid] for ctid in plan.order]
        numbers = {number for number, _ in taken}
        assert len(numbers) >= 6
        assert sum(credits for _, credits in taken) >= 37
        assert all(number.startswith("5") or number == "608" for number in numbers)
        assert not any(pair <= numbers for pair in pairs)


def test_no_plan_for_the_diploma_is_better_than_what_its_row_allows(
    loaded_registry: Registry,
) -> None:
    """Six units cannot have fewer than 37 credits, so 37 is the least there can be."""
    known = units()

    best = way(loaded_registry, DIPLOMA).answer.plans[0]

    assert sum(known[ctid][1] for ctid in best.order) == 37


def test_of_a_barred_pair_that_is_held_only_one_counts(loaded_registry: Registry) -> None:
    known = units()
    held = called(("502", "503", "505", "511", "526"))

    [plan, *_] = way(loaded_registry, DIPLOMA, held).answer.plans

    # All but 502 count: that is four of six units, and two more have to be taken.
    counting = [*(ctid for ctid in held if known[ctid][0] != "502"), *plan.order]
    assert len(plan.order) == 2
    assert sum(known[ctid][1] for ctid in counting) >= 37
    assert not any(
        pair <= {known[ctid][0] for ctid in counting} for pair in barred(larger(DIPLOMA)[1])
    )


@pytest.mark.parametrize(
    ("title", "count", "least", "most"),
    [
        (AWARD, 1, 4, 12),
        (CERTIFICATE, 2, 13, 36),
    ],
)
def test_a_smaller_award_has_its_own_number_of_units_and_credits(
    loaded_registry: Registry, title: str, count: int, least: int, most: int
) -> None:
    _, row = larger(title)
    assert f"; {least} to {most} credits" in row["rules"]
    known = units()

    for plan in way(loaded_registry, title).answer.plans:
        taken = [known[ctid] for ctid in plan.order]
        assert len(taken) >= count
        assert least <= sum(credits for _, credits in taken) <= most
        assert not any(pair <= {number for number, _ in taken} for pair in barred(row))
        assert "608" not in {number for number, _ in taken}


def test_credits_of_the_other_group_count_only_beside_thirty_of_the_first(
    loaded_registry: Registry,
) -> None:
    _, row = larger(STRATEGIC)
    assert "at least 30 of them from group A (units 701-716)" in row["rules"]
    known = units()
    held = called(("607", "608", "609", "610"))

    for plan in way(loaded_registry, STRATEGIC, held).answer.plans:
        first = sum(known[ctid][1] for ctid in plan.order if known[ctid][0].startswith("7"))
        assert first >= 30


def test_compulsory_courses_are_added_and_free_ones_are_left_to_the_provider(
    loaded_registry: Registry,
) -> None:
    title = "Defence Studies – Diploma in Arts"
    _, row = larger(title)
    named = {course.partition(" (")[0] for course in row["components"].split("; ")}

    found_way = way(loaded_registry, title)

    [plan] = found_way.answer.plans
    gathered = found_way.gathered
    names = {str(ctid): each.name["en"] for ctid, each in gathered.summaries.items()}
    names |= {id_: each.name["en"] for id_, each in gathered.local.items()}
    assert {names[thing] for thing in plan.order} == named
    words = [each.text["en"] for each in walk(found_way.target.rule) if isinstance(each, InWords)]
    assert words == ["30 credits of free electives"]


def test_what_has_to_come_first_is_added_before_the_award(loaded_registry: Registry) -> None:
    title = "Masters by Research (UC7-E3-20)"

    [plan] = way(loaded_registry, title).answer.plans

    assert len(plan.order) == 2
    assert plan.order[-1] == larger(title)[0]


def test_without_its_pathway_a_credential_goes_by_its_parts(registry_copy: Registry) -> None:
    before = way(registry_copy, DIPLOMA)
    [pathway] = {
        rule.said.record
        for rule in walk(before.target.rule)
        if rule.said.record != larger(DIPLOMA)[0]
    }

    publishing.withdraw(registry_copy, pathway, reason="Superseded")
    views.catch_up(registry_copy)

    after = way(registry_copy, DIPLOMA)
    assert {rule.said.record for rule in walk(after.target.rule)} == {larger(DIPLOMA)[0]}
    assert after.answer.feasible


def test_a_pathway_itself_is_nothing_to_be_had(loaded_registry: Registry) -> None:
    for title in (DIPLOMA, "Defence Studies – Diploma in Arts"):
        gathered = way(loaded_registry, title).gathered
        assert not any(each.type == "ceterms:Pathway" for each in gathered.summaries.values())


def test_the_page_of_a_plan_tells_the_rules_in_words(client: FlaskClient) -> None:
    page = client.get("/plan", query_string={"target": larger(DIPLOMA)[0]}).get_data(as_text=True)

    assert "at least 6 units" in page
    assert "at least 37 RQF credits from 26 stated parts" in page
    assert "not together: units 502 and 503" in page
    assert "0 of 0" not in page


def test_the_page_of_a_plan_tells_the_rules_in_french(client: FlaskClient) -> None:
    asked = {"target": larger(DIPLOMA)[0]}
    page = client.get("/fr/plan", query_string=asked).get_data(as_text=True)

    assert "au moins 6 unités" in page
    assert "unités 502 et 503" in page
