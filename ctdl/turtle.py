"""Turtle for reading: prefixes, one block for each resource, inner resources in brackets."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

_LOCAL_NAME: Final = re.compile(r"[A-Za-z_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_MAX_INDENT: Final = 20

Properties = dict[str, list[NamedNode | BlankNode | Literal]]


def write_turtle(triples: list[Triple], prefixes: Mapping[str, str]) -> str:
    """`triples` as Turtle; the order of the text is the order of the triples."""
    return _Writer(triples, prefixes).text()


class _Writer:
    def __init__(self, triples: list[Triple], prefixes: Mapping[str, str]) -> None:
        self._prefixes = prefixes
        self._short = {namespace: prefix for prefix, namespace in prefixes.items()}
        self._subjects: dict[NamedNode | BlankNode, Properties] = {}
        mentions: Counter[BlankNode] = Counter()
        for triple in triples:
            properties = self._subjects.setdefault(_resource(triple.subject), {})
            properties.setdefault(triple.predicate.value, []).append(_term(triple.object))
            if isinstance(triple.object, BlankNode):
                mentions[triple.object] += 1
        self._inner = {node for node, count in mentions.items() if count == 1}
        self._written: set[BlankNode] = set()

    def text(self) -> str:
        """The whole file."""
        lines = [f"@prefix {name}: <{iri}> ." for name, iri in self._prefixes.items()]
        blocks = ["\n".join(lines)] if lines else []
        outer = [node for node in self._subjects if node not in self._inner]
        blocks += [self._block(node) for node in outer]
        # What is left mentions itself in a circle: no outer resource leads to it.
        self._inner.clear()
        rest = [
            node
            for node in self._subjects
            if isinstance(node, BlankNode) and node not in self._written and node not in outer
        ]
        blocks += [self._block(node) for node in rest]
        return "\n\n".join(blocks) + "\n"

    def _block(self, node: NamedNode | BlankNode) -> str:
        return f"{self._name(node)}\n{self._properties(self._subjects[node], 1)} ."

    def _properties(self, properties: Properties, depth: int) -> str:
        indent = "  " * min(depth, _MAX_INDENT)
        lines = []
        for predicate, values in properties.items():
            name = "a" if predicate == _TYPE else self._iri(predicate)
            written = ", ".join(self._value(value, depth) for value in values)
            lines.append(f"{indent}{name} {written}")
        return " ;\n".join(lines)

    def _value(self, value: NamedNode | BlankNode | Literal, depth: int) -> str:
        if isinstance(value, Literal):
            return self._literal(value)
        if isinstance(value, BlankNode) and value in self._inner:
            self._written.add(value)
            properties = self._subjects.get(value)
            if properties is None:
                return "[]"
            indent = "  " * min(depth, _MAX_INDENT)
            return f"[\n{self._properties(properties, depth + 1)}\n{indent}]"
        return self._name(value)

    def _name(self, node: NamedNode | BlankNode) -> str:
        return str(node) if isinstance(node, BlankNode) else self._iri(node.value)

    def _iri(self, iri: str) -> str:
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        prefix = self._short.get(iri[:cut])
        if prefix is not None and _LOCAL_NAME.fullmatch(iri[cut:]):
            return f"{prefix}:{iri[cut:]}"
        return f"<{iri}>"

    def _literal(self, literal: Literal) -> str:
        text = f'"{literal.value.translate(_ESCAPES)}"'
        if literal.language:
            return f"{text}@{literal.language}"
        datatype = literal.datatype.value
        if datatype == f"{_XSD}boolean" and literal.value in ("true", "false"):
            return literal.value
        return text if datatype == f"{_XSD}string" else f"{text}^^{self._iri(datatype)}"


def _resource(term: object) -> NamedNode | BlankNode:
    if isinstance(term, NamedNode | BlankNode):
        return term
    raise TypeError(f"CTDL has no statements about statements: {term}")


def _term(term: object) -> NamedNode | BlankNode | Literal:
    return term if isinstance(term, Literal) else _resource(term)
