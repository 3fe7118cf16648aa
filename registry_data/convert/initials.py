"""Whether a few letters are the initials of a title: the evidence that they are its acronym."""

import re
from collections.abc import Iterator, Sequence

_SMALL_WORDS = frozenset(
    ("a", "an", "and", "as", "at", "by", "for", "in", "into", "of", "on", "or", "the", "to", "with")
)
_REMARK = re.compile(r"\s\([^()]*\)")
_WORD = re.compile(r"[^\W_]+")
_MOST_LETTERS_OF_A_WORD = 3


def telling_words(title: str) -> tuple[str, ...]:
    """The words of a title that an acronym is made of, as they are written."""
    found = _WORD.findall(_REMARK.sub(" ", title))
    return tuple(word for word in found if word.casefold() not in _SMALL_WORDS)


def spells(letters: str, words: Sequence[str]) -> bool:
    """Whether `letters` are the initials of all the words, in their order.

    A word in capitals may stand whole (IT), one with capitals inside gives those (DevSecOps), and
    one that begins with "ex" may give its x (Expert).
    """
    if not words:
        return not letters
    return any(
        letters.startswith(given) and spells(letters[len(given) :], words[1:])
        for given in _initials(words[0])
    )


def spells_roughly(letters: str, words: Sequence[str]) -> bool:
    """Whether each word gives its initial and at most two more of its letters (PgMP, GPYC)."""
    if not words:
        return not letters
    return any(
        spells_roughly(letters[len(given) :], words[1:]) for given in _shortened(letters, words[0])
    )


def _initials(word: str) -> set[str]:
    folded = word.casefold()
    found = {folded[0]}
    if word.isupper() or word.isdigit():
        found.add(folded)
    else:
        found.add(folded[0] + "".join(c for c in word[1:] if c.isupper()).casefold())
    if folded.startswith("ex"):
        found.add("x")
    return found


def _shortened(letters: str, word: str) -> Iterator[str]:
    folded = word.casefold()
    yield from (each for each in _initials(word) if letters.startswith(each))
    for length in range(2, min(len(letters), _MOST_LETTERS_OF_A_WORD) + 1):
        given = letters[:length]
        if given[0] == folded[0] and _in_order(given, folded):
            yield given


def _in_order(letters: str, word: str) -> bool:
    rest = iter(word)
    return all(letter in rest for letter in letters)
