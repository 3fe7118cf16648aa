"""Hours of work and prices per hour: what a record states, multiplied only where it states both."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctdl.ctid import derive_ctid
from ctdl.documents import parse_document
from ctdl.records import Cost, CredentialRecord, read_record
from ctdl.sizes import Size
from ctdl.workload import Effort, only_price, price_per, stated_hours, work_hours
from tests.support.documents import a_credential

UNIT_RECORDS = {
    code: f"resources/{derive_ctid(f'concept:credit-units:{code}')}"
    for code in ("nzqcf", "ects", "ceu")
}


def a_record(
    *durations: dict[str, Any], description: str = "A course.", **stated: Any
) -> CredentialRecord:
    """A micro-credential with these durations."""
    document = a_credential(
        description={"en": description},
        estimatedDuration=[
            {
                "@type": "ceterms:DurationProfile",
                **{f"ceterms:{name}": value for name, value in each.items()},
            }
            for each in durations
        ],
        **stated,
    )
    record = read_record(parse_document(document))
    assert isinstance(record, CredentialRecord)
    return record


def credits(number: float, unit: str) -> list[dict[str, Any]]:
    """The condition profile that carries credits."""
    return [
        {
            "@type": "ceterms:ConditionProfile",
            "ceterms:creditValue": [
                {
                    "@type": "ceterms:ValueProfile",
                    "schema:value": number,
                    "ceterms:creditUnitType": [
                        {
                            "@type": "ceterms:CredentialAlignmentObject",
                            "ceterms:targetNode": UNIT_RECORDS[unit],
                        }
                    ],
                }
            ],
        }
    ]


def priced(price: object, currency: str | None = "NZD") -> Cost:
    """A price."""
    return Cost(Decimal(str(price)), currency, {})


def test_stated_hours_win_over_those_of_the_credits() -> None:
    found = work_hours(a_record({"exactDuration": "PT120H"}, requires=credits(15, "nzqcf")))

    assert found is not None
    assert (found.basis, found.size) == ("stated", Size(Decimal(120), Decimal(120)))


def test_credits_give_the_hours_where_none_are_stated() -> None:
    found = work_hours(a_record({"exactDuration": "P6W"}, requires=credits(6, "ects")))

    assert found is not None
    assert (found.basis, found.size) == ("credits", Size(Decimal(150), Decimal(180)))


@pytest.mark.parametrize("length", ["P6W", "P3M", "P2Y", "P30D"])
def test_calendar_time_alone_is_never_hours(length: str) -> None:
    assert work_hours(a_record({"exactDuration": length})) is None


@pytest.mark.parametrize(
    "words",
    [
        "Weekly effort: 4-6 hours/week.",
        "Workload 4 to 6 hours a week",
        "Weekly effort: 4-6 hrs/wks.",
        "Charge de travail : 4 à 6 heures par semaine",
    ],
)
def test_weeks_times_the_stated_effort_are_hours_with_their_working(words: str) -> None:
    found = work_hours(a_record({"exactDuration": "P6W"}, description=words))

    assert found is not None
    assert found.basis == "effort"
    assert found.size == Size(Decimal(24), Decimal(36))
    assert found.working is not None
    assert (found.working.shortest, found.working.effort) == (6, Effort(Decimal(4), Decimal(6)))


def test_effort_in_the_words_of_the_duration_needs_no_introduction() -> None:
    found = work_hours(
        a_record(
            {
                "minimumDuration": "P4W",
                "maximumDuration": "P6W",
                "description": {"en": "4 to 6 weeks, 2.5 hours per week"},
            }
        )
    )

    assert found is not None
    assert found.size == Size(Decimal(10), Decimal(15))


@pytest.mark.parametrize(
    "words",
    [
        "Classes meet 3 hours a week.",
        "Weekly effort: at least 4 hours a week.",
        "Weekly effort: 4-6 hours a week. Workload: 10 hours a week.",
        "Weekly effort: 200 hours a week.",
        "Weekly effort: 8 hours/day.",
        "Open 40 hours a week.",
    ],
)
def test_words_that_do_not_say_the_whole_effort_are_not_multiplied(words: str) -> None:
    assert work_hours(a_record({"exactDuration": "P6W"}, description=words)) is None


def test_effort_without_a_number_of_weeks_gives_nothing() -> None:
    words = "Weekly effort: 4-6 hours/week."

    assert work_hours(a_record({"exactDuration": "P3M"}, description=words)) is None
    assert work_hours(a_record(description=words)) is None


def test_effort_says_more_of_the_work_than_units_of_contact_hours() -> None:
    record = a_record(
        {"exactDuration": "P6W"},
        description="Weekly effort: 6-8 hours/week.",
        requires=credits(2, "ceu"),
    )

    found = work_hours(record)

    assert found is not None
    assert (found.basis, found.size) == ("effort", Size(Decimal(36), Decimal(48)))


def test_hours_of_instruction_keep_their_kind() -> None:
    record = a_record({"exactDuration": "PT30H", "description": {"en": "30 contact hours"}})

    assert stated_hours(record) == Size(Decimal(30), Decimal(30), "contact")


def test_length_of_an_examination_is_not_work() -> None:
    record = a_record({"exactDuration": "PT2H"})

    assert work_hours(replace(record, type="ceterms:AssessmentProfile")) is None


def test_price_of_an_hour_is_a_range_where_the_hours_are() -> None:
    found = price_per(priced(450, "EUR"), Size(Decimal(150), Decimal(180)), "hours")

    assert found is not None
    assert (found.minimum, found.maximum, found.currency) == (Decimal("2.5"), Decimal(3), "EUR")


@pytest.mark.parametrize(
    ("cost", "size"),
    [
        (priced(0), Size(Decimal(10), Decimal(10))),
        (priced(-5), Size(Decimal(10), Decimal(10))),
        (priced(100, None), Size(Decimal(10), Decimal(10))),
        (priced(100), Size(Decimal(0), Decimal(0))),
        (Cost(None, "NZD", {}), Size(Decimal(10), Decimal(10))),
    ],
)
def test_what_is_free_or_unclear_has_no_price_per_hour(cost: Cost, size: Size) -> None:
    assert price_per(cost, size, "hours") is None


def test_of_several_prices_none_is_the_price() -> None:
    assert only_price([priced(100), priced(20)]) is None
    assert only_price([priced(100), Cost(None, None, {"en": "plus books"})]) == priced(100)


@given(
    st.decimals(min_value="0.01", max_value=10**9, places=2),
    st.decimals(min_value="0.1", max_value=10**6, places=1),
    st.decimals(min_value="0.1", max_value=10**6, places=1),
)
def test_price_per_hour_never_leaves_what_the_hours_allow(
    price: Decimal, one: Decimal, other: Decimal
) -> None:
    low, high = sorted((one, other))

    found = price_per(priced(price), Size(low, high), "hours")

    assert found is not None
    assert found.minimum == price / high
    assert found.maximum == price / low
    assert found.minimum <= found.maximum


def test_a_text_of_endless_length_is_read_only_so_far() -> None:
    effort = "Effort: 4-6 hours per week."
    near = a_record({"exactDuration": "P6W"}, description="x " * 40_000 + effort)
    far = a_record({"exactDuration": "P6W"}, description="x " * 60_000 + effort)

    assert work_hours(near) is not None
    assert work_hours(far) is None
