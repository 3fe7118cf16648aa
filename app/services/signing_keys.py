"""The public keys that publishers sign envelopes with: registered, listed, taken back."""

import json
from collections.abc import Collection, Sequence

from app.services.jws import VerifyingKey, key_of_jwk, read_key
from app.services.registry import Registry
from app.store import publishers, signing_keys
from app.store.signing_keys import SigningKeyEntry
from ctdl.ctid import CTID
from ctdl.errors import RegistryError

MOST_KEYS = 20
"""How many keys of one publisher can be in use; each may have to be tried on a signature."""


class SigningKeyNotFound(RegistryError):
    """There is no such signing key in use."""


class SigningKeyTaken(RegistryError):
    """The key cannot be registered: it is somebody's already, or was taken back."""


def add_signing_key(
    registry: Registry, publisher: CTID, data: bytes, *, label: str = "", name: str = ""
) -> SigningKeyEntry:
    """Register a public key (PEM or JSON Web Key) for the publisher; once is enough.

    Raises KeyUnusable for what is no such key. A key belongs to one publisher for ever, so that
    what it signed can always be told whose it is.
    """
    key = read_key(data)
    with registry.database.writing() as connection:
        known = signing_keys.entry(connection, key.id)
        if known is None:
            _require_room(signing_keys.entries(connection, publisher))
            kept = name or publishers.publisher_name(connection, publisher) or publisher
            publishers.remember_publisher(connection, publisher, kept)
            jwk = json.dumps(key.jwk, sort_keys=True, separators=(",", ":"))
            signing_keys.add(connection, key.id, publisher, jwk, label)
            known = signing_keys.entry(connection, key.id)
            assert known is not None, "it was written a moment ago"
        if known.publisher != publisher:
            raise SigningKeyTaken(f"The key {key.id} is another publisher's; make one of your own.")
        if not known.is_open:
            raise SigningKeyTaken(
                f"The key {key.id} was revoked on {known.revoked_at}; make a new one."
            )
        return known


def list_signing_keys(
    registry: Registry, publisher: CTID | None = None
) -> Sequence[SigningKeyEntry]:
    """All signing keys, or those of one publisher, revoked ones too."""
    with registry.database.reading() as connection:
        return signing_keys.entries(connection, publisher)


def revoke_signing_key(registry: Registry, key_id: str) -> None:
    """Take no more documents signed with this key; what it signed before stays verifiable."""
    with registry.database.writing() as connection:
        if not signing_keys.revoke(connection, key_id):
            raise SigningKeyNotFound(
                f"There is no signing key {key_id!r} in use; `registry signing-key list` shows"
                " them."
            )


def keys_in_use(registry: Registry, signers: Collection[CTID]) -> list[VerifyingKey]:
    """The keys that documents of these publishers may be signed with now."""
    with registry.database.reading() as connection:
        found = [each for ctid in signers for each in signing_keys.entries(connection, ctid)]
    return [key_of_jwk(each.jwk) for each in found if each.is_open]


def keys_ever_used(registry: Registry) -> dict[str, list[VerifyingKey]]:
    """Every key by publisher, revoked ones too: for signatures that were taken long ago."""
    found: dict[str, list[VerifyingKey]] = {}
    with registry.database.reading() as connection:
        for each in signing_keys.entries(connection):
            found.setdefault(each.publisher, []).append(key_of_jwk(each.jwk))
    return found


def _require_room(entries: Sequence[SigningKeyEntry]) -> None:
    if sum(each.is_open for each in entries) >= MOST_KEYS:
        raise SigningKeyTaken(
            f"The publisher has {MOST_KEYS} signing keys in use; revoke one of them first."
        )
