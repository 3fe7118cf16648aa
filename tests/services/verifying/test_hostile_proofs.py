"""Hostile Data Integrity: nothing can hide from a signature, and none takes for ever."""

import time
from typing import Any

import pytest

from tests.services.verifying.judged import is_valid, proof_of, signed
from tests.support import badges

pytestmark = pytest.mark.usefixtures("nothing_is_fetched")


@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://127.0.0.1:1/context",
        "file:///etc/passwd",
        "https://www.w3.org/ns/credentials/v2/../examples",
        "https://WWW.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
        "gopher://localhost/",
        "",
        "relative",
    ],
)
def test_contexts_from_elsewhere_are_not_fetched(address: str) -> None:
    for contexts in ([address], ["https://www.w3.org/ns/credentials/v2", address]):
        assert proof_of(badges.as_bytes(signed(**{"@context": contexts}))).result == "unsupported"


@pytest.mark.parametrize(
    "context",
    [
        {"@vocab": "https://mallory.example/"},
        {"name": None},
        {"name": "https://schema.org/description", "description": "https://schema.org/name"},
        {"@import": "http://169.254.169.254/"},
        {"@base": "http://127.0.0.1/"},
        ["nested"],
        5,
        None,
    ],
)
def test_contexts_written_into_a_badge_are_not_trusted(context: Any) -> None:
    first = badges.signed_json(badges.ed25519())["@context"]

    changed = signed(**{"@context": [*first, context]})
    inside = signed()
    inside["credentialSubject"]["achievement"]["@context"] = context

    assert proof_of(badges.as_bytes(changed)).result == "unsupported"
    assert proof_of(badges.as_bytes(inside)).result == "unsupported"


@pytest.mark.parametrize("keyword", ["@id", "@graph", "@reverse", "@included", "@nest", "@type"])
def test_keywords_of_json_ld_cannot_hide_anything(keyword: str) -> None:
    changed = signed(**{keyword: {"id": "https://mallory.example/"}})

    assert proof_of(badges.as_bytes(changed)).result == "unsupported"


@pytest.mark.parametrize(
    "change",
    [
        {"unknownTerm": "added"},
        {"type": ["VerifiableCredential", "OpenBadgeCredential", "Another"]},
        {"id": "relative"},
        {"evidence": [{"id": "x", "type": ["Evidence"]}]},
    ],
)
def test_what_a_signature_does_not_cover_makes_it_invalid(change: dict[str, Any]) -> None:
    assert proof_of(badges.as_bytes(signed(**change))).result == "invalid"


def test_nodes_that_only_their_neighbours_tell_apart_are_not_put_in_order() -> None:
    names = [f"_:n{number}" for number in range(9)]
    clique = [{"id": each, "type": ["Evidence"], "audience": "a"} for each in names]
    related = [
        {
            "id": each,
            "type": ["Achievement"],
            "related": [{"id": o, "type": ["Related"]} for o in names],
        }
        for each in names
    ]
    for value in (clique, related):
        changed = signed()
        changed["credentialSubject"]["achievement"]["alignment"] = value
        started = time.monotonic()
        result = proof_of(badges.as_bytes(changed)).result
        assert result in ("unsupported", "invalid")
        assert time.monotonic() - started < 2


def test_a_clique_of_alike_nodes_is_refused_before_it_is_ordered() -> None:
    names = [f"_:n{number}" for number in range(9)]
    changed = signed()
    changed["evidence"] = [{"id": each, "type": ["Evidence"]} for each in names]
    changed["credentialSchema"] = [
        {"id": each, "type": "1EdTechJsonSchemaValidator2019"} for each in names
    ]
    started = time.monotonic()

    found = proof_of(badges.as_bytes(changed))

    assert found.result == "unsupported"
    assert "tell apart" in str(found.why)
    assert time.monotonic() - started < 1


def test_thousands_of_values_are_not_turned_into_rdf() -> None:
    changed = signed()
    changed["credentialSubject"]["achievement"]["tag"] = [f"tag {n}" for n in range(5000)]
    started = time.monotonic()

    found = proof_of(badges.as_bytes(changed))

    assert found.result == "unsupported"
    assert time.monotonic() - started < 1


@pytest.mark.parametrize(
    "change",
    [
        {"type": "Ed25519Signature2020"},
        {"type": ["DataIntegrityProof"]},
        {"cryptosuite": "bbs-2023"},
        {"cryptosuite": None},
        {"cryptosuite": ["eddsa-rdfc-2022"]},
        {"previousProof": "urn:uuid:1"},
        {"verificationMethod": "https://127.0.0.1:1/key#1"},
        {"verificationMethod": "did:web:localhost%3A1#key"},
        {"verificationMethod": 5},
        {"verificationMethod": "did:key:z" + "1" * 1999},
        {"verificationMethod": {"publicKeyMultibase": "z" + "1" * 10_000}},
    ],
)
def test_proofs_of_other_kinds_or_without_their_key_are_unsupported(change: dict[str, Any]) -> None:
    document = badges.signed_json(badges.ed25519(), badges.credential())
    document["proof"] = {**document["proof"], **change}

    assert proof_of(badges.as_bytes(document)).result == "unsupported"


@pytest.mark.parametrize(
    "change",
    [
        {"proofPurpose": "authentication"},
        {"proofPurpose": None},
        {"proofValue": ""},
        {"proofValue": "z"},
        {"proofValue": "z0OIl"},
        {"proofValue": "u" + "A" * 86},
        {"proofValue": None},
        {"proofValue": "z" + "2" * 100_000},
        {"created": "yesterday"},
        {"created": 5},
        {"expires": "2020-01-01T00:00:00Z"},
        {"cryptosuite": "eddsa-jcs-2022"},
        {"domain": "mallory.example"},
    ],
)
def test_proofs_that_were_changed_are_invalid(change: dict[str, Any]) -> None:
    document = badges.signed_json(badges.ed25519())
    document["proof"] = {**document["proof"], **change}

    assert proof_of(badges.as_bytes(document)).result == "invalid"


def test_a_proof_by_another_key_than_the_issuers_own_is_invalid() -> None:
    mallory, college = badges.ed25519(9), badges.ed25519(1)

    forged = badges.signed_json(mallory, badges.credential(badges.did_of(college)))

    assert proof_of(badges.as_bytes(forged)).result == "invalid"


@pytest.mark.parametrize("proof", [5, "text", [5], [{}] * 5, [{}], [[]]])
def test_a_proof_that_is_no_proof_is_unsupported(proof: Any) -> None:
    assert proof_of(badges.as_bytes(signed(proof=proof))).result == "unsupported"


def test_of_two_proofs_both_must_hold() -> None:
    document = badges.signed_json(badges.ed25519())
    good = document["proof"]

    both = {**document, "proof": [good, dict(good)]}
    one = {**document, "proof": [good, {**good, "created": "2024-05-02T00:00:00Z"}]}

    assert proof_of(badges.as_bytes(both)).result == "valid"
    assert proof_of(badges.as_bytes(one)).result == "invalid"


@pytest.mark.parametrize(
    "change",
    [
        {"issuer": 5},
        {"issuer": [{"id": "https://x.example"}]},
        {"issuer": {"id": ["x"], "verificationMethod": "x"}},
        {"issuer": {"verificationMethod": [{"id": 5, "publicKeyJwk": "x"}] * 1000}},
        {"credentialSubject": 5},
        {"credentialSubject": [[]]},
        {"credentialSubject": {"achievement": [5, None, {}]}},
        {"credentialStatus": 5},
        {"validFrom": "9999-99-99"},
        {"validFrom": "0001-01-01T00:00:00+23:59"},
        {"validUntil": {"@value": "x"}},
        {"@context": None},
        {"@context": {}},
        {"type": "VerifiableCredential"},
    ],
)
def test_values_of_the_wrong_kind_are_told_and_never_a_fault(change: dict[str, Any]) -> None:
    assert not is_valid(badges.as_bytes(signed(**change)))
