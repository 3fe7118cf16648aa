"""From a canonical document to its triples.

The canonical form uses a small part of JSON-LD, so this is a page of code instead of a processor.
It keeps what RDF libraries drop and other ones then miss when they compare the formats: the case of
language tags, and that a text was said to be an xsd:string. The tests hold it against two
JSON-LD processors.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from ctdl.contexts import COERCIONS, prefixes_of
from ctdl.iris import is_own_path

RDF_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"


@dataclass(frozen=True, slots=True)
class IRI:
    """A resource with an address."""

    value: str


@dataclass(frozen=True, slots=True)
class Blank:
    """A resource without one; `label` is unique to the document and the same each time."""

    label: str


@dataclass(frozen=True, slots=True)
class Text:
    """A literal: a plain text, a text in a language, or a typed value."""

    value: str
    datatype: str | None = None
    language: str | None = None


Resource = IRI | Blank
Term = IRI | Blank | Text
Triple = tuple[Resource, IRI, Term]
#: Each resource of a document with its properties, in the order of the document.
Graph = dict[Resource, dict[IRI, list[Term]]]


def graph_of(body: Mapping[str, Any], base: str) -> Graph:
    """The graph of the canonical `body`, registry addresses resolved against `base`."""
    graph: Graph = {}
    for subject, predicate, value in dict.fromkeys(_Reader(body, base).triples()):
        graph.setdefault(subject, {}).setdefault(predicate, []).append(value)
    return graph


class _Reader:
    def __init__(self, body: Mapping[str, Any], base: str) -> None:
        self._nodes = body["@graph"]
        self._root = base.rstrip("/") + "/"
        self._prefixes = context_prefixes(body)
        self._stem = "b" + body["@id"].removeprefix("graph/ce-").replace("-", "")
        self._labels: dict[str, Blank] = {}
        self._count = 0
        self._predicates: dict[str, IRI] = {}

    def triples(self) -> Iterator[Triple]:
        """Every triple; a node comes before what it holds."""
        for node in self._nodes:
            yield from self._node(self._subject(node), node)

    def _node(self, subject: Resource, node: Mapping[str, Any]) -> Iterator[Triple]:
        inner: list[tuple[Resource, Mapping[str, Any]]] = []
        for name, value in node.items():
            if name == "@type":
                for written in value if isinstance(value, list) else [value]:
                    yield subject, IRI(RDF_TYPE), IRI(self._expanded(written))
            elif name != "@id":
                predicate = self._predicate(name)
                for term in self._terms(name, value, inner):
                    yield subject, predicate, term
        for resource, described in inner:
            yield from self._node(resource, described)

    def _terms(
        self, name: str, value: Any, inner: list[tuple[Resource, Mapping[str, Any]]]
    ) -> Iterator[Term]:
        coercion = COERCIONS.get(name, "")
        if coercion == "@language" and isinstance(value, dict):
            yield from _tagged(value)
            return
        for member in value if isinstance(value, list) else [value]:
            if isinstance(member, dict):
                yield self._object(member, inner)
            elif coercion == "@id" and isinstance(member, str):
                yield self._resource(member)
            else:
                yield self._literal(member, "" if coercion == "@language" else coercion)

    def _object(
        self, value: Mapping[str, Any], inner: list[tuple[Resource, Mapping[str, Any]]]
    ) -> Term:
        if "@value" not in value:
            resource = self._subject(value)
            inner.append((resource, value))
            return resource
        if "@language" in value:
            return Text(value["@value"], language=value["@language"])
        return self._literal(value["@value"], value.get("@type", ""))

    def _literal(self, value: Any, datatype: str) -> Text:
        full = self._expanded(datatype) if datatype else None
        if isinstance(value, str):
            return Text(value, full)
        if isinstance(value, bool):
            return Text("true" if value else "false", full or f"{XSD}boolean")
        if isinstance(value, int) or value.is_integer() and abs(value) < 1e21:
            return Text(str(int(value)), full or f"{XSD}integer")
        return Text(_double(value), full or f"{XSD}double")

    def _subject(self, node: Mapping[str, Any]) -> Resource:
        identifier = node.get("@id")
        return self._fresh() if identifier is None else self._resource(identifier)

    def _resource(self, iri: str) -> Resource:
        if iri.startswith("_:"):
            if iri not in self._labels:
                self._labels[iri] = self._fresh()
            return self._labels[iri]
        return IRI(self._root + iri if is_own_path(iri) else self._expanded(iri))

    def _predicate(self, name: str) -> IRI:
        if name not in self._predicates:
            self._predicates[name] = IRI(self._expanded(name))
        return self._predicates[name]

    def _expanded(self, text: str) -> str:
        prefix, _, local = text.partition(":")
        if local.startswith("//"):
            return text
        namespace = self._prefixes.get(prefix)
        return text if namespace is None else namespace + local

    def _fresh(self) -> Blank:
        self._count += 1
        return Blank(f"{self._stem}n{self._count}")


def context_prefixes(body: Mapping[str, Any]) -> Mapping[str, str]:
    """The prefixes of the contexts that `body` names."""
    context = body["@context"]
    return prefixes_of((context,) if isinstance(context, str) else tuple(context))


def _tagged(texts: Mapping[str, Any]) -> Iterator[Text]:
    for tag, value in texts.items():
        for text in value if isinstance(value, list) else [value]:
            yield Text(text, language=tag)


def _double(number: float) -> str:
    """`number` in the canonical form of xsd:double, as JSON-LD asks: 7.5E0."""
    sign, digits, exponent = Decimal(repr(number)).as_tuple()
    written = "".join(map(str, digits)).rstrip("0") or "0"
    power = int(exponent) + len(digits) - 1
    return f"{'-' if sign else ''}{written[0]}.{written[1:] or '0'}E{power}"
