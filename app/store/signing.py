"""The registry's own key: what it signs is a compact JWS (RFC 7515) with Ed25519 (RFC 8037)."""

import base64
import hashlib
import json
import os
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ctdl.errors import RegistryError

PRIVATE_KEY = "registry.pem"
RETIRED = "retired"


class SigningKeyMissing(RegistryError):
    """The registry's private key is not where it belongs, or cannot be read."""


class SignatureInvalid(RegistryError):
    """A text was not signed by this registry, or was altered since."""


@dataclass(frozen=True)
class PublicKey:
    """A key that the registry signs with, or signed with before it was replaced."""

    key: Ed25519PublicKey

    @cached_property
    def jwk(self) -> dict[str, str]:
        """The key as a JSON Web Key (RFC 8037)."""
        return {"kty": "OKP", "crv": "Ed25519", "x": _encoded(self.key.public_bytes_raw())}

    @cached_property
    def id(self) -> str:
        """The key's thumbprint (RFC 7638), which signed texts name in their header."""
        canonical = json.dumps(self.jwk, sort_keys=True, separators=(",", ":"))
        return _encoded(hashlib.sha256(canonical.encode()).digest())

    @cached_property
    def pem(self) -> str:
        """The key as OpenSSL reads it."""
        return self.key.public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        ).decode()


@dataclass(frozen=True)
class Signer:
    """Signs for the registry, and knows its own signatures again."""

    private: Ed25519PrivateKey = field(repr=False)
    retired: tuple[PublicKey, ...] = ()

    @cached_property
    def public(self) -> PublicKey:
        """The key that verifies what is signed now."""
        return PublicKey(self.private.public_key())

    @cached_property
    def public_keys(self) -> dict[str, PublicKey]:
        """Every key whose signatures are the registry's, by thumbprint."""
        return {key.id: key for key in (self.public, *self.retired)}

    def sign(self, payload: bytes, kind: str) -> str:
        """The compact JWS of `payload`; `kind` is its `typ`, which tells receipts from heads."""
        header = _encoded(_compact({"alg": "EdDSA", "kid": self.public.id, "typ": kind}))
        signed = f"{header}.{_encoded(payload)}"
        return f"{signed}.{_encoded(self.private.sign(signed.encode()))}"

    def verify(self, text: str, kind: str) -> bytes:
        """The payload of a JWS that this registry signed as `kind`; else SignatureInvalid."""
        try:
            head, payload, signature = text.split(".")
            header: Any = json.loads(_decoded(head))
            key = self.public_keys[header["kid"]]
            if header["alg"] != "EdDSA" or header["typ"] != kind:
                raise ValueError("it is another kind of signature")
            key.key.verify(_decoded(signature), f"{head}.{payload}".encode())
            return _decoded(payload)
        except (ValueError, KeyError, TypeError, InvalidSignature) as error:
            raise SignatureInvalid(
                "The registry did not sign this, or not in this form."
            ) from error


def open_signer(folder: Path) -> Signer:
    """The signer whose keys are in `folder`; raises SigningKeyMissing with the remedy."""
    path = folder / PRIVATE_KEY
    try:
        private = serialization.load_pem_private_key(path.read_bytes(), None)
    except (OSError, ValueError) as error:
        raise SigningKeyMissing(
            f"The registry's signing key {path} cannot be read ({error}). Put it back from a"
            " backup; `registry init` makes a new one where there is none."
        ) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise SigningKeyMissing(f"The key in {path} is not an Ed25519 key.")
    return Signer(private, tuple(_retired(folder)))


def create_signer(folder: Path) -> None:
    """Make the registry's key where it has none; whoever comes second keeps the first one's."""
    path = folder / PRIVATE_KEY
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.exists():
        return
    draft = _draft_of_new_key(folder)
    try:
        with suppress(FileExistsError):
            path.hardlink_to(draft)
    finally:
        draft.unlink(missing_ok=True)


def rotate_signer(folder: Path) -> Signer:
    """A signer with a new key; the old private key is gone, the public one stays with those before.

    What the old key signed stays verifiable. A process that is running goes on with the old key
    until it is started again.
    """
    old = open_signer(folder).public
    retired = folder / RETIRED
    retired.mkdir(mode=0o700, exist_ok=True)
    # The old public key is safe on the disk before its private half disappears.
    _write(retired / f"{old.id}.pem", old.pem.encode())
    _draft_of_new_key(folder).replace(folder / PRIVATE_KEY)
    return open_signer(folder)


def exposed(folder: Path) -> list[str]:
    """What is wrong with who may read or change the keys: for their folder and for each file."""
    found = []
    for path, strangers in ((folder, 0o077), (folder / PRIVATE_KEY, 0o077)):
        with suppress(OSError):
            mode = path.stat().st_mode & 0o777
            if mode & strangers:
                wanted = "700" if path == folder else "600"
                found.append(f"{path} is open to others (mode {mode:o}): chmod {wanted} {path}")
    return found


def _draft_of_new_key(folder: Path) -> Path:
    text = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    draft = folder / f".{PRIVATE_KEY}.{os.getpid()}"
    _write(draft, text)
    return draft


def _write(path: Path, text: bytes) -> None:
    """Write a file that only its owner may read, down to the disk."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _retired(folder: Path) -> list[PublicKey]:
    found = []
    for path in sorted((folder / RETIRED).glob("*.pem")):
        try:
            key = serialization.load_pem_public_key(path.read_bytes())
        except (OSError, ValueError) as error:
            raise SigningKeyMissing(f"The retired key {path} cannot be read ({error}).") from error
        if isinstance(key, Ed25519PublicKey):
            found.append(PublicKey(key))
    return found


def _compact(data: dict[str, str]) -> bytes:
    return json.dumps(data, separators=(",", ":")).encode()


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
