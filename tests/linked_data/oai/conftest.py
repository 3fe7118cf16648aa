"""The registries that harvesters ask."""

from tests.linked_data.oai.harvesting import busy, harvester

__all__ = ["busy", "harvester"]
