"""Cells as people write them: taken where they can mean one thing only, else refused in words."""

import io

import pytest

from ctdl.documents import parse_document
from ctdl.tabular import on_columns
from ctdl.tabular.reading import read_table
from ctdl.tabular.table_rules import TableRefused
from ctdl.validation import validate
from tests.ctdl.tabular.rows import (
    CREDENTIALS,
    ORGANIZATIONS,
    QUALITY,
    a_row,
    built,
    main_of,
    refusals,
)


@pytest.mark.parametrize(
    "cells",
    [
        {"cost": "12,50", "currency": "EUR"},
        {"cost": "12,50 €"},
        {"cost": "€12.50"},
        {"cost": "12.50 EUR", "currency": "eur"},
        {"cost": "12.50 €", "currency": "EUR"},
    ],
)
def test_a_price_may_carry_its_currency(cells: dict[str, str]) -> None:
    [cost] = main_of(cells)["ceterms:estimatedCost"]
    assert (cost["ceterms:price"], cost["ceterms:currency"]) == ("12.50", "EUR")


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        ({"cost": "$12.50"}, "currency", "in which currency"),
        ({"cost": "€12.50", "currency": "NZD"}, "currency", "NZD is not the currency of"),
        ({"cost": "1,234", "currency": "EUR"}, "cost", "price in figures"),
        ({"cost": "€12.50 $", "currency": "EUR"}, "cost", "price in figures"),
        ({"languages": "english"}, "languages", "write its tag, en"),
        ({"languages": "Français"}, "languages", "write its tag, fr"),
        ({"duration": "half a year"}, "duration", "such as 6 months or P6M"),
        ({"part_of": "No such diploma"}, "part_of", "write the CTID"),
        ({"owned_by": "No such college"}, "owned_by", "write the CTID"),
    ],
)
def test_what_can_mean_two_things_is_refused_with_the_remedy(
    cells: dict[str, str], column: str, said: str
) -> None:
    found = refusals(a_row(**cells))
    assert list(found) == [column]
    assert said in found[column]


def test_a_dollar_price_takes_the_dollar_of_its_cell() -> None:
    [cost] = main_of({"cost": "$12.50", "currency": "NZD"})["ceterms:estimatedCost"]
    assert cost["ceterms:currency"] == "NZD"


def test_a_duration_that_is_no_length_of_time_is_kept_in_words() -> None:
    [found] = built(a_row(duration="self-paced")).findings
    assert (found.code, found.severity) == ("CELL_WORDS", "warning")


def test_a_formula_in_a_text_is_kept_and_remarked_on() -> None:
    formula = '=HYPERLINK("https://elsewhere.example")'
    made = built(a_row(name=formula))
    assert [(each.code, each.severity, each.column) for each in made.findings] == [
        ("CELL_FORMULA", "warning", "name")
    ]
    assert main_of({"name": formula})["ceterms:name"] == {"en": formula}


def test_an_empty_row_lists_everything_that_is_required() -> None:
    found = refusals({"ctid": "ce-2a4f1c6e-8b7d-4c3a-9e5f-0d1b2c3a4e5f"})
    assert set(found) == {"type", "name", "description", "webpage", "languages", "status"}
    assert found["status"] == "choose one."
    assert found["name"] == "must be filled in."


def of_record(cells: dict[str, str]) -> list[tuple[str | None, str]]:
    """The errors in the cells of a row and in the record they make, by column."""
    made = built(cells)
    found = on_columns(made.findings, validate(parse_document(made.document)), CREDENTIALS)
    errors = (each for each in (*made.findings, *found) if each.severity == "error")
    return [(each.column, each.message) for each in errors]


def test_what_the_record_lacks_is_said_in_the_words_of_the_form() -> None:
    assert of_record(a_row(status="")) == [("status", "choose one.")]
    [(column, message)] = of_record(a_row(valid_from="2026-02-01", valid_until="2025-01-01"))
    assert column == "valid_from"
    assert message.startswith("Valid from (2026-02-01) is after Valid until (2025-01-01)")


def test_either_of_two_fields_that_would_do_is_asked_for_once() -> None:
    row = {"id": "1", "type": "CredentialOrganization", "name": "College"}
    found = on_columns(
        [], validate(parse_document(built(row, template=ORGANIZATIONS).document)), ORGANIZATIONS
    )
    messages = {each.column: each.message for each in found if each.severity == "error"}
    assert messages["country"] == "fill in this field or E-mail."
    assert "email" not in messages


def test_an_empty_statement_asks_once_what_it_is_about() -> None:
    found = [each.column for each in built({"id": "1"}, template=QUALITY).findings]
    assert found.count("object") == 1


def test_a_bad_web_page_is_not_blamed_on_the_cost_as_well() -> None:
    found = of_record(a_row(webpage="college", cost="20", currency="EUR"))
    assert [column for column, _ in found] == ["webpage"]


def test_a_table_for_another_template_gets_one_error_that_names_it() -> None:
    names = ",".join(column.name for column in CREDENTIALS.columns)
    with pytest.raises(TableRefused) as refused:
        read_table(io.BytesIO(f"{names}\n".encode()), ORGANIZATIONS)
    assert CREDENTIALS.label in str(refused.value)
    assert "choose that template" in str(refused.value)


def test_a_slip_in_a_name_is_no_other_template() -> None:
    table = read_table(io.BytesIO(b"ctid,typ,name\n"), CREDENTIALS)
    assert [each.code for each in table.findings if each.severity == "error"] == [
        "TABLE_COLUMN_UNKNOWN"
    ]


def test_a_language_in_a_column_name_is_a_tag() -> None:
    table = read_table(io.BytesIO(b"ctid,name,name@french\n"), CREDENTIALS)
    [error] = [each for each in table.findings if each.severity == "error"]
    assert "write name@fr." in error.message
