"""What the limits of a plan can be chosen from: currencies and languages that records state."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from app.services.registry import Registry
from app.services.understanding import NOT_STATED
from ctdl.code_lists import currencies
from search_index.protocol import SearchQuery

_NO_CURRENCY: Final = "XXX"
"""ISO 4217: no currency; what is free costs as much in it as in all others."""
_HIGHEST: Final = 1e12


@dataclass(frozen=True)
class Choices:
    """Codes of currencies (ISO 4217) and of languages (BCP 47), each in order."""

    currencies: tuple[str, ...]
    languages: tuple[str, ...]


def choices(registry: Registry) -> Choices:
    """What records state; looked up once for each state of the search index."""
    return _kept(_Asked(registry, registry.search_index.number()))


@dataclass(frozen=True)
class _Asked:
    registry: Registry
    number: int


@lru_cache(maxsize=4)
def _kept(asked: _Asked) -> Choices:
    index = asked.registry.search_index
    free = index.search(_priced(_NO_CURRENCY)).total
    stated = (each for each in currencies() if index.search(_priced(each)).total > free)
    languages = index.search(SearchQuery(limit=0, facets=("language",))).facets["language"]
    return Choices(tuple(sorted(stated)), tuple(sorted(dict(languages).keys() - {NOT_STATED})))


def _priced(currency: str) -> SearchQuery:
    return SearchQuery(max_cost=_HIGHEST, currency=currency, limit=0)
