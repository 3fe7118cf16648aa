"""Publishers and the keys they sign in with; of a key only its hash is ever stored."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select, update

from app.store.models import AccessKey, Publisher

_publisher = Publisher.__table__  # type: ignore[attr-defined]
_key = AccessKey.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class KeyEntry:
    """A key as it may be shown: never the key itself."""

    id: str
    publisher: str
    label: str
    created_at: str
    revoked_at: str | None


def publisher_name(connection: Connection, ctid: str) -> str | None:
    """The name of a publisher, or None for one nobody has registered."""
    return connection.scalar(select(_publisher.c.name).where(_publisher.c.ctid == ctid))


def remember_publisher(connection: Connection, ctid: str, name: str) -> None:
    """Let the publisher `ctid` write, under this name."""
    known = publisher_name(connection, ctid)
    if known is None:
        connection.execute(insert(_publisher).values(ctid=ctid, name=name))
    elif name and known != name:
        connection.execute(update(_publisher).where(_publisher.c.ctid == ctid).values(name=name))


def create_key(connection: Connection, publisher: str, label: str) -> str:
    """A new key for the publisher; this is the only time it can be read."""
    key_id, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    connection.execute(
        insert(_key).values(
            id=key_id, publisher=publisher, hash=_hash(secret), label=label, created_at=_now()
        )
    )
    return f"cr_{key_id}_{secret}"


def publisher_of_key(connection: Connection, key: str) -> str | None:
    """The publisher whose valid key this is, or None."""
    prefix, _, rest = key.partition("_")
    key_id, _, secret = rest.partition("_")
    if prefix != "cr" or not secret:
        return None
    row = connection.execute(select(_key).where(_key.c.id == key_id)).first()
    if row is None or row.revoked_at is not None:
        return None
    return row.publisher if hmac.compare_digest(row.hash, _hash(secret)) else None


def list_keys(connection: Connection, publisher: str | None = None) -> list[KeyEntry]:
    """All keys, or those of one publisher, oldest first."""
    query = select(_key.c.id, _key.c.publisher, _key.c.label, _key.c.created_at, _key.c.revoked_at)
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


def _hash(secret: str) -> str:
    # The secret is 256 random bits, so one round of SHA-256 cannot be searched backwards.
    return hashlib.sha256(secret.encode()).hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
