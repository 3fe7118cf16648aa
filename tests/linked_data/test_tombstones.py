import pytest
from flask.testing import FlaskClient
from rdflib import DCTERMS, PROV, RDFS, Graph, URIRef

from tests.linked_data.small_registry import BASE, CREDENTIAL, REPLACED, WITHDRAWN, json_of

FORMATS = {
    "text/turtle": "turtle",
    "application/rdf+xml": "xml",
    "application/n-triples": "nt",
    "application/ld+json": "json-ld",
}


@pytest.mark.parametrize("kind", ["resources", "graph"])
@pytest.mark.parametrize(("name", "reader"), FORMATS.items())
def test_a_withdrawn_record_is_410_in_the_format_asked_for(
    client: FlaskClient, kind: str, name: str, reader: str
) -> None:
    response = client.get(f"/{kind}/{REPLACED}", headers={"Accept": name})

    assert response.status_code == 410
    assert response.mimetype == name
    assert "Accept" in response.vary
    graph = Graph().parse(data=response.data, format=reader)
    record = URIRef(f"{BASE}/resources/{REPLACED}")
    assert graph.value(record, DCTERMS.isReplacedBy) == URIRef(f"{BASE}/resources/{CREDENTIAL}")
    withdrawal = graph.value(record, PROV.wasInvalidatedBy)
    assert str(graph.value(withdrawal, DCTERMS.description)) == "Replaced <b>for good</b>."
    publisher = graph.value(withdrawal, PROV.wasAssociatedWith)
    assert str(graph.value(publisher, RDFS.label)) == "Registry operator"
    assert str(graph.value(record, PROV.invalidatedAtTime)).startswith("20")


def test_a_suffix_asks_for_the_format_of_the_tombstone_too(client: FlaskClient) -> None:
    response = client.get(f"/resources/{WITHDRAWN}.ttl", headers={"Accept": "text/html"})

    assert response.status_code == 410
    assert response.mimetype == "text/turtle"
    assert "Vary" not in response.headers


@pytest.mark.parametrize("accept", ["*/*", "application/json", "image/png", ""])
def test_who_asks_for_no_linked_data_gets_the_problem(client: FlaskClient, accept: str) -> None:
    response = client.get(f"/resources/{WITHDRAWN}", headers={"Accept": accept})

    assert response.status_code == 410
    assert response.mimetype == "application/problem+json"
    assert json_of(response)["reason"] == "Taken over by another provider."


def test_without_a_successor_none_is_named(client: FlaskClient) -> None:
    assert "isReplacedBy" not in client.get(f"/resources/{WITHDRAWN}.ttl").text
