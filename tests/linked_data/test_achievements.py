"""A credential as an achievement of Open Badges 3.0: valid, and saying what the record says."""

from typing import Any, Final

import jsonschema_rs
import pytest
from flask.testing import FlaskClient
from pyld import jsonld

from ctdl.credential_contexts import FILES, credential_context
from tests.linked_data.small_registry import (
    BASE,
    COURSE,
    CREDENTIAL,
    HOSTILE_NAME,
    ORGANIZATION,
    SCHEME,
    UNKNOWN,
    WITHDRAWN,
    json_of,
)

TEXT: Final = {"type": "string", "minLength": 1}
ADDRESS: Final = {"type": "string", "pattern": "^(https?://|urn:|did:)"}


def kind(name: str) -> dict[str, Any]:
    return {"type": "array", "contains": {"const": name}, "items": {"type": "string"}}


SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["@context", "id", "type", "name", "description", "criteria"],
    "properties": {
        "id": ADDRESS,
        "type": kind("Achievement"),
        "name": TEXT,
        "description": TEXT,
        "achievementType": TEXT,
        "criteria": {
            "type": "object",
            "minProperties": 1,
            "properties": {"id": ADDRESS, "narrative": TEXT},
        },
        "creator": {
            "type": "object",
            "required": ["id", "type"],
            "properties": {"id": ADDRESS, "type": kind("Profile"), "name": TEXT},
        },
        "creditsAvailable": {"type": "number"},
        "inLanguage": {"type": "string", "pattern": "^[a-z]{2,4}(-[A-Za-z0-9]{2,8})*$"},
        "tag": {"type": "array", "items": TEXT},
        "alignment": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "targetName", "targetUrl"],
                "properties": {
                    "type": kind("Alignment"),
                    "targetName": TEXT,
                    "targetUrl": ADDRESS,
                    "targetCode": TEXT,
                    "targetFramework": TEXT,
                },
            },
        },
        "resultDescription": {
            "type": "array",
            "items": {"type": "object", "required": ["id", "type", "name", "resultType"]},
        },
        "otherIdentifier": {
            "type": "array",
            "items": {"type": "object", "required": ["type", "identifier", "identifierType"]},
        },
    },
}
"""What must be there, after the data model of the specification (1EdTech, Open Badges 3.0,
Achievement, Alignment, Profile); written for these tests."""


def achievement(client: FlaskClient, ctid: str) -> dict[str, Any]:
    response = client.get(f"/achievements/{ctid}")
    assert response.status_code == 200
    assert response.content_type == "application/ld+json"
    found: dict[str, Any] = json_of(response)
    return found


def _load(address: str, _options: dict[str, Any]) -> dict[str, Any]:
    return {
        "contextUrl": None,
        "documentUrl": address,
        "document": credential_context(address),
    }


@pytest.mark.parametrize("ctid", [CREDENTIAL, COURSE])
def test_it_is_valid_and_every_term_of_it_is_one_of_open_badges(
    client: FlaskClient, ctid: str
) -> None:
    found = achievement(client, ctid)

    faults = [
        each.message for each in jsonschema_rs.Draft202012Validator(SCHEMA).iter_errors(found)
    ]
    assert faults == []
    assert set(found["@context"][:2]) <= set(FILES)
    [expanded] = jsonld.expand(found, {"documentLoader": _load})
    assert len(expanded) == len(found) - 1, "a term that the context does not know is dropped"


def test_it_says_what_the_record_says(client: FlaskClient) -> None:
    found = achievement(client, CREDENTIAL)

    assert found["id"] == f"{BASE}/resources/{CREDENTIAL}"
    assert found["achievementType"] == "MicroCredential"
    assert found["name"] == HOSTILE_NAME
    assert found["description"] == "Analysing data."
    assert found["creator"]["id"] == f"{BASE}/resources/{ORGANIZATION}"
    assert found["creator"]["name"] == "Provider Example"
    assert found["criteria"] == {"id": f"{BASE}/resources/{CREDENTIAL}"}
    assert "alignment" not in found


def test_the_page_and_its_header_lead_there(client: FlaskClient) -> None:
    page = client.get(f"/credentials/{CREDENTIAL}")

    assert f'href="/achievements/{CREDENTIAL}"' in page.text
    links = ", ".join(page.headers.getlist("Link"))
    assert f'<{BASE}/achievements/{CREDENTIAL}>; rel="alternate"' in links
    assert "/achievements/" not in client.get(f"/organizations/{ORGANIZATION}").text


def test_who_has_it_is_told_so(client: FlaskClient) -> None:
    response = client.get(f"/achievements/{CREDENTIAL}")
    tag = {"If-None-Match": response.headers["ETag"]}

    assert client.get(f"/achievements/{CREDENTIAL}", headers=tag).status_code == 304


@pytest.mark.parametrize(
    ("ctid", "status"),
    [(ORGANIZATION, 404), (SCHEME, 404), (UNKNOWN, 404), (WITHDRAWN, 410), ("x", 404)],
)
def test_what_is_no_achievement_is_not_found(client: FlaskClient, ctid: str, status: int) -> None:
    response = client.get(f"/achievements/{ctid}")

    assert response.status_code == status
    assert response.mimetype == "application/problem+json"
