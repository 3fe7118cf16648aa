"""The records that a publisher keeps, read from the log."""

from sqlalchemy import Connection, select

from app.store.log import Head
from app.store.models import Change
from ctdl.ctid import CTID

_change = Change.__table__  # type: ignore[attr-defined]


def heads_kept_by(connection: Connection, publisher: str, after: str, limit: int) -> list[Head]:
    """The newest entries about up to `limit` of its records, by CTID, those after `after`."""
    later = _change.alias()
    superseded = select(later.c.number).where(
        later.c.ctid == _change.c.ctid, later.c.number > _change.c.number
    )
    query = (
        select(*(_change.c[name] for name in Head.__dataclass_fields__))
        .where(_change.c.publisher == publisher, _change.c.ctid > after, ~superseded.exists())
        .order_by(_change.c.ctid)
        .limit(limit)
    )
    return [Head(CTID(row.ctid), *row[1:]) for row in connection.execute(query)]
