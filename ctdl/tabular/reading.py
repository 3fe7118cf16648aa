"""Reading a CSV file as rows of a template, one at a time, whatever program wrote it."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from ctdl.findings import Finding
from ctdl.messages import name as named_thing
from ctdl.messages import say
from ctdl.tabular import TEMPLATES
from ctdl.tabular.columns import Template
from ctdl.tabular.encodings import encoding_of
from ctdl.tabular.guarding import unguarded
from ctdl.tabular.language_names import language_named
from ctdl.tabular.table_rules import MAX_CELL, MAX_ROWS, TableRefused, table_finding

_SEPARATORS: Final = (",", ";", "\t")
_LONGEST_LINE: Final = 1_000_000
_HEADER_LINES: Final = 20
# Fewer cells may be the same as the example's by chance.
_EXAMPLE_CELLS: Final = 3


@dataclass(frozen=True)
class TableRow:
    """One row: its number as a spreadsheet shows it, its cells by column, what is wrong with it."""

    number: int
    cells: Mapping[str, str]
    findings: tuple[Finding, ...] = ()


@dataclass
class Table:
    """A table whose first row has been read; `rows` gives the others, once."""

    template: Template
    columns: Sequence[str | None]
    """The column of each cell of a row; empty where it is not known, None where it has no name."""
    encoding: str
    separator: str
    findings: list[Finding] = field(default_factory=list)
    _reader: Iterator[list[str]] = field(default_factory=lambda: iter(()), repr=False)

    def rows(self) -> Iterator[TableRow]:
        """The rows that are not empty; TableRefused where the file cannot be read any further."""
        for number, cells in _numbered(self._reader, start=2):
            if number > MAX_ROWS + 1:
                raise TableRefused(
                    table_finding(
                        "TABLE_TOO_LONG",
                        say(
                            "The table has more than %(most)s rows; send it in parts.",
                            most=f"{MAX_ROWS:,}",
                        ),
                        row=number,
                    )
                )
            if any(cell.strip() for cell in cells):
                yield self._row(number, cells)

    def _row(self, number: int, cells: list[str]) -> TableRow:
        found: list[Finding] = list(_width_findings(number, cells, self.columns))
        stated: dict[str, str] = {}
        for name, written in zip(self.columns, cells, strict=False):
            if not name:
                continue
            if len(written) > MAX_CELL:
                found.append(_too_long(number, name, len(written)))
                written = ""
            stated[name] = unguarded(written)
        if _is_example(stated, self.template):
            found.append(_example_finding(number))
        return TableRow(number, stated, tuple(found))


def read_table(stream: BinaryIO, template: Template) -> Table:
    """The table in a seekable stream of CSV; TableRefused when it is none.

    Separator (comma, semicolon, tab) and encoding are told from the file. Columns that the
    template does not know are errors: a fact must not get lost because of a slip in its name.
    """
    encoding = encoding_of(stream)
    lines = _Lines(io.TextIOWrapper(_Borrowed(stream), encoding=encoding.name, newline=""))
    separator = lines.separator(template)
    # Strict: a quotation mark that is not closed would swallow the rows below it.
    reader = iter(csv.reader(lines, delimiter=separator, strict=True))
    header = next((cells for _, cells in _numbered(reader, start=1)), [])
    columns, findings = _header(header, template)
    if other := _better_template(header, template):
        raise TableRefused(_wrong_template(other, template))
    return Table(
        template, columns, encoding.name, separator, [*encoding.findings, *findings], reader
    )


class _Borrowed(io.BufferedIOBase):
    """A stream that is read here and closed by whom it belongs to."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        """It can be read."""
        return True

    @property
    def name(self) -> str:
        """What it is called in errors."""
        return "table"

    def read(self, size: int | None = -1) -> bytes:
        """Some bytes."""
        return self._stream.read(-1 if size is None else size)

    def read1(self, size: int = -1) -> bytes:
        """Some bytes."""
        return self._stream.read(size)


class _Lines:
    """The lines of a text, none of them endless; the first ones are looked at beforehand."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._ahead: list[str] = []
        while len(self._ahead) < _HEADER_LINES and (line := self._read()):
            self._ahead.append(line)
        # Excel's own hint to itself; it shows the row below as the first.
        if self._ahead and self._ahead[0].strip().lower().startswith("sep="):
            self._ahead.pop(0)

    def __iter__(self) -> Iterator[str]:
        while self._ahead:
            yield self._ahead.pop(0)
        while line := self._read():
            yield line

    def separator(self, template: Template) -> str:
        """The separator with which most cells of the first row are names of columns."""
        counted = [(_known(self._first_row(each), template), each) for each in _SEPARATORS]
        return max(counted, key=lambda pair: pair[0])[1]

    def _first_row(self, separator: str) -> list[str]:
        try:
            return next(csv.reader(list(self._ahead), delimiter=separator), [])
        except csv.Error:
            return []

    def _read(self) -> str:
        line = self._text.readline(_LONGEST_LINE)
        if len(line) == _LONGEST_LINE and not line.endswith(("\n", "\r")):
            raise TableRefused(
                table_finding(
                    "TABLE_LINE_TOO_LONG",
                    say(
                        "A line is longer than %(most)s characters: this is no table, or a "
                        "quotation mark is missing.",
                        most=f"{_LONGEST_LINE:,}",
                    ),
                )
            )
        return line


def _known(header: list[str], template: Template) -> int:
    return sum(1 for written in header if template.name_of_header(written))


def _numbered(reader: Iterator[list[str]], start: int) -> Iterator[tuple[int, list[str]]]:
    number = start
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise TableRefused(_broken(number, error)) from error
        if cells is None:
            return
        yield number, cells
        number += 1


def _broken(row: int, error: csv.Error) -> Finding:
    if "field limit" in str(error):
        return table_finding(
            "ROW_CELL_TOO_LONG",
            say(
                "a cell goes on for more than %(most)s characters; probably a quotation mark is "
                "not closed.",
                most=f"{csv.field_size_limit():,}",
            ),
            row=row,
        )
    return table_finding(
        "TABLE_QUOTES",
        say(
            "a quotation mark is not closed, or stands inside a quoted cell; write it "
            'twice ("") there. The rows below were not read.'
        ),
        row=row,
    )


def _header(header: list[str], template: Template) -> tuple[list[str | None], list[Finding]]:
    if not any(written.strip() for written in header):
        raise TableRefused(
            table_finding(
                "TABLE_EMPTY", say("The file is empty; begin with the column names."), row=1
            )
        )
    if not _known(header, template):
        if other := _better_template(header, template):
            raise TableRefused(_wrong_template(other, template))
        names = ", ".join(column.name for column in template.columns[:8])
        raise TableRefused(
            table_finding(
                "TABLE_HEADER",
                say(
                    "None of the cells in the first row is a column of %(table)s; it begins with "
                    "names such as %(names)s.",
                    table=repr(template.id),
                    names=names,
                ),
                row=1,
            )
        )
    columns: list[str | None] = []
    findings: list[Finding] = []
    for place, written in enumerate(header):
        name = template.name_of_header(written)
        if written.strip() and name is None:
            findings.append(_unknown(written, place, template))
        elif name is not None and name in columns:
            findings.append(_twice(name, place))
            name = None
        columns.append(name or ("" if written.strip() else None))
    return columns, [*findings, *_missing(columns, template)]


def _better_template(header: list[str], template: Template) -> Template | None:
    """The template that most of the names are of, when that is not the one chosen."""
    named = sum(1 for written in header if written.strip())
    known = _known(header, template)
    if named - known < _EXAMPLE_CELLS:
        return None
    best = max(TEMPLATES.values(), key=lambda each: _known(header, each))
    fits = _known(header, best)
    return best if fits > known and fits * 2 > named else None


def _wrong_template(other: Template, chosen: Template) -> Finding:
    return table_finding(
        "TABLE_HEADER",
        say(
            "The columns look like those of “%(other)s”, not of “%(chosen)s”: choose that "
            "template.",
            other=named_thing(other.label),
            chosen=named_thing(chosen.label),
        ),
        row=1,
    )


def _unknown(written: str, place: int, template: Template) -> Finding:
    return table_finding(
        "TABLE_COLUMN_UNKNOWN",
        say(
            "Column %(letters)s is called %(name)s, which is no column of %(table)s: "
            "%(hint)sRename it, or remove it.",
            letters=_letters(place),
            name=repr(written.strip()[:60]),
            table=repr(template.id),
            hint=_hint(written, template),
        ),
        row=1,
        column=written.strip()[:60],
    )


def _hint(written: str, template: Template) -> str:
    base, at, tag = (part.strip() for part in written.partition("@"))
    if at and template.name_of_header(base):
        named = language_named(tag)
        if named and template.name_of_header(f"{base}@{named}"):
            return say("write %(name)s. ", name=f"{base}@{named}")
        return say("%(name)s has no column for %(tag)s. ", name=repr(base), tag=repr(tag))
    near = template.nearest_column(written)
    return say("did you mean %(near)s? ", near=repr(near)) if near else ""


def _twice(name: str, place: int) -> Finding:
    return table_finding(
        "TABLE_COLUMN_TWICE",
        say(
            "Column %(letters)s is %(name)s once more; keep one of the two.",
            letters=_letters(place),
            name=repr(name),
        ),
        row=1,
        column=name,
    )


def _missing(columns: list[str | None], template: Template) -> Iterator[Finding]:
    for column in template.columns:
        if column.required and column.name not in columns:
            yield table_finding(
                "TABLE_COLUMN_MISSING",
                say(
                    "There is no column %(name)s: rows about records that are here can do without "
                    "it, new records cannot.",
                    name=repr(column.name),
                ),
                row=1,
                column=column.name,
            )


def _width_findings(
    number: int, cells: list[str], columns: Sequence[str | None]
) -> Iterator[Finding]:
    beyond = [
        place
        for place, written in enumerate(cells)
        if written.strip() and (place >= len(columns) or columns[place] is None)
    ]
    named_wrong = [place for place in beyond if place < len(columns)]
    if len(cells) > len(columns) and any(place >= len(columns) for place in beyond):
        yield table_finding(
            "ROW_WIDTH",
            say(
                "it has %(cells)s cells but there are %(columns)s columns; a cell with a "
                "separator in it must be quoted.",
                cells=len(cells),
                columns=len(columns),
            ),
            row=number,
        )
    elif len(cells) < len(columns):
        yield table_finding(
            "ROW_WIDTH",
            say(
                "it has %(cells)s cells but there are %(columns)s columns; write a separator for "
                "each empty cell, so that none is emptied by mistake.",
                cells=len(cells),
                columns=len(columns),
            ),
            row=number,
        )
    elif named_wrong:
        yield table_finding(
            "ROW_WIDTH",
            say(
                "cell %(letters)s stands in a column without a name of its own.",
                letters=_letters(named_wrong[0]),
            ),
            row=number,
        )


def _too_long(number: int, name: str, length: int) -> Finding:
    return table_finding(
        "ROW_CELL_TOO_LONG",
        say(
            "the cell has %(length)s characters; at most %(most)s fit.",
            length=f"{length:,}",
            most=f"{MAX_CELL:,}",
        ),
        row=number,
        column=name,
    )


def _is_example(stated: Mapping[str, str], template: Template) -> bool:
    filled = {name: written for name, written in stated.items() if written.strip()}
    return len(filled) >= _EXAMPLE_CELLS and all(
        (column := template.by_name.get(name)) is not None and column.example == written
        for name, written in filled.items()
    )


def _example_finding(number: int) -> Finding:
    return table_finding(
        "ROW_EXAMPLE",
        say("this is the worked example of the template; delete the row."),
        row=number,
    )


def _letters(place: int) -> str:
    """The name a spreadsheet gives to a column: A, B, … Z, AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
