"""The page for developers."""

from flask.testing import FlaskClient

from app.http.openapi import openapi_document
from tests.linked_data.small_registry import client, small_app
from tests.site.pages import open_page

__all__ = ["client", "small_app"]


def test_it_shows_every_address_of_the_api(client: FlaskClient) -> None:
    page = open_page(client, "/developers")
    with client.application.app_context():
        paths = openapi_document()["paths"]

    shown = {heading.text for heading in page.all("h3")}
    assert all(any(path in heading for heading in shown) for path in paths)


def test_every_address_in_the_list_leads_to_its_description(client: FlaskClient) -> None:
    page = open_page(client, "/developers")

    targets = {link.attributes["href"] for link in page.all("a")}
    ids = {f"#{each.attributes['id']}" for each in page.all("h3") if "id" in each.attributes}
    assert {target for target in targets if target.startswith("#")} - {"#main"} <= ids
    assert len(ids) > 10


def test_in_french_the_english_part_is_marked_as_such(client: FlaskClient) -> None:
    page = open_page(client, "/fr/developers")

    assert page.all("h1")[0].text == "Pour les développeurs"
    english = page.one("div", lang="en")
    assert "Keys and limits" in english.text
    assert english.all("details")


def test_help_and_every_footer_lead_to_it(client: FlaskClient) -> None:
    for address in ("/", "/help"):
        links = [each.attributes["href"] for each in open_page(client, address).all("a")]
        assert "/developers" in links
