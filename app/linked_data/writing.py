"""Linked data in the format asked for: the documents of records, and small graphs made here."""

import json
from typing import Any, cast

from app.http.current import registry
from app.http.media_types import JSON, JSON_LD, MediaType
from app.linked_data.contexts import served_context
from ctdl.documents import Document, Format, absolute, serialize
from ctdl.small_graphs import SmallGraph

SERIALIZER = "1"
"""Part of every tag: to be raised when the same record is written in other bytes than before."""


def write_document(document: Document, media_type: MediaType, *, named: bool = True) -> bytes:
    """The document in one of the formats: the same graph in each."""
    if media_type in (JSON_LD, JSON):
        return json_bytes(json_document(document, named=named))
    return serialize(document, registry().base, cast(Format, media_type.suffix))


def json_document(document: Document, *, named: bool = True) -> dict[str, Any]:
    """The document as JSON-LD.

    A whole one is the graph with its own name, as Credential Registries exchange it. A part of one
    is not: with `named` false its statements stand in no graph.
    """
    written = absolute(document, registry().base)
    context = {"@context": served_context(written["@context"])}
    if named:
        return {**written, **context}
    nodes = written["@graph"]
    return context | (nodes[0] if len(nodes) == 1 else {"@graph": nodes})


def write_graph(made: SmallGraph, media_type: MediaType) -> bytes:
    """A small graph in one of the formats."""
    suffix = JSON_LD.suffix if media_type is JSON else media_type.suffix
    return made.serialize(cast(Format, suffix))


def json_bytes(value: Any) -> bytes:
    """JSON for people and programs alike: indented, in UTF-8, keys in the order given."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
