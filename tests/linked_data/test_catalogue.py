"""The catalogue: true of the files that lie there and of what answers, equal in every format."""

import gzip
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from rdflib import DCAT, DCTERMS, FOAF, RDF, VOID, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.term import Node

from app import create_app
from app.config import SettingError, Settings
from app.services import dumps, publishing, views
from app.services.registry import Registry, set_up
from tests.linked_data.small_registry import json_of
from tests.support.documents import a_credential, an_organization

BASE = "https://registry.test"
LICENCE = "https://licence.example/open"
SPDX = Namespace("http://spdx.org/rdf/terms#")
RECORDS = URIRef(f"{BASE}/catalog#records")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    """A registry with three records and a dump of them."""
    home = tmp_path_factory.mktemp("catalogue") / "home"
    registry = set_up(
        Settings(home=home, base_url=BASE, data_licence=LICENCE, contact_email="data@registry.test")
    )
    for document in (an_organization(), a_credential("one"), a_credential("two")):
        publishing.publish(registry, document)
    views.catch_up(registry)
    dumps.write_dump(registry)
    yield registry
    registry.close()


@pytest.fixture(scope="module")
def client(opened: Registry) -> FlaskClient:
    return create_app(opened.settings).test_client()


@pytest.fixture
def catalogue(client: FlaskClient) -> Graph:
    return Graph().parse(data=client.get("/catalog.ttl").data, format="turtle")


def languages(graph: Graph, about: Node) -> set[str | None]:
    """The languages in which it has a title."""
    titles = graph.objects(about, DCTERMS.title)
    return {each.language for each in titles if isinstance(each, Literal)}


def count(graph: Graph, about: Node, property_: URIRef) -> int:
    return int(str(graph.value(about, property_)))


def test_every_format_says_the_same(client: FlaskClient, catalogue: Graph) -> None:
    for suffix, name in (("jsonld", "json-ld"), ("rdf", "xml"), ("nt", "nt")):
        found = Graph().parse(data=client.get(f"/catalog.{suffix}").data, format=name)
        assert isomorphic(found, catalogue), suffix


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("text/turtle;charset=utf-8", "text/turtle; charset=utf-8"),
        ('application/ld+json;profile="x"', "application/ld+json"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("text/html,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8"),
    ],
)
def test_it_answers_in_the_format_asked_for(
    client: FlaskClient, accept: str, content_type: str
) -> None:
    response = client.get("/catalog", headers={"Accept": accept})

    assert (response.status_code, response.content_type) == (200, content_type)
    assert "Accept" in response.vary
    if "html" not in content_type:
        again = {"Accept": accept, "If-None-Match": response.headers["ETag"]}
        assert client.get("/catalog", headers=again).status_code == 304


def test_what_it_does_not_know_is_refused(client: FlaskClient) -> None:
    assert client.get("/catalog", headers={"Accept": "image/png"}).status_code == 406
    assert ".jsonld" in json_of(client.get("/catalog.csv"))["detail"]


def test_void_is_found_where_it_is_looked_for(client: FlaskClient) -> None:
    response = client.get("/.well-known/void")

    assert response.status_code == 303
    assert response.headers["Location"] == f"{BASE}/catalog"


def test_it_states_what_dcat_ap_must_have(catalogue: Graph) -> None:
    [one] = catalogue.subjects(RDF.type, DCAT.Catalog)
    [publisher] = catalogue.objects(one, DCTERMS.publisher)
    assert catalogue.value(publisher, FOAF.name)
    assert (publisher, RDF.type, FOAF.Agent) in catalogue
    resources = [*catalogue.objects(one, DCAT.dataset), *catalogue.objects(one, DCAT.service)]
    for each in (one, *resources):
        assert languages(catalogue, each) == {"en", "fr"}
        assert catalogue.value(each, DCTERMS.description, any=True) is not None
        assert list(catalogue.objects(each, DCTERMS.license)) == [URIRef(LICENCE)]
    services = list(catalogue.subjects(RDF.type, DCAT.DataService))
    assert len(services) >= 5
    for each in services:
        assert catalogue.value(each, DCAT.endpointURL) is not None
        assert list(catalogue.objects(each, DCAT.servesDataset)) == [RECORDS]


def test_files_are_as_they_are_described(client: FlaskClient, catalogue: Graph) -> None:
    distributions = list(catalogue.subjects(RDF.type, DCAT.Distribution))
    assert len(distributions) == 2
    for each in distributions:
        address = str(catalogue.value(each, DCAT.downloadURL))
        data = client.get(address.removeprefix(BASE), buffered=True).data
        assert int(str(catalogue.value(each, DCAT.byteSize))) == len(data)
        checksum = catalogue.value(each, SPDX.checksum)
        told = str(catalogue.value(checksum, SPDX.checksumValue))
        assert told.lower() == hashlib.sha256(data).hexdigest()
        assert str(catalogue.value(each, DCAT.compressFormat)).endswith("/application/gzip")
        assert list(catalogue.objects(each, DCTERMS.license)) == [URIRef(LICENCE)]
        access = str(catalogue.value(each, DCAT.accessURL)).removeprefix(BASE)
        assert client.get(access).status_code == 200
        content = gzip.decompress(data)
        if catalogue.value(each, DCAT.mediaType):
            assert len(list(ox.parse(content, format=ox.RdfFormat.N_QUADS))) > 10
        else:
            assert all(json.loads(line) for line in content.splitlines())


def test_counts_are_those_of_the_dump(client: FlaskClient, catalogue: Graph) -> None:
    dump = str(catalogue.value(RECORDS, VOID.dataDump)).removeprefix(BASE)
    content = gzip.decompress(client.get(dump, buffered=True).data)
    quads = list(ox.parse(content, format=ox.RdfFormat.N_QUADS))

    triples = {(each.subject, each.predicate, each.object) for each in quads}
    assert count(catalogue, RECORDS, VOID.triples) == len(triples)
    space = str(catalogue.value(RECORDS, VOID.uriSpace))
    named = {each.subject.value for each in quads if isinstance(each.subject, ox.NamedNode)}
    entities = {each for each in named if each.startswith(space)}
    assert count(catalogue, RECORDS, VOID.entities) == len(entities)
    classes = {
        str(catalogue.value(each, VOID["class"])): count(catalogue, each, VOID.entities)
        for each in catalogue.objects(RECORDS, VOID.classPartition)
    }
    typed = Counter(each[2].value for each in triples if each[1].value == str(RDF.type))
    assert classes == typed
    assert classes["https://purl.org/ctdl/terms/MicroCredential"] == 2
    example = str(catalogue.value(RECORDS, VOID.exampleResource))
    assert example.startswith(str(catalogue.value(RECORDS, VOID.uriSpace)))
    assert client.get(example.removeprefix(BASE)).status_code == 200


def test_only_services_that_answer_are_listed(client: FlaskClient, catalogue: Graph) -> None:
    rules = {each.rule for each in client.application.url_map.iter_rules()}
    listed = set(map(str, catalogue.objects(None, DCAT.endpointURL)))

    assert (f"{BASE}/sparql" in listed) == ("/sparql" in rules)
    assert ((RECORDS, VOID.sparqlEndpoint, None) in catalogue) == ("/sparql" in rules)
    assert {f"{BASE}/{each}" for each in ("oai", "feed", "activity", "api/v1")} <= listed
    for described in map(str, catalogue.objects(None, DCAT.endpointDescription)):
        assert client.get(described.removeprefix(BASE)).status_code == 200


@pytest.mark.parametrize("path", ["/catalog", "/fr/catalog"])
def test_people_and_search_engines_get_a_page(client: FlaskClient, path: str) -> None:
    page = client.get(path).text

    [script] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    told = json.loads(script)
    dataset, *others = told["dataset"]
    assert [each.get("distribution") for each in others] == [None, None, None]
    assert (told["@type"], dataset["@type"]) == ("DataCatalog", "Dataset")
    assert told["license"] == dataset["license"] == LICENCE
    for each in dataset["distribution"]:
        data = client.get(each["contentUrl"].removeprefix(BASE), buffered=True).data
        assert each["sha256"] == hashlib.sha256(data).hexdigest()
        assert each["contentUrl"].removeprefix(BASE) in page
    assert LICENCE in page


def test_what_nobody_states_is_not_stated(opened: Registry, tmp_path: Path) -> None:
    settings = replace(opened.settings, data_licence="", contact_email="", home=tmp_path / "new")
    set_up(settings).close()
    client = create_app(settings).test_client()

    found = Graph().parse(data=client.get("/catalog.ttl").data, format="turtle")

    assert not list(found.objects(None, DCTERMS.license))
    assert not list(found.objects(None, DCAT.contactPoint))
    assert not list(found.subjects(RDF.type, DCAT.Distribution))
    assert found.value(RECORDS, VOID.triples) is None
    assert found.value(RECORDS, DCTERMS.rights) is not None
    assert "license" not in client.get("/catalog").text.split("<body>")[0]


@pytest.mark.parametrize("licence", ["CC BY 4.0", "ftp://licence.example/", "https://a b", "x\ny"])
def test_a_licence_is_an_address(licence: str) -> None:
    with pytest.raises(SettingError, match="DATA_LICENCE"):
        Settings(data_licence=licence)
