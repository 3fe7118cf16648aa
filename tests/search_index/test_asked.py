"""Reading what a person typed: words, codes, phrases, and nothing that could be a command."""

import pytest

from search_index.asked import MAX_CLAUSES, parse


def typed(text: str) -> list[tuple[str, str]]:
    return [(clause.kind, clause.typed) for clause in parse(text).clauses]


def test_words_codes_and_phrases_are_told_apart() -> None:
    assert typed('nursing AZ-900 "food safety"') == [
        ("word", "nursing"),
        ("code", "AZ-900"),
        ("phrase", "food safety"),
    ]


def test_small_words_are_left_out_when_others_remain() -> None:
    assert typed("introduction to the law") == [("word", "introduction"), ("word", "law")]


def test_small_words_alone_are_asked_for() -> None:
    assert typed("who is it") == [("word", "who"), ("word", "is"), ("word", "it")]


def test_small_word_in_capitals_is_an_acronym() -> None:
    assert ("word", "IT") in typed("IT support")
    assert ("word", "IT") not in typed("DO IT YOURSELF")


@pytest.mark.parametrize("text", ["cats AND dogs", "cats OR dogs", "cats NOT dogs"])
def test_operators_of_other_search_engines_are_small_words(text: str) -> None:
    assert typed(text) == [("word", "cats"), ("word", "dogs")]


@pytest.mark.parametrize("text", ['"food safety', 'food safety"', '""food safety', "food* safety?"])
def test_unbalanced_quotes_and_wildcards_only_separate_words(text: str) -> None:
    assert typed(text) == [("word", "food"), ("word", "safety")]


def test_guillemets_and_curly_quotes_make_phrases() -> None:
    assert typed("«food safety» “data science”") == [
        ("phrase", "food safety"),
        ("phrase", "data science"),
    ]


def test_same_word_twice_is_asked_once() -> None:
    assert typed("data Data DATA") == [("word", "data")]


def test_only_so_many_words_are_read() -> None:
    assert len(parse(" ".join(f"word{n}" for n in range(500))).clauses) == MAX_CLAUSES


def test_blank_text_is_empty_but_signs_are_not() -> None:
    assert parse(" \t\n").is_empty
    assert not parse("*").is_empty
    assert parse("*").clauses == ()
