"""Keys that publishers sign in with: made, listed, taken back."""

from collections.abc import Sequence

from app.services.registry import Registry
from app.store import publishers
from app.store.publishers import KeyEntry
from ctdl.ctid import CTID
from ctdl.errors import RegistryError


class KeyNotFound(RegistryError):
    """There is no such key in use."""


def create_key(registry: Registry, publisher: CTID, *, name: str = "", label: str = "") -> str:
    """A new key for the publisher, who is registered under `name`; it can be read only now."""
    with registry.database.writing() as connection:
        known = publishers.publisher_name(connection, publisher)
        publishers.remember_publisher(connection, publisher, name or known or publisher)
        return publishers.create_key(connection, publisher, label)


def list_keys(registry: Registry, publisher: CTID | None = None) -> Sequence[KeyEntry]:
    """All keys, or those of one publisher, without the keys themselves."""
    with registry.database.reading() as connection:
        return publishers.list_keys(connection, publisher)


def revoke_key(registry: Registry, key_id: str) -> None:
    """Make a key useless from now on."""
    with registry.database.writing() as connection:
        if not publishers.revoke_key(connection, key_id):
            raise KeyNotFound(f"There is no key {key_id!r} in use; `registry key list` shows them.")


def publisher_of(registry: Registry, key: str) -> CTID | None:
    """The publisher whose valid key this is."""
    with registry.database.reading() as connection:
        found = publishers.publisher_of_key(connection, key)
    return CTID(found) if found else None
