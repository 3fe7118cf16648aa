"""How many records are about each concept, counted once for each state of the search index."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from app.services.registry import Registry
from search_index.protocol import SearchQuery


def concept_counts(registry: Registry) -> Mapping[str, int]:
    """The number of records about each concept that any is about, by its id."""
    return _kept(_Asked(registry, registry.search_index.number()))


@dataclass(frozen=True)
class _Asked:
    registry: Registry
    number: int


@lru_cache(maxsize=4)
def _kept(asked: _Asked) -> Mapping[str, int]:
    query = SearchQuery(limit=0, facets=("concept",))
    return dict(asked.registry.search_index.search(query).facets["concept"])
