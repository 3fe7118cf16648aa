"""The facts of one segment's documents as numpy columns: what filters, counts and sorts work on.

Read once from the segment's stored facts and never changed afterwards.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, islice
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Numbers = NDArray[np.float64]
Keys = NDArray[np.uint64]
Codes = NDArray[np.int32]

Also = Mapping[str, tuple[str, ...]]
"""The other values that a value of a facet stands for."""

NUMBERS = ("hours", "least_hours", "credits")
NAME_KEY_BYTES = 32

# Read in pieces, so that Python never holds the objects of a whole large segment.
_ROWS_A_PIECE = 2_000

_Row = list[Any]


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
    """The columns of one segment, from the stored facts of its documents in their order."""

    def __init__(self, facts: Iterable[bytes]) -> None:
        self.ctids: list[str] = []
        self.revisions: list[str] = []
        self.sort_names: list[str] = []
        pieces = [self._read(rows) for rows in _pieces(facts)]
        self.count = len(self.ctids)
        self.is_record = np.fromiter(map(bool, self.ctids), np.bool_, self.count)
        self.changed = joined([piece.changed for piece in pieces], np.float64)
        self.numbers = {
            name: joined([piece.numbers[name] for piece in pieces], np.float64) for name in NUMBERS
        }
        starts = range(0, self.count, _ROWS_A_PIECE)
        self.prices = join_prices([piece.prices for piece in pieces], starts)
        names = dict.fromkeys(name for piece in pieces for name in piece.facets)
        self.facets = {
            name: join_facets([piece.facets.get(name) for piece in pieces], starts)
            for name in names
        }
        self._widened: dict[str, tuple[Also, Facet]] = {}

    def widened_facet(self, name: str, also: Also) -> Facet | None:
        """The facet with each value also at the documents that have a value it stands for.

        None if nothing has any; kept until it is asked for with another `also`.
        """
        facet = self.facets.get(name)
        if facet is None:
            return None
        kept = self._widened.get(name)
        if kept is None or kept[0] != also:
            kept = self._widened[name] = (also, _widened(facet, also))
        return kept[1]

    def _read(self, rows: list[_Row]) -> "_Piece":
        self.ctids.extend(row[0] for row in rows)
        self.revisions.extend(row[1] for row in rows)
        self.sort_names.extend(row[2] for row in rows)
        return _Piece(rows)

    @cached_property
    def name_keys(self) -> Keys:
        """The first 32 bytes of each sort name as four numbers that sort the same."""
        starts = [name.encode("utf-8", "replace")[:NAME_KEY_BYTES] for name in self.sort_names]
        fixed = np.array(starts, f"S{NAME_KEY_BYTES}")
        return fixed.view(">u8").astype(np.uint64).reshape(-1, NAME_KEY_BYTES // 8)

    @cached_property
    def ctid_keys(self) -> Keys:
        """The first 16 hexadecimal digits of each CTID as a number that sorts the same."""
        return np.fromiter(map(ctid_key, self.ctids), np.uint64, self.count)


class _Piece:
    """The numeric columns of some consecutive rows."""

    def __init__(self, rows: list[_Row]) -> None:
        self.changed = np.array([row[3] for row in rows], np.float64)
        self.numbers = {
            name: np.array([row[4].get(name, np.nan) for row in rows], np.float64)
            for name in NUMBERS
        }
        self.prices = _prices(rows)
        names = dict.fromkeys(name for row in rows for name in row[6])
        self.facets = {name: _facet([row[6].get(name, ()) for row in rows]) for name in names}


def joined(parts: Sequence[NDArray[Any]], kind: Any) -> NDArray[Any]:
    """The parts one after another; an empty array of `kind` when there are none."""
    return np.concatenate(parts) if parts else np.empty(0, kind)


def join_facets(parts: Sequence[Facet | None], starts: Sequence[int]) -> Facet:
    """One facet of several stretches of documents, each beginning at its start."""
    places: dict[str, int] = {}
    documents, codes = [np.empty(0, np.int32)], [np.empty(0, np.int32)]
    for part, start in zip(parts, starts, strict=True):
        if part is not None:
            own = [places.setdefault(value, len(places)) for value in part.values]
            codes.append(np.array(own, np.int32)[part.codes])
            documents.append(part.documents + np.int32(start))
    return Facet(np.concatenate(documents), np.concatenate(codes), list(places))


def join_prices(parts: Sequence[Prices], starts: Sequence[int]) -> Prices:
    """The prices of several stretches of documents, each beginning at its start."""
    moved = [part.documents + np.int32(n) for part, n in zip(parts, starts, strict=True)]
    return Prices(
        joined(moved, np.int32),
        joined([part.currencies for part in parts], np.str_),
        joined([part.prices for part in parts], np.float64),
    )


def _widened(facet: Facet, also: Also) -> Facet:
    """Each pair of a document and a value, stated or stood for, once."""
    values = list(dict.fromkeys([*facet.values, *also]))
    places = {value: code for code, value in enumerate(values)}
    # For each value that is stated: the values at which a document that states it belongs.
    belongs = [[code] for code in range(len(facet.values))]
    for value, others in also.items():
        for other in others:
            if places.get(other, len(belongs)) < len(belongs):
                belongs[places[other]].append(places[value])
    flat = np.fromiter(chain.from_iterable(belongs), np.int64)
    lengths = np.fromiter(map(len, belongs), np.int64, len(belongs))
    starts = (np.cumsum(lengths) - lengths)[facet.codes]
    repeated = lengths[facet.codes]
    steps = np.arange(repeated.sum()) - np.repeat(np.cumsum(repeated) - repeated, repeated)
    owners = np.repeat(facet.documents, repeated).astype(np.int64)
    codes = flat[np.repeat(starts, repeated) + steps]
    # Sorted and compared with the one before: ten times as fast as numpy's own `unique`.
    pairs = np.sort(owners * len(values) + codes)
    pairs = pairs[np.concatenate([[True], pairs[1:] != pairs[:-1]])] if len(pairs) else pairs
    owners, codes = np.divmod(pairs, max(1, len(values)))
    return Facet(owners.astype(np.int32), codes.astype(np.int32), values)


def _pieces(facts: Iterable[bytes]) -> Iterator[list[_Row]]:
    remaining = iter(facts)
    while piece := [_row(stored) for stored in islice(remaining, _ROWS_A_PIECE)]:
        yield piece


def _row(stored: bytes) -> _Row:
    facts = json.loads(stored)
    # The note of the change number is a document too, but not a record: it has no CTID.
    return facts if isinstance(facts, list) else ["", "", "", 0.0, {}, {}, {}]


def ctid_key(ctid: str) -> int:
    """The first 16 hexadecimal digits of a CTID as a number that sorts the same; 0 for none."""
    return int(ctid[3:21].replace("-", ""), 16) if ctid else 0


def _prices(rows: list[_Row]) -> Prices:
    stated = [(n, code, price) for n, row in enumerate(rows) for code, price in row[5].items()]
    return Prices(
        np.array([n for n, _, _ in stated], np.int32),
        np.array([code for _, code, _ in stated], np.str_),
        np.array([price for _, _, price in stated], np.float64),
    )


def _facet(values: list[Sequence[str]]) -> Facet:
    flat = list(chain.from_iterable(values))
    places = {value: code for code, value in enumerate(dict.fromkeys(flat))}
    counts = np.fromiter(map(len, values), np.int64, len(values))
    documents = np.repeat(np.arange(len(values), dtype=np.int32), counts)
    codes = np.fromiter(map(places.__getitem__, flat), np.int32, len(flat))
    return Facet(documents, codes, list(places))
