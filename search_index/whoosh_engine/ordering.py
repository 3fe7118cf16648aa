"""Sorting: the documents of one page, found without putting all the others in order."""

from collections.abc import Iterator
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
    start, limit = max(query.offset, 0), max(query.limit, 0)
    by_name = query.sort == "name" or (query.sort == "relevance" and scores is None)
    keys = _name_keys(columns, ids) if by_name else _number_keys(columns, query, ids, scores)
    if start >= len(ids) or not limit:
        return []
    first = ids[_smallest(keys, len(ids), start + limit)]
    places = _order(columns, query, first, ids, scores, by_name=by_name)
    return [int(first[place]) for place in places[start : start + limit]]


def _order(
    columns: Columns,
    query: SearchQuery,
    first: Ids,
    ids: Ids,
    scores: Weights | None,
    *,
    by_name: bool,
) -> list[int]:
    documents = first.tolist()
    ctids, names = columns.ctids, columns.sort_names
    if by_name:
        return sorted(
            range(len(documents)), key=lambda n: (names[documents[n]], ctids[documents[n]])
        )
    of_first = scores[np.searchsorted(ids, first)] if scores is not None else None
    numbers = _number_key(columns, query, first, of_first).tolist()
    return sorted(range(len(documents)), key=lambda n: (numbers[n], ctids[documents[n]]))


def _name_keys(columns: Columns, ids: Ids) -> Iterator[NDArray[Any]]:
    for part in range(columns.name_keys.shape[1]):
        yield columns.name_keys[ids, part]


def _number_keys(
    columns: Columns, query: SearchQuery, ids: Ids, scores: Weights | None
) -> Iterator[NDArray[Any]]:
    yield _number_key(columns, query, ids, scores)
    yield columns.ctid_keys[ids]


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


def _smallest(keys: Iterator[NDArray[Any]], total: int, count: int) -> NDArray[np.intp]:
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
