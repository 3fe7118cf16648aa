"""Filters, bounds and facet counts: exact, compared with counting by hand and with each other."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from search_index.protocol import SearchDocument, SearchIndex, SearchQuery
from tests.search_index.documents import a_crowd, a_document, ctid_of

FACETS = ("type", "level", "mode", "country")
CROWD = a_crowd(300)

QUERIES = [
    SearchQuery(),
    SearchQuery("introduction"),
    SearchQuery("data science"),
    SearchQuery("welding zeppelins"),
    SearchQuery(filters={"level": ("eqf:5",)}),
    SearchQuery(filters={"level": ("eqf:5", "eqf:6"), "mode": ("online",)}),
    SearchQuery("advanced", filters={"country": ("NZ", "IE")}, max_hours=30),
    SearchQuery(filters={"type": ("badge",)}, max_cost=100, currency="EUR"),
    SearchQuery(filters={"type": ("no such type",), "country": ("NZ",)}),
]


@pytest.fixture(scope="module")
def crowded(shared_index: SearchIndex) -> SearchIndex:
    """The crowd in several commits, with some replaced and removed on the way."""
    passing = a_document("To be removed", facets={"mode": ("online",)})
    shared_index.apply([replace(document, facets={}) for document in CROWD[:40]], [], 1)
    shared_index.apply([*CROWD[:200], passing], [], 2)
    shared_index.apply(CROWD[200:], [passing.ctid], 3)
    return shared_index


def all_found(index: SearchIndex, query: SearchQuery) -> set[str]:
    return {hit.ctid for hit in index.search(replace(query, limit=1_000)).hits}


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_every_facet_count_is_the_total_when_that_value_alone_is_ticked(
    crowded: SearchIndex, query: SearchQuery
) -> None:
    facets = crowded.search(replace(query, facets=FACETS)).facets

    for name in FACETS:
        counts = dict(facets[name])
        for value in _every_value(name):
            ticked = replace(query, filters={**query.filters, name: (value,)})
            assert crowded.search(ticked).total == counts.get(value, 0), (name, value)


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_without_tells_the_total_when_one_filter_is_dropped(
    crowded: SearchIndex, query: SearchQuery
) -> None:
    without = crowded.search(query).without

    assert without == {
        label: crowded.search(dropped).total for label, dropped in _with_one_dropped(query)
    }


def test_values_are_alternatives_and_filters_must_all_hold(crowded: SearchIndex) -> None:
    query = SearchQuery(filters={"level": ("eqf:4", "eqf:6"), "country": ("NZ", "US")})

    expected = {
        document.ctid
        for document in CROWD
        if {"eqf:4", "eqf:6"} & set(document.facets["level"])
        and document.facets["country"][0] in {"NZ", "US"}
    }
    assert all_found(crowded, query) == expected


def test_most_frequent_value_comes_first(crowded: SearchIndex) -> None:
    [(_, counts)] = crowded.search(SearchQuery(facets=("country",))).facets.items()

    assert [count for _, count in counts] == sorted((c for _, c in counts), reverse=True)
    assert sum(count for _, count in counts) == len(CROWD)


def test_bound_on_hours_leaves_out_what_states_none(crowded: SearchIndex) -> None:
    expected = {d.ctid for d in CROWD if d.numbers.get("hours", 99) <= 20}

    assert all_found(crowded, SearchQuery(max_hours=20)) == expected


def test_bound_on_cost_reads_its_currency_only_but_free_is_free(crowded: SearchIndex) -> None:
    def is_within(document: SearchDocument) -> bool:
        return 0.0 in document.costs.values() or document.costs.get("EUR", 999) <= 50

    expected = {document.ctid for document in CROWD if is_within(document)}

    assert all_found(crowded, SearchQuery(max_cost=50, currency="EUR")) == expected


def test_five_hundred_filter_values_are_answered(crowded: SearchIndex) -> None:
    values = tuple(f"eqf:{n}" for n in range(500))

    results = crowded.search(SearchQuery(filters={"level": values}))

    assert results.total == sum(bool(document.facets["level"]) for document in CROWD)


def _every_value(name: str) -> Iterator[str]:
    yield from dict.fromkeys(v for document in CROWD for v in document.facets.get(name, ()))


def _with_one_dropped(query: SearchQuery) -> Iterator[tuple[str, SearchQuery]]:
    if query.max_hours is not None:
        yield f"max_hours={query.max_hours:g}", replace(query, max_hours=None)
    if query.max_cost is not None:
        yield f"max_cost={query.max_cost:g}", replace(query, max_cost=None)
    for name, values in query.filters.items():
        for value in values:
            others = tuple(v for v in values if v != value)
            yield f"{name}={value}", replace(query, filters={**query.filters, name: others})


def test_a_span_of_hours_is_within_a_bound_by_its_most(index: SearchIndex) -> None:
    spans = {"Short": (4.0, 8.0), "Perhaps": (10.0, 25.0), "Long": (30.0, 40.0)}
    index.apply(
        [
            a_document("Silent"),
            *(
                a_document(name, numbers={"hours": most, "least_hours": least})
                for name, (least, most) in spans.items()
            ),
        ],
        [],
        1,
    )

    sure = SearchQuery(max_hours=10)
    either = SearchQuery(max_hours=10, unstated=frozenset({"hours"}))
    assert all_found(index, sure) == {ctid_of("Short")}
    assert all_found(index, either) == set(map(ctid_of, ("Short", "Perhaps", "Silent")))
