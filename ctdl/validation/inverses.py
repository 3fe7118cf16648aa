"""Declared inverses: when both resources are in the document, they tell the same story."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ctdl.findings import Finding, finding
from ctdl.validation.structure import Described, Entity
from ctdl.vocabulary import vocabulary

_SILENT: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True)
class _Relation:
    """A resource refers to another one in the document by a property that has an inverse."""

    entity: Entity
    name: str
    inverse: str
    other: Entity


def check_inverses(described: Described) -> Iterator[Finding]:
    """Relations whose other side, stated in the same document, names somebody else."""
    stated = _Stated()
    for relation in _relations(described):
        named = stated.by(relation.other, relation.inverse)
        if named and relation.entity.node["@id"] not in named:
            yield finding(
                "INVERSE_MISMATCH",
                f"{relation.name} leads to {relation.other.node.get('@id', 'a resource')}, whose "
                f"{relation.inverse} names somebody else; make both sides agree.",
                entity=relation.entity.label,
                property=relation.name,
            )


def note_inverses(described: Described) -> Iterator[Finding]:
    """Relations that only one of the two resources states; that is no fault."""
    for relation in _relations(described):
        if relation.inverse not in relation.other.node:
            yield finding(
                "INVERSE_ONE_DIRECTION",
                f"{relation.name} leads to {relation.other.node.get('@id', 'a resource')}, which "
                f"does not state {relation.inverse}; state it there too if readers should find "
                "the way back without a registry.",
                entity=relation.entity.label,
                property=relation.name,
            )


def _relations(described: Described) -> Iterator[_Relation]:
    for entity in described.entities:
        if "@id" not in entity.node:
            continue
        for name in entity.properties:
            term = vocabulary().properties.get(name)
            if term is None or term.inverse is None:
                continue
            for value in entity.values(name):
                other = described.described(value)
                if other is not None:
                    yield _Relation(entity, name, term.inverse, other)


class _Stated:
    """Whom resources name by a property, gathered once: thousands may lead to the same one."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, str], frozenset[str]] = {}

    def by(self, entity: Entity, name: str) -> frozenset[str]:
        """The addresses `entity` gives for `name`; none when it does not speak of it."""
        if name not in entity.node:
            return _SILENT
        key = (id(entity.node), name)
        if key not in self._known:
            named = (
                value.get("@id") if isinstance(value, dict) else value
                for value in entity.values(name)
            )
            self._known[key] = frozenset(each for each in named if isinstance(each, str))
        return self._known[key]
