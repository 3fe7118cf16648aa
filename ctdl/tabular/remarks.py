"""Findings on cells: what is wrong, where, and how to mend it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from ctdl.findings import Finding
from ctdl.messages import Said, name, say
from ctdl.rules import Severity
from ctdl.tabular.columns import Column, Template
from ctdl.vocabulary import vocabulary

_SOURCE: Final = "docs/templates.md"
CELL_RULES: Final[dict[str, str]] = {
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
    "CELL_FORMULA": "Formulas are not run; what stands in a cell is text.",
    "CELL_WORDS": "What has no form a program can read is kept in words.",
    "CELL_NOT_KEPT": "A relation that is a mere link has no place for a remark or credits.",
    "CELL_TWICE": "A fact is stated once in a row.",
    "CELL_ORDER": "A span begins below its end.",
    "ROW_NOT_ITS_RECORD": "A row describes a record that its table is for.",
    "ROW_OF_ANOTHER": "Statements are made by the publisher whose row it is.",
    "ROW_RECORD_MISSING": "A relation is added to a record that is here.",
}
#: Those that keep no row out.
CELL_REMARKS: Final = frozenset({"CELL_FORMULA", "CELL_NOT_KEPT", "CELL_WORDS"})


def cell_finding(
    code: str, column: str | None, message: str, *, severity: Severity = "error"
) -> Finding:
    """The finding on one cell of a row."""
    return Finding(code, severity, "row", None, message, CELL_RULES[code], _SOURCE, column=column)


def to_fill_in(column: Column) -> Said:
    """What to do about an empty cell."""
    return say("choose one.") if column.choices else say("must be filled in.")


def on_column(found: Finding, template: Template, row: int | None = None) -> Finding:
    """A finding on a built document, said of the column that its property came from."""
    row = row if found.row is None else found.row
    columns = _columns_of(found, template)
    if not columns or found.column is not None:
        return replace(found, row=row)
    column, *others = columns
    if found.code == "POLICY_REQUIRED_MISSING":
        remedy = _fill_in_one(others) if others else to_fill_in(column)
        return replace(found, row=row, column=column.name, message=remedy)
    message = _in_labels(found.message, template)
    return replace(found, row=row, column=column.name, message=message)


def _columns_of(found: Finding, template: Template) -> list[Column]:
    """The columns of the property it is about, and of those that would do instead of it."""
    properties = [found.property] if found.property else []
    if found.code == "POLICY_REQUIRED_MISSING" and isinstance(found.message, Said):
        properties = _TERM.findall(str(found.message.values.get("wanted", "")))
    columns = (template.column_of_property(each) for each in properties)
    return list(dict.fromkeys(column for column in columns if column))


def _fill_in_one(others: Sequence[Column]) -> Said:
    names = name(others[0].label)
    for other in others[1:]:
        names = say("%(one)s or %(other)s", one=names, other=name(other.label))
    return say("fill in this field or %(others)s.", others=names)


def on_columns(
    cells: Iterable[Finding], document: Iterable[Finding], template: Template
) -> tuple[Finding, ...]:
    """What is to be said of a document beside what was said of the cells it is made of.

    What a cell was refused for is not said again of what is missing because of it.
    """
    refused = {each.column for each in cells if each.severity == "error" and each.column}
    others = (on_column(each, template) for each in document)
    return tuple(
        each
        for each in others
        if each.column is None
        or (each.column not in refused and _CAUSES.get(each.property or "") not in refused)
    )


#: The column that a property comes from where its own column is empty.
_CAUSES: Final = {"ceterms:costDetails": "webpage"}
_TERM: Final = re.compile(r"\b(?:ceterms|ceasn|schema|skos|qdata):\w+")


def _in_labels(message: str, template: Template) -> str:
    """The message with the names that people know instead of those of CTDL."""
    if isinstance(message, Said):
        values = {key: _label(value, template) for key, value in message.values.items()}
        return say(message.pattern, **values)
    return _TERM.sub(lambda term: str(_label(term.group(), template)), message)


def _label(value: object, template: Template) -> object:
    if isinstance(value, Said) or not isinstance(value, str) or not _TERM.fullmatch(value):
        return value
    column = template.column_of_property(value)
    if column is not None:
        return name(column.label)
    return name(vocabulary().label(value))
