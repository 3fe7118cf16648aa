"""The SPARQL 1.1 Protocol: each way to ask, each format, and what is refused with which status.

The cases follow W3C's tests of the protocol (rdf-tests, sparql11/protocol), as far as they query.
"""

import io
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from rdflib import DCTERMS, RDF, VOID, Graph, Namespace, URIRef, Variable
from rdflib.query import Result
from werkzeug.test import TestResponse

from app.store.sparql import QueryLimits
from tests.linked_data.small_registry import CREDENTIAL, HOSTILE_NAME, REPLACED, WITHDRAWN

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
BASE = "https://registry.test"
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
NAMES = "PREFIX ceterms: <https://purl.org/ctdl/terms/> SELECT ?name { ?r ceterms:name ?name }"
ABOUT = f"CONSTRUCT WHERE {{ <{BASE}/resources/{CREDENTIAL}> ?p ?o }}"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ASK = "ASK { ?s ?p ?o }"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def ask(client: FlaskClient, query: str, accept: str = "*/*", **more: str) -> TestResponse:
    asked = {"query": query, **more}
    return client.get(f"/sparql?{urlencode(asked)}", headers={"Accept": accept})


def send(client: FlaskClient, body: str | bytes, media_type: str, **more: str) -> TestResponse:
    return client.post(f"/sparql?{urlencode(more)}", data=body, content_type=media_type)


def problem(response: TestResponse) -> Mapping[str, Any]:
    """The problem that the answer tells in the one form of all errors."""
    told: Mapping[str, Any] = json.loads(response.data)
    assert response.content_type == "application/problem+json"
    assert told["status"] == response.status_code
    assert len(told["detail"]) < 600
    assert "Traceback" not in told["detail"]
    return told


def test_every_way_of_asking_gives_the_same_answer(client: FlaskClient) -> None:
    form = urlencode({"query": NAMES})
    answers = [
        ask(client, NAMES),
        send(client, form, FORM),
        send(client, form, f"{FORM}; charset=utf-8"),
        send(client, NAMES, QUERY),
        send(client, NAMES, f"{QUERY};charset=UTF-8"),
    ]

    assert {each.status_code for each in answers} == {200}
    assert {each.content_type for each in answers} == {"application/sparql-results+json"}
    assert len({each.data for each in answers}) == 1
    assert HOSTILE_NAME in str(json.loads(answers[0].data))


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("*/*", "application/sparql-results+json"),
        ("", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+json;charset=utf-8", "application/sparql-results+json"),
        ("application/sparql-results+xml, */*;q=0.1", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/csv;q=0.1, application/xml", "application/sparql-results+xml"),
    ],
)
def test_a_table_comes_in_the_format_that_is_liked_best(
    client: FlaskClient, accept: str, content_type: str
) -> None:
    response = ask(client, NAMES, accept)

    assert (response.status_code, response.content_type) == (200, content_type)
    assert "Accept" in response.vary
    assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("suffix", ["json", "xml", "csv", "tsv"])
def test_tables_are_read_alike_in_all_formats(client: FlaskClient, suffix: str) -> None:
    response = ask(client, f"{NAMES} ORDER BY ?name", format=suffix)
    if suffix == "tsv":
        names = [line.rpartition("@")[0] for line in response.text.splitlines()[1:]]
        assert json.dumps(HOSTILE_NAME, ensure_ascii=False) in names
        return

    found = Result.parse(io.BytesIO(response.data), format=suffix)

    assert HOSTILE_NAME in {str(row[Variable("name")]) for row in found.bindings}


@pytest.mark.parametrize(
    ("accept", "format"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
        ("*/*", "turtle"),
    ],
)
@pytest.mark.parametrize("query", [ABOUT, f"DESCRIBE <{BASE}/resources/{CREDENTIAL}>"])
def test_graphs_come_in_every_format(
    client: FlaskClient, accept: str, format: str, query: str
) -> None:
    response = ask(client, query, accept)

    assert response.status_code == 200
    assert accept in ("*/*", response.mimetype)
    graph = Graph().parse(data=response.data, format=format)
    subject = URIRef(f"{BASE}/resources/{CREDENTIAL}")
    assert HOSTILE_NAME in {str(each) for each in graph.objects(subject)}


def test_a_truth_is_told_in_json_and_xml_and_in_no_table(client: FlaskClient) -> None:
    assert json.loads(ask(client, ASK).data)["boolean"] is True
    assert b"<boolean>true</boolean>" in ask(client, ASK, "application/sparql-results+xml").data

    refused = problem(ask(client, ASK, "text/csv"))
    assert (refused["status"], len(refused["formats"])) == (406, 2)
    assert problem(ask(client, ABOUT, "text/csv"))["formats"][0] == "text/turtle"
    assert problem(ask(client, ASK, "image/png"))["status"] == 406


@pytest.mark.parametrize(
    ("query", "status"), [("ASK", 400), ("", 400), ("DROP ALL", 400), ("x" * 100_001, 413)]
)
def test_what_is_no_query_is_refused_in_every_way(
    client: FlaskClient, query: str, status: int
) -> None:
    assert problem(send(client, urlencode({"query": query}), FORM))["status"] == status
    assert problem(send(client, query, QUERY))["status"] == status


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [
        (urlencode([("query", ASK), ("query", ASK)]), FORM, 400),
        ("other=1", FORM, 400),
        (ASK, "text/plain", 415),
        (ASK, "", 415),
        (ASK, "application/json", 415),
        (ASK.encode("utf-16"), f"{QUERY}; charset=utf-16", 415),
        (ASK.encode("utf-16"), QUERY, 400),
        (b"query=%ff%fe", FORM, 400),
        (b"query=" + b"x" * 1_000_000, FORM, 413),
        (b"ASK {" + b" " * 1_000_000 + b"}", QUERY, 413),
        (urlencode({"update": "CLEAR ALL"}), FORM, 400),
        ("CLEAR ALL", "application/sparql-update", 415),
        ("&".join(["a=1"] * 2000), FORM, 400),
    ],
)
def test_bodies_that_are_no_query_are_refused(
    client: FlaskClient, body: str | bytes, media_type: str, status: int
) -> None:
    response = send(client, body, media_type)

    assert problem(response)["status"] == status


def test_nothing_is_updated_in_any_way(client: FlaskClient) -> None:
    update = "INSERT DATA { <a:a> <a:b> <a:c> }"
    for response in (
        client.get(f"/sparql?{urlencode({'update': update})}"),
        ask(client, update),
        send(client, urlencode({"update": update}), FORM),
        send(client, urlencode({"query": update}), FORM),
        send(client, update, "application/sparql-update"),
        send(client, update, QUERY),
    ):
        assert 400 <= problem(response)["status"] < 500

    assert json.loads(ask(client, "ASK { <a:a> <a:b> <a:c> }").data)["boolean"] is False
    assert client.put("/sparql", data=ASK).status_code == 405
    assert client.delete("/sparql").status_code == 405


def test_two_queries_in_one_request_are_refused(client: FlaskClient) -> None:
    two = urlencode([("query", ASK), ("query", ASK)])

    assert problem(client.get(f"/sparql?{two}"))["status"] == 400
    assert problem(send(client, ASK, QUERY, query=ASK))["status"] == 400


def test_the_protocol_names_graphs_of_records_and_nothing_else(client: FlaskClient) -> None:
    own = f"{BASE}/graph/{CREDENTIAL}"
    alone = ask(client, COUNT, "text/csv", **{"default-graph-uri": own})
    graphs = ask(
        client, "SELECT DISTINCT ?g { GRAPH ?g {} }", "text/csv", **{"named-graph-uri": own}
    )

    graph = client.get(f"/graph/{CREDENTIAL}.nt").text
    assert alone.text.split() == ["n", str(len(set(graph.splitlines())))]
    assert graphs.text.split() == ["g", own]
    for elsewhere in (f"{BASE}/graph/{WITHDRAWN}", "file:///etc/passwd", "no address"):
        response = ask(client, ASK, **{"default-graph-uri": elsewhere})
        assert "nothing is fetched" in problem(response)["detail"]
    many = urlencode([("query", ASK), *(("default-graph-uri", f"a:{n}") for n in range(101))])
    assert problem(send(client, many, FORM))["status"] == 400


def test_what_is_withdrawn_is_not_there(client: FlaskClient) -> None:
    for ctid in (WITHDRAWN, REPLACED):
        own = f"<{BASE}/resources/{ctid}>"
        query = f"ASK {{ {{ {own} ?p ?o }} UNION {{ GRAPH ?g {{ {own} ?p ?o }} }} }}"
        assert json.loads(ask(client, query).data)["boolean"] is False


def test_the_default_graph_is_what_the_documents_say_together(client: FlaskClient) -> None:
    documents = (
        f"SELECT ?g {{ GRAPH <urn:credential-registry:view> {{ ?g <{DCTERMS.modified}> ?at }} }}"
    )
    named = ask(client, documents, "text/csv").text.split()[1:]
    whole = Graph()
    for each in named:
        whole.parse(data=client.get(f"{each.removeprefix(BASE)}.nt").data, format="nt")
    told = ask(client, COUNT, "text/csv").text.split()[1]

    # Each time they are read, blank nodes get other names, so the triples are counted.
    assert int(told) == len(whole)


def test_the_endpoint_describes_itself_and_its_limits(client: FlaskClient) -> None:
    limits = QueryLimits()
    for accept, format in (
        ("text/turtle", "turtle"),
        ("application/ld+json", "json-ld"),
        ("*/*", "turtle"),
    ):
        response = client.get("/sparql", headers={"Accept": accept})
        graph = Graph().parse(data=response.data, format=format)
        (service,) = graph.subjects(RDF.type, SD.Service)
        assert graph.value(service, SD.endpoint) == URIRef(f"{BASE}/sparql")
        assert graph.value(service, SD.supportedLanguage) == SD.SPARQL11Query
        assert len(set(graph.objects(service, SD.resultFormat))) == 8
        stated = URIRef("urn:credential-registry:limit:rows")
        assert str(graph.value(service, stated)) == str(limits.rows)
        assert f"{limits.rows:,}" in " ".join(map(str, graph.objects(service, DCTERMS.description)))
        (triples,) = graph.objects(None, VOID.triples)
        counted = ask(client, COUNT, "text/csv").text.split()[1]
        assert str(triples) == counted
    assert client.get("/sparql", headers={"Accept": "image/png"}).status_code == 406


def test_the_description_is_in_english_beside_the_french_page_too(client: FlaskClient) -> None:
    accept = {"Accept": "text/turtle"}

    assert (
        client.get("/fr/sparql", headers=accept).data == client.get("/sparql", headers=accept).data
    )


def test_who_has_the_answer_is_not_given_it_again(client: FlaskClient) -> None:
    first = ask(client, NAMES, "text/csv")
    tag = first.headers["ETag"]
    again = {"Accept": "text/csv", "If-None-Match": tag}

    response = client.get(f"/sparql?{urlencode({'query': NAMES})}", headers=again)

    assert (response.status_code, response.data) == (304, b"")
    assert response.headers["ETag"] == tag
    assert "Accept" in response.vary
    assert ask(client, NAMES, "application/json").headers["ETag"] != tag
    assert ask(client, f"{NAMES} LIMIT 1", "text/csv").headers["ETag"] != tag


def test_an_answer_that_is_never_the_same_is_not_kept(client: FlaskClient) -> None:
    response = ask(client, "SELECT (now() AS ?now) {}")

    assert "ETag" not in response.headers
    assert response.headers["Cache-Control"] == "no-store"
    assert send(client, ASK, QUERY).headers["Cache-Control"] == "no-store"


def test_scripts_of_other_sites_may_ask(client: FlaskClient) -> None:
    response = client.options(
        "/sparql",
        headers={"Origin": "https://elsewhere.test", "Access-Control-Request-Method": "POST"},
    )

    assert response.status_code == 204
    assert "POST" in response.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in response.headers["Access-Control-Allow-Headers"]
    assert ask(client, "ASK").headers["Access-Control-Allow-Origin"] == "*"


def test_head_is_answered_as_get_without_the_body(client: FlaskClient) -> None:
    asked = f"/sparql?{urlencode({'query': NAMES})}"

    assert client.head(asked).headers["ETag"] == client.get(asked).headers["ETag"]
    assert client.head(asked).data == b""


def test_an_address_that_is_too_long_is_refused(client: FlaskClient) -> None:
    assert ask(client, f"{ASK} #{'x' * 7000}").status_code == 200
    assert problem(ask(client, f"{ASK} #{'x' * 9000}"))["status"] == 414
