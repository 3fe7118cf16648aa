"""Records held against standards: a view of the log in the database."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select, update

from app.store.board_models import BoardRecord
from app.store.conformance_models import ConformanceRecord, ConformanceResult
from app.store.log import in_parts
from ctdl.ctid import CTID

_record: Table = ConformanceRecord.__table__  # type: ignore[attr-defined]
_result: Table = ConformanceResult.__table__  # type: ignore[attr-defined]
_board: Table = BoardRecord.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class CheckedRow:
    """A record that was checked, and the revision that was."""

    ctid: CTID
    sha256: str
    holds_until: str | None = None


@dataclass(frozen=True)
class ResultRow:
    """A record held against a standard: a letter for each element, and whether it meets it."""

    ctid: CTID
    standard: str
    pattern: str
    meets: bool


@dataclass(frozen=True)
class PatternCount:
    """How many records came out alike against a standard."""

    standard: str
    pattern: str
    meets: bool
    records: int


def put(
    connection: Connection, checked: Sequence[CheckedRow], results: Sequence[ResultRow]
) -> None:
    """Keep what came out of these records, which `remove` has taken out before."""
    if checked:
        connection.execute(insert(_record), [vars(row) for row in checked])
    if results:
        connection.execute(insert(_result), [vars(row) for row in results])


def remove(connection: Connection, ctids: Sequence[str]) -> None:
    """Forget what came out of these records."""
    for part in in_parts(ctids):
        for table in (_record, _result):
            connection.execute(delete(table).where(table.c.ctid.in_(part)))


def clear(connection: Connection) -> None:
    """Forget all of it."""
    for table in (_record, _result):
        connection.execute(delete(table))


def entries(connection: Connection) -> Iterator[tuple[CTID, str]]:
    """Each record checked, with the SHA-256 of the revision that was."""
    for row in connection.execute(select(_record).order_by(_record.c.ctid)):
        yield row.ctid, row.sha256


def due(connection: Connection, today: str) -> list[CTID]:
    """The records whose results held until a day that has passed."""
    query = select(_record.c.ctid).where(_record.c.holds_until < today).order_by(_record.c.ctid)
    return list(connection.scalars(query))


def let_hold(connection: Connection, checked: Sequence[CheckedRow]) -> None:
    """Remember until when the results of these records hold."""
    if checked:
        query = update(_record).where(_record.c.ctid == bindparam("_ctid"))
        connection.execute(
            query.values(holds_until=bindparam("_day")),
            [{"_ctid": each.ctid, "_day": each.holds_until} for each in checked],
        )


def results_of(connection: Connection, ctids: Iterable[str]) -> dict[CTID, list[ResultRow]]:
    """What came out of these records, by standard; those not checked are left out."""
    found: dict[CTID, list[ResultRow]] = {}
    for part in in_parts(sorted(set(ctids))):
        query = select(_result).where(_result.c.ctid.in_(part)).order_by(_result.c.standard)
        for row in connection.execute(query):
            found.setdefault(row.ctid, []).append(ResultRow(*row))
    return found


def standards_met(connection: Connection, ctids: Iterable[str]) -> dict[CTID, list[str]]:
    """The standards whose elements each of these records meets."""
    found: dict[CTID, list[str]] = {}
    for part in in_parts(sorted(set(ctids))):
        query = select(_result.c.ctid, _result.c.standard).where(
            _result.c.ctid.in_(part), _result.c.meets
        )
        for row in connection.execute(query.order_by(_result.c.standard)):
            found.setdefault(row.ctid, []).append(row.standard)
    return found


def patterns(connection: Connection, standard: str | None = None) -> list[PatternCount]:
    """What came out against a standard, or all, each pattern with its number of records."""
    columns = (_result.c.standard, _result.c.pattern, _result.c.meets)
    query = select(*columns, func.count()).group_by(*columns).order_by(*columns)
    if standard is not None:
        query = query.where(_result.c.standard == standard)
    return [PatternCount(*row) for row in connection.execute(query)]


def records_with_levels(connection: Connection) -> set[CTID]:
    """The records checked that state a level of some framework."""
    query = select(_board.c.ctid).where(
        ~_board.c.no_level, _board.c.ctid.in_(select(_record.c.ctid))
    )
    return {CTID(found) for found in connection.scalars(query)}
