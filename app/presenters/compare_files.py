"""A comparison as files and programs get it: the rows of the screen, in their order."""

from collections.abc import Callable, Iterator
from typing import Any

from flask_babel import gettext

from app.presenters.compare import ComparePage
from app.presenters.compare_rows import Cell
from app.presenters.facts import Value
from app.presenters.links import Link


def comparison_answer(page: ComparePage) -> dict[str, Any]:
    """The comparison as the API gives it.

    In `values` null is "not stated"; an empty list that nothing of the kind is among what is.
    """
    return {
        "items": [{"ctid": each.ctid, "name": str(each.title)} for each in page.columns],
        "rows": [
            {
                "key": row.key,
                "label": str(row.label),
                "values": [_values(cell) for cell in row.cells],
                "data": [cell.data for cell in row.cells],
                "normalised": [_lines(cell.normalised) or None for cell in row.cells],
                "same": row.is_same,
                "state": row.state,
            }
            for row in page.rows
        ],
        "only_differences": page.only_differences,
        "note": page.note,
        "refused": [{"id": each.identifier, "reason": each.reason} for each in page.refused],
    }


def table_rows(page: ComparePage, address: Callable[[Link], str]) -> Iterator[list[str]]:
    """The comparison as lines of a table, the titles and addresses of the records first.

    Each record has two columns: what is stated, and the same in other units and frameworks.
    """
    converted = gettext("in other units and frameworks")
    titles = [(str(each.title), f"{each.title} – {converted}") for each in page.columns]
    yield [gettext("Fact"), gettext("Comparison"), *(cell for pair in titles for cell in pair)]
    addresses = [(address(each.link), "") for each in page.columns]
    yield [gettext("Address"), "", *(cell for pair in addresses for cell in pair)]
    for row in page.rows:
        cells = [(_cell(cell), "\n".join(_lines(cell.normalised))) for cell in row.cells]
        words = state_words(row.state)
        yield [str(row.label), words, *(text for pair in cells for text in pair)]


def state_words(state: str) -> str:
    """How the cells of a row stand to each other."""
    return {
        "same": gettext("the same"),
        "alike": gettext("alike, as a program estimates"),
        "differs": gettext("differs"),
        "gap": gettext("not known of all"),
        "none": gettext("not stated by any"),
    }[state]


def _cell(cell: Cell) -> str:
    return "\n".join(_lines(cell.values)) or cell.empty or cell.unknown or gettext("Not stated")


def _values(cell: Cell) -> list[str] | None:
    return _lines(cell.values) or (None if cell.empty is None else [])


def _lines(values: tuple[Value, ...]) -> list[str]:
    return [f"{each.text} ({each.note})" if each.note else str(each.text) for each in values]
