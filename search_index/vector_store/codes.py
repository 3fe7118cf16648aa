"""Vectors as single bits, by which the nearest can be told from the far without reading vectors.

One bit for each number says on which side of the middle of all vectors it lies. One more for each
says the same after a turn of the whole space, since a single bit for each number loses too much
(docs/adr/0069-vectors-in-mapped-segments.md). Vectors of like direction differ in few bits. The
bits of all rows lie in planes of 64, one row after another, as processors like it.
"""

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from search_index.meaning import Vectors

_WORD: Final = 64
_BLOCK: Final = 32_768
"""Rows whose words stay in the processor's cache while all planes are counted."""
_SEED: Final = 69


def planes_for(dimensions: int) -> int:
    """How many words of 64 bits a code takes."""
    return -(-2 * dimensions // _WORD)


def code_planes(vectors: Vectors, centre: Vectors) -> NDArray[np.uint64]:
    """The codes of these vectors around `centre`, one row for each plane."""
    dimensions = vectors.shape[1]
    around = vectors - centre
    bits = np.zeros((len(vectors), planes_for(dimensions) * _WORD), bool)
    bits[:, :dimensions] = around > 0
    bits[:, dimensions : 2 * dimensions] = around @ _turn(dimensions) > 0
    words = np.packbits(bits, axis=1, bitorder="little").view(np.uint64)
    return np.ascontiguousarray(words.T)


def distances(codes: NDArray[np.uint64], code: NDArray[np.uint64]) -> NDArray[np.uint16]:
    """In how many bits each row differs from this code."""
    rows = codes.shape[1]
    found = np.empty(rows, np.uint16)
    for start in range(0, rows, _BLOCK):
        part = codes[:, start : start + _BLOCK]
        counted = np.bitwise_count(part[0] ^ code[0]).astype(np.uint16)
        for plane in range(1, len(code)):
            counted += np.bitwise_count(part[plane] ^ code[plane])
        found[start : start + _BLOCK] = counted
    return found


@cache
def _turn(dimensions: int) -> Vectors:
    """A turn of the space, the same one for ever: codes on the disk were made with it."""
    # The stream of this old generator is frozen; that of newer ones may change with numpy.
    chance = np.random.RandomState(_SEED)
    turn, _ = np.linalg.qr(chance.standard_normal((dimensions, dimensions)))
    return turn.astype(np.float32)
