"""The records that words, concepts and meaning propose for a text, each with all its evidence."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from app.services.embedding import question_in_other_words, question_vector
from app.services.finding.evidence import LEAST_LIKENESS, Evidence, NamedBy
from app.services.finding.naming import (
    Named,
    about,
    in_english,
    known_as,
    known_words,
    language_of,
    named,
    other_names,
    proposed_by_concepts,
)
from app.services.finding.nearness import (
    having_any,
    is_narrow,
    likeness_of,
    nearest_within,
    taught_in,
    with_kinship,
)
from app.services.registry import Registry
from ctdl.concepts import NamedConcept
from ctdl.ctid import CTID
from search_index.asked import Asked, parse
from search_index.protocol import SearchHit, SearchQuery, SearchResults

_WORDED: Final = 300
"""How many records the words propose."""
_ENOUGH: Final = 100
"""With so many records that have all the words, those that have some of them propose nothing."""
_NEAREST: Final = 500
"""How many records meaning proposes at most."""
_AT_LEAST: Final = 15
"""Meaning proposes so many even where none is near: they come last, and say how near they are."""
_SHARE_OF_BEST: Final = 0.4
"""Nor does meaning propose what is much farther from the text than the nearest."""


@dataclass(frozen=True)
class Gathered:
    """All records proposed, with their evidence; `nearest` are those meaning alone proposes.

    `is_cut_off` says that as many as may be proposed are close, so that there may be more.
    """

    text: str
    evidence: Mapping[CTID, Evidence]
    nearest: tuple[tuple[CTID, float], ...]
    about: Mapping[str, tuple[str, ...]]
    concepts: tuple[NamedConcept, ...]
    corrected: str | None
    was_corrected: bool
    relaxed: bool
    missing: tuple[str, ...] = ()
    is_cut_off: bool = False


@dataclass(frozen=True)
class Sought:
    """What is sought: a text that is not empty, and what was understood of the rest of it.

    Records are proposed `within` the filters and bounds of that query. What is like the text with
    the words in `liked` as well comes before what is only like the text; nothing is found by them.
    """

    text: str
    within: SearchQuery = SearchQuery()
    liked: str = ""


def gather(registry: Registry, sought: Sought) -> Gathered:
    """What speaks for which record within the limits."""
    text, within = sought.text, sought.within
    typed = registry.search_index.search(replace(within, text=text, limit=_WORDED))
    was_corrected = typed.was_corrected
    concepts = named(text)
    if typed.corrected is not None and (
        any(each.language != "en" for each in concepts) or _are_french(text, typed.corrected)
    ):
        # The words are right, in a language few records are written in.
        typed = _nothing(typed) if was_corrected else replace(typed, corrected=None)
        was_corrected = False
    elif was_corrected and typed.corrected is not None:
        text = typed.corrected
        concepts = named(text)
    words = _Words(registry, text)
    words.add(typed)
    last: tuple[SearchHit, ...] = ()
    if typed.total < _ENOUGH or typed.relaxed:
        some = _with_some(registry, text, within)
        words.add(some)
        last = some.hits[-1:] if some.total > len(some.hits) else ()
    english = in_english(text)
    in_other_words = None
    if english != text:
        in_other_words = _Words(registry, english)
        in_other_words.add(_with_some(registry, english, within))
    by_concept = proposed_by_concepts(registry, words.asked, concepts, within)
    knows_all = registry.encoder.languages is None
    question = question_vector(text if knows_all else english, registry.encoder)
    names = other_names(words.asked, concepts)
    vector = question_in_other_words(question, names, registry.encoder)
    says_something = words.has_known_words or is_narrow(within) or bool(known_words(english))
    nearest: tuple[tuple[CTID, float], ...] = ()
    if says_something and not words.is_a_known_code:
        nearest = nearest_within(registry, vector, within, _NEAREST)
    near = _near_enough(nearest)
    proposed = dict.fromkeys(
        [
            *words.found,
            *(in_other_words.found if in_other_words else ()),
            *by_concept,
            *near,
        ]
    )
    likeness = likeness_of(registry, vector, proposed)
    leaning: Mapping[CTID, float] = {}
    liked: frozenset[CTID] = frozenset()
    if sought.liked:
        wished = f"{text if knows_all else english} {sought.liked}"
        leaning = likeness_of(registry, question_vector(wished, registry.encoder), proposed)
        liked = having_any(registry, sought.liked, proposed)
    language = language_of(text) or ""
    in_that_language = taught_in(registry, language, proposed) if language else frozenset()

    def evidence(ctid: CTID) -> Evidence:
        known = words.evidence(ctid, by_concept.get(ctid, ()))
        if in_other_words is not None:
            other = in_other_words.evidence(ctid, by_concept.get(ctid, ()))
            other = replace(other, matched=(), in_english=other.matched)
            known = max(known, other, key=lambda each: (each.exact, each.coverage + each.named))
        is_taught = language if ctid in in_that_language else ""
        return replace(
            known,
            likeness=likeness.get(ctid, 0.0),
            liking=(leaning.get(ctid, 0.0) + (ctid in liked)) / 2.0,
            taught_in=is_taught,
        )

    everything = {ctid: evidence(ctid) for ctid in proposed}
    return Gathered(
        text=text,
        evidence=with_kinship(registry, everything),
        nearest=nearest,
        about=about(words.asked, concepts),
        concepts=tuple(each.concept for each in concepts),
        corrected=typed.corrected,
        was_corrected=was_corrected,
        relaxed=typed.relaxed,
        missing=_missing(words, in_other_words, language),
        is_cut_off=len(near) >= _NEAREST or any(not everything[hit.ctid].is_faint for hit in last),
    )


def _missing(words: "_Words", in_other_words: "_Words | None", language: str) -> tuple[str, ...]:
    """The words that no record has, nor any of the English ones they are sought as."""
    lacking = set(in_other_words.missing if in_other_words else ())
    return tuple(
        each for each in words.missing if lacking.issuperset(known_as(each, language).split())
    )


def _are_french(text: str, corrected: str) -> bool:
    """Whether every word that would be spelt otherwise is a French word as it is."""
    typed, meant = text.casefold().split(), corrected.casefold().split()
    return len(typed) == len(meant) and all(
        one == other or in_english(one) != one for one, other in zip(typed, meant, strict=True)
    )


def _with_some(registry: Registry, text: str, within: SearchQuery) -> SearchResults:
    query = replace(within, text=text, any_word=True, limit=_WORDED)
    return registry.search_index.search(query)


def _nothing(typed: SearchResults) -> SearchResults:
    return SearchResults(0, (), {}, None, {}, typed.number)


def _near_enough(nearest: Sequence[tuple[CTID, float]]) -> list[CTID]:
    if not nearest:
        return []
    least = max(LEAST_LIKENESS, nearest[0][1] * _SHARE_OF_BEST)
    near = [ctid for ctid, likeness in nearest if likeness >= least]
    return near if len(near) > _AT_LEAST else [ctid for ctid, _ in nearest[:_AT_LEAST]]


class _Words:
    """The records that have words of a text, and how well each has them.

    A word counts by its rarity: what nearly every record has tells little, so that to lack it
    matters little.
    """

    def __init__(self, registry: Registry, text: str) -> None:
        self.asked: Asked = parse(text)
        self.found: dict[CTID, Evidence] = {}
        self._records = registry.vectors.count()
        self._known: dict[str, int] = {}
        self._rarity: dict[str, float] = {}

    def add(self, results: SearchResults) -> None:
        """Records found by the words; those known already are not changed."""
        self._known |= results.words
        self._rarity |= {word: self._rarity_of(count) for word, count in results.words.items()}
        hits = results.hits
        best = max((hit.score for hit in hits if not hit.exact), default=0.0) or 1.0
        for hit in hits:
            if hit.ctid not in self.found:
                self.found[hit.ctid] = Evidence(
                    exact=hit.exact,
                    matched=hit.matched,
                    score=hit.score,
                    coverage=self._share(hit.matched),
                    strength=min(1.0, hit.score / best),
                )

    @property
    def has_known_words(self) -> bool:
        """Whether any word is in any record; if none is, its pieces mean nothing either."""
        return any(self._known.values())

    @property
    def missing(self) -> tuple[str, ...]:
        """The words that no record has, as typed."""
        return tuple(each.typed for each in self.asked.clauses if self._known.get(each.typed) == 0)

    @property
    def is_a_known_code(self) -> bool:
        """Whether a code or acronym was asked for, and there are records that have it."""
        return any(each.coverage == 1.0 for each in self.found.values()) and all(
            each.kind == "code" or any(map(str.isdigit, each.typed)) or each.typed.isupper()
            for each in self.asked.clauses
        )

    def evidence(self, ctid: CTID, concepts: Sequence[Named]) -> Evidence:
        """What words and concepts say for a record."""
        known = self.found.get(ctid, Evidence())
        missing = [each for each in self.asked.clauses if each.typed not in known.matched]
        about = sum(
            max((each.share_of(clause) for each in concepts), default=0.0)
            * self._share((clause.typed,))
            for clause in missing
        )
        reasons = tuple(NamedBy(each.concept, each.label, each.by_skill) for each in concepts)
        return replace(known, named=about, concepts=reasons)

    def _share(self, matched: Iterable[str]) -> float:
        """How much of the text some of its words are, from 0 to 1."""
        weights = {each.typed: self._rarity.get(each.typed, 1.0) for each in self.asked.clauses}
        whole = sum(weights.values())
        has = sum(weights.get(word, 0.0) for word in dict.fromkeys(matched))
        return min(1.0, has / whole) if whole else 0.0

    def _rarity_of(self, count: int) -> float:
        return math.log((self._records + 2.0) / (count + 1.0))
