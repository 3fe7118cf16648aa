"""The published test vectors of the W3C cryptosuites (vectors/SOURCES.md)."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from app.services.verifying import canonical
from app.services.verifying.answers import ProofUnsupported, ProofWrong
from app.services.verifying.data_integrity import proofs_of, verify_proof
from app.services.verifying.keys import CarriedKey, KeyRing
from app.services.verifying.public_keys import PublicKey, read_multikey
from ctdl import credential_contexts
from tests.support.prerequisites import PROJECT

VECTORS = sorted((PROJECT / "tests/services/verifying/vectors").glob("*.json"))
EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
NOW = datetime(2024, 1, 1, tzinfo=UTC)


@pytest.fixture
def examples_context(monkeypatch: pytest.MonkeyPatch) -> None:
    """The context that the specifications use for their examples, which is not kept here."""
    stored = credential_contexts.credential_context
    document = {"@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}}

    monkeypatch.setattr(canonical, "FILES", {**credential_contexts.FILES, EXAMPLES: ""})
    monkeypatch.setattr(
        canonical, "credential_context", lambda url: document if url == EXAMPLES else stored(url)
    )


def verified(credential: dict[str, Any]) -> PublicKey:
    proof = proofs_of(credential)[0]
    assert proof.method is not None
    key = read_multikey(proof.method.partition("#")[2])
    return verify_proof(credential, proof, KeyRing((CarriedKey(key),)), NOW)


def read(path: Any) -> dict[str, Any]:
    credential: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return credential


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
@pytest.mark.usefixtures("examples_context")
def test_a_published_vector_is_verified(path: Any) -> None:
    credential = read(path)

    expected = {"p256": "P-256", "p384": "P-384"}.get(path.stem[-4:], "Ed25519")
    assert verified(credential).kind == expected


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
@pytest.mark.parametrize(
    "change",
    [
        {"name": "Alumna Credential"},
        {"issuer": "https://vc.example/issuers/5679"},
        {"validFrom": "2023-01-02T00:00:00Z"},
        {"credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "Another School"}},
        {"evidence": []},
    ],
    ids=lambda change: next(iter(change)),
)
@pytest.mark.usefixtures("examples_context")
def test_a_published_vector_that_was_changed_is_refused(path: Any, change: dict[str, Any]) -> None:
    if "evidence" in change and "rdfc" in path.stem:
        change = {"evidence": {"id": "https://vc.example/evidence"}}

    with pytest.raises(ProofWrong):
        verified({**read(path), **change})


def test_hashes_are_those_that_the_specification_prints(examples_context: None) -> None:
    credential = read(next(path for path in VECTORS if path.stem == "eddsa-rdfc-2022"))
    document = {name: value for name, value in credential.items() if name != "proof"}

    assert (
        hashlib.sha256(canonical.rdfc(document, "sha256")).hexdigest()
        == "517744132ae165a5349155bef0bb0cf2258fff99dfe1dbd914b938d775a36017"
    )
    assert hashlib.sha384(canonical.rdfc(document, "sha384")).hexdigest() == (
        "8bf6e01df72c5b62f91b685231915ac4b8c58ea95f002c6b8f6bfafa1b251df4"
        "76b56b8e01518e317dab099d3ecbff96"
    )


def test_without_the_context_the_vector_is_unsupported_not_guessed(no_network: list[str]) -> None:
    credential = read(next(path for path in VECTORS if path.stem == "eddsa-rdfc-2022"))

    with pytest.raises(ProofUnsupported, match="context that is not kept here"):
        verified(credential)
    assert no_network == []
