"""Filters, bounds and facet counts over the columns; every number is exact."""

from collections.abc import Iterable
from functools import reduce

import numpy as np

from search_index.protocol import SearchQuery
from search_index.whoosh_engine.collection import Columns
from search_index.whoosh_engine.columns import Facet, Mask, Numbers

# More applied values than any page shows; keeps a request with hundreds of them in bounds.
_MAX_WITHOUT = 50


class Filters:
    """The masks of one query's filters over one set of columns."""

    def __init__(self, columns: Columns, query: SearchQuery, matching: Mask) -> None:
        self._columns = columns
        self._query = query
        self._matching = matching
        self._facets = {
            name: self._having(name, values) for name, values in query.filters.items() if values
        }
        self._bounds = dict(_bounds(columns, query))

    def passing(self) -> Mask:
        """The documents that match the text and pass every filter."""
        return self._all_but("")

    def counts(self, name: str) -> tuple[tuple[str, int], ...]:
        """How many results each value of a facet would give if it alone were ticked in it.

        A facet's own filter does not count, all others do; most frequent first.
        """
        facet = self._facet(name)
        counts = _count(facet, self._all_but(name))
        some = np.flatnonzero(counts).tolist()
        named = [(facet.values[code], int(counts[code])) for code in some]
        return tuple(sorted(named, key=lambda pair: (-pair[1], pair[0])))

    def stated(self, name: str) -> frozenset[str]:
        """The values that some of the counted results have themselves."""
        facet = self._columns.facet(name)
        some = np.flatnonzero(_count(facet, self._all_but(name)))
        return frozenset(facet.values[code] for code in some.tolist())

    def without(self) -> dict[str, int]:
        """For each applied filter value, the total if only it were dropped."""
        totals = {label: self._total(self._all_but(label)) for label in self._bounds}
        for name, values in self._query.filters.items():
            for value in dict.fromkeys(values):
                if len(totals) < _MAX_WITHOUT:
                    totals[f"{name}={value}"] = self._without_value(name, value)
        return totals

    def _without_value(self, name: str, value: str) -> int:
        others = tuple(v for v in self._query.filters[name] if v != value)
        passing = self._all_but(name)
        return self._total(passing & self._having(name, others) if others else passing)

    def _facet(self, name: str) -> Facet:
        """The facet, each value with what it stands for."""
        also = self._query.also.get(name)
        return self._columns.widened_facet(name, also) if also else self._columns.facet(name)

    def _having(self, name: str, values: Iterable[str]) -> Mask:
        return having(self._facet(name), values, self._columns.count)

    def _all_but(self, dropped: str) -> Mask:
        masks = {**self._facets, **self._bounds}
        kept = (mask for name, mask in masks.items() if name != dropped)
        return reduce(np.logical_and, kept, self._matching)

    def _total(self, mask: Mask) -> int:
        return int(np.count_nonzero(mask))


def having(facet: Facet, values: Iterable[str], count: int) -> Mask:
    """Which of `count` documents have one of the values."""
    wanted = set(values)
    chosen = np.fromiter((v in wanted for v in facet.values), np.bool_, len(facet.values))
    mask = np.zeros(count, np.bool_)
    mask[facet.documents[chosen[facet.codes]]] = True
    return mask


def _count(facet: Facet, mask: Mask) -> "np.ndarray[tuple[int], np.dtype[np.intp]]":
    return np.bincount(facet.codes[mask[facet.documents]], minlength=len(facet.values))


def _bounds(columns: Columns, query: SearchQuery) -> Iterable[tuple[str, Mask]]:
    if query.max_hours is not None:
        or_unstated = "hours" in query.unstated
        within = _up_to(columns.hours, query.max_hours, or_unstated)
        if or_unstated:
            within |= columns.least_hours <= query.max_hours
        yield f"max_hours={query.max_hours:g}", within
    if query.max_cost is not None:
        costs = columns.costs(query.currency)
        within = _up_to(costs, query.max_cost, "cost" in query.unstated)
        yield f"max_cost={query.max_cost:g}", within


def _up_to(numbers: Numbers, most: float, or_unstated: bool) -> Mask:
    within: Mask = numbers <= most
    return within | np.isnan(numbers) if or_unstated else within


def as_mask(columns: Columns, ids: "np.ndarray[tuple[int], np.dtype[np.int32]] | None") -> Mask:
    """The live documents among `ids`, or all live ones when there was no text to match."""
    if ids is None:
        return columns.live
    mask = np.zeros(columns.count, np.bool_)
    mask[ids] = True
    return mask & columns.live
