"""What a document looks like inside Whoosh: one weighted text field and one column of facts.

A posting stores what the word is worth in the record, all its fields taken together
(search_index/weighing.py).
"""

# Whoosh ships types, but not for everything that is called here.
# mypy: disallow-untyped-calls=False

import json
from array import array
from collections.abc import Generator, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from whoosh.codec.whoosh3 import W3Codec
from whoosh.columns import VarBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence, Format

from search_index.protocol import SearchDocument
from search_index.weighing import TextField, text_parts, titles
from search_index.words import Token, fold, tokens

_MAX_POSITION = 60_000
# Farther apart than any phrase is long, so that no phrase reaches from one field into the next.
_FIELD_GAP = 50
_LONGEST_SPELT = 40


Postings = Generator[tuple[bytes, int, float, bytes], Any, None]


class WeightedPostings(Format):
    """Postings with a ready weight and the positions of the word."""

    def decode_positions(self, value: bytes) -> list[int]:
        """The positions in ascending order."""
        return list(array("H", value))


class WeightedText(FieldType):
    """The one text field; its value is the postings themselves, made by `_postings`."""

    def __init__(self) -> None:
        self.format = WeightedPostings()

    def index(self, value: Any, **_: Any) -> Postings:
        """The postings of a DocumentText, for the writer."""
        for term, (weight, positions) in _postings(value).items():
            yield term.encode(), len(positions), weight, positions.tobytes()


class SpellingWords(FieldType):
    """The words of a document as written, for finding what a misspelt one was to be."""

    def __init__(self) -> None:
        self.format = Existence()

    def index(self, value: Any, **_: Any) -> Postings:
        """The different words of a DocumentText, for the writer."""
        words = {word for tokens in value.tokens for token in tokens for word in token.surfaces}
        for word in words:
            if len(word) <= _LONGEST_SPELT:
                yield word.encode(), 1, 1.0, b""


class WeightedTerms(FieldType):
    """Exact terms, each with a weight: keys and titles."""

    def __init__(self) -> None:
        self.format = Existence()

    def index(self, value: Any, **_: Any) -> Postings:
        """The given terms, for the writer."""
        for term, weight in value.items():
            yield term.encode(), 1, weight, b""


class DocumentText:
    """The texts of a document; cut into tokens by the process that writes it, and only once."""

    def __init__(self, parts: tuple[tuple[TextField, str], ...]) -> None:
        self.parts = parts

    @cached_property
    def tokens(self) -> tuple[tuple[Token, ...], ...]:
        """The tokens of each part."""
        return tuple(tuple(tokens(text)) for _, text in self.parts)


def collection_schema() -> Schema:
    """The fields of the index; `key` finds a record (or the note of the change number)."""
    return Schema(
        key=WeightedTerms(),
        title=WeightedTerms(),
        text=WeightedText(),
        word=SpellingWords(),
        facts=COLUMN(VarBytesColumn()),
    )


def codec() -> W3Codec:
    """Whoosh's own file format with blocks sized for reading whole lists."""
    return W3Codec(blocklimit=512, compression=1)


NUMBER_KEY = "number"


def number_fields(number: int) -> dict[str, Any]:
    """The document that notes the change number reached, committed together with the changes."""
    return {"key": {NUMBER_KEY: 1.0}, "facts": json.dumps({"number": number}).encode()}


def document_fields(document: SearchDocument) -> dict[str, Any]:
    """The fields Whoosh writes for one record."""
    text = DocumentText(text_parts(document))
    return {
        "key": {str(document.ctid): 1.0},
        "title": titles(document.names),
        "text": text,
        "word": text,
        "facts": _facts(document),
    }


def _postings(text: DocumentText) -> dict[str, tuple[float, "array[int]"]]:
    found: dict[str, tuple[float, array[int]]] = {}
    position = 0
    for (spec, _), words in zip(text.parts, text.tokens, strict=True):
        share = spec.share(sum(len(token.parts) for token in words))
        for token in words:
            for term, at in _placed_terms(token, position):
                weight, positions = found.get(term) or (0.0, array("H"))
                positions.append(min(at, _MAX_POSITION))
                found[term] = (weight + share, positions)
            position += len(token.parts)
        position += _FIELD_GAP
    return found


def _placed_terms(token: Token, position: int) -> Iterator[tuple[str, int]]:
    for step, term in enumerate(token.parts):
        yield term, position + step
    for term in token.joined:
        yield term, position


def _facts(document: SearchDocument) -> bytes:
    facts = [
        document.ctid,
        document.revision,
        fold(document.sort_name or (document.names[0] if document.names else "")),
        _seconds(document.changed_at),
        {name: float(value) for name, value in document.numbers.items()},
        {currency: float(price) for currency, price in document.costs.items()},
        _distinct(document.facets),
    ]
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )


def _distinct(facets: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    return {name: list(dict.fromkeys(values)) for name, values in facets.items() if values}


def _seconds(instant: str) -> float:
    return datetime.fromisoformat(instant).timestamp() if instant else 0.0
