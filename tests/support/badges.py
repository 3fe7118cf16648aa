"""Badges to verify: made and signed by the library openbadgeslib, which knows nothing of ours.

What that library cannot sign (JCS, ECDSA) is signed here with `cryptography` and `rfc8785` alone.
"""

import hashlib
import json
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import rfc8785
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from openbadgeslib.ob2.models import Assertion, Verification
from openbadgeslib.ob2.models import IdentityObject as Recipient
from openbadgeslib.ob2.signer import OB2Signer as OB2Signer
from openbadgeslib.ob3.credential import Achievement, Issuer, OpenBadgeCredential
from openbadgeslib.ob3.did import did_key_from_pem
from openbadgeslib.ob3.ldp import OB3LdpSigner as OB3LdpSigner
from openbadgeslib.ob3.signer import OB3Signer as OB3Signer
from openbadgeslib.ob3.status_list import (
    build_status_list_credential,
    sign_status_list_credential,
    status_entry,
)
from pyld import jsonld

from ctdl.credential_contexts import credential_context

PrivateKey = Ed25519PrivateKey | RSAPrivateKey | ec.EllipticCurvePrivateKey
AWARDED: Final = datetime(2024, 5, 1, tzinfo=UTC)
HOLDER: Final = "mailto:ada.holder@example.org"
HOLDER_NAME: Final = "Ada Holder"
ISSUER: Final = "https://college.example/issuer"
ACHIEVEMENT: Final = "https://college.example/badges/bees"
NAME: Final = "Beekeeping"
ISSUER_NAME: Final = "Meadow College"
SVG: Final = b'<svg xmlns="http://www.w3.org/2000/svg"><circle r="5"/></svg>'
_ALGORITHMS: Final = {"secp256r1": "ES256", "secp384r1": "ES384", "secp521r1": "ES512"}


def ed25519(seed: int = 1) -> Ed25519PrivateKey:
    """A key that is the same in every run."""
    return Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)


def p256(secret: int = 7) -> ec.EllipticCurvePrivateKey:
    """A key on P-256 that is the same in every run."""
    return ec.derive_private_key(secret, ec.SECP256R1())


def p384(secret: int = 7) -> ec.EllipticCurvePrivateKey:
    """A key on P-384 that is the same in every run."""
    return ec.derive_private_key(secret, ec.SECP384R1())


def rsa() -> RSAPrivateKey:
    """A new RSA key."""
    return generate_private_key(65537, 2048)


def pem(key: PrivateKey) -> bytes:
    """The private key, as the library takes it."""
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def public_pem(key: PrivateKey) -> str:
    """The public key."""
    return (
        key.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )


def did_of(key: PrivateKey) -> str:
    """The `did:key` that is this key, as the library writes it; P-384 it does not know."""
    if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name == "secp384r1":
        point = key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint
        )
        return "did:key:z" + base58(b"\x81\x24" + point)
    return str(did_key_from_pem(public_pem(key).encode()))


def algorithm_of(key: PrivateKey) -> str:
    """What the key signs tokens with."""
    if isinstance(key, RSAPrivateKey):
        return "RS256"
    return "EdDSA" if isinstance(key, Ed25519PrivateKey) else _ALGORITHMS[key.curve.name]


def credential(issuer: str = ISSUER, **stated: Any) -> OpenBadgeCredential:
    """An Open Badge 3.0 that the library makes."""
    achievement = Achievement(
        id=stated.pop("achievement", ACHIEVEMENT),
        name=stated.pop("name", NAME),
        description="Two hives through one season.",
        criteria_narrative="Keep a hive log.",
        achievement_type="Certificate",
    )
    return OpenBadgeCredential(
        issuer=Issuer(id=issuer, name=stated.pop("issuer_name", ISSUER_NAME)),
        recipient_id=HOLDER,
        achievement=achievement,
        id="urn:uuid:0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f0",
        issuance_date=stated.pop("issued", AWARDED),
        **stated,
    )


def vc_jwt(key: PrivateKey, issued: OpenBadgeCredential | None = None) -> str:
    """An Open Badge 3.0 as VC-JWT, with its key in the header."""
    return OB3Signer(pem(key), algorithm_of(key)).sign(issued or credential())


def signed_json(
    key: Ed25519PrivateKey, issued: OpenBadgeCredential | None = None
) -> dict[str, Any]:
    """An Open Badge 3.0 with an eddsa-rdfc-2022 proof, whose key is a `did:key`."""
    made: dict[str, Any] = OB3LdpSigner(pem(key)).sign(
        issued or credential(did_of(key)), created=AWARDED
    )
    return made


def jcs_signed(key: PrivateKey, document: Mapping[str, Any], **options: Any) -> dict[str, Any]:
    """A document with an eddsa-jcs-2022 or ecdsa-jcs-2019 proof."""
    suite = "eddsa-jcs-2022" if isinstance(key, Ed25519PrivateKey) else "ecdsa-jcs-2019"
    did = did_of(key)
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": suite,
        "created": "2024-05-01T00:00:00Z",
        "verificationMethod": f"{did}#{did.removeprefix('did:key:')}",
        "proofPurpose": "assertionMethod",
        "@context": document["@context"],
        **options,
    }
    digest = "sha384" if algorithm_of(key) == "ES384" else "sha256"
    data = b"".join(
        hashlib.new(digest, rfc8785.dumps(dict(part))).digest() for part in (proof, document)
    )
    return {**document, "proof": {**proof, "proofValue": "z" + base58(_signature(key, data))}}


def rdf_signed(key: ec.EllipticCurvePrivateKey, document: Mapping[str, Any]) -> dict[str, Any]:
    """A document with an ecdsa-rdfc-2019 proof on P-256, put in order by PyLD alone."""
    did = did_of(key)
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "ecdsa-rdfc-2019",
        "created": "2024-05-01T00:00:00Z",
        "verificationMethod": f"{did}#{did.removeprefix('did:key:')}",
        "proofPurpose": "assertionMethod",
    }
    options = {
        "algorithm": "URDNA2015",
        "format": "application/n-quads",
        "documentLoader": lambda url, _: {
            "contextUrl": None,
            "documentUrl": url,
            "document": credential_context(url),
        },
    }
    parts = ({"@context": document["@context"], **proof}, dict(document))
    lines = (jsonld.normalize(part, options) for part in parts)
    data = b"".join(hashlib.sha256(each.encode()).digest() for each in lines)
    return {**document, "proof": {**proof, "proofValue": "z" + base58(_signature(key, data))}}


def assertion(**stated: Any) -> dict[str, Any]:
    """An Open Badge 2.0, with its badge and issuer written into it."""
    return {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": "https://college.example/awards/1",
        "recipient": {"type": "email", "hashed": False, "identity": "ada.holder@example.org"},
        "issuedOn": "2024-05-01T00:00:00Z",
        "verification": {"type": "HostedBadge"},
        "badge": {
            "type": "BadgeClass",
            "id": ACHIEVEMENT,
            "name": NAME,
            "description": "Two hives through one season.",
            "criteria": "https://college.example/pages/bees",
            "issuer": {"type": "Profile", "id": ISSUER, "name": ISSUER_NAME},
        },
        **stated,
    }


def enclosing_key(key: PrivateKey) -> dict[str, Any]:
    """A signed assertion's payload whose issuer encloses the key."""
    made = assertion(verification={"type": "SignedBadge", "creator": f"{ISSUER}#key"})
    made["badge"]["issuer"]["publicKey"] = {
        "type": "CryptographicKey",
        "id": f"{ISSUER}#key",
        "owner": ISSUER,
        "publicKeyPem": public_pem(key),
    }
    return made


def library_assertion() -> Assertion:
    """A signed Open Badge 2.0 of the library, which gives only the address of its badge."""
    return Assertion(
        recipient=Recipient.create("ada.holder@example.org", "salt"),
        badge=ACHIEVEMENT,
        verification=Verification("SignedBadge", f"{ISSUER}#key"),
        issued_on=AWARDED,
    )


def assertion_jws(key: PrivateKey) -> str:
    """That assertion, signed by the library."""
    return OB2Signer(pem(key), algorithm_of(key)).sign(library_assertion())


def presentation(*credentials: Any) -> dict[str, Any]:
    """What somebody presents credentials in."""
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": list(credentials),
    }


LIST: Final = "https://college.example/status/1"


def with_status(key: PrivateKey, index: int = 94_567, purpose: str = "revocation") -> str:
    """A VC-JWT that points to a bit of the issuer's status list."""
    issued = credential(did_of(key), credential_status=[status_entry(LIST, purpose, index)])
    return vc_jwt(key, issued)


def status_list(key: PrivateKey, *taken_back: int, issuer: str = "", **stated: Any) -> str:
    """The issuer's status list, signed."""
    made = build_status_list_credential(
        issuer or did_of(key), LIST, stated.pop("purpose", "revocation"), taken_back, **stated
    )
    return str(sign_status_list_credential(made, pem(key), algorithm_of(key)))


@dataclass(frozen=True)
class Chunk:
    """A part of a PNG picture."""

    name: bytes
    data: bytes

    def to_bytes(self) -> bytes:
        """The part with its length and checksum."""
        body = self.name + self.data
        return struct.pack(">I", len(self.data)) + body + struct.pack(">I", zlib.crc32(body))


def png(*extra: Chunk) -> bytes:
    """A picture of one pixel, with further parts."""
    chunks = (
        Chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        *extra,
        Chunk(b"IDAT", zlib.compress(b"\0\0")),
        Chunk(b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk.to_bytes() for chunk in chunks)


def base58(data: bytes) -> str:
    """The bytes in base58 (the alphabet of Bitcoin)."""
    alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
    number, text = int.from_bytes(data), ""
    while number:
        number, rest = divmod(number, 58)
        text = alphabet[rest] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def as_bytes(badge: str | Mapping[str, Any]) -> bytes:
    """What is sent for a badge."""
    return badge.encode() if isinstance(badge, str) else json.dumps(badge).encode()


def _signature(key: PrivateKey, data: bytes) -> bytes:
    if isinstance(key, Ed25519PrivateKey):
        return key.sign(data)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    size = key.curve.key_size // 8
    algorithm = hashes.SHA384() if size == 48 else hashes.SHA256()
    numbers = decode_dss_signature(key.sign(data, ec.ECDSA(algorithm)))
    return b"".join(each.to_bytes(size) for each in numbers)
