"""Indexing and searching behind one protocol; the only code that imports an engine."""

from pathlib import Path

from search_index.protocol import SearchIndex
from search_index.whoosh_engine.index import WhooshIndex


def open_index(folder: Path) -> SearchIndex:
    """The index in `folder`, opened when first used.

    Using one that is missing or broken raises IndexDamaged; only `create_index` and `rebuild`
    make one, so that a lost folder is noticed instead of searched as an empty collection.
    """
    return WhooshIndex(folder)


def create_index(folder: Path) -> SearchIndex:
    """The index in `folder`, made empty (change number 0) if there is nothing there yet."""
    index = WhooshIndex(folder)
    index.create()
    return index
