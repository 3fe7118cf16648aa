"""What speaks for a record when a text is searched for, and how much it weighs.

The weights were fitted on the judged queries of `tests/relevance` (`registry evaluate`), without
those kept aside (ADR 65).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ctdl.concepts import NamedConcept


@dataclass(frozen=True)
class NamedBy:
    """A concept that the text names and the record is about.

    The record has `label`, another name of the concept, among its words; or, without one, it names
    or states the concept or something narrower. `by_skill` says that it only names a skill that
    the concept, an occupation, asks for.
    """

    named: NamedConcept
    label: str | None = None
    by_skill: bool = False


@dataclass(frozen=True)
class Evidence:
    """All that speaks for one record.

    `matched` are the words of the text that it has, `in_english` those that it has of the text put
    into English.
    `coverage` is the share, 0 to 1, of the text's words that the record has, `strength` how well
    it has them beside the record that has them best. `named` is the share of words that the
    record does not have but is about, as a concept they name. `likeness` is the cosine of its
    meaning to that of the text, 0 where it was not measured; `liking` says how like it is to the
    text with words that say for whom it is, and whether it has one of those; `kinship` is the
    likeness to the records which have the most evidence otherwise, because a good answer is like
    the other good answers.
    `taught_in` is the language of the text, if it is one few records are taught in and this one is.
    """

    exact: bool = False
    matched: tuple[str, ...] = ()
    in_english: tuple[str, ...] = ()
    score: float = 0.0
    coverage: float = 0.0
    strength: float = 0.0
    named: float = 0.0
    likeness: float = 0.0
    liking: float = 0.0
    kinship: float = 0.0
    concepts: tuple[NamedBy, ...] = ()
    taught_in: str = ""

    @property
    def weights(self) -> Mapping[str, float]:
        """What each kind of evidence weighs."""
        has = math.pow(self.coverage, WEIGHTS.demand)
        return {
            "exact": WEIGHTS.exact * self.exact,
            "words": WEIGHTS.words * has * (1.0 + self.strength) / 2.0,
            "concepts": WEIGHTS.concepts * self.named,
            "meaning": WEIGHTS.meaning * max(self.likeness, 0.0),
            "liking": WEIGHTS.liking * max(self.liking, 0.0),
            "kinship": WEIGHTS.kinship * max(self.kinship, 0.0),
            "language": WEIGHTS.language * max(self.likeness, 0.0) * bool(self.taught_in),
        }

    @property
    def is_faint(self) -> bool:
        """Whether little of what was asked speaks for it: few words, and a faint likeness.

        Of what is so found nine in ten answer nothing (judged queries, docs/search.md).
        """
        has = self.coverage + self.named
        return not self.exact and has < _HALF and self.likeness < LEAST_LIKENESS

    @property
    def weight(self) -> float:
        """What it weighs all together; comparable within one search only."""
        return sum(self.weights.values())


@dataclass(frozen=True)
class Weights:
    """How much each kind of evidence counts; `demand` makes missing words weigh more than once."""

    exact: float
    words: float
    demand: float
    concepts: float
    meaning: float
    liking: float
    kinship: float
    language: float


_HALF: Final = 0.5
LEAST_LIKENESS: Final = 0.28
"""What is farther from the text in meaning than this is only like it by chance."""
WEIGHTS: Final = Weights(
    exact=10.0,
    words=1.0,
    demand=2.3,
    concepts=0.5,
    meaning=2.0,
    liking=2.0,
    kinship=0.5,
    language=0.2,
)
