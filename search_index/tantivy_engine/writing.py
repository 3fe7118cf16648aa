"""Writing: one commit holds all changes of an `apply` and the number they reach, or nothing."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from tantivy import Index, IndexWriter

from ctdl.ctid import CTID
from search_index.protocol import IndexDamaged, SearchDocument, SearchIndexError
from search_index.tantivy_engine.files import (
    note_format,
    remove_uncommitted_deletions,
    segment_count,
)
from search_index.tantivy_engine.preparing import prepared
from search_index.tantivy_engine.schema import (
    NUMBER_KEY,
    collection_schema,
    document_json,
    number_json,
)

_SMALL_HEAP = 30_000_000
_LARGE_HEAP = 600_000_000
# With fewer segments than this tantivy merges none.
_UNTIDY_SEGMENTS = 8


def write_all(generation: Path, documents: Iterable[SearchDocument], number: int) -> None:
    """Fill the new, empty `generation` with `documents`, each CTID once."""
    index = Index(collection_schema(), str(generation), reuse=False)
    note_format(generation)
    with _committing(index.writer(_LARGE_HEAP, 1)) as writer:
        _add(writer, [number_json(number)])
        for lines in prepared(_each_once(documents)):
            _add(writer, lines)


def write_changes(
    generation: Path, upserts: dict[CTID, SearchDocument], deletes: set[CTID], number: int
) -> None:
    """Commit the changes on top of the last commit."""
    lines = [document_json(document) for document in upserts.values()]
    with _committing(_writer_on(generation)) as writer:
        for key in (NUMBER_KEY, *deletes, *upserts):
            writer.delete_documents_by_term("key", key)
        _add(writer, [*lines, number_json(number)])


def write_tidy(generation: Path) -> None:
    """Let tantivy merge segments of like size wherever there are many."""
    if segment_count(generation) >= _UNTIDY_SEGMENTS:
        with _committing(_writer_on(generation)):
            pass


def _writer_on(generation: Path) -> IndexWriter:
    remove_uncommitted_deletions(generation)
    try:
        return Index.open(str(generation)).writer(_SMALL_HEAP, 1)
    except ValueError as error:
        raise IndexDamaged(f"its files cannot be opened for writing ({error})") from error


@contextmanager
def _committing(writer: IndexWriter) -> Iterator[IndexWriter]:
    """Commit what was written, and wait for what tantivy merges then.

    Its threads must not outlive the lock that the caller has. After an error nothing is committed.
    """
    try:
        yield writer
        _write(writer.commit)
    except BaseException:
        with suppress(OSError):
            _write(writer.rollback)
        with suppress(OSError):
            _write(writer.wait_merging_threads)
        raise
    _write(writer.wait_merging_threads)


def _add(writer: IndexWriter, lines: Iterable[str]) -> None:
    for line in lines:
        _write(partial(writer.add_json, line))


def _write(step: Callable[[], object]) -> None:
    """Do something with tantivy's writer; it calls every error of the disk a ValueError."""
    try:
        step()
    except ValueError as error:
        raise OSError(f"The search index cannot be written: {error}") from error


def _each_once(documents: Iterable[SearchDocument]) -> Iterator[SearchDocument]:
    seen: set[CTID] = set()
    for document in documents:
        if document.ctid in seen:
            raise SearchIndexError(f"{document.ctid} is given twice in one rebuild.")
        seen.add(document.ctid)
        yield document
