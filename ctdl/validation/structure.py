"""What the checks look at: every node of a document with its classes and how to name it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ctdl.ctid import CTID
from ctdl.documents import Document
from ctdl.nodes import node_definitions

#: The classes of resources that other documents describe, by their (relative) address.
Supplied = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Entity:
    """One described node; `label` names it in findings."""

    node: Mapping[str, Any]
    label: str
    types: tuple[str, ...]

    def values(self, name: str) -> Iterator[Any]:
        """Each value of the property `name`, lists taken apart."""
        value = self.node.get(name)
        if isinstance(value, list):
            yield from value
        elif value is not None:
            yield value

    def properties(self) -> Iterator[str]:
        """The properties the node has."""
        return (name for name in self.node if name[0] != "@")


@dataclass(frozen=True)
class Described:
    """A document laid out for checking, with what is known about it from elsewhere.

    `publisher` is whose record it will be, when that is known.
    """

    document: Document
    entities: tuple[Entity, ...]
    collected: bool = False
    publisher: CTID | None = None
    supplied: Supplied = field(default_factory=dict)

    @cached_property
    def by_id(self) -> Mapping[str, Entity]:
        """The described nodes by @id."""
        return {entity.node["@id"]: entity for entity in self.entities if "@id" in entity.node}

    @cached_property
    def main(self) -> Entity:
        """The resource the document is about."""
        return next(entity for entity in self.entities if entity.node is self.document.main)

    def described(self, value: Any) -> Entity | None:
        """The node of the document that `value` is or refers to."""
        if isinstance(value, str):
            return self.by_id.get(value)
        if not isinstance(value, dict) or "@value" in value:
            return None
        if value.keys() == {"@id"}:
            return self.by_id.get(value["@id"])
        return Entity(value, "", types_of(value))

    def types_of_target(self, value: Any) -> tuple[str, ...]:
        """The classes of what `value` is or refers to, here or in a supplied document."""
        target = self.described(value)
        if target is not None:
            return target.types
        address = address_of(value)
        return self.supplied.get(address, ()) if address else ()


def describe(
    document: Document,
    *,
    collected: bool = False,
    publisher: CTID | None = None,
    supplied: Supplied | None = None,
) -> Described:
    """`document` laid out for checking."""
    entities = []
    for top in document.nodes:
        outer = top.get("@id", "a node without @id")
        for node in node_definitions(top):
            types = types_of(node)
            label = node.get("@id") or f"{types[0] if types else 'a node'} in {outer}"
            entities.append(Entity(node, label, types))
    return Described(document, tuple(entities), collected, publisher, supplied or {})


def supply(documents: Iterable[Document]) -> Supplied:
    """The classes of every resource in `documents` that has an address; the first one counts."""
    known: dict[str, tuple[str, ...]] = {}
    for document in documents:
        for node in node_definitions(document.nodes):
            address = node.get("@id", "_:")
            if not address.startswith("_:"):
                known.setdefault(address, types_of(node))
    return known


def types_of(node: Mapping[str, Any]) -> tuple[str, ...]:
    """The classes `node` states."""
    stated = node.get("@type", ())
    return (stated,) if isinstance(stated, str) else tuple(stated)


def address_of(value: Any) -> str | None:
    """The address that `value` refers to, when it is a reference and not a description."""
    if isinstance(value, dict):
        value = value["@id"] if value.keys() == {"@id"} else None
    return value if isinstance(value, str) else None
