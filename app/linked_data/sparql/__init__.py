"""SPARQL 1.1 at `/sparql`, read only: the protocol, and what the endpoint says of itself."""

from app.linked_data.sparql.answers import answer

__all__ = ["answer"]
