"""The mapping tables of docs/importing.md: `python -m tests.ctdl.mapping.tables --update`."""

import sys

from ctdl.mapping.documentation import mapping_tables
from tests.support.prerequisites import PROJECT

PAGE = PROJECT / "docs" / "importing.md"
BEGIN, END = "<!-- tables: begin -->\n", "<!-- tables: end -->\n"


def with_tables(text: str) -> str:
    """The page with the tables as the importer has them."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{mapping_tables()}\n{END}{after}"


if __name__ == "__main__" and "--update" in sys.argv:
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
