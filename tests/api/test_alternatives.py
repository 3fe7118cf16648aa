"""The alternatives to a credential over HTTP, on the shipped records."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from app import create_app
from app.services import reading
from app.services.registry import Registry
from ctdl.ctid import CTID
from tests.linked_data.small_registry import ORGANIZATION, UNKNOWN, WITHDRAWN


@pytest.fixture(scope="module")
def shipped(loaded_registry: Registry) -> Iterator[FlaskClient]:
    """A client of the site with all shipped records."""
    application = create_app(loaded_registry.settings)
    yield application.test_client()
    application.extensions["registry"].close()


def ctid_called(registry: Registry, title: str) -> CTID:
    rows = reading.listing(registry, "credential")
    return next(each.ctid for each in rows if each.name.get("en") == title)


def test_each_alternative_says_why_and_how_alike_it_is(
    loaded_registry: Registry, shipped: FlaskClient
) -> None:
    ctid = ctid_called(loaded_registry, "Basics of Computing and Programming")
    answer = shipped.get(f"/api/v1/credentials/{ctid}/alternatives").get_json()

    assert answer["ctid"] == ctid
    assert answer["looked_at"] > 0
    cheaper = {each["name"]: each for each in answer["alternatives"]["cheaper"]}
    found = cheaper["Programming Basics"]
    assert found["provider"]["name"]
    assert found["likeness"]["basis"] == "titles"
    assert 0.75 <= found["likeness"]["title_nearness"] <= 1
    assert found["reasons"] == [
        {
            "kind": "cheaper",
            "here": "200",
            "there": "149",
            "unit": "USD",
            "words": "149 USD instead of 200 USD",
            "evidence": None,
        }
    ]


def test_page_shows_the_same_alternatives(loaded_registry: Registry, shipped: FlaskClient) -> None:
    ctid = ctid_called(loaded_registry, "Basics of Computing and Programming")
    page = shipped.get(f"/credentials/{ctid}").text

    assert "Programming Basics" in page
    assert "instead of 200" in page
    assert "instead of 200" not in shipped.get(f"/fr/credentials/{ctid}").text


def test_only_credentials_have_alternatives(client: FlaskClient) -> None:
    def status(ctid: CTID) -> int:
        return client.get(f"/api/v1/credentials/{ctid}/alternatives").status_code

    assert [status(each) for each in (UNKNOWN, ORGANIZATION, WITHDRAWN)] == [404, 404, 410]
