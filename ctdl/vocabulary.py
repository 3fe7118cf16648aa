"""The CTDL and CTDL-ASN vocabulary: which classes, properties and concepts there are.

Facts about terms only; their definitions are at https://credreg.net/ctdl/terms.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any, Final

#: The range that admits anything.
ANYTHING: Final = "rdfs:Resource"


@dataclass(frozen=True)
class Class:
    """A class of resources."""

    name: str
    label: str
    status: str
    superclasses: tuple[str, ...]


@dataclass(frozen=True)
class Property:
    """A property: on which classes it is used (`domain`) and what it holds (`range`)."""

    name: str
    label: str
    status: str
    domain: frozenset[str]
    range: frozenset[str]
    coercion: str | None
    inverse: str | None
    scheme: str | None


@dataclass(frozen=True)
class Concept:
    """A value of a concept scheme."""

    name: str
    label: str
    status: str
    scheme: str


@dataclass(frozen=True)
class Vocabulary:
    """All terms, by CURIE."""

    classes: Mapping[str, Class]
    properties: Mapping[str, Property]
    schemes: Mapping[str, str]
    concept_terms: Mapping[str, Concept]

    def subclasses(self, name: str) -> frozenset[str]:
        """The classes that are `name` or below it; just `name` when it is not known."""
        return self._below.get(name, frozenset({name}))

    def superclasses(self, name: str) -> frozenset[str]:
        """The classes that `name` is or is below of, itself included."""
        return self._above.get(name, frozenset({name}))

    def is_a(self, name: str, ancestor: str) -> bool:
        """Whether every `name` is an `ancestor`."""
        return ancestor in self.superclasses(name)

    def is_any(self, name: str, ancestors: Iterable[str]) -> bool:
        """Whether every `name` is one of `ancestors`."""
        return not self.superclasses(name).isdisjoint(ancestors)

    def label(self, name: str) -> str:
        """The English label of any term, or its local name when it is not known."""
        for terms in (self.classes, self.properties, self.concept_terms):
            term = terms.get(name)
            if term is not None:
                return term.label
        return self.schemes.get(name) or name.rpartition(":")[2]

    def concepts(self, scheme: str) -> tuple[Concept, ...]:
        """The concepts of `scheme`, by name."""
        return self._by_scheme.get(scheme, ())

    @cached_property
    def _above(self) -> Mapping[str, frozenset[str]]:
        return {name: frozenset(self._ancestors(name)) for name in self.classes}

    def _ancestors(self, name: str) -> set[str]:
        found: set[str] = set()
        waiting = [name]
        while waiting:
            current = waiting.pop()
            if current not in found:
                found.add(current)
                known = self.classes.get(current)
                waiting.extend(known.superclasses if known else ())
        return found

    @cached_property
    def _below(self) -> Mapping[str, frozenset[str]]:
        below: dict[str, set[str]] = {}
        for name, ancestors in self._above.items():
            for ancestor in ancestors:
                below.setdefault(ancestor, set()).add(name)
        return {name: frozenset(members) for name, members in below.items()}

    @cached_property
    def _by_scheme(self) -> Mapping[str, tuple[Concept, ...]]:
        schemes: dict[str, list[Concept]] = {}
        for concept in self.concept_terms.values():
            schemes.setdefault(concept.scheme, []).append(concept)
        return {scheme: tuple(members) for scheme, members in schemes.items()}


@cache
def vocabulary() -> Vocabulary:
    """The shipped vocabulary."""
    text = resources.files("ctdl").joinpath("data", "vocabulary.json").read_text("utf-8")
    facts: dict[str, dict[str, dict[str, Any]]] = json.loads(text)
    return Vocabulary(
        classes={
            name: Class(name, entry["label"], entry["status"], tuple(entry["superclasses"]))
            for name, entry in facts["classes"].items()
        },
        properties={name: _property(name, entry) for name, entry in facts["properties"].items()},
        schemes={name: entry["label"] for name, entry in facts["schemes"].items()},
        concept_terms={
            name: Concept(name, entry["label"], entry["status"], entry["scheme"])
            for name, entry in facts["concepts"].items()
        },
    )


def _property(name: str, entry: Mapping[str, Any]) -> Property:
    return Property(
        name,
        entry["label"],
        entry["status"],
        frozenset(entry["domain"]),
        frozenset(entry["range"]),
        entry.get("coercion"),
        entry.get("inverse"),
        entry.get("scheme"),
    )
