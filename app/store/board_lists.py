"""Reading the board: how many records are on each of its lists, which, and what one can narrow to.

Dates are compared here with the day of asking; the tables only say what was stated.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Table,
    and_,
    func,
    literal,
    or_,
    select,
)

from app.store.board import board, conflict, link
from app.store.board_models import LinkCheck
from app.store.log import newest_number
from app.store.models import (
    CatalogueEdge,
    CatalogueRecord,
    CatalogueStatement,
    Change,
    Publisher,
)
from ctdl.ctid import CTID

check: Table = LinkCheck.__table__  # type: ignore[attr-defined]
_record: Table = CatalogueRecord.__table__  # type: ignore[attr-defined]
_edge: Table = CatalogueEdge.__table__  # type: ignore[attr-defined]
_statement: Table = CatalogueStatement.__table__  # type: ignore[attr-defined]
_change: Table = Change.__table__  # type: ignore[attr-defined]
_publisher: Table = Publisher.__table__  # type: ignore[attr-defined]

CONFLICTS, DEAD_LINKS, RECENT = "conflicts", "dead-links", "recent"
RECENT_CHANGES = 1000
"""How far back the list of recent changes goes; the whole log is at `/api/v1/changes`."""

_PROVIDES = ("ceterms:ownedBy", "ceterms:offeredBy")
_ORGANIZATION = "organization"

OF_RECORDS: Mapping[str, Callable[[str], ColumnElement[bool]]] = {
    "no-level": lambda _day: board.c.no_level,
    "no-outcomes": lambda _day: board.c.no_outcomes,
    "no-assessment": lambda _day: board.c.no_assessment,
    "no-size": lambda _day: board.c.no_size,
    "no-quality-assurance": lambda _day: board.c.no_qa,
    "required-missing": lambda _day: board.c.missing != "",
    "review-due": lambda day: board.c.review_on < day,
    "quality-assurance-ended": lambda day: board.c.qa_until < day,
}
"""The lists of single records and what puts a record on each of them on a day."""

_KINDS = {CONFLICTS: conflict.c.kind, RECENT: _change.c.kind}
_DAYS = {"review-due": board.c.review_on, "quality-assurance-ended": board.c.qa_until}


@dataclass(frozen=True)
class Narrowing:
    """What a list is narrowed to; `provider` is a CTID, `provider_words` part of a folded name.

    `kind` is of a change or of a conflict; other lists have none and are empty with one.
    """

    provider: str = ""
    provider_words: str = ""
    country: str = ""
    type: str = ""
    publisher: str = ""
    kind: str = ""


@dataclass(frozen=True)
class RecordLine:
    """A record on a list: the day that has passed, or the required properties that are missing."""

    ctid: CTID
    publisher: str
    day: str | None
    missing: str


@dataclass(frozen=True)
class ConflictLine:
    """Two statements that cannot both be right."""

    kind: str
    subject: CTID
    record: CTID
    other: CTID | None
    agent: CTID | None
    detail: str
    publisher: str


@dataclass(frozen=True)
class LinkLine:
    """A dead link of a record, and what the last check found."""

    ctid: CTID
    publisher: str
    property: str
    url: str
    checked_at: str
    outcome: str
    status: int | None
    failed_days: int
    note: str


@dataclass(frozen=True)
class ChangeLine:
    """An entry of the log, without its document."""

    ctid: CTID
    publisher: str
    number: int
    kind: str
    type: str
    at: str


@dataclass(frozen=True)
class Options:
    """The classes, publishers (with names) and kinds that the entries of a list have."""

    types: frozenset[str]
    publishers: Mapping[str, str]
    kinds: frozenset[str]


Line = RecordLine | ConflictLine | LinkLine | ChangeLine


def counts(connection: Connection, day: str, narrowed: Narrowing) -> dict[str, int]:
    """How many entries each list has on this day."""
    sums = [
        func.count().filter(condition(day)).label(name) for name, condition in OF_RECORDS.items()
    ]
    query = select(*sums).select_from(board).where(*_narrow(narrowed, board, ""))
    found = dict(connection.execute(query).one()._mapping)
    for name in (CONFLICTS, DEAD_LINKS, RECENT):
        found[name] = count(connection, name, day, narrowed)
    return {name: found[name] or 0 for name in found}


def count(connection: Connection, name: str, day: str, narrowed: Narrowing) -> int:
    """How many entries one list has on this day."""
    source, where, by = _source(connection, name, day)
    query = select(func.count()).select_from(source).where(*where, *_narrow(narrowed, by, name))
    return connection.scalar(query) or 0


def lines(
    connection: Connection, name: str, day: str, narrowed: Narrowing, after: int, limit: int
) -> list[Line]:
    """Some entries of a list in its order: by name, by date, or the newest first."""
    source, where, by = _source(connection, name, day)
    query = _columns(name).select_from(source).where(*where, *_narrow(narrowed, by, name))
    query = query.order_by(*_order(name)).offset(after).limit(limit)
    kind = {CONFLICTS: ConflictLine, DEAD_LINKS: LinkLine, RECENT: ChangeLine}.get(name, RecordLine)
    return [kind(*row) for row in connection.execute(query)]


def conflicts_of(connection: Connection, ctid: str, day: str, limit: int) -> list[ConflictLine]:
    """The statements that cannot both be right of which one record makes one, or is the subject."""
    concerned = or_(*(conflict.c[side] == ctid for side in ("subject", "record", "other")))
    # Hardly any record is in one, and what makes one count today takes a look at all statements.
    if connection.execute(select(conflict.c.id).where(concerned).limit(1)).first() is None:
        return []
    source, where, _ = _source(connection, CONFLICTS, day)
    query = _columns(CONFLICTS).select_from(source).where(*where, concerned)
    query = query.order_by(*_order(CONFLICTS)).limit(limit)
    found: list[Any] = list(connection.execute(query))
    return [ConflictLine(*row) for row in found]


def options(connection: Connection, name: str, day: str) -> Options:
    """What a list can be narrowed to."""
    source, where, by = _source(connection, name, day)
    kind = _KINDS.get(name, literal(""))
    query = select(_type(by), by.c.publisher, kind).select_from(source).where(*where).distinct()
    found = connection.execute(query).all()
    return Options(
        types=frozenset(row[0] for row in found),
        publishers=publisher_names(connection, {row[1] for row in found}),
        kinds=frozenset(row[2] for row in found if row[2]),
    )


def publisher_names(connection: Connection, ctids: Collection[str]) -> dict[str, str]:
    """The names that these publishers go by; a publisher without one by its CTID."""
    query = select(_publisher.c.ctid, _publisher.c.name).where(_publisher.c.ctid.in_(ctids))
    names = {row.ctid: row.name for row in connection.execute(query)}
    return {ctid: names.get(ctid) or ctid for ctid in ctids}


def _source(
    connection: Connection, name: str, day: str
) -> tuple[FromClause, list[ColumnElement[bool]], FromClause]:
    """The tables of a list, what puts an entry on it, and the table that filters look at."""
    if name == RECENT:
        return _change, [_change.c.number > newest_number(connection) - RECENT_CHANGES], _change
    if name == CONFLICTS:
        joined = conflict.join(board, board.c.ctid == conflict.c.record)
        return joined, _counting(connection, day), board
    if name == DEAD_LINKS:
        checked = link.join(check, and_(check.c.url == link.c.url, check.c.dead))
        return checked.join(board, board.c.ctid == link.c.record), [], board
    return board, [OF_RECORDS[name](day)], board


def _counting(connection: Connection, day: str) -> list[ColumnElement[bool]]:
    """What makes a conflict count: its days, and that the body it names speaks here."""
    since, until, scope = conflict.c.since, conflict.c.until, conflict.c.scope
    speaking = conflict.c.agent + " " + scope
    return [
        or_(since.is_(None), since < day),
        or_(until.is_(None), until >= day),
        or_(scope.is_(None), speaking.in_(_who_speaks(connection))),
    ]


def _who_speaks(connection: Connection) -> list[str]:
    """Bodies that publish quality assurance here themselves: body, kind and family of subjects."""
    maker, subject = board.alias(), board.alias()
    joined = _statement.join(
        maker, and_(maker.c.ctid == _statement.c.record, maker.c.publisher == _statement.c.agent)
    ).join(subject, subject.c.ctid == _statement.c.subject)
    query = select(_statement.c.agent, _statement.c.kind, subject.c.family).select_from(joined)
    query = query.where(_statement.c.agent.in_(select(_publisher.c.ctid))).distinct()
    return [" ".join(row) for row in connection.execute(query)]


def _columns(name: str) -> Select[tuple[object, ...]]:
    if name == RECENT:
        return select(
            _change.c.ctid,
            _change.c.publisher,
            _change.c.number,
            _change.c.kind,
            _change.c.resource_type,
            _change.c.at,
        )
    if name == CONFLICTS:
        own = ("kind", "subject", "record", "other", "agent", "detail")
        return select(*(conflict.c[each] for each in own), board.c.publisher)
    if name == DEAD_LINKS:
        found = ("checked_at", "outcome", "status", "failed_days", "note")
        return select(
            board.c.ctid,
            board.c.publisher,
            link.c.property,
            link.c.url,
            *(check.c[each] for each in found),
        )
    day = _DAYS.get(name)
    return select(
        board.c.ctid,
        board.c.publisher,
        day.label("day") if day is not None else func.nullif("", "").label("day"),
        board.c.missing,
    )


def _order(name: str) -> tuple[ColumnElement[object], ...]:
    if name == RECENT:
        return (_change.c.number.desc(),)
    if name == CONFLICTS:
        return board.c.name_key, board.c.ctid, conflict.c.id
    if name == DEAD_LINKS:
        return board.c.name_key, board.c.ctid, link.c.id
    by_name = (board.c.name_key, board.c.ctid)
    return (_DAYS[name], *by_name) if name in _DAYS else by_name


def _narrow(narrowed: Narrowing, by: FromClause, name: str) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if narrowed.kind:
        where.append(_KINDS.get(name, literal("")) == narrowed.kind)
    if narrowed.type:
        where.append(_type(by) == narrowed.type)
    if narrowed.publisher:
        where.append(by.c.publisher == narrowed.publisher)
    if narrowed.provider:
        # A provider may have no record of its own here.
        where.append(_provided(by, literal(narrowed.provider)))
    if narrowed.provider_words:
        words = _record.c.name_key.contains(narrowed.provider_words, autoescape=True)
        known = select(_record.c.ctid).where(_record.c.family == _ORGANIZATION, words)
        where.append(_provided(by, known))
    if narrowed.country:
        there = select(_record.c.ctid).where(_record.c.country == narrowed.country)
        where.append(_provided(by, there))
    return where


def _provided(
    by: FromClause, providers: ColumnElement[str] | Select[tuple[str]]
) -> ColumnElement[bool]:
    """Records awarded or offered by such organizations, and the organizations themselves."""
    among = providers if isinstance(providers, Select) else [providers]
    theirs = select(_edge.c.subject).where(
        _edge.c.predicate.in_(_PROVIDES), _edge.c.target.in_(among)
    )
    return or_(by.c.ctid.in_(theirs), by.c.ctid.in_(among))


def _type(by: FromClause) -> ColumnElement[str]:
    return by.c.resource_type if by is _change else by.c.type
