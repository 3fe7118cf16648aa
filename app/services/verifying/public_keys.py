"""Public keys as badges carry them: JSON Web Keys, PEM, Multikey, `did:key` and `did:jwk`."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    SECP384R1,
    SECP521R1,
    EllipticCurve,
    EllipticCurvePublicKey,
    EllipticCurvePublicNumbers,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from app.services.jws import (
    LARGEST_KEY_FILE,
    KeyUnusable,
    NotSigned,
    VerifyingKey,
    decoded,
    encoded,
    key_of_jwk,
    read_key,
)

_CURVES: Final[Mapping[str, type[EllipticCurve]]] = {
    "P-256": SECP256R1,
    "P-384": SECP384R1,
    "P-521": SECP521R1,
}
_CURVE_NAMES: Final[Mapping[str, str]] = {curve().name: name for name, curve in _CURVES.items()}
_BASE58: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_VALUES: Final = {character: value for value, character in enumerate(_BASE58)}
_LONGEST_BASE58: Final = 1_500
"""Decoding takes time with the square of the length; an RSA key of 8192 bits is shorter."""
_LONGEST_DID: Final = 8_000


@dataclass(frozen=True)
class PublicKey:
    """A public key that can verify: RSA, Ed25519, or one of the curves of NIST."""

    key: RSAPublicKey | Ed25519PublicKey | EllipticCurvePublicKey

    @cached_property
    def jwk(self) -> dict[str, str]:
        """The key as a JSON Web Key, with the members that RFC 7638 counts and no others."""
        if not isinstance(self.key, EllipticCurvePublicKey):
            return VerifyingKey(self.key).jwk
        numbers, size = self.key.public_numbers(), (self.key.key_size + 7) // 8
        return {
            "crv": _CURVE_NAMES[self.key.curve.name],
            "kty": "EC",
            "x": encoded(numbers.x.to_bytes(size)),
            "y": encoded(numbers.y.to_bytes(size)),
        }

    @cached_property
    def id(self) -> str:
        """The key's thumbprint (RFC 7638)."""
        canonical = json.dumps(self.jwk, sort_keys=True, separators=(",", ":"))
        return encoded(hashlib.sha256(canonical.encode()).digest())

    @property
    def kind(self) -> str:
        """RSA, Ed25519, P-256, P-384 or P-521."""
        if isinstance(self.key, RSAPublicKey):
            return "RSA"
        if isinstance(self.key, Ed25519PublicKey):
            return "Ed25519"
        return _CURVE_NAMES[self.key.curve.name]


def of_registered(key: VerifyingKey) -> PublicKey:
    """A publisher's registered key."""
    return PublicKey(key.key)


def read_jwk(jwk: Any) -> PublicKey:
    """The key of a JSON Web Key; raises KeyUnusable."""
    if not isinstance(jwk, dict):
        raise KeyUnusable("The JSON Web Key is not a JSON object.")
    if jwk.get("kty") != "EC":
        return of_registered(key_of_jwk(json.dumps(jwk)))
    if "d" in jwk:
        raise KeyUnusable("The JSON Web Key is a private key.")
    curve = _CURVES.get(str(jwk.get("crv")))
    if curve is None:
        raise KeyUnusable("The JSON Web Key is of a curve that is not used here.")
    try:
        x, y = (int.from_bytes(decoded(jwk[name], "key")) for name in ("x", "y"))
        return PublicKey(EllipticCurvePublicNumbers(x, y, curve()).public_key())
    except (KeyError, TypeError, ValueError, NotSigned) as error:
        raise KeyUnusable("The JSON Web Key is not a whole public key (RFC 7517).") from error


def read_pem(pem: Any) -> PublicKey:
    """The key in a PEM text; raises KeyUnusable."""
    if not isinstance(pem, str) or len(pem) > LARGEST_KEY_FILE:
        raise KeyUnusable("The PEM of the key is not a text, or too long for a key.")
    try:
        key = serialization.load_pem_public_key(pem.strip().encode())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise KeyUnusable("The PEM holds no public key.") from error
    if isinstance(key, EllipticCurvePublicKey) and key.curve.name in _CURVE_NAMES:
        return PublicKey(key)
    # Sizes and exponents of RSA are judged where publishers' keys are.
    return of_registered(read_key(pem.encode()))


def read_multikey(text: Any) -> PublicKey:
    """The key of a Multikey value: base58, and before the key the code of its kind."""
    if not isinstance(text, str) or not text.startswith("z"):
        raise KeyUnusable("The Multikey does not begin with 'z', as base58 does.")
    data = base58_decoded(text[1:])
    for prefix, read in _MULTICODECS.items():
        if data.startswith(prefix):
            try:
                return read(data.removeprefix(prefix))
            except (ValueError, UnsupportedAlgorithm) as error:
                raise KeyUnusable("The Multikey holds no whole public key.") from error
    raise KeyUnusable("The Multikey is of a kind that is not used here.")


def read_did(did: str) -> PublicKey | None:
    """The key that a `did:key` or `did:jwk` is; None for any other DID. Raises KeyUnusable."""
    method, _, rest = did.partition("#")[0].removeprefix("did:").partition(":")
    if not did.startswith("did:") or method not in ("key", "jwk"):
        return None
    if len(rest) > _LONGEST_DID:
        raise KeyUnusable("The DID is too long for a key.")
    if method == "key":
        return read_multikey(rest)
    try:
        return read_jwk(json.loads(decoded(rest, "DID")))
    except (ValueError, RecursionError, NotSigned, KeyUnusable) as error:
        raise KeyUnusable("The did:jwk holds no JSON Web Key.") from error


def base58_decoded(text: str) -> bytes:
    """The bytes of a base58 text (the alphabet of Bitcoin); raises KeyUnusable."""
    if len(text) > _LONGEST_BASE58:
        raise KeyUnusable("The base58 text is too long.")
    number = 0
    for character in text:
        if character not in _VALUES:
            raise KeyUnusable("The text is not base58.")
        number = number * 58 + _VALUES[character]
    zeros = len(text) - len(text.lstrip("1"))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8)


def _curve_point(curve: EllipticCurve) -> Callable[[bytes], PublicKey]:
    return lambda data: PublicKey(EllipticCurvePublicKey.from_encoded_point(curve, data))


def _rsa(data: bytes) -> PublicKey:
    key = serialization.load_der_public_key(data)
    pem = key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return of_registered(read_key(pem))


# The codes of the multicodec table, as unsigned varints.
_MULTICODECS: Final[Mapping[bytes, Callable[[bytes], PublicKey]]] = {
    b"\xed\x01": lambda data: PublicKey(Ed25519PublicKey.from_public_bytes(data)),
    b"\x80\x24": _curve_point(SECP256R1()),
    b"\x81\x24": _curve_point(SECP384R1()),
    b"\x82\x24": _curve_point(SECP521R1()),
    b"\x85\x24": _rsa,
}
