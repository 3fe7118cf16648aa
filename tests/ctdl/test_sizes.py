"""Sizes in other units: always through hours, never wider than the rule, never of another kind."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ctdl.credit_units import UNIT_CODES
from ctdl.records import Amount
from ctdl.sizes import (
    HOURS,
    LARGEST,
    Converted,
    CreditSystem,
    Size,
    credit_systems,
    credits_elsewhere,
    credits_in,
    customary_credits,
    exact_number,
    hours_of,
    system_of,
)

NOTIONAL = [system.unit for system in credit_systems() if system.kind == "notional"]
CONTACT = [system.unit for system in credit_systems() if system.kind == "contact"]
# Quotients without an end are cut at 28 digits, outwards: this is the most that they can be off.
CUT = Fraction(1, 10**18)

numbers = st.decimals(min_value=0, max_value=LARGEST, allow_nan=False, places=3)
anything = st.one_of(
    st.none(),
    st.floats(),
    st.decimals(allow_nan=True, allow_infinity=True),
    st.integers(-(10**400), 10**400).map(Decimal),
)


def amount(low: float | Decimal | None, high: float | Decimal | None, unit: str | None) -> Amount:
    """Credits as a record states them; the numbers may be of any sort."""
    return Amount(low, high, unit, {})  # type: ignore[arg-type]


def exactly(number: float, unit: str) -> Amount:
    """One number of credits."""
    return amount(number, number, unit)


def bounds(found: Converted | None) -> tuple[Any, Any]:
    """Both sides of what came out, which is something."""
    assert found is not None
    return found.minimum, found.maximum


@pytest.mark.parametrize(
    ("credits", "unit", "hours"),
    [
        (15, "nzqcf", (150, 150)),
        (15, "scqf", (150, 150)),
        (6, "ects", (150, 180)),
        (3, "us-semester", (135, 135)),
        (4, "us-quarter", (120, 144)),
        (2, "mqf", (80, 80)),
        (5, "fet-ie", (50, 50)),
        (2, "ceu", (20, 20)),
        (1, "carnegie-unit", (120, None)),
    ],
)
def test_credits_are_the_hours_that_the_rule_of_their_system_says(
    credits: float, unit: str, hours: tuple[int, int | None]
) -> None:
    assert bounds(hours_of(exactly(credits, unit))) == hours


def test_fifteen_uk_credits_are_five_to_six_ects_by_hours_and_seven_and_a_half_by_custom() -> None:
    stated = exactly(15, "uk-cats")

    by_hours, by_custom = credits_elsewhere(stated, "ects"), customary_credits(stated, "ects")

    assert bounds(by_hours) == (5, 6)
    assert bounds(by_custom) == (Decimal("7.5"), Decimal("7.5"))
    assert by_custom is not None
    assert by_custom.ratio is not None
    assert by_custom.ratio.says == "2 UK credits = 1 ECTS credit"


def test_custom_has_a_say_only_where_a_document_states_the_ratio() -> None:
    assert customary_credits(exactly(15, "nzqcf"), "ects") is None


@pytest.mark.parametrize("unit", [None, "", "sutd", "cu", "degree-credit", "ECTS", "clock-hour"])
def test_unit_that_is_not_stated_or_not_known_is_not_converted(unit: str | None) -> None:
    assert hours_of(amount(15, 15, unit)) is None
    assert credits_elsewhere(amount(15, 15, unit), "ects") is None
    assert credits_in(Size(Decimal(150), Decimal(150)), unit or "") is None


@pytest.mark.parametrize("contact", CONTACT)
@pytest.mark.parametrize("notional", NOTIONAL)
def test_hours_of_instruction_never_become_credits_of_work_nor_the_reverse(
    contact: str, notional: str
) -> None:
    assert credits_elsewhere(exactly(2, contact), notional) is None
    assert credits_elsewhere(exactly(2, notional), contact) is None
    assert credits_in(Size(Decimal(20), Decimal(20), "contact"), notional) is None


def test_open_end_stays_open() -> None:
    assert bounds(hours_of(amount(None, 12, "nzqcf"))) == (None, 120)
    assert bounds(hours_of(amount(37, None, "nzqcf"))) == (370, None)
    assert bounds(credits_elsewhere(amount(None, 15, "nzqcf"), "ects")) == (None, 6)
    assert hours_of(amount(None, 5, "carnegie-unit")) is None


def test_unit_of_ctdl_has_the_rule_of_the_system_it_names() -> None:
    assert system_of("semester-hour") is system_of("us-semester")
    assert system_of("continuing-education-unit") is system_of("ceu")


def test_every_rule_names_its_source_and_the_disputed_one_says_who_disagrees() -> None:
    for system in credit_systems():
        assert system.source, system.unit

    ects = hours_of(exactly(6, "ects"))
    assert ects is not None
    assert ects.disputed is not None
    assert "20-25" in ects.disputed


def test_every_shipped_unit_has_a_rule_except_those_of_one_university() -> None:
    assert {unit for unit in UNIT_CODES if system_of(unit) is None} == {"sutd", "cu"}


def test_semester_hours_are_about_and_new_zealand_credits_are_exact() -> None:
    semester, new_zealand = hours_of(exactly(3, "us-semester")), hours_of(exactly(3, "nzqcf"))

    assert semester is not None
    assert new_zealand is not None
    assert (semester.is_exact, new_zealand.is_exact) == (False, True)


@given(numbers, numbers, st.sampled_from(credit_systems()))
def test_hours_are_never_wider_than_the_rule(
    low: Decimal, high: Decimal, system: CreditSystem
) -> None:
    assume(low <= high)

    found = hours_of(amount(low, high, system.unit))

    assert bounds(found) == (low * system.low, system.high and high * system.high)
    assert found is not None
    assert (found.unit, found.kind) == (HOURS, system.kind)


@given(numbers, numbers, st.sampled_from(NOTIONAL), st.sampled_from(NOTIONAL))
def test_credits_elsewhere_are_never_wider_than_both_rules(
    low: Decimal, high: Decimal, here: str, there: str
) -> None:
    assume(low <= high and here != there)
    one, other = system_of(here), system_of(there)
    assert one is not None
    assert other is not None

    minimum, maximum = bounds(credits_elsewhere(amount(low, high, here), there))

    least = Fraction(low * one.low) / Fraction(other.high or 0)
    most = Fraction(high * (one.high or 0)) / Fraction(other.low)
    assert least - CUT <= Fraction(minimum) <= least
    assert most <= Fraction(maximum) <= most + CUT


@given(numbers, st.sampled_from(NOTIONAL))
def test_the_way_back_contains_what_was_stated(number: Decimal, unit: str) -> None:
    hours = hours_of(amount(number, number, unit))

    assert hours is not None
    assert hours.size is not None
    minimum, maximum = bounds(credits_in(hours.size, unit))
    assert minimum <= number <= maximum


@given(numbers, st.sampled_from(NOTIONAL))
def test_hours_to_credits_and_back_contain_the_hours(hours: Decimal, unit: str) -> None:
    found = credits_in(Size(hours, hours), unit)

    minimum, maximum = bounds(found)
    assume(maximum is not None and maximum <= LARGEST)
    low, high = bounds(hours_of(amount(minimum, maximum, unit)))
    assert low <= hours <= high


@given(numbers, numbers, st.sampled_from(NOTIONAL), st.sampled_from(NOTIONAL))
def test_more_credits_are_never_fewer_elsewhere(
    one: Decimal, other: Decimal, here: str, there: str
) -> None:
    assume(here != there)
    less, more = sorted((one, other))

    first = bounds(credits_elsewhere(amount(less, less, here), there))
    second = bounds(credits_elsewhere(amount(more, more, here), there))

    assert all(a <= b for a, b in zip(first, second, strict=True))


@given(anything, anything, st.sampled_from([*UNIT_CODES, "semester-hour", None, "other"]))
def test_odd_numbers_give_a_sound_size_or_none(
    low: float | Decimal | None, high: float | Decimal | None, unit: str | None
) -> None:
    for found in (
        hours_of(amount(low, high, unit)),
        credits_elsewhere(amount(low, high, unit), "ects"),
        customary_credits(amount(low, high, unit), "ects"),
    ):
        if found is None:
            continue
        sides = [side for side in (found.minimum, found.maximum) if side is not None]
        assert sides
        assert all(side.is_finite() and side >= 0 for side in sides)
        assert sides == sorted(sides)


@pytest.mark.parametrize("odd", [-1, float("nan"), float("inf"), 1e300, Decimal("sNaN"), "abc"])
def test_number_that_no_record_honestly_states_is_no_number(odd: object) -> None:
    assert exact_number(odd) is None  # type: ignore[arg-type]


def test_ends_that_cross_are_no_size() -> None:
    assert hours_of(amount(10, 5, "nzqcf")) is None
