"""What a record looks like inside tantivy: lists of words to match and rank by, and columns.

tantivy scores by its own formula, which cannot be told the weights of our fields. So a record
has each of its words twice: bare, to be matched, and with a mark of how much the word is worth in
it, on a scale of LEVELS steps. A query adds up what the marks of its words are worth, and the order
is that of BM25F as the other engine works it out (search_index/weighing.py), but for the rounding.
"""

import json
import math
from base64 import b64encode
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from tantivy import Schema, SchemaBuilder

from ctdl.ctid import CTID
from search_index.protocol import SearchDocument
from search_index.spelling import is_spelt
from search_index.weighing import (
    CODE_IN_NAME,
    NAME_WITHOUT_BRACKETS,
    SATURATION,
    WHOLE_NAME,
    text_parts,
    titles,
)
from search_index.words import fold, tokens

FORMAT = "2"
"""Changes with whatever is written differently; an index of another format is made anew."""

NUMBER_KEY = "number"
RECORD = "record"
FREE = "free"
PRICED = "priced"
NUMBERS = ("hours", "least_hours", "credits")

_MARKS = "0123456789abcdefghijklmnopqrstuv"
LEVELS = len(_MARKS)

TITLE_MARKS = {WHOLE_NAME: "w", NAME_WITHOUT_BRACKETS: "b", CODE_IN_NAME: "c"}

SEPARATOR = "\x1f"
MOST_IN_A_SET = 12
"""Facets of which a record has more values than this are counted value by value."""
MANY = "many"

# Multiplied with a score this only decides between scores that are equal (see ordering).
_LARGEST_TIE = 0.001
_LONGEST_SORTED = 500
_LONGEST_SPELT = 40


_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


def collection_schema() -> Schema:
    """The fields of the index."""
    builder = SchemaBuilder()
    # The CTID, or NUMBER_KEY for the note of the change number.
    builder.add_text_field("key", tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("entry", stored=True)
    builder.add_integer_field("number", stored=True)
    # What kind of thing it is and which numbers it states.
    builder.add_text_field("is", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("text", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("worth", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("phrase", tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("word", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("title", tokenizer_name="raw", index_option="basic")
    # The values of facets one by one, and all that a record has of a facet as one value.
    builder.add_json_field("facet", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_json_field("set", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("name", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("high", fast=True)
    builder.add_unsigned_field("low", fast=True)
    builder.add_float_field("tie", fast=True)
    builder.add_float_field("changed", indexed=True, fast=True)
    for name in (*NUMBERS, "cost"):
        builder.add_float_field(name, indexed=True, fast=True)
    builder.add_json_field("price", fast=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def number_json(number: int) -> str:
    """The document that notes the change number reached, committed together with the changes."""
    return json.dumps({"key": NUMBER_KEY, "number": number})


def document_json(document: SearchDocument) -> str:
    """What tantivy is given for one record."""
    high, low = halves(document.ctid)
    sort_name = fold(document.sort_name or (document.names[0] if document.names else ""))
    facets = _distinct(document.facets)
    numbers, prices = _stated(document.numbers), _stated(document.costs)
    return _encode(
        {
            "key": document.ctid,
            "entry": b64encode(f"{document.ctid} {document.revision}".encode()).decode(),
            "is": " ".join((RECORD, *_kinds(facets, numbers, prices))),
            "title": [f"{title}{TITLE_MARKS[at]}" for title, at in titles(document.names).items()],
            **_text_fields(document),
            "facet": facets,
            "set": {n: SEPARATOR.join(v) for n, v in facets.items() if len(v) <= MOST_IN_A_SET},
            "name": f"{_written(sort_name[:_LONGEST_SORTED])}\0{document.ctid}",
            "high": high,
            "low": low,
            "tie": (1.0 - high / 2.0**64) * _LARGEST_TIE,
            "changed": _seconds(document.changed_at),
            **numbers,
            **_price_fields(prices),
        }
    )


def halves(ctid: str) -> tuple[int, int]:
    """A CTID as two numbers that sort the same."""
    digits = ctid[3:].replace("-", "")
    return int(digits[:16], 16), int(digits[16:], 16)


def ctid_of(high: int, low: int) -> CTID:
    """The CTID of two numbers."""
    digits = f"{high:016x}{low:016x}"
    parts = (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])
    return CTID(f"ce-{'-'.join(parts)}")


def facet_path(column: str, name: str) -> str:
    """Where tantivy keeps a facet; any name at all has a place of its own."""
    return f"{column}.{_plain(name)}"


def kind_of_many(name: str) -> str:
    """The mark of a record with too many values of a facet to be kept as a set."""
    return f"{MANY}.{_plain(name)}"


def marked(term: str, level: int) -> str:
    """The term that the records have in which `term` is worth this level."""
    return f"{term}.{_MARKS[level]}"


def worth_of(level: int, factor: float = 1.0) -> float:
    """What a word of this level adds to the score, before its rarity: the middle of the step.

    That is as if its weight were `factor` times what it is.
    """
    worth = (level + 0.5) / LEVELS
    return factor * worth / (factor * worth + 1.0 - worth)


def _text_fields(document: SearchDocument) -> dict[str, Any]:
    weights: dict[str, float] = {}
    words: set[str] = set()
    phrases = []
    for spec, text in text_parts(document):
        found = list(tokens(text))
        parts = [term for token in found for term in token.parts]
        share = spec.share(len(parts))
        for term in parts:
            weights[term] = weights.get(term, 0.0) + share
        for token in found:
            for term in token.joined:
                weights[term] = weights.get(term, 0.0) + share
            words.update(token.surfaces)
        phrases.append(" ".join(parts))
    return {
        "text": " ".join(weights),
        "worth": " ".join([f"{term}.{_mark(weight)}" for term, weight in weights.items()]),
        "phrase": phrases,
        "word": " ".join([w for w in words if len(w) <= _LONGEST_SPELT and is_spelt(w)]),
    }


def _mark(weight: float) -> str:
    return _MARKS[int(LEVELS * weight / (weight + SATURATION))]


def _distinct(facets: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    return {
        _plain(name): list(dict.fromkeys(map(_written, values)))
        for name, values in facets.items()
        if values
    }


def _price_fields(prices: Mapping[str, float]) -> dict[str, Any]:
    if not prices:
        return {}
    by_currency = {_plain(currency): price for currency, price in prices.items()}
    return {"cost": min(prices.values()), "price": by_currency}


def _kinds(
    facets: Mapping[str, list[str]], numbers: Mapping[str, float], prices: Mapping[str, float]
) -> Iterator[str]:
    yield from numbers
    if prices:
        yield PRICED
        yield from (f"{PRICED}.{_plain(currency)}" for currency in prices)
        if 0.0 in prices.values():
            yield FREE
    for name, values in facets.items():
        if len(values) > MOST_IN_A_SET:
            yield f"{MANY}.{name}"


def _stated(numbers: Mapping[str, float]) -> dict[str, float]:
    return {name: float(value) for name, value in numbers.items() if math.isfinite(value)}


@lru_cache(maxsize=10_000)
def _plain(name: str) -> str:
    if name.isascii() and name.isalnum():
        return name
    return f"_{name.encode('utf-8', 'surrogatepass').hex()}"


def _written(text: str) -> str:
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _seconds(instant: str) -> float:
    return datetime.fromisoformat(instant).timestamp() if instant else 0.0
