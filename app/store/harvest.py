"""Records in the order of their stamps, set by set: a view of the log for harvesters.

Paging goes on from the last record given (stamp and CTID), so a page costs the same wherever it is
and what is written meanwhile moves nothing; a record that changes comes again at the end.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    Table,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
)

from app.store.harvest_models import HarvestMember, HarvestRecord
from app.store.log import LoggedChange, in_parts
from app.store.models import Change
from ctdl.ctid import CTID

EVERYTHING = ""
"""The name of the set that every record is in."""
_change: Table = Change.__table__  # type: ignore[attr-defined]
_record: Table = HarvestRecord.__table__  # type: ignore[attr-defined]
_member: Table = HarvestMember.__table__  # type: ignore[attr-defined]
_stamping = _change.alias("stamping")
"""The entry that a record is stamped with, beside the one that says what it is now."""


@dataclass(frozen=True)
class HarvestRow:
    """A record, its newest entry, the entry that it is stamped with, and its sets."""

    ctid: CTID
    number: int
    stamp: int
    sha256: str
    withdrawn: bool
    sets: tuple[str, ...]


@dataclass(frozen=True)
class Selection:
    """Which records: of a set, stamped from an instant on and before another."""

    set: str = EVERYTHING
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True)
class Place:
    """Where a page ended: the stamp and the CTID of its last record."""

    stamp: int = 0
    ctid: str = ""


@dataclass(frozen=True)
class Stamped:
    """A record of a page: when it is stamped, its newest entry, and its sets."""

    at: str
    place: Place
    change: LoggedChange
    sets: tuple[str, ...]


@dataclass(frozen=True)
class LiveRow:
    """A record that is not withdrawn: its class, and when it changed last."""

    ctid: CTID
    resource_type: str
    at: str


@dataclass(frozen=True)
class Beginning:
    """The records whose CTIDs begin alike: how many there are, and the last change of any."""

    text: str
    records: int
    at: str


def put(connection: Connection, rows: Sequence[HarvestRow]) -> None:
    """Show these records, which `remove` has taken out before."""
    if not rows:
        return
    kept = [
        {"ctid": row.ctid, "number": row.number, "sha256": row.sha256, "withdrawn": row.withdrawn}
        for row in rows
    ]
    connection.execute(insert(_record), kept)
    members = [
        {"set": each, "stamp": row.stamp, "ctid": row.ctid}
        for row in rows
        for each in (EVERYTHING, *row.sets)
    ]
    connection.execute(insert(_member), members)


def remove(connection: Connection, ctids: Sequence[str]) -> None:
    """Forget these records."""
    for part in in_parts(ctids):
        for table in (_record, _member):
            connection.execute(delete(table).where(table.c.ctid.in_(part)))


def clear(connection: Connection) -> None:
    """Forget all of them."""
    for table in (_record, _member):
        connection.execute(delete(table))


def entries(connection: Connection) -> Iterator[tuple[CTID, str]]:
    """Each record that is not withdrawn, with the SHA-256 of its revision, by CTID."""
    query = select(_record.c.ctid, _record.c.sha256).where(~_record.c.withdrawn)
    for row in connection.execute(query.order_by(_record.c.ctid)):
        yield row.ctid, row.sha256


def rows(connection: Connection, ctids: Iterable[str]) -> dict[CTID, HarvestRow]:
    """What is kept of these records; unknown ones are left out."""
    found: dict[CTID, HarvestRow] = {}
    for part in in_parts(sorted(set(ctids))):
        placed = _placed(connection, part)
        for row in connection.execute(select(_record).where(_record.c.ctid.in_(part))):
            found[row.ctid] = HarvestRow(
                row.ctid, row.number, placed[row.ctid][0], row.sha256, row.withdrawn,
                placed[row.ctid][1],
            )  # fmt: skip
    return found


def page(connection: Connection, selection: Selection, after: Place, limit: int) -> list[Stamped]:
    """Up to `limit` records of the selection that come after a place, withdrawn ones too."""
    query = _selected(connection, _every_stamped(), selection).where(
        _member.c.stamp >= after.stamp,
        or_(
            _member.c.stamp > after.stamp,
            and_(_member.c.stamp == after.stamp, _member.c.ctid > after.ctid),
        ),
    )
    return _stamped(connection, query.order_by(_member.c.stamp, _member.c.ctid).limit(limit))


def one(connection: Connection, ctid: str) -> Stamped | None:
    """One record, withdrawn or not; None for one that never was."""
    query = _every_stamped().where(_member.c.set == EVERYTHING, _member.c.ctid == ctid)
    return next(iter(_stamped(connection, query)), None)


def count(connection: Connection, selection: Selection) -> int:
    """How many records the selection has."""
    query = select(func.count()).select_from(_member)
    if selection.start is None and selection.end is None:
        return connection.scalar(query.where(_member.c.set == selection.set)) or 0
    query = query.join(_stamping, _stamping.c.number == _member.c.stamp)
    return connection.scalar(_selected(connection, query, selection)) or 0


def live(connection: Connection, beginning: str, other_than: Iterable[str]) -> list[LiveRow]:
    """The records that are not withdrawn whose CTIDs begin so, by CTID, but for these classes."""
    query = (
        select(_record.c.ctid, _change.c.resource_type, _change.c.at)
        .join(_change, _change.c.number == _record.c.number)
        .where(~_record.c.withdrawn, _change.c.resource_type.not_in(list(other_than)))
        .where(_record.c.ctid >= beginning, _record.c.ctid < f"{beginning}~")
        .order_by(_record.c.ctid)
    )
    return [LiveRow(*row) for row in connection.execute(query)]


def first_live(connection: Connection, classes: Iterable[str] = ()) -> CTID | None:
    """The record that is not withdrawn with the first CTID; with classes, of those of them."""
    query = select(_record.c.ctid).where(~_record.c.withdrawn).order_by(_record.c.ctid).limit(1)
    if among := list(classes):
        query = query.join(_change, _change.c.number == _record.c.number)
        query = query.where(_change.c.resource_type.in_(among))
    found: CTID | None = connection.scalar(query)
    return found


def beginnings(connection: Connection, length: int, other_than: Iterable[str]) -> list[Beginning]:
    """The first characters of these CTIDs, how many begin so, and the last change of any."""
    beginning = func.substr(_record.c.ctid, 1, length)
    query = (
        select(beginning, func.count(), func.max(_change.c.at))
        .join(_change, _change.c.number == _record.c.number)
        .where(~_record.c.withdrawn, _change.c.resource_type.not_in(list(other_than)))
        .group_by(beginning)
        .order_by(beginning)
    )
    return [Beginning(*row) for row in connection.execute(query)]


def sets(connection: Connection, after: str, limit: int) -> list[str]:
    """Up to `limit` sets after this one, by name; each is found by a step along the index."""
    found: list[str] = []
    while len(found) < limit:
        after = connection.scalar(select(func.min(_member.c.set)).where(_member.c.set > after))
        if after is None:
            break
        found.append(after)
    return found


def earliest(connection: Connection) -> str | None:
    """The instant of the first entry of the log; no stamp is earlier."""
    found: str | None = connection.scalar(select(func.min(_change.c.at)))
    return found


def latest(connection: Connection) -> str | None:
    """The instant of the newest entry of the log."""
    newest = select(func.max(_change.c.number)).scalar_subquery()
    found: str | None = connection.scalar(select(_change.c.at).where(_change.c.number == newest))
    return found


def _every_stamped() -> Select[Any]:
    return (
        select(_stamping.c.at, _member.c.stamp, _change)
        .select_from(_member)
        .join(_stamping, _stamping.c.number == _member.c.stamp)
        .join(_record, _record.c.ctid == _member.c.ctid)
        .join(_change, _change.c.number == _record.c.number)
    )


def _stamped(connection: Connection, query: Select[Any]) -> list[Stamped]:
    found = [(row[0], row[1], LoggedChange(*row[2:])) for row in connection.execute(query)]
    placed = _placed(connection, [change.ctid for _, _, change in found])
    return [
        Stamped(at, Place(stamp, change.ctid), change, placed[change.ctid][1])
        for at, stamp, change in found
    ]


def _selected(connection: Connection, query: Select[Any], selection: Selection) -> Select[Any]:
    """The query narrowed to the selection; the numbers save going through what is left out."""
    query = query.where(_member.c.set == selection.set)
    number, at = _change.c.number, _change.c.at
    if selection.start is not None:
        first = connection.scalar(select(func.min(number)).where(at >= selection.start))
        query = query.where(_stamping.c.at >= selection.start, _member.c.stamp >= (first or 0))
    if selection.end is not None:
        last = connection.scalar(select(func.max(number)).where(at < selection.end))
        query = query.where(_stamping.c.at < selection.end, _member.c.stamp <= (last or 0))
    return query


def _placed(
    connection: Connection, ctids: Sequence[str]
) -> dict[CTID, tuple[int, tuple[str, ...]]]:
    """The stamp and the sets of each of these records."""
    stamps: dict[CTID, int] = {}
    named: dict[CTID, list[str]] = {}
    for part in in_parts(ctids):
        query = select(_member).where(_member.c.ctid.in_(part)).order_by(_member.c.set)
        for row in connection.execute(query):
            stamps[row.ctid] = row.stamp
            named.setdefault(row.ctid, []).extend([row.set] if row.set else [])
    return {ctid: (stamp, tuple(named[ctid])) for ctid, stamp in stamps.items()}
