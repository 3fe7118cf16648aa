"""Many records at once: the rows of the table, of the CSV file and of the API."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import gettext

from app.presenters.assurance_words import sentence, status_words
from app.presenters.labels import status_label
from app.presenters.links import Link, record_link
from app.presenters.text import Text, titled
from app.services.assurance.batch import BatchRow
from ctdl.language import best_text
from ctdl.tabular.guarding import guarded

COLUMNS: Final = ("id", "asof", "found", "ctid", "name", "status", "qa", "of", "sentence", "level")


@dataclass(frozen=True)
class ShownRow:
    """One line of the table."""

    id: str
    asof: str
    words: str
    title: Text | None
    link: Link | None
    status: str
    quality: str
    sentence: str
    level: str


def shown_rows(rows: Sequence[BatchRow]) -> list[ShownRow]:
    """The table of the page."""
    return [_shown(row) for row in rows]


def batch_json(rows: Sequence[BatchRow]) -> list[dict[str, Any]]:
    """The rows as the API gives them."""
    return [_json(row) for row in rows]


def batch_cells(rows: Sequence[BatchRow]) -> list[list[str]]:
    """The lines of the CSV file, its header first; no cell runs as a formula."""
    lines = [[guarded(_cell(row[column])) for column in COLUMNS] for row in map(_json, rows)]
    return [list(COLUMNS), *lines]


def _json(row: BatchRow) -> dict[str, Any]:
    found = row.answer
    name = best_text(row.record.name, "en")[0] if row.record else None
    return {
        "id": row.line.id,
        "asof": row.line.day.isoformat(),
        "found": row.state == "found",
        "state": row.state,
        "ctid": row.ctid,
        "name": name or None,
        "status": row.status,
        "qa": found.status if found else None,
        "of": found.of if found else None,
        "sentence": sentence(found) if found else None,
        "level": row.level,
    }


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _shown(row: BatchRow) -> ShownRow:
    states = {
        "found": gettext("Found"),
        "withdrawn": gettext("Withdrawn"),
        "ambiguous": gettext("Several records have this identifier"),
        "unknown": gettext("Unknown identifier"),
    }
    stated = row.status if row.state == "found" else None
    return ShownRow(
        id=row.line.id[:200],
        asof=row.line.day.isoformat(),
        words=states[row.state],
        title=titled(row.record.name, row.ctid or "") if row.record else None,
        link=record_link(row.ctid, row.record.type) if row.record and row.ctid else None,
        status=status_label(stated) if stated else "",
        quality=status_words(row.answer) if row.answer else "",
        sentence=sentence(row.answer) if row.answer else "",
        level=row.level or "",
    )
