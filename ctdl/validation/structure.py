"""What the checks look at: every node of a document with its classes and how to name it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ctdl.documents import Document
from ctdl.nodes import node_definitions


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
    """A document laid out for checking."""

    document: Document
    collected: bool
    entities: tuple[Entity, ...]

    @cached_property
    def by_id(self) -> Mapping[str, Entity]:
        """The described nodes by @id."""
        return {entity.node["@id"]: entity for entity in self.entities if "@id" in entity.node}

    def described(self, value: Any) -> Entity | None:
        """The node of the document that `value` is or refers to."""
        if isinstance(value, str):
            return self.by_id.get(value)
        if not isinstance(value, dict) or "@value" in value:
            return None
        if value.keys() == {"@id"}:
            return self.by_id.get(value["@id"])
        return Entity(value, "", types_of(value))


def describe(document: Document, *, collected: bool = False) -> Described:
    """`document` laid out for checking."""
    entities = []
    for top in document.nodes:
        outer = top.get("@id", "a node without @id")
        for node in node_definitions(top):
            types = types_of(node)
            label = node.get("@id") or f"{types[0] if types else 'a node'} in {outer}"
            entities.append(Entity(node, label, types))
    return Described(document, collected, tuple(entities))


def types_of(node: Mapping[str, Any]) -> tuple[str, ...]:
    """The classes `node` states."""
    stated = node.get("@type", ())
    return (stated,) if isinstance(stated, str) else tuple(stated)
