"""What is asked of a table as a file; findings name the row as a spreadsheet numbers it."""

from typing import Final

from ctdl.errors import RegistryError
from ctdl.findings import Finding
from ctdl.rules import Severity

MAX_ROWS: Final = 100_000
#: What a spreadsheet's cell can hold.
MAX_CELL: Final = 32_767
_SOURCE: Final = "docs/templates.md"
_CSV: Final = "https://www.rfc-editor.org/rfc/rfc4180"
TABLE_RULES: Final[dict[str, tuple[Severity, str, str]]] = {
    "TABLE_NOT_TEXT": ("error", "A table is sent as plain CSV text.", _CSV),
    "TABLE_EMPTY": ("error", "A table has a row of column names and rows below it.", _SOURCE),
    "TABLE_ENCODING": ("warning", "Tables are UTF-8; others are guessed and said so.", _SOURCE),
    "TABLE_CHARACTER": ("error", "Text has no NUL characters.", _CSV),
    "TABLE_QUOTES": ("error", "A quoted cell is closed before the next separator.", _CSV),
    "TABLE_TOO_MANY_ERRORS": ("warning", "A file is read until it is plainly wrong.", _SOURCE),
    "TABLE_TOO_LONG": ("error", f"A table has at most {MAX_ROWS:,} rows.", _SOURCE),
    "TABLE_LINE_TOO_LONG": ("error", "A row fits into a million characters.", _SOURCE),
    "TABLE_HEADER": ("error", "The first row has the names of the columns.", _SOURCE),
    "TABLE_COLUMN_UNKNOWN": ("error", "Every column is one of the template.", _SOURCE),
    "TABLE_COLUMN_TWICE": ("error", "A column is there once.", _SOURCE),
    "TABLE_COLUMN_MISSING": ("info", "New records need all required columns.", _SOURCE),
    "ROW_WIDTH": ("error", "A row has as many cells as there are columns.", _CSV),
    "ROW_CELL_TOO_LONG": ("error", f"A cell has at most {MAX_CELL:,} characters.", _SOURCE),
    "ROW_EXAMPLE": ("error", "The worked example of the template is not published.", _SOURCE),
    "ROW_TWICE": ("error", "A record has one row in a table.", _SOURCE),
    "LINE_TOO_LONG": ("error", "Each line is one document of at most 2 MB.", _SOURCE),
    "NOT_THE_OWNER": (
        "error",
        "A record is changed only by who keeps it, or acts for it.",
        "docs/adr/0006-who-may-write.md",
    ),
    "RECORD_WAS_WITHDRAWN": (
        "error",
        "A withdrawn record comes back only when that is asked for.",
        "docs/adr/0006-who-may-write.md",
    ),
    "ROW_STALE": ("error", "What a table changes has not changed meanwhile.", _SOURCE),
}


class TableRefused(RegistryError):
    """A file cannot be read as a table at all; the finding says why and how to mend it."""

    def __init__(self, found: Finding) -> None:
        self.finding = found
        self.findings = [found]
        where = f"Row {found.row}: " if found.row is not None else ""
        super().__init__(f"{where}{found.message}")


def table_finding(
    code: str, message: str, *, row: int | None = None, column: str | None = None
) -> Finding:
    """The finding on a table or one of its rows."""
    severity, rule, source = TABLE_RULES[code]
    where = f"row {row}" if row is not None else "table"
    return Finding(code, severity, where, None, message, rule, source, row, column)
