"""A page of a record, asked by a program: sent on to the data, and told when the record changed."""

import pytest
from flask.testing import FlaskClient

from tests.linked_data.small_registry import client, small_app

__all__ = ["client", "small_app"]


@pytest.fixture
def path(client: FlaskClient) -> str:
    found = client.get("/api/v1/search").get_json()["items"][0]["ctid"]
    return f"/credentials/{found}"


@pytest.mark.parametrize("prefix", ["", "/fr"])
@pytest.mark.parametrize(
    "accept",
    ["text/turtle", "application/ld+json", "application/rdf+xml, text/html;q=0.5"],
)
def test_who_asks_for_data_is_sent_to_the_address_of_the_record(
    client: FlaskClient, path: str, prefix: str, accept: str
) -> None:
    answer = client.get(prefix + path, headers={"Accept": accept})

    assert answer.status_code == 303
    assert answer.location == path.replace("/credentials/", "/resources/")
    assert "Accept" in answer.headers["Vary"]


@pytest.mark.parametrize("accept", ["", "*/*", "text/html,application/xhtml+xml,*/*;q=0.8", "x"])
def test_everybody_else_gets_the_page(client: FlaskClient, path: str, accept: str) -> None:
    answer = client.get(path, headers={"Accept": accept})

    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert "Accept" in answer.headers["Vary"]


def test_who_accepts_none_of_it_is_told_what_there_is(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers={"Accept": "image/png"})

    assert answer.status_code == 406
    assert "text/turtle" in answer.text


def test_the_page_says_when_the_record_changed_and_is_never_taken_for_unchanged(
    client: FlaskClient, path: str
) -> None:
    data = client.get(path.replace("/credentials/", "/resources/") + ".ttl")
    answer = client.get(path)

    assert answer.headers["Last-Modified"] == data.headers["Last-Modified"]
    again = client.get(path, headers={"If-Modified-Since": answer.headers["Last-Modified"]})
    assert again.status_code == 200


def test_a_304_varies_by_what_the_whole_answer_varies_by(client: FlaskClient, path: str) -> None:
    data = path.replace("/credentials/", "/graph/") + ".jsonld"
    for encoding in ("gzip", "identity"):
        whole = client.get(data, headers={"Accept-Encoding": encoding})
        tag = {"If-None-Match": whole.headers["ETag"], "Accept-Encoding": encoding}
        known = client.get(data, headers=tag)

        assert known.status_code == 304
        assert known.headers["ETag"] == whole.headers["ETag"]
        assert known.headers["Vary"] == whole.headers["Vary"]
        assert "Content-Type" not in known.headers
