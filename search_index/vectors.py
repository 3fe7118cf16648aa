"""The vectors of all records on disk, and the search for the nearest: nothing but numpy.

Many processes read, one at a time writes, and all see a change as soon as it is made. A small
collection is searched exactly, a large one by codes of one bit a number and then by the vectors of
the nearest codes (docs/adr/0069-vectors-in-mapped-segments.md).
"""

import threading
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import numpy as np

from ctdl.ctid import CTID
from search_index.meaning import Encoder, Vectors
from search_index.vector_store.errors import VectorsDamaged, VectorsOutdated, VectorsUnusable
from search_index.vector_store.folder import Manifest, VectorFolder, read_manifest
from search_index.vector_store.segments import VectorDocument, unit_rows, write_segment
from search_index.vector_store.snapshot import Snapshot

__all__ = [
    "VectorDocument",
    "VectorIndex",
    "VectorsDamaged",
    "VectorsOutdated",
    "VectorsUnusable",
]

# Segments may be gathered and removed between reading the manifest and opening them.
_ATTEMPTS: Final = 20
_PASSING: Final = 20_000
"""Segments are gathered while a change is written only up to so many rows: it must stay quick."""
_MANY: Final = 8
"""With more segments than these, or a fourth of the rows dead, tidying makes one of them."""


class VectorIndex:
    """One folder's vectors, made by one encoder; shared by threads, its folder by processes.

    `recipe` names how records are made into vectors; vectors of another recipe count as made by
    another encoder: `number()` is 0 for them, and only `rebuild` can be asked of them.
    """

    def __init__(
        self,
        folder: Path,
        encoder: Encoder,
        recipe: str = "",
        write_timeout_seconds: float = 60.0,
    ) -> None:
        self._folder = VectorFolder(Path(folder))
        self._made_with = f"{encoder.name} {recipe}".strip()
        self._dimensions = encoder.dimensions
        self._write_timeout_seconds = write_timeout_seconds
        self._opened: tuple[str, Snapshot] | None = None
        self._refreshing = threading.Lock()

    def create(self) -> None:
        """Make an empty index at change number 0, unless there is one, be it a broken one."""
        if self._folder.exists():
            return
        with self._folder.writing(self._write_timeout_seconds):
            if not self._folder.exists():
                self._folder.commit(Manifest(self._made_with, self._dimensions, 0, ()))

    def number(self) -> int:
        """The change number reached; 0 when new, or made by another encoder than this one.

        Raises VectorsDamaged for files that cannot be opened or were found to be altered.
        """
        try:
            return self._current().manifest.number
        except VectorsOutdated:
            return 0

    def count(self) -> int:
        """How many records have a vector."""
        return self._current().count

    def apply(
        self, upserts: Iterable[VectorDocument], deletes: Iterable[CTID], number: int
    ) -> None:
        """Put, replace and remove vectors and note the change number reached: all or nothing."""
        changed = {document.ctid: document for document in upserts}
        removed = set(deletes)
        if both := changed.keys() & removed:
            raise ValueError(f"{min(both)} is to be both put and removed.")
        with self._folder.writing(self._write_timeout_seconds):
            snapshot = self._current()
            self._folder.remove_others(snapshot.manifest)
            self._add(snapshot, changed, removed, number)

    def rebuild(self, documents: Iterable[VectorDocument], number: int) -> None:
        """Make the index anew beside the old one and switch to it when it is whole."""
        with self._folder.writing(self._write_timeout_seconds):
            self._replace_all(documents, number)

    def entries(self) -> Iterator[tuple[CTID, str]]:
        """The CTID and revision of every record that has a vector, by CTID."""
        return self._unaltered().entries()

    def nearest(self, vector: Vectors, limit: int) -> tuple[tuple[CTID, float], ...]:
        """The `limit` records nearest to this vector with their cosines, best first, then by CTID.

        Records without meaning (vectors of nought) are near nothing.
        """
        return self._unaltered().nearest(self._unit(vector), limit)

    def likeness(self, vector: Vectors, ctids: Iterable[CTID]) -> Mapping[CTID, float]:
        """The cosine of this vector with those of these records that have one."""
        found, vectors = self._unaltered().vectors_of(tuple(dict.fromkeys(ctids)))
        scores = vectors @ self._unit(vector)
        return {ctid: min(1.0, float(score)) for ctid, score in zip(found, scores, strict=True)}

    def vector(self, ctid: CTID) -> Vectors | None:
        """The vector of a record, of length 1; None when it has none."""
        found, vectors = self._unaltered().vectors_of((ctid,))
        if not found:
            return None
        row: Vectors = unit_rows(vectors, vectors.shape[1])[0]
        return row

    def faults(self) -> Iterator[str]:
        """The segments that no longer hold what was written; reads all of them."""
        for part in self._current().parts:
            if not part.segment.is_whole():
                yield f"{part.segment.name} has been altered"

    def tidy(self) -> None:
        """Gather what many changes have left in pieces; reads once through what there is.

        Raises VectorsDamaged for what has been altered: `number` then does so as well.
        """
        if not _is_untidy(self._unaltered()):
            return
        with self._folder.writing(self._write_timeout_seconds):
            snapshot = self._unaltered()
            if _is_untidy(snapshot):
                self._replace_all(snapshot.documents(), snapshot.manifest.number)

    def _is_ours(self, manifest: Manifest) -> bool:
        return (manifest.made_with, manifest.dimensions) == (self._made_with, self._dimensions)

    def _unit(self, vector: Vectors) -> Vectors:
        rows = np.asarray(vector, np.float32)[np.newaxis]
        found: Vectors = unit_rows(rows, self._dimensions)[0]
        return found

    def _replace_all(self, documents: Iterable[VectorDocument], number: int) -> None:
        path = self._folder.next_segment()
        rows = write_segment(path, documents, (), self._dimensions)
        self._folder.commit(
            Manifest(self._made_with, self._dimensions, number, (path.name,) if rows else ())
        )

    def _add(
        self,
        snapshot: Snapshot,
        changed: dict[CTID, VectorDocument],
        removed: set[CTID],
        number: int,
    ) -> None:
        """One more segment, gathered with those before it that are not much larger."""
        kept = list(snapshot.parts)
        gathered: list[VectorDocument] = []
        gone = set(removed)
        size = len(changed) + len(removed)
        while kept and changed.keys() | removed:
            last = kept[-1].segment
            if last.rows + len(last.gone) > 2 * size or last.rows + size > _PASSING:
                break
            part = kept.pop()
            part.segment.require_unaltered()
            gathered += [
                each
                for each in part.segment.documents(part.live)
                if each.ctid not in changed and each.ctid not in removed
            ]
            gone |= {CTID(each.decode()) for each in part.segment.gone.tolist()}
            size += last.rows + len(last.gone)
        names = [part.segment.name for part in kept]
        if changed or removed:
            path = self._folder.next_segment()
            centre = snapshot.parts[0].segment.centre if kept else None
            write_segment(
                path,
                [*gathered, *changed.values()],
                gone if kept else (),
                self._dimensions,
                centre,
            )
            names.append(path.name)
        self._folder.commit(Manifest(self._made_with, self._dimensions, number, tuple(names)))

    def _unaltered(self) -> Snapshot:
        """The newest state, of which every file was read through once."""
        snapshot = self._current()
        snapshot.require_unaltered()
        return snapshot

    def _current(self) -> Snapshot:
        """The newest state; costs one look at a small file when nothing changed."""
        opened, state = self._opened, self._folder.state()
        if opened is not None and opened[0] == state:
            snapshot = opened[1]
        else:
            with self._refreshing:
                snapshot = self._refreshed()
        snapshot.refuse_altered()
        return snapshot

    def _refreshed(self) -> Snapshot:
        for _ in range(_ATTEMPTS):
            opened, state = self._opened, self._folder.state()
            if opened is not None and opened[0] == state:
                return opened[1]
            manifest = read_manifest(state)
            if not self._is_ours(manifest):
                raise VectorsOutdated(
                    f"The index of meaning was made with {manifest.made_with!r}, not with"
                    f" {self._made_with!r}; `registry rebuild meaning` makes it anew."
                )
            try:
                snapshot = Snapshot(self._folder.path, manifest, opened[1] if opened else None)
            except (VectorsDamaged, IndexError, ValueError) as error:
                # A segment that was gathered while it was being opened is not damaged.
                if self._folder.state() == state:
                    raise VectorsDamaged.of(error) from error
                continue
            assert state is not None
            self._opened = (state, snapshot)
            return snapshot
        raise VectorsDamaged("its files keep changing while they are opened")


def _is_untidy(snapshot: Snapshot) -> bool:
    dead = snapshot.rows - snapshot.count
    return len(snapshot.parts) > _MANY or 4 * dead > max(snapshot.rows, 1)
