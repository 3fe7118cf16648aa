"""The revisions of one record in the log: some at a time, by number and by instant."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Select, func, select

from app.store.log import LoggedChange, in_parts
from app.store.models import Change
from ctdl.ctid import CTID

_change = Change.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class RevisionRow:
    """An entry of the log about a record, without its document."""

    number: int
    kind: str
    at: str
    resource_type: str


@dataclass(frozen=True)
class Neighbours:
    """The revisions around one of a record; `place` counts from 1, the oldest."""

    place: int
    total: int
    first: RevisionRow
    previous: RevisionRow | None
    following: RevisionRow | None
    newest: RevisionRow


def count(connection: Connection, ctid: str) -> int:
    """How many revisions a record has; 0 for one that was never published."""
    query = select(func.count()).select_from(_change).where(_change.c.ctid == ctid)
    return connection.scalar(query) or 0


def newest_first(connection: Connection, ctid: str, offset: int, limit: int) -> list[LoggedChange]:
    """Some revisions with their documents, newest first."""
    query = select(_change).where(_change.c.ctid == ctid).order_by(_change.c.number.desc())
    return [LoggedChange(*row) for row in connection.execute(query.offset(offset).limit(limit))]


def oldest_first(connection: Connection, ctid: str, offset: int, limit: int) -> list[RevisionRow]:
    """Some revisions without their documents, oldest first."""
    query = _rows(ctid).order_by(_change.c.number).offset(offset).limit(limit)
    return [RevisionRow(*row) for row in connection.execute(query)]


def later(connection: Connection, ctid: str, number: int, limit: int) -> list[RevisionRow]:
    """The newest revisions after that number, without their documents, newest first."""
    query = _rows(ctid).where(_change.c.number > number).order_by(_change.c.number.desc())
    return [RevisionRow(*row) for row in connection.execute(query.limit(limit))]


def before_instant(connection: Connection, ctid: str, end: str) -> RevisionRow | None:
    """The newest revision that was made before the instant `end` (UTC, written as in the log)."""
    query = _rows(ctid).where(_change.c.at < end).order_by(_change.c.number.desc()).limit(1)
    row = connection.execute(query).first()
    return RevisionRow(*row) if row else None


def neighbours(connection: Connection, ctid: str, number: int) -> Neighbours:
    """What stands around revision `number`, which must be one of the record's."""
    oldest, latest = (
        _rows(ctid).order_by(_change.c.number),
        _rows(ctid).order_by(_change.c.number.desc()),
    )
    first, newest = _one(connection, oldest), _one(connection, latest)
    assert first is not None, "the record has a revision"
    assert newest is not None, "the record has a revision"
    until = select(func.count()).select_from(_change)
    until = until.where(_change.c.ctid == ctid, _change.c.number <= number)
    return Neighbours(
        place=connection.scalar(until) or 0,
        total=count(connection, ctid),
        first=first,
        previous=_one(connection, latest.where(_change.c.number < number)),
        following=_one(connection, oldest.where(_change.c.number > number)),
        newest=newest,
    )


def as_of(connection: Connection, ctids: Iterable[str], number: int) -> list[LoggedChange]:
    """What the newest entry about each of these records was when entry `number` was made."""
    found: list[LoggedChange] = []
    for part in in_parts(sorted(set(ctids))):
        newest = (
            select(func.max(_change.c.number))
            .where(_change.c.ctid.in_(part), _change.c.number <= number)
            .group_by(_change.c.ctid)
        )
        rows = connection.execute(select(_change).where(_change.c.number.in_(newest)))
        found.extend(LoggedChange(*row) for row in rows)
    return found


def newest_of_many(connection: Connection, ctids: Iterable[str], limit: int) -> list[LoggedChange]:
    """The newest entries about any of these records, newest first."""
    found: list[LoggedChange] = []
    for part in in_parts(sorted(set(ctids))):
        query = select(_change).where(_change.c.ctid.in_(part))
        rows = connection.execute(query.order_by(_change.c.number.desc()).limit(limit))
        found.extend(LoggedChange(*row) for row in rows)
    return sorted(found, key=lambda each: -each.number)[:limit]


def with_numbers(connection: Connection, numbers: Iterable[int]) -> list[LoggedChange]:
    """The entries of these numbers."""
    query = select(_change).where(_change.c.number.in_(sorted(set(numbers))))
    return [LoggedChange(*row) for row in connection.execute(query)]


def _one(connection: Connection, query: Select[Any]) -> RevisionRow | None:
    row = connection.execute(query.limit(1)).first()
    return RevisionRow(*row) if row else None


def _rows(ctid: CTID | str) -> Select[Any]:
    return select(*_columns()).where(_change.c.ctid == ctid)


def _columns() -> list[Column[Any]]:
    return [_change.c[name] for name in RevisionRow.__dataclass_fields__]
