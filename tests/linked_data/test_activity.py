"""The log as Activity Streams: all of it, in pages, with the reasons of what was withdrawn."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from app import create_app
from app.config import Settings
from app.services import publishing, views
from app.services.activity import PAGE
from app.services.registry import Registry, set_up
from app.store import log
from tests.linked_data.small_registry import CREDENTIAL, REPLACED, WITHDRAWN, json_of
from tests.support.documents import a_credential, ctid_of

BASE = "https://registry.test"


def pages(client: FlaskClient) -> Iterator[dict[str, Any]]:
    """Every page, walked from the last to the first."""
    address = json_of(client.get("/activity"))["last"]["id"]
    while address:
        found = json_of(client.get(address.removeprefix(BASE)))
        assert found["id"] == address
        yield found
        address = found.get("prev", {}).get("id")


def logged(registry: Registry) -> list[tuple[str, str]]:
    """The address of each entry of the log and the record it is about, oldest first."""
    changes, reached = [], 0
    while found := log.changes_after(registry.database, reached):
        changes += found
        reached = found[-1].number
    return [
        (f"{BASE}/log/entries/{each.number}", f"{BASE}/resources/{each.ctid}") for each in changes
    ]


def test_walking_back_from_the_last_page_gives_every_change_once(client: FlaskClient) -> None:
    items = [item for page in reversed(list(pages(client))) for item in page["orderedItems"]]
    registry = client.application.extensions["registry"]

    assert [(item["id"], item["object"]["id"]) for item in items] == logged(registry)
    assert json_of(client.get("/activity"))["totalItems"] == len(items)
    assert [item["endTime"] for item in items] == sorted(item["endTime"] for item in items)


def test_a_withdrawal_says_what_it_was_why_it_went_and_what_replaces_it(
    client: FlaskClient,
) -> None:
    items = [item for page in pages(client) for item in page["orderedItems"]]
    gone = {item["object"]["id"]: item for item in items if item["type"] == "Delete"}

    assert set(gone) == {f"{BASE}/resources/{each}" for each in (WITHDRAWN, REPLACED)}
    replaced = gone[f"{BASE}/resources/{REPLACED}"]
    assert replaced["object"]["type"] == "Tombstone"
    assert replaced["object"]["formerType"] == "https://purl.org/ctdl/terms/MicroCredential"
    assert replaced["summary"] == "Replaced <b>for good</b>."
    assert replaced["result"] == {"id": f"{BASE}/resources/{CREDENTIAL}"}
    assert client.get(f"/resources/{REPLACED}").status_code == 410


def test_its_types_are_those_of_activity_streams(client: FlaskClient) -> None:
    for address in ("/activity", "/activity/pages/1"):
        response = client.get(address)
        assert response.content_type == "application/activity+json"
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        found = json_of(response)
        assert found["@context"] == "https://www.w3.org/ns/activitystreams"
    kinds = {item["type"] for page in pages(client) for item in page["orderedItems"]}
    assert kinds == {"Create", "Delete"}


@pytest.mark.parametrize("number", [0, 99, 2**62, 2**63, 2**80])
def test_a_page_that_is_not_there_is_404(client: FlaskClient, number: int) -> None:
    response = client.get(f"/activity/pages/{number}")

    assert response.status_code == 404
    assert f"no page {number}" in json_of(response)["detail"]


@pytest.fixture
def growing(tmp_path: Path) -> Iterator[FlaskClient]:
    """A client of an empty registry that the test writes to."""
    settings = Settings(home=tmp_path / "home", base_url=BASE)
    set_up(settings).close()
    app = create_app(settings)
    yield app.test_client()
    app.extensions["registry"].close()


def publish(client: FlaskClient, count: int) -> None:
    registry = client.application.extensions["registry"]
    begun = log.latest_number(registry.database)
    for number in range(begun, begun + count):
        publishing.publish(registry, a_credential(f"course {number}"))


def test_an_empty_log_has_no_pages(growing: FlaskClient) -> None:
    found = json_of(growing.get("/activity"))

    assert found["totalItems"] == 0
    assert "first" not in found
    assert growing.get("/activity/pages/1").status_code == 404


def test_a_page_stays_as_it_is_once_another_follows(growing: FlaskClient) -> None:
    publish(growing, PAGE)
    full = growing.get("/activity/pages/1")
    assert "next" not in json_of(full)
    assert "immutable" not in full.headers["Cache-Control"]

    publish(growing, 1)
    closed = growing.get("/activity/pages/1")
    assert json_of(closed)["next"]["id"] == f"{BASE}/activity/pages/2"
    assert "immutable" in closed.headers["Cache-Control"]
    assert closed.headers["ETag"] != full.headers["ETag"]

    publish(growing, 1)
    again = growing.get("/activity/pages/1")
    assert (again.data, again.headers["ETag"]) == (closed.data, closed.headers["ETag"])
    tag = {"If-None-Match": again.headers["ETag"]}
    assert growing.get("/activity/pages/1", headers=tag).status_code == 304
    assert len(json_of(growing.get("/activity/pages/2"))["orderedItems"]) == 2


def test_what_comes_back_is_made_anew(growing: FlaskClient) -> None:
    publish(growing, 1)
    registry = growing.application.extensions["registry"]
    ctid = ctid_of(a_credential("course 0"))
    publishing.withdraw(registry, ctid, reason="Over.")
    publishing.restore(registry, ctid)
    views.catch_up(registry)

    items = json_of(growing.get("/activity/pages/1"))["orderedItems"]
    assert [item["type"] for item in items] == ["Create", "Delete", "Create"]
