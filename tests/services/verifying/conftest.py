"""Fixtures of the tests of verification."""

from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def database_url(registry_home: Path) -> str:
    """Only SQLite: a badge is verified by its own words, and by few that any database gives."""
    return f"sqlite:///{registry_home / 'registry.db'}"


@pytest.fixture
def nothing_is_fetched(no_network: list[str]) -> Iterator[None]:
    """Whatever a badge says, no address is opened."""
    yield
    assert no_network == []
