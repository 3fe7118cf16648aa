import json
import re

import pytest
from flask.testing import FlaskClient
from rdflib import Graph, URIRef

from tests.linked_data.small_registry import (
    BASE,
    CONCEPT,
    COURSE,
    CREDENTIAL,
    EQF,
    EQF_LEVEL_5,
    EQF_LEVELS,
    ORGANIZATION,
    SCHEME,
    UNKNOWN,
    json_of,
)

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
TYPES = {
    "jsonld": "application/ld+json",
    "ttl": "text/turtle",
    "rdf": "application/rdf+xml",
    "nt": "application/n-triples",
    "json": "application/json",
}
KINDS = ("resources", "graph")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("suffix", "name"), TYPES.items())
def test_a_negotiated_answer_says_which_format_it_is_and_that_it_depends(
    client: FlaskClient, kind: str, suffix: str, name: str
) -> None:
    response = client.get(f"/{kind}/{CREDENTIAL}", headers={"Accept": name})

    assert response.status_code == 200
    assert response.mimetype == name
    assert "Accept" in response.vary
    assert response.headers["Content-Location"] == f"/{kind}/{CREDENTIAL}.{suffix}"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("suffix", "name"), TYPES.items())
def test_a_suffix_asks_for_one_format_whatever_the_header_says(
    client: FlaskClient, kind: str, suffix: str, name: str
) -> None:
    negotiated = client.get(f"/{kind}/{CREDENTIAL}", headers={"Accept": name})

    response = client.get(f"/{kind}/{CREDENTIAL}.{suffix}", headers=BROWSER)

    assert response.mimetype == name
    assert "Accept" not in response.vary
    assert response.data == negotiated.data
    assert response.headers["ETag"] == negotiated.headers["ETag"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("headers", [{}, {"Accept": "*/*"}, {"Accept": ""}, {"Accept": "!"}])
def test_who_does_not_mind_gets_json_ld(
    client: FlaskClient, kind: str, headers: dict[str, str]
) -> None:
    response = client.get(f"/{kind}/{CREDENTIAL}", headers=headers)

    assert response.mimetype == "application/ld+json"


@pytest.mark.parametrize("kind", KINDS)
def test_who_accepts_nothing_that_there_is_gets_406_with_the_list(
    client: FlaskClient, kind: str
) -> None:
    response = client.get(f"/{kind}/{CREDENTIAL}", headers={"Accept": "image/png"})

    assert response.status_code == 406
    assert "Accept" in response.vary
    assert set(TYPES.values()) < set(json_of(response)["formats"])


@pytest.mark.parametrize(
    ("ctid", "page"),
    [
        (CREDENTIAL, f"/credentials/{CREDENTIAL}"),
        (COURSE, f"/credentials/{COURSE}"),
        (ORGANIZATION, f"/organizations/{ORGANIZATION}"),
        (EQF, "/frameworks/eqf"),
        (EQF_LEVELS, "/frameworks/eqf"),
        (EQF_LEVEL_5, "/frameworks/eqf/levels/5"),
        (SCHEME, f"/records/{SCHEME}"),
        (CONCEPT, f"/records/{CONCEPT}"),
    ],
)
def test_a_browser_is_sent_on_to_the_page_about_the_thing(
    client: FlaskClient, ctid: str, page: str
) -> None:
    response = client.get(f"/resources/{ctid}", headers=BROWSER)

    assert response.status_code == 303
    assert response.headers["Location"] == page
    assert "Accept" in response.vary
    assert client.get(page, headers=BROWSER).status_code == 200


def test_the_suffix_html_leads_to_the_page(client: FlaskClient) -> None:
    response = client.get(f"/graph/{CREDENTIAL}.html")

    assert response.status_code == 303
    assert response.headers["Location"] == f"/credentials/{CREDENTIAL}"


@pytest.mark.parametrize("address", [f"/resources/{UNKNOWN}", f"/graph/{UNKNOWN}"])
@pytest.mark.parametrize("accept", [*TYPES.values(), "text/html", "image/png", "*/*"])
def test_an_unknown_record_is_404_in_every_format(
    client: FlaskClient, address: str, accept: str
) -> None:
    assert client.get(address, headers={"Accept": accept}).status_code == 404


def test_an_unknown_suffix_is_404_with_the_known_ones(client: FlaskClient) -> None:
    response = client.get(f"/graph/{CREDENTIAL}.docx")

    assert response.status_code == 404
    assert ".ttl" in json_of(response)["detail"]


@pytest.mark.parametrize("ctid", [CREDENTIAL, EQF_LEVELS, EQF_LEVEL_5, CONCEPT, SCHEME])
def test_the_thing_asked_for_is_what_the_answer_speaks_of(client: FlaskClient, ctid: str) -> None:
    graph = Graph().parse(data=client.get(f"/resources/{ctid}.ttl").text, format="turtle")

    named = {subject for subject in graph.subjects() if isinstance(subject, URIRef)}
    assert named == {URIRef(f"{BASE}/resources/{ctid}")}


def test_a_resource_takes_its_inner_nodes_along(client: FlaskClient) -> None:
    graph = Graph().parse(data=client.get(f"/resources/{CREDENTIAL}.ttl").text, format="turtle")

    whole = Graph().parse(data=client.get(f"/graph/{CREDENTIAL}.ttl").text, format="turtle")
    assert len(graph) == len(whole) > 15


def test_the_whole_document_holds_all_its_resources(client: FlaskClient) -> None:
    graph = Graph().parse(data=client.get(f"/graph/{EQF_LEVELS}.ttl").text, format="turtle")

    assert URIRef(f"{BASE}/resources/{EQF_LEVELS}") in graph.subjects()
    assert URIRef(f"{BASE}/resources/{EQF_LEVEL_5}") in graph.subjects()


def test_a_thing_inside_a_document_has_no_document_of_its_own(client: FlaskClient) -> None:
    response = client.get(f"/graph/{EQF_LEVEL_5}")

    assert response.status_code == 404
    assert f"graph/{EQF_LEVELS}" in json_of(response)["detail"]


def test_json_ld_of_one_node_has_no_graph_around_it(client: FlaskClient) -> None:
    document = json.loads(client.get(f"/resources/{EQF_LEVEL_5}.jsonld").data)

    assert document["@id"] == f"{BASE}/resources/{EQF_LEVEL_5}"
    assert "@graph" not in document


def test_json_ld_of_a_document_is_what_credential_registries_exchange(client: FlaskClient) -> None:
    document = json.loads(client.get(f"/graph/{CREDENTIAL}.jsonld").data)

    assert list(document) == ["@context", "@id", "@graph"]
    assert document["@id"] == f"{BASE}/graph/{CREDENTIAL}"
    assert document["@graph"][0]["@id"] == f"{BASE}/resources/{CREDENTIAL}"


def test_every_link_in_the_header_answers(client: FlaskClient) -> None:
    header = client.get(f"/resources/{CREDENTIAL}").headers["Link"]

    links = re.findall(r"<([^>]+)>; rel=\"([^\"]+)\"(?:; type=\"([^\"]+)\")?", header)

    for address, _, name in links:
        if address.startswith(BASE):
            response = client.get(address.removeprefix(BASE))
            assert response.status_code == 200
            assert not name or response.mimetype == name


def test_the_header_names_every_format_and_what_else_is_known(client: FlaskClient) -> None:
    header = client.get(f"/resources/{EQF_LEVEL_5}").headers["Link"]

    for name in (*TYPES.values(), "text/html"):
        assert f'rel="alternate"; type="{name}"' in header
    assert f'<{BASE}/resources/{EQF_LEVEL_5}>; rel="canonical"' in header
    assert f'<{BASE}/graph/{EQF_LEVELS}>; rel="describedby"' in header
    assert f"<{BASE}/graph/{EQF_LEVELS}/provenance>" in header


def test_a_known_licence_is_linked_and_an_unknown_one_is_not_guessed(client: FlaskClient) -> None:
    licensed = client.get(f"/graph/{CREDENTIAL}").headers["Link"]
    unlicensed = client.get(f"/graph/{EQF}").headers["Link"]

    assert '<https://creativecommons.org/licenses/by/4.0/>; rel="license"' in licensed
    assert 'rel="license"' not in unlicensed


def test_hostile_text_stays_text(client: FlaskClient) -> None:
    document = json.loads(client.get(f"/resources/{CREDENTIAL}.jsonld").data)

    [main] = [node for node in document["@graph"] if "ceterms:ctid" in node]
    assert main["ceterms:name"]["en"].startswith("</script><b>Data</b>")
