"""Signed tokens: the compact JWS of Open Badges 2.0, and VC-JWT (OB 3.0, section 8.2).

Whatever a token says, the algorithm must be one of ours and fit the kind of the key, so that a
public key is never taken for a shared secret.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey

from app.services.jws import LARGEST_HEADER, NotSigned, SignedText, read_compact
from app.services.verifying.answers import PresentedRefused, ProofUnsupported, ProofWrong
from app.services.verifying.keys import KeyRing
from app.services.verifying.limits import MAX_TEXT_BYTES
from app.services.verifying.public_keys import PublicKey
from app.services.verifying.values import Node, read_document
from ctdl.messages import say

#: The kind of key of each algorithm, and what the library calls it.
ALGORITHMS: Final[Mapping[str, tuple[str, str]]] = {
    "RS256": ("RSA", "RS256"),
    "RS384": ("RSA", "RS384"),
    "RS512": ("RSA", "RS512"),
    "ES256": ("P-256", "ES256"),
    "ES384": ("P-384", "ES384"),
    "ES512": ("P-521", "ES512"),
    "EdDSA": ("Ed25519", "Ed25519"),
    "Ed25519": ("Ed25519", "Ed25519"),
}


@dataclass(frozen=True)
class Token:
    """A compact JWS whose payload is a JSON object, nothing of it verified yet."""

    signed: SignedText
    payload: Node

    @property
    def header(self) -> Mapping[str, Any]:
        """What it says of its own signature."""
        return self.signed.header

    @property
    def algorithm(self) -> str:
        """Its algorithm, as far as it is a text."""
        stated = self.header.get("alg")
        return stated if isinstance(stated, str) else ""

    @property
    def key_id(self) -> str | None:
        """The key that it names."""
        stated = self.header.get("kid")
        return stated if isinstance(stated, str) else None

    @cached_property
    def document(self) -> Node:
        """The credential or assertion in it: the payload, or its claim `vc` (VC-JWT of 1.1)."""
        inner = self.payload.get("vc")
        return inner if isinstance(inner, dict) else self.payload


def read_token(text: str) -> Token:
    """The parts of a token; raises PresentedRefused for what is none."""
    try:
        signed = read_compact(text)
    except NotSigned as error:
        raise PresentedRefused(
            "bad-token",
            say(
                "This looks like a signed token, but is not written as one (RFC 7515): three parts"
                " of base64url without padding, with dots between them. Copy it whole."
            ),
        ) from error
    payload = read_document(_text(signed.payload))
    if not isinstance(payload, dict):
        raise PresentedRefused(
            "not-a-badge",
            say("What was signed in this token is no JSON object, so it is no badge."),
        )
    return Token(signed, payload)


def verify_token(token: Token, ring: KeyRing) -> PublicKey:
    """The key that signed the token; raises ProofWrong or ProofUnsupported."""
    kind = _kind_of_key(token)
    keys = [each for each in ring.candidates() if each.kind == kind]
    found = next((each for each in keys if _verifies(token, each)), None)
    if found is not None:
        return found
    if any(each.key.kind == kind for each in ring.carried):
        raise ProofWrong(
            say(
                "The signature does not fit: the badge was altered after it was signed, or another"
                " key signed it."
            )
        )
    raise ProofUnsupported(NO_KEY)


NO_KEY: Final = say(
    "The key that the badge was signed with is not in the badge, and none that its issuer"
    " registered here fits. The signature cannot be checked without opening addresses."
)


def _kind_of_key(token: Token) -> str:
    """The kind of key that the token's algorithm asks for."""
    algorithm = token.algorithm
    if algorithm.lower() in ("none", ""):
        raise ProofWrong(
            say(
                "The token says itself that it is not signed (alg: none); anybody could have"
                " written it."
            )
        )
    if algorithm.upper().startswith("HS"):
        raise ProofWrong(
            say(
                "The token is signed with a shared secret (HMAC), which proves nothing to others:"
                " whoever can check it can also make it."
            )
        )
    if algorithm not in ALGORITHMS:
        raise ProofUnsupported(
            say(
                "The token is signed in a way that is not checked here; %(known)s are.",
                known=", ".join(ALGORITHMS),
            )
        )
    if "crit" in token.header or "b64" in token.header:
        raise ProofUnsupported(
            say(
                "The token says that it must be read with an extension (crit), and none is known"
                " here. Ask the issuer for a token without."
            )
        )
    return ALGORITHMS[algorithm][0]


class _Verifier(jws.JWSRegistry):
    """The library's algorithms, as far as they are ours, and our limits of sizes."""

    max_header_length = LARGEST_HEADER
    max_payload_length = MAX_TEXT_BYTES * 2

    def get_alg(self, name: str) -> Any:
        """The algorithm that an `alg` means here: EdDSA is Ed25519, never Ed448."""
        return self.algorithms[ALGORITHMS[name][1]]


_verifier = _Verifier(strict_check_header=False)


def _verifies(token: Token, key: PublicKey) -> bool:
    try:
        read = jws.extract_compact(token.signed.text.encode("ascii"), registry=_verifier)
        return jws.validate_compact(read, _for_library(key), registry=_verifier)
    except (JoseError, ValueError, RecursionError):
        return False


def _for_library(key: PublicKey) -> RSAKey | ECKey | OKPKey:
    if key.kind == "RSA":
        return RSAKey.import_key(dict(key.jwk))
    return (OKPKey if key.kind == "Ed25519" else ECKey).import_key(dict(key.jwk))


def _text(payload: bytes) -> str:
    try:
        return payload.decode()
    except UnicodeDecodeError as error:
        raise PresentedRefused(
            "bad-token", say("What was signed in this token is not text in UTF-8.")
        ) from error
