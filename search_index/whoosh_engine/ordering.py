"""Sorting: the documents of one page, found without putting all the others in order."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search_index.protocol import SORTS, SearchQuery, UnknownSort
from search_index.whoosh_engine.collection import Columns
from search_index.whoosh_engine.filtering import having
from search_index.whoosh_engine.segments import Ids, Weights


def page_of(columns: Columns, query: SearchQuery, ids: Ids, scores: Weights | None) -> list[int]:
    """The documents of the asked page, in order; ties are broken by CTID, so pages never overlap.

    `scores` are those of `ids`, or None when there was no text.
    """
    start, limit = max(query.offset, 0), max(query.limit, 0)
    by_name = query.sort == "name" or (query.sort == "relevance" and scores is None)
    keys = _name_keys(columns, ids) if by_name else _number_keys(columns, query, ids, scores)
    if query.tiers and query.sort == "relevance" and scores is None:
        keys = [_tier_key(columns, query, ids), *keys]
    if start >= len(ids) or not limit:
        return []
    first = _smallest(keys, len(ids), start + limit)
    order = first[np.lexsort([key[first] for key in reversed(keys)])]
    begin, end = _undivided(keys, order, start, min(start + limit, len(order)))
    ctids, names = columns.ctids, columns.sort_names

    def exactly(place: int) -> tuple[Any, ...]:
        document = int(ids[place])
        name = names[document] if by_name else ""
        return (*(key[place] for key in keys), name, ctids[document])

    exact = sorted(order[begin:end].tolist(), key=exactly)
    return [int(ids[place]) for place in exact[start - begin : start - begin + limit]]


def _undivided(
    keys: Sequence[NDArray[Any]], order: NDArray[np.intp], start: int, stop: int
) -> tuple[int, int]:
    """The stretch of `order` around a page that no run of equal keys reaches out of."""
    same = np.ones(len(order) - 1, np.bool_)
    for key in keys:
        same &= key[order[1:]] == key[order[:-1]]
    divisions = np.concatenate([[0], np.flatnonzero(~same) + 1, [len(order)]])
    begin = divisions[np.searchsorted(divisions, start, side="right") - 1]
    end = divisions[np.searchsorted(divisions, stop, side="left")]
    return int(begin), int(end)


def _tier_key(columns: Columns, query: SearchQuery, ids: Ids) -> NDArray[Any]:
    tier = np.full(len(ids), len(query.tiers), np.int8)
    for place, (name, values) in reversed(list(enumerate(query.tiers))):
        tier[having(columns.facet(name), values, columns.count)[ids]] = place
    return tier


def _name_keys(columns: Columns, ids: Ids) -> list[NDArray[Any]]:
    return list(columns.name_keys[ids].T)


def _number_keys(
    columns: Columns, query: SearchQuery, ids: Ids, scores: Weights | None
) -> list[NDArray[Any]]:
    return [_number_key(columns, query, ids, scores), columns.ctid_keys[ids]]


def _number_key(
    columns: Columns, query: SearchQuery, ids: Ids, scores: Weights | None
) -> NDArray[Any]:
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


def _smallest(keys: Sequence[NDArray[Any]], total: int, count: int) -> NDArray[np.intp]:
    """The places of the `count` smallest, and of what the keys cannot tell from the last of them.

    Each key only has to decide among those the keys before it hold equal.
    """
    chosen: list[NDArray[np.intp]] = []
    undecided = np.arange(total)
    for key in keys:
        if len(undecided) <= count:
            break
        values = key[undecided]
        last = np.partition(values, count - 1)[count - 1]
        before = undecided[values < last]
        chosen.append(before)
        count -= len(before)
        undecided = undecided[values == last]
    return np.concatenate([*chosen, undecided])
