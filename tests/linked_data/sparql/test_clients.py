"""Clients that others wrote ask the running site: whole lists in parts, awkward names, bombs."""

import csv
import io
import json
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import CSV, GET, JSON, POST, POSTDIRECTLY, TURTLE, URLENCODED, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from app.config import Settings
from tests.linked_data.oai.harvesting import MANY, NAMES, WITHDRAWN, credential, filled
from tests.support.ports import free_port
from tests.support.prerequisites import COMUNICA
from tests.support.servers import LiveServer, serving

LIVE = range(MANY - WITHDRAWN)
SECONDS = 3
CETERMS = "https://purl.org/ctdl/terms/"
LIST = f"""
PREFIX ceterms: <{CETERMS}>
SELECT ?record ?name WHERE {{ ?record a ceterms:MicroCredential ; ceterms:name ?name }}
ORDER BY ?record
"""
BOMB = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """The running site over 230 small records, of which 15 are withdrawn."""
    folder, port = tmp_path_factory.mktemp("sparql"), free_port()
    settings = Settings(folder / "home", base_url=f"http://127.0.0.1:{port}", port=port, workers=1)
    filled(settings).close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARQL_SECONDS", str(SECONDS))
        with serving(settings, folder / "server.log") as server:
            yield server


@pytest.fixture
def endpoint(site: LiveServer) -> str:
    """Where queries are sent."""
    return f"{site.address}/sparql"


def expected(site: LiveServer) -> dict[str, str]:
    """The name of each live record by its IRI."""
    names = {number: NAMES.get(number, f"Course {number}") for number in LIVE}
    return {f"{site.address}/resources/{credential(n)}": name for n, name in names.items()}


def test_sparqlwrapper_reads_the_whole_list_in_parts(site: LiveServer, endpoint: str) -> None:
    client = SPARQLWrapper(endpoint, returnFormat=JSON)
    found: dict[str, str] = {}
    for page in range(100):
        client.setQuery(f"{LIST} LIMIT 50 OFFSET {50 * page}")
        rows = converted(client)["results"]["bindings"]
        new = {row["record"]["value"]: row["name"]["value"] for row in rows}
        assert not new.keys() & found.keys()
        found |= new
        if not rows:
            break

    assert page == 5
    assert found == expected(site)


@pytest.mark.parametrize(
    ("method", "how"), [(GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)]
)
def test_sparqlwrapper_asks_in_every_way(
    site: LiveServer, endpoint: str, method: str, how: str
) -> None:
    client = SPARQLWrapper(endpoint)
    client.setMethod(method)
    client.setRequestMethod(how)

    client.setQuery(LIST)
    client.setReturnFormat(XML)
    assert len(converted(client).getElementsByTagName("result")) == len(LIVE)
    client.setReturnFormat(CSV)
    rows = list(csv.DictReader(io.StringIO(converted(client).decode(), newline="")))
    assert {row["record"]: row["name"] for row in rows} == expected(site)
    client.setQuery("CONSTRUCT WHERE { ?s ?p ?o }")
    client.setReturnFormat(TURTLE)
    assert len(Graph().parse(data=converted(client), format="turtle")) > len(LIVE)
    client.setReturnFormat(JSON)
    client.setQuery("ASK {")
    with pytest.raises(QueryBadFormed, match="not a query of SPARQL"):
        client.query()


def test_the_store_of_rdflib_sees_the_live_records_and_no_others(
    site: LiveServer, endpoint: str
) -> None:
    graph = Graph(SPARQLStore(endpoint, method="POST"))
    name = URIRef(f"{CETERMS}name")

    found = {str(each): str(text) for each, text in graph.subject_objects(name)}
    gone = URIRef(f"{site.address}/resources/{credential(MANY - 1)}")

    assert {each: found[each] for each in expected(site)} == expected(site)
    assert len(found) == len(LIVE) + 3
    assert (gone, None, None) not in graph
    assert (None, name, Literal(NAMES[2], lang="en")) in graph
    assert len(graph.query(f"{LIST} LIMIT 7 OFFSET 3")) == 7


def test_the_store_of_rdflib_updates_nothing(endpoint: str) -> None:
    store = SPARQLUpdateStore(endpoint, endpoint)

    with pytest.raises(HTTPError, match="415"):
        store.update("INSERT DATA { <a:b> <a:c> <a:d> }")

    assert not store.query("ASK { <a:b> <a:c> <a:d> }").askAnswer


@pytest.mark.clients
def test_roqet_reads_the_list(site: LiveServer, endpoint: str) -> None:
    found: dict[str, str] = {}
    for page in range(3):
        query = f"{LIST} LIMIT 100 OFFSET {100 * page}"
        written = run("roqet", "-q", "-p", endpoint, "-e", query, "-r", "csv")
        rows = csv.DictReader(io.StringIO(written, newline=""))
        found |= {row["record"]: row["name"] for row in rows}

    assert found == expected(site)


@pytest.mark.clients
def test_comunica_joins_filters_and_pages(site: LiveServer, endpoint: str) -> None:
    def rows(query: str) -> list[dict[str, str]]:
        written = run(str(COMUNICA), endpoint, query, "-t", "application/sparql-results+json")
        bindings = json.loads(written)["results"]["bindings"]
        return [{name: term["value"] for name, term in row.items()} for row in bindings]

    found: dict[str, str] = {}
    for page in range(3):
        found |= {r["record"]: r["name"] for r in rows(f"{LIST} LIMIT 100 OFFSET {100 * page}")}
    assert found == expected(site)

    owned = f"""PREFIX ceterms: <{CETERMS}>
        SELECT ?owner (COUNT(?record) AS ?n) {{
          ?record ceterms:ownedBy ?organization . ?organization ceterms:name ?owner
        }} GROUP BY ?owner"""
    assert sum(int(row["n"]) for row in rows(owned)) == len(LIVE)


def test_after_a_bomb_others_are_answered_at_once(endpoint: str) -> None:
    start = time.monotonic()
    with pytest.raises(HTTPError) as refused:
        fetch(endpoint, BOMB)
    took = time.monotonic() - start

    with refused.value as answer:
        assert answer.code == 503
        assert int(answer.headers["Retry-After"]) > 0
    assert SECONDS <= took < 4 * SECONDS
    assert json.loads(fetch(endpoint, "ASK {}"))["boolean"] is True


def test_many_bombs_leave_the_site_standing_and_are_told_to_wait(
    site: LiveServer, endpoint: str
) -> None:
    def bomb(_number: int) -> int:
        with pytest.raises(HTTPError) as refused:
            fetch(endpoint, BOMB)
        with refused.value as answer:
            assert answer.headers["Retry-After"]
            return answer.code

    with ThreadPoolExecutor(6) as threads:
        answers = threads.map(bomb, range(6))
        with urlopen(f"{site.address}/healthz", timeout=60) as response:
            assert response.status == 200
        assert set(answers) == {503}
    assert json.loads(fetch(endpoint, "ASK {}"))["boolean"] is True


def converted(client: SPARQLWrapper) -> Any:
    """The answer as the client reads it: of another class for each format."""
    return client.queryAndConvert()


def fetch(endpoint: str, query: str) -> bytes:
    accept = {"Accept": "application/sparql-results+json"}
    asked = Request(f"{endpoint}?{urlencode({'query': query})}", headers=accept)
    with urlopen(asked, timeout=120) as response:
        body: bytes = response.read()
    return body


def run(*command: str) -> str:
    finished = subprocess.run(
        command, capture_output=True, text=True, timeout=240, check=False, cwd=Path.home()
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout
