"""Completing what somebody types to the names of records: small files, mapped by every reader."""

from search_index.completion.documents import Completion, CompletionDocument
from search_index.completion.index import CompletionIndex, NamesDamaged
from search_index.completion.matching import Wanted

__all__ = [
    "Completion",
    "CompletionDocument",
    "CompletionIndex",
    "NamesDamaged",
    "Wanted",
]
