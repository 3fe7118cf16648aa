"""Writing: one commit holds all changes of an `apply` and the number they reach, or nothing."""

# Whoosh ships types, but not for everything that is called here.
# mypy: disallow-untyped-calls=False

import os
import shutil
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

from whoosh.index import TOC, FileIndex, LockError

from ctdl.ctid import CTID
from search_index.protocol import IndexBusy, IndexDamaged, SearchDocument, SearchIndexError
from search_index.whoosh_engine.generations import INDEX_NAME, DurableStorage
from search_index.whoosh_engine.merging import is_untidy, merge_in_passing, merge_tiers
from search_index.whoosh_engine.parallel import write_parts
from search_index.whoosh_engine.schema import (
    NUMBER_KEY,
    codec,
    collection_schema,
    document_fields,
    number_fields,
)
from search_index.whoosh_engine.snapshot import Snapshot

_MEMORY_MEGABYTES = 256
_LOCK_SECONDS = 10.0
# Starting processes costs less than indexing this many records.
_WORTH_PROCESSES = 4_000
_PROCESSES = min(4, os.cpu_count() or 1)


def write_all(generation: Path, documents: Iterable[SearchDocument], number: int) -> None:
    """Fill the new, empty `generation` with `documents`, each CTID once."""
    remaining = chain([number_fields(number)], _each_once(documents))
    beginning = list(islice(remaining, _WORTH_PROCESSES))
    if len(beginning) < _WORTH_PROCESSES:
        write_fields(generation, beginning)
    else:
        parts = write_parts(generation, chain(beginning, remaining), _PROCESSES)
        _put_together(generation, parts)


def write_fields(generation: Path, documents: Iterable[dict[str, Any]]) -> None:
    """Fill the new, empty `generation` with documents that are already in Whoosh's fields."""
    index = FileIndex.create(DurableStorage(str(generation)), collection_schema())
    writer = index.writer(codec=codec(), limitmb=_MEMORY_MEGABYTES)
    try:
        for fields in documents:
            writer.add_document(**fields)
    except BaseException:
        writer.cancel()
        raise
    writer.commit(merge=False)


def write_changes(
    snapshot: Snapshot, upserts: dict[CTID, SearchDocument], deletes: set[CTID], number: int
) -> None:
    """Commit the changes on top of `snapshot`, which must be the last commit."""
    writer = _writer_on(snapshot.position.generation)
    try:
        for key in (NUMBER_KEY, *deletes, *upserts):
            for document in snapshot.documents_with_key(key):
                writer.delete_document(document)
        for changed in upserts.values():
            writer.add_document(**document_fields(changed))
        writer.add_document(**number_fields(number))
    except BaseException:
        writer.cancel()
        raise
    _commit(writer, mergetype=merge_in_passing)


def write_tidy(generation: Path) -> None:
    """Merge segments of like size wherever there are many."""
    writer = _writer_on(generation)
    if is_untidy(writer.segments):
        _commit(writer, mergetype=merge_tiers)
    else:
        writer.cancel()


def write_compact(generation: Path) -> None:
    """Merge everything into one segment without what was deleted."""
    _commit(_writer_on(generation), optimize=True)


def _writer_on(generation: Path) -> Any:
    index = FileIndex(DurableStorage(str(generation)))
    try:
        return index.writer(codec=codec(), limitmb=_MEMORY_MEGABYTES, timeout=_LOCK_SECONDS)
    except LockError:
        raise IndexBusy("Another program is writing the files of the search index.") from None


def _commit(writer: Any, **how: Any) -> None:
    try:
        writer.commit(**how)
    except OSError:
        raise
    except Exception as error:
        # Merging reads old segments whole; Whoosh has given the lock back and kept the last commit.
        raise IndexDamaged(f"a segment cannot be merged ({error})") from error


def _each_once(documents: Iterable[SearchDocument]) -> Iterator[dict[str, Any]]:
    seen: set[CTID] = set()
    for document in documents:
        if document.ctid in seen:
            raise SearchIndexError(f"{document.ctid} is given twice in one rebuild.")
        seen.add(document.ctid)
        yield document_fields(document)


def _put_together(generation: Path, parts: Iterable[Path]) -> None:
    """Make one index of the segments of several, without copying them."""
    segments = []
    for part in parts:
        segments += TOC.read(DurableStorage(str(part)), INDEX_NAME).segments
        for path in part.glob(f"{INDEX_NAME}_*"):
            path.rename(generation / path.name)
        shutil.rmtree(part)
    TOC(collection_schema(), segments, 0).write(DurableStorage(str(generation)), INDEX_NAME)
