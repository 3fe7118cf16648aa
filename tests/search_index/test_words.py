"""Cutting texts into terms: folding, codes, signs, elisions and scripts without spaces."""

import pytest

from search_index.words import fold, title_key, tokens


def terms_of(text: str) -> set[str]:
    return {term for token in tokens(text) for term in (*token.parts, *token.joined)}


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Évaluation", "evaluation"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Øresund", "oresund"),
        ("Łódź", "lodz"),
        ("cœur", "coeur"),
        ("Ελλάδα", "ελλαδα"),
        ("データ", "データ"),
    ],
)
def test_folding_drops_accents_and_capitals(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_code_is_known_in_parts_and_as_a_whole() -> None:
    assert terms_of("AZ-900") == {"az", "900", "az900"}


def test_plus_and_hash_signs_stay_with_their_letter() -> None:
    assert terms_of("C++ and C#") == {"c++", "and", "c#"}


def test_sign_after_a_longer_word_can_be_left_out() -> None:
    assert terms_of("Security+") == {"security+", "secur"}


def test_plus_between_words_is_no_sign() -> None:
    assert terms_of("Linux+Docker") == {"linux", "docker"}


def test_english_possessive_and_french_elision_are_not_words() -> None:
    assert terms_of("Driver’s licence") == terms_of("driver licence")
    assert terms_of("l'évaluation d’apprentissage") == terms_of("evaluation apprentissage")


def test_composed_and_decomposed_accents_are_the_same() -> None:
    assert terms_of("Cafe\u0301") == terms_of("Caf\u00e9")


def test_invisible_marks_inside_a_word_do_not_split_it() -> None:
    assert terms_of("cyber\u00adsecurity\u200b") == terms_of("cybersecurity")


def test_japanese_is_cut_into_pairs_of_characters() -> None:
    assert {"デー", "ータ", "入門"} <= terms_of("データ入門")


def test_same_name_written_differently_has_one_title_key() -> None:
    assert title_key("  Évaluation : Niveau-2 ") == title_key("evaluation niveau 2")
