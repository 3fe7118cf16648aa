"""Edges: every reference a document makes, for pathways, quality assurance and look-ups."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from ctdl.contexts import COERCIONS
from ctdl.ctid import CTID, ctid_in
from ctdl.documents import Document

# These say what something is, not whom or what it is related to.
_NOT_RELATIONS: Final = frozenset({"ceterms:sameAs"})
# Thousands of resources that share thousands of local ones would take millions of steps; the
# largest real documents take a few thousand.
_MAX_STEPS: Final = 500_000


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
    it refers to belongs to whoever mentions it. A document made to take very long is left early.
    """
    steps = (
        Edge(ctid, predicate, ctid_in(iri), iri) if iri else None
        for ctid, node in document.by_ctid.items()
        for predicate, iri in _steps(document, node)
    )
    found = dict.fromkeys(islice(steps, _MAX_STEPS))
    return [edge for edge in found if edge is not None]


def _steps(document: Document, node: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    """The addresses that `node` leads to, each with the property on which the way begins.

    A step that leads to no address gives None.
    """
    # A stack of our own: local resources may form a chain longer than Python's.
    waiting = [(name, name, value) for name, value in reversed(_relations(node))]
    entered: set[tuple[str, str]] = set()
    while waiting:
        predicate, name, value = waiting.pop()
        if isinstance(value, list):
            waiting += [(predicate, name, member) for member in reversed(value)]
            continue
        iri = _address(name, value)
        yield predicate, iri if iri is not None and not iri.startswith("_:") else None
        described = _described(document, value, iri)
        if described is None or (iri is not None and (predicate, iri) in entered):
            continue
        if iri is not None:
            entered.add((predicate, iri))
        waiting += [(predicate, inner, held) for inner, held in reversed(_relations(described))]


def _address(name: str, value: Any) -> str | None:
    found = value.get("@id") if isinstance(value, dict) else value
    is_address = isinstance(value, dict) or COERCIONS.get(name) == "@id"
    return found if is_address and isinstance(found, str) else None


def _described(document: Document, value: Any, iri: str | None) -> dict[str, Any] | None:
    """The local resource to follow; one with a CTID speaks for itself."""
    node = value if isinstance(value, dict) and value.keys() != {"@id"} else None
    if node is None and iri is not None and iri.startswith("_:"):
        node = document.by_id.get(iri)
    return None if node is None or "ceterms:ctid" in node or "@value" in node else node


def _relations(node: dict[str, Any]) -> list[tuple[str, Any]]:
    return [
        (name, value)
        for name, value in node.items()
        if name[0] != "@" and name not in _NOT_RELATIONS and COERCIONS.get(name) != "@language"
    ]
