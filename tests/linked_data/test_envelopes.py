"""Envelopes as clients of a Credential Registry meet them, checked without the registry's code."""

import base64
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.config import Settings
from app.services import publishing, views
from app.services.envelopes import open_signed
from app.services.publishing import PublisherRef
from app.services.registry import Registry, set_up
from app.services.signing_keys import add_signing_key
from ctdl.ctid import derive_ctid
from tests.linked_data.small_registry import BASE, json_of
from tests.support.documents import PROVIDER, a_credential, an_organization, ctid_of
from tests.support.prerequisites import PROJECT
from tests.support.signing import ED25519, RSA, Signatory, a_document_text, from_base64url

WRITER = PublisherRef(PROVIDER, "Example College")
AGENT = PublisherRef(derive_ctid("test:agent"), "Agency")
ORGANIZATION = PROVIDER
PLAIN, UPDATED, WITHDRAWN, RESTORED, RSA_SIGNED, ED_SIGNED = (
    ctid_of(a_credential(key))
    for key in ("plain", "updated", "withdrawn", "restored", "rsa signed", "ed signed")
)
FIELDS = {
    "envelope_community", "envelope_id", "envelope_ceterms_ctid", "envelope_ctdl_type",
    "envelope_type", "envelope_version", "resource", "decoded_resource", "resource_format",
    "resource_encoding", "resource_public_key", "resource_publish_type", "publisher_id",
    "owned_by", "published_by", "updated_at", "last_verified_on", "changed", "node_headers",
}  # fmt: skip
"""What readers of the Credential Registry's own envelopes look for."""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application over ten entries about seven records."""
    settings = Settings(home=tmp_path_factory.mktemp("envelopes") / "home", base_url=BASE)
    registry = set_up(settings)
    _fill(registry)
    views.catch_up(registry)
    registry.close()
    application = create_app(settings)
    application.testing = True
    yield application
    application.extensions["registry"].close()


def _fill(registry: Registry) -> None:
    publishing.publish(registry, an_organization(), WRITER)
    for key in ("plain", "updated", "withdrawn", "restored"):
        publishing.publish(registry, a_credential(key), WRITER)
    publishing.publish(registry, a_credential("updated", name={"en": "Updated since"}), WRITER)
    publishing.withdraw(registry, WITHDRAWN, WRITER, reason="No longer taught.")
    publishing.withdraw(registry, RESTORED, WRITER, reason="By mistake.")
    publishing.restore(registry, RESTORED, WRITER)
    for key, signatory in (("rsa signed", RSA), ("ed signed", ED25519)):
        add_signing_key(registry, PROVIDER, signatory.pem)
        jws = signatory.sign(a_document_text(key), kid="laptop")
        signed = open_signed(registry, jws.encode(), PROVIDER)
        publishing.publish(registry, signed.document, WRITER, signature=signed.jws)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of the application."""
    return app.test_client()


def _envelope(client: FlaskClient, ctid: str, query: str = "") -> dict[str, Any]:
    response = client.get(f"/envelopes/{ctid}{query}")
    assert response.status_code == 200, response.data
    found: dict[str, Any] = json_of(response)
    return found


def _list(client: FlaskClient, query: str = "") -> list[str]:
    response = client.get(f"/envelopes{query}")
    assert response.status_code == 200, response.data
    return [each["envelope_ceterms_ctid"] for each in json_of(response)]


def _events(client: FlaskClient, query: str = "") -> list[tuple[str, str]]:
    response = client.get(f"/envelopes/events{query}")
    assert response.status_code == 200, response.data
    return [(each["envelope_ceterms_ctid"], each["event"]) for each in json_of(response)]


def _verify(envelope: dict[str, Any]) -> bytes:
    """The payload of `resource`, once it verifies with the key beside it, by `cryptography`."""
    key = load_pem_public_key(envelope["resource_public_key"].encode())
    signed, _, signature = envelope["resource"].rpartition(".")
    header, _, payload = signed.partition(".")
    if json.loads(from_base64url(header))["alg"] == "RS256":
        assert isinstance(key, RSAPublicKey)
        key.verify(from_base64url(signature), signed.encode(), padding.PKCS1v15(), hashes.SHA256())
    else:
        assert isinstance(key, Ed25519PublicKey)
        key.verify(from_base64url(signature), signed.encode())
    return from_base64url(payload)


def test_an_envelope_has_every_field_that_readers_look_for(client: FlaskClient) -> None:
    envelope = _envelope(client, PLAIN)

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
    envelope = _envelope(client, ctid)
    key = "rsa signed" if ctid == RSA_SIGNED else "ed signed"

    assert _verify(envelope) == a_document_text(key)
    assert envelope["resource"] == signatory.sign(a_document_text(key), kid="laptop")
    assert envelope["resource_public_key"] == signatory.pem.decode()
    assert envelope["resource_signed_by"] == "publisher"


def test_the_registry_signs_for_those_who_do_not_exactly_what_it_serves(
    client: FlaskClient,
) -> None:
    envelope = _envelope(client, PLAIN)
    graph = client.get(f"/graph/{PLAIN}.jsonld")

    assert _verify(envelope) == graph.data
    assert envelope["decoded_resource"] == json_of(graph)
    assert envelope["resource_signed_by"] == "registry"
    assert envelope["resource_public_key"] == client.get("/log/key.pem").text


@pytest.mark.parametrize("ctid", [PLAIN, RSA_SIGNED, ED_SIGNED])
def test_an_altered_envelope_does_not_verify(client: FlaskClient, ctid: str) -> None:
    envelope = _envelope(client, ctid)
    place = len(envelope["resource"]) // 2
    other = "A" if envelope["resource"][place] != "A" else "B"
    resource = envelope["resource"]

    with pytest.raises(InvalidSignature):
        _verify({**envelope, "resource": resource[:place] + other + resource[place + 1 :]})


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
    number = _envelope(client, RSA_SIGNED)["number"]
    _save(client, tmp_path, registry="/log/key.pem", entry=f"/log/entries/{number}")

    finished = _run("receipt", tmp_path)
    facts = json.loads((tmp_path / "facts.json").read_text())

    assert finished.returncode == 0, finished.stderr
    assert "the leaf is that of the receipt" in finished.stdout
    assert facts["ctid"] == RSA_SIGNED
    resource = _envelope(client, RSA_SIGNED)["resource"]
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


def test_the_listing_has_the_newest_first_and_no_withdrawn_ones(client: FlaskClient) -> None:
    expected = [ED_SIGNED, RSA_SIGNED, RESTORED, UPDATED, PLAIN, ORGANIZATION]

    assert _list(client) == expected
    assert _list(client, "?include_deleted=true") == [
        *expected[:3],
        WITHDRAWN,
        *expected[3:],
    ]


def test_pages_are_turned_by_their_links_and_hold_everything_once(client: FlaskClient) -> None:
    found, address = [], "/envelopes?per_page=4&include_deleted=true"
    while address:
        response = client.get(address)
        links = {
            rel: url for url, rel in re.findall(r'<([^>]*)>; rel="(\w+)"', response.headers["Link"])
        }
        assert (response.headers["Total"], response.headers["X-Total"]) == ("7", "7")
        assert (response.headers["Per-Page"], response.headers["X-Per-Page"]) == ("4", "4")
        assert "Total" in response.headers["Access-Control-Expose-Headers"]
        assert links["last"].endswith("per_page=4&include_deleted=true&page=2")
        found += [each["envelope_ceterms_ctid"] for each in json_of(response)]
        address = links.get("next", "").removeprefix(BASE)

    assert found == _list(client, "?include_deleted=true&per_page=200")


def test_a_page_past_the_end_is_empty_and_says_where_the_last_one_is(client: FlaskClient) -> None:
    response = client.get("/envelopes?page=50&per_page=2")

    assert json_of(response) == []
    assert f'<{BASE}/envelopes?per_page=2&page=3>; rel="prev"' in response.headers["Link"]
    assert 'rel="next"' not in response.headers["Link"]


def test_metadata_leave_the_document_out(client: FlaskClient) -> None:
    [full] = json_of(client.get("/envelopes?per_page=1"))
    [bare] = json_of(client.get("/envelopes?per_page=1&metadata_only=true"))

    assert full.keys() - bare.keys() == {"resource", "decoded_resource"}
    assert bare.items() <= full.items()


def test_envelopes_are_found_by_the_time_of_their_newest_change(client: FlaskClient) -> None:
    at = _envelope(client, UPDATED)["updated_at"]
    day = at[:10]

    assert _list(client, f"?from={day}&until={day}") == _list(client)
    assert _list(client, f"?from={at}")[-1] == UPDATED
    assert _list(client, f"?until={at}")[0] == UPDATED
    assert _list(client, "?until=2020-01-01") == []
    assert _list(client, "?from=2020-01-01T00:00:00%2B02:00") == _list(client)


def test_no_record_is_provisional(client: FlaskClient) -> None:
    assert _list(client, "?provisional=only") == []
    assert _list(client, "?provisional=exclude") == _list(client)
    assert _envelope(client, PLAIN)["publication_status"] == "full"


def test_an_envelope_is_found_by_its_id_too(client: FlaskClient) -> None:
    envelope = _envelope(client, PLAIN)

    assert _envelope(client, envelope["envelope_id"]) == envelope


def test_the_history_leads_to_each_revision(client: FlaskClient) -> None:
    history = _envelope(client, UPDATED)["node_headers"]["revision_history"]
    first, second = (json_of(client.get(each["url"].removeprefix(BASE))) for each in history)

    assert [(each["event"], each["head"]) for each in history] == [
        ("create", False),
        ("update", True),
    ]
    assert first["decoded_resource"]["@graph"][0]["ceterms:name"] == {"en": "Updated"}
    assert second["decoded_resource"]["@graph"][0]["ceterms:name"] == {"en": "Updated since"}
    assert _verify(first) != _verify(second)
    assert first["created_at"] == second["created_at"] == first["updated_at"]
    assert "revision_history" not in first["node_headers"]


def test_a_withdrawn_record_answers_410_unless_it_is_asked_for(client: FlaskClient) -> None:
    gone = client.get(f"/envelopes/{WITHDRAWN}")
    envelope = _envelope(client, WITHDRAWN, "?include_deleted=true")

    assert gone.status_code == 410
    assert json_of(gone)["reason"] == "No longer taught."
    assert envelope["deleted_at"] == envelope["node_headers"]["deleted_at"] is not None
    assert [each["event"] for each in envelope["node_headers"]["revision_history"]] == [
        "create",
        "destroy",
    ]
    number = envelope["number"]
    assert client.get(f"/envelopes/{WITHDRAWN}/revisions/{number}").status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/envelopes/{derive_ctid('test:never')}", 404),
        ("/envelopes/not-a-ctid", 404),
        (f"/envelopes/{PLAIN}/revisions/1", 404),
        (f"/envelopes/{PLAIN}/revisions/999", 404),
        (f"/envelopes/{PLAIN}/revisions/99999999999999999999", 404),
        (f"/envelopes/{PLAIN}?pretty=1", 400),
        ("/envelopes?per_page=201", 400),
        ("/envelopes?per_page=0", 400),
        ("/envelopes?page=0", 400),
        ("/envelopes?page=x", 400),
        ("/envelopes?include_deleted=perhaps", 400),
        ("/envelopes?from=yesterday", 400),
        ("/envelopes?until=9999-12-31", 400),
        ("/envelopes?from=2026-03-02&until=2026-03-01", 400),
        ("/envelopes?sort=name", 400),
        ("/envelopes/events?event=publish", 400),
        ("/envelopes/events?after=1", 400),
        ("/envelopes/events?ctid=x", 404),
    ],
)
def test_what_cannot_be_answered_is_a_problem_with_its_reason(
    client: FlaskClient, path: str, status: int
) -> None:
    response = client.get(path)

    assert response.status_code == status
    assert response.mimetype == "application/problem+json"
    assert json_of(response)["detail"]


def test_events_tell_everything_that_happened_the_newest_first(client: FlaskClient) -> None:
    events = _events(client)

    assert events[:2] == [(ED_SIGNED, "create"), (RSA_SIGNED, "create")]
    assert events[2:6] == [
        (RESTORED, "create"),
        (RESTORED, "destroy"),
        (WITHDRAWN, "destroy"),
        (UPDATED, "update"),
    ]
    assert len(events) == 11


def test_events_can_be_narrowed_down_and_paged(client: FlaskClient) -> None:
    assert _events(client, "?event=destroy") == [(RESTORED, "destroy"), (WITHDRAWN, "destroy")]
    assert _events(client, f"?ctid={UPDATED}") == [(UPDATED, "update"), (UPDATED, "create")]
    assert _events(client, f"?ctid={UPDATED}&event=create") == [(UPDATED, "create")]
    assert _events(client, "?after=2020-01-01") == _events(client)
    assert _events(client, "?after=2999-01-01") == []
    assert _events(client, "?provisional=only") == []
    pages = [_events(client, f"?per_page=4&page={page}") for page in (1, 2, 3)]
    assert [event for page in pages for event in page] == _events(client)
    assert client.get("/envelopes/events?per_page=4").headers["Total"] == "11"


@pytest.mark.parametrize(
    "path", ["/envelopes", f"/envelopes/{PLAIN}", f"/envelopes/{UPDATED}/revisions/3",
             "/envelopes/events"]
)  # fmt: skip
def test_who_has_an_answer_already_is_told_so(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    again = client.get(path, headers={"If-None-Match": response.headers["ETag"]})

    assert response.mimetype == "application/json"
    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert (again.status_code, again.data) == (304, b"")


def test_tags_differ_with_what_is_asked_for(client: FlaskClient) -> None:
    queries = ("", "?metadata_only=true", "?per_page=2", "?per_page=2&page=2", "?include_deleted=1")
    tags = {client.get(f"/envelopes{query}").headers["ETag"] for query in queries}

    assert len(tags) == len(queries)
