"""Typing errors in the words of the rules: "for beginers", "onlne", "in Spansh".

What is typed may be such an error only where it is no word otherwise, and one error (in a long word
two) away from a word that the rules know; and it is taken for that word only where the rules then
read it. Whoever shows what was understood shows the words as they were typed.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final, NamedTuple

from app.services.understanding.places import country_words
from app.services.understanding.tongues import language_words
from app.services.understanding.understood import plain_form
from app.services.understanding.words import word_set
from search_index.spelling import Vocabulary, edits

IsWord = Callable[[str], bool]
"""Whether a word, folded, is one of the collection or of a language, and so no error."""

_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_TWO_ERRORS_FROM: Final = 8
_SHORTEST_NAME: Final = 5
_WORDS: Final = word_set(
    """
    beginner beginners novice novices newbies online remote remotely distance virtual blended hybrid
    person campus level bachelor master doctorate hours weekend free under below less than maximum
    within budget dollars euros pounds cost fees accredited approved recognised recognized assured
    credit credits bearing language taught delivered
    debutant debutants debutante debutantes ligne presentiel hybride gratuit gratuite gratuits
    gratuites gratuitement heures moins maximum niveau licence langue enseigne
    """
)
"""The words of the rules that mean a constraint, besides the names of languages and countries."""


class Respelt(NamedTuple):
    """A part of a text, from `start` to `end`, and the word that it may have been meant as."""

    start: int
    end: int
    meant: str


def respelt(text: str, is_word: IsWord) -> Iterator[Respelt]:
    """What may be misspelt words of the rules, from left to right."""
    for found in _WORD.finditer(plain_form(text)):
        word = found.group()
        near = _near(word)
        if near and not is_word(word):
            yield Respelt(*found.span(), near)


def _near(word: str) -> str:
    if word in _known():
        return ""
    errors = 2 if len(word) >= _TWO_ERRORS_FROM else 1
    found = [each for each in _vocabulary().within(word, errors) if each[0] == word[0]]
    return min(found, key=lambda each: (edits(word, each), each), default="")


@cache
def _known() -> frozenset[str]:
    names = (*language_words(), *country_words())
    return _WORDS.union(each for each in names if len(each) >= _SHORTEST_NAME)


@cache
def _vocabulary() -> Vocabulary:
    return Vocabulary(sorted(_known()))
