"""From text to search terms, the same for documents and for queries and for every engine.

Accents are folded, French endings written as English ones, English endings stemmed (other
languages are left nearly as they are by these rules, and equally so on both sides), codes kept:
`AZ-900` is found as typed, as `AZ 900` and as `az900`; `C++`, `C#` and `A+` keep their signs.
Chinese, Japanese and Korean runs, which have no spaces, become overlapping pairs of characters.
"""

# Whoosh ships types, but not for everything that is called here.
# mypy: disallow-untyped-calls=False

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from whoosh.lang.porter2 import stem as _english_stem

from search_index.french import with_english_ending

MAX_TERM_LENGTH = 64
_MAX_JOINED_PARTS = 4
_MAX_JOINED_LENGTH = 24

# Letters that Unicode does not take apart into a base letter and an accent.
_FOLDED_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"}
)
_LATIN_MARKS = re.compile("[\u0300-\u036f]")
# Arabic vowel signs, soft hyphens, zero-width and direction marks sit inside words unseen.
_INVISIBLE = re.compile("[\u064b-\u0652\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "‑": "-", "‐": "-"})
_TOKEN = re.compile(r"[^\W_]+(?:[-./&'][^\W_]+)*(?:[+#]{1,2}(?!\w))?")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_PART = re.compile(r"[^\W_]+")
_ELISIONS = frozenset(("l", "d", "j", "m", "n", "s", "t", "c", "qu"))


class Token(NamedTuple):
    """One word or code of a text.

    `parts` are its terms in order, `joined` the terms that stand for the whole of it (`az900`),
    `surfaces` its words as written but folded, for spelling. `unspaced` marks a run of a script
    without spaces, whose parts only mean something together.
    """

    parts: tuple[str, ...]
    joined: tuple[str, ...]
    surfaces: tuple[str, ...]
    unspaced: bool


class Placed(NamedTuple):
    """A token and where it stands in the cleaned text."""

    token: Token
    start: int
    end: int


def clean(text: str) -> str:
    """The text in composed Unicode without invisible marks, ready to be cut into tokens."""
    if text.isascii():
        return text
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", text)).translate(_APOSTROPHES)


def fold(text: str) -> str:
    """The text in small letters without accents."""
    if text.isascii():
        return text.lower()
    folded = _LATIN_MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return unicodedata.normalize("NFC", folded).translate(_FOLDED_LETTERS)


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a text in their order."""
    for match in _TOKEN.finditer(clean(text)):
        yield from _analysed(match.group())


def placed_tokens(cleaned: str) -> Iterator[Placed]:
    """The tokens of an already cleaned text with their places in it."""
    for match in _TOKEN.finditer(cleaned):
        for token in _analysed(match.group()):
            yield Placed(token, match.start(), match.end())


def title_key(text: str) -> str:
    """What two writings of the same name share: its words, folded but not stemmed."""
    return " ".join(s for token in tokens(text) for s in token.surfaces)[:200].rstrip()


def title_keys(text: str) -> tuple[str, ...]:
    """The keys of a name: its own, and of a single code also that in one word (`az900`)."""
    found = tuple(islice(tokens(text), 2))
    key = title_key(text)
    is_code = len(found) == 1 and found[0].joined and len(found[0].surfaces) > 1
    return (key, key.replace(" ", "")) if is_code else (key,)


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of a folded word; words in other scripts and codes stay as they are."""
    if len(word) < 3 or not (word.isascii() and word.isalpha()):
        return word[:MAX_TERM_LENGTH]
    stemmed = str(_english_stem(with_english_ending(word)))[:MAX_TERM_LENGTH]
    # A stem of two letters ("in" of "inly") is the stem of everything.
    return stemmed if len(stemmed) > 2 else word


@lru_cache(maxsize=200_000)
def _analysed(written: str) -> tuple[Token, ...]:
    folded = fold(written)
    if _UNSPACED.search(folded):
        return tuple(_by_script(folded))
    signs = folded[len(folded.rstrip("+#")) :]
    words = _without_particles(_PART.findall(folded))
    if signs:
        return (_signed(words, signs),)
    return (_compound(words, "'" in folded),) if words else ()


def _without_particles(words: list[str]) -> list[str]:
    """The words without an English possessive `s` or a French elided article before them."""
    if len(words) < 2:
        return words
    if words[0] in _ELISIONS and len(words[1]) > 2:
        return words[1:]
    return words


def _signed(words: list[str], signs: str) -> Token:
    whole = words[-1] + signs
    # "C++" is not a kind of "C", but "A1+" or "Security+" may well be sought without the sign.
    base = (stem(words[-1]),) if len(words[-1]) > 1 else ()
    return Token((*map(stem, words[:-1]), whole), base, (*words[:-1], whole), False)


def _compound(words: list[str], has_apostrophe: bool) -> Token:
    if has_apostrophe and len(words) > 1 and words[-1] == "s":
        words = words[:-1]
    parts = tuple(map(stem, words))
    whole = "".join(words)
    joins = 1 < len(words) <= _MAX_JOINED_PARTS and len(whole) <= _MAX_JOINED_LENGTH
    return Token(parts, (stem(whole),) if joins else (), tuple(words), False)


def _by_script(folded: str) -> Iterator[Token]:
    place = 0
    for run in _UNSPACED.finditer(folded):
        for word in _PART.findall(folded[place : run.start()]):
            yield _compound([word], False)
        text = run.group()
        pairs = tuple(text[i : i + 2] for i in range(len(text) - 1)) or (text,)
        yield Token(pairs, tuple(text) if len(text) > 1 else (), (text,), True)
        place = run.end()
    for word in _PART.findall(folded[place:]):
        yield _compound([word], False)
