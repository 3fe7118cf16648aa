"""The relational catalogue: rows for listing and joining, a view of the log in the database."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from app.store.log import in_parts
from app.store.models import (
    CatalogueEdge,
    CatalogueRecord,
    CatalogueResource,
    CatalogueStatement,
    ViewPosition,
)
from ctdl.ctid import CTID

_record: Table = CatalogueRecord.__table__  # type: ignore[attr-defined]
_resource: Table = CatalogueResource.__table__  # type: ignore[attr-defined]
_edge: Table = CatalogueEdge.__table__  # type: ignore[attr-defined]
_statement: Table = CatalogueStatement.__table__  # type: ignore[attr-defined]
_position: Table = ViewPosition.__table__  # type: ignore[attr-defined]
_PARTS_OF_A_RECORD = (_edge, _statement)
NAME = "catalogue"


@dataclass(frozen=True)
class RecordRow:
    """A record as the catalogue lists it; `summary` is JSON."""

    ctid: CTID
    number: int
    first_at: str
    type: str
    family: str
    withdrawn: bool
    name_key: str
    country: str | None
    sha256: str
    summary: str


@dataclass(frozen=True)
class ResourceRow:
    """A thing with a CTID and the record that describes it; `name` is a JSON language map."""

    ctid: CTID
    record: CTID
    type: str
    name: str
    withdrawn: bool = False


@dataclass(frozen=True)
class EdgeRow:
    """A relation from a thing in `record` to another thing, known by CTID or only by its IRI."""

    record: CTID
    subject: CTID
    predicate: str
    target: CTID | None
    target_iri: str | None


@dataclass(frozen=True)
class StatementRow:
    """A quality-assurance statement found in `record` about `subject`; dates as stated.

    `ends_foreseen` is whether its end was still to come when its source was read.
    """

    record: CTID
    subject: CTID
    agent: CTID | None
    agent_name: str
    kind: str
    starts_on: str | None
    ends_on: str | None
    ends_foreseen: bool = False


@dataclass(frozen=True)
class Rows:
    """All rows that one record puts into the catalogue."""

    record: RecordRow
    resources: tuple[ResourceRow, ...]
    edges: tuple[EdgeRow, ...]
    statements: tuple[StatementRow, ...]


def position(connection: Connection) -> int:
    """The number of the last change that the catalogue shows."""
    return connection.scalar(select(_position.c.number).where(_position.c.name == NAME)) or 0


def lock_position(connection: Connection) -> int:
    """The position, with every other updater of the catalogue made to wait."""
    query = select(_position.c.number).where(_position.c.name == NAME).with_for_update()
    found = connection.scalar(query)
    if found is None:
        connection.execute(insert(_position).values(name=NAME, number=0))
    return found or 0


def move_position(connection: Connection, number: int) -> None:
    """Remember that the catalogue shows all changes up to `number`."""
    connection.execute(update(_position).where(_position.c.name == NAME).values(number=number))


def put(connection: Connection, rows: Sequence[Rows]) -> None:
    """Show these records, which `remove` has taken out before, as their rows say."""
    _insert(connection, _record, [row.record for row in rows])
    _insert(connection, _resource, [resource for row in rows for resource in row.resources])
    _insert(connection, _edge, [edge for row in rows for edge in row.edges])
    _insert(connection, _statement, [statement for row in rows for statement in row.statements])


def remove(connection: Connection, ctids: Sequence[str]) -> None:
    """Forget these records."""
    for part in in_parts(ctids):
        connection.execute(delete(_record).where(_record.c.ctid.in_(part)))
        for table in (_resource, *_PARTS_OF_A_RECORD):
            connection.execute(delete(table).where(table.c.record.in_(part)))


def clear(connection: Connection) -> None:
    """Empty the catalogue."""
    for table in (_record, _resource, *_PARTS_OF_A_RECORD):
        connection.execute(delete(table))
    move_position(connection, 0)


def entries(connection: Connection) -> Iterator[tuple[CTID, str]]:
    """Each record shown, with the SHA-256 of its revision, by CTID."""
    query = select(_record.c.ctid, _record.c.sha256).where(~_record.c.withdrawn)
    for row in connection.execute(query.order_by(_record.c.ctid)):
        yield row.ctid, row.sha256


def part_counts(connection: Connection) -> dict[CTID, tuple[int, int, int]]:
    """How many things, relations and statements the catalogue holds for each record shown."""
    counted = []
    for table in (_resource, *_PARTS_OF_A_RECORD):
        query = select(table.c.record, func.count()).group_by(table.c.record)
        counted.append({row[0]: row[1] for row in connection.execute(query)})
    shown = connection.scalars(select(_record.c.ctid).where(~_record.c.withdrawn))
    things, relations, statements = counted
    return {
        ctid: (things.get(ctid, 0), relations.get(ctid, 0), statements.get(ctid, 0))
        for ctid in shown
    }


def records(connection: Connection, ctids: Iterable[str]) -> dict[CTID, RecordRow]:
    """The rows of these records; unknown ones are left out."""
    found: dict[CTID, RecordRow] = {}
    for part in in_parts(sorted(set(ctids))):
        for row in connection.execute(select(_record).where(_record.c.ctid.in_(part))):
            found[row.ctid] = RecordRow(*row)
    return found


def resources(connection: Connection, ctids: Iterable[str]) -> dict[CTID, ResourceRow]:
    """What the catalogue knows of these things; unknown ones are left out."""
    found: dict[CTID, ResourceRow] = {}
    for part in in_parts(sorted(set(ctids))):
        for row in connection.execute(select(_resource).where(_resource.c.ctid.in_(part))):
            found[row.ctid] = ResourceRow(*row)
    return found


def listing(
    connection: Connection,
    family: str,
    *,
    country: str | None = None,
    types: Sequence[str] = (),
    after: int = 0,
    limit: int | None = None,
) -> list[RecordRow]:
    """The records of a family that are not withdrawn, by name."""
    query = select(_record).where(_record.c.family == family, ~_record.c.withdrawn)
    if country:
        query = query.where(_record.c.country == country)
    if types:
        query = query.where(_record.c.type.in_(types))
    query = query.order_by(_record.c.name_key, _record.c.ctid).offset(after).limit(limit)
    return [RecordRow(*row) for row in connection.execute(query)]


def revisions_of(connection: Connection, family: str) -> list[tuple[CTID, str]]:
    """The records of a family that are not withdrawn, each with the SHA-256 of its revision."""
    query = select(_record.c.ctid, _record.c.sha256).where(
        _record.c.family == family, ~_record.c.withdrawn
    )
    return [(row.ctid, row.sha256) for row in connection.execute(query.order_by(_record.c.ctid))]


def called(connection: Connection, family: str, name_keys: Iterable[str]) -> list[CTID]:
    """The records of a family with one of these names, folded, that are not withdrawn."""
    found: list[CTID] = []
    for part in in_parts(sorted(set(name_keys))):
        query = select(_record.c.ctid).where(
            _record.c.family == family, _record.c.name_key.in_(part), ~_record.c.withdrawn
        )
        found.extend(connection.scalars(query.order_by(_record.c.ctid)))
    return found


def family_counts(connection: Connection) -> dict[str, int]:
    """How many records of each family are shown."""
    query = select(_record.c.family, func.count()).where(~_record.c.withdrawn)
    return {row[0]: row[1] for row in connection.execute(query.group_by(_record.c.family))}


def country_counts(connection: Connection, family: str) -> dict[str, int]:
    """How many records of the family belong to each country; those without one are left out."""
    query = select(_record.c.country, func.count()).where(
        _record.c.family == family, ~_record.c.withdrawn, _record.c.country.is_not(None)
    )
    return {row[0]: row[1] for row in connection.execute(query.group_by(_record.c.country))}


def edges_to(
    connection: Connection, ctids: Iterable[str], predicates: Sequence[str] = ()
) -> list[EdgeRow]:
    """The relations that other records state towards these things."""
    return _edges(connection, _edge.c.target, ctids, predicates)


def edges_from(
    connection: Connection, ctids: Iterable[str], predicates: Sequence[str] = ()
) -> list[EdgeRow]:
    """The relations stated by the records of these things."""
    return _edges(connection, _edge.c.subject, ctids, predicates)


def edges_by_predicate(connection: Connection, predicates: Sequence[str]) -> list[EdgeRow]:
    """Every relation of these kinds."""
    columns = [_edge.c[name] for name in EdgeRow.__dataclass_fields__]
    query = select(*columns).where(_edge.c.predicate.in_(predicates)).order_by(_edge.c.id)
    return [EdgeRow(*row) for row in connection.execute(query)]


def statements_about(connection: Connection, ctids: Iterable[str]) -> list[StatementRow]:
    """The quality-assurance statements about these things, newest start first."""
    return _statements(connection, _statement.c.subject, ctids)


def statements_by(
    connection: Connection, agent: str, limit: int | None = None
) -> list[StatementRow]:
    """The quality-assurance statements an agency is named in as the one who vouches."""
    return _statements(connection, _statement.c.agent, [agent])[:limit]


def referring_records(
    connection: Connection, ctids: Iterable[str], predicates: Sequence[str]
) -> set[CTID]:
    """The records that state one of these relations towards any of these things."""
    return {edge.record for edge in edges_to(connection, ctids, predicates)}


def of_class_owned_by(
    connection: Connection, type_: str, owners: Iterable[str], limit: int
) -> list[CTID]:
    """Up to `limit` records of a class, not withdrawn, that name one of these as their owner."""
    query = (
        select(_edge.c.record)
        .join(_record, _record.c.ctid == _edge.c.record)
        .where(_edge.c.target.in_(sorted(owners)), _edge.c.predicate == "ceterms:ownedBy")
        .where(_edge.c.subject == _edge.c.record, _record.c.type == type_, ~_record.c.withdrawn)
    )
    return list(connection.scalars(query.distinct().order_by(_edge.c.record).limit(limit)))


def _insert(connection: Connection, table: Table, rows: Sequence[object]) -> None:
    if rows:
        connection.execute(insert(table), [vars(row) for row in rows])


def _edges(
    connection: Connection, column: object, ctids: Iterable[str], predicates: Sequence[str]
) -> list[EdgeRow]:
    columns = [_edge.c[name] for name in EdgeRow.__dataclass_fields__]
    found: list[EdgeRow] = []
    for part in in_parts(sorted(set(ctids))):
        query = select(*columns).where(column.in_(part))  # type: ignore[attr-defined]
        if predicates:
            query = query.where(_edge.c.predicate.in_(predicates))
        found.extend(EdgeRow(*row) for row in connection.execute(query.order_by(_edge.c.id)))
    return found


def _statements(connection: Connection, column: object, ctids: Iterable[str]) -> list[StatementRow]:
    columns = [_statement.c[name] for name in StatementRow.__dataclass_fields__]
    found: list[StatementRow] = []
    for part in in_parts(sorted(set(ctids))):
        query = select(*columns).where(column.in_(part))  # type: ignore[attr-defined]
        found.extend(
            StatementRow(*row) for row in connection.execute(query.order_by(_statement.c.id))
        )
    return sorted(found, key=lambda row: row.starts_on or "", reverse=True)
