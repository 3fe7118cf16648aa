"""How far the views in this database have come, and what beside the log they were made with."""

from dataclasses import dataclass

from sqlalchemy import Connection, Table, insert, select, update

from app.store.models import ViewPosition

_position: Table = ViewPosition.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Position:
    """The number of the last change that a view shows, and the digest of its basis."""

    number: int = 0
    basis: str | None = None


def position(connection: Connection, name: str) -> Position:
    """Where the view is; at the beginning when it was never made."""
    query = select(_position.c.number, _position.c.basis).where(_position.c.name == name)
    found = connection.execute(query).first()
    return Position(*found) if found else Position()


def lock(connection: Connection, name: str) -> Position:
    """Where the view is, with every other updater of it made to wait."""
    query = select(_position.c.number, _position.c.basis).where(_position.c.name == name)
    found = connection.execute(query.with_for_update()).first()
    if found is None:
        connection.execute(insert(_position).values(name=name, number=0))
    return Position(*found) if found else Position()


def move(connection: Connection, name: str, number: int, basis: str) -> None:
    """Remember that the view, locked before, shows all up to `number` on this basis."""
    values = {"number": number, "basis": basis}
    connection.execute(update(_position).where(_position.c.name == name).values(**values))
