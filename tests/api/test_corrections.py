"""Corrections over the JSON API: the same rules as on the page, and the public list."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.services import correction_answers, publishing, views
from app.services.correction_answers import Answering
from app.services.publishing import PublisherRef
from app.services.registry import Registry
from ctdl.ctid import derive_ctid
from tests.support.documents import PROVIDER, a_credential, an_organization, ctid_of

COLLEGE = PublisherRef(PROVIDER, "Example College")
FIRST_AID = ctid_of(a_credential())
ADDRESS = f"/api/v1/credentials/{FIRST_AID}/corrections"
ASKED = {
    "field": "credits",
    "problem": "The page says 20.",
    "evidence": "https://provider.example/course",
}


@pytest.fixture(autouse=True)
def records(registry: Registry) -> None:
    """The college and its credential."""
    publishing.publish(registry, an_organization(), COLLEGE)
    publishing.publish(registry, a_credential(), COLLEGE)
    views.catch_up(registry)


def post(api: FlaskClient, body: Any, address: str = ADDRESS, **headers: str) -> TestResponse:
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return api.post(address, data=text, headers={"Content-Type": "application/json", **named})


def test_request_is_kept_and_listed_as_it_was_sent(api: FlaskClient) -> None:
    answer = post(api, {**ASKED, "proposed": "20 credits"})

    assert answer.status_code == 201
    sent = answer.get_json()
    assert answer.headers["Location"] == sent["page"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert sent.pop("code")
    listed = api.get(ADDRESS).get_json()
    assert listed["corrections"] == [sent]
    assert (listed["total"], listed["counts"]["open"]) == (1, 1)
    assert (sent["state"], sent["answer"], sent["hidden"]) == ("open", None, None)
    assert (sent["problem"], sent["proposed"], sent["revision"]) == (
        "The page says 20.",
        "20 credits",
        2,
    )


def test_list_names_the_fields_that_can_be_asked_about(api: FlaskClient) -> None:
    listed = api.get(ADDRESS).get_json()

    fields = {each["key"]: each["label"] for each in listed["fields"]}
    assert fields["credits"] == "Credits"
    assert fields["other"] == "Something else on the page"
    for key in fields:
        assert post(api, {**ASKED, "field": key, "problem": f"{key}."}).status_code in (201, 429)


def test_the_same_again_is_200_without_the_code(api: FlaskClient) -> None:
    first = post(api, ASKED).get_json()

    again = post(api, {**ASKED, "problem": " The page says 20.\r\n"})

    assert again.status_code == 200
    assert again.get_json() == {**first, "code": None}


def test_faults_are_told_by_name(api: FlaskClient) -> None:
    answer = post(
        api, {"field": "colour", "problem": " \n", "evidence": "ftp://a.example", "revision": 99}
    )

    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    problem = answer.get_json()
    assert problem["type"].endswith(":correction-refused")
    assert problem["errors"].keys() == {"field", "problem", "evidence", "revision"}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 422),
        ("[]", 422),
        ("null", 422),
        ("{", 422),
        ('{"field": "credits"}', 422),
        ("[" * 50_000, 422),
        (json.dumps({**ASKED, "problem": "x" * 50_000}), 422),
        (json.dumps({**ASKED, "problem": "x" * 100_000}), 413),
        (json.dumps({**ASKED, "problem": 7}), 422),
        (json.dumps({**ASKED, "revision": 1.5}), 422),
        (json.dumps({**ASKED, "revision": 10**30}), 422),
        (json.dumps({**ASKED, "email": "somebody@example.org"}), 422),
        (b"\xff\xfe", 422),
    ],
)
def test_what_cannot_be_a_request_is_refused(
    api: FlaskClient, body: str | bytes, status: int
) -> None:
    answer = post(api, body)

    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert api.get(ADDRESS).get_json()["total"] == 0


def test_marks_that_turn_text_are_taken_out_and_half_characters_refused(api: FlaskClient) -> None:
    turned = '{"field":"credits","problem":"a\\u202eb","evidence":"https://a.example/"}'

    assert post(api, turned).get_json()["problem"] == "ab"
    for broken in ("\\ud800", "\\u0000"):
        assert post(api, turned.replace("\\u202e", broken)).status_code == 422


def test_other_media_types_and_other_sites_are_refused(api: FlaskClient) -> None:
    assert post(api, ASKED, Content_Type="text/plain").status_code == 415
    assert post(api, ASKED, Origin="https://evil.example").status_code == 403
    assert api.get(ADDRESS).get_json()["total"] == 0


def test_eleventh_request_in_an_hour_is_429_with_retry_after(api: FlaskClient) -> None:
    statuses = [
        post(api, {**ASKED, "problem": f"Wrong {place}."}).status_code for place in range(10)
    ]

    answer = post(api, {**ASKED, "problem": "Wrong again."})

    assert statuses == [201] * 10
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 3500
    assert answer.headers["RateLimit-Policy"] == '"correct";q=10;w=3600'


def test_answers_and_hidden_ones_are_listed(api: FlaskClient, registry: Registry) -> None:
    for place in range(2):
        post(api, {**ASKED, "problem": f"Wrong {place}."})
    correction_answers.answer(registry, 1, PROVIDER, Answering("declined", "It says 15."))
    correction_answers.hide(registry, 2, "Spam.")

    listed = api.get(ADDRESS).get_json()
    hidden, answered = listed["corrections"]

    assert listed["counts"] == {
        "open": 0,
        "accepted": 0,
        "declined": 1,
        "withdrawn": 0,
        "hidden": 1,
    }

    assert answered["state"] == "declined"
    assert answered["answer"]["words"] == "It says 15."
    assert answered["answer"]["by"] == {"ctid": PROVIDER, "name": "Example College"}
    assert hidden["hidden"]["reason"] == "Spam."
    assert (hidden["problem"], hidden["proposed"], hidden["evidence"]) == (None, None, None)


def test_withdrawn_and_unknown_records_and_other_classes(
    api: FlaskClient, registry: Registry
) -> None:
    post(api, ASKED)
    publishing.withdraw(registry, FIRST_AID, COLLEGE, reason="Ended.")
    views.catch_up(registry)
    unknown = f"/api/v1/credentials/{derive_ctid('test:none')}/corrections"
    organization = f"/api/v1/organizations/{PROVIDER}/corrections"

    assert post(api, ASKED).status_code == 410
    assert api.get(ADDRESS).get_json()["total"] == 1
    assert post(api, ASKED, unknown).status_code == 404
    assert api.get(unknown).status_code == 404
    assert post(api, ASKED, f"/api/v1/credentials/{PROVIDER}/corrections").status_code == 404
    assert post(api, {**ASKED, "field": "country"}, organization).status_code == 201
    assert api.get(organization).get_json()["total"] == 1
    assert api.get(f"{organization}?page=0").status_code == 400
    assert api.get(f"{organization}?page=9").get_json()["corrections"] == []
