"""The facts of documents as numpy columns: what filters, counts and sorts work on.

`SegmentColumns` is read once from a segment and never changes; `Columns` joins those of all
segments into one numbering of the documents, which costs a copy of numbers and nothing else.
"""

import json
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Numbers = NDArray[np.float64]
Codes = NDArray[np.int32]

NUMBERS = ("hours", "credits")
NAME_KEY_BYTES = 32


class Facet(NamedTuple):
    """The values of one facet: pair i says that document `documents[i]` has `values[codes[i]]`."""

    documents: Codes
    codes: Codes
    values: list[str]


class Prices(NamedTuple):
    """Stated prices: pair i says that `documents[i]` costs `prices[i]` in `currencies[i]`."""

    documents: Codes
    currencies: NDArray[np.str_]
    prices: Numbers


class SegmentColumns:
    """The columns of one segment's documents, from their stored facts."""

    def __init__(self, facts: Iterable[bytes]) -> None:
        rows = [_row(stored) for stored in facts]
        self.count = len(rows)
        self.ctids = [str(row[0]) for row in rows]
        self.revisions = [str(row[1]) for row in rows]
        self.sort_names = [str(row[2]) for row in rows]
        self.changed = np.array([row[3] for row in rows], np.float64)
        self.is_record = np.array([row[0] != "" for row in rows], np.bool_)
        self.numbers = {name: _numbers(rows, name) for name in NUMBERS}
        self.prices = _prices(rows)
        self.facets = _facets(rows)

    @cached_property
    def name_keys(self) -> NDArray[np.uint64]:
        """The first 32 bytes of each sort name as four numbers that sort the same."""
        starts = [name.encode("utf-8", "replace")[:NAME_KEY_BYTES] for name in self.sort_names]
        fixed = np.array(starts, f"S{NAME_KEY_BYTES}")
        return fixed.view(">u8").astype(np.uint64).reshape(-1, NAME_KEY_BYTES // 8)

    @cached_property
    def ctid_keys(self) -> NDArray[np.uint64]:
        """The first 16 hexadecimal digits of each CTID as a number that sorts the same."""
        return np.array([_ctid_key(ctid) for ctid in self.ctids], np.uint64)


class Columns:
    """The columns of the whole collection; document numbers run through its segments in order."""

    def __init__(self, segments: Sequence[SegmentColumns], live: Mask) -> None:
        self._segments = segments
        self._starts = np.cumsum([0, *(segment.count for segment in segments)]).tolist()
        self.count: int = self._starts[-1]
        is_record = _joined([segment.is_record for segment in segments], np.bool_)
        self.live: Mask = live & is_record
        self.live_count = int(np.count_nonzero(self.live))
        self._facets: dict[str, Facet | None] = {}

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
    def name_keys(self) -> NDArray[np.uint64]:
        """The beginnings of the sort names, four numbers each."""
        keys = [segment.name_keys for segment in self._segments]
        return np.concatenate(keys) if keys else np.empty((0, NAME_KEY_BYTES // 8), np.uint64)

    @cached_property
    def ctid_keys(self) -> NDArray[np.uint64]:
        """The beginnings of the CTIDs as numbers."""
        return _joined([segment.ctid_keys for segment in self._segments], np.uint64)

    @cached_property
    def changed(self) -> Numbers:
        """When each document was last changed, in seconds."""
        return _joined([segment.changed for segment in self._segments], np.float64)

    @cached_property
    def hours(self) -> Numbers:
        """The hours each document states, or not-a-number."""
        return _joined([segment.numbers["hours"] for segment in self._segments], np.float64)

    @cached_property
    def credits(self) -> Numbers:
        """The credits each document states, or not-a-number."""
        return _joined([segment.numbers["credits"] for segment in self._segments], np.float64)

    def costs(self, currency: str | None) -> Numbers:
        """The price of each document in `currency` (the lowest number when None), or not-a-number.

        What is free is free in every currency.
        """
        prices = self._prices
        wanted = prices.prices == 0.0
        wanted |= True if currency is None else prices.currencies == currency
        costs = np.full(self.count, np.inf)
        np.minimum.at(costs, prices.documents[wanted], prices.prices[wanted])
        costs[np.isinf(costs)] = np.nan
        return costs

    def facet(self, name: str) -> Facet | None:
        """The values of the facet `name` over the whole collection, None if nothing has any."""
        if name not in self._facets:
            self._facets[name] = self._join_facet(name)
        return self._facets[name]

    @cached_property
    def _prices(self) -> Prices:
        parts = [segment.prices for segment in self._segments]
        return Prices(
            self._joined_documents([part.documents for part in parts]),
            _joined([part.currencies for part in parts], np.str_),
            _joined([part.prices for part in parts], np.float64),
        )

    def _join_facet(self, name: str) -> Facet | None:
        parts = [segment.facets.get(name) for segment in self._segments]
        values = list(dict.fromkeys(v for part in parts if part for v in part.values))
        if not values:
            return None
        places = {value: code for code, value in enumerate(values)}
        none = np.empty(0, np.int32)
        codes = [
            np.array([places[v] for v in part.values], np.int32)[part.codes] if part else none
            for part in parts
        ]
        documents = self._joined_documents([part.documents if part else none for part in parts])
        return Facet(documents, np.concatenate(codes), values)

    def _joined_documents(self, parts: Sequence[Codes]) -> Codes:
        moved = [part + start for part, start in zip(parts, self._starts, strict=False)]
        return _joined(moved, np.int32)


def _ctid_key(ctid: str) -> int:
    return int(ctid[3:21].replace("-", ""), 16) if ctid else 0


def _row(stored: bytes) -> list[Any]:
    facts = json.loads(stored)
    # The note of the change number is a document too, but not a record: it has no CTID.
    return facts if isinstance(facts, list) else ["", "", "", 0.0, {}, {}, {}]


def _numbers(rows: list[list[Any]], name: str) -> Numbers:
    return np.array([row[4].get(name, np.nan) for row in rows], np.float64)


def _prices(rows: list[list[Any]]) -> Prices:
    stated = [(n, code, price) for n, row in enumerate(rows) for code, price in row[5].items()]
    return Prices(
        np.array([n for n, _, _ in stated], np.int32),
        np.array([code for _, code, _ in stated], np.str_),
        np.array([price for _, _, price in stated], np.float64),
    )


def _facets(rows: list[list[Any]]) -> dict[str, Facet]:
    names = dict.fromkeys(name for row in rows for name in row[6])
    return {name: _facet([row[6].get(name, ()) for row in rows]) for name in names}


def _facet(values: list[Sequence[str]]) -> Facet:
    flat = list(chain.from_iterable(values))
    places = {value: code for code, value in enumerate(dict.fromkeys(flat))}
    counts = np.fromiter(map(len, values), np.int64, len(values))
    documents = np.repeat(np.arange(len(values), dtype=np.int32), counts)
    codes = np.fromiter(map(places.__getitem__, flat), np.int32, len(flat))
    return Facet(documents, codes, list(places))


def _joined(parts: Sequence[NDArray[Any]], kind: Any) -> NDArray[Any]:
    return np.concatenate(parts) if parts else np.empty(0, kind)
