"""One file of vectors: written once, then only mapped by all who read it.

After a header come arrays, each beginning at a multiple of 64 bytes: the vectors as half floats,
their mean, their 1-bit codes, CTIDs, revisions, the rows in the order of CTIDs, the rows that are
all nought, and the CTIDs that this segment takes away from older ones. The sums of the header and
of the arrays are in the header.
"""

import mmap
import os
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, Any, Final

import numpy as np
from numpy.typing import NDArray

from ctdl.ctid import CTID
from search_index.meaning import Vectors
from search_index.vector_store.codes import code_planes, planes_for
from search_index.vector_store.errors import VectorsDamaged

CTID_LENGTH: Final = 39
REVISION_LENGTH: Final = 64
_MAGIC: Final = b"CRVECT2\n"
_HEADER: Final = struct.Struct("<8sQQQIII")
_ALIGNMENT: Final = 64
_BLOCK: Final = 4096
"""Vectors that are converted and written together."""


@dataclass(frozen=True)
class VectorDocument:
    """The vector of one revision of a record; all zeros when nothing of it could be encoded."""

    ctid: CTID
    revision: str
    vector: Vectors


@dataclass(frozen=True)
class _Layout:
    """Where each array of a segment begins, and how long the file is."""

    rows: int
    silent: int
    gone: int
    dimensions: int

    @cached_property
    def arrays(self) -> dict[str, tuple[int, np.dtype[Any], tuple[int, ...]]]:
        """Offset, type and shape of each array by name, in the order of the file."""
        shapes: tuple[tuple[str, Any, tuple[int, ...]], ...] = (
            ("vectors", np.float16, (self.rows, self.dimensions)),
            ("centre", np.float32, (self.dimensions,)),
            ("codes", np.uint64, (planes_for(self.dimensions), self.rows)),
            ("ctids", f"S{CTID_LENGTH}", (self.rows,)),
            ("revisions", f"S{REVISION_LENGTH}", (self.rows,)),
            ("order", np.int32, (self.rows,)),
            ("silent", np.int32, (self.silent,)),
            ("gone", f"S{CTID_LENGTH}", (self.gone,)),
        )
        found: dict[str, tuple[int, np.dtype[Any], tuple[int, ...]]] = {}
        offset = _aligned(_HEADER.size)
        for name, kind, shape in shapes:
            dtype = np.dtype(kind)
            found[name] = (offset, dtype, shape)
            offset = _aligned(offset + dtype.itemsize * int(np.prod(shape, dtype=np.int64)))
        return found

    @cached_property
    def size(self) -> int:
        """The length of the whole file."""
        offset, dtype, shape = self.arrays["gone"]
        return _aligned(offset + dtype.itemsize * int(np.prod(shape, dtype=np.int64)))


class Segment:
    """A written file, mapped; every array is a view of the map."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._is_altered: bool | None = None
        try:
            with path.open("rb") as file:
                header = file.read(_HEADER.size)
                magic, *sizes, self._sum, header_sum = _HEADER.unpack(header)
                if magic != _MAGIC or header_sum != zlib.crc32(header[:-4]):
                    raise VectorsDamaged(f"{path.name} is not a file of vectors")
                layout = _Layout(*sizes)
                if os.fstat(file.fileno()).st_size != layout.size:
                    raise VectorsDamaged(f"{path.name} is not as long as it should be")
                self._map = mmap.mmap(file.fileno(), layout.size, access=mmap.ACCESS_READ)
        except FileNotFoundError:
            raise VectorsDamaged(f"{path.name} is missing") from None
        except (OSError, struct.error) as error:
            raise VectorsDamaged(f"{path.name} cannot be read ({error})") from error
        self.rows, self.dimensions = layout.rows, layout.dimensions
        self.vectors = self._array(layout, "vectors")
        self.centre: Vectors = self._array(layout, "centre")
        self.codes: NDArray[np.uint64] = self._array(layout, "codes")
        self.ctids: NDArray[np.bytes_] = self._array(layout, "ctids")
        self.revisions: NDArray[np.bytes_] = self._array(layout, "revisions")
        self._order: NDArray[np.int32] = self._array(layout, "order")
        self.silent: NDArray[np.int32] = self._array(layout, "silent")
        self.gone: NDArray[np.bytes_] = self._array(layout, "gone")

    @cached_property
    def floats(self) -> Vectors:
        """All vectors as numbers to reckon with; only for segments that are small enough."""
        found: Vectors = self.vectors.astype(np.float32)
        return found

    def rows_of(self, ctids: NDArray[np.bytes_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Which of these CTIDs have a vector here, by place in `ctids`, and in which rows."""
        if not self.rows or not len(ctids):
            nowhere = np.zeros(0, np.int64)
            return nowhere, nowhere
        places = np.searchsorted(self.ctids, ctids, sorter=self._order)
        rows = self._order[np.minimum(places, self.rows - 1)].astype(np.int64)
        found = np.flatnonzero(self.ctids[rows] == ctids)
        return found, rows[found]

    def ctid(self, row: int) -> CTID:
        """Whose vector it is."""
        return CTID(self.ctids[row].decode("ascii"))

    def documents(self, live: NDArray[np.int64]) -> Iterator[VectorDocument]:
        """What these rows were written from."""
        for start in range(0, len(live), _BLOCK):
            rows = live[start : start + _BLOCK]
            parts = zip(
                self.ctids[rows].tolist(),
                self.revisions[rows].tolist(),
                self.vectors[rows].astype(np.float32),
                strict=True,
            )
            for ctid, revision, vector in parts:
                yield VectorDocument(CTID(ctid.decode()), revision.decode(), vector)

    def require_unaltered(self) -> None:
        """Raise VectorsDamaged unless the file holds what was written; it is read for that once."""
        if self._is_altered is None:
            self._is_altered = not self.is_whole()
        self.refuse_altered()

    def refuse_altered(self) -> None:
        """Raise VectorsDamaged if it is known not to hold what was written."""
        if self._is_altered:
            raise VectorsDamaged(f"{self.name} has been altered")

    def is_whole(self) -> bool:
        """Whether the file still holds what was written; reads all of it."""
        found = zlib.crc32(memoryview(self._map)[_aligned(_HEADER.size) :])
        return bool(found == self._sum)

    def _array(self, layout: _Layout, name: str) -> Any:
        offset, dtype, shape = layout.arrays[name]
        count = int(np.prod(shape, dtype=np.int64))
        if not count:
            return np.zeros(shape, dtype)
        return np.frombuffer(self._map, dtype, count, offset).reshape(shape)


def write_segment(
    path: Path,
    documents: Iterable[VectorDocument],
    gone: Iterable[CTID],
    dimensions: int,
    centre: Vectors | None = None,
) -> int:
    """Write a segment, flushed to the disk; how many rows it has.

    The vectors go straight to the file, so that a million need no memory. Codes are made around
    `centre`, which segments searched together must share; without it, around the mean.
    """
    with path.open("w+b") as file:
        file.write(bytes(_aligned(_HEADER.size)))
        rows = _Rows(dimensions)
        for block in rows.blocks(documents):
            file.write(block)
        sum_of_rows = _SumOfFile(file, _aligned(_HEADER.size))
        sum_of_rows.pad()
        middle = rows.mean if centre is None else centre
        sum_of_rows.write(np.ascontiguousarray(middle, np.float32))
        _write_codes(sum_of_rows, rows.count, dimensions, middle)
        ctids = np.frombuffer(bytes(rows.ctids), f"S{CTID_LENGTH}")
        sum_of_rows.write(ctids)
        sum_of_rows.write(np.frombuffer(bytes(rows.revisions), f"S{REVISION_LENGTH}"))
        sum_of_rows.write(np.argsort(ctids, kind="stable").astype(np.int32))
        sum_of_rows.write(np.array(rows.silent, np.int32))
        taken = np.unique(as_bytes(gone))
        sum_of_rows.write(taken)
        header = _HEADER.pack(
            _MAGIC, rows.count, len(rows.silent), len(taken), dimensions, sum_of_rows.checked(), 0
        )
        file.seek(0)
        file.write(header[:-4] + struct.pack("<I", zlib.crc32(header[:-4])))
        file.flush()
        os.fsync(file.fileno())
        return rows.count


def as_bytes(ctids: Iterable[str]) -> NDArray[np.bytes_]:
    """These CTIDs as the files keep them."""
    return np.array([each.encode() for each in ctids], f"S{CTID_LENGTH}")


class _Rows:
    """Documents taken in one after another: vectors in blocks to be written, the rest kept."""

    def __init__(self, dimensions: int) -> None:
        self._dimensions = dimensions
        self._total = np.zeros(dimensions, np.float64)
        self.count = 0
        self.silent: list[int] = []
        self.ctids = bytearray()
        self.revisions = bytearray()

    @property
    def mean(self) -> Vectors:
        """The mean of all vectors that are not nought."""
        return (self._total / max(self.count - len(self.silent), 1)).astype(np.float32)

    def blocks(self, documents: Iterable[VectorDocument]) -> Iterator[bytes]:
        waiting: list[Vectors] = []
        for document in documents:
            self.ctids += _fixed(document.ctid, CTID_LENGTH)
            self.revisions += _fixed(document.revision, REVISION_LENGTH)
            waiting.append(document.vector)
            if len(waiting) == _BLOCK:
                yield self._block(waiting)
                waiting = []
        if waiting:
            yield self._block(waiting)

    def _block(self, waiting: list[Vectors]) -> bytes:
        vectors = unit_rows(np.asarray(waiting, np.float32), self._dimensions)
        self.silent += (np.flatnonzero(~vectors.any(axis=1)) + self.count).tolist()
        self.count += len(vectors)
        self._total += vectors.sum(axis=0, dtype=np.float64)
        return vectors.astype(np.float16).tobytes()


def unit_rows(vectors: Vectors, dimensions: int) -> Vectors:
    """The same directions with length 1; rows of nought stay as they are."""
    if vectors.ndim != 2 or vectors.shape[1] != dimensions or not np.isfinite(vectors).all():
        raise ValueError(f"A vector must be {dimensions} finite numbers; got {vectors.shape[1:]}.")
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    found: Vectors = np.zeros_like(vectors)
    np.divide(vectors, lengths, out=found, where=lengths > 0)
    return found


class _SumOfFile:
    """Arrays appended to a file whose first part was already written, with the sum of it all."""

    def __init__(self, file: IO[bytes], start: int) -> None:
        self._file = file
        self._start = start
        self.vectors_end = file.tell()

    def write(self, array: NDArray[Any]) -> None:
        """Append the array and fill up to where the next one begins."""
        self._file.write(np.ascontiguousarray(array).tobytes())
        self.pad()

    def pad(self) -> None:
        """Fill up to where the next array begins."""
        end = self._file.tell()
        self._file.write(bytes(_aligned(end) - end))

    def vectors(self, rows: int, dimensions: int) -> Iterator[Vectors]:
        """The vectors written so far, a few at a time."""
        self._file.flush()
        end = self._file.tell()
        self._file.seek(self._start)
        for first in range(0, rows, _BLOCK):
            count = min(_BLOCK, rows - first) * dimensions
            part = np.frombuffer(self._file.read(count * 2), np.float16)
            yield part.astype(np.float32).reshape(-1, dimensions)
        self._file.seek(end)

    def checked(self) -> int:
        """The sum over everything after the header."""
        self._file.flush()
        self._file.seek(self._start)
        found = 0
        while part := self._file.read(1 << 20):
            found = zlib.crc32(part, found)
        return found


def _write_codes(file: _SumOfFile, rows: int, dimensions: int, centre: Vectors) -> None:
    codes = np.zeros((planes_for(dimensions), rows), np.uint64)
    first = 0
    for vectors in file.vectors(rows, dimensions):
        codes[:, first : first + len(vectors)] = code_planes(vectors, centre)
        first += len(vectors)
    file.write(codes)


def _fixed(text: str, length: int) -> bytes:
    encoded = text.encode("ascii")
    if len(encoded) > length:
        raise ValueError(f"{text[:80]!r} is longer than {length} characters.")
    return encoded.ljust(length, b"\0")


def _aligned(offset: int) -> int:
    return -(-offset // _ALIGNMENT) * _ALIGNMENT
