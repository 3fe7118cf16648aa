"""The templates described for people: the page `docs/templates.md`, made from the columns."""

from collections.abc import Iterable, Iterator

from ctdl.tabular.columns import Column, Template
from ctdl.tabular.table_rules import MAX_CELL, MAX_ROWS

_LISTED = 30
_INTRODUCTION = f"""\
# Templates of tables

Records can be published as tables: `registry bulk FILE --template credentials --publisher CTID`,
`POST /api/v1/records/bulk?template=credentials`, or the upload page for publishers. `registry
template NAME` writes the empty table with a worked example, `registry table NAME --publisher
CTID` what a publisher has published already. This page is made from the columns in
`ctdl/tabular/` (`python -m tests.support.templates_page`).

## What holds for every table

- One row of column names, then one row for each record. Column names are those below, or the
  labels beside them.
- UTF-8 is best. UTF-16 with its mark is read as well; anything else is read as Windows-1252
  (Latin-1), and that is said. Cells are separated by commas, semicolons or tabs. Excel files, zip
  and gzip are refused, never unpacked.
- All or nothing: with one error nothing is saved. Each finding names its row, as a spreadsheet
  numbers it, and its column.
- Uploading the same table again changes nothing. A row with the same `id` (your own code) or
  `ctid` updates its record: a column that is not in the table is left alone, an empty cell takes
  the fact away, and what the columns cannot express stays as it is.
- Several values in a cell stand on lines of their own or are separated by `|`; write `\\|` for a
  bar that belongs to the text.
- Texts in other languages go into columns such as `name@fr`. Where a list has as many entries in
  the other language, they are taken as translations of the first, in order.
- At most {MAX_ROWS:,} rows and {MAX_CELL:,} characters a cell.
- On the way out, cells that a spreadsheet would run as a formula get an apostrophe in front,
  which is taken away again on the way in.
- NDJSON (one CTDL document a line) needs no template: `application/x-ndjson`.

"""


def templates_page(templates: Iterable[Template]) -> str:
    """The whole page."""
    parts = [_INTRODUCTION, *(_section(template) for template in templates)]
    return "\n".join(parts)


def _section(template: Template) -> str:
    lines = [f"## {template.label} (`{template.id}`)", "", template.help, ""]
    lines += ["| column | label | what it holds | example |", "| --- | --- | --- | --- |"]
    lines += [_row(column) for column in template.columns]
    return "\n".join([*lines, ""])


def _row(column: Column) -> str:
    name = f"`{column.name}`" + (" (required)" if column.required else "")
    what = " ".join([column.help, *_properties(column)])
    example = f"`{_escaped(column.example)}`" if column.example else ""
    return f"| {name} | {column.label} | {_escaped(what)} | {example} |"


def _properties(column: Column) -> Iterator[str]:
    if column.repeatable:
        yield "Several."
    if column.translatable:
        yield "Languages."
    if column.choices and len(column.choices) <= _LISTED:
        yield f"One of: {', '.join(choice.value for choice in column.choices)}."
    elif column.choices:
        yield f"One of {len(column.choices)} values, listed at `/api/v1/templates`."
    if column.property and column.property != "@type":
        yield f"CTDL: {column.property}."


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")
