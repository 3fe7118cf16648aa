"""Which stretches of a text are labels: the longest win, and one common word names with care."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from itertools import islice
from typing import Final, NamedTuple

from ctdl.concepts.words import Word, words

MOST_WORDS: Final = 12
"""No label that can be named has more words that count."""
_STOP: Final = re.compile(r"[.,;:!?()\[\]{}|\n\r\t•·–—\"«»“”]")
MOST_READ: Final = 4000
"""No more words of a text are read: a record that needs more to say what it is about says it all
before."""

_COURSES_EN: Final = (
    "course class lesson training certificate certification certified diploma award degree"
    " bachelor master introduction introductory intro basic fundamental foundation beginner"
    " advanced intermediate level learn learning study teach me my i want how become be free"
    " short online micro credential microcredential program specialization module unit"
    " qualification badge professional career job work essential about some any good best"
    " graduate postgraduate undergraduate higher national skill knowledge"
)
_COURSES_FR: Final = (
    "cours formation former certificat certification diplome apprendre introduction initiation"
    " base debutant niveau gratuit gratuite ligne metier devenir travail microcertification"
    " microcredit attestation licence bachelier maitrise module programme comment je veux"
    " court courte bon bonne meilleur meilleure"
)
GENERAL: Final = frozenset(word.form for word in words(f"{_COURSES_EN} {_COURSES_FR}"))
"""What is said of any course: beside it alone, a common word is what the course is about."""


class Span(NamedTuple):
    """A stretch of words that is a label: where it begins, its length, and what it may name."""

    first: int
    length: int
    told: str


class ReadText:
    """A text taken apart into the words that count."""

    def __init__(self, text: str, is_french: Callable[[str], bool]) -> None:
        self.text = text
        self.words = tuple(islice(words(text), MOST_READ))
        self._is_french = is_french

    @cached_property
    def is_french(self) -> bool:
        """Whether it is in French."""
        return self._is_french(self.text)

    @cached_property
    def about(self) -> str | None:
        """The only word that is not said of any course; None where there are others."""
        telling = {word.form for word in self.words} - GENERAL
        telling = {form for form in telling if not form.isdecimal()}
        return telling.pop() if len(telling) == 1 else None

    def ends(self, span: Span) -> tuple[int, int]:
        """Where the words of a stretch begin and end in the text."""
        return self.words[span.first].start, self.words[span.first + span.length - 1].end

    def spans(self, keys: Mapping[str, str], fits: Callable[[Span], bool]) -> list[Span]:
        """The stretches of words that are labels, none within or across a longer one."""
        found = [span for span in self._candidates(keys) if fits(span)]
        found.sort(key=lambda span: (-span.length, span.first))
        taken = [0] * len(self.words)
        kept = []
        for span in found:
            places = range(span.first, span.first + span.length)
            if all(taken[place] in (0, span.length) for place in places):
                kept.append(span)
                for place in places:
                    taken[place] = span.length
        return sorted(kept)

    def _candidates(self, keys: Mapping[str, str]) -> Iterator[Span]:
        forms = [word.form for word in self.words]
        for first, reach in enumerate(self._reach()):
            begun = ""
            for length in range(1, min(MOST_WORDS, reach - first) + 1):
                begun += forms[first + length - 1]
                told = keys.get(begun)
                if told is not None:
                    yield Span(first, length, told)

    def _reach(self) -> list[int]:
        """For each word, the place after the last one of its stretch: none goes over a comma."""
        found = self.words
        reach = [len(found)] * len(found)
        for place in range(len(found) - 2, -1, -1):
            parted = _STOP.search(self.text, found[place].end, found[place + 1].start)
            reach[place] = place + 1 if parted else reach[place + 1]
        return reach


def is_in_capitals(text: str, word: Word) -> bool:
    """Whether an acronym or a letter is written as such, and not within a word of signs."""
    written = text[word.start : word.end]
    beside = text[max(word.start - 1, 0) : word.start] + text[word.end : word.end + 1]
    return written[:1].isupper() and written.upper() == written and not set(beside) & set("_-'’&/.")
