"""Nodes: the JSON objects of a document that describe resources."""

from collections.abc import Iterator
from typing import Any

from ctdl.contexts import COERCIONS

Node = dict[str, Any]


def node_definitions(value: Any) -> Iterator[Node]:
    """Every node described in `value`, outermost first; bare references are left out."""
    if isinstance(value, list):
        for member in value:
            yield from node_definitions(member)
    elif isinstance(value, dict) and "@value" not in value:
        if value.keys() != {"@id"}:
            yield value
        for name, member in value.items():
            if name[0] != "@" and COERCIONS.get(name) != "@language":
                yield from node_definitions(member)


def kind_of(value: Any) -> str:
    """What kind of JSON value `value` is, in words for a finding."""
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false"}
    return "nothing" if value is None else names.get(type(value), "a number")
