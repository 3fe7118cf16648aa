"""The search index of the protocol, on Whoosh's files and numpy's arithmetic."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from ctdl.ctid import CTID
from search_index.folder_index import FolderIndex
from search_index.protocol import SearchDocument, SearchQuery, SearchResults
from search_index.reading import reading
from search_index.whoosh_engine import writing
from search_index.whoosh_engine.answering import answer
from search_index.whoosh_engine.generations import (
    WhooshPosition,
    generations_in,
    remove_leftovers,
)
from search_index.whoosh_engine.snapshot import Snapshot
from search_index.whoosh_engine.words import SnapshotWords


class WhooshIndex(FolderIndex[int, Snapshot]):
    """An index that Whoosh keeps and numpy answers from."""

    def __init__(self, folder: Path, write_timeout_seconds: float = 60.0) -> None:
        super().__init__(generations_in(Path(folder)), write_timeout_seconds)

    def search(self, query: SearchQuery) -> SearchResults:
        """The page of results, as of the last completed `apply` by any process."""
        return answer(self._current(), query)

    def written(self, word: str) -> int:
        """How many records have this word, folded, just as it is written."""
        words = SnapshotWords(self._current())
        return reading("the words", lambda: words.frequency(word))

    def entries(self) -> Iterator[tuple[CTID, str]]:
        """The CTID and revision of every record, in CTID order."""
        columns = self._current().columns
        live = np.flatnonzero(columns.live).tolist()
        found = [(CTID(columns.ctids[n]), columns.revisions[n]) for n in live]
        return iter(sorted(found))

    def tidy(self) -> None:
        """Gather segments of like size wherever many small changes have left them."""
        with self._generations.writing(self._write_timeout_seconds):
            generation = self._current().position.generation
            remove_leftovers(generation)
            writing.write_tidy(generation)

    def optimize(self) -> None:
        """Gather all segments into one; worth it after a large load, not after a publish."""
        with self._generations.writing(self._write_timeout_seconds):
            generation = self._current().position.generation
            remove_leftovers(generation)
            writing.write_compact(generation)

    def _write_all(
        self, generation: Path, documents: Iterable[SearchDocument], number: int
    ) -> None:
        writing.write_all(generation, documents, number)

    def _write_changes(
        self,
        snapshot: Snapshot,
        changed: dict[CTID, SearchDocument],
        removed: set[CTID],
        number: int,
    ) -> None:
        remove_leftovers(snapshot.position.generation)
        writing.write_changes(snapshot, changed, removed, number)

    def _opened(self, position: WhooshPosition, previous: Snapshot | None) -> Snapshot:
        return Snapshot(position, previous)
