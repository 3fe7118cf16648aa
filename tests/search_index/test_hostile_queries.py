"""No text can break a search, reach the engine's own query language, or take long."""

import time

import pytest

from search_index.protocol import SearchIndex, SearchQuery
from tests.search_index.documents import a_crowd, a_document, ctid_of

HOSTILE = {
    "wildcard": "*",
    "wildcards around": "*a* ?b? **",
    "question mark": "?",
    "unbalanced quote": '"data',
    "only quotes": '"""""',
    "empty phrase": '"" data',
    "brackets": "((((((data))))",
    "field syntax": "title:data key:number facts:*",
    "range": "[a TO z] {a TO z} hours:[0 TO]",
    "fuzzy and boost": "data~2 data^1000000",
    "operators": "AND OR NOT ANDNOT && || !",
    "minus": "-data +science",
    "regular expression": "r'(a+)+$' /(x+x+)+y/",
    "nul": "data\x00science\x00",
    "control characters": "".join(map(chr, range(32))),
    "lone surrogate": "data \ud800 science",
    "right to left": "\u202edata\u202c שלום عربي",
    "emoji": "🎓👩‍💻 data",
    "combining marks": "d" + "\u0301" * 5_000,
    "one long word": "a" * 100_000,
    "one long code": "-".join("a" * 50_000),
    "many words": "word " * 20_000,
    "many different words": " ".join(f"data{n}" for n in range(20_000)),
    "many phrases": '"data science" ' * 5_000,
    "long phrase": '"' + "data science " * 5_000 + '"',
    "many misspelt words": " ".join(f"wrd{'abcdefgh'[n % 8]}x" for n in range(5_000)),
    "sql": "'; DROP TABLE records; --",
    "markup": "</script><script>alert(1)</script>",
    "path": "../../../etc/passwd",
    "format": "%s %n {0} {{}} ${x}",
    "long Japanese": "データ" * 5_000,
    "zero width": "\u200b\u200c\u200d\ufeff",
    "number key": "number",
}


@pytest.fixture(scope="module")
def seconds_allowed() -> float:
    """Generous for a busy machine, yet far below what a scan of all terms would take."""
    return 3.0


@pytest.fixture(scope="module")
def crowded(shared_index: SearchIndex) -> SearchIndex:
    shared_index.apply(a_crowd(200), [], 1)
    return shared_index


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_gets_an_answer_in_bounded_time(
    crowded: SearchIndex, seconds_allowed: float, text: str
) -> None:
    started = time.perf_counter()

    results = crowded.search(SearchQuery(text, facets=("level", "mode")))

    assert time.perf_counter() - started < seconds_allowed
    assert 0 <= results.total <= 200
    assert all(hit.ctid.startswith("ce-") for hit in results.hits)


@pytest.mark.parametrize("text", ["*", "?", '""', "()", "!!!", "\x00", "🎓"])
def test_text_without_a_word_finds_nothing(crowded: SearchIndex, text: str) -> None:
    assert crowded.search(SearchQuery(text)).total == 0


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_can_be_indexed_and_leaves_others_alone(index: SearchIndex, name: str) -> None:
    text = HOSTILE[name]

    index.apply([a_document(name, alternate_names=(text,), description=text)], [], 1)
    index.apply([a_document("Welding")], [], 2)

    assert index.search(SearchQuery("welding")).hits[0].ctid == ctid_of("Welding")
    assert {ctid for ctid, _ in index.entries()} == {ctid_of(name), ctid_of("Welding")}


def test_values_of_filters_are_only_compared(index: SearchIndex) -> None:
    index.apply([a_document("One", facets={"level": ("*",)}), a_document("Two")], [], 1)

    assert index.search(SearchQuery(filters={"level": ("*",)})).total == 1
    assert index.search(SearchQuery(filters={"no such": ("\x00",)})).total == 0
