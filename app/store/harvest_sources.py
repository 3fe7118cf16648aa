"""The sources this registry follows, and how far it has come with each."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select

from app.store.models import HarvestSource

_source: Table = HarvestSource.__table__  # type: ignore[attr-defined]


def cursor_of(connection: Connection, url: str) -> Mapping[str, Any]:
    """Where to go on with the source; empty for one that was never followed."""
    kept = connection.scalar(select(_source.c.cursor).where(_source.c.url == url))
    cursor: Mapping[str, Any] = json.loads(kept) if kept else {}
    return cursor


def remember(connection: Connection, url: str, cursor: Mapping[str, Any], at: str) -> None:
    """Keep how far this registry has come with the source."""
    connection.execute(delete(_source).where(_source.c.url == url))
    text = json.dumps(cursor, sort_keys=True)
    connection.execute(insert(_source).values(url=url, cursor=text, at=at))


def forget(connection: Connection, url: str) -> None:
    """Begin again with the source the next time."""
    connection.execute(delete(_source).where(_source.c.url == url))
