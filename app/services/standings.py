"""How a decision stands on a day: by its stated dates, and by the status it was seen to have."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from app.services.confirming import told
from app.services.registry import Registry
from app.services.revisions import Revision
from app.store import history, log
from ctdl.assurance import days_of, days_seen
from ctdl.records import TransferValueRecord

Standing = Literal[
    "in force",
    "open",
    "no start",
    "undated",
    "ended",
    "not begun",
    "ceased",
    "suspended",
    "status of another day",
]
"""How it stands on the day: within its dates, begun and without a stated end, not ended and without
a stated beginning, without any dates, over, not begun yet, said to have ceased or to be suspended;
or said to be so, but on another day, which tells nothing of this one."""

OVER: Final = frozenset({"ended", "not begun", "ceased", "suspended"})
"""How what does not hold on the day stands."""
_STATUS: Final = "ceterms:lifeCycleStatusType"
_ENDED: Final = frozenset({"Ceased", "Deprecated"})
_SUSPENDED: Final = "Suspended"
_PLANNED: Final = "Developing"


@dataclass(frozen=True)
class Status:
    """A life cycle status, and on which days it is known to have been said."""

    terms: frozenset[str]
    first: date | None = None
    last: date | None = None


def status_of(
    registry: Registry, revision: Revision, terms: Collection[str], day: date, today: date
) -> Status:
    """The status that a record states, with the days for which that is known.

    Where it was seen after the day only, the log may still have what the record said on that day.
    """
    found = _status(revision, frozenset(terms), today)
    if not found.terms & {*_ENDED, _SUSPENDED, _PLANNED} or found.first is None:
        return found
    if day >= found.first:
        return found
    with registry.database.reading() as connection:
        end = f"{day + timedelta(days=1)}T00:00:00.000Z" if day < date.max else ""
        row = history.before_instant(connection, revision.change.ctid, end)
        change = log.change(connection, row.number) if row else None
    record = Revision(change).record if change and not change.is_withdrawal else None
    if change is None or not isinstance(record, TransferValueRecord) or not record.status:
        return found
    then = _status(Revision(change), frozenset({record.status}), day)
    return then if then.first is not None and then.first <= day else found


def _status(revision: Revision, terms: frozenset[str], today: date) -> Status:
    seen = days_seen(told(revision, _STATUS, {}).seen)
    if seen is None:
        return Status(terms)
    return Status(terms, seen.first, seen.last if revision.provenance.collected else today)


def standing(since: str | None, until: str | None, status: Status, day: date) -> Standing:
    """How something stands on a day, by its dates and by the status that it was seen to have."""
    begins, ends = days_of(since), days_of(until)
    if ends and day > ends.last:
        return "ended"
    if begins and day < begins.first:
        return "not begun"
    by_status = _by_status(status, day)
    if by_status == "status of another day" and ends and status.first and ends.last < status.first:
        by_status = None  # It ended as stated, and was seen to be over after that.
    if by_status:
        return by_status
    if ends:
        return "in force" if begins else "no start"
    return "open" if begins else "undated"


def _by_status(status: Status, day: date) -> Standing | None:
    """What the status tells of the day; what was seen to have ceased stays so."""
    had_been_seen = status.first is not None and day >= status.first
    is_known = had_been_seen and status.last is not None and day <= status.last
    if status.terms & _ENDED:
        return "ceased" if had_been_seen else "status of another day"
    if _SUSPENDED in status.terms:
        return "suspended" if is_known else "status of another day"
    if _PLANNED in status.terms:
        was_planned = status.last is not None and day <= status.last
        return "not begun" if was_planned else "status of another day"
    return None
