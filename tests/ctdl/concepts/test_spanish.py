"""Spanish texts: told from others, and put into English words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctdl.concepts import thesaurus


@pytest.mark.parametrize(
    "text",
    [
        "curso de ciberseguridad para principiantes",
        "Análisis estadístico con Excel",
        "ciencia de datos",
        "Fundamentos de la Tecnología Blockchain",
        "Liderazgo",
    ],
)
def test_spanish_is_known_by_its_words(text: str) -> None:
    assert thesaurus().is_spanish(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "data science",
        "C plus plus",
        "cours de cybersécurité pour débutants",
        "gestion de projet",
        "apprendre l'espagnol",
        "gestão de projetos para iniciantes",
        "Finants- ja investeeringute analüüs",
        "Kurs für Anfänger",
        "El Niño and the weather of the world",
        "机器学习",
    ],
)
def test_what_is_not_spanish_is_not_taken_for_it(text: str) -> None:
    assert not thesaurus().is_spanish(text)


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("curso de ciberseguridad para principiantes", "cyber security beginners"),
        ("Análisis estadístico con Excel", "analysis statistical Excel"),
        ("ciencia de datos", "science data"),
        ("Gestión de aplicaciones básicas en la nube", "management applications basic cloud"),
        ("Microbiología, química y farmacia", "microbiology chemistry pharmacy"),
    ],
)
def test_a_spanish_text_is_given_in_english_words(text: str, english: str) -> None:
    assert thesaurus().in_english(text) == english


def test_a_text_that_is_stated_to_be_spanish_is_read_so_whatever_its_words() -> None:
    assert thesaurus().in_english("Marketing digital", "es") == "marketing digital"
    assert thesaurus().in_english("Diseño Zwrtlbrmpf", "es") == "design Zwrtlbrmpf"


@given(st.text(max_size=300))
def test_any_text_is_taken(text: str) -> None:
    assert isinstance(thesaurus().in_english(text, "es"), str)
