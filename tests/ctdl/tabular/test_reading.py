"""Reading CSV files: as programs and people write them, and as attackers do."""

import gc
import gzip
import io
import zipfile
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctdl.tabular import TEMPLATES
from ctdl.tabular.entries import join_entries, split_codes, split_entries
from ctdl.tabular.guarding import guarded, unguarded
from ctdl.tabular.reading import Table, TableRow, read_table
from ctdl.tabular.table_rules import MAX_CELL, MAX_ROWS, TableRefused
from ctdl.tabular.writing import csv_header, template_file, write_rows
from tests.ctdl.tabular.rows import CREDENTIALS


def table(text: str | bytes, encoding: str = "utf-8") -> Table:
    data = text if isinstance(text, bytes) else text.encode(encoding)
    return read_table(io.BytesIO(data), CREDENTIALS)


def rows(text: str | bytes, encoding: str = "utf-8") -> list[TableRow]:
    return list(table(text, encoding).rows())


def cells(text: str | bytes, encoding: str = "utf-8") -> list[dict[str, str]]:
    return [dict(row.cells) for row in rows(text, encoding)]


def codes(found: Any) -> list[str]:
    return [each.code for each in found.findings if each.severity != "info"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_is_read_whatever_program_wrote_it(separator: str, end: str, encoding: str) -> None:
    lines = [["id", "name", "description"], ["1", "Café", '"a, b; ""c"""'], ["2", "é", ""]]
    text = "".join(separator.join(line) + end for line in lines)

    assert cells(text, encoding) == [
        {"id": "1", "name": "Café", "description": 'a, b; "c"'},
        {"id": "2", "name": "é", "description": ""},
    ]


def test_bytes_that_are_not_utf_8_are_read_as_windows_1252_and_that_is_said() -> None:
    found = table("id,name\n1,Montréal – café\n", "cp1252")

    assert [dict(row.cells)["name"] for row in found.rows()] == ["Montréal – café"]
    [remark] = [each for each in found.findings if each.severity == "warning"]
    assert (remark.code, "Montréal" in remark.message) == ("TABLE_ENCODING", True)


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    text = 'id,name\n1,"two\nlines"\n\n , \n2,after\n'

    assert [(row.number, row.cells["name"]) for row in rows(text)] == [
        (2, "two\nlines"),
        (5, "after"),
    ]


def test_columns_are_known_by_name_and_by_label_in_english_and_french() -> None:
    assert cells("Your code,Nom,Crédits,CREDIT UNIT,name@fr,Keywords@de\n1,2,3,4,5,6\n") == [
        {
            "id": "1",
            "name": "2",
            "credits": "3",
            "credit_unit": "4",
            "name@fr": "5",
            "keywords@de": "6",
        }
    ]


def test_an_excel_hint_about_the_separator_is_no_row() -> None:
    assert cells("sep=;\nid;name\n1;a,b\n") == [{"id": "1", "name": "a,b"}]


def test_unknown_columns_are_refused_with_the_nearest_known_one() -> None:
    found = table("id,nmae,credits@fr,zzz\n1,2,3,4\n")

    errors = [each for each in found.findings if each.severity == "error"]
    assert {each.code for each in errors} == {"TABLE_COLUMN_UNKNOWN"}
    assert [each.column for each in errors] == ["nmae", "credits@fr", "zzz"]
    assert "Column B" in errors[0].message
    assert "'name'" in errors[0].message
    assert "no column for 'fr'" in errors[1].message


def test_a_column_that_is_there_twice_is_refused() -> None:
    assert codes(table("id,name,Name\n1,2,3\n")) == ["TABLE_COLUMN_TWICE"]


def test_missing_required_columns_are_named() -> None:
    found = table("id,name,credits\n1,2,3\n").findings

    assert {each.column for each in found} == {
        "type",
        "description",
        "webpage",
        "languages",
        "status",
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "TABLE_EMPTY"),
        ("\n\n", "TABLE_EMPTY"),
        ("hello world\n", "TABLE_HEADER"),
        ('{"@context": "x"}\n', "TABLE_HEADER"),
        ("<html><body>\n", "TABLE_HEADER"),
        ("id,name\n1,a\0b\n", "TABLE_CHARACTER"),
        (b"i\0d\0,\0n\0a\0m\0e\0\n\0", "TABLE_CHARACTER"),
        (b"id,name\n1,\x81\x8d\n", "TABLE_NOT_TEXT"),
        (b"\xef\xbb\xbfid,name\n1,\xff\n", "TABLE_NOT_TEXT"),
        (b"\xff\xfei", "TABLE_NOT_TEXT"),
        (gzip.compress(b"id,name\n1,2\n", mtime=0), "TABLE_NOT_TEXT"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "TABLE_NOT_TEXT"),
        ("x" * 2_000_000, "TABLE_LINE_TOO_LONG"),
    ],
)
def test_what_is_no_table_is_refused(text: str | bytes, code: str) -> None:
    with pytest.raises(TableRefused) as refused:
        rows(text)

    assert refused.value.finding.code == code


def test_a_packed_file_is_refused_without_being_opened() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 30_000_000)

    with pytest.raises(TableRefused, match="CSV UTF-8"):
        rows(bomb.getvalue())


@pytest.mark.parametrize(
    ("text", "code", "row"),
    [
        ('id,name\n1,a\n2,"never closed\n3,c\n', "TABLE_QUOTES", 3),
        ('id,name\n1,"a"b\n', "TABLE_QUOTES", 2),
        ('id,name\n1,"' + "long\n" * 40_000, "ROW_CELL_TOO_LONG", 2),
        ("id,name\n" + "1,a\n" * (MAX_ROWS + 1), "TABLE_TOO_LONG", MAX_ROWS + 2),
    ],
)
def test_reading_stops_at_the_row_that_cannot_be_read(text: str, code: str, row: int) -> None:
    with pytest.raises(TableRefused) as refused:
        rows(text)

    assert (refused.value.finding.code, refused.value.finding.row) == (code, row)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("1,2,3,4", "ROW_WIDTH"),
        ("1", "ROW_WIDTH"),
        ("1,2,stray", "ROW_WIDTH"),
        (f"1,{'x' * (MAX_CELL + 1)},", "ROW_CELL_TOO_LONG"),
    ],
)
def test_a_row_that_does_not_fit_is_named(line: str, code: str) -> None:
    found = rows(f"id,name,\n0,ok,\n{line}\n3,ok,\n")

    assert [(row.number, codes(row)) for row in found] == [(2, []), (3, [code]), (4, [])]


def test_empty_cells_beyond_the_columns_do_no_harm() -> None:
    assert cells("id,name\n1,2,,,\n") == [{"id": "1", "name": "2"}]


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES.keys())
def test_a_template_reads_as_its_own_table_and_its_example_is_not_published(template: Any) -> None:
    found = read_table(io.BytesIO(template_file(template).encode()), template)

    assert found.findings == []
    [row] = found.rows()
    assert codes(row) == ["ROW_EXAMPLE"]
    assert row.cells == {column.name: column.example for column in template.columns}


def test_a_row_made_from_the_example_is_a_row_like_any_other() -> None:
    example = {column.name: column.example for column in CREDENTIALS.columns}
    text = "".join(write_rows(csv_header(CREDENTIALS), [{**example, "name": "Mine"}]))

    [row] = rows(text)

    assert row.findings == ()


def test_the_stream_stays_open_for_a_second_reading() -> None:
    stream = io.BytesIO(b"id,name\n1,2\n")
    assert len(list(read_table(stream, CREDENTIALS).rows())) == 1
    gc.collect()

    stream.seek(0)

    assert len(list(read_table(stream, CREDENTIALS).rows())) == 1


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "'=1", "''-1", "＝1"])
def test_formulas_are_made_harmless_and_read_back(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["", "a=1", "'quoted'", "it's", "5", " =1"])
def test_other_texts_are_written_as_they_are(text: str) -> None:
    assert (guarded(text), unguarded(text)) == (text, text)


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=30)


@settings(deadline=None, max_examples=300)
@given(CELLS)
def test_no_exported_cell_begins_like_a_formula_and_all_read_back(text: str) -> None:
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert unguarded(guarded(text)) == text


@settings(deadline=None, max_examples=200)
@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_whatever_is_written_as_a_table_reads_back_the_same(pairs: list[tuple[str, str]]) -> None:
    stated = [{"id": f"x{first}", "name": second} for first, second in pairs]
    text = "".join(write_rows(["id", "name"], stated))

    assert cells(text) == stated


@given(st.lists(st.text(max_size=20), max_size=5))
def test_entries_of_a_cell_come_apart_as_they_were_joined(texts: list[str]) -> None:
    plain = list(dict.fromkeys(entry for text in texts if (entry := " ".join(text.split()))))

    assert split_entries(join_entries(texts)) == plain


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    found: list[TableRow] = []
    with suppress(TableRefused):
        found = rows(b"id,name\n" + data)

    assert all(row.cells.keys() <= {"id", "name"} for row in found)


def test_codes_are_separated_in_any_way() -> None:
    assert split_codes("en, fr;de | en\net") == ["en", "fr", "de", "et"]
