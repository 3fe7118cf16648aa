"""Writing: one commit holds all changes of an `apply` and the number they reach, or nothing."""

# Whoosh ships types, but not for everything that is called here.
# mypy: disallow-untyped-calls=False

from collections.abc import Iterable
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


def create_empty(generation: Path, number: int) -> None:
    """An index without records, at the change `number`."""
    write_all(generation, (), number)


def write_all(generation: Path, documents: Iterable[SearchDocument], number: int) -> None:
    """Fill the new, empty `generation` with `documents`, each CTID once."""
    index = FileIndex.create(DurableStorage(str(generation)), collection_schema())
    writer = index.writer(codec=codec(), limitmb=_MEMORY_MEGABYTES)
    try:
        writer.add_document(**number_fields(number))
        seen: set[CTID] = set()
        for document in documents:
            if document.ctid in seen:
                raise SearchIndexError(f"{document.ctid} is given twice in one rebuild.")
            seen.add(document.ctid)
            writer.add_document(**document_fields(document))
    except BaseException:
        writer.cancel()
        raise
    writer.commit(merge=False)


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
