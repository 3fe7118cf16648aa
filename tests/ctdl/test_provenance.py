"""Provenance: who stated what, with exceptions by property path."""

import json
from typing import Any

import pyoxigraph as ox
import pytest

from ctdl.provenance import Provenance, ProvenanceError, Statement

REGISTER: dict[str, Any] = {
    "default": {
        "source": "Register of qualifications, row 12",
        "source_url": "https://register.example/12",
        "asserted_by": "The regulator",
        "seen": "2023-04",
        "licence": "OGL 3.0",
    },
    "properties": {
        "ceterms:requires/ceterms:creditValue": {"asserted_by": "Editors", "note": "mapped"},
        "ceterms:requires": {"source": "The college's page"},
    },
    "collected": True,
}


def test_the_json_form_comes_back_as_it_was() -> None:
    assert Provenance.from_json(REGISTER).to_json() == REGISTER


def test_nothing_gives_an_empty_provenance() -> None:
    assert Provenance.from_json(None) == Provenance.from_json({}) == Provenance()
    assert Provenance().to_json() == {"default": {}}


@pytest.mark.parametrize(
    ("path", "source", "asserted_by"),
    [
        ("ceterms:name", "Register of qualifications, row 12", "The regulator"),
        ("ceterms:requires", "The college's page", "The regulator"),
        ("ceterms:requires/ceterms:name", "The college's page", "The regulator"),
        (
            "ceterms:requires/ceterms:creditValue/schema:value",
            "Register of qualifications, row 12",
            "Editors",
        ),
        ("ceterms:requiresX", "Register of qualifications, row 12", "The regulator"),
        ("", "Register of qualifications, row 12", "The regulator"),
    ],
)
def test_the_longest_path_wins_and_the_default_fills_in(
    path: str, source: str, asserted_by: str
) -> None:
    statement = Provenance.from_json(REGISTER).of(path)

    assert (statement.source, statement.asserted_by) == (source, asserted_by)
    assert statement.seen == "2023-04"


def test_a_publisher_is_the_source_of_its_own_document() -> None:
    provenance = Provenance.of_publisher("Example College", "2024-05-01")

    assert provenance.default == Statement(
        source="Example College", asserted_by="Example College", seen="2024-05-01"
    )
    assert not provenance.collected


@pytest.mark.parametrize(
    "entry",
    [
        {"sources": {}},
        {"default": "text"},
        {"default": {"sourc": "x"}},
        {"default": {"source": 5}},
        {"properties": []},
        {"properties": {"ceterms:name": "x"}},
    ],
)
def test_an_unknown_form_is_refused(entry: dict[str, Any]) -> None:
    with pytest.raises(ProvenanceError):
        Provenance.from_json(entry)


def test_as_prov_o_the_record_and_each_exception_have_a_source() -> None:
    record = "https://registry.example/resources/ce-1"

    graph = Provenance.from_json(REGISTER).to_prov(record)

    triples = list(ox.parse(json.dumps(graph), ox.RdfFormat.JSON_LD))
    derived = {
        quad.subject.value: quad.object
        for quad in triples
        if str(quad.predicate).endswith("wasDerivedFrom>")
        if isinstance(quad.subject, ox.NamedNode)
    }
    assert derived[record] == ox.NamedNode("https://register.example/12")
    assert set(derived) == {record, f"{record}#prov-1", f"{record}#prov-2"}
    assert '"2023-04"' in {str(quad.object) for quad in triples}
