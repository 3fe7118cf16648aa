"""How often harvesters may ask: each answer says what is left, and refusing says for how long."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app import create_app
from app.config import SettingError, Settings
from app.linked_data import limits
from app.services.registry import set_up
from tests.linked_data.small_registry import json_of

CHANNELS = (
    *("/activity", "/feed", "/changes.atom", "/envelopes", "/envelopes/events"),
    *("/ce-registry/envelopes", "/ce-registry/search", "/oai?verb=Identify"),
    *("/sparql", "/sparql?query=ASK+%7B%7D"),
)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[FlaskClient]:
    """A client of an empty registry that may ask ten times an hour."""
    settings = Settings(home=tmp_path / "home", harvest_limit="10 per hour")
    set_up(settings).close()
    app = create_app(settings)
    yield app.test_client()
    app.extensions["registry"].close()


def test_every_channel_says_what_is_left(client: FlaskClient) -> None:
    for place, path in enumerate(CHANNELS, start=1):
        response = client.get(path)
        assert response.status_code == 200, path
        assert response.headers["RateLimit-Policy"] == '"harvest";q=10;w=3600'
        assert response.headers["RateLimit"].startswith(f'"harvest";r={10 - place};t='), path


def test_over_the_limit_each_channel_says_when_to_come_back(client: FlaskClient) -> None:
    for _ in range(10):
        client.get("/feed")

    for path in CHANNELS:
        refused = client.get(path)
        is_oai = path.startswith("/oai")
        assert refused.status_code == (503 if is_oai else 429), path
        assert 3500 < int(refused.headers["Retry-After"]) <= 3600
        assert refused.headers["Access-Control-Allow-Origin"] == "*"
        assert refused.mimetype == ("text/plain" if is_oai else "application/problem+json")


def test_what_is_no_channel_is_free(client: FlaskClient) -> None:
    for _ in range(12):
        assert client.get("/robots.txt").status_code == 200
        assert client.options("/feed").status_code == 204
    assert "RateLimit" not in client.get("/sitemap.xml").headers
    assert client.get("/feed").status_code == 200


def test_every_channel_is_there(client: FlaskClient) -> None:
    blueprints = client.application.blueprints

    assert set(blueprints) >= limits.CHANNELS
    assert json_of(client.get("/envelopes")) == []


def test_a_limit_that_is_none_is_refused() -> None:
    with pytest.raises(SettingError, match="HARVEST_LIMIT is 'often'"):
        Settings(harvest_limit="often")


def test_a_query_on_the_page_counts_as_one_of_a_program(client: FlaskClient) -> None:
    for _ in range(10):
        client.get("/feed")

    page = {"Accept": "text/html"}
    assert client.get("/sparql", headers=page).status_code == 200
    refused = client.get("/sparql?query=ASK+%7B%7D", headers=page)
    assert (refused.status_code, refused.mimetype) == (429, "text/html")
    assert int(refused.headers["Retry-After"]) > 3500
