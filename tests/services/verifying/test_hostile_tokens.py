"""Hostile tokens: no algorithm and no key of the sender's choosing."""

import base64
import hmac
import json
from typing import Any

import pytest

from tests.services.verifying.judged import proof_of, refusal, token_of
from tests.support import badges
from tests.support.signing import base64url

pytestmark = pytest.mark.usefixtures("nothing_is_fetched")


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "nOnE", "", None, 5, [], {}])
def test_a_token_that_says_it_is_not_signed_is_invalid(algorithm: Any) -> None:
    payload = badges.credential().to_jwt_payload()
    text = token_of(payload, alg=algorithm)
    unsigned = text.rpartition(".")[0] + "."

    for each in (text, unsigned):
        assert proof_of(each.encode()).result == "invalid"


@pytest.mark.parametrize("digest", ["sha256", "sha384", "sha512"])
def test_a_public_key_is_never_taken_for_a_shared_secret(digest: str) -> None:
    key = badges.rsa()
    public = badges.public_pem(key).encode()
    jwk = json.loads(base64.urlsafe_b64decode(badges.vc_jwt(key).split(".")[0] + "=="))["jwk"]
    payload = base64url(json.dumps(badges.credential().to_jwt_payload()).encode())
    head = base64url(json.dumps({"alg": f"HS{digest[3:]}", "jwk": jwk}).encode())
    mac = hmac.new(public, f"{head}.{payload}".encode(), digest).digest()

    found = proof_of(f"{head}.{payload}.{base64url(mac)}".encode())

    assert found.result == "invalid"
    assert found.why is not None
    assert "shared secret" in found.why


def test_the_kind_of_the_key_must_be_that_of_the_algorithm() -> None:
    head, payload, signature = badges.vc_jwt(badges.ed25519()).split(".")
    stated = json.loads(base64.urlsafe_b64decode(head + "=="))

    for algorithm in ("RS256", "ES256", "ES384", "ES512"):
        changed = base64url(json.dumps({**stated, "alg": algorithm}).encode())
        assert proof_of(f"{changed}.{payload}.{signature}".encode()).result != "valid"


@pytest.mark.parametrize(
    "header",
    [
        {"crit": ["exp"]},
        {"crit": []},
        {"crit": ["b64"], "b64": False},
        {"b64": False},
        {"alg": "ES256K"},
        {"alg": "PS256"},
        {"alg": "dir"},
    ],
)
def test_a_token_with_an_unknown_extension_or_algorithm_is_unsupported(
    header: dict[str, Any],
) -> None:
    text = token_of(badges.credential().to_jwt_payload(), **{"alg": "EdDSA", **header})

    assert proof_of(text.encode()).result == "unsupported"


@pytest.mark.parametrize(
    "header",
    [
        {"jku": "http://169.254.169.254/keys"},
        {"x5u": "file:///etc/passwd"},
        {"x5c": ["AAAA"]},
        {"kid": "https://127.0.0.1:1/key"},
        {"kid": "did:web:localhost"},
        {"kid": "did:key:z6Mk"},
        {"kid": "did:key:z" + "1" * 100_000},
        {"kid": "did:jwk:e30"},
        {"kid": "did:jwk:" + "A" * 7000},
        {"kid": ["did:key:z6Mk"]},
        {"jwk": {}},
        {"jwk": []},
        {"jwk": {"kty": "oct", "k": "AAAA"}},
        {"jwk": {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}},
        {"jwk": {"kty": "EC", "crv": "P-256"}},
        {"jwk": {"kty": "EC", "crv": ["P-256"], "x": 1, "y": 2}},
        {"jwk": {"kty": "RSA", "n": "AQAB", "e": "AQAB"}},
        {"jwk": {"kty": "OKP", "crv": "Ed25519", "x": "AA"}},
        {"jwk": {"kty": "OKP", "crv": "Ed25519", "x": None}},
    ],
)
def test_keys_are_not_fetched_and_broken_ones_not_used(header: dict[str, Any]) -> None:
    text = token_of(badges.credential().to_jwt_payload(), alg="EdDSA", **header)

    if len(text.split(".")[0]) > 8192:
        assert refusal(text.encode()).code == "bad-token"
    else:
        assert proof_of(text.encode()).result == "unsupported"


def test_a_private_key_in_the_header_is_not_used() -> None:
    key = badges.p256()
    head, payload, signature = badges.vc_jwt(key).split(".")
    stated = json.loads(base64.urlsafe_b64decode(head + "=="))
    stated["jwk"]["d"] = base64url(b"\7" * 32)

    changed = base64url(json.dumps(stated).encode())
    assert proof_of(f"{changed}.{payload}.{signature}".encode()).result == "unsupported"


def test_a_token_by_another_than_the_issuer_it_names_is_invalid() -> None:
    mallory, college = badges.ed25519(9), badges.ed25519(1)

    forged = badges.vc_jwt(mallory, badges.credential(badges.did_of(college)))

    assert proof_of(forged.encode()).result == "invalid"


def test_token_and_badge_must_name_the_same_issuer() -> None:
    key = badges.ed25519()
    payload = {**badges.credential().to_jwt_payload(), "iss": "https://mallory.example/"}

    text = badges.OB3Signer(badges.pem(key), "EdDSA").sign_payload(payload)

    found = proof_of(text.encode())
    assert found.result == "invalid"
    assert "two different issuers" in str(found.why)


@pytest.mark.parametrize("payload", [[], "text", 5, None, {}, {"vc": 5}, {"vp": {}}, {"vc": {}}])
def test_a_token_that_holds_no_badge_is_told_so(payload: Any) -> None:
    assert refusal(token_of(payload, alg="EdDSA").encode()).code == "not-a-badge"
