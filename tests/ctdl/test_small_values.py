"""Durations, credit units, countries and languages: the small values records are read with."""

import pytest

from ctdl.countries import country_code, country_name
from ctdl.credit_units import UNIT_CODES, unit_code
from ctdl.ctid import derive_ctid
from ctdl.durations import hours_of, is_duration
from ctdl.language import best_text, folded, primary_language


@pytest.mark.parametrize("text", ["P6W", "P1Y6M", "PT40H", "PT1H30M", "P1DT12H", "P0.5Y", "PT90S"])
def test_durations_are_recognised(text: str) -> None:
    assert is_duration(text)


@pytest.mark.parametrize("text", ["", "P", "PT", "6 weeks", "P6", "P1DT", "-P1D", "p6w", "PT١H"])
def test_other_texts_are_no_durations(text: str) -> None:
    assert not is_duration(text)
    assert hours_of(text) is None


@pytest.mark.parametrize(
    ("text", "hours"), [("PT40H", 40), ("PT1H30M", 1.5), ("PT90M", 1.5), ("P6W", None)]
)
def test_hours_are_told_from_calendar_time(text: str, hours: float | None) -> None:
    assert hours_of(text) == hours


def test_credit_units_are_found_by_their_record_or_ctdl_concept() -> None:
    assert unit_code(f"resources/{derive_ctid('concept:credit-units:ects')}") == "ects"
    assert unit_code("creditUnit:SemesterHour") == "semester-hour"
    assert unit_code("https://example.org/unit") is None
    assert unit_code(f"resources/{derive_ctid('concept:other:ects')}") is None
    assert unit_code(None) is None
    assert len(set(UNIT_CODES)) == len(UNIT_CODES)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Estonia", "EE"),
        ("new  zealand", "NZ"),
        ("United Kingdom", "GB"),
        ("UK", "GB"),
        ("us", "US"),
        ("EE", "EE"),
        ("Czech Republic", "CZ"),
        ("Atlantis", None),
        ("", None),
        ("ZZ", None),
    ],
)
def test_countries_are_found_by_name_or_code(name: str, code: str | None) -> None:
    assert country_code(name) == code


def test_countries_are_named_in_the_language_asked_for_or_english() -> None:
    assert country_name("de") == "Germany"
    assert country_name("DE", "fr") == "Allemagne"
    assert country_name("DE", "fr-CA") == "Allemagne"
    assert country_name("DE", "xx") == "Germany"
    assert country_name("ZZ") is None


@pytest.mark.parametrize(
    ("text", "preferred", "best"),
    [
        ({"en": "A", "fr": "B"}, "fr", ("B", "fr")),
        ({"en": "A", "fr-CA": "B"}, "fr", ("B", "fr-CA")),
        ({"en-US": "A", "de": "B"}, "fr", ("A", "en-US")),
        ({"de": "B", "und": "C"}, "fr", ("C", "und")),
        ({"de": "B"}, "fr", ("B", "de")),
        ({"fr": "", "en": "A"}, "fr", ("A", "en")),
        ({}, "en", ("", "und")),
    ],
)
def test_the_best_text_for_a_reader(
    text: dict[str, str], preferred: str, best: tuple[str, str]
) -> None:
    assert best_text(text, preferred) == best


def test_names_fold_without_accents_case_and_spaces() -> None:
    assert folded("  École   Supérieure ") == "ecole superieure"
    assert folded("STRASSE") == folded("straße")
    assert primary_language("zh-Hant-TW") == "zh"
