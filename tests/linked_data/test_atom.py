"""The feed of all changes: read by feedparser, followed through its archive, never rewritten."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser
import pytest
from flask.testing import FlaskClient
from lxml import etree

from app import create_app
from app.config import Settings
from app.services import activity, publishing
from app.services.registry import Registry, set_up
from app.store import log
from app.store.log import LoggedChange
from tests.linked_data.small_registry import CREDENTIAL, HOSTILE_NAME, REPLACED, WITHDRAWN, json_of
from tests.support.documents import a_credential, ctid_of

BASE = "https://registry.test"
FEED = "/changes.atom"
DELETED = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
ARCHIVE = "{http://purl.org/syndication/history/1.0}archive"
ATOM = "{http://www.w3.org/2005/Atom}"


def read(client: FlaskClient, path: str) -> Any:
    response = client.get(path)
    assert response.status_code == 200, path
    assert response.content_type == "application/atom+xml"
    found = feedparser.parse(response.data)
    assert not found.bozo, found.bozo_exception
    return found


def link(found: Any, rel: str) -> str | None:
    """Where a feed leads by a relation, as a path here."""
    links = [each.href for each in found.feed.links if each.rel == rel]
    return links[0].removeprefix(BASE) if links else None


def documents(client: FlaskClient) -> Iterator[tuple[str, etree._Element]]:
    """The feed and every page of its archive, as somebody finds them who follows it back."""
    path: str | None = FEED
    while path:
        yield path, etree.fromstring(client.get(path).data)
        path = link(read(client, path), "prev-archive")


def changes(registry: Registry) -> list[LoggedChange]:
    found, reached = [], 0
    while batch := log.changes_after(registry.database, reached):
        found += batch
        reached = batch[-1].number
    return found


def state_of(client: FlaskClient) -> dict[str, str]:
    """The newest that is said of each record: deleted, or the instant it was updated."""
    newest: dict[str, tuple[str, str]] = {}
    for _, root in reversed(list(documents(client))):
        for each in reversed(root):
            if each.tag == DELETED:
                ref, at, state = each.get("ref"), each.get("when"), "deleted"
            elif each.tag == f"{ATOM}entry":
                ref, at = each.findtext(f"{ATOM}id"), each.findtext(f"{ATOM}updated")
                state = "live"
            else:
                continue
            if at >= newest.get(ref, ("", ""))[0]:
                newest[ref] = (at, state)
    return {ref: state for ref, (_, state) in newest.items()}


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> int:
    """Pages of seven entries."""
    monkeypatch.setattr(activity, "PAGE", 7)
    return 7


@pytest.fixture
def growing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    """A client of an empty registry whose pages have two entries."""
    monkeypatch.setattr(activity, "PAGE", 2)
    settings = Settings(home=tmp_path / "home", base_url=BASE)
    set_up(settings).close()
    app = create_app(settings)
    yield app.test_client()
    app.extensions["registry"].close()


def test_following_the_archive_back_gives_the_state_of_the_log(
    client: FlaskClient, small_pages: int
) -> None:
    expected = {
        f"{BASE}/resources/{each.ctid}": "deleted" if each.is_withdrawal else "live"
        for each in changes(client.application.extensions["registry"])
    }

    assert len(list(documents(client))) > 3
    assert state_of(client) == expected
    assert expected[f"{BASE}/resources/{WITHDRAWN}"] == "deleted"


def test_what_changed_last_comes_first_and_no_instant_goes_back(
    client: FlaskClient, small_pages: int
) -> None:
    for path, root in documents(client):
        stamps = [each.get("when") or each.findtext(f"{ATOM}updated") for each in root]
        listed = [at for at in stamps if at]
        assert listed == sorted(listed, reverse=True), path
        assert root.findtext(f"{ATOM}updated") == listed[0]
        assert len(listed) == small_pages
        assert root.findtext(f"{ATOM}id") == f"{BASE}{FEED}"


def test_feedparser_reads_what_a_record_is_called_and_where_it_is(client: FlaskClient) -> None:
    entries = {each.id: each for each in read(client, FEED).entries}
    found = entries[f"{BASE}/resources/{CREDENTIAL}"]

    assert found.title == HOSTILE_NAME
    assert found.summary == "Analysing data."
    assert found.link == f"{BASE}/credentials/{CREDENTIAL}"
    assert {(each.scheme, each.term) for each in found.tags} == {
        ("urn:credential-registry:kind", "published"),
        ("urn:credential-registry:class", "ceterms:MicroCredential"),
    }


def test_a_deletion_says_when_why_and_what_to_use_instead(client: FlaskClient) -> None:
    root = etree.fromstring(client.get(FEED).data)
    [gone] = [each for each in root.iter(DELETED) if each.get("ref").endswith(REPLACED)]

    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", gone.get("when"))
    assert gone[0].text == "Replaced <b>for good</b>."
    assert gone[1].get("href") == f"{BASE}/resources/{CREDENTIAL}"


def test_a_page_of_the_archive_stays_as_it_is(growing: FlaskClient) -> None:
    registry = growing.application.extensions["registry"]
    bodies: dict[str, bytes] = {}
    for number in range(7):
        publishing.publish(registry, a_credential(f"course {number}"))
        for path, root in documents(growing):
            is_archive = root.find(ARCHIVE) is not None
            response = growing.get(path)
            assert (
                is_archive == (path != FEED) == ("immutable" in response.headers["Cache-Control"])
            )
            if is_archive:
                assert bodies.setdefault(path, response.data) == response.data
        assert len(state_of(growing)) == number + 1
    assert len(bodies) == 3


def test_a_record_that_comes_back_is_live_again(growing: FlaskClient) -> None:
    registry = growing.application.extensions["registry"]
    ctid = ctid_of(a_credential("one"))
    publishing.publish(registry, a_credential("one"))
    publishing.withdraw(registry, ctid, reason="Over.")
    assert state_of(growing) == {f"{BASE}/resources/{ctid}": "deleted"}

    publishing.restore(registry, ctid)

    assert state_of(growing) == {f"{BASE}/resources/{ctid}": "live"}


def test_an_empty_log_has_a_feed_without_entries(growing: FlaskClient) -> None:
    found = read(growing, FEED)

    assert found.entries == []
    assert link(found, "prev-archive") is None


@pytest.mark.parametrize("path", ["changes/pages/0.atom", "changes/pages/99.atom"])
def test_a_page_that_is_not_there_is_404(client: FlaskClient, path: str) -> None:
    response = client.get(f"/{path}")

    assert response.status_code == 404
    assert json_of(response)["detail"]


def test_the_page_that_grows_is_not_in_the_archive_yet(growing: FlaskClient) -> None:
    publishing.publish(growing.application.extensions["registry"], a_credential("one"))

    assert FEED in json_of(growing.get("/changes/pages/1.atom"))["detail"]


def test_who_has_it_is_told_so(client: FlaskClient, small_pages: int) -> None:
    for path in (FEED, "/changes/pages/1.atom"):
        tag = {"If-None-Match": client.get(path).headers["ETag"]}
        assert client.get(path, headers=tag).status_code == 304
