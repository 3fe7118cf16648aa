"""Pathways: only what records state, joined when both sides state it, and never without end."""

from app.services import pathways, publishing, views
from app.services.registry import Registry
from app.store import catalogue
from ctdl.ctid import CTID
from tests.support.documents import a_credential, ctid_of


def test_a_part_that_both_sides_state_is_one_step_stated_twice(registry: Registry) -> None:
    part, whole = ctid_of(a_credential("part")), ctid_of(a_credential("whole"))
    _publish(registry, "part", isPartOf=[f"resources/{whole}"])
    _publish(registry, "whole", hasPart=[f"resources/{part}"])

    [step] = pathways.get_pathway(registry, whole).steps

    assert (step.smaller, step.larger) == (part, whole)
    assert set(step.stated_by) == {part, whole}


def test_steps_are_followed_both_ways_and_read_from_the_smaller(registry: Registry) -> None:
    first, second, third = (ctid_of(a_credential(key)) for key in ("a", "b", "c"))
    _publish(registry, "a", isPreparationFor=[f"resources/{second}"])
    _publish(registry, "b")
    _publish(registry, "c", advancedStandingFrom=[f"resources/{second}"])

    pathway = pathways.get_pathway(registry, second)

    assert {(step.smaller, step.larger) for step in pathway.steps} == {
        (first, second),
        (second, third),
    }
    assert pathway.things[third].name == {"en": "C"}


def test_a_circle_ends(registry: Registry) -> None:
    one, two = (ctid_of(a_credential(key)) for key in ("one", "two"))
    _publish(registry, "one", isPartOf=[f"resources/{two}"])
    _publish(registry, "two", isPartOf=[f"resources/{one}"])

    assert len(pathways.get_pathway(registry, one).steps) == 2


def test_a_withdrawn_end_is_not_drawn(registry: Registry) -> None:
    whole = ctid_of(a_credential("whole"))
    part = _publish(registry, "part", isPartOf=[f"resources/{whole}"])
    _publish(registry, "whole")
    publishing.withdraw(registry, whole, reason="over")
    views.catch_up(registry)

    assert pathways.get_pathway(registry, part).steps == ()


def test_the_shipped_records_hold_pathways_with_every_asserted_part(
    loaded_registry: Registry,
) -> None:
    entries = pathways.list_pathways(loaded_registry)

    largest = next(each for each in entries if each.summary.type != "ceterms:Pathway")
    pathway = pathways.get_pathway(loaded_registry, largest.summary.ctid)
    assert len(entries) > 150
    assert len({step.smaller for step in pathway.into(largest.summary.ctid)}) == largest.parts > 50


def test_a_credential_is_listed_by_the_pathway_that_it_names(loaded_registry: Registry) -> None:
    listed = {each.summary.ctid: each for each in pathways.list_pathways(loaded_registry)}
    published = [each for each in listed.values() if each.summary.type == "ceterms:Pathway"]
    with loaded_registry.database.reading() as connection:
        named = {
            edge.subject: edge.target
            for edge in catalogue.edges_by_predicate(connection, ["ceterms:targetPathway"])
        }

    assert len(published) == len(named) > 100
    assert not listed.keys() & named.keys()
    for ctid, pathway in named.items():
        [way] = pathways.published_pathways(loaded_registry, ctid)
        assert way.ctid == pathway
    assert pathways.published_pathways(loaded_registry, published[0].summary.ctid) == ()


def _publish(registry: Registry, key: str, **stated: object) -> CTID:
    outcome = publishing.publish(registry, a_credential(key, **stated))
    views.catch_up(registry)
    return outcome.ctid
