"""Findings on cells: what is wrong, where, and how to mend it."""

from dataclasses import replace
from typing import Final

from ctdl.findings import Finding
from ctdl.rules import Severity
from ctdl.tabular.columns import Template

_SOURCE: Final = "docs/templates.md"
_RULES: Final[dict[str, str]] = {
    "CELL_MISSING": "A row has what its record cannot do without.",
    "CELL_NUMBER": "Quantities are numbers greater than zero.",
    "CELL_DATE": "Days are written YYYY-MM-DD (ISO 8601).",
    "CELL_CHOICE": "A column with a list of values takes values of that list.",
    "CELL_ADDRESS": "Addresses begin with https:// or http://.",
    "CELL_LANGUAGE": "Languages are BCP 47 tags.",
    "CELL_CTID": "A CTID is 'ce-' and a lower-case UUID.",
    "CELL_REFERENCE": "Organisations and credentials are named by CTID, address or exact name.",
    "CELL_CURRENCY": "A price has a currency of ISO 4217.",
    "CELL_CREDIT_UNIT": "A number of credits says nothing without its unit.",
    "CELL_DURATION": "Lengths of time are written as ISO 8601 durations or plain words.",
    "CELL_EMAIL": "An e-mail address has one @ and no spaces.",
    "CELL_WORDS": "What has no form a program can read is kept in words.",
    "CELL_NOT_KEPT": "A relation that is a mere link has no place for a remark or credits.",
    "CELL_TWICE": "A fact is stated once in a row.",
    "CELL_ORDER": "A span begins below its end.",
    "ROW_NOT_ITS_RECORD": "A row describes a record that its table is for.",
    "ROW_OF_ANOTHER": "Statements are made by the publisher whose row it is.",
    "ROW_RECORD_MISSING": "A relation is added to a record that is here.",
}


def cell_finding(
    code: str, column: str | None, message: str, *, severity: Severity = "error"
) -> Finding:
    """The finding on one cell of a row."""
    return Finding(code, severity, "row", None, message, _RULES[code], _SOURCE, column=column)


def on_column(found: Finding, template: Template, row: int | None = None) -> Finding:
    """A finding on a built document, said of the column that its property came from."""
    column = template.column_of_property(found.property) if found.property else None
    return replace(
        found,
        row=row if found.row is None else found.row,
        column=column.name if column and found.column is None else found.column,
    )
