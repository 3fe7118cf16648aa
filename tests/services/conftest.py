"""Fixtures of the tests of services."""

from tests.services.small_site import clock, site, web

__all__ = ["clock", "site", "web"]
