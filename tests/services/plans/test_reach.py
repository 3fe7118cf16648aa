"""Reach: what held things count towards, how far, and who says so; over the shipped records."""

from datetime import date

import pytest

from app.services import publishing, reading, views
from app.services.confirming import CONFIRMED
from app.services.pathways import STACKING
from app.services.plans import gathering
from app.services.plans.facts import thing_of
from app.services.plans.gathering import joined_to
from app.services.plans.reach import parts_rule, reach
from app.services.registry import Registry
from app.store import catalogue
from ctdl.pathways.reading import award_rule, stated_parts
from ctdl.pathways.rules import Holds, Rule, SomeOf, Total, walk
from tests.services.plans.shipped import (
    ANALYTICS,
    ANALYTICS_MASTER,
    SUPPLY_CHAIN,
    SUPPLY_CHAIN_MASTER,
    UNKNOWN,
    ctid_called,
)
from tests.services.plans.test_shipped_rules import DIPLOMA, larger, units
from tests.services.stacking.credentials import a_transfer, publish, towards
from tests.support.documents import a_credential, an_organization, ctid_of

DAY = date(2026, 1, 1)


def test_a_micromasters_counts_towards_the_degrees_that_share_its_courses(
    loaded_registry: Registry,
) -> None:
    found = reach(loaded_registry, [SUPPLY_CHAIN, ANALYTICS], DAY)

    counting = {
        each.summary.ctid: each for each in found.reached if each.state == "counts" and each.summary
    }
    master = counting[SUPPLY_CHAIN_MASTER]
    assert (master.held, master.listed) == (6, 6)
    assert (counting[ANALYTICS_MASTER].held, counting[ANALYTICS_MASTER].listed) == (3, 19)
    assert len(found.parts) == 6 + 3


def test_a_list_of_courses_is_not_all_that_a_degree_asks_for(loaded_registry: Registry) -> None:
    """Six of six listed courses was called a share of 1; but no record states that they are all."""
    for each in reach(loaded_registry, [SUPPLY_CHAIN, ANALYTICS], DAY).reached:
        if each.summary and each.summary.ctid in (SUPPLY_CHAIN_MASTER, ANALYTICS_MASTER):
            assert (each.state, each.basis) == ("counts", "listed parts")
            assert each.share is None
            assert not each.whole
            # An article lists them; neither university says so.
            assert CONFIRMED[each.confirmed] is None


def test_a_step_of_a_published_pathway_is_as_far_as_its_rules_say(
    loaded_registry: Registry,
) -> None:
    """Units of 6 credits count towards a diploma of 40 that no record states them to be part of."""
    diploma, _ = larger(DIPLOMA)
    numbers = {number: ctid for ctid, (number, _) in units().items()}
    held = [numbers["501"], numbers["504"]]

    [found] = [
        each
        for each in reach(loaded_registry, held, DAY).reached
        if each.summary and each.summary.ctid == diploma
    ]

    assert found.state == "counts"
    assert (found.basis, found.whole) == ("rules", True)
    # The editors read the rules in the data of a training centre; the institute says nothing here.
    assert CONFIRMED[found.confirmed] is None
    assert set(found.by) == set(held)
    assert found.progress is not None
    totals = [rule for rule in found.progress.rules if rule.unit]
    credits = sum(units()[each][1] for each in held)
    assert credits in {rule.have for rule in totals}
    assert found.share is not None
    assert 0 < found.share < 1


def test_transfers_say_who_states_them_and_end_with_their_dates(
    loaded_registry: Registry,
) -> None:
    accepted = [
        each for each in reach(loaded_registry, [SUPPLY_CHAIN], DAY).reached if each.acceptance
    ]

    assert accepted
    assert all(each.stated_by and each.state == "accepted" for each in accepted)


def test_nothing_stated_is_no_refusal(registry: Registry) -> None:
    publishing.publish(registry, an_organization())
    publishing.publish(registry, a_credential("alone"))
    views.catch_up(registry)

    found = reach(registry, [ctid_called("alone"), UNKNOWN, "?"], DAY)

    assert found.reached == ()
    assert [each.ctid for each in found.held] == [ctid_called("alone")]
    assert len(found.refused) == 2


def test_of_very_many_transfers_some_are_read_and_it_is_said_that_there_are_more(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "MOST_STATING", 2)
    held = a_credential("held")
    publish(
        registry, held, *(a_transfer(str(n), **towards("transferValueFrom", held)) for n in "ab")
    )

    assert reach(registry, [ctid_of(held)], DAY).is_cut is False

    publish(registry, a_transfer("c", **towards("transferValueFrom", held)))
    found = reach(registry, [ctid_of(held)], DAY)

    assert (len(found.reached), found.is_cut) == (2, True)


def test_a_degree_does_not_bring_the_parts_that_happen_to_be_known(
    loaded_registry: Registry,
) -> None:
    assert reach(loaded_registry, [ANALYTICS_MASTER], DAY).parts == frozenset()


def test_the_rule_from_the_catalogue_is_the_one_the_documents_state(
    loaded_registry: Registry,
) -> None:
    """Of every shipped record that has parts and asks for nothing else."""
    with loaded_registry.database.reading() as connection:
        rows = catalogue.edges_by_predicate(connection, STACKING)
    wholes = sorted(
        {row.target for row in rows if row.predicate == "ceterms:isPartOf" and row.target}
    )
    summaries = reading.summaries(loaded_registry, wholes)
    compared = 0
    for whole in wholes:
        document = reading.get_record(loaded_registry, whole).document
        joined = joined_to(loaded_registry, whole)
        stated = award_rule(document, whole, joined)
        parts = [each.thing for each in stated_parts(document, whole, joined)]
        credits = thing_of(summaries[whole]).credits
        if stated is not None:
            compared += 1
            assert _asked(parts_rule(whole, parts, credits)) == _asked(stated), whole
    assert compared > 100


def _asked(rule: Rule) -> set[object]:
    """What a tree asks for, without who says it and how it is named."""
    found: set[object] = set()
    for each in walk(rule):
        assert not isinstance(each, SomeOf) or each.kind == "all"
        if isinstance(each, Holds):
            found.add(each.thing)
        elif isinstance(each, Total):
            found.add((each.unit, each.minimum, each.maximum, each.among.things))
    return found
