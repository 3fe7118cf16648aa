"""Many records at once: each identifier with its record and its quality assurance on a date."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.services import identifiers
from app.services.assurance.answering import Asker, AssuranceAnswer
from app.services.assurance.documents import Reader
from app.services.registry import Registry
from ctdl.ctid import CTID, CTID_PATTERN
from ctdl.documents import Document
from ctdl.errors import RegistryError
from ctdl.records import CredentialRecord, Record

MOST_IDS: Final = 500
LONGEST_ID: Final = 500
MOST_OTHERS: Final = 100
"""How many identifiers that hold no CTID are looked up: each of them costs a search."""

_HEADER: Final = re.compile(r"(?:id|ids|ctid|identifier|iri|url|credential)", re.IGNORECASE)


class BatchRefused(RegistryError):
    """The list cannot be looked up; `code` says why, `line` and `text` where."""

    def __init__(self, code: str, line: int | None = None, text: str = "") -> None:
        self.code, self.line, self.text = code, line, text
        super().__init__(_REFUSALS[code].format(line=line, text=text, most=MOST_IDS))


_REFUSALS: Final = {
    "too-many": "The list has more than {most} identifiers, the most that are looked up at once:"
    " send it in parts.",
    "empty": "The list is empty: write one identifier a line, such as a CTID.",
    "no-table": "The list cannot be read as lines or as a CSV table: save it as UTF-8 text.",
    "no-day": "Line {line}: {text!r} is not a day; write year, month and day, such as 2023-05-01.",
}


@dataclass(frozen=True)
class BatchLine:
    """One identifier, as it was written, and the day it is asked for."""

    id: str
    day: date


@dataclass(frozen=True)
class BatchRow:
    """What is known of one identifier; `state` is found, withdrawn, ambiguous or unknown."""

    line: BatchLine
    state: str
    ctid: CTID | None = None
    record: Record | None = None
    answer: AssuranceAnswer | None = None

    @property
    def level(self) -> str | None:
        """The stated levels by their ids; None where none is stated."""
        if not isinstance(self.record, CredentialRecord):
            return None
        return "; ".join(dict.fromkeys(each.id for each in self.record.levels if each.id)) or None

    @property
    def status(self) -> str | None:
        """The stated status of the credential; None where none is stated."""
        if self.state == "withdrawn":
            return "withdrawn"
        return self.record.status if isinstance(self.record, CredentialRecord) else None


def read_lines(text: str, day: date) -> list[BatchLine]:
    """The identifiers in a pasted list or a CSV table: one a line, a date of its own behind it.

    Raises BatchRefused with the line for what is no date, and for too many lines.
    """
    found: list[BatchLine] = []
    try:
        rows = csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=_delimiter(text))
        for number, row in enumerate(rows, start=1):
            cells = [cell.strip() for cell in row]
            if not cells or not cells[0] or (number == 1 and _HEADER.fullmatch(cells[0])):
                continue
            found.append(BatchLine(cells[0], _day(cells[1], number) if any(cells[1:2]) else day))
            if len(found) > MOST_IDS:
                raise BatchRefused("too-many")
    except csv.Error as error:
        raise BatchRefused("no-table") from error
    return require_some(found)


def require_some(lines: Sequence[BatchLine]) -> list[BatchLine]:
    """The same lines, unless there are none or too many; then BatchRefused."""
    if len(lines) > MOST_IDS:
        raise BatchRefused("too-many")
    if not lines:
        raise BatchRefused("empty")
    return list(lines)


def look_up_all(registry: Registry, lines: Sequence[BatchLine], today: date) -> list[BatchRow]:
    """A row for each line, in their order; what the records share is read once."""
    reader = Reader(registry)
    asker = Asker(reader, today)
    ctids = _ctids(registry, lines)
    wanted = {ctid for found in ctids.values() for ctid in found[:1]}
    homes = {ctid: row.record for ctid, row in reader.resources(wanted).items()}
    reader.revisions({*wanted, *homes.values()})
    records = _records(reader, wanted, homes)
    asker.read_ahead(records)
    return [_row(line, ctids.get(line.id, ()), reader, records, asker) for line in lines]


def _ctids(registry: Registry, lines: Sequence[BatchLine]) -> dict[str, tuple[CTID, ...]]:
    """The records that each identifier names exactly; guesses are no answer."""
    found: dict[str, tuple[CTID, ...]] = {}
    others = 0
    for line in lines:
        if line.id in found or len(line.id) > LONGEST_ID:
            continue
        inside = CTID_PATTERN.search(line.id)
        if inside is not None:
            found[line.id] = (CTID(inside.group()),)
        elif others < MOST_OTHERS:
            others += 1
            looked = identifiers.look_up(registry, line.id)
            named = looked.found if looked else ()
            found[line.id] = tuple(each.ctid for each in named if each.ctid is not None)
    return found


def _records(reader: Reader, wanted: set[CTID], homes: dict[CTID, CTID]) -> dict[CTID, Record]:
    revisions = reader.revisions({homes.get(ctid, ctid) for ctid in wanted})
    found: dict[CTID, Record] = {}
    for ctid in wanted:
        revision = revisions.get(homes.get(ctid, ctid))
        if revision is not None and _describes(revision.document, ctid):
            is_main = ctid == revision.change.ctid
            found[ctid] = revision.record if is_main else revision.record_of(ctid)
    return found


def _describes(document: Document, ctid: CTID) -> bool:
    return document.node(ctid) is not None


def _row(
    line: BatchLine,
    ctids: Sequence[CTID],
    reader: Reader,
    records: dict[CTID, Record],
    asker: Asker,
) -> BatchRow:
    if not ctids:
        return BatchRow(line, "unknown")
    if len(ctids) > 1:
        return BatchRow(line, "ambiguous")
    [ctid] = ctids
    record = records.get(ctid)
    if record is not None:
        return BatchRow(line, "found", ctid, record, asker.ask(ctid, record, line.day))
    old = reader.withdrawn(ctid)
    if old is not None:
        return BatchRow(line, "withdrawn", ctid, old.record)
    return BatchRow(line, "unknown")


def _delimiter(text: str) -> str:
    first = text.lstrip("\ufeff").partition("\n")[0]
    return max(",;\t", key=first.count)


def _day(text: str, number: int) -> date:
    try:
        if len(text) == len("YYYY-MM-DD"):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise BatchRefused("no-day", number, text[:40])
