"""The sitemap: each page of a live record in both languages, with its last change; no other."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from lxml import etree

from app.services import views
from app.store import log
from tests.linked_data.small_registry import COURSE, CREDENTIAL, EQF, REPLACED, WITHDRAWN, json_of

BASE = "https://registry.test"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def read(client: FlaskClient, address: str) -> etree._Element:
    response = client.get(address.removeprefix(BASE))
    assert response.status_code == 200
    assert response.content_type == "application/xml"
    return etree.fromstring(response.data)


def entries(root: etree._Element) -> Iterator[tuple[str, str | None]]:
    for entry in root:
        yield entry.findtext(f"{MAP}loc"), entry.findtext(f"{MAP}lastmod")


def listed(client: FlaskClient) -> dict[str, str | None]:
    """Every address of every part, with its last change."""
    found: dict[str, str | None] = {}
    for part, last in entries(read(client, "/sitemap.xml")):
        here = dict(entries(read(client, part)))
        assert sorted(found.keys() & here.keys()) == []
        stamps = [at for at in here.values() if at]
        assert last == (max(stamps) if stamps else None)
        found |= here
    return found


def test_every_address_answers_200_without_a_detour(client: FlaskClient) -> None:
    found = listed(client)

    # As search engines ask: what has data at the same address gives its page to them.
    crawler = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    answered = {
        address: client.get(address.removeprefix(BASE), headers=crawler) for address in found
    }
    assert [each for each, response in answered.items() if response.status_code != 200] == []
    assert {each.content_type for each in answered.values()} == {"text/html; charset=utf-8"}
    assert f"{BASE}/credentials/{CREDENTIAL}" in found
    assert f"{BASE}/fr/credentials/{COURSE}" in found
    assert f"{BASE}/frameworks/eqf" in found, EQF


def test_what_is_withdrawn_is_not_listed(client: FlaskClient) -> None:
    text = " ".join(listed(client))

    assert WITHDRAWN not in text
    assert REPLACED not in text


def test_the_last_change_is_that_of_the_log(client: FlaskClient) -> None:
    found = listed(client)
    registry = client.application.extensions["registry"]
    change = log.newest_change(registry.database, CREDENTIAL)

    assert change is not None
    assert found[f"{BASE}/credentials/{CREDENTIAL}"] == f"{change.at[:19]}Z"
    assert views.positions(registry)["harvest"] == log.latest_number(registry.database)


def test_a_page_leads_to_itself_in_the_other_language(client: FlaskClient) -> None:
    address = f"{BASE}/credentials/{CREDENTIAL}"
    for part, _ in entries(read(client, "/sitemap.xml")):
        for entry in read(client, part):
            if entry.findtext(f"{MAP}loc") == address:
                links = {
                    each.get("hreflang"): each.get("href") for each in entry.iter(f"{XHTML}link")
                }
                assert links == {"en": address, "fr": f"{BASE}/fr/credentials/{CREDENTIAL}"}
                return
    pytest.fail("the record is not listed")


def test_parts_become_smaller_when_there_is_too_much_in_one(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = listed(client)
    monkeypatch.setattr("app.linked_data.sitemap.MOST", 4)

    parts = [part for part, _ in entries(read(client, "/sitemap.xml"))][1:]

    assert len(parts) > 16
    assert max(len(read(client, part)) for part in parts) <= 4
    assert listed(client) == whole


def test_whoever_has_a_part_is_told_so(client: FlaskClient) -> None:
    for path in ("/sitemap.xml", "/sitemap/pages.xml"):
        tag = client.get(path).headers["ETag"]
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("name", ["ce-", "ce-zz", "x", "ce-0000000"])
def test_a_part_that_is_not_there_is_404(client: FlaskClient, name: str) -> None:
    response = client.get(f"/sitemap/{name}.xml")

    assert response.status_code == 404
    assert "sitemap" in json_of(response)["detail"]
