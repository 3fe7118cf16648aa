"""Spanish words: telling whether a text is Spanish, and what its words are in English.

The classifications at hand have no Spanish labels. What is known of Spanish are the words of
courses that the editors of this registry have written down (`tables/spanish_words.csv`), and
endings that both languages share, if they give a word of an English label (ADR 99).
"""

import re
from collections.abc import Iterator, Mapping, Set
from itertools import chain
from typing import Final

from ctdl.concepts.cognates import turned
from ctdl.concepts.words import fold, form, written_words

_SMALL_WORDS: Final = (
    "el la los las un una unos unas de del al a en y e o u con por para sin sobre entre su sus tu"
    " tus mi mis lo que como es se si no mas muy desde hasta curso cursos"
)
# Of these, what a Spanish text has and one in English, French, Portuguese or Italian has not.
_SPANISH_WORDS: Final = "el los las del con y sin sobre sus muy desde hasta para"
_OTHER_WORDS: Final = (
    "the an of and or for with in on to at from by is are how what le les des du au aux et ou pour"
    " avec dans sur il di della gli do da dos em com uma os der die das und"
)
_SMALL: Final = frozenset(_SMALL_WORDS.split())
_SPANISH: Final = frozenset(_SPANISH_WORDS.split())
_NOT_SPANISH: Final = frozenset(_OTHER_WORDS.split())
_SIGNS: Final = re.compile("[áíóúñ]", re.IGNORECASE)
_OTHER_SIGNS: Final = re.compile("[èêëçàâîôûùœãõäößåøæ]", re.IGNORECASE)
_WITH_GENDER: Final = re.compile("(?:ic|iv|os|ad)[ao]$")
_WORDS_READ: Final = 200

# The endings of Spanish words without accents, and of the English ones that answer to them.
_ENDINGS: Final = (
    ("logia", ("logy",)),
    ("grafia", ("graphy",)),
    ("cion", ("tion",)),
    ("sion", ("sion",)),
    ("idad", ("ity",)),
    ("dad", ("ty",)),
    ("encia", ("ence", "ency")),
    ("ancia", ("ance", "ancy")),
    ("mente", ("ly",)),
    ("ismo", ("ism",)),
    ("ista", ("ist",)),
    ("ario", ("ary",)),
    ("aria", ("ary",)),
    ("ivo", ("ive",)),
    ("iva", ("ive",)),
    ("oso", ("ous",)),
    ("osa", ("ous",)),
    ("ico", ("ic", "ical", "ics")),
    ("ica", ("ics", "ic", "ical")),
    ("nte", ("nt",)),
    ("ia", ("y", "ia")),
    ("o", ("", "e")),
    ("a", ("", "e")),
)


def is_spanish(
    text: str, known: Mapping[str, str], french: Mapping[str, str], english: Set[str]
) -> bool:
    """Whether more of the words of `text` are Spanish than of another language.

    `known` are Spanish words, `french` French ones, `english` the words of English labels.
    """
    balance = 0
    for read, (word, _, _) in enumerate(written_words(text)):
        if read == _WORDS_READ:
            break
        balance += _vote(word, known, french, english)
    return balance > 0


def in_english(text: str, known: Mapping[str, str], english: Set[str]) -> str:
    """A Spanish text in English words, in the Spanish order; what is not known stays as it is."""
    return " ".join(
        _in_english(word, known, english)
        for word, _, _ in written_words(text)
        if fold(word) not in _SMALL
    )


def _vote(word: str, known: Mapping[str, str], french: Mapping[str, str], english: Set[str]) -> int:
    folded = fold(word)
    if folded in _SPANISH:
        return 1
    if folded in _NOT_SPANISH or _OTHER_SIGNS.search(word):
        return -2
    if _SIGNS.search(word):
        return 2
    found = form(word)
    if found in english or found in french:
        return -1 if found not in known else 0
    return 1 if found in known else 0


def _in_english(word: str, known: Mapping[str, str], english: Set[str]) -> str:
    found = form(word)
    for each in _forms(found):
        if each in known:
            return known[each]
    if found in english:
        return fold(word)
    singular = found.removesuffix("e")
    return next(chain(*(turned(each, _ENDINGS, english) for each in (found, singular))), word)


def _forms(found: str) -> Iterator[str]:
    """The form, and what it would be in the other number and the other gender."""
    yield from (found, found + "e", found.removesuffix("e"))
    if _WITH_GENDER.search(found):
        yield found[:-1] + ("o" if found.endswith("a") else "a")
