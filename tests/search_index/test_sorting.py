"""Sorting and paging: the order a sort promises, each record on exactly one page."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from search_index.protocol import (
    SORTS,
    SearchDocument,
    SearchIndex,
    SearchQuery,
    Sort,
    UnknownSort,
)
from search_index.words import fold
from tests.search_index.documents import a_crowd, a_document

CROWD = [
    *a_crowd(120),
    *(a_document(f"Introduction to the same thirty-two letters {n % 3} {n}") for n in range(40)),
    *(replace(a_document(f"twin {n}"), sort_name="Écho") for n in range(30)),
]
NEVER = float("inf")

ORDERS: dict[Sort, Callable[[SearchDocument], Any]] = {
    "name": lambda document: fold(document.sort_name),
    "newest": lambda document: [-ord(letter) for letter in document.changed_at],
    "hours": lambda document: document.numbers.get("hours", NEVER),
    "credits": lambda document: document.numbers.get("credits", NEVER),
    "cost": lambda document: min(
        (p for c, p in document.costs.items() if c == "USD" or not p), default=NEVER
    ),
}


@pytest.fixture(scope="module")
def crowded(shared_index: SearchIndex) -> SearchIndex:
    """The crowd in two commits."""
    shared_index.apply(CROWD[:100], [], 1)
    shared_index.apply(CROWD[100:], [], 2)
    return shared_index


def ctids(index: SearchIndex, query: SearchQuery) -> list[str]:
    return [hit.ctid for hit in index.search(query).hits]


@pytest.mark.parametrize("sort", ORDERS)
def test_sort_orders_all_records_with_ties_by_ctid(crowded: SearchIndex, sort: Sort) -> None:
    ordered = ctids(crowded, SearchQuery(sort=sort, currency="USD", limit=1_000))

    expected = sorted(CROWD, key=lambda document: (ORDERS[sort](document), document.ctid))
    assert ordered == [document.ctid for document in expected]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("text", ["", "introduction"])
@pytest.mark.parametrize("size", [1, 7, 64])
def test_pages_hold_every_record_once_in_the_same_order(
    crowded: SearchIndex, sort: Sort, text: str, size: int
) -> None:
    whole = SearchQuery(text, sort=sort, limit=1_000)

    paged = [
        ctid
        for offset in range(0, len(CROWD), size)
        for ctid in ctids(crowded, replace(whole, offset=offset, limit=size))
    ]

    assert paged == ctids(crowded, whole)
    assert len(set(paged)) == len(paged) == crowded.search(whole).total


def test_relevance_without_a_text_is_by_name(crowded: SearchIndex) -> None:
    assert ctids(crowded, SearchQuery()) == ctids(crowded, SearchQuery(sort="name"))


def test_scores_fall_from_hit_to_hit(crowded: SearchIndex) -> None:
    scores = [hit.score for hit in crowded.search(SearchQuery("introduction", limit=99)).hits]

    assert scores == sorted(scores, reverse=True)
    assert scores[0] > 0


@pytest.mark.parametrize("offset", [190, 10_000_000])
def test_page_beyond_the_end_is_empty_but_keeps_the_total(
    crowded: SearchIndex, offset: int
) -> None:
    results = crowded.search(SearchQuery(offset=offset))

    assert (results.hits, results.total) == ((), len(CROWD))


def test_unknown_sort_is_refused_with_the_known_ones(crowded: SearchIndex) -> None:
    with pytest.raises(UnknownSort, match="relevance, name, newest"):
        crowded.search(SearchQuery(sort="colour"))  # type: ignore[arg-type]


def test_what_has_a_value_itself_comes_before_what_has_one_it_stands_for(
    index: SearchIndex,
) -> None:
    documents = [
        replace(a_document(f"tiers {n}"), facets={"level": levels} if levels else {})
        for n, levels in enumerate([("b:1",), ("a:1",), (), ("c:1", "a:1"), ("b:1",), ("d:1",)])
    ]
    index.rebuild(documents, 1)
    tiers = (("level", ("a:1",)), ("level", ("b:1", "c:1")))

    found = [
        hit.ctid
        for offset in range(0, 6, 2)
        for hit in index.search(SearchQuery(tiers=tiers, offset=offset, limit=2)).hits
    ]

    assert found == [documents[n].ctid for n in (1, 3, 0, 4, 2, 5)]
    by_name = index.search(SearchQuery(tiers=tiers, sort="name")).hits
    assert [hit.ctid for hit in by_name] == [each.ctid for each in documents]
