"""Publishing what a publisher has signed: as a compact JWS, and in an envelope."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.services import signing_keys
from app.services.registry import Registry
from app.store import publishers
from tests.api.publishers import COLLEGE, RECORDS, RIVAL, Publisher, first_aid
from tests.linked_data.small_registry import json_of
from tests.support.documents import ctid_of
from tests.support.signing import ED25519, RSA, STRANGER, Signatory, an_envelope

FIRST_AID = ctid_of(first_aid())
JOSE = "application/jose"


@pytest.fixture(params=[ED25519, RSA], ids=["EdDSA", "RS256"])
def signatory(registry: Registry, request: pytest.FixtureRequest) -> Signatory:
    """Who signs for the college, with a key that is registered."""
    signing: Signatory = request.param
    signing_keys.add_signing_key(registry, COLLEGE, signing.pem, name="College")
    return signing


def signed(signatory: Signatory, **stated: Any) -> str:
    return signatory.sign(json.dumps(first_aid(**stated)).encode())


def send(publisher: Publisher, body: str, path: str = "") -> TestResponse:
    return publisher.send("POST", path, body, content_type=JOSE)


def test_a_signed_document_is_published_with_its_signature(
    college: Publisher, signatory: Signatory, api: FlaskClient
) -> None:
    jws = signed(signatory)

    response = send(college, jws)

    assert response.status_code == 201
    assert json_of(api.get(f"{RECORDS}/{FIRST_AID}"))["signature"] == jws


def test_an_envelope_in_plain_json_is_opened(
    college: Publisher, signatory: Signatory, api: FlaskClient
) -> None:
    jws = signed(signatory)

    response = college.send("POST", "", an_envelope(jws), content_type="application/json")

    assert response.status_code == 201
    assert json_of(api.get(f"{RECORDS}/{FIRST_AID}"))["signature"] == jws


def test_the_same_signed_document_again_changes_nothing(
    college: Publisher, signatory: Signatory
) -> None:
    jws = signed(signatory)
    send(college, jws)

    assert json_of(send(college, jws))["kind"] == "unchanged"


def test_a_signed_document_that_was_replaced_cannot_be_replayed(
    college: Publisher, signatory: Signatory
) -> None:
    old = signed(signatory)
    send(college, old)
    send(college, signed(signatory, name={"en": "First aid at sea"}))

    response = send(college, old)

    assert response.status_code == 409
    assert "sign it again" in json_of(response)["detail"]


def test_an_altered_document_is_refused(college: Publisher, signatory: Signatory) -> None:
    header, payload, signature = signed(signatory).split(".")
    other = signed(STRANGER, name={"en": "Altered"}).split(".")[1]

    response = send(college, f"{header}.{other}.{signature}")

    assert response.status_code == 422
    assert "altered" in json_of(response)["detail"]
    assert payload != other


@pytest.mark.parametrize("body", ["", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", "{}", "\u00e9.b.c"])
def test_what_is_no_signed_document_is_422(
    college: Publisher, signatory: Signatory, body: str
) -> None:
    assert send(college, body).status_code == 422


def test_a_signature_of_somebody_else_is_refused(
    college: Publisher, rival: Publisher, signatory: Signatory
) -> None:
    assert send(rival, signed(signatory)).status_code == 422
    assert send(college, signed(STRANGER)).status_code == 422


def test_who_acts_for_a_publisher_may_send_what_that_one_signed(
    rival: Publisher, signatory: Signatory, registry: Registry
) -> None:
    with registry.database.writing() as connection:
        publishers.let_act_for(connection, RIVAL, COLLEGE)

    assert send(rival, signed(signatory), f"?owner={COLLEGE}").status_code == 201


def test_a_signed_document_is_checked_only_with_a_key(
    college: Publisher, signatory: Signatory, api: FlaskClient
) -> None:
    jws = signed(signatory)

    assert api.post(f"{RECORDS}/validate", data=jws, content_type=JOSE).status_code == 401
    assert send(college, jws, "/validate").status_code == 200


def test_what_is_signed_must_be_a_document_all_the_same(
    college: Publisher, signatory: Signatory
) -> None:
    response = send(college, signatory.sign(b"[1, 2, 3]"))

    assert response.status_code == 422
    assert [each["code"] for each in json_of(response)["findings"]] == ["DOCUMENT_NOT_OBJECT"]
