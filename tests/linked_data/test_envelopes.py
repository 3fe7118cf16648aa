"""Envelopes as clients of a Credential Registry meet them, checked without the registry's code."""

import base64
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from flask import Flask
from flask.testing import FlaskClient

from tests.linked_data.enveloping import (
    ED_SIGNED,
    PLAIN,
    RSA_SIGNED,
    envelope_of,
    enveloping,
    verified,
)
from tests.linked_data.small_registry import json_of
from tests.support.documents import PROVIDER
from tests.support.prerequisites import PROJECT
from tests.support.signing import ED25519, RSA, Signatory, a_document_text, from_base64url

FIELDS = {
    "envelope_community", "envelope_id", "envelope_ceterms_ctid", "envelope_ctdl_type",
    "envelope_type", "envelope_version", "resource", "decoded_resource", "resource_format",
    "resource_encoding", "resource_public_key", "resource_publish_type", "publisher_id",
    "owned_by", "published_by", "updated_at", "last_verified_on", "changed", "node_headers",
}  # fmt: skip
"""What readers of the Credential Registry's own envelopes look for."""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application over the small registry."""
    with enveloping(tmp_path_factory.mktemp("envelopes") / "home") as application:
        yield application


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of the application."""
    return app.test_client()


def test_an_envelope_has_every_field_that_readers_look_for(client: FlaskClient) -> None:
    envelope = envelope_of(client, PLAIN)

    assert envelope.keys() >= FIELDS
    assert envelope["envelope_ceterms_ctid"] == PLAIN
    assert f"ce-{envelope['envelope_id']}" == PLAIN
    assert envelope["envelope_ctdl_type"] == "ceterms:MicroCredential"
    assert (envelope["envelope_type"], envelope["envelope_version"]) == ("resource_data", "1.0.0")
    assert (envelope["resource_format"], envelope["resource_encoding"]) == ("json", "jwt")
    assert envelope["owned_by"] == envelope["published_by"] == PROVIDER
    assert envelope["last_verified_on"] is None
    assert envelope["deleted_at"] is None
    digest = base64.b64encode(hashlib.sha256(envelope["resource"].encode()).digest()).decode()
    assert envelope["node_headers"]["resource_digest"] == digest


@pytest.mark.parametrize(
    ("ctid", "signatory"), [(RSA_SIGNED, RSA), (ED_SIGNED, ED25519)], ids=["RS256", "EdDSA"]
)
def test_what_a_publisher_signed_is_given_out_as_it_came(
    client: FlaskClient, ctid: str, signatory: Signatory
) -> None:
    envelope = envelope_of(client, ctid)
    key = "rsa signed" if ctid == RSA_SIGNED else "ed signed"

    assert verified(envelope) == a_document_text(key)
    assert envelope["resource"] == signatory.sign(a_document_text(key), kid="laptop")
    assert envelope["resource_public_key"] == signatory.pem.decode()
    assert envelope["resource_signed_by"] == "publisher"


def test_the_registry_signs_for_those_who_do_not_exactly_what_it_serves(
    client: FlaskClient,
) -> None:
    envelope = envelope_of(client, PLAIN)
    graph = client.get(f"/graph/{PLAIN}.jsonld")

    assert verified(envelope) == graph.data
    assert envelope["decoded_resource"] == json_of(graph)
    assert envelope["resource_signed_by"] == "registry"
    assert envelope["resource_public_key"] == client.get("/log/key.pem").text


@pytest.mark.parametrize("ctid", [PLAIN, RSA_SIGNED, ED_SIGNED])
def test_an_altered_envelope_does_not_verify(client: FlaskClient, ctid: str) -> None:
    envelope = envelope_of(client, ctid)
    place = len(envelope["resource"]) // 2
    other = "A" if envelope["resource"][place] != "A" else "B"
    resource = envelope["resource"]

    with pytest.raises(InvalidSignature):
        verified({**envelope, "resource": resource[:place] + other + resource[place + 1 :]})


def _blocks() -> dict[str, str]:
    """The commands of docs/evidence.md, by name."""
    text = (PROJECT / "docs" / "evidence.md").read_text()
    found = re.findall(r"<!-- run: (\w+) -->\n```\w+\n(.*?)```", text, flags=re.DOTALL)
    return dict(found)


def _run(name: str, folder: Path) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-c"] if name == "proofs" else ["sh", "-e", "-c"]
    return subprocess.run(
        [*program, _blocks()[name]],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def _save(client: FlaskClient, folder: Path, **addresses: str) -> None:
    for name, address in addresses.items():
        suffix = "pem" if address.endswith(".pem") else "json"
        response = client.get(address)
        assert response.status_code == 200
        (folder / f"{name}.{suffix}").write_bytes(response.data)


@pytest.mark.parametrize("ctid", [PLAIN, RSA_SIGNED, ED_SIGNED], ids=["plain", "RSA", "Ed25519"])
def test_openssl_alone_verifies_an_envelope_from_the_answer_alone(
    client: FlaskClient, tmp_path: Path, ctid: str
) -> None:
    _save(client, tmp_path, envelope=f"/envelopes/{ctid}")

    finished = _run("envelope", tmp_path)

    assert finished.returncode == 0, finished.stderr
    assert "Verified" in finished.stdout
    signed = json.loads((tmp_path / "document.json").read_bytes())
    assert signed["@graph"][0]["ceterms:ctid"] == ctid


@pytest.mark.parametrize("ctid", [PLAIN, RSA_SIGNED, ED_SIGNED], ids=["plain", "RSA", "Ed25519"])
def test_openssl_refuses_an_altered_envelope(
    client: FlaskClient, tmp_path: Path, ctid: str
) -> None:
    _save(client, tmp_path, envelope=f"/envelopes/{ctid}")
    path = tmp_path / "envelope.json"
    jws = json.loads(path.read_text())["resource"]
    header, payload, signature = jws.split(".")
    altered = base64.urlsafe_b64encode(from_base64url(payload).replace(b"course", b"corset"))
    text = f"{header}.{altered.rstrip(b'=').decode()}.{signature}"
    path.write_text(path.read_text().replace(jws, text))

    finished = _run("envelope", tmp_path)

    assert text != jws
    assert finished.returncode != 0
    assert "Verified" not in finished.stdout


def test_openssl_alone_verifies_a_receipt(client: FlaskClient, tmp_path: Path) -> None:
    number = envelope_of(client, RSA_SIGNED)["number"]
    _save(client, tmp_path, registry="/log/key.pem", entry=f"/log/entries/{number}")

    finished = _run("receipt", tmp_path)
    facts = json.loads((tmp_path / "facts.json").read_text())

    assert finished.returncode == 0, finished.stderr
    assert "the leaf is that of the receipt" in finished.stdout
    assert facts["ctid"] == RSA_SIGNED
    resource = envelope_of(client, RSA_SIGNED)["resource"]
    assert facts["signature_sha256"] == hashlib.sha256(resource.encode()).hexdigest()


def test_openssl_refuses_an_altered_receipt(client: FlaskClient, tmp_path: Path) -> None:
    _save(client, tmp_path, registry="/log/key.pem", entry="/log/entries/2")
    path = tmp_path / "entry.json"
    receipt = json.loads(path.read_text())["receipt"]
    header, payload, signature = receipt.split(".")
    facts = from_base64url(payload).replace(b'"number":2', b'"number":3')
    altered = base64.urlsafe_b64encode(facts).rstrip(b"=").decode()
    path.write_text(path.read_text().replace(receipt, f"{header}.{altered}.{signature}"))

    assert _run("receipt", tmp_path).returncode != 0


@pytest.mark.parametrize("number", [1, 2, 5, 8, 11])
def test_python_alone_verifies_proofs(client: FlaskClient, tmp_path: Path, number: int) -> None:
    _save(
        client,
        tmp_path,
        head="/log/head",
        inclusion=f"/log/proof/inclusion?number={number}",
        consistency=f"/log/proof/consistency?first={number}",
    )

    good = _run("proofs", tmp_path)
    proof = json.loads((tmp_path / "inclusion.json").read_text())
    (tmp_path / "inclusion.json").write_text(json.dumps({**proof, "leaf": "0" * 64}))
    bad = _run("proofs", tmp_path)

    assert (good.returncode, bad.returncode) == (0, 1), good.stderr
    assert "covers the older tree" in good.stdout
