"""What the checks look at: every node of a document with its classes and how to name it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from ctdl.contexts import COERCIONS
from ctdl.ctid import CTID
from ctdl.documents import Document
from ctdl.nodes import node_definitions

#: The classes of resources that other documents describe, by their (relative) address.
Supplied = Mapping[str, tuple[str, ...]]
_NAMELESS: Final = "a node without @id"
_STEPS_TOLD: Final = 3


@dataclass(frozen=True)
class Entity:
    """One described node; `label` names it in findings."""

    node: Mapping[str, Any]
    label: str
    types: tuple[str, ...]

    def values(self, name: str) -> Sequence[Any]:
        """Each value of the property `name`, lists taken apart."""
        value = self.node.get(name)
        if value is None:
            return ()
        return value if isinstance(value, list) else (value,)

    @cached_property
    def properties(self) -> tuple[str, ...]:
        """The properties the node has."""
        return tuple([name for name in self.node if name[0] != "@"])


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
    entities = [entity for top in document.nodes for entity in _entities(top)]
    return Described(document, tuple(entities), collected, publisher, supplied or {})


def _entities(top: Mapping[str, Any]) -> Iterator[Entity]:
    """The node and those described inside it, outermost first, each with its name."""
    types = types_of(top)
    outer = top.get("@id")
    yield Entity(top, outer or f"{_kind(types)} in {_NAMELESS}", types)
    place = short(outer) if outer else _NAMELESS
    yield from _inner(top, (), place)


def _inner(node: Mapping[str, Any], way: tuple[str, ...], place: str) -> Iterator[Entity]:
    for name, value in node.items():
        if name[0] == "@" or COERCIONS.get(name) == "@language":
            continue
        members = value if isinstance(value, list) else (value,)
        for number, member in enumerate(members, start=1):
            if not isinstance(member, dict) or "@value" in member:
                continue
            count = f" ({number} of {len(members)})" if len(members) > 1 else ""
            # Only the end of a long way is told: labels must stay short however deep a node is.
            here = (*way, f"{short(name)}{count}")[-_STEPS_TOLD:]
            if member.keys() != {"@id"}:
                types = types_of(member)
                label = member.get("@id") or f"{_kind(types)} at {'/'.join(here)} in {place}"
                yield Entity(member, label, types)
            yield from _inner(member, here, place)


def _kind(types: tuple[str, ...]) -> str:
    return short(types[0]) if types else "a node"


def short(text: str) -> str:
    """`text` cut to what can be repeated in many findings."""
    return text if len(text) <= 120 else f"{text[:117]}..."


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
