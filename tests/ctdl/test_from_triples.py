"""A document read back from its triples says the same, whatever they look like."""

import json
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest

from ctdl.documents import Document, DocumentError, parse_document, quads
from ctdl.from_triples import DEEPEST, document_of
from tests.ctdl.graphs import BASE
from tests.support.documents import a_credential
from tests.support.prerequisites import PROJECT

CTID = "ce-6c8d3a0b-9a34-4f0d-b7a1-8c9f3d1a2b30"
MAIN = f"{BASE}/resources/{CTID}"
CETERMS = "https://purl.org/ctdl/terms/"
FILES = sorted((PROJECT / "registry_data").glob("*/*.jsonl"))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_shipped_documents_come_back_from_trig(path: Path) -> None:
    with path.open(encoding="utf-8") as lines:
        for line in list(lines)[::5]:
            document = parse_document(json.loads(line)["document"], base=BASE)
            trig = ox.serialize(quads(document, BASE), format=ox.RdfFormat.TRIG)
            assert trig is not None

            again = read_back(ox.parse(trig, format=ox.RdfFormat.TRIG), document)

            assert graph(again) == graph(document)
            assert read_back(quads(again, BASE), again) == again


def test_a_simple_credential_comes_back_as_it_was() -> None:
    document = parse_document(a_credential(), base=BASE)

    assert read_back(quads(document, BASE), document) == document


def test_parts_that_hold_each_other_are_kept() -> None:
    statements = f"""
        {main_node()}
        _:a <{CETERMS}hasPart> _:b . _:b <{CETERMS}hasPart> _:a ; <{CETERMS}name> "B"@en .
    """

    assert graph(parsed(statements)) == canonical(triples(statements))


def test_a_part_of_two_stands_once_beside_them() -> None:
    statements = f"""
        {main_node()}
        <{MAIN}> <{CETERMS}requires> _:a, _:b .
        _:a <{CETERMS}targetCompetency> _:c . _:b <{CETERMS}targetCompetency> _:c .
        _:c <{CETERMS}targetNodeName> "Shared"@en .
    """
    document = parsed(statements)

    assert graph(document) == canonical(triples(statements))
    assert document.canonical.count("Shared") == 1


def test_what_is_held_too_deep_stands_in_the_list() -> None:
    chain = "".join(
        f'_:p{n} <{CETERMS}hasPart> _:p{n + 1} ; <{CETERMS}name> "part {n}"@en .\n'
        for n in range(DEEPEST * 40)
    )
    statements = f"{main_node()}\n<{MAIN}> <{CETERMS}hasPart> _:p0 .\n{chain}"

    assert graph(parsed(statements)) == canonical(triples(statements))


def test_texts_with_and_without_a_language_stay_apart() -> None:
    statements = f"""
        {main_node()}
        <{MAIN}> <{CETERMS}keyword> "wool"@en, "laine"@fr, "felt"@en, "plain" .
    """

    assert graph(parsed(statements)) == canonical(triples(statements))


@pytest.mark.parametrize(
    "written",
    [
        '"7.5E0"^^xsd:float',
        '"007"^^xsd:integer',
        '"1e400"^^xsd:double',
        '"12.50"^^xsd:decimal',
        '"true"^^xsd:boolean',
        '"maybe"^^xsd:boolean',
        '"2026-02-30"^^xsd:date',
        '"P3M"^^<https://schema.org/Duration>',
        '"9007199254740993"^^xsd:integer',
    ],
)
@pytest.mark.parametrize("name", ["price", "codedNotation", "dateEffective", "minimumAge"])
def test_typed_values_are_never_mended(name: str, written: str) -> None:
    statements = f"{main_node()}\n<{MAIN}> <{CETERMS}{name}> {written} ."

    assert graph(parsed(statements)) == canonical(triples(statements))


def test_unknown_properties_are_reported_not_dropped() -> None:
    with pytest.raises(DocumentError, match="is not a property of the context"):
        parsed(f'{main_node()}\n<{MAIN}> <https://vocab.example/colour> "red" .')


def test_statements_about_statements_are_refused() -> None:
    statement = ox.Triple(ox.NamedNode(MAIN), ox.NamedNode(f"{CETERMS}name"), ox.Literal("x"))
    about = ox.Triple(ox.BlankNode(), ox.NamedNode(f"{CETERMS}hasPart"), statement)

    with pytest.raises(DocumentError, match="statements about resources only"):
        document_of([about], MAIN)


def main_node() -> str:
    """A credential with the least it can say."""
    return f"""
        @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        <{MAIN}> a <{CETERMS}MicroCredential> ; <{CETERMS}ctid> "{CTID}" .
    """


def triples(statements: str) -> list[ox.Quad]:
    return list(ox.parse(statements, format=ox.RdfFormat.TURTLE))


def parsed(statements: str) -> Document:
    return parse_document(document_of(triples(statements), MAIN), base=BASE)


def read_back(statements: Iterable[ox.Quad], document: Document) -> Document:
    main = f"{BASE}/resources/{document.ctid}"
    return parse_document(document_of(statements, main), base=BASE)


def graph(document: Document) -> set[str]:
    return canonical(quads(document, BASE))


def canonical(statements: Iterable[ox.Quad]) -> set[str]:
    """The statements with blank nodes named by what is said of them."""
    dataset = ox.Dataset(statements)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return {str(each) for each in dataset}
