"""Showing what was published where a test looks, and nowhere else."""

from app.services.registry import Registry
from app.services.views.following import followers
from app.services.views.turns import take_turns


def show(registry: Registry, *views: str) -> None:
    """Bring these views up to date; all of them would take several times as long."""
    for follower in followers(registry):
        if follower.name in views:
            take_turns(registry.lock_of(follower.name), follower, patience_seconds=None)
