"""Publishers' keys and signatures to test with, made with `cryptography` alone.

The registry verifies with another library, so the two check each other.
"""

import base64
import json
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from tests.support.documents import a_credential


@dataclass(frozen=True)
class Signatory:
    """Somebody with a private key."""

    private: RSAPrivateKey | Ed25519PrivateKey

    @property
    def algorithm(self) -> str:
        """What the key signs with."""
        return "RS256" if isinstance(self.private, RSAPrivateKey) else "EdDSA"

    @property
    def pem(self) -> bytes:
        """The public key."""
        return self.private.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    @property
    def private_pem(self) -> bytes:
        """The private key, which nobody should ever send."""
        return self.private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )

    def sign(self, payload: bytes, **header: Any) -> str:
        """The compact JWS of the payload; `header` adds to or replaces what its header says."""
        stated = {"alg": self.algorithm, **header}
        signed = f"{base64url(json.dumps(stated).encode())}.{base64url(payload)}"
        return f"{signed}.{base64url(self._signature(signed.encode()))}"

    def _signature(self, data: bytes) -> bytes:
        if isinstance(self.private, RSAPrivateKey):
            return self.private.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self.private.sign(data)


def base64url(data: bytes) -> str:
    """base64url without padding (RFC 7515, section 2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """The bytes behind base64url."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def a_document_text(key: str = "first aid", **stated: Any) -> bytes:
    """A complete credential document as a publisher would sign it."""
    return json.dumps(a_credential(key, **stated)).encode()


def an_envelope(jws: str, signatory: Signatory | None = None, **stated: Any) -> bytes:
    """An envelope as clients of a Credential Registry send it."""
    envelope: dict[str, Any] = {
        "envelope_type": "resource_data",
        "envelope_version": "1.0.0",
        "envelope_community": "ce_registry",
        "resource": jws,
        "resource_format": "json",
        "resource_encoding": "jwt",
    }
    if signatory is not None:
        envelope["resource_public_key"] = signatory.pem.decode()
    return json.dumps({**envelope, **stated}).encode()


RSA = Signatory(generate_private_key(65537, 2048))
ED25519 = Signatory(Ed25519PrivateKey.generate())
STRANGER = Signatory(Ed25519PrivateKey.generate())
