"""Records in the order of their newest change, as the listing of envelopes goes through them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    Table,
    UnaryExpression,
    func,
    select,
)

from app.store.log import LoggedChange, in_parts
from app.store.models import CatalogueRecord, Change, LogLeaf

_record: Table = CatalogueRecord.__table__  # type: ignore[attr-defined]
_change: Table = Change.__table__  # type: ignore[attr-defined]
_leaf = LogLeaf.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Window:
    """Which records: changed from an instant on, until before another, of some classes or parties.

    `withdrawn` is False for those that are not, True for those that are, None for both.
    """

    withdrawn: bool | None = False
    start: str | None = None
    end: str | None = None
    types: frozenset[str] | None = None
    publisher: str | None = None
    published_by: str | None = None
    oldest_first: bool = False

    @property
    def asks_for_the_change(self) -> bool:
        """Whether the entry of the log decides, not only what the catalogue keeps of it."""
        return any((self.start, self.end, self.publisher, self.published_by))


@dataclass(frozen=True)
class EventRow:
    """One entry of the log without its document."""

    number: int
    ctid: str
    kind: str
    at: str


def newest_changes(
    connection: Connection, window: Window, offset: int, limit: int
) -> list[LoggedChange]:
    """The newest entries of the records in the window, the newest of all first unless it says."""
    numbers = _within(select(_record.c.number), window)
    page = numbers.order_by(_in_order(_record, window)).offset(offset).limit(limit)
    query = (
        select(_change)
        .where(_change.c.number.in_(connection.scalars(page).all()))
        .order_by(_in_order(_change, window))
    )
    return [LoggedChange(*row) for row in connection.execute(query)]


def count(connection: Connection, window: Window) -> int:
    """How many records are in the window."""
    query = _within(select(func.count()).select_from(_record), window)
    return connection.scalar(query) or 0


def revisions(connection: Connection, ctids: list[str]) -> dict[str, list[EventRow]]:
    """Every entry about these records, oldest first, without the documents."""
    found: dict[str, list[EventRow]] = {ctid: [] for ctid in ctids}
    for part in in_parts(ctids):
        query = select(*_event_columns()).where(_change.c.ctid.in_(part))
        for row in connection.execute(query.order_by(_change.c.number)):
            found[row[1]].append(EventRow(*row))
    return found


def receipts(connection: Connection, numbers: list[int]) -> dict[int, str]:
    """The registry's receipts for these entries."""
    query = select(_leaf.c.number, _leaf.c.receipt).where(_leaf.c.number.in_(numbers))
    return {row.number: row.receipt for row in connection.execute(query)}


def events(
    connection: Connection,
    *,
    since: str | None,
    ctid: str | None,
    kinds: tuple[str, ...],
    offset: int,
    limit: int,
) -> tuple[int, list[EventRow]]:
    """How many entries there are of these kinds, and some of them, newest first."""
    conditions: list[ColumnElement[bool]] = [_change.c.kind.in_(kinds)]
    if since is not None:
        conditions.append(_change.c.at >= since)
    if ctid is not None:
        conditions.append(_change.c.ctid == ctid)
    total = connection.scalar(select(func.count()).select_from(_change).where(*conditions)) or 0
    query = select(*_event_columns()).where(*conditions)
    rows = connection.execute(query.order_by(_change.c.number.desc()).offset(offset).limit(limit))
    return total, [EventRow(*row) for row in rows]


def _within(query: Select[Any], window: Window) -> Select[Any]:
    if window.withdrawn is not None:
        query = query.where(_record.c.withdrawn.is_(window.withdrawn))
    if window.types is not None:
        query = query.where(_record.c.type.in_(sorted(window.types)))
    if not window.asks_for_the_change:
        return query
    query = query.join(_change, _change.c.number == _record.c.number)
    if window.start is not None:
        query = query.where(_change.c.at >= window.start)
    if window.end is not None:
        query = query.where(_change.c.at < window.end)
    if window.publisher is not None:
        query = query.where(_change.c.publisher == window.publisher)
    if window.published_by is not None:
        writer = func.coalesce(_change.c.published_by, _change.c.publisher)
        query = query.where(writer == window.published_by)
    return query


def _in_order(table: Table, window: Window) -> UnaryExpression[int]:
    number = table.c.number
    return number.asc() if window.oldest_first else number.desc()


def _event_columns() -> list[Column[Any]]:
    return [_change.c[name] for name in EventRow.__dataclass_fields__]
