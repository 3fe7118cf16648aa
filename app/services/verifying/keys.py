"""Which keys may have made a signature, and whose they are.

A key that a badge carries along shows that nothing was altered since it was signed; whoever made
the badge could have made the key as well. Only a key that a publisher registered here before says
who that was.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.services.jws import KeyUnusable, key_of_jwk
from app.services.registry import Registry
from app.services.verifying.answers import KeyUsed
from app.services.verifying.limits import MAX_KEYS
from app.services.verifying.public_keys import (
    PublicKey,
    of_registered,
    read_did,
    read_jwk,
    read_multikey,
    read_pem,
)
from app.services.verifying.values import Node, identifier
from app.store import publishers, signing_keys
from ctdl.ctid import CTID


@dataclass(frozen=True)
class RegisteredKey:
    """A key that a publisher registered here, and may have taken back."""

    key: PublicKey
    publisher: CTID
    publisher_name: str
    is_open: bool


@dataclass(frozen=True)
class CarriedKey:
    """A key that the badge brings along; `names` are the addresses it goes by.

    `did` is the DID that it is the key of, by that DID alone.
    """

    key: PublicKey
    names: frozenset[str] = frozenset()
    did: str | None = None


@dataclass(frozen=True)
class KeyRing:
    """The keys to try, those of the badge and those of the publishers it may be from."""

    carried: tuple[CarriedKey, ...] = ()
    registered: tuple[RegisteredKey, ...] = ()

    def with_named(self, named: str | None) -> "KeyRing":
        """The ring for a signature that names its key: of carried ones only that.

        The key of a DID is in the DID itself.
        """
        if named is None:
            return self
        own = _key_of_did(named)
        carried = [each for each in self.carried if named in each.names]
        return KeyRing((*([own] if own else []), *carried), self.registered)

    def of_issuer(self, issuer: str | None) -> "KeyRing":
        """The ring for a badge of this issuer: where the issuer is a key itself, of carried ones
        only that."""
        own = _key_of_did(issuer) if issuer else None
        return KeyRing((own,), self.registered) if own else self

    def candidates(self) -> list[PublicKey]:
        """Every key once, those of the badge first."""
        keys = [*(each.key for each in self.carried), *(each.key for each in self.open_keys)]
        return list({each.id: each for each in keys}.values())[:MAX_KEYS]

    @property
    def open_keys(self) -> tuple[RegisteredKey, ...]:
        """The registered keys that were not taken back."""
        return tuple(each for each in self.registered if each.is_open)

    def registration_of(self, key: PublicKey) -> RegisteredKey | None:
        """Who registered this key, if anybody did, taken back or not."""
        return next((each for each in self.registered if each.key.id == key.id), None)

    def used(self, key: PublicKey, algorithm: str, issuer: str | None) -> KeyUsed:
        """Whose the key is that made the signature."""
        registered = self.registration_of(key)
        if registered is not None and registered.is_open:
            return KeyUsed(
                "registry", algorithm, key.id, registered.publisher, registered.publisher_name
            )
        dids = {each.did for each in self.carried if each.key.id == key.id}
        return KeyUsed("did" if issuer and issuer in dids else "badge", algorithm, key.id)


def registered_keys(registry: Registry, organizations: Iterable[CTID]) -> tuple[RegisteredKey, ...]:
    """The keys that these organisations registered here, as publishers."""
    found = []
    with registry.database.reading() as connection:
        for ctid in dict.fromkeys(organizations):
            for entry in signing_keys.entries(connection, ctid):
                name = publishers.publisher_name(connection, ctid) or ctid
                key = of_registered(key_of_jwk(entry.jwk))
                found.append(RegisteredKey(key, ctid, name, entry.is_open))
    return tuple(found)


def carried_keys(methods: Iterable[Node], jwk: Any = None) -> tuple[CarriedKey, ...]:
    """The keys of enclosed verification methods, and of the header of a token."""
    found = [key for each in _few(methods) if (key := _of_method(each)) is not None]
    if jwk is not None:
        found += [CarriedKey(key) for key in _read(read_jwk, jwk)]
    return tuple(found)


def of_dids(dids: Iterable[str | None]) -> tuple[CarriedKey, ...]:
    """The keys of those that are DIDs which hold their key."""
    made = (_key_of_did(each) for each in dict.fromkeys(dids) if each)
    return tuple(each for each in made if each is not None)


def _few(methods: Iterable[Node]) -> Sequence[Node]:
    return [each for each, _ in zip(methods, range(MAX_KEYS), strict=False)]


def _of_method(method: Node) -> CarriedKey | None:
    """The key that an enclosed verification method or CryptographicKey holds."""
    name = identifier(method)
    names = frozenset([name] if name else [])
    for member, read in (
        ("publicKeyMultibase", read_multikey),
        ("publicKeyJwk", read_jwk),
        ("publicKeyPem", read_pem),
    ):
        if member in method:
            key = next(_read(read, method[member]), None)
            return CarriedKey(key, names) if key else None
    return None


def _key_of_did(named: str) -> CarriedKey | None:
    """The key that the DID in an address is, if it is such a DID."""
    did, _, fragment = named.partition("#")
    # The one method of a did:key goes by the DID's own text, and that of a did:jwk by 0.
    if fragment and fragment not in (did.removeprefix("did:key:"), "0"):
        return None
    key = next(_read(read_did, did), None)
    return CarriedKey(key, frozenset({named, did}), did) if key else None


def _read(read: Any, value: Any) -> Iterator[PublicKey]:
    try:
        key = read(value)
    except KeyUnusable:
        return
    if key is not None:
        yield key
