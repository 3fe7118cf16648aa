"""One state of the index as a reader sees it: mapped segments, and which of their rows count."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ctdl.ctid import CTID
from search_index.meaning import Vectors
from search_index.vector_store.codes import code_planes, distances
from search_index.vector_store.errors import VectorsDamaged
from search_index.vector_store.folder import Manifest
from search_index.vector_store.segments import Segment, VectorDocument, as_bytes

EXACT: Final = 20_000
"""Up to so many rows every vector is compared; above, those whose codes are nearest."""
CANDIDATES: Final = 8_000
"""Vectors compared in a larger index, or MORE for each one asked for if that is more."""
MORE: Final = 8
_FAR: Final = np.uint16(0xFFFF)


@dataclass(frozen=True)
class Part:
    """A segment, and which of its rows were replaced or removed by newer ones."""

    segment: Segment
    dead: NDArray[np.int64]

    @cached_property
    def live(self) -> NDArray[np.int64]:
        """The rows that count."""
        counts = np.ones(self.segment.rows, bool)
        counts[self.dead] = False
        return np.flatnonzero(counts)

    @cached_property
    def unheard(self) -> NDArray[np.int64]:
        """The rows that nothing is near to: they do not count, or are all nought."""
        return np.union1d(self.dead, self.segment.silent)

    @cached_property
    def heard(self) -> NDArray[np.int64]:
        """The rows that something can be near to."""
        return np.setdiff1d(self.live, self.segment.silent, assume_unique=True)


class Snapshot:
    """What the manifest says, opened; the segments and findings of an earlier one are used again.

    In a newer segment a record is replaced or removed, which takes its rows out of all older ones.
    """

    def __init__(self, folder: Path, manifest: Manifest, earlier: "Snapshot | None") -> None:
        self.manifest = manifest
        known = {part.segment.name: part for part in earlier.parts} if earlier else {}
        segments = [
            known[name].segment if name in known else Segment(folder / name)
            for name in manifest.segments
        ]
        if any(each.dimensions != manifest.dimensions for each in segments):
            raise VectorsDamaged("its segments do not have as many dimensions as its pointer says")
        self.parts: tuple[Part, ...] = tuple(
            Part(segment, _dead(segment, segments[place + 1 :], known))
            for place, segment in enumerate(segments)
        )

    def require_unaltered(self) -> None:
        """Raise VectorsDamaged unless its files hold what was written; reads each of them once."""
        for part in self.parts:
            part.segment.require_unaltered()

    def refuse_altered(self) -> None:
        """Raise VectorsDamaged if one of its files is known not to hold what was written."""
        for part in self.parts:
            part.segment.refuse_altered()

    @cached_property
    def rows(self) -> int:
        """How many rows there are to be looked at, those that no longer count among them."""
        return sum(part.segment.rows for part in self.parts)

    @cached_property
    def count(self) -> int:
        """How many records have a vector."""
        return sum(part.segment.rows - len(part.dead) for part in self.parts)

    def entries(self) -> Iterator[tuple[CTID, str]]:
        """Each record with the revision encoded, by CTID."""
        found = [
            (ctid.decode(), revision.decode())
            for part in self.parts
            for ctid, revision in zip(
                part.segment.ctids[part.live].tolist(),
                part.segment.revisions[part.live].tolist(),
                strict=True,
            )
        ]
        for ctid, revision in sorted(found):
            yield CTID(ctid), revision

    def documents(self) -> Iterator[VectorDocument]:
        """Everything that counts, as it was given."""
        for part in self.parts:
            yield from part.segment.documents(part.live)

    def vectors_of(self, ctids: Sequence[CTID]) -> tuple[list[CTID], Vectors]:
        """The vectors of those of these records that have one, and whose they are."""
        asked = as_bytes(ctids)
        found: list[CTID] = []
        blocks = [np.zeros((0, self.manifest.dimensions), np.float32)]
        for part in self.parts:
            places, rows = part.segment.rows_of(asked)
            if len(part.dead):
                is_live = ~np.isin(rows, part.dead)
                places, rows = places[is_live], rows[is_live]
            found += [ctids[place] for place in places.tolist()]
            blocks.append(part.segment.vectors[rows].astype(np.float32))
        return found, np.concatenate(blocks)

    def nearest(self, vector: Vectors, limit: int) -> tuple[tuple[CTID, float], ...]:
        """The records whose vectors are nearest to this one, of length 1, and their cosines."""
        if not self.count or limit < 1 or not vector.any():
            return ()
        if self.rows <= EXACT:
            chosen = [(part, part.heard) for part in self.parts]
        else:
            chosen = self._candidates(vector, max(CANDIDATES, MORE * limit))
        scored: list[tuple[float, CTID]] = []
        for part, rows in chosen:
            if len(rows):
                scored += _best(part.segment, rows, vector, limit, whole=self.rows <= EXACT)
        scored.sort(key=lambda each: (-each[0], each[1]))
        return tuple((ctid, score) for score, ctid in scored[:limit])

    def _candidates(self, vector: Vectors, wanted: int) -> list[tuple[Part, NDArray[np.int64]]]:
        """The rows whose codes differ least from this vector's: `wanted`, and some as near."""
        code = code_planes(vector[np.newaxis], self.parts[0].segment.centre)[:, 0]
        found = [distances(part.segment.codes, code) for part in self.parts]
        for part, far in zip(self.parts, found, strict=True):
            far[part.unheard] = _FAR
        farthest = len(code) * 64
        counted = np.zeros(farthest + 1, np.int64)
        for far in found:
            counted += np.bincount(far, minlength=int(_FAR) + 1)[: farthest + 1]
        bound = min(int(np.searchsorted(np.cumsum(counted), wanted)), farthest)
        # However many rows have the same code, no more of them are compared than were wanted.
        return [
            (part, np.union1d(np.flatnonzero(far < bound), np.flatnonzero(far == bound)[:wanted]))
            for part, far in zip(self.parts, found, strict=True)
        ]


def _best(
    segment: Segment, rows: NDArray[np.int64], vector: Vectors, limit: int, *, whole: bool
) -> list[tuple[float, CTID]]:
    """The best of these rows, and those as good as the last of them."""
    if whole:
        scores = (segment.floats @ vector)[rows]
    else:
        scores = segment.vectors[rows].astype(np.float32) @ vector
    if len(rows) > limit:
        bound = np.partition(scores, len(rows) - limit)[len(rows) - limit]
        kept = np.flatnonzero(scores >= bound)
        rows, scores = rows[kept], scores[kept]
    return [
        (min(1.0, score), segment.ctid(row))
        for row, score in zip(rows.tolist(), scores.tolist(), strict=True)
    ]


def _dead(segment: Segment, newer: Sequence[Segment], known: dict[str, Part]) -> NDArray[np.int64]:
    """The rows that newer segments replace or remove; what an earlier snapshot found stays found.

    A newer segment may have been gathered with others, but what it took away stays taken away.
    """
    before = known.get(segment.name)
    found = [before.dead] if before else []
    for each in newer:
        if before and each.name in known:
            continue
        found.append(segment.rows_of(each.ctids)[1])
        found.append(segment.rows_of(each.gone)[1])
    return np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)
