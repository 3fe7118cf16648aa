"""Many records at once: each identifier with its record and its quality assurance on a date."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.services import identifiers
from app.services.assurance.answering import Asker, AssuranceAnswer
from app.services.assurance.documents import Reader
from app.services.registry import Registry
from app.services.summaries import Named
from ctdl.ctid import CTID, CTID_PATTERN
from ctdl.documents import Document
from ctdl.errors import RegistryError
from ctdl.records import CredentialRecord, Record

MOST_IDS: Final = 500
LONGEST_ID: Final = 500
MOST_OTHERS: Final = 100
"""How many identifiers that hold no CTID are looked up: each of them costs a search."""

_SEPARATORS: Final = ",;\t|"
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_STANDS_ALONE: Final = re.compile(rf"{CTID_PATTERN.pattern}|^https?://", re.IGNORECASE)
_LONGEST_WRONG: Final = 40
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
    "no-id": "Line {line}: no identifier stands before the date; write one, such as a CTID.",
}


STATES: Final = ("found", "withdrawn", "ambiguous", "unknown", "not looked up", "unreadable")
"""Not looked up is what came after MOST_OTHERS; unreadable a line that has a fault."""


@dataclass(frozen=True)
class BatchLine:
    """One identifier, as it was written, the day it is asked for, and where it stands.

    A `fault` is why the line cannot be read: no-day (its `wrong` is no date), no-id or no-table.
    """

    id: str
    day: date
    number: int = 0
    fault: str | None = None
    wrong: str = ""


@dataclass(frozen=True)
class BatchRow:
    """What is known of one identifier; `state` is one of STATES, `candidates` who share it."""

    line: BatchLine
    state: str
    ctid: CTID | None = None
    record: Record | None = None
    answer: AssuranceAnswer | None = None
    candidates: tuple[Named, ...] = ()

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

    Every line is read by its own separator, and one that cannot be read stays, with its fault.
    Raises BatchRefused where no line can be read, or for too many lines.
    """
    found: list[BatchLine] = []
    for number, line in enumerate(_LINE_END.split(text.lstrip("\ufeff")), start=1):
        if not line.strip(_SEPARATORS + " "):
            continue
        read = _line(line, number, day)
        if not (number == 1 and _HEADER.fullmatch(read.id)):
            found.append(read)
        if len(found) > MOST_IDS:
            raise BatchRefused("too-many")
    if found and (fault := found[0].fault) and all(each.fault for each in found):
        raise BatchRefused(fault, found[0].number, found[0].wrong)
    return require_some(found)


def require_some(lines: Sequence[BatchLine]) -> list[BatchLine]:
    """The same lines, unless there are none or too many; then BatchRefused."""
    if len(lines) > MOST_IDS:
        raise BatchRefused("too-many")
    if not lines:
        raise BatchRefused("empty")
    return list(lines)


def _line(line: str, number: int, day: date) -> BatchLine:
    try:
        id_, stated = _cells(line)
    except csv.Error:
        return BatchLine(line.strip(), day, number, "no-table")
    if not id_:
        return BatchLine(line.strip(), day, number, "no-id")
    own = _day(stated) if stated else day
    if own is None:
        return BatchLine(id_, day, number, "no-day", stated[:_LONGEST_WRONG])
    return BatchLine(id_, own, number)


def _cells(line: str) -> tuple[str, str]:
    """The identifier of a line and what stands behind it, by the separator that shows a date.

    Without such a one it is the first that the line has; blanks only behind a CTID or an address.
    """
    separators = sorted(set(line) & set(_SEPARATORS), key=line.index)
    options = [_split(line, each) for each in separators]
    words = line.split()
    if not options and len(words) > 1 and _STANDS_ALONE.search(words[0]):
        options.append((words[0], " ".join(words[1:])))
    dated = [each for each in options if _day(each[1])]
    return (dated or options or [(line.strip(), "")])[0]


def _split(line: str, separator: str) -> tuple[str, str]:
    first, *others = next(csv.reader([line], delimiter=separator))
    return first.strip(), (others[0].strip() if others else "")


def look_up_all(registry: Registry, lines: Sequence[BatchLine], today: date) -> list[BatchRow]:
    """A row for each line, in their order; what the records share is read once."""
    reader = Reader(registry)
    asker = Asker(reader, today)
    named = _named(registry, [each for each in lines if not each.fault])
    ctids = {id_: [each.ctid for each in some if each.ctid] for id_, some in named.items()}
    wanted = {ctid for found in ctids.values() for ctid in found[:1]}
    homes = {ctid: row.record for ctid, row in reader.resources(wanted).items()}
    reader.revisions({*wanted, *homes.values()})
    records = _records(reader, wanted, homes)
    asker.read_ahead(records)
    return [
        _several(line, named.get(line.id)) or _row(line, ctids[line.id], reader, records, asker)
        for line in lines
    ]


def _named(registry: Registry, lines: Sequence[BatchLine]) -> dict[str, tuple[Named, ...]]:
    """The records that each identifier names exactly; guesses are no answer.

    What came after MOST_OTHERS is not in it.
    """
    found: dict[str, tuple[Named, ...]] = {}
    others = 0
    for line in lines:
        if line.id in found:
            continue
        if len(line.id) > LONGEST_ID:
            found[line.id] = ()
            continue
        inside = CTID_PATTERN.search(line.id)
        if inside is not None:
            found[line.id] = (Named(CTID(inside.group()), {}),)
        elif others < MOST_OTHERS:
            others += 1
            looked = identifiers.look_up(registry, line.id)
            found[line.id] = looked.found if looked else ()
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


def _several(line: BatchLine, named: tuple[Named, ...] | None) -> BatchRow | None:
    """The row of a line that is not about just one record, or none."""
    if line.fault:
        return BatchRow(line, "unreadable")
    if named is None:
        return BatchRow(line, "not looked up")
    if not named:
        return BatchRow(line, "unknown")
    return BatchRow(line, "ambiguous", candidates=named) if len(named) > 1 else None


def _row(
    line: BatchLine,
    ctids: Sequence[CTID],
    reader: Reader,
    records: dict[CTID, Record],
    asker: Asker,
) -> BatchRow:
    [ctid] = ctids
    record = records.get(ctid)
    if record is not None:
        return BatchRow(line, "found", ctid, record, asker.ask(ctid, record, line.day))
    old = reader.withdrawn(ctid)
    if old is not None:
        return BatchRow(line, "withdrawn", ctid, old.record)
    return BatchRow(line, "unknown")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("YYYY-MM-DD") else None
    except ValueError:
        return None
