"""What stands around every page: languages, addresses, errors, no cookies."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.services.publishing import withdraw
from app.services.registry import Registry
from tests.site.pages import ctids, open_page

PAGES = (
    "/",
    "/search?q=data&mode=online",
    "/organizations",
    "/frameworks",
    "/frameworks/eqf/levels/5",
    "/compare",
    "/pathways",
    "/about",
    "/help",
    "/accessibility",
    "/privacy",
)


@pytest.mark.parametrize("address", PAGES)
def test_page_is_in_both_languages_and_each_names_the_other(
    client: FlaskClient, address: str
) -> None:
    english, french = open_page(client, address), open_page(client, f"/fr{address}")

    assert english.one("html").attributes["lang"] == "en"
    assert french.one("html").attributes["lang"] == "fr"
    assert english.one("a", hreflang="fr").attributes["href"] == f"/fr{address}"
    assert french.one("a", hreflang="en").attributes["href"] == address
    assert english.one("h1").text != french.one("h1").text


@pytest.mark.parametrize("address", PAGES)
def test_page_sets_no_cookie_and_has_no_inline_style_or_script(
    client: FlaskClient, address: str
) -> None:
    page = open_page(client, address)

    assert client.get_cookie("session") is None
    assert page.all("style") == []
    # What search engines read is data, which no browser runs.
    inline = [script for script in page.all("script") if "src" not in script.attributes]
    assert {script.attributes.get("type") for script in inline} <= {"application/ld+json"}
    assert "style=" not in client.get(address).text


def test_canonical_address_leaves_the_shortlist_out(client: FlaskClient) -> None:
    page = open_page(client, "/search?q=data&compare=ce-1")

    canonical = page.one("link", rel="canonical").attributes["href"]
    assert canonical.endswith("/search?q=data")


def test_odd_parameters_do_not_leak_into_addresses(client: FlaskClient) -> None:
    page = open_page(client, "/about?_external=1&_scheme=javascript&endpoint=x&values=y")

    assert page.one("a", hreflang="fr").attributes["href"].startswith("/fr/about?")


def test_error_page_is_in_the_language_of_the_address(client: FlaskClient) -> None:
    page = open_page(client, "/fr/nothing-here", 404)

    assert page.one("html").attributes["lang"] == "fr"
    assert page.one("h1").text == "Cette page ou cette fiche n’existe pas"


def test_mistyped_identifier_is_answered_with_its_remedy(client: FlaskClient) -> None:
    page = open_page(client, "/credentials/CE-00000000-0000-4000-8000-000000000000", 404)

    assert "write it in lower case" in page.one("main").text


@contextmanager
def application_over(registry: Registry) -> Iterator[Flask]:
    """The web application over a registry that the test may change."""
    application = create_app(registry.settings)
    yield application
    application.extensions["registry"].close()


def test_withdrawn_record_says_who_when_and_why(registry_copy: Registry) -> None:
    ctid = ctids(registry_copy, "family = 'credential'")[0]
    withdraw(registry_copy, ctid, reason="Published by mistake")

    with application_over(registry_copy) as application:
        page = open_page(application.test_client(), f"/credentials/{ctid}", 410)

    assert page.one("h1").text == "This record was withdrawn"
    assert "Published by mistake" in page.one("main").text
    assert page.one("meta", name="robots").attributes["content"] == "noindex"
