"""An empty index of each engine, which all the contract tests of this folder run against."""

from pathlib import Path

import pytest

from search_index import ENGINES, Engine, create_index
from search_index.protocol import SearchIndex


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn."""
    chosen: Engine = request.param
    return chosen


@pytest.fixture
def index(engine: Engine, tmp_path: Path) -> SearchIndex:
    """An empty index."""
    return create_index(tmp_path / "search", engine)


@pytest.fixture(scope="module")
def shared_index(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    """An empty index for a module to fill once and only read from then on."""
    return create_index(tmp_path_factory.mktemp("shared") / "search", engine)
