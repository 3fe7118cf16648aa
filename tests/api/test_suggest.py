"""`/api/v1/suggest`: its shape, and texts nobody means well with."""

import time
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.api.test_hostile_queries import TEXTS
from tests.linked_data.small_registry import (
    BASE,
    COURSE,
    CREDENTIAL,
    HOSTILE_NAME,
    ORGANIZATION,
    json_of,
)

PATH = "/api/v1/suggest"
KEYS = {
    "kind", "label", "value", "label_language", "named", "provider", "count", "iri", "page",
}  # fmt: skip
LONGEST_SECONDS = 2


def test_a_credential_leads_to_its_page(client: FlaskClient) -> None:
    answer = json_of(client.get(f"{PATH}?q=analys"))

    [found] = answer["suggestions"]
    assert found == {
        "kind": "credential",
        "label": HOSTILE_NAME,
        "value": CREDENTIAL,
        "label_language": "en",
        "named": None,
        "provider": "Provider Example",
        "count": None,
        "iri": f"{BASE}/resources/{CREDENTIAL}",
        "page": f"{BASE}/credentials/{CREDENTIAL}",
    }
    assert answer["corrected"] is False


def test_a_provider_leads_to_its_records(client: FlaskClient) -> None:
    [found] = json_of(client.get(f"{PATH}?q=prov"))["suggestions"]

    assert (found["kind"], found["value"], found["count"]) == ("provider", ORGANIZATION, 2)
    assert found["page"] == f"{BASE}/search?provider={ORGANIZATION}"
    assert found.keys() == KEYS


def test_pages_are_in_the_language_asked_for(client: FlaskClient) -> None:
    pages = [
        each["page"]
        for text in ("analys", "prov")
        for each in json_of(client.get(f"{PATH}?q={text}&lang=fr"))["suggestions"]
    ]

    assert pages == [
        f"{BASE}/fr/credentials/{CREDENTIAL}",
        f"{BASE}/fr/search?provider={ORGANIZATION}",
    ]


def test_where_a_suggestion_leads_there_is_something(client: FlaskClient) -> None:
    for text in ("analys", "prov", "example", "data"):
        for each in json_of(client.get(f"{PATH}?q={text}"))["suggestions"]:
            assert client.get(each["page"].removeprefix(BASE)).status_code == 200


def test_a_name_like_a_formula_is_found_and_given_as_it_is(client: FlaskClient) -> None:
    [found] = json_of(client.get(f"{PATH}?q=hyperl"))["suggestions"]

    assert found["value"] == COURSE
    assert found["label"].startswith("=HYPERLINK(")


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20", "?q=***", "?q=%F0%9F%98%80"])
def test_nothing_typed_gives_no_suggestions(client: FlaskClient, query: str) -> None:
    response = client.get(PATH + query)

    assert response.status_code == 200
    assert json_of(response) == {"suggestions": [], "corrected": False}


@pytest.mark.parametrize(
    ("query", "parameter", "remedy"),
    [
        ("lang=de", "lang", "en, fr"),
        ("q=" + "x" * 401, "q", "400"),
        ("q=a&limit=1000000", "limit", "the parameters are"),
    ],
)
def test_what_is_wrong_is_said(
    client: FlaskClient, query: str, parameter: str, remedy: str
) -> None:
    response = client.get(f"{PATH}?{query}")

    assert response.status_code == 400
    assert remedy in json_of(response)["errors"][parameter][0]


@pytest.mark.parametrize("text", [*TEXTS, "a " * 200, "é" * 400, "數" * 400, "א" * 400])
def test_a_hostile_text_is_answered_in_no_time(client: FlaskClient, text: str) -> None:
    start = time.monotonic()

    response = client.get(f"{PATH}?q={quote(text)}")

    assert response.status_code == 200
    assert time.monotonic() - start < LONGEST_SECONDS


def test_a_hundred_thousand_characters_are_refused(client: FlaskClient) -> None:
    response = client.get(f"{PATH}?q={'x' * 100_000}")

    assert response.status_code in (400, 414)
    assert response.content_type == "application/problem+json"


def test_an_unchanged_answer_is_not_sent_again(client: FlaskClient) -> None:
    tag = client.get(f"{PATH}?q=data").headers["ETag"]

    assert client.get(f"{PATH}?q=data", headers={"If-None-Match": tag}).status_code == 304
