import hashlib
import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.linked_data.contexts import SERVED
from ctdl.contexts import KNOWN_CONTEXTS
from tests.linked_data.small_registry import BASE, CREDENTIAL, EQF_LEVELS, json_of

# A context never changes under its version: add a version instead of changing a digest.
DIGESTS = {
    "contexts/ctdl/2026-08-06.json": (
        "2d7bc43815b74a1e4adf013ec2b0ad414e11f380d021d730858a4484835b259e"
    ),
    "contexts/ctdlasn/2026-08-06.json": (
        "d1b043f6eabbdc63e02be29f53a0bd5862555200eb00450513e7d986ee943ded"
    ),
}


@pytest.mark.parametrize("path", DIGESTS)
def test_a_context_can_be_fetched_by_anybody_and_kept_for_ever(
    client: FlaskClient, path: str
) -> None:
    response = client.get(f"/{path}")

    assert response.status_code == 200
    assert response.mimetype == "application/ld+json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "immutable" in response.headers["Cache-Control"]
    assert "@context" in json.loads(response.data)


def test_what_a_version_says_never_changes(client: FlaskClient) -> None:
    found = {
        context.path: hashlib.sha256(client.get(f"/{context.path}").data).hexdigest()
        for context in SERVED
    }

    assert found == DIGESTS


def test_every_context_a_document_may_name_is_served(client: FlaskClient) -> None:
    assert {context.published_at for context in SERVED} == set(KNOWN_CONTEXTS)


@pytest.mark.parametrize(
    ("ctid", "path"), [(CREDENTIAL, SERVED[0].path), (EQF_LEVELS, SERVED[1].path)]
)
def test_a_document_names_the_context_that_we_serve(
    client: FlaskClient, ctid: str, path: str
) -> None:
    assert json_of(client.get(f"/graph/{ctid}.json"))["@context"] == f"{BASE}/{path}"


def test_the_log_keeps_the_address_that_ctdl_gives_the_context(small_app: Flask) -> None:
    from app.services import reading

    stored = reading.get_record(small_app.extensions["registry"], CREDENTIAL)

    assert stored.document.body["@context"] in KNOWN_CONTEXTS


@pytest.mark.parametrize("path", ["contexts/ctdl/1999-01-01.json", "contexts/x/2026-08-06.json"])
def test_another_name_or_version_is_404_with_those_there_are(
    client: FlaskClient, path: str
) -> None:
    response = client.get(f"/{path}")

    assert response.status_code == 404
    assert SERVED[0].path in json_of(response)["detail"]
