"""The search index of the protocol, on Whoosh's files and numpy's arithmetic."""

import threading
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import numpy as np

from ctdl.ctid import CTID
from search_index.protocol import (
    IndexDamaged,
    SearchDocument,
    SearchIndexError,
    SearchQuery,
    SearchResults,
)
from search_index.whoosh_engine import writing
from search_index.whoosh_engine.answering import answer
from search_index.whoosh_engine.generations import Generations, remove_leftovers
from search_index.whoosh_engine.snapshot import Snapshot, reading

# A rebuild or a merge may remove files between reading the table of contents and opening them.
_ATTEMPTS = 20


class WhooshIndex:
    """One folder's index; an instance may be used by many threads, a folder by many processes."""

    def __init__(self, folder: Path, write_timeout_seconds: float = 60.0) -> None:
        self._generations = Generations(Path(folder))
        self._write_timeout_seconds = write_timeout_seconds
        self._snapshot: Snapshot | None = None
        self._refreshing = threading.Lock()

    def create(self) -> None:
        """Make an empty index at change number 0, unless there is one already."""
        if self._generations.exists():
            return
        with self._generations.writing(self._write_timeout_seconds):
            if not self._generations.exists():
                self._fill_next((), 0)

    def apply(
        self, upserts: Iterable[SearchDocument], deletes: Iterable[CTID], number: int
    ) -> None:
        """Index, replace and remove records and note the change number reached: all or nothing."""
        changed = {document.ctid: document for document in upserts}
        removed = set(deletes)
        if both := changed.keys() & removed:
            raise SearchIndexError(f"{min(both)} is to be both indexed and removed.")
        with self._generations.writing(self._write_timeout_seconds):
            snapshot = self._current()
            self._generations.remove_abandoned()
            remove_leftovers(snapshot.position.generation)
            writing.write_changes(snapshot, changed, removed, number)

    def number(self) -> int:
        """The change number of the last completed `apply` or `rebuild`."""
        return self._current().number

    def search(self, query: SearchQuery) -> SearchResults:
        """The page of results, as of the last completed `apply` by any process."""
        snapshot = self._current()
        return answer(snapshot, query)

    def entries(self) -> Iterator[tuple[CTID, str]]:
        """The CTID and revision of every record, in CTID order."""
        columns = self._current().columns
        live = np.flatnonzero(columns.live).tolist()
        found = [(CTID(columns.ctids[n]), columns.revisions[n]) for n in live]
        return iter(sorted(found))

    def rebuild(self, documents: Iterable[SearchDocument], number: int) -> None:
        """Make the index anew beside the old one and switch to it when it is whole."""
        with self._generations.writing(self._write_timeout_seconds):
            self._fill_next(documents, number)

    def tidy(self) -> None:
        """Gather segments of like size wherever many small changes have left them."""
        with self._generations.writing(self._write_timeout_seconds):
            generation = self._current().position.generation
            remove_leftovers(generation)
            writing.write_tidy(generation)

    def optimize(self) -> None:
        """Gather all segments into one; worth it after a large load, not after a publish."""
        with self._generations.writing(self._write_timeout_seconds):
            snapshot = self._current()
            remove_leftovers(snapshot.position.generation)
            writing.write_compact(snapshot.position.generation)

    def _fill_next(self, documents: Iterable[SearchDocument], number: int) -> None:
        generation = self._generations.start_next()
        writing.write_all(generation, documents, number)
        self._generations.switch_to(generation)

    def _current(self) -> Snapshot:
        """The snapshot of the last commit; costs one look into a folder when nothing moved."""
        snapshot, latest = self._snapshot, self._generations.latest()
        if snapshot is not None and snapshot.position == latest:
            return snapshot
        with self._refreshing:
            return self._refreshed()

    def _refreshed(self) -> Snapshot:
        for _ in range(_ATTEMPTS):
            snapshot, latest = self._snapshot, self._generations.latest()
            if snapshot is not None and snapshot.position == latest:
                return snapshot
            try:
                self._snapshot = reading("a segment", partial(Snapshot, latest, snapshot))
            except IndexDamaged:
                # Files that were replaced while they were being opened are not damaged.
                if self._generations.latest() == latest:
                    raise
        raise IndexDamaged("its files keep changing while they are opened")
