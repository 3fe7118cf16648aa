"""Canonical documents as linked data: absolute addresses, triples, and the four formats."""

import json
from collections.abc import Mapping
from typing import Any, Final

import pyoxigraph as ox

from ctdl.contexts import COERCIONS
from ctdl.ntriples import nquads, write_ntriples
from ctdl.rdfxml import write_rdfxml
from ctdl.triples import IRI, Blank, Resource, Term, context_prefixes, graph_of
from ctdl.turtle import write_turtle

_READING_ORDER: Final = (
    "@context",
    "@id",
    "@type",
    "@graph",
    "ceterms:ctid",
    "ceterms:name",
    "ceasn:name",
    "skos:prefLabel",
    "skos:notation",
    "ceterms:description",
    "ceasn:description",
    "ceterms:subjectWebpage",
)
_FIRST: Final = {name: position for position, name in enumerate(_READING_ORDER)}
_OWN: Final = ("resources/", "graph/")


def absolute(body: Mapping[str, Any], base: str) -> dict[str, Any]:
    """`body` with registry addresses under `base`, keys in reading order."""
    made: dict[str, Any] = _absolute(body, "", base.rstrip("/") + "/")
    return made


def quads(body: Mapping[str, Any], base: str) -> list[ox.Quad]:
    """The triples of the canonical `body` in the default graph."""
    return [
        ox.Quad(_stored_resource(subject), ox.NamedNode(predicate.value), _stored(value))
        for subject, properties in graph_of(body, base).items()
        for predicate, values in properties.items()
        for value in values
    ]


def nquads_of(body: Mapping[str, Any], base: str) -> list[str]:
    """The statements of the canonical `body` as lines of N-Quads, in the document's graph."""
    return nquads(graph_of(body, base), base.rstrip("/") + "/" + body["@id"])


def serialize(body: Mapping[str, Any], base: str, format: str) -> bytes:
    """The canonical `body` in `format` (jsonld, ttl, rdf or nt)."""
    if format == "jsonld":
        text = json.dumps(absolute(body, base), ensure_ascii=False, indent=2) + "\n"
    elif format == "ttl":
        text = write_turtle(graph_of(body, base), context_prefixes(body))
    elif format == "rdf":
        text = write_rdfxml(graph_of(body, base), context_prefixes(body))
    elif format == "nt":
        text = write_ntriples(graph_of(body, base))
    else:
        raise ValueError(f"Unknown format {format!r}; known are jsonld, ttl, rdf and nt.")
    return text.encode()


def _absolute(value: Any, name: str, root: str) -> Any:
    if isinstance(value, str):
        return root + value if value.startswith(_OWN) and _holds_iris(name) else value
    if isinstance(value, list):
        return [_absolute(member, name, root) for member in value]
    if isinstance(value, Mapping):
        if COERCIONS.get(name) == "@language":
            return value
        names = sorted(value, key=lambda key: (_FIRST.get(key, len(_FIRST)), key))
        return {key: _absolute(value[key], key, root) for key in names}
    return value


def _holds_iris(name: str) -> bool:
    return name == "@id" or COERCIONS.get(name) == "@id"


def _stored_resource(term: Resource) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(term.label) if isinstance(term, Blank) else ox.NamedNode(term.value)


def _stored(term: Term) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if isinstance(term, IRI | Blank):
        return _stored_resource(term)
    if term.language:
        return ox.Literal(term.value, language=term.language)
    datatype = ox.NamedNode(term.datatype) if term.datatype else None
    return ox.Literal(term.value, datatype=datatype)
