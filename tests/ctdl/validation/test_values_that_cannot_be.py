"""Numbers, durations, dates, money and languages that have the right form and cannot be meant."""

from datetime import date
from typing import Any

import pytest

from ctdl.code_lists import currencies, currency_meant, unregistered_subtag
from ctdl.durations import approximate_days
from tests.ctdl.validation.faulty_documents import (
    Content,
    a_duration,
    a_price,
    an_action,
    credits_of,
    findings_on,
    with_main,
)
from tests.support.documents import a_credential

SEMESTER = {"ceterms:creditUnitType": ["creditUnit:SemesterHour"]}
#: Information on what is recommended or leads elsewhere is the subject of other tests.
NOTES = {"POLICY_BENCHMARK_MISSING", "REF_OUTSIDE_PAYLOAD", "REF_RESOLVED_SUPPLIED"}


def found(document: Content) -> set[tuple[str, str, str | None]]:
    return {
        (each.code, each.severity, each.property)
        for each in findings_on(document, publisher=None)
        if each.code not in NOTES
    }


def a_place(**stated: Any) -> Content:
    place = {"@type": "ceterms:Place"} | {f"ceterms:{name}": v for name, v in stated.items()}
    return a_credential(availableAt=[place])


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (a_price(price=0), None),
        (a_price(price="0.00"), None),
        (a_price(price="750.50", currency="EUR"), None),
        (a_price(price=-5, currency="EUR"), ("NUMBER_OUT_OF_RANGE", "error", "ceterms:price")),
        (a_price(price=10), ("CURRENCY_MISSING", "error", "ceterms:currency")),
        (a_price(price=10, currency="€"), ("CURRENCY_UNKNOWN", "error", "ceterms:currency")),
        (a_price(price=10, currency="DEM"), ("CURRENCY_UNKNOWN", "error", "ceterms:currency")),
        (a_price(price=10, currency="XXX"), ("CURRENCY_UNKNOWN", "error", "ceterms:currency")),
        (a_price(price=10, currency="eur"), ("CURRENCY_UNKNOWN", "warning", "ceterms:currency")),
        (
            a_price(price=10, currency="US Dollar"),
            ("CURRENCY_UNKNOWN", "warning", "ceterms:currency"),
        ),
        (
            a_price(price=5e10, currency="EUR"),
            ("NUMBER_IMPLAUSIBLE", "warning", "ceterms:price"),
        ),
        (
            a_price(price="1" + "0" * 400, currency="EUR"),
            ("NUMBER_IMPLAUSIBLE", "warning", "ceterms:price"),
        ),
        (credits_of(**{"schema:value": 2.5}, **SEMESTER), None),
        (credits_of(**{"schema:value": 5, "schema:description": {"en": "modules"}}), None),
        (
            credits_of(**{"schema:value": 5}),
            ("CREDIT_UNIT_MISSING", "warning", "ceterms:creditUnitType"),
        ),
        (
            credits_of(**{"schema:value": -1}, **SEMESTER),
            ("NUMBER_OUT_OF_RANGE", "error", "schema:value"),
        ),
        (
            credits_of(**{"schema:value": "NaN"}, **SEMESTER),
            ("NUMBER_OUT_OF_RANGE", "error", "schema:value"),
        ),
        (
            credits_of(**{"schema:value": 2001}, **SEMESTER),
            ("NUMBER_IMPLAUSIBLE", "warning", "schema:value"),
        ),
        (
            credits_of(**{"schema:minValue": 9, "schema:maxValue": 6}, **SEMESTER),
            ("MINIMUM_ABOVE_MAXIMUM", "error", "schema:minValue"),
        ),
        (credits_of(**{"schema:minValue": 6, "schema:maxValue": 6}, **SEMESTER), None),
        (
            credits_of(**{"qdata:percentage": 101}, **SEMESTER),
            ("NUMBER_OUT_OF_RANGE", "error", "qdata:percentage"),
        ),
        (a_place(latitude=-41.3, longitude=174.8), None),
        (a_place(latitude=-91), ("NUMBER_OUT_OF_RANGE", "error", "ceterms:latitude")),
        (a_place(longitude=181), ("NUMBER_OUT_OF_RANGE", "error", "ceterms:longitude")),
        (a_duration(exactDuration="PT40H"), None),
        (
            a_duration(exactDuration="PT0H"),
            ("DURATION_IMPLAUSIBLE", "warning", "ceterms:exactDuration"),
        ),
        (
            a_duration(exactDuration="P101Y"),
            ("DURATION_IMPLAUSIBLE", "warning", "ceterms:exactDuration"),
        ),
        (
            a_duration(minimumDuration="P12M", maximumDuration="P6M"),
            ("MINIMUM_ABOVE_MAXIMUM", "error", "ceterms:minimumDuration"),
        ),
        # Forty hours of work may well be spread over a month.
        (a_duration(minimumDuration="P1M", maximumDuration="PT40H"), None),
        (a_credential(dateEffective="2025-01-01", expirationDate="2025-01-01"), None),
        (
            a_credential(dateEffective="2025-01-02", expirationDate="2025-01-01"),
            ("DATES_REVERSED", "error", "ceterms:dateEffective"),
        ),
        (
            an_action(startDate="2025-01-02", endDate="2025-01-01"),
            ("DATES_REVERSED", "error", "ceterms:startDate"),
        ),
        (
            a_credential(dateEffective="0225-01-01"),
            ("DATE_IMPLAUSIBLE", "warning", "ceterms:dateEffective"),
        ),
        (
            a_credential(expirationDate=f"{date.today().year + 51}-01-01"),
            ("DATE_IMPLAUSIBLE", "warning", "ceterms:expirationDate"),
        ),
        (a_credential(name={"mi": "Ako", "zh-Hant-TW": "急救", "x-own": "x", "und": "x"}), None),
        (
            a_credential(name={"en-UK": "First aid"}),
            ("LANGUAGE_UNREGISTERED", "warning", "ceterms:name"),
        ),
        (
            a_credential(inLanguage=["xx"]),
            ("LANGUAGE_UNREGISTERED", "warning", "ceterms:inLanguage"),
        ),
        (
            a_credential(alternateName=[{"@value": "x", "@language": "english"}]),
            ("LANGUAGE_UNREGISTERED", "warning", "ceterms:alternateName"),
        ),
    ],
)
def test_a_value_is_held_to_what_it_counts(
    document: Content, expected: tuple[str, str, str | None] | None
) -> None:
    assert found(document) == (set() if expected is None else {expected})


def test_the_remedy_names_what_was_probably_meant() -> None:
    def message(document: Content, code: str) -> str:
        return next(each.message for each in findings_on(document) if each.code == code)

    assert "write USD." in message(a_price(price=1, currency="US Dollar"), "CURRENCY_UNKNOWN")
    assert "write GBP." in message(a_price(price=1, currency="gbp"), "CURRENCY_UNKNOWN")
    assert "AUD" in message(a_price(price=1, currency="$"), "CURRENCY_UNKNOWN")
    british = message(a_credential(name={"en-UK": "x"}), "LANGUAGE_UNREGISTERED")
    assert "write GB for UK" in british


def test_a_date_of_the_wrong_form_is_said_once() -> None:
    document = with_main(**{"ceterms:dateEffective": "soon", "ceterms:expirationDate": "2020"})

    assert {code for code, _, _ in found(document)} == {"VALUE_INVALID"}


def test_currencies_are_those_of_the_list() -> None:
    assert {"EUR", "NZD", "INR", "USD"} <= set(currencies())
    assert {"XXX", "XTS", "DEM", "published"}.isdisjoint(currencies())
    assert len(currencies()) > 150
    assert currency_meant("new zealand dollar") == "NZD"
    assert currency_meant("dollar") is None


@pytest.mark.parametrize(
    ("tag", "part"),
    [
        ("en", None),
        ("gsw", None),
        ("es-419", None),
        ("sgn-ase", None),
        ("qaa", None),
        ("i-klingon", None),
        ("en-x-any-thing", None),
        ("de-CH-1996", None),
        ("en-Latx", "Latx"),
        ("zz", "zz"),
        ("en-gb-oed", None),
        ("xyzzy", "xyzzy"),
    ],
)
def test_parts_of_tags_are_looked_up_in_the_registry(tag: str, part: str | None) -> None:
    assert unregistered_subtag(tag) == part


@pytest.mark.parametrize(
    ("text", "days"), [("P1Y", 365.25), ("P2W", 14), ("PT48H", 2), ("P1DT12H", 1.5), ("x", None)]
)
def test_durations_are_measured_in_days(text: str, days: float | None) -> None:
    assert approximate_days(text) == days
