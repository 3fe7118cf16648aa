"""`/oai`: the Open Archives Initiative Protocol for Metadata Harvesting, version 2.0."""

from app.linked_data.oai.views import blueprint

__all__ = ["blueprint"]
