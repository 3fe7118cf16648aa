"""The search index of the protocol, on tantivy's files."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from tantivy import Index

from ctdl.ctid import CTID
from search_index.folder_index import FolderIndex
from search_index.protocol import SearchDocument, SearchQuery, SearchResults
from search_index.reading import reading
from search_index.tantivy_engine import writing
from search_index.tantivy_engine.answering import answer
from search_index.tantivy_engine.files import (
    Commit,
    TantivyPosition,
    check_files,
    check_format,
    generations_in,
)
from search_index.tantivy_engine.snapshot import Snapshot
from search_index.tantivy_engine.words import SnapshotWords


class TantivyIndex(FolderIndex[Commit, Snapshot]):
    """An index that tantivy keeps and answers from."""

    def __init__(self, folder: Path, write_timeout_seconds: float = 60.0) -> None:
        super().__init__(generations_in(Path(folder)), write_timeout_seconds)
        self._checked: frozenset[str] = frozenset()

    def search(self, query: SearchQuery) -> SearchResults:
        """The page of results, as of the last completed `apply` by any process."""
        return answer(self._current(), query)

    def written(self, word: str) -> int:
        """How many records have this word, folded, just as it is written."""
        words = SnapshotWords(self._current())
        return reading("the words", lambda: words.frequency(word))

    def entries(self) -> Iterator[tuple[CTID, str]]:
        """The CTID and revision of every record, in CTID order."""
        return self._current().entries()

    def tidy(self) -> None:
        """Have segments of like size merged wherever many small changes have left them."""
        with self._generations.writing(self._write_timeout_seconds):
            writing.write_tidy(self._current().position.generation)

    def optimize(self) -> None:
        """The same: how far segments are merged is for tantivy to decide, short of a rebuild."""
        self.tidy()

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
        writing.write_changes(snapshot.position.generation, changed, removed, number)

    def _opened(self, position: TantivyPosition, previous: Snapshot | None) -> Snapshot:
        generation = position.generation
        if previous is not None and previous.position.generation == generation:
            self._checked = check_files(generation, self._checked)
            previous.index.reload()
            return Snapshot(position, previous.index)
        check_format(generation)
        self._checked = check_files(generation, frozenset())
        index = Index.open(str(generation))
        # Without this a thread would watch the folder of every index that was ever opened.
        index.config_reader("manual")
        index.reload()
        return Snapshot(position, index)
