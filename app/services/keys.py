"""Keys that publishers sign in with: made, listed, taken back, and what each may do."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from app.services.names import names
from app.services.publishing import PublisherRef
from app.services.registry import Registry
from app.store import publishers
from app.store.database import Connection
from app.store.publishers import KeyEntry
from ctdl.ctid import CTID
from ctdl.errors import RegistryError
from ctdl.language import best_text

SCOPES = ("publish", "withdraw", "bulk")
"""What a key can be good for: writing records, taking them back and restoring, whole files."""


class KeyNotFound(RegistryError):
    """There is no such key in use."""


class KeyUnusable(RegistryError):
    """A key cannot be made as asked."""


class KeyRefused(RegistryError):
    """Nobody can sign in with this key."""


class ScopeMissing(RegistryError):
    """The key is good, but not for this."""


@dataclass(frozen=True)
class SignedIn:
    """A publisher who has shown a good key."""

    key_id: str
    publisher: PublisherRef
    scopes: frozenset[str]
    acts_for: tuple[PublisherRef, ...]

    def require(self, scope: str) -> None:
        """Raise ScopeMissing unless the key is good for `scope`."""
        if scope not in self.scopes:
            good_for = ", ".join(sorted(self.scopes))
            raise ScopeMissing(
                f"This key is good for {good_for}, not for {scope}. Ask the registry's operator"
                " for one that is."
            )


def create_key(
    registry: Registry,
    publisher: CTID,
    *,
    name: str = "",
    label: str = "",
    scopes: Collection[str] = SCOPES,
    expires_on: date | None = None,
) -> str:
    """A new key for the publisher, who is registered under `name`; it can be read only now.

    It is good for `scopes`, through the day `expires_on` (UTC) or until it is revoked.
    """
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown or not scopes:
        wrong = f"not {', '.join(unknown)}" if unknown else "and of one at least"
        raise KeyUnusable(f"A key is good for some of {', '.join(SCOPES)}, {wrong}.")
    if expires_on is not None and expires_on < datetime.now(UTC).date():
        raise KeyUnusable(f"The key would be useless: {expires_on} is past.")
    expires_at = None if expires_on is None else f"{expires_on}T23:59:59Z"
    with registry.database.writing() as connection:
        known = publishers.publisher_name(connection, publisher)
        called = name or known or _name_of_record(connection, publisher) or publisher
        publishers.remember_publisher(connection, publisher, called)
        written = " ".join(sorted(set(scopes)))
        return publishers.create_key(connection, publisher, label, written, expires_at)


def list_keys(registry: Registry, publisher: CTID | None = None) -> Sequence[KeyEntry]:
    """All keys, or those of one publisher, without the keys themselves."""
    with registry.database.reading() as connection:
        return publishers.list_keys(connection, publisher)


def revoke_key(registry: Registry, key_id: str) -> None:
    """Make a key useless from now on."""
    with registry.database.writing() as connection:
        if not publishers.revoke_key(connection, key_id):
            raise KeyNotFound(f"There is no key {key_id!r} in use; `registry key list` shows them.")


def signed_in(registry: Registry, key: str) -> SignedIn:
    """Who shows this key; raises KeyRefused for one that is unknown, revoked or expired."""
    with registry.database.reading() as connection:
        return _signed_in(connection, publishers.entry_of_key(connection, key))


def signed_in_by_id(registry: Registry, key_id: str) -> SignedIn:
    """Who signed in with the key of this id; raises KeyRefused when it is good no longer."""
    with registry.database.reading() as connection:
        return _signed_in(connection, publishers.key_entry(connection, key_id))


def _name_of_record(connection: Connection, ctid: CTID) -> str:
    """What the organisation's own record calls it, if there is one here."""
    found = names(connection, [ctid]).get(ctid)
    return best_text(found.name, "en")[0] if found else ""


def _signed_in(connection: Connection, entry: KeyEntry | None) -> SignedIn:
    if entry is None:
        raise KeyRefused("This is not a key of this registry; look whether all of it was copied.")
    if entry.revoked_at is not None:
        raise KeyRefused(f"This key was revoked on {entry.revoked_at[:10]}; ask for a new one.")
    if not entry.is_open:
        expired = (entry.expires_at or "")[:10]
        raise KeyRefused(f"This key expired on {expired}; ask for a new one.")
    return SignedIn(
        entry.id,
        _ref(connection, entry.publisher),
        frozenset(entry.scopes.split()),
        tuple(_ref(connection, each) for each in publishers.acts_for(connection, entry.publisher)),
    )


def _ref(connection: Connection, ctid: str) -> PublisherRef:
    return PublisherRef(CTID(ctid), publishers.publisher_name(connection, ctid) or ctid)
