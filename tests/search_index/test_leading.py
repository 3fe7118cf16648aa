"""Records found in other ways than by words: those that lead, and those about the same."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from ctdl.ctid import CTID
from search_index.protocol import SearchDocument, SearchHit, SearchIndex, SearchQuery
from tests.search_index.documents import a_crowd, a_document, ctid_of

CROWD = [
    *a_crowd(120, seed=5),
    *(a_document(f"Care {n}", facets={"concept": ("isco:5321",)}) for n in range(6)),
    a_document("Nursing care", skills="welding", facets={"concept": ("isco:5321", "isco:2221")}),
    a_document("Blended care", facets={"concept": ("isco:5322",), "mode": ("online",)}),
]
LEAD = (ctid_of("Care 3"), CROWD[7].ctid, ctid_of("nowhere"), CROWD[2].ctid)
ABOUT = {"concept": ("isco:5321", "isco:9999")}
FACETS = ("type", "level", "mode", "concept")


@pytest.fixture(scope="module")
def crowded(shared_index: SearchIndex) -> SearchIndex:
    """The crowd in two commits, with one that was removed and leads all the same."""
    gone = replace(a_document("nowhere"), facets={"concept": ("isco:5321",)})
    shared_index.apply([*CROWD[:60], gone], [], 1)
    shared_index.apply(CROWD[60:], [gone.ctid], 2)
    return shared_index


def all_hits(index: SearchIndex, query: SearchQuery) -> tuple[SearchHit, ...]:
    return index.search(replace(query, limit=1_000)).hits


def about(concepts: Mapping[str, tuple[str, ...]]) -> set[CTID]:
    """The documents of the crowd that have one of these values."""
    return {
        document.ctid
        for document in CROWD
        for name, values in concepts.items()
        if set(values) & set(document.facets.get(name, ()))
    }


def test_what_leads_comes_first_in_its_order_then_the_words_then_what_is_about(
    crowded: SearchIndex,
) -> None:
    by_words = [hit.ctid for hit in all_hits(crowded, SearchQuery("welding"))]

    ordered = [
        hit.ctid for hit in all_hits(crowded, SearchQuery("welding", lead=LEAD, about=ABOUT))
    ]

    leading = [ctid for ctid in LEAD if ctid != ctid_of("nowhere")]
    words = [ctid for ctid in by_words if ctid not in leading]
    besides = sorted(about(ABOUT) - {*leading, *words})
    assert besides
    assert ordered == [*leading, *words, *besides]


def test_a_record_that_leads_twice_is_found_once(crowded: SearchIndex) -> None:
    lead = (LEAD[0], LEAD[1], LEAD[0])

    hits = all_hits(crowded, SearchQuery("zeppelins", lead=lead))

    assert [hit.ctid for hit in hits] == [LEAD[0], LEAD[1]]


def test_scores_and_words_are_those_of_the_text_alone(crowded: SearchIndex) -> None:
    plain = {hit.ctid: hit for hit in all_hits(crowded, SearchQuery("welding care"))}
    assert set(plain) == {ctid_of("Nursing care")}

    found = all_hits(crowded, SearchQuery("welding care", lead=LEAD, about=ABOUT))

    hits = {hit.ctid: hit for hit in found}
    both = hits[ctid_of("Nursing care")]
    assert both.score == pytest.approx(plain[both.ctid].score, rel=0.01)
    assert both.matched == ("welding", "care")
    assert (hits[ctid_of("Care 3")].score, hits[ctid_of("Care 3")].matched) == (0, ("care",))
    assert (hits[ctid_of("Care 4")].score, hits[ctid_of("Care 4")].matched) == (0, ("care",))


@pytest.mark.parametrize("size", [1, 7, 50])
@pytest.mark.parametrize("text", ["welding", "data science", "zeppelins"])
def test_pages_hold_all_that_is_found_once_in_one_order(
    crowded: SearchIndex, text: str, size: int
) -> None:
    query = SearchQuery(text, lead=LEAD, about=ABOUT, filters={"mode": ("online", "blended")})
    whole = crowded.search(replace(query, limit=1_000))

    paged = [
        hit.ctid
        for offset in range(0, whole.total, size)
        for hit in crowded.search(replace(query, offset=offset, limit=size)).hits
    ]

    assert paged == [hit.ctid for hit in whole.hits]
    assert len(set(paged)) == len(paged) == whole.total


@pytest.mark.parametrize("filters", [{}, {"mode": ("online",)}, {"concept": ("isco:5321",)}])
def test_counts_and_losses_are_those_of_all_that_is_found(
    crowded: SearchIndex, filters: Mapping[str, tuple[str, ...]]
) -> None:
    query = SearchQuery("welding", lead=LEAD, about=ABOUT, filters=filters, facets=FACETS)
    results = crowded.search(query)

    for name in FACETS:
        for value, count in results.facets[name]:
            ticked = replace(query, filters={**filters, name: (value,)})
            assert crowded.search(ticked).total == count, (name, value)
    for name in filters:
        dropped = {each: values for each, values in filters.items() if each != name}
        expected = crowded.search(replace(query, filters=dropped)).total
        assert results.without == {f"{name}={filters[name][0]}": expected}


def test_other_sorts_treat_all_that_is_found_alike(crowded: SearchIndex) -> None:
    query = SearchQuery("welding", lead=LEAD, about=ABOUT)
    names = {document.ctid: document.sort_name.lower() for document in CROWD}

    ordered = [hit.ctid for hit in all_hits(crowded, replace(query, sort="name"))]

    assert ordered == sorted(ordered, key=lambda ctid: (names[ctid], ctid))
    assert set(ordered) == {hit.ctid for hit in all_hits(crowded, query)}


def test_what_is_about_is_not_widened(crowded: SearchIndex) -> None:
    query = SearchQuery("zeppelins", about={"concept": ("isco:5322",)})
    also = {"concept": {"isco:5322": ("isco:5321",)}}

    assert {hit.ctid for hit in all_hits(crowded, replace(query, also=also))} == {
        ctid_of("Blended care")
    }


@pytest.mark.parametrize("ways", [{"lead": LEAD}, {"about": ABOUT}], ids=["lead", "about"])
def test_text_is_taken_as_typed_when_there_are_other_ways(
    crowded: SearchIndex, ways: Mapping[str, object]
) -> None:
    misspelt = replace(SearchQuery("wleding"), **ways)  # type: ignore[arg-type]
    unknown = replace(SearchQuery("welding zeppelins"), **ways)  # type: ignore[arg-type]

    offered = crowded.search(misspelt)
    strict = crowded.search(unknown)

    assert offered.corrected == "welding"
    assert not offered.was_corrected
    assert offered.total > 0
    assert not any(hit.matched for hit in offered.hits)
    assert not strict.relaxed
    assert all(hit.score == 0 for hit in strict.hits)


def test_without_a_text_everything_is_found_as_ever(crowded: SearchIndex) -> None:
    query = SearchQuery(lead=LEAD, about=ABOUT)

    assert all_hits(crowded, query) == all_hits(crowded, SearchQuery())


def test_an_exact_name_is_told_wherever_it_stands(crowded: SearchIndex) -> None:
    hits = all_hits(crowded, SearchQuery("Nursing care", lead=LEAD))

    assert [hit.ctid for hit in hits if hit.exact] == [ctid_of("Nursing care")]


def test_a_thousand_may_lead(crowded: SearchIndex) -> None:
    lead = tuple(document.ctid for document in reversed(CROWD))
    strangers = tuple(ctid_of(f"stranger {n}") for n in range(1_000))

    hits = all_hits(crowded, SearchQuery("zeppelins", lead=(*strangers, *lead)))

    assert tuple(hit.ctid for hit in hits) == lead


def hours(document: SearchDocument) -> float | None:
    return document.numbers.get("hours")


def test_a_bound_lets_through_what_states_no_hours_where_that_is_asked(
    crowded: SearchIndex,
) -> None:
    expected = {d.ctid for d in CROWD if hours(d) is None or (hours(d) or 0) <= 20}

    query = SearchQuery(max_hours=20, unstated=frozenset({"hours"}), facets=FACETS)

    assert {hit.ctid for hit in all_hits(crowded, query)} == expected
    assert crowded.search(query).without == {"max_hours=20": len(CROWD)}
    for other in (
        replace(query, unstated=frozenset()),
        replace(query, unstated=frozenset({"cost"})),
    ):
        assert crowded.search(other).total < len(expected)


@pytest.mark.parametrize("currency", ["EUR", None])
def test_a_bound_lets_through_what_states_no_price_where_that_is_asked(
    crowded: SearchIndex, currency: str | None
) -> None:
    def passes(document: SearchDocument) -> bool:
        prices = document.costs
        stated = [p for code, p in prices.items() if currency in (None, code) or p == 0]
        return not stated or min(stated) <= 50

    query = SearchQuery(max_cost=50, currency=currency, unstated=frozenset({"cost"}))

    found = {hit.ctid for hit in all_hits(crowded, query)}
    assert found == {document.ctid for document in CROWD if passes(document)}
    for other in (
        replace(query, unstated=frozenset()),
        replace(query, unstated=frozenset({"hours"})),
    ):
        assert crowded.search(other).total < len(found)
