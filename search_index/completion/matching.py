"""Which names of a segment what was typed may become, the likeliest first.

Every word typed must begin a word of the name, in any order; where the caller asks for it, a longer
word may be one letter away from what was meant.
"""

import heapq
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from search_index.completion.documents import INITIALS, LONGEST_WORD, Completion, typed_words
from search_index.completion.segment import UNSTATED, Mask, Ranges, Segment

MOST_WORDS = 8
LONGEST_TYPED = 400
# Of so many names, the shortest, the text is looked at; with more there is little to tell apart.
_LOOKED_AT = 120
_SHORTEST_MISTYPED = 5
_MOST_KEPT = 64
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


@dataclass(frozen=True)
class Wanted:
    """What may be offered: so many things of one kind; only `among` these keys, if given.

    Names in `language` are preferred where they agree as well with what was typed. With `corrected`
    each of the longer words may be one letter away from what was meant.
    """

    kind: str
    limit: int
    language: str = "en"
    among: Collection[str] | None = None
    corrected: bool = False


@dataclass(frozen=True)
class Typed:
    """What was typed: its words, the last of them perhaps half a word, and all of them as one."""

    words: tuple[str, ...]
    initials: str

    @classmethod
    def of(cls, text: str) -> "Typed":
        """The words of a text; of a long one only the first."""
        words = typed_words(text[:LONGEST_TYPED])[:MOST_WORDS]
        return cls(tuple(words), INITIALS + words[0] if len(words) == 1 else "")

    @property
    def text(self) -> str:
        """The words as a folded name has them."""
        return " ".join(self.words)


@dataclass(frozen=True)
class Found:
    """A name that was found, and its place: the smallest is the likeliest."""

    place: tuple[int | str, ...]
    segment: Segment
    row: int

    def completion(self, wanted: Wanted) -> Completion:
        """What the name is one of."""
        name, matched = self.segment.name(self.row)
        return Completion(self.segment.key(self.row), wanted.kind, name, matched, wanted.corrected)


class Source:
    """A segment and which of its names are offered: all of them unless `offered` says otherwise."""

    def __init__(self, segment: Segment, offered: Mask | None) -> None:
        self.segment = segment
        self._offered = offered
        self._among: dict[str, tuple[Collection[str], Mask]] = {}
        self._begun: dict[tuple[str, bool], Ranges] = {}

    def found(self, typed: Typed, wanted: Wanted) -> list[Found]:
        """The likeliest names of different things."""
        best: dict[int, Found] = {}
        for row in self._rows(typed, wanted):
            entry = int(self.segment.row_entries[row])
            place = self._place(typed, wanted, row)
            if entry not in best or place < best[entry].place:
                best[entry] = Found(place, self.segment, row)
        return heapq.nsmallest(wanted.limit, best.values(), key=lambda each: each.place)

    def has(self, words: Iterable[str], wanted: Wanted) -> bool:
        """Whether a name of what is wanted has all these words."""
        found = self._wanted(wanted)
        for word in words:
            if not found.any():
                return False
            found = found & self.segment.reached(self.segment.exact(word))
        return bool(found.any())

    def _rows(self, typed: Typed, wanted: Wanted) -> Iterator[int]:
        """The shortest names that begin with what was typed, and the shortest of the others."""
        first = self._ranges(typed.words[0], wanted)
        reached = self._reached(typed, first, wanted) & self._wanted(wanted)
        if reached.any():
            leading = self.segment.reached(first, leading=True)
            for part in (reached & leading, reached & ~leading):
                yield from islice((int(row) for row in np.flatnonzero(part)), _LOOKED_AT)

    def _reached(self, typed: Typed, first: Ranges, wanted: Wanted) -> Mask:
        """The names that all words lead to."""
        found = self.segment.reached(first)
        for word in typed.words[1:]:
            if not found.any():
                break
            found &= self.segment.reached(self._ranges(word, wanted))
        if typed.initials and not wanted.corrected:
            found |= self.segment.reached(self.segment.exact(typed.initials))
        return found

    def _ranges(self, word: str, wanted: Wanted) -> Ranges:
        """The stretches of words that this one begins; kept for the kinds asked for next."""
        kept = self._begun.get((word, wanted.corrected))
        if kept is None:
            others = _one_letter_away(word) if wanted.corrected else ()
            kept = self.segment.ranges([word, *others])
            kept = kept[kept[:, 0] < kept[:, 1]]
            if len(self._begun) >= _MOST_KEPT:
                self._begun.clear()
            self._begun[word, wanted.corrected] = kept
        return kept

    def _wanted(self, wanted: Wanted) -> Mask:
        """The names of things that may be offered."""
        found = self.segment.rows_of_kind(wanted.kind)
        if self._offered is not None:
            found = found & self._offered
        return found if wanted.among is None else found & self._rows_among(wanted, wanted.among)

    def _rows_among(self, wanted: Wanted, among: Collection[str]) -> Mask:
        """The names of the things with these keys; kept while it is asked for the same ones."""
        kept = self._among.get(wanted.kind)
        if kept is None or kept[0] is not among:
            entries = np.zeros(self.segment.count, np.bool_)
            entries[self.segment.places_of(among)] = True
            kept = self._among[wanted.kind] = (among, entries[self.segment.row_entries])
        return kept[1]

    def _place(self, typed: Typed, wanted: Wanted, row: int) -> tuple[int | str, ...]:
        """How a name agrees with what was typed, the better the smaller: in order, whole, short."""
        text = self.segment.text(row)
        words = text.split(" ")
        whole = sum(word in words for word in typed.words)
        is_foreign = self.segment.language(row) not in (wanted.language, UNSTATED)
        agreement = _agreement(typed, text, words)
        return agreement, is_foreign, -whole, len(words), text, self.segment.key(row)


def complete(sources: Iterable[Source], text: str, wanted: Wanted) -> list[Completion]:
    """The likeliest things that the text may become, over all segments."""
    typed = Typed.of(text)
    if not typed.words:
        return []
    found = (each for source in sources for each in source.found(typed, wanted))
    best = heapq.nsmallest(wanted.limit, found, key=lambda each: each.place)
    return [each.completion(wanted) for each in best]


def knows(sources: Iterable[Source], text: str, kind: str) -> bool:
    """Whether a thing of the kind has a name with all the words of the text."""
    words = typed_words(text[:LONGEST_TYPED])[:MOST_WORDS]
    return bool(words) and any(source.has(words, Wanted(kind, 1)) for source in sources)


def _one_letter_away(word: str) -> Iterator[str]:
    """What else may have been meant by the beginning of a longer word."""
    if len(word) < _SHORTEST_MISTYPED:
        return
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        yield from (_cut(before + letter + after) for letter in _LETTERS)
        if after:
            yield before + after[1:]
            yield from (_cut(before + letter + after[1:]) for letter in _LETTERS)
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]


def _cut(word: str) -> str:
    return word.encode()[:LONGEST_WORD].decode(errors="ignore")


def _agreement(typed: Typed, text: str, words: list[str]) -> int:
    if text == typed.text:
        return 0
    if _joined(text).startswith(_joined(typed.text)):
        return 1
    if typed.initials and not any(word.startswith(typed.words[0]) for word in words):
        return 2
    if f" {typed.text}" in text:
        return 3
    return 4 if words[0].startswith(typed.words[0]) else 5


def _joined(text: str) -> str:
    return text.replace(" ", "")
