"""Standards as SHACL shapes, which other tools can check records with."""

import pytest
from flask.testing import FlaskClient
from pyshacl import validate
from rdflib import RDF, SH, Graph

from ctdl.standards import STANDARDS
from tests.linked_data.small_registry import CREDENTIAL, json_of


@pytest.mark.parametrize("standard", STANDARDS)
def test_each_standard_is_turtle_with_a_shape_for_each_element_that_fits(
    client: FlaskClient, standard: str
) -> None:
    answer = client.get(f"/standards/{standard}.ttl")

    assert answer.status_code == 200
    assert answer.content_type == "text/turtle; charset=utf-8"
    found = Graph().parse(data=answer.text, format="turtle")
    fitting = [each for each in STANDARDS[standard].elements if each.shacl.fits]
    assert len(set(found.subjects(RDF.type, SH.NodeShape))) == len(fitting)


def test_the_shapes_hold_a_record_of_the_registry(client: FlaskClient) -> None:
    shapes = Graph().parse(data=client.get("/standards/eu-2022.ttl").text, format="turtle")
    record = Graph().parse(data=client.get(f"/graph/{CREDENTIAL}.ttl").text, format="turtle")

    conforms, _, words = validate(record, shacl_graph=shapes)

    path = f"/api/v1/credentials/{CREDENTIAL}/conformance?standard=eu-2022"
    [held] = json_of(client.get(path))["standards"]
    binding = [each for each in held["elements"] if each["obligation"] == "mandatory"]
    fitting = [each for each in binding if each["shacl"]]
    assert fitting
    assert conforms == all(
        each["result"] != "not stated" for each in held["elements"] if each["shacl"]
    ), words


def test_shapes_are_asked_for_again_only_when_they_changed(client: FlaskClient) -> None:
    tag = client.get("/standards/eu-2022.ttl").headers["ETag"]

    again = client.get("/standards/eu-2022.ttl", headers={"If-None-Match": tag})

    assert again.status_code == 304


def test_an_unknown_standard_has_no_shapes(client: FlaskClient) -> None:
    answer = client.get("/standards/nowhere.ttl")

    assert answer.status_code == 404
    assert "eu-2022" in json_of(answer)["detail"]
