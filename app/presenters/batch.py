"""Many records at once: the rows of the table, of the CSV file and of the API."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import gettext

from app.presenters.assurance_words import no_longer_words, sentence, status_words
from app.presenters.labels import status_label
from app.presenters.links import Link, record_link
from app.presenters.text import Text, titled
from app.services.assurance.batch import MOST_OTHERS, BatchRow
from ctdl.language import best_text
from ctdl.tabular.guarding import guarded

COLUMNS: Final = (
    "id",
    "asof",
    "found",
    "ctid",
    "name",
    "status",
    "qa",
    "of",
    "sentence",
    "level",
    "state",
    "candidates",
    "problem",
    "line",
    "confirmed",
    "no_longer",
)


@dataclass(frozen=True)
class Candidate:
    """One of several records that have the same identifier."""

    text: Text
    link: Link


@dataclass(frozen=True)
class ShownRow:
    """One line of the table."""

    id: str
    asof: str | None
    words: str
    problem: str | None
    candidates: tuple[Candidate, ...]
    title: Text | None
    link: Link | None
    status: str
    quality: str
    is_unconfirmed: bool
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
    lines = [[guarded(_cell(row[column])) for column in COLUMNS] for row in map(_written, rows)]
    return [list(COLUMNS), *lines]


def problem_words(code: str, line: int, wrong: str = "") -> str:
    """What is wrong with a line, and what to write."""
    if code == "no-day":
        return gettext(
            "Line %(line)s: “%(wrong)s” is no date. Write it as year, month and day, such as"
            " 2023-05-01; an identifier with a comma in it goes between quotation marks.",
            line=line,
            wrong=wrong,
        )
    if code == "no-id":
        return gettext(
            "Line %(line)s: nothing stands before the separator. Write an identifier first, such"
            " as a CTID.",
            line=line,
        )
    return gettext("Line %(line)s cannot be read: write one identifier on it.", line=line)


def _written(row: BatchRow) -> dict[str, Any]:
    """The row as a table has it: neither found nor not found is said as what it is."""
    made = _json(row)
    found = {"ambiguous": "ambiguous", "not looked up": "", "unreadable": ""}
    return {
        **made,
        "found": found.get(row.state, made["found"]),
        "candidates": " ".join(each["ctid"] for each in made["candidates"]),
    }


def _json(row: BatchRow) -> dict[str, Any]:
    found = row.answer
    name = best_text(row.record.name, "en")[0] if row.record else None
    return {
        "id": row.line.id,
        "asof": None if row.line.fault else row.line.day.isoformat(),
        "found": row.state == "found",
        "state": row.state,
        "line": row.line.number,
        "problem": _problem(row),
        "candidates": [
            {"ctid": each.ctid, "name": best_text(each.name, "en")[0] or None}
            for each in row.candidates
            if each.ctid
        ],
        "ctid": row.ctid,
        "name": name or None,
        "status": row.status,
        "qa": found.status if found else None,
        "of": found.of if found else None,
        "confirmed": found.is_confirmed if found and found.answer.relied_on else None,
        "no_longer": (no_longer_words(found) or None) if found else None,
        "sentence": sentence(found) if found else None,
        "level": row.level,
    }


def _problem(row: BatchRow) -> str | None:
    line = row.line
    if line.fault:
        return problem_words(line.fault, line.number, line.wrong)
    if row.state == "not looked up":
        return gettext(
            "At most %(most)s identifiers without a CTID are looked up at once: send the rest in"
            " another list.",
            most=MOST_OTHERS,
        )
    return None


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
        "not looked up": gettext("Not looked up"),
        "unreadable": gettext("This line cannot be read"),
    }
    stated = row.status if row.state == "found" else None
    return ShownRow(
        id=row.line.id[:200],
        asof=None if row.line.fault else row.line.day.isoformat(),
        problem=_problem(row),
        candidates=tuple(
            Candidate(titled(each.name, each.ctid), record_link(each.ctid, each.type))
            for each in row.candidates
            if each.ctid
        ),
        words=states[row.state],
        title=titled(row.record.name, row.ctid or "") if row.record else None,
        link=record_link(row.ctid, row.record.type) if row.record and row.ctid else None,
        status=status_label(stated) if stated else "",
        quality=status_words(row.answer) if row.answer else "",
        is_unconfirmed=bool(row.answer and row.answer.is_assured and not row.answer.is_confirmed),
        sentence=sentence(row.answer) if row.answer else "",
        level=row.level or "",
    )
