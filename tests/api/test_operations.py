import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.config import Settings
from app.services.registry import set_up
from tests.linked_data.small_registry import json_of


@pytest.fixture
def broken_app(small_app: Flask, tmp_path: Path) -> Iterator[Flask]:
    """An application over a copy of the small registry, for a test that damages it."""
    settings: Settings = small_app.extensions["registry"].settings
    home = tmp_path / "home"
    shutil.copytree(settings.home, home)
    application = create_app(replace(settings, home=home, database_url=""))
    yield application
    application.extensions["registry"].close()


def test_a_process_that_answers_is_alive(client: FlaskClient) -> None:
    assert json_of(client.get("/healthz")) == {"status": "alive"}


def test_a_ready_process_says_how_far_each_view_is(client: FlaskClient) -> None:
    response = client.get("/readyz")

    answer = json_of(response)
    assert response.status_code == 200
    assert answer["status"] == "ready"
    assert answer["missing"] == []
    assert answer["views"] == dict.fromkeys(
        ("catalogue", "conformance", "harvest", "search", "meaning", "suggest", "rdf"),
        answer["latest"],
    )
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("view", "folder"),
    [("rdf", "rdf"), ("search", "search"), ("meaning", "meaning"), ("suggest", "suggest")],
)
def test_a_missing_view_is_503_and_named(broken_app: Flask, view: str, folder: str) -> None:
    shutil.rmtree(broken_app.extensions["registry"].settings.home / folder)

    response = broken_app.test_client().get("/readyz")

    assert response.status_code == 503
    assert json_of(response)["missing"] == [view]
    assert int(response.headers["Retry-After"]) > 0


def test_a_store_with_the_addresses_of_another_place_counts_as_missing(
    small_app: Flask, tmp_path: Path
) -> None:
    settings: Settings = small_app.extensions["registry"].settings
    home = tmp_path / "home"
    shutil.copytree(settings.home, home)
    moved = create_app(Settings(home=home, base_url="https://elsewhere.test"))

    response = moved.test_client().get("/readyz")
    moved.extensions["registry"].close()

    assert response.status_code == 503
    assert json_of(response)["missing"] == ["rdf"]


def test_a_process_without_its_database_is_alive_but_not_ready(broken_app: Flask) -> None:
    registry = broken_app.extensions["registry"]
    registry.close()
    registry.settings.home.joinpath("registry.db").write_bytes(b"not a database" * 100)

    client = broken_app.test_client()

    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503
    assert "log" in json_of(client.get("/readyz"))["missing"]


def test_an_empty_registry_is_ready(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", base_url="https://registry.test")
    set_up(settings).close()

    application = create_app(settings)
    response = application.test_client().get("/readyz")
    application.extensions["registry"].close()

    assert response.status_code == 200
    assert json_of(response)["latest"] == 0
