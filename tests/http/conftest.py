"""The small registry, for the tests of what all answers share."""

from tests.linked_data.small_registry import client, small_app

__all__ = ["client", "small_app"]
