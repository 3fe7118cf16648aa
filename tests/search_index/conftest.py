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


@pytest.fixture(scope="module", params=ENGINES)
def shared_index(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> SearchIndex:
    """An empty index for a module to fill once and only read from then on."""
    return ENGINES[request.param](tmp_path_factory.mktemp("shared") / "search")
