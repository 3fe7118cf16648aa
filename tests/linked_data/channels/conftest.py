"""The registry that is followed."""

from tests.linked_data.channels.site import site

__all__ = ["site"]
