"""Searching the shipped records: counts that are true, typing errors, and filters that explain."""

import pytest

from app.services import searching
from app.services.registry import Registry
from app.services.search_values import wrong_value
from app.services.searching import FACETS, BadSearch, SearchRequest, filters_of
from search_index.protocol import SORTS


@pytest.mark.parametrize("facet", FACETS)
@pytest.mark.parametrize("text", ["", "data"])
def test_every_facet_count_is_the_number_of_results_when_it_is_ticked(
    loaded_registry: Registry, facet: str, text: str
) -> None:
    everything = searching.search(loaded_registry, SearchRequest(q=text))
    values = everything.facets[facet]

    counted = {each.value: each.count for each in values}
    found = {
        value: _total(loaded_registry, SearchRequest(q=text, filters={facet: (value,)}))
        for value in counted
    }

    assert counted
    assert found == counted


def test_counts_of_one_facet_hold_when_another_is_ticked(loaded_registry: Registry) -> None:
    ticked = {"country": ("IE",)}
    page = searching.search(loaded_registry, SearchRequest(filters=ticked))

    for facet in ("level", "mode", "type"):
        for each in page.facets[facet]:
            filters = {**ticked, facet: (each.value,)}
            assert _total(loaded_registry, SearchRequest(filters=filters)) == each.count


def test_values_of_one_facet_are_alternatives_and_facets_narrow(loaded_registry: Registry) -> None:
    four, seven = (_total(loaded_registry, _levels(f"eqf:{level}")) for level in (4, 7))

    both = _total(loaded_registry, _levels("eqf:4", "eqf:7"))
    online = SearchRequest(filters={"level": ("eqf:4", "eqf:7"), "mode": ("online",)})

    assert both == four + seven
    assert 0 < _total(loaded_registry, online) < both


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("Google Data Analitics Professional Certificate", "Google Data Analytics"),
        ("Building Informaton Modelling", "Building Information Modelling"),
        ("Predictiv Analytics using Python", "Predictive Analytics using Python"),
    ],
)
def test_a_real_title_with_a_typing_error_is_found(
    loaded_registry: Registry, typed: str, title: str
) -> None:
    page = searching.search(loaded_registry, SearchRequest(q=typed))

    names = [name for hit in page.hits[:3] for name in hit.summary.name.values()]
    assert any(title in name for name in names), names
    assert page.corrected


def test_nothing_found_says_what_each_filter_costs(loaded_registry: Registry) -> None:
    request = SearchRequest(q="estonian", filters={"country": ("NZ",), "mode": ("in-person",)})

    page = searching.search(loaded_registry, request)

    assert page.total == 0
    for each in page.excluded:
        kept = {name: values for name, values in request.filters.items() if name != each.filter}
        text = "" if each.filter == "q" else "estonian"
        assert _total(loaded_registry, SearchRequest(q=text, filters=kept)) == each.would_add


def test_pages_hold_every_result_once(loaded_registry: Registry) -> None:
    seen: list[str] = []
    page = searching.search(loaded_registry, SearchRequest(q="nursing", size=7))

    for number in range(1, page.pages + 1):
        request = SearchRequest(q="nursing", size=7, page=number)
        seen += [hit.summary.ctid for hit in searching.search(loaded_registry, request).hits]

    assert len(seen) == len(set(seen)) == page.total


@pytest.mark.parametrize("sort", SORTS)
def test_every_sort_gives_the_same_records(loaded_registry: Registry, sort: str) -> None:
    request = SearchRequest(q="welding", sort=sort, size=100)  # type: ignore[arg-type]

    page = searching.search(loaded_registry, request)

    plain = searching.search(loaded_registry, SearchRequest(q="welding", size=100))
    assert {hit.summary.ctid for hit in page.hits} == {hit.summary.ctid for hit in plain.hits}


@pytest.mark.parametrize(
    "wrong",
    [
        {"filters": {"colour": ("red",)}},
        {"sort": "random"},
        {"page": 0},
        {"page": 10_000},
        {"size": 1000},
        {"q": "x" * 1000},
        {"max_cost": 10},
    ],
)
def test_a_search_without_an_answer_is_refused_with_the_remedy(wrong: dict[str, object]) -> None:
    with pytest.raises(BadSearch):
        SearchRequest(**wrong)  # type: ignore[arg-type]


def _levels(*levels: str) -> SearchRequest:
    return SearchRequest(filters={"level": levels})


def _total(registry: Registry, request: SearchRequest) -> int:
    return searching.search(registry, request, facets=()).total


def test_every_value_that_a_filter_offers_exists(loaded_registry: Registry) -> None:
    page = searching.search(loaded_registry, SearchRequest())

    offered = [(name, each.value) for name, values in page.facets.items() for each in values]
    assert len(offered) > 500
    assert [each for each in offered if wrong_value(*each)] == []


def test_a_language_is_the_same_with_its_region() -> None:
    given = {"language": ("es-ES", "es", "ES_mx"), "country": ("ie",)}

    assert filters_of(given) == {"language": ("es",), "country": ("IE",)}
