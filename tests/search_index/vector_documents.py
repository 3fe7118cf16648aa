"""Vectors to put into an index: seeded directions that lie in clusters, as those of texts do."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search_index.meaning import Vectors
from search_index.vectors import VectorDocument
from tests.search_index.documents import ctid_of

DIMENSIONS = 64


@dataclass(frozen=True)
class NamedEncoder:
    """An encoder as far as an index needs one: it never encodes."""

    name: str = "test"
    dimensions: int = DIMENSIONS
    languages: frozenset[str] | None = None
    unrelated: float = 0.0

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Nobody asks for it."""
        raise AssertionError(f"{len(texts)} texts were to be encoded")

    def encode_records(self, texts: Sequence[str]) -> Vectors:
        """Nobody asks for it."""
        raise AssertionError(f"{len(texts)} texts were to be encoded")


def directions(count: int, seed: int = 1, dimensions: int = DIMENSIONS) -> Vectors:
    """Unit vectors around common middles, the same ones for the same seed."""
    chance = np.random.default_rng(seed)
    middles = chance.normal(size=(max(1, count // 50), dimensions))
    rows = middles[chance.integers(0, len(middles), count)]
    rows = rows + 0.7 * chance.normal(size=(count, dimensions)) + 0.3
    found: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return found


def a_vector(name: str, vector: Vectors, revision: str = "first") -> VectorDocument:
    """The vector of the record of that name."""
    return VectorDocument(ctid_of(name), revision, vector)


def a_crowd_of_vectors(count: int, seed: int = 1) -> list[VectorDocument]:
    """So many records, named by their number, with seeded vectors."""
    return [a_vector(str(n), vector) for n, vector in enumerate(directions(count, seed))]
