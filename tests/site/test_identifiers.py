"""The one search box: an identifier leads straight to its record, or to a plain no (journey A1)."""

import pytest
from flask.testing import FlaskClient

from tests.site.pages import open_page
from tests.site.small_history import BASE, Past, past, past_and_app, visitor

__all__ = ["past", "past_and_app", "visitor"]
UNKNOWN = "ce-00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize(
    "form",
    [
        "{ctid}",
        "  {ctid}  ",
        "{bare}",
        "{upper}",
        "urn:uuid:{bare}",
        BASE + "/resources/{ctid}",
        BASE + "/credentials/{ctid}",
        BASE + "/fr/credentials/{ctid}/history?page=2#x",
        BASE + "/graph/{ctid}.ttl",
        "https://other.registry.example/resources/{ctid}",
        "the record {ctid}",
    ],
)
def test_identifier_or_address_of_a_record_leads_straight_to_it(
    visitor: FlaskClient, past: Past, form: str
) -> None:
    ctid = past.changed
    text = form.format(ctid=ctid, bare=ctid.removeprefix("ce-"), upper=ctid.upper())

    answer = visitor.get("/search", query_string={"q": text})

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/credentials/{ctid}"


@pytest.mark.parametrize(
    "address",
    [
        "https://provider.example/",
        "http://provider.example",
        "www.provider.example",
        "HTTPS://Provider.Example/",
    ],
)
def test_web_page_of_a_provider_leads_to_it_however_it_is_spelled(
    visitor: FlaskClient, past: Past, address: str
) -> None:
    answer = visitor.get("/search", query_string={"q": address})

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/organizations/{past.college}"


def test_page_that_several_records_name_offers_exactly_those(
    visitor: FlaskClient, past: Past
) -> None:
    page = open_page(visitor, "/search?q=https://provider.example/course")

    links = {each.attributes["href"] for each in page.one("main").all("a")}
    named = {each for each in links if each.startswith("/credentials/")}
    live = (past.changed, past.restored, past.hostile, past.collected, past.disputed)
    assert named == {f"/credentials/{each}" for each in live}
    assert page.one("h1").text == "Records with this identifier"


def test_withdrawn_record_is_found_by_its_identifier(visitor: FlaskClient, past: Past) -> None:
    answer = visitor.get("/search", query_string={"q": past.withdrawn})

    assert answer.headers["Location"] == f"/credentials/{past.withdrawn}"


@pytest.mark.parametrize(
    "text",
    [
        UNKNOWN,
        UNKNOWN.removeprefix("ce-"),
        f"{BASE}/credentials/{UNKNOWN}",
        "https://provider.example/cours",
        "https://[::1",
        "http://provider.example:99999999/",
        "https://provider.example:x/",
        "https://" + "ü" * 600,
    ],
)
def test_unknown_identifier_is_a_plain_no_without_guesses(
    visitor: FlaskClient, past: Past, text: str
) -> None:
    answer = visitor.get("/search", query_string={"q": text}, headers={"Accept": "text/html"})

    assert answer.status_code == 404
    assert "No record with this identifier" in answer.text
    assert "<article" not in answer.text
    assert "Did you mean" not in answer.text
    assert "as=words" in answer.text


def test_search_link_of_an_unknown_identifier_searches_for_words(visitor: FlaskClient) -> None:
    page = open_page(visitor, f"/search?q={UNKNOWN}", 404)

    [link] = [each for each in page.all("a") if each.text == "Search for it as words"]
    results = open_page(visitor, link.attributes["href"])

    assert results.one("h1").text.startswith(("Results for", "No results"))


@pytest.mark.parametrize("text", ["first aid", "iso27001", "data 2026", "x" * 50, "a/b"])
def test_words_are_searched_for_as_before(visitor: FlaskClient, text: str) -> None:
    assert visitor.get("/search", query_string={"q": text}).status_code == 200


def test_endless_text_is_refused_as_before(visitor: FlaskClient) -> None:
    answer = visitor.get("/search", query_string={"q": "https://" + "a" * 50_000})

    assert answer.status_code in (400, 414)


def test_hostile_identifier_stays_text(visitor: FlaskClient) -> None:
    answer = visitor.get("/search", query_string={"q": "https://x/<script>alert(1)</script>"})

    assert "<script>alert" not in answer.text
