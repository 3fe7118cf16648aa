"""The log's addresses: what somebody can fetch, check alone, and keep."""

import hashlib
import json
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.services.registry import Registry
from tests.linked_data.small_registry import BASE, CREDENTIAL, json_of
from tests.support.signing import from_base64url

IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATE = "public, max-age=0, must-revalidate"


def _get(client: FlaskClient, path: str) -> Any:
    response = client.get(path)
    assert response.status_code == 200, response.data
    assert response.mimetype == "application/json"
    return json_of(response)


def _payload(client: FlaskClient, jws: str) -> Any:
    """What a JWS states, once it verifies with the key that its header names."""
    header, payload, signature = jws.split(".")
    kid = json.loads(from_base64url(header))["kid"]
    keys = {key["kid"]: key for key in json_of(client.get("/.well-known/jwks.json"))["keys"]}
    key = Ed25519PublicKey.from_public_bytes(from_base64url(keys[kid]["x"]))
    key.verify(from_base64url(signature), f"{header}.{payload}".encode())
    return json.loads(from_base64url(payload))


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def test_the_newest_head_is_signed_by_a_published_key(client: FlaskClient) -> None:
    head = _get(client, "/log/head")

    stated = _payload(client, head["signature"])

    assert stated == {"size": head["size"], "root": head["root"], "at": head["at"]}


def test_an_altered_head_does_not_verify(client: FlaskClient) -> None:
    header, payload, signature = _get(client, "/log/head")["signature"].split(".")
    other = "A" if payload[10] != "A" else "B"

    with pytest.raises(InvalidSignature):
        _payload(client, f"{header}.{payload[:10]}{other}{payload[11:]}.{signature}")


def test_all_entries_fetched_give_the_signed_root(client: FlaskClient) -> None:
    head = _get(client, "/log/head")
    leaves: list[bytes] = []
    while len(leaves) < head["size"]:
        for entry in _get(client, f"/log/entries?after={len(leaves)}&limit=7")["entries"]:
            assert entry["number"] == len(leaves) + 1
            assert json.loads(entry["data"]) == _payload(client, entry["receipt"])
            leaves.append(hashlib.sha256(b"\x00" + entry["data"].encode()).digest())
            assert leaves[-1].hex() == entry["leaf"]

    assert _root(leaves).hex() == head["root"]


def _root(leaves: list[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return _node(_root(leaves[:half]), _root(leaves[half:]))


def test_the_document_of_an_entry_is_the_one_that_was_sealed(client: FlaskClient) -> None:
    number = json_of(client.get(f"/envelopes/{CREDENTIAL}"))["number"]

    entry = _get(client, f"/log/entries/{number}")
    facts = json.loads(entry["data"])

    assert facts["ctid"] == CREDENTIAL
    assert entry["revision"] == f"{BASE}/envelopes/{CREDENTIAL}/revisions/{number}"
    for name in ("document", "provenance"):
        digest = hashlib.sha256(entry["texts"][name].encode()).hexdigest()
        assert digest == facts[f"{name}_sha256"]


def test_an_inclusion_proof_leads_to_the_signed_root(client: FlaskClient) -> None:
    head = _get(client, "/log/head")
    proof = _get(client, f"/log/proof/inclusion?number=3&size={head['size']}")

    place, last = proof["index"], proof["size"] - 1
    reached = bytes.fromhex(proof["leaf"])
    for each in map(bytes.fromhex, proof["path"]):
        if place % 2 == 1 or place == last:
            reached = _node(each, reached)
            while place % 2 == 0 and place:
                place, last = place >> 1, last >> 1
        else:
            reached = _node(reached, each)
        place, last = place >> 1, last >> 1

    assert (last, reached.hex()) == (0, head["root"])
    assert proof["root"] == head["root"]


def test_a_consistency_proof_goes_from_one_signed_root_to_another(client: FlaskClient) -> None:
    head = _get(client, "/log/head")

    proof = _get(client, f"/log/proof/consistency?first=4&second={head['size']}")
    newest = _get(client, "/log/proof/consistency?first=4")

    assert proof == newest
    assert proof["second_root"] == head["root"]
    assert proof["first_root"] == _get(client, "/log/proof/inclusion?number=1&size=4")["root"]


def test_heads_are_listed_from_the_smallest_tree_on(client: FlaskClient) -> None:
    found = _get(client, "/log/heads")

    sizes = [head["size"] for head in found["heads"]]
    assert sizes == sorted(sizes)
    assert found["heads"][-1] == _get(client, "/log/head")
    assert found["next"] == sizes[-1]
    assert _get(client, f"/log/heads?after={sizes[-1]}")["heads"] == []


def test_the_key_is_the_same_in_both_forms(client: FlaskClient) -> None:
    [jwk] = json_of(client.get("/.well-known/jwks.json"))["keys"]
    response = client.get("/log/key.pem")
    key = load_pem_public_key(response.data)

    assert isinstance(key, Ed25519PublicKey)
    assert key.public_bytes_raw() == from_base64url(jwk["x"])
    assert (jwk["kty"], jwk["crv"], jwk["alg"], jwk["use"]) == ("OKP", "Ed25519", "EdDSA", "sig")
    assert not any(b"PRIVATE" in data for data in (response.data, json.dumps(jwk).encode()))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/log/head", REVALIDATE),
        ("/log/heads", REVALIDATE),
        ("/log/entries", REVALIDATE),
        ("/log/entries?limit=3", IMMUTABLE),
        ("/log/entries/3", IMMUTABLE),
        ("/log/proof/inclusion?number=2", REVALIDATE),
        ("/log/proof/inclusion?number=2&size=5", IMMUTABLE),
        ("/log/proof/consistency?first=2", REVALIDATE),
        ("/log/proof/consistency?first=2&second=5", IMMUTABLE),
        ("/.well-known/jwks.json", REVALIDATE),
        ("/log/key.pem", REVALIDATE),
    ],
)
def test_what_cannot_change_may_be_kept_and_the_rest_is_asked_about(
    client: FlaskClient, path: str, expected: str
) -> None:
    response = client.get(path)
    again = client.get(path, headers={"If-None-Match": response.headers["ETag"]})

    assert response.headers["Cache-Control"] == expected
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/log/entries/0", 404),
        ("/log/entries/999999", 404),
        ("/log/entries/9223372036854775808", 404),
        ("/log/entries/" + "9" * 60, 404),
        ("/log/entries/x", 404),
        ("/log/entries?after=-1", 400),
        ("/log/entries?limit=0", 400),
        ("/log/entries?limit=1001", 400),
        ("/log/entries?after=99999999999999999999", 400),
        ("/log/entries?page=2", 400),
        ("/log/proof/inclusion", 400),
        ("/log/proof/inclusion?number=0", 400),
        ("/log/proof/inclusion?number=x", 400),
        ("/log/proof/inclusion?number=5&size=4", 404),
        ("/log/proof/inclusion?number=1&size=999999", 404),
        ("/log/proof/consistency", 400),
        ("/log/proof/consistency?first=3&second=2", 404),
        ("/log/proof/consistency?first=1&second=999999", 404),
    ],
)
def test_what_cannot_be_answered_is_a_problem_with_its_reason(
    client: FlaskClient, path: str, status: int
) -> None:
    response = client.get(path)

    assert response.status_code == status
    assert response.mimetype == "application/problem+json"
    assert json_of(response)["detail"]


def test_programs_that_ask_for_json_learn_where_everything_is(client: FlaskClient) -> None:
    response = client.get("/log", headers={"Accept": "application/json"})
    content = json_of(response)

    assert "Accept" in response.vary
    assert content["head"] == _get(client, "/log/head")
    assert content["addresses"]["head"] == f"{BASE}/log/head"
    for address in content["addresses"].values():
        path = address.removeprefix(BASE)
        path = path.replace("{limit}", "2").replace("{number}", "1").replace("{size}", "2")
        assert client.get(path).status_code == 200


@pytest.mark.parametrize(("path", "title"), [("/log", "The log"), ("/fr/log", "Le journal")])
def test_readers_get_a_page_with_the_newest_root(
    client: FlaskClient, path: str, title: str
) -> None:
    response = client.get(path, headers={"Accept": "text/html"})

    assert response.mimetype == "text/html"
    assert f"<h1>{title}</h1>" in response.text
    assert _get(client, "/log/head")["root"] in response.text


@pytest.fixture
def empty_app(registry: Registry) -> Flask:
    """The application over a registry in which nothing was published."""
    return create_app(registry.settings)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_empty_log_has_a_page_and_no_head(empty_app: Flask) -> None:
    client = empty_app.test_client()

    assert "nothing was published" in client.get("/log", headers={"Accept": "text/html"}).text
    assert json_of(client.get("/log", headers={"Accept": "application/json"}))["size"] == 0
    assert client.get("/log/head").status_code == 404
    assert client.get("/log/proof/inclusion?number=1").status_code == 404
    assert _get(client, "/log/entries") == {"entries": [], "next": 0}
    empty_app.extensions["registry"].close()
