"""docs/importing.md says what the mapping tables do."""

from ctdl.credit_units import UNIT_CODES
from ctdl.mapping import EXPORTS, FORMATS
from ctdl.mapping.formats import READ_BY_TABLE
from ctdl.mapping.values import UNIT_LABELS
from ctdl.vocabulary import vocabulary
from registry_data.convert.tables import rules
from tests.ctdl.mapping.tables import PAGE, with_tables


def test_the_tables_in_the_documentation_are_the_ones_in_use() -> None:
    text = PAGE.read_text(encoding="utf-8")

    assert with_tables(text) == text, "run python -m tests.ctdl.mapping.tables --update"


def test_every_format_is_documented() -> None:
    text = PAGE.read_text(encoding="utf-8")

    assert all(f"`{name}`" in text for name in (*FORMATS, *EXPORTS))


def test_every_table_leads_to_properties_of_the_vocabulary() -> None:
    known = vocabulary().properties
    rows = [
        row
        for format in READ_BY_TABLE.values()
        for table in format.tables.values()
        for row in table.rows
    ]

    assert rows
    assert all(part in known for row in rows for part in row.target.split("/"))


def test_units_are_called_what_the_registry_calls_them() -> None:
    assert {row["code"]: row["label"] for row in rules("credit_units")} == UNIT_LABELS
    assert set(UNIT_LABELS) == set(UNIT_CODES)
