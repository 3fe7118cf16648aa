"""Graphs as two independent libraries read them, with the stored contexts and no network."""

import json
import warnings
from typing import Any

import pyoxigraph as ox
import rdflib

from ctdl.contexts import KNOWN_CONTEXTS, known_url

BASE = "https://registry.example"


def with_local_contexts(value: Any) -> Any:
    """`value` with the addresses of known contexts replaced by the contexts themselves."""
    if isinstance(value, list):
        return [with_local_contexts(member) for member in value]
    if not isinstance(value, dict):
        return value
    return {
        name: _inlined(member) if name == "@context" else with_local_contexts(member)
        for name, member in value.items()
    }


def rdflib_graph(data: bytes | str, format: str) -> rdflib.Graph:
    """The triples rdflib reads, named graphs taken together."""
    if format != "jsonld":
        names = {"ttl": "turtle", "rdf": "xml", "nt": "nt"}
        return rdflib.Graph().parse(data=data, format=names[format])
    dataset = rdflib.Dataset()
    text = json.dumps(with_local_contexts(json.loads(data)))
    with warnings.catch_warnings():
        # rdflib's own reader uses what rdflib deprecates.
        warnings.simplefilter("ignore", DeprecationWarning)
        dataset.parse(data=text, format="json-ld", publicID=f"{BASE}/")
    graph = rdflib.Graph()
    for subject, predicate, value, _ in dataset.quads():
        graph.add((subject, predicate, value))
    return graph


def oxigraph_triples(data: bytes | str, format: str) -> set[str]:
    """The triples Oxigraph reads, as texts that are equal for equal graphs."""
    return canonical(oxigraph_quads(data, format))


def oxigraph_quads(data: bytes | str, format: str) -> list[ox.Quad]:
    """What Oxigraph reads."""
    formats = {
        "jsonld": ox.RdfFormat.JSON_LD,
        "ttl": ox.RdfFormat.TURTLE,
        "rdf": ox.RdfFormat.RDF_XML,
        "nt": ox.RdfFormat.N_TRIPLES,
    }
    if format == "jsonld":
        data = json.dumps(with_local_contexts(json.loads(data)))
    return list(ox.parse(data, formats[format], base_iri=f"{BASE}/"))


def canonical(quads: list[ox.Quad]) -> set[str]:
    """`quads` as texts that are equal for equal graphs."""
    merged = ox.Dataset(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    merged.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in merged}


def _inlined(context: Any) -> Any:
    if isinstance(context, list):
        return [_inlined(member) for member in context]
    if not isinstance(context, str):
        return context
    url = known_url(context)
    if url is None:
        raise LookupError(f"No stored context for {context}.")
    return dict(KNOWN_CONTEXTS[url])
