"""The board's part of the catalogue: what is counted of each record, and what does not agree."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select, update

from app.store.board_models import (
    BoardConflict,
    BoardIdentity,
    BoardLink,
    BoardRecord,
    BoardRevocation,
)
from app.store.catalogue import StatementRow
from app.store.log import in_parts
from app.store.models import CatalogueStatement
from ctdl.ctid import CTID

board: Table = BoardRecord.__table__  # type: ignore[attr-defined]
conflict: Table = BoardConflict.__table__  # type: ignore[attr-defined]
link: Table = BoardLink.__table__  # type: ignore[attr-defined]
identity: Table = BoardIdentity.__table__  # type: ignore[attr-defined]
revocation: Table = BoardRevocation.__table__  # type: ignore[attr-defined]
_statement: Table = CatalogueStatement.__table__  # type: ignore[attr-defined]
_OWN = (link, identity, revocation)
MOST_SHARING = 10


@dataclass(frozen=True)
class BoardRow:
    """What the board counts of a record; `no_qa` and `qa_until` also depend on other records."""

    ctid: CTID
    name_key: str
    type: str
    family: str
    publisher: str
    no_level: bool
    no_outcomes: bool
    no_assessment: bool
    no_size: bool
    no_qa: bool
    review_on: str | None
    qa_until: str | None
    missing: str


class Standing(NamedTuple):
    """What of a live record decides on others: who keeps it, and what is known of its quality."""

    ctid: CTID
    family: str
    publisher: str
    no_qa: bool
    qa_until: str | None


@dataclass(frozen=True)
class LinkRow:
    """A web page that a record names."""

    record: CTID
    property: str
    url: str


@dataclass(frozen=True)
class IdentityRow:
    """An identifier of a record, as a digest."""

    record: CTID
    key: str


@dataclass(frozen=True)
class RevocationRow:
    """A record's statement that `agent` took its quality assurance back from `subject`."""

    record: CTID
    subject: CTID
    agent: CTID
    revoked_on: str | None


@dataclass(frozen=True)
class BoardRows:
    """All rows that one record puts into the board's tables by itself."""

    row: BoardRow
    links: tuple[LinkRow, ...] = ()
    identities: tuple[IdentityRow, ...] = ()
    revocations: tuple[RevocationRow, ...] = ()


@dataclass(frozen=True)
class ConflictRow:
    """Two statements that cannot both be right, and from when to when that counts.

    `record` and `other` make them; `agent` is the body they speak of. With a `scope` it counts
    only if the agent publishes statements of that kind and about that family here.
    """

    kind: str
    subject: CTID
    record: CTID
    other: CTID | None
    agent: CTID | None
    scope: str | None
    since: str | None
    until: str | None
    detail: str


def put(connection: Connection, rows: Sequence[BoardRows]) -> None:
    """Show these records, which `remove` has taken out before."""
    _insert(connection, board, [each.row for each in rows])
    _insert(connection, link, [found for each in rows for found in each.links])
    _insert(connection, identity, [found for each in rows for found in each.identities])
    _insert(connection, revocation, [found for each in rows for found in each.revocations])


def remove(connection: Connection, ctids: Sequence[str]) -> None:
    """Forget what these records put here by themselves."""
    for part in in_parts(ctids):
        connection.execute(delete(board).where(board.c.ctid.in_(part)))
        for table in _OWN:
            connection.execute(delete(table).where(table.c.record.in_(part)))


def clear(connection: Connection) -> None:
    """Empty the board's tables; what checks of links found stays."""
    for table in (board, conflict, *_OWN):
        connection.execute(delete(table))


def standings(connection: Connection, ctids: Iterable[str]) -> dict[CTID, Standing]:
    """What of these records decides on others; those not live are left out."""
    found: dict[CTID, Standing] = {}
    for part in in_parts(sorted(set(ctids))):
        for row in connection.execute(select(*_STANDING).where(board.c.ctid.in_(part))):
            found[row.ctid] = Standing(*row)
    return found


def all_standings(connection: Connection) -> dict[CTID, Standing]:
    """What of every live record decides on others."""
    return {row.ctid: Standing(*row) for row in connection.execute(select(*_STANDING))}


def all_statements(connection: Connection) -> list[StatementRow]:
    """Every quality-assurance statement."""
    columns = [_statement.c[name] for name in StatementRow.__dataclass_fields__]
    query = select(*columns).order_by(_statement.c.id)
    return [StatementRow(*row) for row in connection.execute(query)]


def all_rows(connection: Connection) -> Iterator[BoardRow]:
    """What the board counts of every record."""
    for row in connection.execute(select(board).order_by(board.c.ctid)):
        yield BoardRow(*row)


def all_conflicts(connection: Connection) -> set[ConflictRow]:
    """Every conflict, whether it counts today or not."""
    return {ConflictRow(*row) for row in connection.execute(select(*_CONFLICT))}


def subjects_judged_in(connection: Connection, ctids: Sequence[str]) -> set[CTID]:
    """The things that these records make statements or revocations about."""
    found: set[CTID] = set()
    for table in (_statement, revocation):
        for part in in_parts(ctids):
            query = select(table.c.subject).where(table.c.record.in_(part)).distinct()
            found.update(connection.scalars(query))
    return found


def revocations_about(
    connection: Connection, subjects: Iterable[str] | None = None
) -> list[RevocationRow]:
    """The revocations that speak of these things, or all of them."""
    columns = [revocation.c[name] for name in RevocationRow.__dataclass_fields__]
    query = select(*columns).order_by(revocation.c.id)
    queries = (
        [query]
        if subjects is None
        else [
            query.where(revocation.c.subject.in_(part)) for part in in_parts(sorted(set(subjects)))
        ]
    )
    return [RevocationRow(*row) for each in queries for row in connection.execute(each)]


def identity_keys(connection: Connection, ctids: Sequence[str]) -> set[str]:
    """The digests of the identifiers of these records."""
    found: set[str] = set()
    for part in in_parts(ctids):
        query = select(identity.c.key).where(identity.c.record.in_(part)).distinct()
        found.update(connection.scalars(query))
    return found


def having_identities(connection: Connection, keys: Iterable[str]) -> list[CTID]:
    """The records that have one of these identifiers, given as digests."""
    found: set[CTID] = set()
    for part in in_parts(sorted(set(keys))):
        query = select(identity.c.record).where(identity.c.key.in_(part)).distinct()
        found.update(CTID(each) for each in connection.scalars(query))
    return sorted(found)


def sharing_an_identity(
    connection: Connection, keys: Iterable[str] | None = None
) -> set[tuple[CTID, CTID]]:
    """Pairs of records with one of these identifiers, or any, in common; smaller first.

    What more than `MOST_SHARING` records share identifies nothing, and would make endless pairs.
    """
    query = select(identity.c.key, identity.c.record)
    telling = select(identity.c.key).group_by(identity.c.key)
    telling = telling.having(func.count().between(2, MOST_SHARING))
    queries = [query.where(identity.c.key.in_(telling))]
    if keys is not None:
        queries = [
            query.where(identity.c.key.in_(telling.where(identity.c.key.in_(part))))
            for part in in_parts(sorted(set(keys)))
        ]
    holders: dict[str, set[CTID]] = {}
    for each in queries:
        for key, record in connection.execute(each):
            holders.setdefault(key, set()).add(record)
    return {pair for found in holders.values() for pair in combinations(sorted(found), 2)}


def in_conflict_over(connection: Connection, keys: Iterable[str], kind: str) -> set[CTID]:
    """The records that have one of these identifiers and a side in a conflict of this kind."""
    found: set[CTID] = set()
    for part in in_parts(sorted(set(keys))):
        holding = select(identity.c.record).where(identity.c.key.in_(part))
        query = select(conflict.c.record, conflict.c.other).where(
            conflict.c.kind == kind, conflict.c.record.in_(holding)
        )
        found.update(each for row in connection.execute(query) for each in row)
    return found


def put_quality(connection: Connection, found: Iterable[tuple[CTID, bool, str | None]]) -> None:
    """Set whether each record has no statement on its quality, and until when those it has reach.

    Only rows that differ are written.
    """
    changed = [{"_ctid": ctid, "_no": no_qa, "_until": until} for ctid, no_qa, until in found]
    if changed:
        query = update(board).where(board.c.ctid == bindparam("_ctid"))
        connection.execute(
            query.values(no_qa=bindparam("_no"), qa_until=bindparam("_until")), changed
        )


def add_conflicts(connection: Connection, found: Sequence[ConflictRow]) -> None:
    """Add these conflicts to none."""
    _insert(connection, conflict, found)


def replace_conflicts_about(
    connection: Connection,
    subjects: Iterable[str],
    kinds: Sequence[str],
    found: Sequence[ConflictRow],
) -> None:
    """Let `found` be all conflicts of these kinds about these subjects."""
    for part in in_parts(sorted(set(subjects))):
        query = delete(conflict).where(conflict.c.subject.in_(part), conflict.c.kind.in_(kinds))
        connection.execute(query)
    _insert(connection, conflict, found)


def replace_conflicts_between(
    connection: Connection,
    records: Iterable[str],
    kinds: Sequence[str],
    found: Sequence[ConflictRow],
) -> None:
    """Let `found` be all conflicts of these kinds in which these records have a side."""
    for part in in_parts(sorted(set(records))):
        for side in (conflict.c.record, conflict.c.other):
            connection.execute(delete(conflict).where(side.in_(part), conflict.c.kind.in_(kinds)))
    _insert(connection, conflict, found)


_STANDING = [board.c[name] for name in Standing._fields]
_CONFLICT = [conflict.c[name] for name in ConflictRow.__dataclass_fields__]


def _insert(connection: Connection, table: Table, found: Sequence[object]) -> None:
    if found:
        connection.execute(insert(table), [vars(row) for row in found])
