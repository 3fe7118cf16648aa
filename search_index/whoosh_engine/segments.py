"""One segment of the index, opened: its postings as numpy arrays and its column of facts.

A segment never changes once written, so all that is read from it is kept for as long as it is
part of the index. Which of its documents are deleted belongs to the commit, not to the segment.
"""

# Whoosh ships types, but not for everything that is called here.
# mypy: disallow-untyped-calls=False

import threading
from collections import OrderedDict
from functools import cached_property
from itertools import takewhile
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3LeafMatcher
from whoosh.fields import Schema
from whoosh.filedb.compound import CompoundStorage
from whoosh.filedb.filestore import FileStorage
from whoosh.reading import TermNotFound

from search_index.spelling import Vocabulary
from search_index.whoosh_engine.columns import SegmentColumns

Ids = NDArray[np.int32]
Weights = NDArray[np.float32]

_CACHED_POSTINGS = 2_000_000


class Postings(NamedTuple):
    """The documents a term is in, ascending, with its weight in each and where it stands."""

    ids: Ids
    weights: Weights
    positions: tuple[bytes, ...] | None


_NOTHING = Postings(np.empty(0, np.int32), np.empty(0, np.float32), ())


class OpenSegment:
    """The files of one segment, safe to use from several threads."""

    def __init__(self, storage: FileStorage, schema: Schema, segment: Any) -> None:
        self.id: str = segment.segment_id()
        self.count: int = segment.doc_count_all()
        self._schema = schema
        self._codec = segment.codec()
        self._files = _files_of(segment, storage)
        self._segment = segment
        self._terms = self._codec.terms_reader(self._files, segment)
        # Whoosh's files have one reading position each, so only one thread may read at a time.
        self._lock = threading.Lock()
        self._cache: OrderedDict[tuple[str, str, bool], Postings] = OrderedDict()
        self._cached = 0

    @cached_property
    def columns(self) -> SegmentColumns:
        """The facts of all documents of the segment, read once."""
        with self._lock:
            reader = self._facts_reader()
            return SegmentColumns(bytes(reader[document]) for document in range(self.count))

    def facts(self, document: int) -> bytes:
        """The stored facts of one document."""
        with self._lock:
            return bytes(self._facts_reader()[document])

    def postings(self, field: str, term: str, *, positions: bool = False) -> Postings:
        """Where `term` occurs, deleted documents included."""
        key = (field, term, positions)
        with self._lock:
            found = self._cache.get(key)
            if found is None:
                found = self._read(field, term, positions)
                self._remember(key, found)
            else:
                self._cache.move_to_end(key)
            return found

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of the segment for spelling, read once."""
        with self._lock:
            terms = takewhile(lambda term: term[0] == "word", self._terms.terms_from("word", b""))
            return Vocabulary([word.decode() for _, word in terms])

    def _facts_reader(self) -> Any:
        documents = self._codec.per_document_reader(self._files, self._segment)
        return documents.column_reader("facts", self._schema["facts"].column_type)

    def _read(self, field: str, term: str, positions: bool) -> Postings:
        try:
            matcher = self._terms.matcher(field, term.encode(), self._schema[field].format)
        except (TermNotFound, KeyError):
            return _NOTHING
        gather = _gather if isinstance(matcher, W3LeafMatcher) else _gather_slowly
        return gather(matcher, positions)

    def _remember(self, key: tuple[str, str, bool], found: Postings) -> None:
        self._cache[key] = found
        self._cached += 50 + len(found.ids)
        while self._cached > _CACHED_POSTINGS:
            _, dropped = self._cache.popitem(last=False)
            self._cached -= 50 + len(dropped.ids)


def _files_of(segment: Any, storage: FileStorage) -> FileStorage:
    """The storage that has the segment's files: usually they are all in one, mapped to memory."""
    if not segment.is_compound():
        return storage
    file = storage.open_file(segment.make_filename(segment.COMPOUND_EXT))
    try:
        return CompoundStorage(file)
    except BaseException:
        # Whoosh leaves a damaged file open.
        file.close()
        raise


def _gather(matcher: Any, positions: bool) -> Postings:
    """All postings of a matcher, a block at a time.

    Asking the matcher for one posting after another costs ten times as much, so this reaches
    into the pinned version's blocks; a test holds it to the public, slow way.
    """
    ids: list[NDArray[Any]] = []
    weights: list[NDArray[Any]] = []
    places: list[bytes] = []
    while matcher.is_active():
        matcher._read_data()
        deltas, block_weights, values = matcher._data
        block = np.cumsum(np.fromiter(deltas, np.int64, len(deltas)))
        ids.append(block)
        weights.append(_weights(block_weights, len(deltas)))
        if positions:
            places.extend(values)
        matcher._next_block()
    return Postings(
        np.concatenate(ids).astype(np.int32),
        np.concatenate(weights),
        tuple(places) if positions else None,
    )


def _weights(stored: Any, count: int) -> Weights:
    if stored is None:
        return np.ones(count, np.float32)
    if isinstance(stored, float):
        return np.full(count, stored, np.float32)
    return np.fromiter(stored, np.float32, count)


def _gather_slowly(matcher: Any, positions: bool) -> Postings:
    ids, weights, places = [], [], []
    while matcher.is_active():
        ids.append(matcher.id())
        weights.append(matcher.weight())
        places.append(matcher.value() if positions else b"")
        matcher.next()
    return Postings(
        np.array(ids, np.int32),
        np.array(weights, np.float32),
        tuple(places) if positions else None,
    )
