"""Writing: one commit holds all changes of an `apply` and the number they reach, or nothing."""

# Whoosh ships types, but not for everything that is called here.
# mypy: disallow-untyped-calls=False

import os
from collections.abc import Iterable
from itertools import chain, islice
from pathlib import Path
from typing import Any

from whoosh.index import FileIndex

from ctdl.ctid import CTID
from search_index.protocol import SearchDocument, SearchIndexError
from search_index.whoosh_engine.generations import DurableStorage
from search_index.whoosh_engine.merging import merge_tiers
from search_index.whoosh_engine.schema import (
    NUMBER_KEY,
    codec,
    collection_schema,
    document_fields,
    number_fields,
)
from search_index.whoosh_engine.snapshot import Snapshot

_MEMORY_MEGABYTES = 256
# Starting processes costs less than indexing this many records.
_WORTH_A_SECOND_PROCESS = 4_000
_PROCESSES = min(4, os.cpu_count() or 1)


def write_all(generation: Path, documents: Iterable[SearchDocument], number: int) -> None:
    """Fill the new, empty `generation` with `documents`, each CTID once."""
    index = FileIndex.create(DurableStorage(str(generation)), collection_schema())
    remaining = iter(documents)
    beginning = list(islice(remaining, _WORTH_A_SECOND_PROCESS))
    many = len(beginning) == _WORTH_A_SECOND_PROCESS
    options = {"procs": _PROCESSES, "multisegment": True} if many else {}
    writer = index.writer(codec=codec(), limitmb=_MEMORY_MEGABYTES, **options)
    try:
        count = _add_each(writer, chain(beginning, remaining))
        writer.add_document(**number_fields(number))
    except BaseException:
        writer.cancel()
        raise
    writer.commit(merge=False)
    # A writing process that was killed is silently left out of Whoosh's commit.
    if index.doc_count() != count + 1:
        raise SearchIndexError("A process that wrote part of the search index died; try again.")


def _add_each(writer: Any, documents: Iterable[SearchDocument]) -> int:
    seen: set[CTID] = set()
    for document in documents:
        if document.ctid in seen:
            raise SearchIndexError(f"{document.ctid} is given twice in one rebuild.")
        seen.add(document.ctid)
        writer.add_document(**document_fields(document))
    return len(seen)


def write_changes(
    snapshot: Snapshot, upserts: dict[CTID, SearchDocument], deletes: set[CTID], number: int
) -> None:
    """Commit the changes on top of `snapshot`, which must be the last commit."""
    index = FileIndex(DurableStorage(str(snapshot.generation)))
    writer = index.writer(codec=codec(), limitmb=_MEMORY_MEGABYTES, timeout=10.0)
    try:
        for key in (NUMBER_KEY, *deletes, *upserts):
            _delete(writer, snapshot, key)
        for document in upserts.values():
            writer.add_document(**document_fields(document))
        writer.add_document(**number_fields(number))
    except BaseException:
        writer.cancel()
        raise
    writer.commit(mergetype=merge_tiers)


def write_compact(generation: Path) -> None:
    """Merge everything into one segment without what was deleted."""
    index = FileIndex(DurableStorage(str(generation)))
    index.writer(codec=codec(), limitmb=_MEMORY_MEGABYTES, timeout=10.0).commit(optimize=True)


def _delete(writer: Any, snapshot: Snapshot, key: str) -> None:
    for document in snapshot.documents_with_key(key):
        writer.delete_document(document)
