"""Feeds for watching records without an account (N15): only what counts, with tombstones."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from app.config import Settings
from app.services import publishing, views
from app.services.publishing import PublisherRef
from app.services.registry import Registry, set_up
from ctdl.ctid import derive_ctid
from tests.services.board_statements import an_action
from tests.site.pages import open_page
from tests.site.small_history import BASE, COLLEGE, Past, eqf, past, past_and_app, visitor
from tests.support.documents import a_credential, ctid_of

__all__ = ["past", "past_and_app", "visitor"]
ATOM = "{http://www.w3.org/2005/Atom}"
DELETED = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
FIRST_AID = ctid_of(a_credential())
AGENCY = PublisherRef(derive_ctid("test:agency"), "The agency")


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[tuple[Registry, FlaskClient]]:
    """A registry to write to, and a client that watches it."""
    settings = Settings(home=tmp_path / "home", base_url=BASE)
    registry = set_up(settings)
    application: Flask = create_app(settings)
    application.testing = True
    yield registry, application.test_client()
    application.extensions["registry"].close()
    registry.close()


def entries(answer: TestResponse) -> list[tuple[str, list[str]]]:
    """The title of each entry, and why it is there."""
    assert answer.status_code == 200
    assert answer.mimetype == "application/atom+xml"
    return [
        (
            each.findtext(f"{ATOM}title") or "",
            [c.attrib["term"] for c in each.iter(f"{ATOM}category")],
        )
        for each in Xml.fromstring(answer.data).iter(f"{ATOM}entry")
    ]


def test_only_changes_of_status_quality_and_level_are_told(
    watching: tuple[Registry, FlaskClient],
) -> None:
    registry, client = watching
    agency = [f"resources/{AGENCY.ctid}"]
    for document in (
        a_credential(),
        a_credential(description={"en": "Other words."}),
        a_credential(atLevel=[eqf(4)]),
        a_credential(atLevel=[eqf(4)], keyword={"en": ["bandage"]}),
        a_credential(atLevel=[eqf(5)], accreditedBy=agency),
    ):
        publishing.publish(registry, document, COLLEGE)
    views.catch_up(registry)

    found = entries(client.get(f"/credentials/{FIRST_AID}/watch.atom"))

    assert [reasons for _, reasons in found] == [["level", "quality"], ["level"], ["published"]]
    assert found[0][0] == "Level changed, Quality assurance changed: First aid"


def test_entry_says_the_old_and_the_new_value_and_leads_to_the_revision(
    watching: tuple[Registry, FlaskClient],
) -> None:
    registry, client = watching
    publishing.publish(registry, a_credential(atLevel=[eqf(4)]), COLLEGE)
    done = publishing.publish(registry, a_credential(atLevel=[eqf(5)]), COLLEGE)
    views.catch_up(registry)

    feed = Xml.fromstring(client.get(f"/credentials/{FIRST_AID}/watch.atom").data)

    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    summary = entry.findtext(f"{ATOM}summary") or ""
    assert "EQF Level 4" in summary
    assert "EQF Level 5" in summary
    address = f"{BASE}/credentials/{FIRST_AID}/v/{done.number}"
    assert entry.findtext(f"{ATOM}id") == address
    assert client.get(address.removeprefix(BASE)).status_code == 200
    assert entry.findtext(f"{ATOM}updated") == feed.findtext(f"{ATOM}updated")
    assert feed.findtext(f"{ATOM}id") == f"{BASE}/credentials/{FIRST_AID}/watch.atom"


def test_withdrawal_leaves_a_tombstone_with_the_reason(
    watching: tuple[Registry, FlaskClient],
) -> None:
    registry, client = watching
    first = publishing.publish(registry, a_credential(), COLLEGE)
    publishing.withdraw(registry, FIRST_AID, COLLEGE, reason="Ended <soon> & for good.")
    views.catch_up(registry)

    feed = Xml.fromstring(client.get(f"/credentials/{FIRST_AID}/watch.atom").data)

    [deleted] = feed.iter(DELETED)
    assert deleted.attrib["ref"].endswith(f"/v/{first.number}")
    assert deleted.attrib["when"].endswith("Z")
    assert "".join(deleted.itertext()) == "Ended <soon> & for good."


def test_statement_of_an_agency_about_the_record_is_told(
    watching: tuple[Registry, FlaskClient],
) -> None:
    registry, client = watching
    publishing.publish(registry, a_credential(), COLLEGE)
    publishing.publish(registry, an_action("says so", FIRST_AID), AGENCY)
    views.catch_up(registry)

    found = entries(client.get(f"/credentials/{FIRST_AID}/watch.atom"))

    assert found[0][1] == ["published", "quality"]


def test_feed_of_a_provider_tells_of_its_records(visitor: FlaskClient, past: Past) -> None:
    titles = [
        title for title, _ in entries(visitor.get(f"/organizations/{past.college}/watch.atom"))
    ]

    assert "Level changed: Changed" in titles
    assert "Published: Renamed College" not in titles
    assert "Published: Restored" in titles
    assert "Restored: Restored" in titles


def test_feed_of_a_search_tells_of_what_it_finds(visitor: FlaskClient, past: Past) -> None:
    page = open_page(visitor, "/search?q=work&meaning=0")
    [link] = page.all("link", rel="alternate", type="application/atom+xml")

    answer = visitor.get(link.attributes["href"])

    assert any("First aid at work" in title for title, _ in entries(answer))
    assert not any("Restored" in title for title, _ in entries(answer))


@pytest.mark.parametrize("path", ["", "/history"])
def test_pages_of_a_record_lead_to_its_feed(visitor: FlaskClient, past: Past, path: str) -> None:
    page = open_page(visitor, f"/credentials/{past.changed}{path}")

    [link] = page.all("link", rel="alternate", type="application/atom+xml")
    assert link.attributes["href"] == f"/credentials/{past.changed}/watch.atom"


def test_reader_who_has_the_feed_is_told_so_until_something_happens(
    watching: tuple[Registry, FlaskClient],
) -> None:
    registry, client = watching
    publishing.publish(registry, a_credential(), COLLEGE)
    views.catch_up(registry)
    address = f"/credentials/{FIRST_AID}/watch.atom"
    kept = {"If-None-Match": client.get(address).headers["ETag"]}

    before = client.get(address, headers=kept)
    publishing.publish(registry, a_credential(atLevel=[eqf(4)]), COLLEGE)
    views.catch_up(registry)
    after = client.get(address, headers=kept)

    assert before.status_code == 304
    assert after.status_code == 200


def test_hostile_name_is_text_in_the_feed(visitor: FlaskClient, past: Past) -> None:
    answer = visitor.get(f"/credentials/{past.hostile}/watch.atom")

    [(title, _)] = entries(answer)
    assert "<b>" in title
    assert "\u202e" not in title
    assert b"<b>" not in answer.data


def test_unknown_record_has_no_feed(visitor: FlaskClient) -> None:
    unknown = "ce-00000000-0000-4000-8000-000000000000"

    assert visitor.get(f"/credentials/{unknown}/watch.atom").status_code == 404


def test_feed_is_in_the_language_of_its_address(visitor: FlaskClient, past: Past) -> None:
    feed = Xml.fromstring(visitor.get(f"/fr/credentials/{past.changed}/watch.atom").data)

    assert feed.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "fr"
