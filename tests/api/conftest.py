"""The small registry, for the tests of the JSON API."""

from tests.linked_data.small_registry import client, small_app

__all__ = ["client", "small_app"]
