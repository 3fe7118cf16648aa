"""Harvesting: this registry follows others, as aggregators follow it."""

from app.services.harvesting.items import Batch, Item, Source, SourceFailed
from app.services.harvesting.running import HarvestReport, harvest, source_of, web_of

__all__ = [
    "Batch",
    "HarvestReport",
    "Item",
    "Source",
    "SourceFailed",
    "harvest",
    "source_of",
    "web_of",
]
