"""Harvesting: this registry follows others, as aggregators follow it."""

from app.services.harvesting.detecting import KINDS, source_of
from app.services.harvesting.items import Aside, Batch, Item, Source, SourceFailed
from app.services.harvesting.running import (
    AlreadyHarvesting,
    FollowedSource,
    HarvestReport,
    followed_sources,
    harvest,
)
from app.services.polite_web import SECONDS_BETWEEN, PoliteWeb
from app.services.registry import Registry

__all__ = [
    "KINDS",
    "AlreadyHarvesting",
    "Aside",
    "Batch",
    "FollowedSource",
    "HarvestReport",
    "Item",
    "Source",
    "SourceFailed",
    "followed_sources",
    "harvest",
    "source_of",
    "web_of",
]


def web_of(registry: Registry, pause: float = SECONDS_BETWEEN) -> PoliteWeb:
    """The web as a harvester asks it: patiently, and with an address to complain to."""
    return PoliteWeb(
        f"CredentialRegistryHarvester/1 (+{registry.base}about)",
        allowed=registry.settings.harvest_networks,
        how_to_allow="; the setting HARVEST_NETWORKS names private networks that may be asked",
        seconds_between=pause,
        tries=4,
    )
