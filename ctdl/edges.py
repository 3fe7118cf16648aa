"""Edges: every reference a document makes, for pathways, quality assurance and look-ups."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from ctdl.contexts import COERCIONS
from ctdl.ctid import CTID, ctid_in
from ctdl.documents import Document

# These say what something is, not whom or what it is related to.
_NOT_RELATIONS: Final = frozenset({"ceterms:sameAs"})


@dataclass(frozen=True)
class Edge:
    """A resource refers to another: `predicate` is the first property on the way there."""

    subject: CTID
    predicate: str
    target_ctid: CTID | None
    target_iri: str


def edges(document: Document) -> list[Edge]:
    """Every reference in `document`, each once, in the order of the document.

    The subject is the nearest resource with a CTID. A local resource without one is followed: what
    it refers to belongs to whoever mentions it.
    """
    found: dict[Edge, None] = {}
    for ctid, node in document.by_ctid.items():
        walk = _Walk(document, ctid)
        for predicate, value in _properties(node):
            for target in walk.targets(value, predicate):
                found[Edge(ctid, predicate, ctid_in(target), target)] = None
    return list(found)


class _Walk:
    """Follows one resource's properties to the addresses they lead to."""

    def __init__(self, document: Document, subject: CTID) -> None:
        self._document = document
        self._subject = subject
        self._entered: set[str] = set()

    def targets(self, value: Any, name: str) -> Iterator[str]:
        if isinstance(value, list):
            for member in value:
                yield from self.targets(member, name)
        elif isinstance(value, dict):
            yield from self._targets_of_node(value)
        elif isinstance(value, str) and COERCIONS.get(name) == "@id":
            yield from self._target(value)

    def _targets_of_node(self, node: dict[str, Any]) -> Iterator[str]:
        identifier = node.get("@id")
        if isinstance(identifier, str) and not identifier.startswith("_:"):
            yield identifier
        if "ceterms:ctid" in node or "@value" in node:
            return
        if node.keys() == {"@id"}:
            if identifier is not None and identifier.startswith("_:"):
                yield from self._target(identifier)
            return
        for name, value in _properties(node):
            yield from self.targets(value, name)

    def _target(self, iri: str) -> Iterator[str]:
        if not iri.startswith("_:"):
            yield iri
            return
        local = self._document.by_id.get(iri)
        if local is not None and iri not in self._entered:
            self._entered.add(iri)
            yield from self._targets_of_node(local)


def _properties(node: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in node.items():
        if name[0] != "@" and name not in _NOT_RELATIONS and COERCIONS.get(name) != "@language":
            yield name, value
