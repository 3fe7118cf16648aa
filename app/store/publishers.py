"""Publishers and the keys they sign in with; of a key only its hash is ever stored."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, Connection, delete, insert, select, update

from app.store.log import in_parts
from app.store.models import AccessKey, ActingFor, Publisher

_publisher = Publisher.__table__  # type: ignore[attr-defined]
_key = AccessKey.__table__  # type: ignore[attr-defined]
_acting = ActingFor.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class KeyEntry:
    """A key as it may be shown: never the key itself."""

    id: str
    publisher: str
    label: str
    created_at: str
    revoked_at: str | None
    expires_at: str | None
    scopes: str

    @property
    def is_open(self) -> bool:
        """Whether it still opens anything."""
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > _now())


def publisher_name(connection: Connection, ctid: str) -> str | None:
    """The name of a publisher, or None for one nobody has registered."""
    return connection.scalar(select(_publisher.c.name).where(_publisher.c.ctid == ctid))


def publisher_names(connection: Connection, ctids: Iterable[str]) -> dict[str, str]:
    """The names of these publishers; those that nobody has registered are left out."""
    found: dict[str, str] = {}
    for part in in_parts(sorted(set(ctids))):
        query = select(_publisher.c.ctid, _publisher.c.name).where(_publisher.c.ctid.in_(part))
        found.update((row.ctid, row.name) for row in connection.execute(query))
    return found


def remember_publisher(connection: Connection, ctid: str, name: str) -> None:
    """Let the publisher `ctid` write, under this name."""
    known = publisher_name(connection, ctid)
    if known is None:
        connection.execute(insert(_publisher).values(ctid=ctid, name=name))
    elif name and known != name:
        connection.execute(update(_publisher).where(_publisher.c.ctid == ctid).values(name=name))


def all_publishers(connection: Connection) -> list[tuple[str, str]]:
    """CTID and name of everybody who may write, by name."""
    query = select(_publisher.c.ctid, _publisher.c.name).order_by(_publisher.c.name)
    return [(row.ctid, row.name) for row in connection.execute(query)]


def let_act_for(connection: Connection, agent: str, publisher: str) -> None:
    """Let `agent` write for `publisher`; once is enough."""
    if publisher not in acts_for(connection, agent):
        connection.execute(insert(_acting).values(agent=agent, publisher=publisher, since=_now()))


def stop_acting_for(connection: Connection, agent: str, publisher: str) -> bool:
    """Whether `agent` was allowed to write for `publisher`; it no longer is."""
    done = connection.execute(
        delete(_acting).where(_acting.c.agent == agent, _acting.c.publisher == publisher)
    )
    return done.rowcount > 0


def acts_for(connection: Connection, agent: str) -> list[str]:
    """The publishers whose records `agent` may write beside its own."""
    query = select(_acting.c.publisher).where(_acting.c.agent == agent)
    return sorted(connection.scalars(query))


def create_key(
    connection: Connection, publisher: str, label: str, scopes: str, expires_at: str | None
) -> str:
    """A new key for the publisher; this is the only time it can be read."""
    key_id, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    connection.execute(
        insert(_key).values(
            id=key_id,
            publisher=publisher,
            hash=_hash(secret),
            label=label,
            created_at=_now(),
            expires_at=expires_at,
            scopes=scopes,
        )
    )
    return f"cr_{key_id}_{secret}"


def entry_of_key(connection: Connection, key: str) -> KeyEntry | None:
    """The entry of the key that this text is, open or not; None for a text that is none."""
    prefix, _, rest = key.partition("_")
    key_id, _, secret = rest.partition("_")
    if prefix != "cr" or not secret:
        return None
    kept = connection.scalar(select(_key.c.hash).where(_key.c.id == key_id))
    if kept is None or not hmac.compare_digest(kept, _hash(secret)):
        return None
    return key_entry(connection, key_id)


def key_entry(connection: Connection, key_id: str) -> KeyEntry | None:
    """The entry of the key with this id."""
    row = connection.execute(select(*_shown()).where(_key.c.id == key_id)).first()
    return KeyEntry(*row) if row else None


def list_keys(connection: Connection, publisher: str | None = None) -> list[KeyEntry]:
    """All keys, or those of one publisher, oldest first."""
    query = select(*_shown())
    if publisher is not None:
        query = query.where(_key.c.publisher == publisher)
    return [
        KeyEntry(*row) for row in connection.execute(query.order_by(_key.c.created_at, _key.c.id))
    ]


def revoke_key(connection: Connection, key_id: str) -> bool:
    """Whether there was such a key in use; it opens nothing any more."""
    done = connection.execute(
        update(_key)
        .where(_key.c.id == key_id, _key.c.revoked_at.is_(None))
        .values(revoked_at=_now())
    )
    return done.rowcount > 0


def _shown() -> list[Column[Any]]:
    return [_key.c[name] for name in KeyEntry.__dataclass_fields__]


def _hash(secret: str) -> str:
    # The secret is 256 random bits, so one round of SHA-256 cannot be searched backwards.
    return hashlib.sha256(secret.encode()).hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
