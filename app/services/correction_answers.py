"""What becomes of a request for correction: answered in public, taken back, or hidden for abuse."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal

from app.services import corrections as asking
from app.services.corrections import (
    LONGEST,
    Correction,
    CorrectionRefused,
    Fault,
    correction,
    is_code_of,
    row_of,
    written_now,
)
from app.services.plain_texts import plain_line, plain_text
from app.services.registry import Registry
from app.services.writing import NotTheOwner
from app.store import corrections, history
from app.store.corrections import CorrectionRow
from app.store.history import RevisionRow
from ctdl.ctid import CTID
from ctdl.errors import RegistryError

Verdict = Literal["accepted", "declined"]
MOST_CHANGES: Final = 50
"""How many changes after the revision asked about can be chosen from."""


class CorrectionSettled(RegistryError):
    """The request is open no longer."""


class CodeWrong(RegistryError):
    """This is not the code of the request."""


@dataclass(frozen=True)
class Answering:
    """An answer about to be given; `change` is the change of the record that followed."""

    verdict: Verdict
    words: str = ""
    change: int | None = None


def answer(
    registry: Registry,
    number: int,
    by: CTID,
    given: Answering,
    *,
    keepers: Collection[CTID] | None = None,
) -> Correction:
    """Answer an open request, in the name of `by`; of two answers at once, one counts.

    Declining takes a reason; accepting takes words or the change that followed. `keepers` are those
    whose records `by` may speak for, and None for the operator. Raises CorrectionNotFound,
    NotTheOwner, CorrectionRefused or CorrectionSettled.
    """
    row = row_of(registry, number)
    if keepers is not None:
        require_keeper(registry, row, keepers)
    words = plain_text(given.words)
    faults: dict[str, Fault] = {}
    if len(words) > LONGEST["answer"]:
        faults["answer"] = "too-long"
    elif not words and (given.verdict == "declined" or given.change is None):
        faults["answer"] = "missing"
    if given.change is not None and given.change not in _numbers(registry, row):
        faults["change"] = "no-change"
    if faults:
        raise CorrectionRefused(faults)
    followed = given.change if given.verdict == "accepted" else None
    with registry.database.writing() as connection:
        done = corrections.settle(
            connection,
            number,
            state=given.verdict,
            answer=words or None,
            answered_at=written_now(),
            answered_by=by,
            change=followed,
        )
    return _settled(registry, number, done=done)


def withdraw(registry: Registry, subject: CTID, number: int, code: str) -> Correction:
    """Take a request back with the code that whoever asked was given.

    Raises CorrectionNotFound, CodeWrong or CorrectionSettled.
    """
    row = row_of(registry, number)
    if row.subject != subject:
        raise asking.CorrectionNotFound(f"Request {number} is not about {subject}.")
    if not is_code_of(row, code):
        raise CodeWrong("This is not the code of this request.")
    with registry.database.writing() as connection:
        done = corrections.settle(connection, number, state="withdrawn", answered_at=written_now())
    return _settled(registry, number, done=done)


def hide(registry: Registry, number: int, reason: str) -> Correction:
    """Show no longer what was written in a request; the reason stays for everybody to read.

    Raises CorrectionNotFound, CorrectionRefused or CorrectionSettled.
    """
    row_of(registry, number)
    said = plain_line(reason)
    if not said or len(said) > LONGEST["reason"]:
        raise CorrectionRefused({"reason": "too-long" if said else "missing"})
    with registry.database.writing() as connection:
        done = corrections.hide(connection, number, written_now(), said)
    if not done:
        raise CorrectionSettled(f"Request {number} is hidden already.")
    return correction(registry, number)


def require_keeper(registry: Registry, row: CorrectionRow, keepers: Collection[CTID]) -> None:
    """Raise NotTheOwner unless one of these keeps the record now."""
    with registry.database.reading() as connection:
        keeper = corrections.keeper(connection, row.record)
    if keeper not in keepers:
        raise NotTheOwner(
            f"Request {row.number} is about a record that another publisher keeps: only that"
            " publisher, who acts for it, or the registry's operator can answer."
        )


def later_changes(registry: Registry, row: CorrectionRow) -> list[RevisionRow]:
    """The changes of the record after the revision asked about, newest first."""
    with registry.database.reading() as connection:
        return history.later(connection, row.record, row.revision, MOST_CHANGES)


def _numbers(registry: Registry, row: CorrectionRow) -> set[int]:
    return {each.number for each in later_changes(registry, row)}


def _settled(registry: Registry, number: int, *, done: bool) -> Correction:
    found = correction(registry, number)
    if not done:
        state = "hidden" if found.is_hidden else found.state
        raise CorrectionSettled(f"Request {number} is not open any more: it is {state}.")
    return found
