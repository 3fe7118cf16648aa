"""Corrections in the database: asked for, answered, hidden; never deleted."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    Table,
    and_,
    case,
    func,
    insert,
    literal,
    select,
    text,
    update,
)

from app.store.correction_models import Correction
from app.store.models import Change

_correction: Table = Correction.__table__  # type: ignore[attr-defined]
_change: Table = Change.__table__  # type: ignore[attr-defined]

OPEN = "open"
HIDDEN = "hidden"
"""What stands for the state of a request that the operator has hidden: it waits for nobody."""


@dataclass(frozen=True)
class CorrectionRow:
    """One request, as it is kept."""

    number: int
    subject: str
    record: str
    field: str
    revision: int
    problem: str
    proposed: str | None
    evidence: str
    asked_at: str
    digest: str
    code_hash: str
    state: str = OPEN
    answer: str | None = None
    answered_at: str | None = None
    answered_by: str | None = None
    change: int | None = None
    hidden_at: str | None = None
    hidden_reason: str | None = None


@dataclass(frozen=True)
class Chosen:
    """Which requests are wanted: of a thing, of those who keep records, in a state; None is all.

    One that the operator has hidden is in no state any more.
    """

    subject: str | None = None
    keepers: Collection[str] | None = None
    state: str | None = None
    visible: bool = False
    """Whether those that the operator has hidden are left out."""


def lock(connection: Connection) -> None:
    """Let nobody else add or answer a request until this transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE correction IN EXCLUSIVE MODE"))


def next_number(connection: Connection) -> int:
    """The number of the next request; the caller holds the lock."""
    return (connection.scalar(select(func.max(_correction.c.number))) or 0) + 1


def add(connection: Connection, row: CorrectionRow) -> None:
    """Keep a new request."""
    connection.execute(insert(_correction).values(**vars(row)))


def with_number(connection: Connection, number: int) -> CorrectionRow | None:
    """The request of this number."""
    found = connection.execute(select(_correction).where(_correction.c.number == number)).first()
    return CorrectionRow(*found) if found else None


def same(connection: Connection, digest: str, since: str) -> CorrectionRow | None:
    """The newest request that asks this and is open, or was asked `since`."""
    is_current = (_correction.c.state == OPEN) | (_correction.c.asked_at >= since)
    query = select(_correction).where(_correction.c.digest == digest, is_current)
    found = connection.execute(query.order_by(_correction.c.number.desc()).limit(1)).first()
    return CorrectionRow(*found) if found else None


def settle(connection: Connection, number: int, **values: Any) -> bool:
    """Give an open request its answer; False when it is open no longer.

    That it is open is asked in the same statement: of two answers at once, one counts.
    """
    is_open = and_(
        _correction.c.number == number,
        _correction.c.state == OPEN,
        _correction.c.hidden_at.is_(None),
    )
    return connection.execute(update(_correction).where(is_open).values(**values)).rowcount == 1


def hide(connection: Connection, number: int, at: str, reason: str) -> bool:
    """Show no longer what was written in a request; False when it is hidden already."""
    is_shown = and_(_correction.c.number == number, _correction.c.hidden_at.is_(None))
    done = connection.execute(
        update(_correction).where(is_shown).values(hidden_at=at, hidden_reason=reason)
    )
    return done.rowcount == 1


def listing(connection: Connection, chosen: Chosen, offset: int, limit: int) -> list[CorrectionRow]:
    """Requests, newest first."""
    query = _wanted(select(_correction), chosen).order_by(_correction.c.number.desc())
    return [CorrectionRow(*row) for row in connection.execute(query.offset(offset).limit(limit))]


def changed_last(connection: Connection, chosen: Chosen, limit: int) -> list[CorrectionRow]:
    """Requests, those first to which something happened last: asked, settled or hidden."""
    settled = func.coalesce(_correction.c.answered_at, _correction.c.asked_at)
    changed = case((_correction.c.hidden_at > settled, _correction.c.hidden_at), else_=settled)
    query = _wanted(select(_correction), chosen)
    query = query.order_by(changed.desc(), _correction.c.number.desc())
    return [CorrectionRow(*row) for row in connection.execute(query.limit(limit))]


def count(connection: Connection, chosen: Chosen) -> int:
    """How many such requests there are."""
    query = _wanted(select(func.count()).select_from(_correction), chosen)
    return connection.scalar(query) or 0


def counts(connection: Connection, chosen: Chosen) -> dict[str, int]:
    """How many such requests are in each state, or HIDDEN; without any it is left out."""
    state = case((_correction.c.hidden_at.is_not(None), literal(HIDDEN)), else_=_correction.c.state)
    query = _wanted(select(state, func.count()), chosen).group_by(text("1"))
    return {row[0]: row[1] for row in connection.execute(query)}


def keeper(connection: Connection, record: str) -> str | None:
    """Who keeps a record now, live or withdrawn."""
    query = select(_change.c.publisher).where(_change.c.ctid == record)
    found: str | None = connection.scalar(query.order_by(_change.c.number.desc()).limit(1))
    return found


def _wanted(query: Select[Any], chosen: Chosen) -> Select[Any]:
    if chosen.subject is not None:
        query = query.where(_correction.c.subject == chosen.subject)
    if chosen.state is not None:
        query = query.where(_correction.c.state == chosen.state)
    if chosen.visible or chosen.state is not None:
        query = query.where(_correction.c.hidden_at.is_(None))
    if chosen.keepers is not None:
        newest = select(func.max(_change.c.number)).where(_change.c.ctid == _correction.c.record)
        kept = select(_change.c.number).where(
            _change.c.number == newest.correlate(_correction).scalar_subquery(),
            _change.c.publisher.in_(list(chosen.keepers)),
        )
        query = query.where(kept.correlate(_correction).exists())
    return query
