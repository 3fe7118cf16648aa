"""The page for developers."""

import re

from flask.testing import FlaskClient

from app.http.current import finding_json
from app.http.openapi import openapi_document
from app.presenters.api_reference import OUTSIDE
from ctdl.findings import finding
from ctdl.rules import RULES
from ctdl.tabular.table_rules import TABLE_RULES, table_finding
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


def test_the_command_for_tables_says_which_template_they_follow(client: FlaskClient) -> None:
    page = open_page(client, "/developers")

    [command] = [each.text for each in page.all("pre") if "/records/bulk" in each.text]
    assert "/api/v1/records/bulk?template=credentials" in command


def test_every_address_outside_the_api_is_one_that_is_answered(client: FlaskClient) -> None:
    rules = {
        re.sub(r"<[^>]+>", "{}", each.rule) for each in client.application.url_map.iter_rules()
    }

    for address in OUTSIDE:
        assert re.sub(r"{[^}]+}", "{}", address.path) in rules


def test_every_rule_of_the_registry_itself_has_its_place_on_a_page(client: FlaskClient) -> None:
    page = open_page(client, "/findings")
    with client.application.app_context():
        own = [
            finding_json(table_finding("TABLE_EMPTY", "Empty.")),
            finding_json(finding("DOCUMENT_TOO_LARGE", "Large.")),
        ]

    places = {each.attributes.get("id") for each in page.all("h2")}
    assert places >= {*RULES, *TABLE_RULES}
    for each in own:
        address, _, code = each["source"].partition("#")
        assert address.startswith("http")
        assert address.endswith("/findings")
        assert code in places

    with client.application.app_context():
        theirs = finding_json(finding("JSON_MALFORMED", "x"))
    assert theirs["source"].startswith("https://www.rfc-editor.org/")


def test_assessors_find_their_way_from_the_home_page(client: FlaskClient) -> None:
    for prefix in ("", "/fr"):
        home = client.get(f"{prefix}/").get_data(as_text=True)
        help_page = client.get(f"{prefix}/help").get_data(as_text=True)

        for address in ("/verify", "/batch", "/help#assessors"):
            assert f'href="{prefix}{address}"' in home.partition('id="door-assessor"')[2]
        assert 'id="assessors"' in help_page
