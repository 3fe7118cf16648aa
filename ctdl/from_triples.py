"""From the triples of a document back to the document, for what is harvested as RDF.

The opposite of `ctdl.triples`. What RDF does not keep, the order of values and of resources, is the
order in which the triples come. A resource without an address stands inside the one that holds it.
"""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

import pyoxigraph as ox

from ctdl.contexts import COERCIONS, CTDL_ASN_CONTEXT, CTDL_CONTEXT, prefixes_of
from ctdl.findings import DocumentError, finding
from ctdl.nodes import Node
from ctdl.triples import RDF_TYPE

_LISTED: Final = frozenset({"ceasn:inLanguage", "ceterms:inLanguage"})
"""Properties whose plain values documents give in a list, one or many."""
_ALONE: Final = frozenset(
    {
        "ceasn:inProgressionModel",
        "ceasn:publicationStatusType",
        "ceterms:alignmentType",
        "ceterms:comparator",
        "ceterms:credentialStatusType",
        "ceterms:framework",
        "ceterms:inQualificationsFramework",
        "ceterms:leftAction",
        "ceterms:logicalOperator",
        "ceterms:sourceNode",
        "ceterms:subjectWebpage",
        "ceterms:targetNode",
        "skos:inScheme",
        "skos:topConceptOf",
    }
)
"""Properties whose address or node stands alone; the others' are listed, one or many."""

_WHOLE: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,14})")
_FRACTION: Final = re.compile(r"-?[0-9]{1,17}(?:\.[0-9]{1,17})?(?:E-?[0-9]{1,2})?")

DEEPEST: Final = 20
"""Nodes that stand in one another; what is held deeper stands in the list."""

Resource = ox.NamedNode | ox.BlankNode
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Properties = dict[str, list[Term]]


def document_of(triples: Iterable[ox.Triple | ox.Quad], main: str) -> dict[str, Any]:
    """The JSON-LD of what is said about `main` and all that it holds, for `parse_document`.

    What does not hang together with `main` stands beside it. Properties of vocabularies that CTDL's
    contexts do not name keep their whole IRI, so that whoever reads the document reports them.
    Raises DocumentError for statements about statements.
    """
    return _Writer(triples, main).document()


class _Writer:
    def __init__(self, triples: Iterable[ox.Triple | ox.Quad], main: str) -> None:
        self._main = main
        self._described: dict[Resource, Properties] = {}
        self._held: Counter[Term] = Counter()
        for each in triples:
            properties = self._described.setdefault(_resource(each.subject), {})
            properties.setdefault(each.predicate.value, []).append(each.object)
            self._held[each.object] += 1
        self._context = _context(self._described.get(ox.NamedNode(main), {}))
        self._prefixes = prefixes_of((self._context,))
        self._standing = {each: None for each in self._described if not self._is_part(each)}
        self._done: set[Resource] = set()

    def document(self) -> dict[str, Any]:
        """Every resource once: where it is held, or in the list, the main one first."""
        nodes = [self._node(each, 1) for each in list(self._standing)]
        # What only its own parts hold is in none of these, nor what is held too deep.
        for each in self._described:
            if each not in self._done:
                self._standing[each] = None
                nodes.append(self._node(each, 1))
        nodes.sort(key=lambda node: node.get("@id") != self._main)
        return {"@context": self._context, "@id": self._main, "@graph": nodes}

    def _is_part(self, resource: Resource) -> bool:
        """Whether it has no address of its own, and one other resource holds it."""
        is_part = isinstance(resource, ox.BlankNode) or "#" in resource.value
        return is_part and self._held[resource] == 1

    def _node(self, resource: Resource, depth: int) -> Node:
        self._done.add(resource)
        node: Node = {}
        if isinstance(resource, ox.NamedNode) or resource in self._standing:
            node["@id"] = _written(resource)
        for iri, values in self._described[resource].items():
            if iri == RDF_TYPE:
                node["@type"] = [self._short(_written(each)) for each in values]
                continue
            name = self._short(iri)
            node[name] = self._values(name, values, depth)
        return node

    def _values(self, name: str, values: list[Term], depth: int) -> Any:
        coercion = COERCIONS.get(name, "")
        if coercion == "@language" and all(isinstance(each, ox.Literal) for each in values):
            return self._texts(values)
        read = [self._value(each, coercion, depth) for each in values]
        is_listed = name in _LISTED or (coercion == "@id" and name not in _ALONE)
        return read if is_listed or len(read) > 1 else read[0]

    def _value(self, term: Term, coercion: str, depth: int) -> Any:
        if isinstance(term, ox.Literal):
            return self._literal(term, coercion)
        resource = _resource(term)
        if resource in self._described and resource not in self._standing:
            if depth < DEEPEST:
                return self._node(resource, depth + 1)
            self._standing[resource] = None
        iri = self._concept(_written(resource))
        return iri if coercion == "@id" else {"@id": iri}

    def _texts(self, values: Iterable[Any]) -> Any:
        """The texts by language, or one by one where some have none."""
        if not all(each.language for each in values):
            return [self._literal(each, "@language") for each in values]
        tagged: dict[str, list[str]] = {}
        for each in values:
            tagged.setdefault(each.language, []).append(each.value)
        return {tag: texts if len(texts) > 1 else texts[0] for tag, texts in tagged.items()}

    def _literal(self, term: ox.Literal, coercion: str) -> Any:
        if term.language:
            return {"@value": term.value, "@language": term.language}
        datatype = self._short(term.datatype.value)
        value = _number(term.value, datatype)
        if datatype == coercion or not coercion and not isinstance(value, str):
            return value
        if datatype == "xsd:string":
            return value if coercion in ("", "@language") else {"@value": value, "@type": datatype}
        return {"@value": value, "@type": datatype}

    def _concept(self, iri: str) -> str:
        """An address as documents write it: short, where it is a concept of CTDL's vocabularies."""
        return self._short(iri) if "/vocabs/" in iri else iri

    def _short(self, iri: str) -> str:
        for prefix, namespace in self._prefixes.items():
            if iri.startswith(namespace) and len(iri) > len(namespace):
                return f"{prefix}:{iri[len(namespace) :]}"
        return iri


def _context(main: Properties) -> str:
    """CTDL's own context for its own classes, and that of its other vocabularies for theirs."""
    own = prefixes_of((CTDL_CONTEXT,))["ceterms"]
    is_own = any(_written(each).startswith(own) for each in main.get(RDF_TYPE, []))
    return CTDL_CONTEXT if is_own else CTDL_ASN_CONTEXT


def _resource(term: Term) -> Resource:
    if isinstance(term, ox.NamedNode | ox.BlankNode):
        return term
    message = "A statement stands where a resource should; write statements about resources only."
    raise DocumentError([finding("VALUE_WRONG_TYPE", message)])


def _written(term: Term) -> str:
    if isinstance(term, ox.BlankNode):
        return f"_:{term.value}"
    return str(getattr(term, "value", term))


def _number(text: str, datatype: str) -> str | int | float | bool:
    """A number or truth as documents write it: without quotes where JSON says the same."""
    if datatype == "xsd:boolean" and text in ("true", "false"):
        return text == "true"
    if datatype in ("xsd:integer", "xsd:decimal") and _WHOLE.fullmatch(text):
        return int(text)
    if datatype in ("xsd:float", "xsd:double") and _FRACTION.fullmatch(text):
        return float(text)
    return text
