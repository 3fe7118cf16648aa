"""Turtle for reading: prefixes, one block for each resource, inner resources in brackets."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Final

from ctdl.triples import RDF_TYPE, XSD, Blank, Graph, Resource, Term, Text

_LOCAL_NAME: Final = re.compile(r"[A-Za-z_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_MAX_DEPTH: Final = 20


def write_turtle(graph: Graph, prefixes: Mapping[str, str]) -> str:
    """`graph` as Turtle, in its own order, with the `prefixes` it uses."""
    return _Writer(graph, prefixes).text()


class _Writer:
    def __init__(self, graph: Graph, prefixes: Mapping[str, str]) -> None:
        self._graph = graph
        self._namespaces = {namespace: prefix for prefix, namespace in prefixes.items()}
        self._used: set[str] = set()
        self._written: set[Resource] = set()
        mentions = Counter(
            value
            for properties in graph.values()
            for values in properties.values()
            for value in values
            if isinstance(value, Blank)
        )
        self._inner: set[Resource] = {node for node, count in mentions.items() if count == 1}

    def text(self) -> str:
        """The whole file."""
        blocks = [self._block(node) for node in self._graph if node not in self._inner]
        # What is left lies too deep to be put in brackets, or mentions itself in a circle.
        for node in self._graph:
            if node not in self._written:
                self._inner.discard(node)
                blocks.append(self._block(node))
        names = {prefix: namespace for namespace, prefix in self._namespaces.items()}
        heads = [f"@prefix {prefix}: <{names[prefix]}> ." for prefix in sorted(self._used)]
        return "\n\n".join(["\n".join(heads), *blocks] if heads else blocks) + "\n"

    def _block(self, node: Resource) -> str:
        self._written.add(node)
        return f"{self._name(node)}\n{self._properties(node, 1)} ."

    def _properties(self, node: Resource, depth: int) -> str:
        indent = "  " * depth
        lines = []
        for predicate, values in self._graph[node].items():
            name = "a" if predicate.value == RDF_TYPE else self._iri(predicate.value)
            written = ", ".join(self._value(value, depth) for value in values)
            lines.append(f"{indent}{name} {written}")
        return " ;\n".join(lines)

    def _value(self, value: Term, depth: int) -> str:
        if isinstance(value, Text):
            return self._literal(value)
        if value not in self._inner or depth >= _MAX_DEPTH:
            return self._name(value)
        self._written.add(value)
        if value not in self._graph:
            return "[]"
        return f"[\n{self._properties(value, depth + 1)}\n{'  ' * depth}]"

    def _name(self, node: Resource) -> str:
        return f"_:{node.label}" if isinstance(node, Blank) else self._iri(node.value)

    def _iri(self, iri: str) -> str:
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        prefix = self._namespaces.get(iri[:cut])
        if prefix is None or not _LOCAL_NAME.fullmatch(iri[cut:]):
            return f"<{iri}>"
        self._used.add(prefix)
        return f"{prefix}:{iri[cut:]}"

    def _literal(self, literal: Text) -> str:
        if literal.datatype == f"{XSD}boolean" and literal.value in ("true", "false"):
            return literal.value
        text = quoted(literal.value)
        if literal.language:
            return f"{text}@{literal.language}"
        return f"{text}^^{self._iri(literal.datatype)}" if literal.datatype else text


def quoted(text: str) -> str:
    """`text` as a string of Turtle or N-Triples."""
    return f'"{text.translate(_ESCAPES)}"'
