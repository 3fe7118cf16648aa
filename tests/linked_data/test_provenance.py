import pytest
from flask.testing import FlaskClient
from rdflib import PROV, Graph, URIRef
from rdflib.compare import isomorphic

from tests.linked_data.small_registry import BASE, CREDENTIAL, EQF_LEVEL_5, UNKNOWN, WITHDRAWN

PATH = f"/graph/{CREDENTIAL}/provenance"


def test_who_published_the_document_and_when_is_in_it(client: FlaskClient) -> None:
    graph = Graph().parse(data=client.get(PATH, headers={"Accept": "text/turtle"}).text)

    document = URIRef(f"{BASE}/graph/{CREDENTIAL}")
    assert str(graph.value(document, PROV.generatedAtTime)).startswith("20")
    assert graph.value(document, PROV.wasAttributedTo) is not None


def test_the_source_of_the_facts_and_its_exceptions_are_in_it(client: FlaskClient) -> None:
    graph = Graph().parse(data=client.get(PATH, headers={"Accept": "text/turtle"}).text)

    record = URIRef(f"{BASE}/resources/{CREDENTIAL}")
    # The space in the stated address is encoded: an IRI has none.
    assert graph.value(record, PROV.wasDerivedFrom) == URIRef(
        "https://provider.example/list%20of%20courses.csv"
    )
    [exception] = graph.subjects(PROV.specializationOf, record)
    assert "2026-05" in {str(value) for value in graph.objects(exception, PROV.generatedAtTime)}


def test_it_is_negotiated_like_the_document(client: FlaskClient) -> None:
    response = client.get(PATH)
    turtle = client.get(PATH, headers={"Accept": "text/turtle"})

    assert response.mimetype == "application/ld+json"
    assert "Accept" in response.vary
    assert turtle.headers["ETag"] != response.headers["ETag"]
    tagged = {"Accept": "text/turtle", "If-None-Match": turtle.headers["ETag"]}
    assert client.get(PATH, headers=tagged).status_code == 304
    assert client.get(PATH, headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize(
    ("ctid", "status"), [(UNKNOWN, 404), (EQF_LEVEL_5, 404), (WITHDRAWN, 410), ("no-ctid", 404)]
)
def test_what_has_no_document_has_no_provenance(
    client: FlaskClient, ctid: str, status: int
) -> None:
    assert client.get(f"/graph/{ctid}/provenance").status_code == status


def test_revision_in_force_is_an_entity_of_its_own(client: FlaskClient) -> None:
    graph = Graph().parse(data=client.get(PATH, headers={"Accept": "text/turtle"}).text)

    document = URIRef(f"{BASE}/graph/{CREDENTIAL}")
    [revision] = graph.subjects(PROV.specializationOf, document)
    assert str(revision).startswith(f"{BASE}/envelopes/{CREDENTIAL}/revisions/")
    assert graph.value(revision, PROV.generatedAtTime) == graph.value(
        document, PROV.generatedAtTime
    )
    assert graph.value(revision, PROV.wasAttributedTo) == graph.value(
        document, PROV.wasAttributedTo
    )
    assert graph.value(revision, PROV.wasDerivedFrom) is not None
    made = graph.value(revision, PROV.wasGeneratedBy)
    assert graph.value(made, PROV.endedAtTime) == graph.value(revision, PROV.generatedAtTime)
    number = str(revision).rpartition("/")[2]
    assert URIRef(f"{BASE}/log/entries/{number}") in set(graph.objects(revision))
    for address in graph.objects(revision):
        if str(address).startswith(f"{BASE}/log") or "/v/" in str(address):
            assert client.get(str(address).removeprefix(BASE)).status_code == 200


def test_every_format_says_the_same(client: FlaskClient) -> None:
    graphs = [
        Graph().parse(data=client.get(PATH, headers={"Accept": accept}).text, format=form)
        for accept, form in (
            ("text/turtle", "turtle"),
            ("application/ld+json", "json-ld"),
            ("application/rdf+xml", "xml"),
            ("application/n-triples", "nt"),
        )
    ]

    assert all(isomorphic(graphs[0], other) for other in graphs[1:])
