"""Small graphs made here (a tombstone, a provenance, the catalogue), from their JSON-LD.

Their context holds prefixes only, and values are texts, value objects or nodes: that little of
JSON-LD is read here, so that all formats come from one graph.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from ctdl.documents import Format
from ctdl.ntriples import write_ntriples
from ctdl.rdfxml import write_rdfxml
from ctdl.triples import IRI, RDF_TYPE, Blank, Graph, Resource, Term, Text
from ctdl.turtle import write_turtle

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:.")
_NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`\x7f]")


@dataclass(frozen=True)
class SmallGraph:
    """Nodes and the prefixes of their terms; blank nodes are numbered, the same each time."""

    prefixes: Mapping[str, str]
    nodes: Sequence[Mapping[str, Any]]

    @classmethod
    def of(cls, prefixes: Mapping[str, str], nodes: Sequence[Mapping[str, Any]]) -> "SmallGraph":
        """The graph of these nodes; an `@id` that is no address becomes a blank node."""
        numbers = iter(range(1, 100_000))
        return cls(dict(sorted(prefixes.items())), [_named(node, numbers) for node in nodes])

    def to_json(self) -> dict[str, Any]:
        """The graph as JSON-LD with its context inside."""
        return {"@context": dict(self.prefixes), "@graph": list(self.nodes)}

    def serialize(self, format: Format) -> bytes:
        """The graph in one of the formats: the same statements in each."""
        if format == "jsonld":
            text = json.dumps(self.to_json(), ensure_ascii=False, indent=2) + "\n"
        elif format == "nt":
            text = write_ntriples(self.graph())
        else:
            write = write_turtle if format == "ttl" else write_rdfxml
            text = write(self.graph(), self.prefixes)
        return text.encode()

    def graph(self) -> Graph:
        """The triples of the graph."""
        graph: Graph = {}
        for node in self.nodes:
            self._add(graph, node)
        return graph

    def _add(self, graph: Graph, node: Mapping[str, Any]) -> Resource:
        subject = _resource(node["@id"])
        for name, value in node.items():
            if name == "@id":
                continue
            predicate = IRI(RDF_TYPE if name == "@type" else self._expanded(name))
            for member in value if isinstance(value, list) else [value]:
                term = IRI(self._expanded(member)) if name == "@type" else self._term(graph, member)
                values = graph.setdefault(subject, {}).setdefault(predicate, [])
                if term not in values:
                    values.append(term)
        return subject

    def _term(self, graph: Graph, value: Any) -> Term:
        if isinstance(value, str):
            return Text(value)
        if "@value" not in value:
            return self._add(graph, value)
        datatype = value.get("@type")
        return Text(
            value["@value"], self._expanded(datatype) if datatype else None, value.get("@language")
        )

    def _expanded(self, curie: str) -> str:
        prefix, _, name = curie.partition(":")
        return self.prefixes[prefix] + name


def _named(value: Any, numbers: Iterator[int]) -> Any:
    if isinstance(value, list):
        return [_named(member, numbers) for member in value]
    if not isinstance(value, Mapping) or "@value" in value:
        return value
    address = str(value.get("@id", ""))
    name = _encoded(address) if _SCHEME.match(address) else f"_:n{next(numbers)}"
    rest = {key: _named(member, numbers) for key, member in value.items() if key != "@id"}
    return {"@id": name, **rest}


def _encoded(address: str) -> str:
    return _NOT_IN_IRI.sub(lambda found: quote(found.group()), address)


def _resource(name: str) -> Resource:
    return Blank(name[2:]) if name.startswith("_:") else IRI(name)
