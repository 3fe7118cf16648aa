import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.http.limits import LONGEST_QUERY
from tests.linked_data.small_registry import json_of


def test_an_over_long_query_is_414(client: FlaskClient) -> None:
    response = client.get("/api/v1/search?q=" + "a" * LONGEST_QUERY)

    assert response.status_code == 414
    assert str(LONGEST_QUERY) in json_of(response)["detail"]


def test_an_over_large_body_is_413_whatever_the_address_does_with_it(
    client: FlaskClient, small_app: Flask
) -> None:
    body = b"x" * (small_app.config["MAX_CONTENT_LENGTH"] + 1)

    assert client.get("/api/v1/search", data=body).status_code == 413


@pytest.mark.parametrize("query", ["q=%00", "q=a%1Bb", "%00=1", "level=%07"])
def test_control_characters_are_refused(client: FlaskClient, query: str) -> None:
    assert client.get(f"/api/v1/search?{query}").status_code == 400


@pytest.mark.parametrize("query", ["q=a%09b", "q=%F0%9F%8E%93", "q=%E2%80%AE%D7%90"])
def test_other_unusual_characters_are_searched_for(client: FlaskClient, query: str) -> None:
    assert client.get(f"/api/v1/search?{query}").status_code == 200
