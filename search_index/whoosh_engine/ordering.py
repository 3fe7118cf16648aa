"""Sorting: the documents of one page, found without putting all the others in order."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from search_index.protocol import SORTS, SearchQuery, UnknownSort
from search_index.whoosh_engine.columns import Columns
from search_index.whoosh_engine.segments import Ids, Weights


def page_of(columns: Columns, query: SearchQuery, ids: Ids, scores: Weights | None) -> list[int]:
    """The documents of the asked page, in order; ties are broken by CTID, so pages never overlap.

    `scores` are those of `ids`, or None when there was no text.
    """
    start, stop = max(query.offset, 0), max(query.offset, 0) + max(query.limit, 0)
    if start >= len(ids) or start == stop:
        return []
    keys = _keys(columns, query, ids, scores)
    nearest = _first(keys, stop)
    ctids, names = columns.ctids, columns.sort_names
    by_name = _sorts_by_name(query, scores)
    ordered = sorted(
        nearest.tolist(),
        key=lambda n: (keys[n], names[ids[n]] if by_name else "", ctids[ids[n]]),
    )
    return [int(ids[n]) for n in ordered[start:stop]]


def _sorts_by_name(query: SearchQuery, scores: Weights | None) -> bool:
    return query.sort == "name" or (query.sort == "relevance" and scores is None)


def _keys(columns: Columns, query: SearchQuery, ids: Ids, scores: Weights | None) -> NDArray[Any]:
    if _sorts_by_name(query, scores):
        return columns.name_starts[ids]
    if query.sort == "relevance" and scores is not None:
        return -scores
    if query.sort == "newest":
        return -columns.changed[ids]
    if query.sort == "hours":
        return _stated_first(columns.hours[ids])
    if query.sort == "credits":
        return _stated_first(columns.credits[ids])
    if query.sort == "cost":
        return _stated_first(columns.costs(query.currency)[ids])
    raise UnknownSort(f"Unknown sort {query.sort!r}; known sorts are {', '.join(SORTS)}.")


def _stated_first(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(np.isnan(numbers), np.inf, numbers)


def _first(keys: NDArray[Any], count: int) -> NDArray[np.intp]:
    """The places of the `count` smallest keys and of all that equal the last of them."""
    if count >= len(keys):
        return np.arange(len(keys))
    last = np.partition(keys, count - 1)[count - 1]
    return np.flatnonzero(keys <= last)
