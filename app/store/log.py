"""The append-only change log: adding to it and reading it. All else can be rebuilt from here."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import Connection, func, insert, select, text

from app.store import seals
from app.store.database import Database
from app.store.models import LARGEST_NUMBER, Change
from app.store.signing import Signer
from ctdl.ctid import CTID

BATCH = 500
T = TypeVar("T")
_change = Change.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class LoggedChange:
    """One entry of the log, as it was written."""

    number: int
    ctid: CTID
    kind: str
    resource_type: str
    at: str
    publisher: str
    document: str
    sha256: str
    previous: int | None
    provenance: str
    reason: str | None
    replaced_by: str | None
    signature: str | None
    published_by: str | None = None
    """Who wrote it, when that was not the publisher who keeps the record."""

    @property
    def is_withdrawal(self) -> bool:
        """Whether this entry takes the record back."""
        return self.kind == "withdrawn"


@dataclass(frozen=True)
class Head:
    """The newest entry about a record, without its document."""

    ctid: CTID
    number: int
    kind: str
    publisher: str
    sha256: str
    provenance: str


@dataclass(frozen=True)
class NewChange:
    """What a publisher wants to add to the log."""

    ctid: CTID
    kind: str
    resource_type: str
    publisher: str
    document: str
    sha256: str
    previous: int | None
    provenance: str
    reason: str | None = None
    replaced_by: str | None = None
    signature: str | None = None
    published_by: str | None = None


@dataclass(frozen=True)
class Appended:
    """An entry that was added to the log, and the registry's signed receipt for it."""

    change: LoggedChange
    receipt: str


def append(connection: Connection, entries: Sequence[NewChange], signer: Signer) -> list[Appended]:
    """The entries as logged, numbered without gaps and sealed; part of the caller's transaction.

    Numbers become visible in their order: the log is locked against other writers until the
    transaction ends (SQLite has one writer at a time anyway). So do their instants, even where a
    clock is put back.
    """
    lock(connection)
    newest = newest_number(connection)
    at = max([_now(), *instants(connection, [newest]).values()])
    logged = [
        LoggedChange(number=newest + place, at=at, **vars(entry))
        for place, entry in enumerate(entries, start=1)
    ]
    sealed = [seals.seal(change, signer) for change in logged]
    if logged:
        connection.execute(insert(_change), [vars(change) for change in logged])
        seals.keep(connection, sealed)
    return [Appended(change, each.receipt) for change, each in zip(logged, sealed, strict=True)]


def seal_old_entries(connection: Connection, signer: Signer) -> None:
    """Seal a log that was begun before seals were kept; one that has any seal is left alone."""
    lock(connection)
    if seals.newest_sealed(connection) > 0:
        return
    reached = 0
    while changes := entries_after(connection, reached):
        seals.keep(connection, [seals.seal(each, signer) for each in changes])
        reached = changes[-1].number


def lock(connection: Connection) -> None:
    """Let nobody else write to the log until this transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE change IN EXCLUSIVE MODE"))


def newest_number(connection: Connection) -> int:
    """The number of the newest entry that this transaction sees."""
    return connection.scalar(select(func.max(_change.c.number))) or 0


def instants(connection: Connection, numbers: Sequence[int]) -> dict[int, str]:
    """When each of these entries was made; numbers that are not there yet are left out."""
    query = select(_change.c.number, _change.c.at).where(_change.c.number.in_(numbers))
    return {row.number: row.at for row in connection.execute(query)}


def latest_number(database: Database) -> int:
    """The number of the newest entry; 0 for an empty log."""
    with database.reading() as connection:
        return newest_number(connection)


def heads(connection: Connection, ctids: Iterable[str]) -> dict[CTID, Head]:
    """The newest entry about each of these records; records never heard of are left out."""
    found: dict[CTID, Head] = {}
    for part in in_parts(sorted(set(ctids))):
        newest = (
            select(func.max(_change.c.number))
            .where(_change.c.ctid.in_(part))
            .group_by(_change.c.ctid)
        )
        columns = [_change.c[name] for name in Head.__dataclass_fields__]
        for row in connection.execute(select(*columns).where(_change.c.number.in_(newest))):
            found[row.ctid] = Head(*row)
    return found


def live_revisions(database: Database, upto: int) -> Iterator[tuple[CTID, str, str]]:
    """Each record that is not withdrawn at entry `upto`: CTID, revision's SHA-256 and type."""
    newest = (
        select(func.max(_change.c.number)).where(_change.c.number <= upto).group_by(_change.c.ctid)
    )
    query = (
        select(_change.c.ctid, _change.c.sha256, _change.c.resource_type)
        .where(_change.c.number.in_(newest), _change.c.kind != "withdrawn")
        .order_by(_change.c.ctid)
    )
    with database.reading() as connection:
        for row in connection.execute(query):
            yield row.ctid, row.sha256, row.resource_type


def changes_after(database: Database, number: int, limit: int = BATCH) -> list[LoggedChange]:
    """Up to `limit` entries after `number`, oldest first."""
    with database.reading() as connection:
        return entries_after(connection, number, limit)


def entries_after(connection: Connection, number: int, limit: int = BATCH) -> list[LoggedChange]:
    """Up to `limit` entries after `number` that this transaction sees, oldest first."""
    query = select(_change).where(_change.c.number > number).order_by(_change.c.number).limit(limit)
    return [LoggedChange(*row) for row in connection.execute(query)]


def newest_changes(
    database: Database, upto: int, since: str | None = None
) -> Iterator[LoggedChange]:
    """The newest entry of each record up to `upto`, withdrawals too, in the order of the log.

    With `since`, only what changed from that instant on.
    """
    later = _change.alias()
    superseded = select(later.c.number).where(
        later.c.ctid == _change.c.ctid, later.c.number > _change.c.number, later.c.number <= upto
    )
    query = select(_change).where(~superseded.exists()).order_by(_change.c.number).limit(BATCH)
    reached = 0 if since is None else _number_before(database, since)
    while True:
        with database.reading() as connection:
            rows = connection.execute(
                query.where(_change.c.number > reached, _change.c.number <= upto)
            ).all()
        for row in rows:
            yield LoggedChange(*row)
        if len(rows) < BATCH:
            return
        reached = rows[-1].number


def _number_before(database: Database, since: str) -> int:
    """The number of the last entry made before an instant: instants never go back."""
    query = select(func.max(_change.c.number)).where(_change.c.at < since)
    with database.reading() as connection:
        return connection.scalar(query) or 0


def newest_of(database: Database, ctids: Iterable[str]) -> list[LoggedChange]:
    """The newest entries of these records, in the order of the log."""
    found: list[LoggedChange] = []
    with database.reading() as connection:
        for part in in_parts(sorted(set(ctids))):
            newest = (
                select(func.max(_change.c.number))
                .where(_change.c.ctid.in_(part))
                .group_by(_change.c.ctid)
            )
            rows = connection.execute(select(_change).where(_change.c.number.in_(newest)))
            found.extend(LoggedChange(*row) for row in rows)
    return sorted(found, key=lambda change: change.number)


def newest_numbers(connection: Connection, ctids: Iterable[str], upto: int) -> dict[CTID, int]:
    """The number of the newest entry of each of these records, none after `upto`."""
    found: dict[CTID, int] = {}
    for part in in_parts(sorted(set(ctids))):
        newest = (
            select(_change.c.ctid, func.max(_change.c.number))
            .where(_change.c.ctid.in_(part), _change.c.number <= upto)
            .group_by(_change.c.ctid)
        )
        found.update((row[0], row[1]) for row in connection.execute(newest))
    return found


def first_instants(connection: Connection, ctids: Iterable[str]) -> dict[CTID, str]:
    """When each of these records was first published."""
    found: dict[CTID, str] = {}
    for part in in_parts(sorted(set(ctids))):
        query = (
            select(_change.c.ctid, func.min(_change.c.at))
            .where(_change.c.ctid.in_(part))
            .group_by(_change.c.ctid)
        )
        found.update((row[0], row[1]) for row in connection.execute(query))
    return found


def changes_of(database: Database, ctid: str) -> list[LoggedChange]:
    """Everything the log holds about one record, oldest first."""
    query = select(_change).where(_change.c.ctid == ctid).order_by(_change.c.number)
    with database.reading() as connection:
        return [LoggedChange(*row) for row in connection.execute(query)]


def change(connection: Connection, number: int) -> LoggedChange | None:
    """The entry with this number, if there is one; any whole number may be asked for."""
    if number > LARGEST_NUMBER:
        return None
    row = connection.execute(select(_change).where(_change.c.number == number)).first()
    return LoggedChange(*row) if row else None


def receipt_of(connection: Connection, number: int) -> str:
    """The registry's receipt for an entry."""
    seal = seals.seal_of(connection, number)
    assert seal is not None, "every entry is sealed in the transaction that logs it"
    return seal.receipt


def is_signed(connection: Connection, number: int) -> bool:
    """Whether an entry carries its publisher's signature."""
    query = select(_change.c.number).where(
        _change.c.number == number, _change.c.signature.is_not(None)
    )
    return connection.scalar(query) is not None


def number_of_signature(connection: Connection, ctid: str, signature: str) -> int | None:
    """The newest entry about the record that carries exactly this signature."""
    return connection.scalar(
        select(func.max(_change.c.number)).where(
            _change.c.ctid == ctid, _change.c.signature == signature
        )
    )


def newest_change(database: Database, ctid: str) -> LoggedChange | None:
    """The newest entry about one record."""
    query = select(_change).where(_change.c.ctid == ctid).order_by(_change.c.number.desc()).limit(1)
    with database.reading() as connection:
        row = connection.execute(query).first()
    return LoggedChange(*row) if row else None


def in_parts(items: Sequence[T], size: int = BATCH) -> Iterator[Sequence[T]]:
    """The items in pieces that fit into one statement."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
