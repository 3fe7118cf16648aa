"""Every shipped document: no errors, one graph in all formats, the same document back."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rdflib.compare import isomorphic

from ctdl.credit_units import unit_code
from ctdl.ctid import derive_ctid
from ctdl.documents import FORMATS, Document, parse_document, quads, serialize, stored_document
from ctdl.edges import edges
from ctdl.provenance import Provenance
from ctdl.records import ConceptSchemeRecord, GenericRecord, read_record
from ctdl.validation import validate
from tests.ctdl.graphs import BASE, canonical, oxigraph_triples, rdflib_graph
from tests.support.prerequisites import PROJECT

FILES = sorted((PROJECT / "registry_data").glob("*/*.jsonl"))
# Some classes have no page of their own yet; their records show name and description.
WITHOUT_RECORD = {"ceterms:CredentialType"}

shipped = pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def documents(path: Path, *, every: int = 1) -> Iterator[Document]:
    for number, row in enumerate(rows(path)):
        if number % every == 0:
            yield parse_document(row["document"], base=BASE)


def test_there_are_shipped_documents() -> None:
    assert len(FILES) > 10


def test_the_unit_of_every_shipped_credit_is_known() -> None:
    scheme = derive_ctid("concept-scheme:credit-units")
    vocabularies = next(path for path in FILES if path.stem == "vocabularies")
    record = next(
        read_record(document) for document in documents(vocabularies) if document.ctid == scheme
    )

    assert isinstance(record, ConceptSchemeRecord)
    assert {unit_code(f"resources/{concept.ctid}") for concept in record.concepts} == {
        concept.notation for concept in record.concepts
    }


@shipped
def test_it_validates_without_errors(path: Path) -> None:
    for row in rows(path):
        document = parse_document(row["document"])
        collected = Provenance.from_json(row["provenance"]).collected

        errors = [
            found for found in validate(document, collected=collected) if found.severity == "error"
        ]

        assert errors == [], document.ctid


@shipped
def test_it_is_kept_and_served_without_a_change(path: Path) -> None:
    for document in documents(path):
        assert stored_document(document.canonical).body == document.body
        served = serialize(document, BASE, "jsonld")
        assert parse_document(served, base=BASE).canonical == document.canonical


@shipped
def test_its_formats_and_the_store_hold_one_graph(path: Path) -> None:
    for document in documents(path, every=10):
        stored = canonical(quads(document, BASE))

        for name in FORMATS:
            assert oxigraph_triples(serialize(document, BASE, name), name) == stored


@shipped
def test_rdflib_agrees(path: Path) -> None:
    for document in documents(path, every=60):
        graphs = [rdflib_graph(serialize(document, BASE, name), name) for name in FORMATS]

        assert all(isomorphic(graph, graphs[0]) for graph in graphs[1:]), document.ctid


@shipped
def test_it_is_read_as_a_record_of_its_kind_with_a_name(path: Path) -> None:
    for document in documents(path):
        record = read_record(document)

        assert record.name, document.ctid
        assert isinstance(record, GenericRecord) == (record.type in WITHOUT_RECORD)
        assert all(edge.subject in document.ctids for edge in edges(document))
