"""The small registry, for the tests of the JSON API, and publishers with keys for an empty one."""

from tests.api.publishers import api, college, make_publisher, registry, rival
from tests.linked_data.small_registry import client, small_app

__all__ = ["api", "client", "college", "make_publisher", "registry", "rival", "small_app"]
