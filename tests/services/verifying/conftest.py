"""Fixtures of the tests of verification."""

from collections.abc import Iterator

import pytest


@pytest.fixture
def nothing_is_fetched(no_network: list[str]) -> Iterator[None]:
    """Whatever a badge says, no address is opened."""
    yield
    assert no_network == []
