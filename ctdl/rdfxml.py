"""RDF/XML: one element for each resource, named after its class where it has one."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from ctdl.triples import IRI, RDF_TYPE, Blank, Graph, Resource, Term, Text

_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_SPLIT: Final = re.compile(r"(.*[/#:])([A-Za-z_][A-Za-z0-9_.-]*)")
# A carriage return written as it is would come back as a line feed.
_CARRIAGE_RETURN: Final = {"\r": "&#13;"}


def write_rdfxml(graph: Graph, prefixes: Mapping[str, str]) -> str:
    """`graph` as RDF/XML, in its own order, with the `prefixes` it uses."""
    writer = _Writer(graph, prefixes)
    body = "".join(writer.element(node) for node in graph)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<rdf:RDF{writer.declarations()}>\n{body}</rdf:RDF>\n"
    )


def rdfxml_parts(graphs: Iterable[Graph], prefixes: Mapping[str, str]) -> Iterator[str]:
    """One file of many graphs, piece by piece; all names must be those of the `prefixes`.

    What more than one of them describes under its own address is written once, as first described.
    """
    head = _Writer({}, prefixes)
    head.declare(prefixes)
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{head.declarations()}>\n'
    written: set[str] = set()
    for graph in graphs:
        writer = _Writer(graph, prefixes)
        for node in graph:
            if isinstance(node, IRI) and node.value in written:
                continue
            if isinstance(node, IRI):
                written.add(node.value)
            yield writer.element(node)
        writer.require(prefixes)
    yield "</rdf:RDF>\n"


class _Writer:
    def __init__(self, graph: Graph, prefixes: Mapping[str, str]) -> None:
        self._graph = graph
        self._namespaces = {namespace: prefix for prefix, namespace in prefixes.items()}
        self._namespaces[_RDF] = "rdf"
        self._used: dict[str, str] = {"rdf": _RDF}

    def declare(self, prefixes: Mapping[str, str]) -> None:
        """Declare all of these, used or not."""
        self._used |= prefixes

    def require(self, prefixes: Mapping[str, str]) -> None:
        """Raise ValueError where a name was written whose prefix is none of these."""
        if unknown := self._used.keys() - prefixes.keys() - {"rdf"}:
            raise ValueError(f"{sorted(unknown)} were not declared at the head of the file.")

    def declarations(self) -> str:
        """The namespace declarations of what was written."""
        return "".join(
            f"\n  xmlns:{prefix}={quoteattr(namespace)}"
            for prefix, namespace in sorted(self._used.items())
        )

    def element(self, node: Resource) -> str:
        """The element of one resource with all its properties."""
        properties = dict(self._graph[node])
        types = properties.pop(IRI(RDF_TYPE), [])
        name, rest = self._node_name(types)
        lines = [self._property("rdf:type", value) for value in rest]
        lines += [
            self._property(self._name(predicate.value), value)
            for predicate, values in properties.items()
            for value in values
        ]
        return f"  <{name}{_about(node)}>\n{''.join(lines)}  </{name}>\n"

    def _node_name(self, types: list[Term]) -> tuple[str, list[Term]]:
        first = types[0] if types else None
        if isinstance(first, IRI) and _SPLIT.fullmatch(first.value):
            return self._name(first.value), types[1:]
        return "rdf:Description", types

    def _property(self, name: str, value: Term) -> str:
        if isinstance(value, IRI):
            return f"    <{name} rdf:resource={quoteattr(value.value)}/>\n"
        if isinstance(value, Blank):
            return f'    <{name} rdf:nodeID="{value.label}"/>\n'
        text = escape(value.value, _CARRIAGE_RETURN)
        return f"    <{name}{_kind(value)}>{text}</{name}>\n"

    def _name(self, iri: str) -> str:
        found = _SPLIT.fullmatch(iri)
        if found is None:
            raise ValueError(f"{iri!r} cannot be written as an XML name.")
        namespace, local = found.groups()
        prefix = self._namespaces.setdefault(namespace, f"ns{len(self._namespaces)}")
        self._used[prefix] = namespace
        return f"{prefix}:{local}"


def _about(node: Resource) -> str:
    if isinstance(node, Blank):
        return f' rdf:nodeID="{node.label}"'
    return f" rdf:about={quoteattr(node.value)}"


def _kind(literal: Text) -> str:
    if literal.language:
        return f" xml:lang={quoteattr(literal.language)}"
    return f" rdf:datatype={quoteattr(literal.datatype)}" if literal.datatype else ""
