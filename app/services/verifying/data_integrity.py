"""Data Integrity proofs: eddsa-rdfc-2022, eddsa-jcs-2022, ecdsa-rdfc-2019, ecdsa-jcs-2019.

https://www.w3.org/TR/vc-data-integrity/, vc-di-eddsa and vc-di-ecdsa.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from app.services.jws import KeyUnusable
from app.services.verifying import canonical
from app.services.verifying.answers import ProofUnsupported, ProofWrong
from app.services.verifying.keys import KeyRing
from app.services.verifying.limits import MAX_PROOFS
from app.services.verifying.public_keys import PublicKey, base58_decoded
from app.services.verifying.tokens import NO_KEY
from app.services.verifying.values import Node, identifier, instant, items
from ctdl.messages import say

TYPE: Final = "DataIntegrityProof"


@dataclass(frozen=True)
class Suite:
    """A cryptosuite: the kinds of key it takes, and how it writes what it signs."""

    kinds: tuple[str, ...]
    canonical: Callable[[Node, str], bytes]
    is_rdf: bool


def _jcs(document: Node, _digest: str) -> bytes:
    return canonical.jcs(document)


SUITES: Final[Mapping[str, Suite]] = {
    "eddsa-rdfc-2022": Suite(("Ed25519",), canonical.rdfc, True),
    "eddsa-jcs-2022": Suite(("Ed25519",), _jcs, False),
    "ecdsa-rdfc-2019": Suite(("P-256", "P-384"), canonical.rdfc, True),
    "ecdsa-jcs-2019": Suite(("P-256", "P-384"), _jcs, False),
}
_DIGESTS: Final = {"Ed25519": "sha256", "P-256": "sha256", "P-384": "sha384"}
_SIZES: Final = {"Ed25519": 64, "P-256": 64, "P-384": 96}


@dataclass(frozen=True)
class IntegrityProof:
    """One proof of a credential; nothing of it is verified yet."""

    options: Node

    @property
    def suite(self) -> str:
        """The name of its cryptosuite."""
        stated = self.options.get("cryptosuite")
        return stated if isinstance(stated, str) else ""

    @property
    def method(self) -> str | None:
        """The address of its key."""
        return identifier(self.options.get("verificationMethod"))


def proofs_of(credential: Node) -> list[IntegrityProof]:
    """The proofs of the credential; raises ProofUnsupported where one is of no kind known here."""
    stated = items(credential.get("proof"))
    found = [IntegrityProof(each) for each in stated if isinstance(each, dict)]
    if len(found) != len(stated) or len(found) > MAX_PROOFS:
        raise ProofUnsupported(
            say(
                "The badge has more than %(most)s proofs, or one that is no object.",
                most=MAX_PROOFS,
            )
        )
    for each in found:
        _require_known(each)
    return found


def verify_proof(
    credential: Node, proof: IntegrityProof, ring: KeyRing, now: datetime
) -> PublicKey:
    """The key that made the proof; raises ProofWrong or ProofUnsupported."""
    _require_known(proof)
    _require_purpose(proof, now)
    suite, signature = SUITES[proof.suite], _signature(proof)
    keys = [each for each in ring.candidates() if each.kind in suite.kinds]
    if not keys:
        raise ProofUnsupported(NO_KEY)
    signed: dict[str, bytes] = {}
    for key in keys:
        digest = _DIGESTS[key.kind]
        if digest not in signed:
            signed[digest] = _hashed(credential, proof, suite, digest)
        if len(signature) == _SIZES[key.kind] and _verifies(key, signature, signed[digest]):
            return key
    if not ring.carried:
        raise ProofUnsupported(NO_KEY)
    raise ProofWrong(
        say(
            "The signature does not fit: the badge was altered after it was signed, or another key"
            " signed it."
        )
    )


def _require_known(proof: IntegrityProof) -> None:
    if proof.options.get("type") != TYPE or proof.suite not in SUITES:
        raise ProofUnsupported(
            say(
                "The badge is signed in a way that is not checked here; %(known)s are.",
                known=", ".join(SUITES),
            )
        )
    if "previousProof" in proof.options:
        raise ProofUnsupported(say("The badge has a chain of proofs, which is not checked here."))


def _require_purpose(proof: IntegrityProof, now: datetime) -> None:
    if proof.options.get("proofPurpose") != "assertionMethod":
        raise ProofWrong(
            say(
                "The proof was not made to assert what the badge says: its proofPurpose is not"
                " assertionMethod."
            )
        )
    for name in ("created", "expires"):
        if name in proof.options and instant(proof.options[name]) is None:
            raise ProofWrong(say("A date of the proof (%(name)s) is no date.", name=name))
    expires = instant(proof.options.get("expires"))
    if expires is not None and expires < now:
        raise ProofWrong(say("The proof itself ended on %(day)s.", day=expires.date().isoformat()))


def _signature(proof: IntegrityProof) -> bytes:
    value = proof.options.get("proofValue")
    try:
        if isinstance(value, str) and value.startswith("z"):
            return base58_decoded(value[1:])
    except KeyUnusable:
        pass
    raise ProofWrong(
        say("The signature (proofValue) is not written in base58, with a z before it.")
    )


def _hashed(credential: Node, proof: IntegrityProof, suite: Suite, digest: str) -> bytes:
    """What is signed: the hash of the proof's options, then that of the document."""
    document: dict[str, Any] = {
        name: value for name, value in credential.items() if name != "proof"
    }
    options = {name: value for name, value in proof.options.items() if name != "proofValue"}
    if suite.is_rdf:
        options["@context"] = document.get("@context")
    elif "@context" in options:
        _require_beginning(items(document.get("@context")), items(options["@context"]))
        document["@context"] = options["@context"]
    parts = (suite.canonical(each, digest) for each in (options, document))
    return b"".join(hashlib.new(digest, each).digest() for each in parts)


def _require_beginning(stated: list[Any], signed: list[Any]) -> None:
    if stated[: len(signed)] != signed:
        raise ProofWrong(
            say("The contexts of the badge are not those that its proof was made with.")
        )


def _verifies(key: PublicKey, signature: bytes, data: bytes) -> bool:
    try:
        if isinstance(key.key, Ed25519PublicKey):
            key.key.verify(signature, data)
        elif isinstance(key.key, EllipticCurvePublicKey):
            half = len(signature) // 2
            numbers = (int.from_bytes(part) for part in (signature[:half], signature[half:]))
            algorithm = hashes.SHA256() if key.kind == "P-256" else hashes.SHA384()
            key.key.verify(encode_dss_signature(*numbers), data, ECDSA(algorithm))
        else:
            return False
    except (InvalidSignature, ValueError):
        return False
    return True
