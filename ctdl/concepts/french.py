"""French words: telling whether a text is French, and what its words are in English.

The table of words is that of the thesaurus: made from the labels that concepts have in both
languages, with words of ours beside them (`docs/concepts.md`). Words of neither are turned by the
endings that both languages share, if that gives a word of an English label.
"""

import re
from collections.abc import Mapping, Set
from typing import Final

from ctdl.concepts.cognates import turned
from ctdl.concepts.words import SMALL_WORDS, fold, form, written_words

_FRENCH_WORDS: Final = (
    "le la les un une des de du et ou est pour avec dans sur au aux ce cette ces mon ma mes je tu"
    " il elle nous vous que qui quoi ne pas plus en a par chez sans sous moins comment quel quelle"
    " quels quelles veux voudrais sont son sa ses leur leurs entre vers contre apres avant mieux"
    " tout tous toute toutes bien tres donc mais si"
)
_ENGLISH_WORDS: Final = (
    "the an of and or for with in on to at from by is are be how what which who i want would like"
    " my me you your we our it its as about under over without less than more some any this that"
    " these into after before between become becoming"
)
# Spanish, Portuguese, Italian, German, Dutch: what a text of these has that a French one has not.
_OTHER_WORDS: Final = (
    "el los las del para con y por como es curso cursos em o os da do das dos e uma di il per corso"
    " della nel der die das und fur mit im ein eine kurs von het voor een met van op"
)
_FRENCH: Final = frozenset(_FRENCH_WORDS.split())
# "C plus plus" and "A plus" are English as well.
_TELLING: Final = _FRENCH - {"plus"}
_NOT_FRENCH: Final = frozenset(f"{_ENGLISH_WORDS} {_OTHER_WORDS}".split()) - _FRENCH
_ACCENTS: Final = re.compile("[àâçèéêëîïôùûœ]", re.IGNORECASE)
_WORDS_READ: Final = 200
"""After so many words it is plain which language a text is in."""

# The endings of French words and of the English ones that answer to them, the longest first.
_ENDINGS: Final = (
    ("logie", ("logy",)),
    ("graphie", ("graphy",)),
    ("ique", ("ic", "ics", "ical")),
    ("isme", ("ism",)),
    ("iste", ("ist",)),
    ("aire", ("ary", "ar")),
    ("oire", ("ory",)),
    ("elle", ("al",)),
    ("euse", ("er", "or", "ous")),
    ("ment", ("ment",)),
    ("ite", ("ity",)),
    ("eur", ("or", "er")),
    ("eux", ("ous",)),
    ("ive", ("ive",)),
    ("age", ("ing", "age")),
    ("el", ("al",)),
    ("if", ("ive",)),
    ("ie", ("y", "ia")),
    ("er", ("e", "ing", "")),
    ("re", ("er",)),
    ("ee", ("ed", "y")),
    ("e", ("", "y", "a")),
)


def is_french(text: str, known: Mapping[str, str], english: Set[str]) -> bool:
    """Whether more of the words of `text` are French than English or of another language.

    `known` are French words, `english` the words of English labels.
    """
    balance = 0
    for read, (word, _, _) in enumerate(written_words(text)):
        if read == _WORDS_READ:
            break
        balance += _vote(word, known, english)
    return balance > 0


def in_english(word: str, known: Mapping[str, str], english: Set[str]) -> str:
    """What a French word is in English; the word itself where that is not known."""
    found = form(word)
    if found in known:
        return known[found]
    if found in english:
        return fold(word)
    return next(turned(found, _ENDINGS, english), word)


def is_small(word: str) -> bool:
    """Whether the word only stands between others."""
    return fold(word) in SMALL_WORDS or fold(word) in _FRENCH - {"moins", "sans", "contre"}


def _vote(word: str, known: Mapping[str, str], english: Set[str]) -> int:
    folded = fold(word)
    if folded in _TELLING:
        return 1
    if folded in _NOT_FRENCH:
        return -1
    found = form(word)
    if _ACCENTS.search(word):
        return 2
    if found in known:
        return 0 if found in english else 1
    return -1 if found in english else 0
