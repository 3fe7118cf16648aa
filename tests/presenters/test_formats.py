"""Numbers, sizes, money and dates in words."""

from datetime import date
from decimal import Decimal

import pytest

from app.presenters import formats


def plain(text: str | None) -> str | None:
    """The text with ordinary spaces, to compare with what is typed here."""
    return text.replace("\u00a0", " ").replace("\u202f", " ") if text else text


@pytest.mark.usefixtures("in_english")
class TestOnAnEnglishPage:
    """What a reader of English sees."""

    def test_number_has_commas_and_a_point(self) -> None:
        assert formats.number(Decimal("1234.5")) == "1,234.5"

    def test_range_shows_both_ends_once(self) -> None:
        assert formats.number_range(4, 12) == "4–12"
        assert formats.number_range(6, 6) == "6"
        assert formats.number_range(6, None) == "at least 6"
        assert formats.number_range(None, 6) == "up to 6"
        assert formats.number_range(None, None) is None

    def test_nought_is_a_value_and_not_a_gap(self) -> None:
        assert formats.number_range(0, 0) == "0"

    def test_credits_carry_the_unit_of_their_system(self) -> None:
        assert formats.credits(1, 1, "ects") == "1 ECTS credit"
        assert formats.credits(4, 12, "rqf") == "4–12 RQF credits"
        assert formats.credits(1.5, 1.5, "ects") == "1.5 ECTS credits"
        assert formats.credits(3, 3, "mqf", "MQF credits") == "3 MQF credits"
        assert formats.credits(3, 3, None) == "3 credits (unit not stated)"

    def test_price_names_its_currency_by_code(self) -> None:
        assert plain(formats.money(Decimal("1249"), "USD")) == "1,249 USD"
        assert plain(formats.money(Decimal("99.5"), "EUR")) == "99.50 EUR"
        assert plain(formats.money(Decimal(0), "EUR")) == "No charge (0 EUR)"
        assert formats.money(Decimal(10), None) == "10 (currency not stated)"
        assert formats.money(None, "EUR") is None

    def test_date_is_as_exact_as_it_was_stated(self) -> None:
        assert formats.day("2023") == "2023"
        assert formats.day("2023-04") == "April 2023"
        assert formats.day("2023-04-05") == "5 April 2023"
        assert formats.day(date(2023, 4, 5)) == "5 April 2023"
        assert formats.day("2020-2022") == "2020-2022"
        assert formats.day(None) is None

    def test_instant_is_said_in_universal_time(self) -> None:
        assert formats.instant("2026-11-21T23:18:05Z") == "21 November 2026, 23:18 UTC"


@pytest.mark.usefixtures("in_french")
class TestOnAFrenchPage:
    """What a reader of French sees."""

    def test_number_has_spaces_and_a_comma(self) -> None:
        assert plain(formats.number(Decimal("1234.5"))) == "1 234,5"

    def test_plural_begins_at_two(self) -> None:
        assert formats.credits(1.5, 1.5, "ects") == "1,5 crédit ECTS"
        assert formats.credits(3, 3, "ects") == "3 crédits ECTS"
        assert formats.hours(0, 0) == "0 heure"

    def test_price_and_dates_follow_french_habit(self) -> None:
        assert plain(formats.money(Decimal("1249"), "USD")) == "1 249 USD"
        assert formats.day("2023-08-01") == "1 août 2023"


def test_text_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="not a number"):
        formats.decimal("many")


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("huge", ["1e308", "9" * 350, "-1e40", "1e999999"])
def test_numbers_beyond_all_measure_are_written_as_powers_of_ten(huge: str) -> None:
    assert "E+" in formats.number(Decimal(huge))
    assert "E+" in (formats.money(Decimal(huge), "EUR") or "")
    assert formats.hours(Decimal(huge), None)
