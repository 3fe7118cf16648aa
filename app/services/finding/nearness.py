"""The records nearest to a text in meaning, among those within given limits."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from app.services.embedding import likeness
from app.services.finding.evidence import Evidence
from app.services.registry import Registry
from ctdl.ctid import CTID
from search_index.meaning import Vectors
from search_index.protocol import SearchQuery

_MEASURED: Final = 3_000
"""Up to so many records within the limits are all measured."""
_LOOKED_AT: Final = 2_000
"""Among more, so many of the nearest of all records are looked at."""

_KIN: Final = 5
"""The records with the most evidence whose meaning the others are held against."""


def nearest_within(
    registry: Registry, vector: Vectors, within: SearchQuery, limit: int
) -> tuple[tuple[CTID, float], ...]:
    """The records nearest to `vector`, with their likeness, best first.

    Where very many records are within the limits, those far from the vector may be missed.
    """
    found = _nearest(registry, vector, within, limit)
    return tuple((ctid, likeness(cosine, registry.encoder)) for ctid, cosine in found)


def likeness_of(registry: Registry, vector: Vectors, ctids: Iterable[CTID]) -> Mapping[CTID, float]:
    """How alike these records are to what `vector` means."""
    cosines = registry.vectors.likeness(vector, ctids)
    return {ctid: likeness(cosine, registry.encoder) for ctid, cosine in cosines.items()}


def _nearest(
    registry: Registry, vector: Vectors, within: SearchQuery, limit: int
) -> tuple[tuple[CTID, float], ...]:
    if not is_narrow(within):
        return registry.vectors.nearest(vector, limit)
    passing = registry.search_index.search(replace(within, limit=_MEASURED, sort="newest"))
    if passing.total <= _MEASURED:
        cosines = registry.vectors.likeness(vector, [hit.ctid for hit in passing.hits])
        return tuple(sorted(cosines.items(), key=lambda each: (-each[1], each[0]))[:limit])
    nearest = registry.vectors.nearest(vector, _LOOKED_AT)
    among = tuple(ctid for ctid, _ in nearest)
    inside = set(_passing(registry, within, among))
    return tuple(each for each in nearest if each[0] in inside)[:limit]


def _passing(registry: Registry, within: SearchQuery, among: tuple[CTID, ...]) -> Iterable[CTID]:
    """Those of some records that are within the limits."""
    # The one letter stands for no word: what leads is found whatever words there are.
    led = replace(within, text="x", lead=among, limit=max(len(among), 1))
    return (hit.ctid for hit in registry.search_index.search(led).hits)


def with_kinship(registry: Registry, evidence: Mapping[CTID, Evidence]) -> Mapping[CTID, Evidence]:
    """The same evidence, and how like each record is to the best of them together."""
    best = sorted(evidence, key=lambda ctid: (-evidence[ctid].weight, ctid))[:_KIN]
    vectors = [vector for ctid in best if (vector := registry.vectors.vector(ctid)) is not None]
    if not vectors:
        return evidence
    together: Vectors = np.mean(np.stack(vectors), axis=0, dtype=np.float32)
    kinship = likeness_of(registry, together, evidence)
    return {ctid: replace(each, kinship=kinship.get(ctid, 0.0)) for ctid, each in evidence.items()}


def having_any(registry: Registry, text: str, ctids: Iterable[CTID]) -> frozenset[CTID]:
    """Those of the records that have any word of the text."""
    among = tuple(ctids)
    led = SearchQuery(text=text, any_word=True, lead=among, limit=max(len(among), 1))
    hits = registry.search_index.search(led).hits
    return frozenset(hit.ctid for hit in hits if hit.matched).intersection(among)


def taught_in(registry: Registry, language: str, ctids: Iterable[CTID]) -> frozenset[CTID]:
    """Those of the records that state that they are taught in this language."""
    wanted = {"language": (language,)}
    return frozenset(_passing(registry, SearchQuery(filters=wanted), tuple(ctids)))


def is_narrow(within: SearchQuery) -> bool:
    """Whether there are limits at all."""
    return bool(within.filters) or within.max_hours is not None or within.max_cost is not None
