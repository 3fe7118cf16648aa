"""What a snapshot knows of words: which records have them, and how they may be spelt."""

from collections.abc import Sequence

from search_index.asked import Asked, Clause
from search_index.tantivy_engine.matching import (
    Found,
    Match,
    count_together,
    find,
    match_all,
    match_some,
)
from search_index.tantivy_engine.snapshot import Snapshot


class SnapshotWords:
    """The words of one snapshot (see search_index/matched.py)."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def near(self, word: str, distance: int) -> set[str]:
        """The other words at most `distance` typing errors from `word`."""
        return set(self._snapshot.vocabulary.within(word, distance))

    def going_on(self, word: str) -> set[str]:
        """The longer words that begin with `word`."""
        return set(self._snapshot.vocabulary.going_on(word))

    def frequency(self, word: str) -> int:
        """How many records have exactly this word."""
        return self._snapshot.frequency("word", word)

    def find(self, clause: Clause) -> Found:
        """The records that have one clause."""
        return find(self._snapshot, clause)

    def together(self, found: Sequence[Found]) -> int:
        """How many records have all of these."""
        return count_together(self._snapshot, found)

    def match_all(self, asked: Asked, found: tuple[Found, ...]) -> Match:
        """The records that have every clause."""
        return match_all(self._snapshot, asked, found)

    def match_some(self, asked: Asked, found: tuple[Found, ...]) -> Match:
        """The records that have any clause; those that have more of them score higher."""
        return match_some(self._snapshot, asked, found)
