"""How often one client may ask the channels of harvesters, each answer saying what is left."""

from typing import Final

from flask import Flask, request

from app.http import rate_limits

CHANNELS: Final = frozenset(
    {
        *("activity", "atom", "envelopes", "feed", "graphs", "oai"),
        *("community_envelopes", "community_graphs", "community_search"),
    }
)
"""The blueprints that are asked again and again; a record at its own address is free to read."""


def setup(app: Flask) -> None:
    """Count every request to a channel before anything is done for it."""
    app.before_request(_spend)


def _spend() -> None:
    if request.blueprint in CHANNELS:
        rate_limits.spend(rate_limits.HARVEST)
