"""What every peer is asked: the same texts and filters, and for each the counts of all facets.

The words are those of the records' own titles, drawn with a fixed seed, so that words of all
frequencies occur and every engine is asked the same. No question is asked twice: nobody answers
from memory.
"""

import os
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from benchmarks.corpus import titles

FACETS = ("type", "field", "level", "provider", "country", "mode", "language", "qa")
"""The facets that are counted with every answer."""
FILTERS = {"mode": ("online",), "language": ("en",), "country": ("US", "IE")}
"""The three filters of a filtered question; the values of one are alternatives."""
PAGE_SIZE = 20
WARMING = 5
"""How many questions of each kind only make the peers read their files."""
_QUESTIONS = 30
_SEED = 5
_WORD = re.compile(r"[a-z]{4,}")


@dataclass(frozen=True)
class Question:
    """A text, filters, and whether the text is a phrase."""

    text: str
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    is_phrase: bool = False


def questions() -> dict[str, list[Question]]:
    """The questions of every kind, by the name of the kind; the first WARMING do not count."""
    each = int(os.environ.get("QUESTIONS", _QUESTIONS)) + WARMING
    words, pairs = _drawn(each)
    return {
        "a word, all facets": [Question(word) for word in words[:each]],
        "a word, 3 filters, all facets": [Question(w, FILTERS) for w in words[each : 2 * each]],
        "two words, all facets": [Question(pair) for pair in pairs[:each]],
        "two words, 3 filters, all facets": [
            Question(pair, FILTERS) for pair in pairs[each : 2 * each]
        ],
        "a phrase, all facets": [
            Question(pair, is_phrase=True) for pair in pairs[2 * each : 3 * each]
        ],
    }


def _drawn(each: int) -> tuple[list[str], list[str]]:
    """Different words, and different pairs of neighbouring words, of random titles."""
    drawn = random.Random(_SEED)
    plain = (title.casefold() for title in titles() if title.isascii())
    known = [found for title in plain if len(found := _WORD.findall(title)) > 1]
    words: dict[str, None] = {}
    pairs: dict[str, None] = {}
    for found in _endlessly(drawn, known):
        words[drawn.choice(found)] = None
        place = drawn.randrange(len(found) - 1)
        pairs[f"{found[place]} {found[place + 1]}"] = None
        if min(len(words), len(pairs)) >= 3 * each:
            return list(words), list(pairs)
    raise AssertionError("the titles never end")


def _endlessly(drawn: random.Random, known: list[list[str]]) -> Iterator[list[str]]:
    while True:
        yield drawn.choice(known)
