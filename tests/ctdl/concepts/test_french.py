"""French texts: told from others, and put into English words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctdl.concepts import thesaurus


@pytest.mark.parametrize(
    "text",
    [
        "cours de cybersécurité pour débutants",
        "gestion de projet",
        "soudage",
        "comptable",
        "développement web",
        "devenir infirmière",
        "l'électricité",
        "apprendre l'anglais à distance",
    ],
)
def test_french_is_known_by_its_words(text: str) -> None:
    assert thesaurus().is_french(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "data science",
        "project management",
        "looking after old people at home",
        "communication",
        "CISSP",
        "AZ-900",
        "C plus plus",
        "Kurs für Anfänger",
        "机器学习",
        "the café manager's course",
    ],
)
def test_what_is_not_french_is_not_taken_for_it(text: str) -> None:
    assert not thesaurus().is_french(text)
    assert thesaurus().in_english(text) == text


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("cours de cybersécurité pour débutants", "course cybersecurity beginner"),
        ("gestion de projet", "project management"),
        ("soins infirmiers", "nursing"),
        ("apprentissage automatique", "machine learning"),
        ("comptabilité", "accounting bookkeeping"),
        ("soudage", "welding"),
        ("devenir aide-soignante", "become nurse assistant"),
        ("la sécurité alimentaire", "food safety"),
        ("robotique industrielle", "robotics industrial"),
    ],
)
def test_a_french_text_is_given_in_english_words(text: str, english: str) -> None:
    assert thesaurus().in_english(text) == english


def test_an_unknown_word_stays_as_it_is() -> None:
    assert thesaurus().in_english("cours de Kubernetes à Zwrtlbrmpf").endswith("Zwrtlbrmpf")


def test_a_word_of_no_table_is_turned_by_the_ending_that_both_languages_share() -> None:
    assert thesaurus().in_english("la pharmacologie clinique") == "pharmacology clinical"


@given(st.text(max_size=300))
def test_any_text_is_taken(text: str) -> None:
    assert isinstance(thesaurus().in_english(text), str)
