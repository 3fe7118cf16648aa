"""Writing rows as CSV that spreadsheets open as it is meant, and that reads back the same."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

from ctdl.tabular.columns import Template
from ctdl.tabular.guarding import guarded

#: With its mark in front, so that spreadsheets know the file is UTF-8.
MARK = "\ufeff"


def template_file(template: Template) -> str:
    """The empty table: the column names, and one worked example to be deleted."""
    example = {column.name: column.example for column in template.columns}
    return "".join(write_rows(csv_header(template), [example]))


def csv_header(template: Template, names: Iterable[str] = ()) -> list[str]:
    """The column names in order; of `names`, those such as name@fr follow their column."""
    tagged: dict[str, list[str]] = {}
    for name in sorted(set(names)):
        base, at, _ = name.partition("@")
        if at:
            tagged.setdefault(base, []).append(name)
    return [
        name for column in template.columns for name in (column.name, *tagged.get(column.name, ()))
    ]


def write_rows(header: list[str], rows: Iterable[Mapping[str, str]]) -> Iterator[str]:
    """The file in pieces, a row each; cells that look like formulas are made harmless."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(header)
    yield MARK + written.getvalue()
    for row in rows:
        written.seek(0)
        written.truncate()
        writer.writerow([guarded(row.get(name, "")) for name in header])
        yield written.getvalue()
