"""Corrections: what readers ask to be put right in a record, with evidence; open to everybody.

Nothing is kept of who asks. Whoever asked can take the request back with a code that only they
have; of the code, only a hash is kept.
"""

import hmac
import re
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final, Literal, get_args
from urllib.parse import urlsplit

from app.services import own_records, reading
from app.services.plain_texts import plain_line, plain_text
from app.services.reading import StoredRecord
from app.services.registry import Registry
from app.store import corrections, history
from app.store.corrections import Chosen, CorrectionRow
from app.store.models import LARGEST_NUMBER
from ctdl.ctid import CTID
from ctdl.errors import RegistryError

State = Literal["open", "accepted", "declined", "withdrawn"]
STATES: Final[tuple[State, ...]] = get_args(State)

PAGE: Final = 20
"""How many requests one page lists."""

LONGEST: Final[Mapping[str, int]] = {
    "problem": 2000,
    "proposed": 1000,
    "evidence": 1000,
    "answer": 2000,
    "reason": 500,
}
"""How many characters each text may have."""

MOST_OPEN: Final = 100
"""How many requests about one record may wait for an answer."""

SAME_FOR: Final = timedelta(hours=24)
"""For so long asking the same again is the same request, also when it was answered meanwhile."""

OTHER: Final = "other"
"""The field of a request that is about none of those that are shown."""

Fault = Literal["missing", "unknown", "too-long", "not-web", "no-revision", "no-change"]
_ALPHABET: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_CODE: Final = re.compile("[^A-Z0-9]")
_IN_ENGLISH: Final[Mapping[tuple[str, Fault], str]] = {
    ("field", "missing"): "Say which field is wrong.",
    ("field", "unknown"): "The record's page shows no such field.",
    ("problem", "missing"): "Say what is wrong.",
    ("evidence", "missing"): "Give the address of a page that shows it.",
    ("evidence", "not-web"): "Give an address that begins with http:// or https://.",
    ("revision", "no-revision"): "The record has no such revision.",
    ("verdict", "missing"): "Say whether it is accepted or declined.",
    ("answer", "missing"): "Say why.",
    ("change", "no-change"): "The record has no such change after the revision asked about.",
    ("reason", "missing"): "Say why it is hidden; everybody can read that.",
}


class CorrectionRefused(RegistryError):
    """A request or an answer is not as it has to be; `faults` says what is wrong with which part.

    The part is a field of the form, the fault one of a few words for programs.
    """

    def __init__(self, faults: Mapping[str, Fault]) -> None:
        self.faults = faults
        super().__init__(" ".join(self.told().values()))

    def told(self) -> dict[str, str]:
        """What is wrong, in English, by part."""
        return {
            part: f"At most {LONGEST[part]:,} characters."
            if fault == "too-long"
            else _IN_ENGLISH[part, fault]
            for part, fault in self.faults.items()
        }


class CorrectionNotFound(RegistryError):
    """There is no such request."""


class TooManyOpen(RegistryError):
    """So many requests about a record wait for an answer that no more is taken."""


@dataclass(frozen=True)
class Asked:
    """What somebody asks: about which field of which revision (the newest where none is named)."""

    field: str
    problem: str
    evidence: str
    proposed: str = ""
    revision: int | None = None


@dataclass(frozen=True)
class CheckedRequest:
    """A request without a fault: its texts are plain, its field and its revision are there."""

    subject: CTID
    record: CTID
    asked: Asked
    revision: int


@dataclass(frozen=True)
class Answer:
    """What was answered, by whom, and the change of the log that followed, if one did."""

    words: str | None
    by: CTID
    by_name: str
    at: str
    change: int | None


@dataclass(frozen=True)
class Correction:
    """A request as everybody may read it; of a hidden one the texts are empty."""

    number: int
    subject: CTID
    record: CTID
    field: str
    revision: int
    problem: str
    proposed: str | None
    evidence: str | None
    asked_at: str
    state: State
    answer: Answer | None
    withdrawn_at: str | None
    hidden_at: str | None
    hidden_reason: str | None

    @property
    def is_hidden(self) -> bool:
        """Whether the operator shows its texts no longer."""
        return self.hidden_at is not None

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.state == "open" and not self.is_hidden


@dataclass(frozen=True)
class Sent:
    """What became of a request; `code` takes it back, and is None for one that was there before."""

    correction: Correction
    is_new: bool
    code: str | None


@dataclass(frozen=True)
class CorrectionPage:
    """Some requests, newest first; `counts` has every state, without those that are hidden."""

    found: tuple[Correction, ...]
    counts: Mapping[State, int]
    hidden: int
    """How many the operator has hidden: they are in no state, and wait for nobody."""
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, one at least."""
        return max(1, -(-self.total // PAGE))


def new_code() -> str:
    """A code with which a request can be taken back, easy to copy by hand."""
    drawn = [secrets.choice(_ALPHABET) for _ in range(16)]
    return "-".join("".join(drawn[start : start + 4]) for start in range(0, 16, 4))


def ask(
    registry: Registry, subject: CTID, asked: Asked, fields: Collection[str], code: str
) -> Sent:
    """Keep a request about a live record, or find the same one that is there already.

    Raises RecordNotFound, RecordWithdrawn, and what `checked` and `keep` raise.
    """
    stored = reading.get_record(registry, subject)
    return keep(registry, checked(registry, stored, asked, fields), code)


def checked(
    registry: Registry, stored: StoredRecord, asked: Asked, fields: Collection[str]
) -> CheckedRequest:
    """The request as it would be kept; `fields` are those that it may be about.

    Raises CorrectionRefused with every fault.
    """
    record = stored.document_ctid
    cleaned = Asked(
        asked.field,
        plain_text(asked.problem),
        plain_line(asked.evidence),
        plain_text(asked.proposed),
        stored.number if asked.revision is None else asked.revision,
    )
    faults = _faults(cleaned, fields)
    if cleaned.revision != stored.number and not _is_revision(registry, record, cleaned.revision):
        faults["revision"] = "no-revision"
    if faults:
        raise CorrectionRefused(faults)
    return CheckedRequest(stored.ctid, record, cleaned, cleaned.revision or stored.number)


def keep(registry: Registry, wanted: CheckedRequest, code: str) -> Sent:
    """Keep a request, or find the same one; raises TooManyOpen."""
    now = datetime.now(UTC)
    row = _new_row(wanted, code, _written(now))
    with registry.database.writing() as connection:
        corrections.lock(connection)
        known = corrections.same(connection, row.digest, _written(now - SAME_FOR))
        if known is None:
            waiting = Chosen(subject=wanted.subject, state="open")
            if corrections.count(connection, waiting) >= MOST_OPEN:
                raise TooManyOpen(
                    f"{MOST_OPEN} requests about this record wait for an answer; no more are taken"
                    " until some are answered."
                )
            row = replace(row, number=corrections.next_number(connection))
            corrections.add(connection, row)
    kept = known or row
    [told] = shown(registry, [kept])
    return Sent(told, known is None, code if is_code_of(kept, code) else None)


def correction(registry: Registry, number: int) -> Correction:
    """The request of this number; raises CorrectionNotFound."""
    [found] = shown(registry, [row_of(registry, number)])
    return found


def row_of(registry: Registry, number: int) -> CorrectionRow:
    """The request as it is kept; raises CorrectionNotFound."""
    found = None
    with registry.database.reading() as connection:
        if 1 <= number <= LARGEST_NUMBER:
            found = corrections.with_number(connection, number)
    if found is None:
        shown_number = str(number) if number <= LARGEST_NUMBER else "of that size"
        raise CorrectionNotFound(f"Nobody has asked for a correction {shown_number} here.")
    return found


def about(registry: Registry, subject: CTID, page: int = 1) -> CorrectionPage:
    """The requests about a record, or a thing in one, whatever became of either."""
    return _listed(registry, Chosen(subject=subject), page, PAGE)


def waiting(registry: Registry, subject: CTID, most: int) -> CorrectionPage:
    """The newest of them that wait for an answer, and how many there are of all."""
    return _listed(registry, Chosen(subject, state="open"), 1, most)


def kept_by(
    registry: Registry, keepers: Collection[CTID], state: State | None = None, page: int = 1
) -> CorrectionPage:
    """The requests about the records that these keep now; hidden ones left out."""
    return _listed(registry, Chosen(None, keepers, state, visible=True), page, PAGE)


def everywhere(registry: Registry, state: State | None, page: int = 1) -> CorrectionPage:
    """All requests, hidden ones too, for the operator."""
    return _listed(registry, Chosen(state=state), page, PAGE)


def newest(registry: Registry, keeper: CTID | None, limit: int) -> tuple[Correction, ...]:
    """The requests to which something happened last, about the records of a keeper, or all."""
    keepers = None if keeper is None else (keeper,)
    with registry.database.reading() as connection:
        rows = corrections.changed_last(connection, Chosen(None, keepers), limit)
    return tuple(shown(registry, rows))


def _listed(registry: Registry, chosen: Chosen, page: int, size: int) -> CorrectionPage:
    anywhere = replace(chosen, state=None)
    offset = (page - 1) * size
    with registry.database.reading() as connection:
        found = corrections.counts(connection, anywhere)
        total = sum(found.values()) if chosen.state is None else found.get(chosen.state, 0)
        rows = corrections.listing(connection, chosen, offset, size) if offset < total else []
    counts: dict[State, int] = {state: found.get(state, 0) for state in STATES}
    hidden = found.get(corrections.HIDDEN, 0)
    return CorrectionPage(tuple(shown(registry, rows)), counts, hidden, total, page)


def shown(registry: Registry, rows: Collection[CorrectionRow]) -> list[Correction]:
    """Requests as everybody may read them, with the names of those who answered."""
    answerers = {row.answered_by for row in rows if row.answered_by}
    names = own_records.publisher_names(registry, answerers) if answerers else {}
    return [_shown(row, names) for row in rows]


def is_code_of(row: CorrectionRow, code: str) -> bool:
    """Whether this is the code that whoever asked was given."""
    return hmac.compare_digest(row.code_hash, _hash(code))


def written_now() -> str:
    """This instant, as it is written here and in the log."""
    return _written(datetime.now(UTC))


def _shown(row: CorrectionRow, names: Mapping[str, str]) -> Correction:
    is_hidden = row.hidden_at is not None
    answer = None
    if row.answered_at and row.answered_by:
        words = None if is_hidden else row.answer
        by = CTID(row.answered_by)
        answer = Answer(words, by, names[row.answered_by], row.answered_at, row.change)
    state = row.state
    assert state in STATES, state
    return Correction(
        number=row.number,
        subject=CTID(row.subject),
        record=CTID(row.record),
        field=row.field,
        revision=row.revision,
        problem="" if is_hidden else row.problem,
        proposed=None if is_hidden else row.proposed,
        evidence=None if is_hidden else row.evidence,
        asked_at=row.asked_at,
        state=state,
        answer=answer,
        withdrawn_at=row.answered_at if state == "withdrawn" else None,
        hidden_at=row.hidden_at,
        hidden_reason=row.hidden_reason,
    )


def _new_row(wanted: CheckedRequest, code: str, at: str) -> CorrectionRow:
    asked = wanted.asked
    return CorrectionRow(
        number=0,
        subject=wanted.subject,
        record=wanted.record,
        field=asked.field,
        revision=wanted.revision,
        problem=asked.problem,
        proposed=asked.proposed or None,
        evidence=asked.evidence,
        asked_at=at,
        digest=_digest(wanted.subject, asked),
        code_hash=_hash(code),
    )


def _faults(asked: Asked, fields: Collection[str]) -> dict[str, Fault]:
    faults: dict[str, Fault] = {}
    if not asked.field:
        faults["field"] = "missing"
    elif asked.field not in fields:
        faults["field"] = "unknown"
    if not asked.problem:
        faults["problem"] = "missing"
    if not asked.evidence:
        faults["evidence"] = "missing"
    elif not is_web_address(asked.evidence):
        faults["evidence"] = "not-web"
    for part in ("problem", "proposed", "evidence"):
        if len(getattr(asked, part)) > LONGEST[part]:
            faults[part] = "too-long"
    return faults


def is_web_address(text: str) -> bool:
    """Whether it is an address on the web, with no name and password in it; it is not fetched."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and port != 0
    return is_web and parts.username is None and not any(map(str.isspace, text))


def _is_revision(registry: Registry, record: CTID, number: int | None) -> bool:
    if number is None or not 1 <= number <= LARGEST_NUMBER:
        return False
    with registry.database.reading() as connection:
        return any(each.ctid == record for each in history.with_numbers(connection, [number]))


def _digest(subject: CTID, asked: Asked) -> str:
    texts = (subject, asked.field, asked.problem, asked.proposed, asked.evidence)
    return sha256("\0".join(texts).encode()).hexdigest()


def _hash(code: str) -> str:
    return sha256(_CODE.sub("", code.upper()).encode()).hexdigest()


def _written(instant: datetime) -> str:
    return instant.isoformat(timespec="milliseconds").replace("+00:00", "Z")
