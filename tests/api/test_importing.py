"""`POST /api/v1/records/import`: a badge in, CTDL and notes out, nothing saved."""

import pytest
from flask.testing import FlaskClient

from tests.ctdl.mapping.sources import SAMPLES, sample

ADDRESS = "/api/v1/records/import"


def test_a_badge_is_answered_as_documents_notes_and_findings(client: FlaskClient) -> None:
    answer = client.post(
        ADDRESS, data=sample("open-badges-3-rich.json"), content_type="application/ld+json"
    )

    assert answer.status_code == 200
    made = answer.get_json()
    assert made["format"] == "open-badges-3"
    assert [each["type"] for each in made["documents"]] == [
        "ceterms:CredentialOrganization",
        "ceterms:MicroCredential",
    ]
    assert made["documents"][1]["document"]["@graph"][0]["@id"].startswith("https://")
    assert {note["code"] for note in made["notes"]} >= {"IMPORT_NOT_CARRIED"}
    assert {found["severity"] for found in made["findings"]} <= {"warning", "info"}


def test_the_documents_can_be_validated_as_they_are(client: FlaskClient) -> None:
    made = client.post(
        ADDRESS, data=sample("ctdl-graph-rich.json"), content_type="application/json"
    ).get_json()

    for each in made["documents"]:
        answer = client.post("/api/v1/records/validate", json=each["document"])
        assert answer.status_code == 200, answer.get_json()


def test_a_page_is_taken_as_html(client: FlaskClient) -> None:
    answer = client.post(
        ADDRESS, data=sample("schema-org-course-page.html"), content_type="text/html"
    )

    assert answer.get_json()["format"] == "schema-org"


@pytest.mark.parametrize(
    ("data", "kind", "query", "status"),
    [
        (b"{", "application/json", "", 422),
        (b"{}", "application/json", "", 422),
        (b"<html>", "text/html", "", 422),
        (b"{}", "text/csv", "", 415),
        (b"x" * 4_000_001, "application/json", "", 413),
        (b"{}", "application/json", "?format=fax", 400),
        (b"{}", "application/json", "?ctid=7", 400),
        (b"{}", "application/json", "?type=Wish", 400),
        (sample("elm-minimal.json"), "application/json", "?type=ceterms:Wish", 422),
        (sample("elm-award.json"), "application/json", "", 422),
    ],
)
def test_what_cannot_be_imported_is_a_problem_that_says_why(
    client: FlaskClient, data: bytes, kind: str, query: str, status: int
) -> None:
    answer = client.post(ADDRESS + query, data=data, content_type=kind)

    assert answer.status_code == status
    problem = answer.get_json()
    assert problem["detail"]
    assert status != 422 or problem["findings"]


def test_a_key_that_opens_nothing_is_refused(client: FlaskClient) -> None:
    answer = client.post(
        ADDRESS,
        data=sample("elm-minimal.json"),
        content_type="application/json",
        headers={"Authorization": "Bearer cr_nothing"},
    )

    assert answer.status_code == 401


def test_every_sample_is_answered_without_a_failure(client: FlaskClient) -> None:
    for path in SAMPLES.iterdir():
        kind = "text/html" if path.suffix == ".html" else "application/json"
        answer = client.post(ADDRESS, data=path.read_bytes(), content_type=kind)

        assert answer.status_code in (200, 422)
