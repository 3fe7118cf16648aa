"""Publishers' signatures: compact JWS (RFC 7515), verified only with keys registered before.

The algorithm must be RS256 or Ed25519 (written EdDSA, or Ed25519 as RFC 9864 has it). Keys that a
message brings along (`jwk`, `jku`, `x5c`, `x5u`) are never used, and nothing is ever fetched.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, RSAPublicNumbers
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey, RSAKey

from ctdl.errors import RegistryError
from ctdl.json_reading import MAX_DOCUMENT_BYTES

ALGORITHMS: Mapping[str, str] = {"RS256": "RS256", "EdDSA": "Ed25519", "Ed25519": "Ed25519"}
"""Each `alg` that is taken, and the method it means here: EdDSA is Ed25519, never Ed448."""
LARGEST_HEADER = 8 * 1024
LARGEST_JWS = MAX_DOCUMENT_BYTES * 4 // 3 + LARGEST_HEADER + 2048
LARGEST_KEY_FILE = 64 * 1024
SMALLEST_RSA, LARGEST_RSA = 2048, 8192


class SignatureRefused(RegistryError):
    """A signed document cannot be taken; the message says what is wrong with it."""


class NotSigned(SignatureRefused):
    """It is no compact JWS, or no envelope that holds one."""


class AlgorithmRefused(SignatureRefused):
    """It was signed in a way that this registry does not take."""


class SignerUnknown(SignatureRefused):
    """No key that could have signed it is registered."""


class SignatureWrong(SignatureRefused):
    """The signature does not fit: the document was altered, or another key signed it."""


class KeyUnusable(RegistryError):
    """What was given is no public key that can be registered."""


@dataclass(frozen=True)
class VerifyingKey:
    """A publisher's public key."""

    key: RSAPublicKey | Ed25519PublicKey

    @cached_property
    def jwk(self) -> dict[str, str]:
        """The key as a JSON Web Key, with the members that RFC 7638 counts and no others."""
        if isinstance(self.key, RSAPublicKey):
            numbers = self.key.public_numbers()
            return {"e": _number(numbers.e), "kty": "RSA", "n": _number(numbers.n)}
        return {"crv": "Ed25519", "kty": "OKP", "x": encoded(self.key.public_bytes_raw())}

    @cached_property
    def id(self) -> str:
        """The key's thumbprint (RFC 7638)."""
        canonical = json.dumps(self.jwk, sort_keys=True, separators=(",", ":"))
        return encoded(hashlib.sha256(canonical.encode()).digest())

    @cached_property
    def pem(self) -> str:
        """The key as OpenSSL reads it."""
        return self.key.public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        ).decode()

    @property
    def method(self) -> str:
        """What it verifies: RS256 or Ed25519."""
        return "RS256" if isinstance(self.key, RSAPublicKey) else "Ed25519"

    @cached_property
    def for_library(self) -> RSAKey | OKPKey:
        """The key as the JOSE library takes it."""
        kind = RSAKey if isinstance(self.key, RSAPublicKey) else OKPKey
        return kind.import_key(dict(self.jwk))


@dataclass(frozen=True)
class SignedText:
    """A compact JWS as it was sent, not verified yet."""

    text: str
    header: Mapping[str, Any]
    payload: bytes

    @property
    def method(self) -> str:
        """RS256 or Ed25519."""
        return ALGORITHMS[self.header["alg"]]

    @property
    def key_id(self) -> str | None:
        """The key that the signer names."""
        named = self.header.get("kid")
        return named if isinstance(named, str) else None


class _Verifier(jws.JWSRegistry):
    """The library's table of algorithms cut down to ours; its own also knows `none` and HMAC."""

    max_header_length = LARGEST_HEADER
    max_payload_length = LARGEST_JWS

    def get_alg(self, name: str) -> Any:
        """The algorithm that an `alg` means here."""
        return self.algorithms[ALGORITHMS[name]]


_verifier = _Verifier(strict_check_header=False)


def read_jws(text: str) -> SignedText:
    """The parts of a compact JWS with an algorithm that is taken; NotSigned or AlgorithmRefused."""
    signed = read_compact(text)
    _require_algorithm(signed.header)
    return signed


def read_compact(text: str) -> SignedText:
    """The parts of a compact JWS, whatever signed it; raises NotSigned.

    Only the one way of writing base64url is taken that has no padding and no stray bits: the same
    signature cannot come twice in two spellings.
    """
    if len(text) > LARGEST_JWS:
        raise NotSigned(f"The signed document has {len(text):,} characters; {LARGEST_JWS:,} fit.")
    parts = text.split(".")
    if len(parts) != 3:
        raise NotSigned(
            "This is no compact JWS: it must have three parts with dots between them"
            f" (RFC 7515, section 7.1), and has {len(parts)}."
        )
    if len(parts[0]) > LARGEST_HEADER:
        raise NotSigned(f"The header of the JWS is longer than {LARGEST_HEADER:,} characters.")
    header = _read_header(decoded(parts[0], "header"))
    payload = decoded(parts[1], "payload")
    decoded(parts[2], "signature")
    return SignedText(text, header, payload)


def verifies(signed: SignedText, key: VerifyingKey) -> bool:
    """Whether this key made the signature."""
    if key.method != signed.method:
        return False
    try:
        read = jws.extract_compact(signed.text.encode("ascii"), registry=_verifier)
        return jws.validate_compact(read, key.for_library, registry=_verifier)
    except (JoseError, ValueError, RecursionError):
        return False


def signer_among(signed: SignedText, keys: Iterable[VerifyingKey]) -> VerifyingKey | None:
    """The key of these that made the signature; the one that the signer names is tried first."""
    fitting = [key for key in keys if key.method == signed.method]
    fitting.sort(key=lambda key: key.id != signed.key_id)
    return next((key for key in fitting if verifies(signed, key)), None)


def read_key(data: bytes) -> VerifyingKey:
    """The public key in a PEM file or a JSON Web Key; raises KeyUnusable with the remedy."""
    if len(data) > LARGEST_KEY_FILE:
        raise KeyUnusable("This is too large to be one public key.")
    text = data.strip()
    if b"PRIVATE KEY" in text:
        raise KeyUnusable(_PRIVATE)
    if text.startswith(b"-----BEGIN"):
        return _from_pem(text)
    if text.startswith(b"{"):
        return _from_json(text)
    raise KeyUnusable(
        "This is neither a PEM file (-----BEGIN PUBLIC KEY-----) nor a JSON Web Key ({...})."
    )


def key_of_jwk(jwk: str) -> VerifyingKey:
    """The key that this JSON Web Key is, as it was registered."""
    return _from_json(jwk.encode())


def encoded(data: bytes) -> str:
    """base64url without padding (RFC 7515, section 2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text: str, part: str) -> bytes:
    """The bytes of base64url without padding and without stray bits; raises NotSigned."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error) as error:
        raise NotSigned(f"The {part} of the JWS is not base64url.") from error
    if encoded(data) != text:
        raise NotSigned(f"The {part} of the JWS is not base64url without padding.")
    return data


def _read_header(data: bytes) -> dict[str, Any]:
    try:
        header = json.loads(data.decode(), object_pairs_hook=_unique)
    except (ValueError, RecursionError) as error:
        raise NotSigned("The header of the JWS is not a JSON object with unique names.") from error
    if not isinstance(header, dict):
        raise NotSigned("The header of the JWS is not a JSON object.")
    return header


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a name stands twice")
    return members


def _require_algorithm(header: Mapping[str, Any]) -> None:
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
        raise AlgorithmRefused(
            f"The signature's algorithm is {algorithm!r:.40}; this registry takes RS256 and EdDSA"
            " (Ed25519)."
        )
    for extension in ("crit", "b64"):
        if extension in header:
            raise AlgorithmRefused(
                f"The header of the JWS has {extension!r}; sign without extensions to RFC 7515."
            )


def _from_pem(text: bytes) -> VerifyingKey:
    try:
        key = serialization.load_pem_public_key(text)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise KeyUnusable(
            "The PEM file holds no public key. `openssl pkey -in private.pem -pubout` writes one."
        ) from error
    if not isinstance(key, RSAPublicKey | Ed25519PublicKey):
        raise KeyUnusable("The key is neither an RSA key nor an Ed25519 key.")
    return _checked(key)


def _from_json(text: bytes) -> VerifyingKey:
    try:
        jwk = json.loads(text, object_pairs_hook=_unique)
    except (ValueError, RecursionError) as error:
        raise KeyUnusable("The JSON Web Key is not a JSON object with unique names.") from error
    if any(name in jwk for name in ("d", "p", "q", "dp", "dq", "qi", "oth", "k")):
        raise KeyUnusable(_PRIVATE)
    try:
        match jwk.get("kty"), jwk.get("crv"):
            case "RSA", _:
                numbers = RSAPublicNumbers(_whole(jwk["e"]), _whole(jwk["n"]))
                if numbers.n % 2 == 0:
                    raise ValueError("the modulus is even")
                return _checked(numbers.public_key())
            case "OKP", "Ed25519":
                return VerifyingKey(Ed25519PublicKey.from_public_bytes(decoded(jwk["x"], "key")))
    except (KeyError, TypeError, ValueError, NotSigned) as error:
        raise KeyUnusable("The JSON Web Key is not a whole public key (RFC 7517).") from error
    raise KeyUnusable(
        f"The JSON Web Key is of kind {jwk.get('kty')!r:.20}; this registry takes RSA, and OKP with"
        " the curve Ed25519."
    )


def _checked(key: RSAPublicKey | Ed25519PublicKey) -> VerifyingKey:
    if isinstance(key, RSAPublicKey):
        if not SMALLEST_RSA <= key.key_size <= LARGEST_RSA:
            raise KeyUnusable(
                f"The RSA key has {key.key_size} bits; it must have {SMALLEST_RSA} to"
                f" {LARGEST_RSA}."
            )
        if not 65537 <= key.public_numbers().e < 2**32:
            raise KeyUnusable("The RSA key's exponent is unusual; use 65537, the common one.")
    return VerifyingKey(key)


def _number(value: int) -> str:
    return encoded(value.to_bytes((value.bit_length() + 7) // 8))


def _whole(text: str) -> int:
    return int.from_bytes(decoded(text, "key"))


_PRIVATE = (
    "This is a private key. Keep it to yourself, and register the public one:"
    " `openssl pkey -in private.pem -pubout`."
)
