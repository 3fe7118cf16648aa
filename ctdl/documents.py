"""Documents: CTDL in JSON-LD, read strictly, kept in one form, written in four formats."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal

from pyoxigraph import Quad

from ctdl import linked_data
from ctdl.canonical import canonical_form
from ctdl.ctid import CTID
from ctdl.findings import DocumentError
from ctdl.json_reading import MAX_DOCUMENT_BYTES, read_json
from ctdl.nodes import Node, node_definitions

Format = Literal["jsonld", "ttl", "rdf", "nt"]
FORMATS: Final[tuple[Format, ...]] = ("jsonld", "ttl", "rdf", "nt")

__all__ = [
    "FORMATS",
    "MAX_DOCUMENT_BYTES",
    "Document",
    "DocumentError",
    "Format",
    "absolute",
    "nquads",
    "parse_document",
    "quads",
    "serialize",
    "stored_document",
]


@dataclass(frozen=True, eq=False)
class Document:
    """One CTDL document in canonical form; registry addresses in it are relative."""

    ctid: CTID
    type: str
    body: Node
    canonical: str
    sha256: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Document) and other.canonical == self.canonical

    def __hash__(self) -> int:
        return hash(self.sha256)

    @property
    def nodes(self) -> list[Node]:
        """The nodes of @graph."""
        nodes: list[Node] = self.body["@graph"]
        return nodes

    @cached_property
    def main(self) -> Node:
        """The node the document is about."""
        return self.by_ctid[self.ctid]

    @property
    def ctids(self) -> tuple[CTID, ...]:
        """The CTIDs of every resource the document describes, the main one first."""
        return (self.ctid, *(ctid for ctid in self.by_ctid if ctid != self.ctid))

    def node(self, ctid: CTID) -> Node | None:
        """The node with `ctid`, if the document describes it."""
        return self.by_ctid.get(ctid)

    @cached_property
    def by_ctid(self) -> dict[CTID, Node]:
        """The described resources by CTID."""
        return {
            CTID(node["ceterms:ctid"]): node
            for node in node_definitions(self.nodes)
            if "ceterms:ctid" in node
        }

    @cached_property
    def by_id(self) -> dict[str, Node]:
        """The described resources by @id."""
        return {node["@id"]: node for node in node_definitions(self.nodes) if "@id" in node}


def parse_document(data: bytes | str | Mapping[str, Any], *, base: str | None = None) -> Document:
    """The document in `data`, or DocumentError with every finding.

    Addresses under `base` are this registry's own and become relative; resources that live
    elsewhere get a registry address and keep their own as ceterms:sameAs.
    """
    body, ctid = canonical_form(read_json(data), base)
    return _document(body, ctid, json.dumps(body, ensure_ascii=False, separators=(",", ":")))


def stored_document(canonical: str) -> Document:
    """The document whose canonical text was kept; the text is trusted, not checked again."""
    body = json.loads(canonical)
    return _document(body, CTID(body["@id"].removeprefix("graph/")), canonical)


def absolute(document: Document, base: str) -> dict[str, Any]:
    """The JSON-LD of `document` with absolute addresses, keys in reading order."""
    return linked_data.absolute(document.body, base)


def quads(document: Document, base: str) -> list[Quad]:
    """The triples of `document` in the default graph; equal in every process."""
    return linked_data.quads(document.body, base)


def nquads(document: Document, base: str) -> list[str]:
    """The statements of `document` as lines of N-Quads, in the graph that bears its name."""
    return linked_data.nquads_of(document.body, base)


def serialize(document: Document, base: str, format: Format) -> bytes:
    """`document` as `format`: the same graph in each, the same bytes in every process."""
    return linked_data.serialize(document.body, base, format)


def _document(body: Node, ctid: CTID, canonical: str) -> Document:
    main = next(node for node in body["@graph"] if node.get("ceterms:ctid") == ctid)
    classes = main["@type"]
    main_class = classes if isinstance(classes, str) else classes[0]
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    return Document(ctid, main_class, body, canonical, digest)
