"""Shipped records held against standards: figures that are true, and checks that agree."""

import pytest

from app.services import conformance, reading, searching
from app.services.conformance import UnknownStandard
from app.services.reading import RecordNotFound
from app.services.registry import Registry
from app.services.searching import SearchRequest
from app.store import conformance as kept
from ctdl.ctid import CTID
from ctdl.standards import RESULTS, STANDARDS
from tests.site.pages import ctids

COUNTRIES = ("nzqcf", "nfq-ie", "eqf", "scqf", "nqf-za")


@pytest.fixture(scope="module")
def sample(loaded_registry: Registry) -> list[CTID]:
    """Some forty shipped credentials and courses of several countries."""
    found = [
        ctid
        for framework in COUNTRIES
        for family in ("credential", "learning-opportunity")
        for ctid in ctids(
            loaded_registry, f"family = '{family}' AND summary LIKE '%{framework}:%'"
        )[:4]
    ]
    found += ctids(loaded_registry, "family = 'credential' AND summary LIKE '%\"levels\":[]%'")
    return found


def test_every_shipped_credential_is_held_against_every_standard(
    loaded_registry: Registry,
) -> None:
    counts = reading.counts(loaded_registry)
    records = counts["credential"] + counts["learning-opportunity"]

    for found in conformance.figures(loaded_registry):
        assert found.checked == records
        for element, results in found.elements:
            assert set(results) == set(RESULTS), element.id
            assert sum(results.values()) == records, element.id


def test_as_many_meet_a_standard_as_a_search_for_it_finds(loaded_registry: Registry) -> None:
    page = searching.search(loaded_registry, SearchRequest(), ("standard",))
    found = {each.value: each.count for each in page.facets["standard"]}

    assert found
    assert found == {
        each.standard.id: each.meet for each in conformance.figures(loaded_registry) if each.meet
    }


def test_no_record_meets_or_fails_a_definition(loaded_registry: Registry) -> None:
    definitions = [each for each in STANDARDS.values() if each.kind == "definition"]
    assert definitions

    for standard in definitions:
        [found] = conformance.figures(loaded_registry, standard.id)
        assert found.meet == 0
        for _, results in found.elements:
            assert results["met"] == results["not met"] == results["not stated"] == 0


def test_what_is_kept_is_what_a_check_gives_now(
    loaded_registry: Registry, sample: list[CTID]
) -> None:
    assert len(sample) > 20
    with loaded_registry.database.reading() as connection:
        rows = kept.results_of(connection, sample)

    for ctid in sample:
        stored = reading.get_record(loaded_registry, ctid)
        live = conformance.conformance_of(loaded_registry, stored)
        assert {(row.standard, row.pattern, row.meets) for row in rows[ctid]} == {
            (each.standard.id, each.pattern, each.meets) for each in live
        }


def test_providers_are_named_as_they_are_called_now(
    loaded_registry: Registry, sample: list[CTID]
) -> None:
    stored = reading.get_record(loaded_registry, sample[0])
    summary = reading.summaries(loaded_registry, [sample[0]])[sample[0]]
    found = conformance.conformance_of(loaded_registry, stored)

    european = next(each for each in found if each.standard.id == "eu-2022")
    body = next(each for each in european.results if each.element.id == "awarding-body")

    assert summary.provider is not None
    assert body.values[0] in summary.provider.name.values()


def test_an_unknown_standard_is_refused_with_the_known_ones(loaded_registry: Registry) -> None:
    with pytest.raises(UnknownStandard, match="eu-2022"):
        conformance.figures(loaded_registry, "no-such")


def test_only_credentials_are_held_against_standards(loaded_registry: Registry) -> None:
    organization = ctids(loaded_registry, "family = 'organization'")[0]
    stored = reading.get_record(loaded_registry, organization)

    with pytest.raises(RecordNotFound, match="held against standards"):
        conformance.conformance_of(loaded_registry, stored)
