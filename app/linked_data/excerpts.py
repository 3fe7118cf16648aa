"""What a document says about one of its resources: that resource's own description.

`/graph/<ctid>` gives the whole document, `/resources/<ctid>` this part of it: the statements whose
subject is the resource, and those about what has no address of its own or one inside the
resource's (`#`), as far as they lead. It is the "concise bounded description" of W3C's member
submission of 2005, kept to one document. A level of a framework is thus a dozen triples rather than
the framework's hundreds.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from app.services.reading import RecordNotFound
from ctdl.ctid import CTID
from ctdl.documents import Document


def excerpt(document: Document, ctid: CTID) -> Document:
    """The document with nothing in it but the description of the resource `ctid`."""
    node = document.node(ctid)
    if node is None:
        raise RecordNotFound(f"There is no record {ctid} in this registry.")
    nodes = list(_reached(document, node, f"resources/{ctid}#"))
    return replace(document, body={**document.body, "@graph": nodes})


def _reached(
    document: Document, start: dict[str, Any], own_prefix: str
) -> Iterator[dict[str, Any]]:
    waiting, seen = [start], {start["@id"]}
    while waiting:
        node = waiting.pop(0)
        yield node
        for name in _inner_names(node, own_prefix):
            if name not in seen and name in document.by_id:
                seen.add(name)
                waiting.append(document.by_id[name])


def _inner_names(value: Any, own_prefix: str) -> Iterator[str]:
    """The names in `value` of things that belong to the resource: blank nodes and `#` addresses."""
    if isinstance(value, str):
        if value.startswith(("_:", own_prefix)):
            yield value
    elif isinstance(value, list):
        for member in value:
            yield from _inner_names(member, own_prefix)
    elif isinstance(value, dict):
        for member in value.values():
            yield from _inner_names(member, own_prefix)
