"""Where suggestions come from: the search index asked by level, field, class and concept.

Nothing is read from records here; the index counts concepts and finds what has one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Final

from app.services.families import CREDENTIAL, family_of
from app.services.registry import Registry
from ctdl.concepts import thesaurus
from ctdl.ctid import CTID
from search_index.protocol import SearchQuery

MOST: Final = 300
"""So many records at most are weighed for one kind; of more, the first by name."""


@dataclass(frozen=True)
class Pool:
    """The records that pass some filters, and the skills that any of them is about."""

    registry: Registry
    filters: tuple[tuple[str, tuple[str, ...]], ...]
    _about: dict[str, tuple[CTID, ...]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, registry: Registry, filters: Mapping[str, Iterable[str]]) -> "Pool":
        """The records with one of the values of every filter."""
        return cls(registry, tuple((name, tuple(sorted(some))) for name, some in filters.items()))

    @cached_property
    def skills(self) -> frozenset[str]:
        """The skills that a record in it is about."""
        query = SearchQuery(filters=dict(self.filters), limit=0, facets=("concept",))
        counted = self.registry.search_index.search(query).facets["concept"]
        return frozenset(id_ for id_, count in counted if count and is_skill(id_))

    @cached_property
    def ctids(self) -> tuple[CTID, ...]:
        """All of them, MOST at most."""
        return self._found(dict(self.filters))

    def about(self, skills: Iterable[str]) -> dict[CTID, set[str]]:
        """The records about any of these skills, each with those it is about."""
        found: dict[CTID, set[str]] = {}
        for skill in sorted(self.skills & set(skills)):
            if skill not in self._about:
                self._about[skill] = self._found({**dict(self.filters), "concept": (skill,)})
            for ctid in self._about[skill]:
                found.setdefault(ctid, set()).add(skill)
        return found

    def _found(self, filters: Mapping[str, Sequence[str]]) -> tuple[CTID, ...]:
        query = SearchQuery(
            filters={name: tuple(some) for name, some in filters.items()}, sort="name", limit=MOST
        )
        return tuple(hit.ctid for hit in self.registry.search_index.search(query).hits)


@lru_cache(maxsize=8192)
def is_skill(id_: str) -> bool:
    """Whether a concept is a skill."""
    concept = thesaurus().concept(id_)
    return concept is not None and concept.kind == "skill"


def awards(registry: Registry) -> tuple[str, ...]:
    """The classes of credentials that any record is of; courses and examinations are none."""
    return _awards(_Asked(registry, registry.search_index.number()))


@dataclass(frozen=True)
class _Asked:
    registry: Registry
    number: int


@lru_cache(maxsize=4)
def _awards(asked: _Asked) -> tuple[str, ...]:
    query = SearchQuery(limit=0, facets=("type",))
    counted = asked.registry.search_index.search(query).facets["type"]
    return tuple(sorted(name for name, _ in counted if family_of(name) == CREDENTIAL))
