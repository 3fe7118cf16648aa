"""The columns of all segments as one: the documents of the collection, numbered through.

Joining copies numbers and reads nothing, so a commit that adds a small segment is cheap to follow.
"""

from collections.abc import Sequence
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from ctdl.ctid import CTID
from search_index.whoosh_engine.columns import (
    NAME_KEY_BYTES,
    Also,
    Facet,
    Keys,
    Mask,
    Numbers,
    Prices,
    SegmentColumns,
    ctid_key,
    join_facets,
    join_prices,
    joined,
)


class Columns:
    """The columns of the whole collection; `live` tells the documents that are not deleted."""

    def __init__(self, segments: Sequence[SegmentColumns], live: Mask) -> None:
        self._segments = segments
        ends: list[int] = np.cumsum([segment.count for segment in segments]).tolist()
        self._starts = [0, *ends][: len(segments)]
        self.count = ends[-1] if ends else 0
        self.live: Mask = live & joined([segment.is_record for segment in segments], np.bool_)
        self.live_count = int(np.count_nonzero(self.live))
        self._facets: dict[str, Facet] = {}
        self._widened: dict[str, tuple[Also, Facet]] = {}

    @cached_property
    def ctids(self) -> list[str]:
        """The CTID of each document."""
        return list(chain.from_iterable(segment.ctids for segment in self._segments))

    @cached_property
    def revisions(self) -> list[str]:
        """The revision of each document."""
        return list(chain.from_iterable(segment.revisions for segment in self._segments))

    @cached_property
    def sort_names(self) -> list[str]:
        """The folded name to sort each document by."""
        return list(chain.from_iterable(segment.sort_names for segment in self._segments))

    @cached_property
    def name_keys(self) -> Keys:
        """The beginnings of the sort names, four numbers each."""
        none = np.empty((0, NAME_KEY_BYTES // 8), np.uint64)
        return np.concatenate([none, *(segment.name_keys for segment in self._segments)])

    @cached_property
    def ctid_keys(self) -> Keys:
        """The beginnings of the CTIDs as numbers."""
        return joined([segment.ctid_keys for segment in self._segments], np.uint64)

    def places(self, ctids: Sequence[CTID]) -> list[int]:
        """The live documents with these CTIDs, in their order; those not here are left out."""
        if not self.count or not ctids:
            return []
        keys = np.fromiter(map(ctid_key, ctids), np.uint64, len(ctids))
        order, known = self._by_ctid_key
        starts = np.searchsorted(known, keys).tolist()
        ends = np.searchsorted(known, keys, side="right").tolist()
        found: dict[int, None] = {}
        for ctid, start, end in zip(ctids, starts, ends, strict=True):
            same = (int(n) for n in order[start:end])
            found.update((n, None) for n in same if self.live[n] and self.ctids[n] == ctid)
        return list(found)

    @cached_property
    def _by_ctid_key(self) -> tuple[NDArray[np.intp], Keys]:
        order = np.argsort(self.ctid_keys, kind="stable")
        return order, self.ctid_keys[order]

    @cached_property
    def changed(self) -> Numbers:
        """When each document was last changed, in seconds."""
        return joined([segment.changed for segment in self._segments], np.float64)

    @cached_property
    def hours(self) -> Numbers:
        """The hours each document states, or not-a-number."""
        return joined([segment.numbers["hours"] for segment in self._segments], np.float64)

    @cached_property
    def least_hours(self) -> Numbers:
        """The fewest hours each document states to take, where they may be more."""
        return joined([segment.numbers["least_hours"] for segment in self._segments], np.float64)

    @cached_property
    def credits(self) -> Numbers:
        """The credits each document states, or not-a-number."""
        return joined([segment.numbers["credits"] for segment in self._segments], np.float64)

    def costs(self, currency: str | None) -> Numbers:
        """The price of each document in `currency` (the lowest number when None), or not-a-number.

        What is free is free in every currency.
        """
        stated = self._prices
        wanted = stated.prices == 0.0
        wanted |= True if currency is None else stated.currencies == currency
        costs = np.full(self.count, np.inf)
        np.minimum.at(costs, stated.documents[wanted], stated.prices[wanted])
        costs[np.isinf(costs)] = np.nan
        return costs

    def facet(self, name: str) -> Facet:
        """The values of the facet `name`; empty if nothing has any."""
        known = self._facets.get(name)
        if known is None:
            parts = [segment.facets.get(name) for segment in self._segments]
            known = self._facets[name] = join_facets(parts, self._starts)
        return known

    def widened_facet(self, name: str, also: Also) -> Facet:
        """The facet with each value also at the documents that have a value it stands for.

        Kept for the next query, because values stand for the same in nearly all of them.
        """
        kept = self._widened.get(name)
        if kept is None or kept[0] != also:
            parts = [segment.widened_facet(name, also) for segment in self._segments]
            kept = self._widened[name] = (also, join_facets(parts, self._starts))
        return kept[1]

    @cached_property
    def _prices(self) -> Prices:
        return join_prices([segment.prices for segment in self._segments], self._starts)
