"""The index as of one commit: its segments opened, its documents numbered through.

A snapshot never changes; a search uses one from beginning to end. The next one takes over the
segments that are still part of the index, so a small change costs only its own small segment.
"""

# Whoosh ships types, but not for everything that is called here.
# mypy: disallow-untyped-calls=False

import json
from functools import cached_property, partial
from typing import Any

import numpy as np
from whoosh.filedb.filestore import RamStorage
from whoosh.index import TOC

from search_index.reading import reading
from search_index.whoosh_engine.collection import Columns
from search_index.whoosh_engine.columns import SegmentColumns
from search_index.whoosh_engine.generations import INDEX_NAME, DurableStorage, WhooshPosition
from search_index.whoosh_engine.schema import NUMBER_KEY
from search_index.whoosh_engine.segments import Ids, OpenSegment, Postings, Weights


def _table_of_contents(position: WhooshPosition) -> TOC:
    """Which segments a commit holds; read through memory, as Whoosh leaves a damaged file open."""
    name = f"_{INDEX_NAME}_{position.commit}.toc"
    memory = RamStorage()
    memory.files[name] = (position.generation / name).read_bytes()
    toc: TOC = TOC.read(memory, INDEX_NAME, gen=position.commit)
    return toc


class Snapshot:
    """One commit, opened; `previous` is the snapshot it follows, to take over from."""

    def __init__(self, position: WhooshPosition, previous: "Snapshot | None" = None) -> None:
        self.position = position
        storage = DurableStorage(str(position.generation))
        toc = _table_of_contents(position)
        known = {segment.id: segment for segment in previous.segments} if previous else {}
        self.segments: tuple[OpenSegment, ...] = tuple(
            known.get(segment.segment_id()) or OpenSegment(storage, toc.schema, segment)
            for segment in toc.segments
        )
        self._deleted: tuple[frozenset[int], ...] = tuple(
            frozenset(segment.deleted_docs()) for segment in toc.segments
        )
        counts = [segment.count for segment in self.segments]
        self._starts: list[int] = np.cumsum([0, *counts]).tolist()

    @cached_property
    def number(self) -> int:
        """The change number noted in this commit."""
        return int(reading("the change number", self._read_number))

    @cached_property
    def columns(self) -> Columns:
        """The columns of the whole collection."""
        parts: list[SegmentColumns] = reading(
            "a column", lambda: [segment.columns for segment in self.segments]
        )
        live = np.ones(self._starts[-1], np.bool_)
        for start, deleted in zip(self._starts, self._deleted, strict=False):
            live[np.fromiter(deleted, np.int64, len(deleted)) + start] = False
        return Columns(parts, live)

    def documents_with_key(self, key: str) -> list[int]:
        """The numbers of the documents, not deleted, that `key` names; one at most when whole."""
        found: list[int] = []
        for start, segment, deleted in zip(
            self._starts, self.segments, self._deleted, strict=False
        ):
            ids = reading("a segment", partial(segment.postings, "key", key)).ids.tolist()
            found.extend(start + n for n in ids if n not in deleted)
        return found

    def postings(self, field: str, term: str) -> tuple[Ids, Weights]:
        """The live documents that have `term`, ascending, and its weight in each."""
        parts = [segment.postings(field, term) for segment in self.segments]
        ids = self._numbered(parts)
        weights = np.concatenate([np.empty(0, np.float32), *(part.weights for part in parts)])
        live = self.columns.live[ids]
        return ids[live], weights[live]

    def positions(self, field: str, term: str) -> tuple[Ids, tuple[bytes, ...]]:
        """All documents that have `term`, deleted ones included, and where it stands in each."""
        parts = [segment.postings(field, term, positions=True) for segment in self.segments]
        return self._numbered(parts), tuple(p for part in parts for p in part.positions or ())

    def _numbered(self, parts: list[Postings]) -> Ids:
        moved = [part.ids + start for part, start in zip(parts, self._starts, strict=False)]
        return np.concatenate([np.empty(0, np.int32), *moved]).astype(np.int32)

    def _read_number(self) -> Any:
        [note] = self.documents_with_key(NUMBER_KEY)
        place = int(np.searchsorted(self._starts, note, side="right")) - 1
        stored = self.segments[place].facts(note - self._starts[place])
        return json.loads(stored)["number"]
