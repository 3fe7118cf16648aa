"""Indexing and searching behind one protocol; the only code that imports an engine."""

from pathlib import Path
from typing import Literal, Protocol

from search_index.protocol import SearchIndex, SearchIndexError
from search_index.whoosh_engine.index import WhooshIndex

Engine = Literal["whoosh", "tantivy"]
ENGINES: tuple[Engine, ...] = ("whoosh", "tantivy")

WRITE_TIMEOUT_SECONDS = 60.0
"""How long a writer waits for another one before it raises IndexBusy."""


class EngineMissing(SearchIndexError):
    """The engine that was asked for is not installed."""


class _Creatable(SearchIndex, Protocol):
    def create(self) -> None:
        """Make an empty index unless there is one."""


def open_index(
    folder: Path, engine: Engine = "whoosh", write_timeout_seconds: float = WRITE_TIMEOUT_SECONDS
) -> SearchIndex:
    """The index in `folder`, opened when first used.

    Using one that is missing, broken or made by another engine raises IndexDamaged; only
    `create_index` and `rebuild` make one, so that a lost folder is noticed instead of searched as
    an empty collection.
    """
    return _index(folder, engine, write_timeout_seconds)


def create_index(folder: Path, engine: Engine = "whoosh") -> SearchIndex:
    """The index in `folder`, made empty (change number 0) if there is nothing there yet."""
    index = _index(folder, engine, WRITE_TIMEOUT_SECONDS)
    index.create()
    return index


def _index(folder: Path, engine: Engine, write_timeout_seconds: float) -> _Creatable:
    if engine == "whoosh":
        return WhooshIndex(folder, write_timeout_seconds)
    try:
        from search_index.tantivy_engine.index import TantivyIndex
    except ModuleNotFoundError as error:
        if error.name != "tantivy":
            raise
        raise EngineMissing(
            "The search engine tantivy is asked for but not installed. Install the package"
            " tantivy beside the registry, or leave SEARCH_ENGINE out to search with Whoosh."
        ) from None
    return TantivyIndex(folder, write_timeout_seconds)
