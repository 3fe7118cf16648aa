"""A value of a facet that stands for others: found, counted and left out by all of them.

What must come out is counted by hand over the documents, one step only.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search_index.protocol import SearchDocument, SearchIndex, SearchQuery
from tests.search_index.documents import a_crowd, a_document

CROWD = a_crowd(200, seed=11)
ALSO = {
    "eqf:5": ("eqf:4", "eqf:6"),
    "nzqcf:5": ("eqf:5",),
    "nzqcf:6": ("eqf:5", "eqf:6", "nowhere:1"),
    "eqf:7": ("nzqcf:5",),
    "mqf:1": ("nowhere:1",),
}
TICKED = [
    (),
    ("eqf:5",),
    ("nzqcf:5",),
    ("nzqcf:6", "eqf:3"),
    ("mqf:1",),
    ("no such level",),
    ("eqf:5", "nzqcf:5", "nzqcf:6"),
]
_LEVELS = st.sampled_from([*(f"eqf:{n}" for n in range(3, 8)), "nzqcf:5", "mqf:1", "nowhere:1"])


@pytest.fixture(scope="module")
def crowded(shared_index: SearchIndex) -> SearchIndex:
    """The crowd in several commits, with one that was removed."""
    removed = a_document("To be removed", facets={"level": ("eqf:5",)})
    shared_index.apply([*CROWD[:150], removed], [], 1)
    shared_index.apply(CROWD[150:], [removed.ctid], 2)
    return shared_index


@pytest.mark.parametrize("ticked", TICKED, ids=str)
@pytest.mark.parametrize("others", [{}, {"mode": ("online",)}], ids=str)
def test_results_counts_and_losses_are_those_counted_by_hand(
    crowded: SearchIndex, ticked: tuple[str, ...], others: dict[str, tuple[str, ...]]
) -> None:
    query = a_query(ticked, others)

    results = crowded.search(query)

    assert {hit.ctid for hit in results.hits} == having(ticked, ALSO, others)
    assert dict(results.facets["level"]) == counted(ALSO, others)
    for value in ticked:
        rest = tuple(each for each in ticked if each != value)
        assert results.without[f"level={value}"] == len(having(rest, ALSO, others))


@pytest.mark.parametrize("ticked", TICKED, ids=str)
def test_every_count_is_the_total_when_that_value_alone_is_ticked(
    crowded: SearchIndex, ticked: tuple[str, ...]
) -> None:
    counts = dict(crowded.search(a_query(ticked)).facets["level"])

    for value in {*ALSO, *stated_in(CROWD)}:
        assert crowded.search(a_query((value,))).total == counts.get(value, 0), value


def test_counts_of_another_facet_are_narrowed_by_what_a_value_stands_for(
    crowded: SearchIndex,
) -> None:
    counts = dict(crowded.search(a_query(("nzqcf:5",))).facets["mode"])

    for mode, count in counts.items():
        assert count == len(having(("nzqcf:5",), ALSO, {"mode": (mode,)}))


def test_what_has_a_value_and_one_it_stands_for_is_counted_once(index: SearchIndex) -> None:
    index.apply([a_document("Both", facets={"level": ("eqf:5", "eqf:4")})], [], 1)

    results = index.search(a_query(("eqf:5",)))

    assert results.total == 1
    assert dict(results.facets["level"])["eqf:5"] == 1


def test_a_value_that_nothing_states_is_counted_by_what_it_stands_for(index: SearchIndex) -> None:
    index.apply([a_document("A badge", facets={"level": ("eqf:5",)})], [], 1)

    results = index.search(a_query())

    assert dict(results.facets["level"])["nzqcf:5"] == 1
    assert results.stated["level"] == {"eqf:5"}


def test_what_the_other_values_stand_for_does_not_matter(index: SearchIndex) -> None:
    index.apply([a_document("A badge", facets={"level": ("eqf:4",)})], [], 1)

    assert index.search(a_query(("eqf:5",))).total == 1
    assert index.search(a_query(("nzqcf:5",))).total == 0


def test_values_stand_for_others_only_where_the_query_says_so(crowded: SearchIndex) -> None:
    plain = replace(a_query(("eqf:5",)), also={})
    also = crowded.search(a_query(("eqf:5",))).total

    assert crowded.search(plain).total == len(having(("eqf:5",), {}, {})) < also
    assert crowded.search(replace(plain, also={"country": {"NZ": ("IE",)}})).total < also
    assert crowded.search(a_query(("eqf:5",))).total == also


def test_a_new_document_is_counted_at_once(index: SearchIndex) -> None:
    index.apply([a_document("First", facets={"level": ("eqf:4",)})], [], 1)
    before = dict(index.search(a_query()).facets["level"])
    index.apply([a_document("Second", facets={"level": ("eqf:6",)})], [], 2)

    after = dict(index.search(a_query()).facets["level"])

    assert (before["eqf:5"], after["eqf:5"]) == (1, 2)


def test_an_index_with_nothing_in_it_counts_nothing(index: SearchIndex) -> None:
    results = index.search(a_query(("eqf:5",)))

    assert results.total == 0
    assert results.facets["level"] == ()
    assert results.stated["level"] == frozenset()


@settings(max_examples=60, deadline=None)
@given(
    also=st.dictionaries(_LEVELS, st.lists(_LEVELS, max_size=4).map(tuple), max_size=8),
    ticked=st.lists(_LEVELS, max_size=3, unique=True).map(tuple),
)
def test_any_mapping_is_counted_as_by_hand(
    crowded: SearchIndex, also: dict[str, tuple[str, ...]], ticked: tuple[str, ...]
) -> None:
    query = replace(a_query(ticked), also={"level": also})

    results = crowded.search(query)

    assert {hit.ctid for hit in results.hits} == having(ticked, also, {})
    assert dict(results.facets["level"]) == counted(also, {})


def a_query(
    ticked: tuple[str, ...] = (), others: Mapping[str, tuple[str, ...]] | None = None
) -> SearchQuery:
    """Everything with these values, with what they stand for."""
    filters = {"level": ticked, **(others or {})}
    return SearchQuery(
        filters={name: values for name, values in filters.items() if values},
        facets=("level", "mode"),
        also={"level": ALSO},
        limit=1_000,
    )


def having(
    ticked: tuple[str, ...],
    also: Mapping[str, tuple[str, ...]],
    others: Mapping[str, tuple[str, ...]],
) -> set[str]:
    """The documents of the crowd that pass, one by one."""
    wanted = {each for value in ticked for each in (value, *also.get(value, ()))}
    return {
        document.ctid
        for document in CROWD
        if (not ticked or wanted & set(document.facets["level"]))
        and all(set(values) & set(document.facets[name]) for name, values in others.items())
    }


def counted(
    also: Mapping[str, tuple[str, ...]], others: Mapping[str, tuple[str, ...]]
) -> dict[str, int]:
    """How many of the crowd each value has when it alone is ticked."""
    values = {*also, *stated_in(CROWD)}
    counts = {value: len(having((value,), also, others)) for value in values}
    return {value: count for value, count in counts.items() if count}


def stated_in(documents: list[SearchDocument]) -> set[str]:
    """The levels that the documents state themselves."""
    return set(_stated(documents))


def _stated(documents: list[SearchDocument]) -> Iterator[str]:
    for document in documents:
        yield from document.facets["level"]
