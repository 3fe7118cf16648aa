"""What checks of web pages found: one row for each address, kept from check to check."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, Table, delete, func, insert, or_, select

from app.store.board import link
from app.store.board_models import LinkCheck
from app.store.log import in_parts

_check: Table = LinkCheck.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class CheckRow:
    """The last check of an address; `failures` and `failed_days` count since it last worked."""

    url: str
    checked_at: str
    outcome: str
    status: int | None
    final_url: str | None
    note: str
    failures: int
    failed_days: int
    failed_on: str | None
    dead: bool


def to_check(connection: Connection, before: str, limit: int) -> list[str]:
    """Addresses that live records name, not checked since `before`; never checked ones first."""
    query = (
        select(link.c.url)
        .outerjoin(_check, _check.c.url == link.c.url)
        .where(or_(_check.c.checked_at.is_(None), _check.c.checked_at < before))
        .group_by(link.c.url, _check.c.checked_at)
        .order_by(func.coalesce(_check.c.checked_at, ""), link.c.url)
        .limit(limit)
    )
    return list(connection.scalars(query))


def checks(connection: Connection, urls: Iterable[str]) -> dict[str, CheckRow]:
    """The last checks of these addresses; those never checked are left out."""
    found: dict[str, CheckRow] = {}
    for part in in_parts(sorted(set(urls))):
        for row in connection.execute(select(_check).where(_check.c.url.in_(part))):
            found[row.url] = CheckRow(*row)
    return found


def save(connection: Connection, row: CheckRow) -> None:
    """Keep this as the last check of its address."""
    connection.execute(delete(_check).where(_check.c.url == row.url))
    connection.execute(insert(_check).values(**vars(row)))


def outcomes(connection: Connection) -> dict[str, int]:
    """How many addresses that live records name had each outcome; never checked ones as ""."""
    named = select(link.c.url).distinct().subquery()
    outcome = func.coalesce(_check.c.outcome, "")
    query = (
        select(outcome, func.count())
        .select_from(named.outerjoin(_check, _check.c.url == named.c.url))
        .group_by(outcome)
    )
    return {row[0]: row[1] for row in connection.execute(query)}
