"""The records that some publishers keep, as lists for those who may change them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, Table, and_, func, or_, select

from app.store.board_models import BoardRecord
from app.store.models import CatalogueRecord, CatalogueStatement, Change
from ctdl.ctid import CTID

_record: Table = CatalogueRecord.__table__  # type: ignore[attr-defined]
_board: Table = BoardRecord.__table__  # type: ignore[attr-defined]
_statement: Table = CatalogueStatement.__table__  # type: ignore[attr-defined]
_change: Table = Change.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class OwnRow:
    """A record with its newest change; `summary` is JSON."""

    ctid: CTID
    type: str
    withdrawn: bool
    summary: str
    number: int
    kind: str
    at: str
    publisher: str


def listing(
    connection: Connection,
    keepers: Collection[str],
    *,
    words: str = "",
    withdrawn: bool | None = None,
    only_gaps: bool = False,
    after: int = 0,
    limit: int = 20,
) -> list[OwnRow]:
    """The records of these keepers, what was changed last first; `words` are of names or CTIDs.

    `only_gaps`: those that lack a level, a size, outcomes, or how they are assessed.
    """
    query = _kept(keepers, words, withdrawn, only_gaps)
    query = query.order_by(_record.c.number.desc()).offset(after).limit(limit)
    return [OwnRow(*row) for row in connection.execute(query)]


def count(
    connection: Connection,
    keepers: Collection[str],
    *,
    words: str = "",
    withdrawn: bool | None = None,
    only_gaps: bool = False,
) -> int:
    """How many such records there are."""
    query = _kept(keepers, words, withdrawn, only_gaps).subquery()
    return connection.scalar(select(func.count()).select_from(query)) or 0


def named(connection: Connection, name_key: str) -> list[tuple[CTID, str]]:
    """CTID and summary of the live records with this folded name."""
    query = select(_record.c.ctid, _record.c.summary).where(
        _record.c.name_key == name_key, ~_record.c.withdrawn
    )
    return [(CTID(row.ctid), row.summary) for row in connection.execute(query.limit(20))]


def statements(connection: Connection, records: Collection[str]) -> list[tuple[CTID, CTID, str]]:
    """The statements of quality assurance in these records: record, what about, and kind."""
    query = select(_statement.c.record, _statement.c.subject, _statement.c.kind).where(
        _statement.c.record.in_(list(records))
    )
    return [(CTID(row.record), CTID(row.subject), row.kind) for row in connection.execute(query)]


def _kept(
    keepers: Collection[str], words: str, withdrawn: bool | None, only_gaps: bool
) -> Select[Any]:
    query = (
        select(
            _record.c.ctid,
            _record.c.type,
            _record.c.withdrawn,
            _record.c.summary,
            _record.c.number,
            _change.c.kind,
            _change.c.at,
            _change.c.publisher,
        )
        # By both: the record's row is then found by its key, whichever side is read first.
        .join(_change, and_(_change.c.number == _record.c.number, _change.c.ctid == _record.c.ctid))
        .where(_change.c.publisher.in_(list(keepers)))
    )
    if withdrawn is not None:
        query = query.where(_record.c.withdrawn == withdrawn)
    if only_gaps:
        gaps = (_board.c.no_level, _board.c.no_size, _board.c.no_outcomes, _board.c.no_assessment)
        query = query.join(_board, _board.c.ctid == _record.c.ctid).where(or_(*gaps))
    for word in words.split()[:8]:
        query = query.where(
            or_(_record.c.name_key.contains(word, autoescape=True), _record.c.ctid == word)
        )
    return query
