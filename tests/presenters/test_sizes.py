"""Sizes in words: under the stated value, with the rule, and never louder than the rule allows."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.presenters import sizes
from ctdl.ctid import derive_ctid
from ctdl.records import Amount, Cost, CredentialRecord
from ctdl.sizes import credits_elsewhere, hours_of
from ctdl.workload import price_per
from tests.presenters.records import a_stored_record

pytestmark = pytest.mark.usefixtures("in_english")


def lines_of(number: float, unit: str | None) -> list[str]:
    """The lines under this number of credits."""
    return [str(line) for line in sizes.credit_lines(Amount(number, number, unit, {}))]


def a_record(
    *,
    credits: tuple[float, str] | None = None,
    durations: tuple[str, ...] = (),
    price: str | None = None,
    currency: str | None = "NZD",
    description: str = "A course.",
) -> CredentialRecord:
    """A micro-credential of this size at this price."""
    stated: dict[str, Any] = {"description": {"en": description}}
    if credits:
        unit = f"resources/{derive_ctid(f'concept:credit-units:{credits[1]}')}"
        value = {
            "@type": "ceterms:ValueProfile",
            "schema:value": credits[0],
            "ceterms:creditUnitType": [
                {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNode": unit}
            ],
        }
        stated["requires"] = [{"@type": "ceterms:ConditionProfile", "ceterms:creditValue": [value]}]
    if durations:
        stated["estimatedDuration"] = [
            {"@type": "ceterms:DurationProfile", "ceterms:exactDuration": each}
            for each in durations
        ]
    if price is not None:
        cost = {"@type": "ceterms:CostProfile", "ceterms:price": price}
        stated["estimatedCost"] = [{**cost, "ceterms:currency": currency} if currency else cost]
    record = a_stored_record(**stated).record
    assert isinstance(record, CredentialRecord)
    return record


def texts(lines: Any) -> list[str]:
    """Lines as plain text."""
    return [str(line) for line in lines]


def test_exact_rule_gives_exact_hours_and_ects_stay_about() -> None:
    assert lines_of(15, "nzqcf") == [
        "150 hours, by 10 hours a credit",
        "about 5–6 ECTS credits, by 25–30 hours a credit, approx.",
    ]


def test_customary_uk_ratio_stands_apart_and_says_that_it_disagrees() -> None:
    assert lines_of(15, "scqf")[-1] == (
        "customary in the UK: 7.5 ECTS credits (2 credits = 1 ECTS credit); "
        "this does not agree with the hours"
    )


def test_ects_become_a_range_of_hours_and_nothing_else() -> None:
    assert lines_of(6, "ects") == ["150–180 hours, by 25–30 hours a credit, approx."]


def test_rule_of_thumb_is_called_about() -> None:
    assert lines_of(3, "us-semester")[0] == "135 hours, by about 45 hours a credit, approx."


def test_units_of_contact_hours_stay_contact_hours() -> None:
    assert lines_of(2, "ceu") == ["20 hours of instruction, by 10 contact hours a unit"]


@pytest.mark.parametrize("unit", [None, "sutd"])
def test_unit_that_is_not_known_has_no_line(unit: str | None) -> None:
    assert lines_of(3, unit) == []


def test_stated_hours_become_credits_only_where_no_credits_are_stated() -> None:
    assert texts(sizes.workload_lines(a_record(durations=("PT120H",)))) == [
        "about 4–4.8 ECTS credits, by 25–30 hours a credit, approx.",
        "if these hours are all the work",
    ]
    assert sizes.workload_lines(a_record(durations=("PT120H",), credits=(12, "nzqcf"))) == ()


def test_weeks_and_effort_are_shown_with_their_working() -> None:
    record = a_record(durations=("P6W",), description="Weekly effort: 4-6 hours/week.")

    assert texts(sizes.effort_lines(record)) == [
        "6 weeks × 4–6 hours a week = 24–36 hours",
        "about 0.8–1.5 ECTS credits, by 25–30 hours a credit, approx.",
    ]


def test_hours_for_comparing_say_what_they_rest_on() -> None:
    assert str(sizes.hours_line(a_record(credits=(6, "ects")))) == (
        "150–180 hours, by its credits at 25–30 hours a credit"
    )
    assert sizes.hours_line(a_record(durations=("PT10H",))) is None
    assert sizes.hours_line(a_record(durations=("P6W",))) is None


def test_price_of_an_hour_and_of_a_credit_name_the_numbers_divided() -> None:
    assert texts(sizes.price_lines(a_record(credits=(6, "ects"), price="450", currency="EUR"))) == [
        "2.50–3.00 EUR an hour: 450 EUR ÷ 150–180 hours, by its credits at 25–30 hours a credit",
        "75.00 EUR a credit: 450 EUR ÷ 6 ECTS credits",
    ]


def test_price_over_hours_of_instruction_says_so() -> None:
    found = texts(sizes.price_lines(a_record(credits=(2, "ceu"), price="4500", currency="USD")))

    assert found[0].startswith("225.00 USD an hour of instruction: 4,500 USD ÷ 20 hours of")


@pytest.mark.parametrize(("price", "currency"), [("0", "NZD"), ("450", None), (None, None)])
def test_what_is_free_or_has_no_currency_has_no_price_per_hour(
    price: str | None, currency: str | None
) -> None:
    assert sizes.price_lines(a_record(credits=(6, "ects"), price=price, currency=currency)) == ()


def test_lower_end_is_cut_down_and_upper_end_up() -> None:
    assert lines_of(8, "nzqcf")[1].startswith("about 2.6–3.2 ECTS credits")
    assert lines_of(1, "nzqcf")[1].startswith("about 0.33–0.4 ECTS credits")
    record = a_record(credits=(6, "ects"), price="550", currency="EUR")
    assert texts(sizes.price_lines(record))[0].startswith("3.05–3.67 EUR an hour")


def printed(line: str) -> tuple[Decimal, Decimal]:
    """Both ends of the first number or range of a line."""
    found = re.search(r"([\d.,]+)(?:–([\d.,]+))?", line)
    assert found is not None
    low, high = found[1], found[2] or found[1]
    return Decimal(low.replace(",", "")), Decimal(high.replace(",", ""))


SIZES = st.decimals(min_value=1, max_value=600, places=3)
UNITS = st.sampled_from(["nzqcf", "us-semester", "us-quarter", "ects", "scqf"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(number=SIZES, unit=UNITS)
def test_printed_range_of_a_size_holds_the_exact_one(number: Decimal, unit: str) -> None:
    amount = Amount(float(number), float(number), unit, {})
    lines = lines_of(float(number), unit)
    pairs = zip(lines, (hours_of(amount), credits_elsewhere(amount, "ects")), strict=False)
    for line, exact in pairs:
        assert exact is not None
        assert exact.minimum is not None
        assert exact.maximum is not None
        low, high = printed(line)
        if exact.minimum == exact.maximum:
            assert low == high
            assert abs(low - exact.minimum) <= Decimal("0.005")
        else:
            assert low <= exact.minimum < exact.maximum <= high


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(number=SIZES, price=st.decimals(min_value=1, max_value=90000, places=2))
def test_printed_price_of_an_hour_holds_the_exact_one(number: Decimal, price: Decimal) -> None:
    amount = Amount(float(number), float(number), "ects", {})
    cost = Cost(price, "EUR", {})
    record = replace(a_record(), credits=(amount,), costs=(cost,))
    hours = hours_of(amount)
    assert hours is not None
    assert hours.size is not None
    exact = price_per(cost, hours.size, "hours")
    assert exact is not None
    assert exact.minimum is not None
    assert exact.maximum is not None

    low, high = printed(str(sizes.price_lines(record)[0]))

    assert low <= exact.minimum < exact.maximum <= high


def test_examination_has_a_length_and_no_work_nor_price_of_it() -> None:
    record = a_record(credits=(6, "ects"), durations=("PT2H",), price="95")
    examination = replace(record, type="ceterms:AssessmentProfile")

    assert str(sizes.hours_note(examination)) == "length of the examination"
    assert sizes.hours_note(record) is None
    assert sizes.price_lines(record) != ()
    assert sizes.price_lines(examination) == ()
    assert sizes.hours_line(replace(examination, hours=None)) is None
    assert sizes.record_credit_lines(record, record.credits[0]) != ()
    assert sizes.record_credit_lines(examination, record.credits[0]) == ()


def test_contact_hours_are_called_hours_of_instruction() -> None:
    assert str(sizes.hours_line(a_record(credits=(2, "ceu")))) == (
        "20 hours of instruction, by its credits at 10 contact hours a unit"
    )
    record = a_record(durations=("PT30H",))
    assert record.hours is not None
    taught = replace(record, hours=replace(record.hours, description={"en": "30 contact hours"}))
    assert str(sizes.hours_note(taught)) == "hours of instruction"


def test_page_about_sizes_lists_every_rule_with_its_source() -> None:
    rows = {row.name: row for row in sizes.system_rows()}

    assert rows["ECTS"].rule == "25–30 hours a credit"
    assert rows["Carnegie unit"].rule == "at least 120 contact hours a unit"
    assert all(row.source for row in rows.values())


def test_odd_amounts_have_no_line_and_do_no_harm() -> None:
    for odd in (float("nan"), float("inf"), -3.0, 1e300, 0.0001):
        assert all(line for line in lines_of(odd, "us-semester"))
    assert lines_of(1e300, "nzqcf") == []
    assert sizes.credit_lines(Amount(10, 5, "nzqcf", {})) == ()


def test_price_over_next_to_nothing_does_no_harm() -> None:
    record = a_record(credits=(1e-300, "ects"), price="450")

    assert sizes.price_lines(record) == ()


def test_price_of_a_credit_needs_one_number_of_credits() -> None:
    record = a_record(credits=(0, "ects"), price="450")

    assert sizes.price_lines(record) == ()
    assert Decimal(450) == record.costs[0].price


def test_french_page_says_the_same_in_its_own_numbers(in_french: None) -> None:
    assert lines_of(12.5, "us-semester") == [
        "562,5 heures, à environ 45 heures par crédit, approx.",
        "environ 18,7–22,5 crédits ECTS, à 25–30 heures par crédit, approx.",
    ]
