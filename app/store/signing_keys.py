"""The public keys that publishers sign with; they are taken back, never deleted."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select, update

from app.store.models import SigningKey

_key = SigningKey.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class SigningKeyEntry:
    """A publisher's public key: `id` is its thumbprint (RFC 7638), `jwk` the key as JSON."""

    id: str
    publisher: str
    jwk: str
    label: str
    created_at: str
    revoked_at: str | None

    @property
    def is_open(self) -> bool:
        """Whether it still verifies what is sent in."""
        return self.revoked_at is None


def add(connection: Connection, key_id: str, publisher: str, jwk: str, label: str) -> None:
    """Write a key down; the caller has looked whether it is there already."""
    connection.execute(
        insert(_key).values(id=key_id, publisher=publisher, jwk=jwk, label=label, created_at=_now())
    )


def entry(connection: Connection, key_id: str) -> SigningKeyEntry | None:
    """The key with this thumbprint, taken back or not."""
    row = connection.execute(select(_key).where(_key.c.id == key_id)).first()
    return SigningKeyEntry(*row) if row else None


def entries(connection: Connection, publisher: str | None = None) -> list[SigningKeyEntry]:
    """All keys, or those of one publisher, oldest first; those taken back too."""
    query = select(_key)
    if publisher is not None:
        query = query.where(_key.c.publisher == publisher)
    rows = connection.execute(query.order_by(_key.c.created_at, _key.c.id))
    return [SigningKeyEntry(*row) for row in rows]


def revoke(connection: Connection, key_id: str) -> bool:
    """Whether there was such a key in use; nothing new can be signed with it."""
    done = connection.execute(
        update(_key)
        .where(_key.c.id == key_id, _key.c.revoked_at.is_(None))
        .values(revoked_at=_now())
    )
    return done.rowcount > 0


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
