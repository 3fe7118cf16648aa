"""The sources this registry follows, how far it has come with each, and what became of what."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select

from app.store.log import in_parts
from app.store.models import HarvestItem, HarvestSource

_source: Table = HarvestSource.__table__  # type: ignore[attr-defined]
_item: Table = HarvestItem.__table__  # type: ignore[attr-defined]
_KEYS_AT_ONCE = 400


@dataclass(frozen=True)
class Followed:
    """A source, and when something of it was last taken or found to be unchanged."""

    url: str
    kind: str
    at: str


@dataclass(frozen=True)
class KnownItem:
    """What became of one record of a source when it was last given, and which record it is here.

    `changed` is since when the source has it so, `at` when this registry last had it from there.
    """

    identifier: str
    record: str | None
    changed: str
    at: str
    outcome: str
    message: str = ""


def followed(connection: Connection) -> list[Followed]:
    """Every source, by its address."""
    query = select(_source.c.url, _source.c.kind, _source.c.at).order_by(_source.c.url)
    return [Followed(*row) for row in connection.execute(query)]


def kind_of(connection: Connection, url: str) -> str | None:
    """The protocol the source is followed by; None for one that was never followed."""
    found: str | None = connection.scalar(select(_source.c.kind).where(_source.c.url == url))
    return found


def cursor_of(connection: Connection, url: str, kind: str) -> Mapping[str, Any]:
    """Where to go on with the source; empty where it was never followed by this protocol."""
    query = select(_source.c.cursor).where(_source.c.url == url, _source.c.kind == kind)
    kept = connection.scalar(query)
    cursor: Mapping[str, Any] = json.loads(kept) if kept else {}
    return cursor


def remember(
    connection: Connection,
    source: Followed,
    cursor: Mapping[str, Any],
    keeper: str,
    items: Sequence[KnownItem],
) -> None:
    """Keep how far this registry has come with the source, and what became of these of its records.

    The last of those with the same identifier counts. `keeper` is the publisher of the source.
    """
    connection.execute(delete(_source).where(_source.c.url == source.url))
    text = json.dumps(cursor, sort_keys=True)
    connection.execute(insert(_source).values(**asdict(source), cursor=text))
    rows = {_key(each.identifier): each for each in items}
    for part in in_parts(list(rows), _KEYS_AT_ONCE):
        connection.execute(delete(_item).where(_item.c.source == keeper, _item.c.key.in_(part)))
        connection.execute(
            insert(_item),
            [{"source": keeper, "key": key, **asdict(rows[key])} for key in part],
        )


def items_of(
    connection: Connection, keeper: str, outcomes: Collection[str] | None = None
) -> list[KnownItem]:
    """What became of each record of the source, or of those with one of these outcomes."""
    columns = [_item.c[name] for name in KnownItem.__dataclass_fields__]
    query = select(*columns).where(_item.c.source == keeper).order_by(_item.c.identifier)
    if outcomes is not None:
        query = query.where(_item.c.outcome.in_(sorted(outcomes)))
    return [KnownItem(*row) for row in connection.execute(query)]


def item_of(connection: Connection, keeper: str, identifier: str) -> KnownItem | None:
    """What became of one record of the source, if it was ever given."""
    columns = [_item.c[name] for name in KnownItem.__dataclass_fields__]
    query = select(*columns).where(_item.c.source == keeper, _item.c.key == _key(identifier))
    row = connection.execute(query).first()
    return KnownItem(*row) if row else None


def outcomes_of(connection: Connection, keeper: str) -> dict[str, int]:
    """How many records of the source became what."""
    query = (
        select(_item.c.outcome, func.count())
        .where(_item.c.source == keeper)
        .group_by(_item.c.outcome)
        .order_by(_item.c.outcome)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def _key(identifier: str) -> str:
    return hashlib.sha256(identifier.encode("utf-8", "surrogatepass")).hexdigest()
