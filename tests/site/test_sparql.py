"""The page for SPARQL: examples, answers and errors, without scripts."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.services import sparql
from app.services.registry import Registry
from app.store.sparql import Formats, Question
from tests.linked_data.small_registry import CREDENTIAL, HOSTILE_NAME, client, small_app

__all__ = ["client", "small_app"]
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def page(client: FlaskClient, query: str, status: int = 200, path: str = "/sparql") -> str:
    response = client.get(f"{path}?{urlencode({'query': query})}", headers=BROWSER)
    assert response.status_code == status
    assert response.mimetype == "text/html"
    assert "Accept" in response.vary
    assert "Set-Cookie" not in response.headers
    return response.text


def test_the_empty_page_offers_a_query_to_begin_with(client: FlaskClient) -> None:
    response = client.get("/sparql", headers=BROWSER)

    assert "SELECT ?credential ?name ?provider" in response.text
    assert 'method="get"' in response.text


def test_an_answer_is_a_table_with_links_and_files(client: FlaskClient) -> None:
    names = "PREFIX ceterms: <https://purl.org/ctdl/terms/> SELECT * { ?record ceterms:name ?name }"
    shown = page(client, names)

    assert unescape(shown).count(HOSTILE_NAME) == 1
    assert HOSTILE_NAME not in shown
    assert f'href="https://registry.test/resources/{CREDENTIAL}"' in shown
    assert f">resources/{CREDENTIAL}<" in shown
    file = unescape(re.findall(r'href="(/sparql\?[^"]*format=csv)"', shown)[0])
    assert client.get(file, headers=BROWSER).mimetype == "text/csv"


def test_a_truth_and_a_graph_are_shown_in_words_and_turtle(client: FlaskClient) -> None:
    assert "The answer is yes." in page(client, "ASK {}")
    assert "La réponse est non." in page(client, "ASK { <a:b> <a:c> 1 }", path="/fr/sparql")
    shown = page(client, "CONSTRUCT { <a:b> <a:c> '</script>' } {}")
    assert "1 statement" in shown
    assert "&lt;/script&gt;" in shown


def test_of_a_long_answer_the_beginning_is_shown_and_said_to_be_one(client: FlaskClient) -> None:
    shown = page(client, "SELECT * { ?s ?p ?o }")

    assert shown.count("<tr>") == 201
    assert "The first 200 are shown" in shown
    assert "The beginning is shown" in page(client, "CONSTRUCT WHERE { ?s ?p ?o }")


@pytest.mark.parametrize(
    ("query", "words", "french"),
    [
        ("SELECT * {", "cannot be read as a query", "ligne 1, colonne 11"),
        ("ASK { ?s no:thing ?o }", "Prefix not found", "Prefix not found"),
        ("DROP ALL", "it must begin with SELECT", "ne peut pas être lu"),
        ("ASK { SERVICE <a:b> {} }", "does not answer such a query", "ne répond pas"),
        (" ", "The query is empty", "n’a pas pu recevoir"),
    ],
)
def test_what_is_wrong_is_told_above_the_query(
    client: FlaskClient, query: str, words: str, french: str
) -> None:
    shown = page(client, query, 400)

    assert words in shown
    assert 'role="alert"' in shown
    assert query in unescape(shown)
    assert french in page(client, query, 400, "/fr/sparql")


@pytest.fixture
def hasty(small_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The same registry with little time for each query."""
    settings = small_app.extensions["registry"].settings
    registry = Registry(replace(settings, sparql_seconds=1))
    monkeypatch.setitem(small_app.extensions, "registry", registry)
    yield
    registry.close()


@pytest.mark.usefixtures("hasty")
def test_a_query_that_takes_too_long_is_told_to_readers_as_to_programs(client: FlaskClient) -> None:
    bomb = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"

    for path, words in (("/sparql", "too much time or memory"), ("/fr/sparql", "trop de temps")):
        assert words in page(client, bomb, 503, path)
        response = client.get(f"{path}?{urlencode({'query': bomb})}", headers=BROWSER)
        assert int(response.headers["Retry-After"]) > 0
        assert response.headers["Cache-Control"] == "no-store"
    told = client.get(f"/sparql?{urlencode({'query': bomb})}")
    assert (told.status_code, told.content_type) == (503, "application/problem+json")
    assert int(told.headers["Retry-After"]) > 0
    assert "The answer is yes." in page(client, "ASK {}")


def test_the_place_where_a_query_cannot_be_read_is_marked(client: FlaskClient) -> None:
    shown = page(client, "SELECT * {\n\t?s ?p ?o .\n\tFILTER(?o <> )\n}", 400)

    assert "before line 4, column 2:" in shown
    assert "<code>}\n ^</code>" in shown


def test_an_answer_without_rows_says_so(client: FlaskClient) -> None:
    assert "Nothing was found." in page(client, "SELECT * { <a:b> <a:c> ?o }")
    assert "Rien n’a été trouvé." in page(client, "DESCRIBE <a:b>", path="/fr/sparql")


def test_every_example_finds_something_among_the_shipped_records(
    loaded_registry: Registry,
) -> None:
    from app.presenters import sparql_examples as of

    queries = [each for name, each in vars(of).items() if name.isupper() and name[0] != "_"]
    for query in queries:
        found = sparql.ask(loaded_registry, Question(query, Formats("srj", "srj", "ttl")))
        assert found.rows > 5
    assert len(queries) == 7
