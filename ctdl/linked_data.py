"""Canonical documents as linked data: absolute addresses, triples, and the four formats."""

import json
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse
from pyoxigraph import serialize as write_rdf

from ctdl.contexts import COERCIONS, prefixes_of, pruned_context
from ctdl.turtle import write_turtle

_FIRST: Final = {
    name: position
    for position, name in enumerate(
        (
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
    )
}
_OWN: Final = ("resources/", "graph/")


def absolute(body: dict[str, Any], base: str) -> dict[str, Any]:
    """`body` with registry addresses under `base`, keys in reading order."""
    root = base.rstrip("/") + "/"
    made: dict[str, Any] = _absolute(body, "", root)
    return made


def quads(body: dict[str, Any], base: str) -> list[Quad]:
    """The triples of the canonical `body`, each blank node labelled by its place."""
    labels = _Labels(body["@id"])
    names: set[str] = set()
    nodes = [_labelled(node, "", labels, names) for node in body["@graph"]]
    context = pruned_context(_urls(body), frozenset(names))
    text = f'{{"@context":{context},"@graph":{json.dumps(nodes)}}}'
    return list(parse(text, RdfFormat.JSON_LD, base_iri=base.rstrip("/") + "/"))


def serialize(body: dict[str, Any], base: str, format: str) -> bytes:
    """The canonical `body` in `format` (jsonld, ttl, rdf or nt)."""
    if format == "jsonld":
        made = absolute(body, base)
        return (json.dumps(made, ensure_ascii=False, indent=2) + "\n").encode()
    triples = _by_subject(quads(body, base))
    if format == "nt":
        return _bytes(write_rdf(triples, format=RdfFormat.N_TRIPLES))
    prefixes = _used_prefixes(triples, _urls(body))
    if format == "rdf":
        return _bytes(write_rdf(triples, format=RdfFormat.RDF_XML, prefixes=prefixes))
    return write_turtle(triples, prefixes).encode()


def _bytes(written: bytes | None) -> bytes:
    return written or b""


def _urls(body: dict[str, Any]) -> tuple[str, ...]:
    context = body["@context"]
    return (context,) if isinstance(context, str) else tuple(context)


def _absolute(value: Any, name: str, root: str) -> Any:
    if isinstance(value, str):
        return root + value if value.startswith(_OWN) and _holds_iris(name) else value
    if isinstance(value, list):
        return [_absolute(member, name, root) for member in value]
    if isinstance(value, dict):
        if COERCIONS.get(name) == "@language":
            return value
        names = sorted(value, key=lambda key: (_FIRST.get(key, 99), key))
        return {key: _absolute(value[key], key, root) for key in names}
    return value


def _holds_iris(name: str) -> bool:
    return name == "@id" or COERCIONS.get(name) == "@id"


class _Labels:
    """Labels for blank nodes, unique to the document and the same each time."""

    def __init__(self, graph: str) -> None:
        self._stem = "b" + graph.removeprefix("graph/ce-").replace("-", "")
        self._named: dict[str, str] = {}
        self._count = 0

    def of(self, label: str) -> str:
        if label not in self._named:
            self._named[label] = self.fresh()
        return self._named[label]

    def fresh(self) -> str:
        self._count += 1
        return f"_:{self._stem}n{self._count}"


def _labelled(value: Any, name: str, labels: _Labels, names: set[str]) -> Any:
    if isinstance(value, list):
        return [_labelled(member, name, labels, names) for member in value]
    if isinstance(value, dict):
        if COERCIONS.get(name) == "@language":
            return value
        return _labelled_object(value, labels, names)
    if isinstance(value, str) and _holds_iris(name):
        if value.startswith("_:"):
            return labels.of(value)
        names.add(value.partition(":")[0])
    return value


def _labelled_object(value: dict[str, Any], labels: _Labels, names: set[str]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if "@value" not in value and "@id" not in value:
        made["@id"] = labels.fresh()
    for key, member in value.items():
        if key == "@type":
            names.update(_prefixes_in(member))
            made[key] = member
        elif key[0] == "@" and key != "@id":
            made[key] = member
        else:
            names.add(key)
            made[key] = _labelled(member, key, labels, names)
    return made


def _prefixes_in(types: str | list[str]) -> set[str]:
    members = [types] if isinstance(types, str) else types
    return {member.partition(":")[0] for member in members}


def _by_subject(all_quads: list[Quad]) -> list[Triple]:
    """The triples, each subject's together, in order of first mention."""
    grouped: dict[Any, list[Triple]] = {}
    for quad in dict.fromkeys(all_quads):
        grouped.setdefault(quad.subject, []).append(quad.triple)
    return [triple for triples in grouped.values() for triple in triples]


def _used_prefixes(triples: list[Triple], urls: tuple[str, ...]) -> dict[str, str]:
    text = "\n".join(_namespaces(triples))
    return {
        prefix: namespace
        for prefix, namespace in sorted(prefixes_of(urls).items())
        if namespace in text
    }


def _namespaces(triples: list[Triple]) -> set[str]:
    iris: set[str] = set()
    for triple in triples:
        iris.add(triple.predicate.value)
        if isinstance(triple.object, Literal):
            iris.add(triple.object.datatype.value)
        elif isinstance(triple.object, NamedNode):
            iris.add(triple.object.value)
    return iris
