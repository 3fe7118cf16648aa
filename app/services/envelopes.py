"""Signed envelopes: taking in what publishers signed, and giving out records signed."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from app.services.jws import (
    LARGEST_JWS,
    NotSigned,
    SignatureWrong,
    SignedText,
    SignerUnknown,
    read_jws,
    read_key,
    signer_among,
)
from app.services.registry import Registry
from app.services.signing_keys import keys_in_use
from ctdl.ctid import CTID
from ctdl.errors import RegistryError

ENVELOPE_TYPE = "resource_data"
ENVELOPE_VERSION = "1.0.0"
RESOURCE_FORMAT = "json"
RESOURCE_ENCODING = "jwt"
LARGEST_ENVELOPE = 3 * LARGEST_JWS
"""An envelope may repeat its document in readable form."""

_STATED = {
    "envelope_type": ENVELOPE_TYPE,
    "envelope_version": ENVELOPE_VERSION,
    "resource_format": RESOURCE_FORMAT,
    "resource_encoding": RESOURCE_ENCODING,
}


@dataclass(frozen=True)
class Signed:
    """A document whose signature was found good; `jws` is what the log keeps with it."""

    document: bytes
    jws: str
    key_id: str


def is_signed(data: bytes) -> bool:
    """Whether these bytes look like a compact JWS or an envelope rather than like a document."""
    text = data.strip()
    if not text.startswith(b"{"):
        return text.startswith(b"eyJ") and text.count(b".") == 2
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(content, dict) and "resource" in content and "@context" not in content


def open_signed(
    registry: Registry, data: bytes, publisher: CTID, *, also: Collection[CTID] = ()
) -> Signed:
    """The document in a compact JWS or in an envelope, once its signature was found good.

    It must have been made by a key that the publisher has registered and not revoked, or one of
    those in `also`, for whom the publisher acts. Raises SignatureRefused with what is wrong.
    """
    signed, stated_key = _read(data)
    keys = keys_in_use(registry, (publisher, *also))
    fitting = [key for key in keys if key.method == signed.method]
    if not fitting:
        raise SignerUnknown(
            f"{publisher} has no key in use that could verify {signed.header['alg']}. The"
            " registry's operator registers it: `registry signing-key add`."
        )
    if stated_key is not None and all(key.id != stated_key for key in keys):
        raise SignerUnknown(
            f"The envelope's resource_public_key (thumbprint {stated_key}) is not a key of"
            f" {publisher} that is in use here. Register it first, or sign with one that is."
        )
    signer = signer_among(signed, fitting)
    if signer is None or (stated_key is not None and signer.id != stated_key):
        raise SignatureWrong(
            "The signature does not fit the document: it was altered after it was signed, or"
            f" signed with another key than those of {publisher} that are in use here"
            f" ({', '.join(key.id for key in fitting)})."
        )
    return Signed(signed.payload, signed.text, signer.id)


def _read(data: bytes) -> tuple[SignedText, str | None]:
    """The JWS that was sent, and the thumbprint of the key that an envelope states."""
    if len(data) > LARGEST_ENVELOPE:
        raise NotSigned(f"The envelope has {len(data):,} bytes; at most {LARGEST_ENVELOPE:,} fit.")
    try:
        text = data.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise NotSigned(f"Byte {error.start + 1} of what was sent is not UTF-8.") from error
    if not text.startswith("{"):
        return read_jws(text), None
    envelope = _envelope(text)
    stated = envelope.get("resource_public_key")
    return read_jws(envelope["resource"]), _thumbprint(stated)


def _envelope(text: str) -> dict[str, Any]:
    try:
        envelope: dict[str, Any] = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotSigned("The envelope is not JSON that can be read.") from error
    if not isinstance(envelope.get("resource"), str):
        raise NotSigned("The envelope has no `resource`, which must be a compact JWS.")
    for name, only in _STATED.items():
        stated = envelope.get(name)
        if stated not in (None, only):
            raise NotSigned(f"The envelope's {name} is {stated!r:.60}; it must be {only!r}.")
    return envelope


def _thumbprint(stated: Any) -> str | None:
    if stated is None:
        return None
    try:
        return read_key(_key_bytes(stated)).id
    except RegistryError as error:
        raise NotSigned(f"The envelope's resource_public_key cannot be read: {error}") from error


def _key_bytes(stated: Any) -> bytes:
    return (stated if isinstance(stated, str) else json.dumps(stated)).encode()
