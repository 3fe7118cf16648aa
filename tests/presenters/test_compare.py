"""Records side by side: what differs, what is only unknown, what is the same."""

from datetime import date
from typing import Any

import pytest

from app.presenters.compare import ComparePage, compare_page
from tests.presenters.records import PROVIDER, a_stored_record

pytestmark = pytest.mark.usefixtures("in_english")


def a_comparison(*records: dict[str, Any], only_differences: bool = False) -> ComparePage:
    """The comparison of micro-credentials with these properties."""
    stored = [a_stored_record(**properties) for properties in records]
    return compare_page(stored, {}, date(2026, 11, 21), only_differences=only_differences)


def states(page: ComparePage) -> dict[str, str]:
    """The state of each row that is shown."""
    return {row.key: row.state for row in page.rows}


def test_two_stated_values_differ_and_a_missing_one_is_a_gap() -> None:
    page = a_comparison(
        {"inLanguage": ["et"], "dateEffective": "2020-01-01"}, {"inLanguage": ["en"]}
    )

    assert states(page)["language"] == "differs"
    assert states(page)["dates"] == "gap"
    assert states(page)["cost"] == "same"


def test_only_differences_leaves_out_and_counts_what_is_the_same() -> None:
    whole = a_comparison({"inLanguage": ["et"]}, {"inLanguage": ["en"]})
    page = a_comparison({"inLanguage": ["et"]}, {"inLanguage": ["en"]}, only_differences=True)

    assert set(states(page)) == {"language"}
    assert page.same == len(whole.rows) - 1


def test_address_of_a_column_removes_only_that_record() -> None:
    page = a_comparison({"ownedBy": [f"resources/{PROVIDER}"]})

    assert page.columns[0].without.args == {}
    assert page.can_add


def test_nothing_to_compare_gives_an_empty_page() -> None:
    page = a_comparison()

    assert page.columns == ()
    assert page.rows == ()
