"""Searching by level across frameworks, over the shipped records and comparisons."""

import csv
from collections.abc import Mapping
from dataclasses import replace

import pytest

from app.services import searching
from app.services.registry import Registry
from app.services.searching import BadSearch, FacetValue, SearchPage, SearchRequest
from ctdl.frameworks import FRAMEWORKS
from tests.support.prerequisites import PROJECT

EQF = [f"eqf:{level}" for level in range(1, 9)]
ROWS = PROJECT / "registry_data" / "facts" / "frameworks" / "crosswalk.csv"


@pytest.fixture(scope="module")
def stating(loaded_registry: Registry) -> dict[str, set[str]]:
    """The records that state each level themselves."""
    records: dict[str, set[str]] = {}
    for number in range(1, search(loaded_registry, size=100).pages + 1):
        for hit in search(loaded_registry, page=number, size=100).hits:
            for level in hit.summary.levels:
                records.setdefault(level.id or "", set()).add(hit.summary.ctid)
    return records


@pytest.fixture(scope="module")
def compared() -> dict[str, set[str]]:
    """The levels that a row of the facts compares each level with, in either direction."""
    levels: dict[str, set[str]] = {}
    with ROWS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            one = f"{row['from_framework']}:{row['from_level']}"
            other = f"{row['to_framework']}:{row['to_level']}"
            levels.setdefault(one, set()).add(other)
            levels.setdefault(other, set()).add(one)
    return levels


def test_every_level_finds_what_states_it_or_a_level_one_row_away(
    loaded_registry: Registry, stating: Mapping[str, set[str]], compared: Mapping[str, set[str]]
) -> None:
    for level in FRAMEWORKS.levels:
        sources = {level, *compared.get(level, ())}
        expected = set().union(*(stating.get(each, set()) for each in sources))

        assert search(loaded_registry, level, size=1).total == len(expected), level


def test_every_result_states_the_level_or_names_the_row_that_let_it_in(
    loaded_registry: Registry, compared: Mapping[str, set[str]]
) -> None:
    for level in ("eqf:5", "nzqcf:7", "nfq-ie:8", "scqf:7", "rqf:E3"):
        page = search(loaded_registry, level, size=100)

        assert page.hits
        assert page.request.filters["level"] == (level,)
        for hit in page.hits:
            stated = {each.id for each in hit.summary.levels}
            rows = {(each.level, each.other) for each in hit.compared}
            assert rows == (
                set() if level in stated else {(each, level) for each in stated & compared[level]}
            )
            assert rows or level in stated


def test_a_level_that_documents_leave_without_counterpart_is_not_found_by_its_neighbours(
    loaded_registry: Registry, stating: Mapping[str, set[str]]
) -> None:
    assert stating["nzqcf:8"]

    for level in ("eqf:6", "eqf:7", "nfq-ie:8", "nfq-ie:9", "hkqf:5", "hkqf:6"):
        assert found_at(loaded_registry, level).isdisjoint(stating["nzqcf:8"]), level


@pytest.mark.parametrize("text", ["", "data", "nursing"])
@pytest.mark.parametrize("levels_in", [(), ("nzqcf", "scqf"), ("oqf",)], ids=str)
def test_every_count_of_a_level_is_the_number_of_results_when_it_is_ticked(
    loaded_registry: Registry, text: str, levels_in: tuple[str, ...]
) -> None:
    page = search(loaded_registry, "eqf:4", q=text, levels_in=levels_in)

    for value, each in level_facet(page).items():
        ticked = search(loaded_registry, value, q=text, levels_in=levels_in, size=1)
        assert ticked.total == each.count, value


def test_levels_of_the_eqf_come_first_and_in_order_where_nothing_is_chosen(
    loaded_registry: Registry, stating: Mapping[str, set[str]]
) -> None:
    values = list(level_facet(search(loaded_registry)))

    assert values[: len(EQF)] == EQF
    assert set(values[len(EQF) :]) == set(stating) - {"", *EQF}


def test_levels_of_the_chosen_frameworks_come_first_each_from_the_lowest_up(
    loaded_registry: Registry,
) -> None:
    values = list(level_facet(search(loaded_registry, levels_in=("scqf", "nzqcf"))))

    ladders = [value.partition(":")[0] for value in values]
    last = len(ladders) - ladders[::-1].index("nzqcf")
    assert ladders[:last] == sorted(ladders[:last], reverse=True)
    assert set(ladders[:last]) == {"scqf", "nzqcf"}
    scqf = [int(value.partition(":")[2]) for value in values if value.startswith("scqf:")]
    assert scqf == sorted(scqf)


def test_levels_that_nobody_states_are_offered_only_in_a_chosen_framework(
    loaded_registry: Registry, stating: Mapping[str, set[str]]
) -> None:
    assert not [level for level in stating if level.startswith("hkqf:")]

    plain = level_facet(search(loaded_registry))
    chosen = level_facet(search(loaded_registry, levels_in=("hkqf",)))

    assert not [value for value in plain if value.startswith("hkqf:")]
    assert chosen["hkqf:5"].count > 0


def test_a_ticked_level_stays_among_the_values_whatever_is_chosen(
    loaded_registry: Registry,
) -> None:
    values = level_facet(search(loaded_registry, "hkqf:7", "nowhere:3", levels_in=("scqf",)))

    assert values["hkqf:7"].selected
    assert values["nowhere:3"].selected
    assert values["nowhere:3"].count == 0


@pytest.mark.parametrize("text", ["", "NZQF 6"])
def test_what_states_the_level_comes_before_what_is_compared_with_it_and_what_states_none(
    loaded_registry: Registry, text: str
) -> None:
    filters = {} if text else {"level": ("nzqcf:6",)}
    asked = SearchRequest(q=text, filters=filters, unstated=frozenset({"level"}), size=100)

    hits = [
        hit
        for page in range(1, 8)
        for hit in searching.search(loaded_registry, replace(asked, page=page), ()).hits
    ]

    tiers = [
        0 if "nzqcf:6" in {level.id for level in hit.summary.levels} else 1 if hit.compared else 2
        for hit in hits
    ]
    assert tiers == sorted(tiers)
    assert set(tiers) == {0, 1, 2}


def test_what_a_level_keeps_away_is_what_there_is_without_it(
    loaded_registry: Registry,
) -> None:
    page = search(loaded_registry, "eqf:5", q="leadership", size=1)

    [excluded] = page.excluded
    everything = search(loaded_registry, q="leadership", size=1).total
    assert (excluded.filter, excluded.value) == ("level", "eqf:5")
    assert excluded.would_add == everything - page.total


def test_more_frameworks_than_fit_a_reader_are_refused() -> None:
    with pytest.raises(BadSearch):
        SearchRequest(levels_in=("eqf", "nzqcf", "scqf", "aqf", "oqf"))


def search(registry: Registry, *levels: str, **asked: object) -> SearchPage:
    """The results for these levels and whatever else is asked."""
    filters = {"level": levels} if levels else {}
    return searching.search(registry, SearchRequest(filters=filters, **asked))  # type: ignore[arg-type]


def found_at(registry: Registry, level: str) -> set[str]:
    """Every record that a search for the level finds."""
    pages = range(1, search(registry, level, size=100).pages + 1)
    found = [search(registry, level, page=number, size=100) for number in pages]
    return {hit.summary.ctid for page in found for hit in page.hits}


def level_facet(page: SearchPage) -> dict[str, FacetValue]:
    """The values of the level facet, in their order."""
    return {each.value: each for each in page.facets["level"]}
