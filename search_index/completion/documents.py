"""What can be completed to, and the words by which a name is reached."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from search_index.words import Token, tokens

LONGEST_WORD = 24
"""Bytes of a word that are compared; hardly anybody types more of one before choosing."""

INITIALS = "="
"""Stands before the initials of a name, which are found only when typed as a whole."""

_FEWEST_INITIALS, _MOST_INITIALS = 3, 8
_MOST_WORDS = 40
_LONGEST_NAME = 400
# Left out of initials in the languages that most names are in: "MIT", not "MIOT".
_UNSPOKEN = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "by",
        "de",
        "del",
        "der",
        "des",
        "di",
        "do",
        "du",
        "e",
        "et",
        "for",
        "fur",
        "in",
        "la",
        "las",
        "le",
        "les",
        "los",
        "of",
        "on",
        "or",
        "the",
        "to",
        "und",
        "von",
        "with",
        "y",
    ]
)


@dataclass(frozen=True)
class CompletionDocument:
    """A thing with names: `name` by language to show, `others` that only lead to it.

    `kind` is any word of the caller's; `key` tells it from all others, `revision` from itself as
    it was before.
    """

    key: str
    revision: str
    kind: str
    name: Mapping[str, str]
    others: tuple[str, ...] = ()

    def to_json(self) -> str:
        """The names as a segment keeps them."""
        return json.dumps([self.name, self.others], ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class Completion:
    """A thing that what was typed may become; `matched` is the name that it was found by.

    `is_corrected` says that it was looked for as if something had been mistyped.
    """

    key: str
    kind: str
    name: Mapping[str, str]
    matched: str
    is_corrected: bool = False


class NameRow(NamedTuple):
    """One name, folded, and the words that lead to it; the first `leading` begin it."""

    text: str
    length: int
    words: tuple[str, ...]
    leading: int


def names_of(document: CompletionDocument) -> list[str]:
    """Every name in its order: those shown, then the others."""
    return [*document.name.values(), *document.others]


def rows_of(document: CompletionDocument) -> Iterator[tuple[int, NameRow]]:
    """Each name that says something new, with its number in `names_of`."""
    seen: set[str] = set()
    for number, name in enumerate(names_of(document)):
        row = name_row(name)
        if row.words and row.text not in seen:
            seen.add(row.text)
            yield number, row


def name_row(name: str) -> NameRow:
    """The name as words: folded, not stemmed, for what is typed is no whole word yet."""
    spoken: list[str] = []
    words: dict[str, None] = {}
    leading = 0
    for token in tokens(name[:_LONGEST_NAME]):
        if len(spoken) >= _MOST_WORDS:
            break
        spoken.extend(token.surfaces)
        words.update(dict.fromkeys(_ways_into(token)))
        leading = leading or len(words)
    initials = _initials(spoken)
    if initials:
        words[initials] = None
    return NameRow(" ".join(spoken), len(spoken), tuple(words), leading)


def typed_words(text: str) -> list[str]:
    """The words of what was typed, folded; the last may be half a word."""
    return [_cut(word) for token in tokens(text) for word in token.surfaces]


def _ways_into(token: Token) -> Iterator[str]:
    """The words that a token is reached by: `az`, `900` and `az900` for "AZ-900".

    A run of a script without spaces is reached from every character on.
    """
    if token.unspaced:
        [run] = token.surfaces
        yield from (_cut(run[start:]) for start in range(len(run)))
        return
    # The first way comes first: only what begins the name leads it.
    yield _cut(token.surfaces[0])
    if len(token.surfaces) > 1:
        yield from map(_cut, token.surfaces[1:])
        if token.joined:
            yield _cut("".join(token.surfaces))


def _initials(spoken: list[str]) -> str:
    telling = [word for word in spoken if word not in _UNSPOKEN]
    if not _FEWEST_INITIALS <= len(telling) <= _MOST_INITIALS:
        return ""
    letters = "".join(word[0] for word in telling)
    return INITIALS + letters if letters.isascii() and letters.isalpha() else ""


def _cut(word: str) -> str:
    return word.encode()[:LONGEST_WORD].decode(errors="ignore")
