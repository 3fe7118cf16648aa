"""What the index of every engine does with its folder: writers take turns, readers see commits."""

import threading
from abc import ABC, abstractmethod
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from ctdl.ctid import CTID
from search_index.generations import Commit, Generations, Position
from search_index.protocol import IndexDamaged, SearchDocument, SearchIndexError
from search_index.reading import reading

# A rebuild or a merge may remove files between naming and opening them.
_ATTEMPTS = 20


class Opened(Protocol):
    """One commit, opened."""

    @property
    def position(self) -> tuple[object, ...]:
        """Which one it is."""

    @property
    def number(self) -> int:
        """The change number noted in it."""


Snapshot = TypeVar("Snapshot", bound=Opened)


class FolderIndex(ABC, Generic[Commit, Snapshot]):
    """One folder's index; an instance may be used by many threads, a folder by many processes."""

    def __init__(self, generations: Generations[Commit], write_timeout_seconds: float) -> None:
        self._generations = generations
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
            self._write_changes(snapshot, changed, removed, number)

    def number(self) -> int:
        """The change number of the last completed `apply` or `rebuild`."""
        return self._current().number

    def rebuild(self, documents: Iterable[SearchDocument], number: int) -> None:
        """Make the index anew beside the old one and switch to it when it is whole."""
        with self._generations.writing(self._write_timeout_seconds):
            self._fill_next(documents, number)

    @abstractmethod
    def _write_all(
        self, generation: Path, documents: Iterable[SearchDocument], number: int
    ) -> None:
        """Fill the folder of a new generation."""

    @abstractmethod
    def _write_changes(
        self,
        snapshot: Snapshot,
        changed: dict[CTID, SearchDocument],
        removed: set[CTID],
        number: int,
    ) -> None:
        """Commit these changes on top of the last commit, which is `snapshot`."""

    @abstractmethod
    def _opened(self, position: Position[Commit], previous: Snapshot | None) -> Snapshot:
        """This commit; what is the same in the `previous` one is taken over."""

    def _fill_next(self, documents: Iterable[SearchDocument], number: int) -> None:
        generation = self._generations.start_next()
        self._write_all(generation, documents, number)
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
                opened = reading("a segment", partial(self._opened, latest, snapshot))
            except IndexDamaged:
                # Files that were replaced while they were being opened are not damaged.
                if self._generations.latest() == latest:
                    raise
            else:
                # What was opened is sure to be that commit only if there is no newer one.
                if self._generations.latest() == latest:
                    self._snapshot = opened
        raise IndexDamaged("its files keep changing while they are opened")
