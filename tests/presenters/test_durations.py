"""ISO 8601 durations in words."""

import pytest

from app.presenters.durations import duration_words, is_workload, span_words


@pytest.mark.parametrize(
    ("duration", "english", "french"),
    [
        ("P6W", "6 weeks", "6 semaines"),
        ("P1W", "1 week", "1 semaine"),
        ("P1Y6M", "1 year, 6 months", "1 an et 6 mois"),
        ("PT12H", "12 hours", "12 heures"),
        ("PT1H30M", "1 hour, 30 minutes", "1 heure et 30 minutes"),
        ("P0.5Y", "0.5 years", "0,5 an"),
    ],
)
def test_duration_is_said_in_both_languages(duration: str, english: str, french: str) -> None:
    assert duration_words(duration, "en") == english
    assert duration_words(duration, "fr").replace("\u00a0", " ") == french


@pytest.mark.parametrize("text", ["", "P", "PT", "six weeks", "P-1W"])
def test_what_is_no_duration_stays_as_it_stands(text: str) -> None:
    assert duration_words(text, "en") == text


def test_span_names_a_shared_unit_once() -> None:
    assert span_words("P4W", "P6W", "en") == "4–6 weeks"


def test_span_of_different_units_names_both() -> None:
    assert span_words("P6D", "P2W", "en") == "6 days – 2 weeks"


def test_span_with_one_end_is_that_end() -> None:
    assert span_words(None, "P2W", "en") == "2 weeks"
    assert span_words("P2W", None, "en") == "2 weeks"
    assert span_words(None, None, "en") is None


def test_workload_is_told_from_calendar_time() -> None:
    assert is_workload("PT12H")
    assert not is_workload("P6W")
