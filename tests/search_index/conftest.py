"""An empty index of each engine, which all the contract tests of this folder run against."""

from collections.abc import Callable
from pathlib import Path

import pytest

from search_index import create_index
from search_index.protocol import SearchIndex

ENGINES: dict[str, Callable[[Path], SearchIndex]] = {"whoosh": create_index}


@pytest.fixture(params=ENGINES)
def index(request: pytest.FixtureRequest, tmp_path: Path) -> SearchIndex:
    """An empty index."""
    return ENGINES[request.param](tmp_path / "search")
