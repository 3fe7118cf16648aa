"""Concepts that a text names, and the records that are about them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from app.services.registry import Registry
from ctdl.concepts import NamedConcept, thesaurus
from ctdl.ctid import CTID
from search_index.asked import Asked, Clause
from search_index.protocol import SearchQuery
from search_index.spelling import Vocabulary

_MOST_CONCEPTS: Final = 6
_MOST_LABELS: Final = 6
_MOST_NAMES: Final = 12
_MOST_TAGGED: Final = 150
_MOST_SKILLS: Final = 20
_BY_A_SKILL: Final = 0.3
"""A skill that an occupation asks for may be asked for by many others."""
_MOST_LABELLED: Final = 60
_SHORTEST: Final = 7
"""Shorter words are too like too many others."""
_MOST_NEAR: Final = 8
_TAGGED: Final = frozenset({"skill", "group"})
"""Records are tagged with skills; a group of skills stands for all of them."""


@dataclass(frozen=True)
class Named:
    """A concept that a text names, and how a record is about it (`NamedBy`)."""

    concept: NamedConcept
    label: str | None = None
    by_skill: bool = False

    @property
    def language(self) -> str:
        """The language of the label by which it is named."""
        return self.concept.language

    def covers(self, clause: Clause) -> bool:
        """Whether the clause is one of the words that name the concept."""
        return self.concept.start < clause.end and clause.start < self.concept.end

    def share_of(self, clause: Clause) -> float:
        """How surely the concept stands for the clause, from 0 to 1."""
        return (_BY_A_SKILL if self.by_skill else 1.0) if self.covers(clause) else 0.0


def named(text: str) -> tuple[Named, ...]:
    """The concepts that a text names, the ones it names with most words first."""
    found = thesaurus().named_in(text)
    longest = sorted(found, key=lambda each: (each.start - each.end, each.start))
    return tuple(Named(each) for each in longest[:_MOST_CONCEPTS])


def in_english(text: str) -> str:
    """The text with what is known of it in English; the same where nothing is."""
    english = thesaurus().in_english(text)
    label = _french_label(text) if english == text else None
    return label.concept.plain_english if label else english


def _french_label(text: str) -> NamedConcept | None:
    """The concept that the whole text is a French name of: `aide-soignante`."""
    named_here = thesaurus().named_in(text)
    length = len(text.rstrip())
    whole = (each for each in named_here if each.language == "fr" and each.end >= length)
    return next((each for each in whole if not text[: each.start].strip()), None)


def language_of(text: str) -> str | None:
    """The language of the text, if its words tell that it is French or Spanish."""
    if thesaurus().is_spanish(text):
        return "es"
    return "fr" if thesaurus().is_french(text) or _french_label(text) else None


def known_as(word: str, language: str) -> str:
    """The English words that a word of a French or Spanish text is sought as; none if unknown."""
    english = in_english(word)
    if language and english == word:
        english = thesaurus().in_english(word, language)
    return english if language and english != word else ""


def known_words(text: str) -> frozenset[str]:
    """Those of its words that are some, folded; a text of none means nothing."""
    return thesaurus().known_words(text)


def near_words(asked: Asked) -> Mapping[str, tuple[str, ...]]:
    """For each word that is none, those one typing error away that are some; most have none."""
    typed = {word for clause in asked.clauses for word in clause.surfaces}
    unknown = sorted(each for each in typed - known_words(asked.text) if len(each) >= _SHORTEST)
    near = {each: tuple(sorted(_vocabulary().within(each, 1))) for each in unknown[:_MOST_NEAR]}
    return {
        word: tuple(each for each in found if each[0] == word[0])
        for word, found in near.items()
        if found
    }


@cache
def _vocabulary() -> Vocabulary:
    return Vocabulary(sorted(thesaurus().words))


def other_names(asked: Asked, concepts: Sequence[Named]) -> tuple[str, ...]:
    """The English names of the occupation that is all the text asks for, and of its groups.

    Titles of credentials rarely are those of occupations; together their names tell the trade.
    """
    names: dict[str, None] = {}
    for each in concepts:
        concept = each.concept.concept
        if concept.kind == "occupation" and all(each.covers(clause) for clause in asked.clauses):
            alternatives = concept.alternatives.get("en", ())[:_MOST_NAMES]
            groups = (thesaurus().label(group, "en") or "" for group in concept.broader)
            names |= dict.fromkeys((concept.labels.get("en", ""), *alternatives, *groups))
    names.pop("", None)
    return tuple(names)


def about(asked: Asked, concepts: Sequence[Named]) -> Mapping[str, tuple[str, ...]]:
    """The facet values whose records the text is about, if it says nothing but their concept."""
    values: dict[str, set[str]] = defaultdict(set)
    for each in concepts:
        if not all(each.covers(clause) for clause in asked.clauses):
            continue
        code = each.concept.concept.code
        if each.concept.concept.kind == "field" and code is not None:
            values["field"].add(code)
        elif each.concept.concept.kind in _TAGGED:
            values["concept"] |= thesaurus().narrower(each.concept.concept.id)
    return {name: tuple(sorted(found)) for name, found in values.items()}


def proposed_by_concepts(
    registry: Registry, asked: Asked, concepts: Sequence[Named], within: SearchQuery
) -> Mapping[CTID, tuple[Named, ...]]:
    """The records within limits about the concepts that a text names, with those it is about."""
    proposed: dict[CTID, dict[str, Named]] = defaultdict(dict)
    for each in concepts:
        tagged = _tagged(registry, asked, each, within)
        for ctid, how in (*tagged, *_labelled(registry, each, within)):
            known = proposed[ctid].get(each.concept.concept.id)
            if known is None or (known.by_skill and not how.by_skill):
                proposed[ctid][each.concept.concept.id] = how
    return {ctid: tuple(found.values()) for ctid, found in proposed.items()}


def _tagged(
    registry: Registry, asked: Asked, each: Named, within: SearchQuery
) -> Iterator[tuple[CTID, Named]]:
    concept = each.concept.concept
    if concept.kind in _TAGGED:
        values = tuple(sorted(thesaurus().narrower(concept.id)))
        how = each
    elif concept.kind == "occupation":
        values = thesaurus().skills_of(concept.id)[:_MOST_SKILLS]
        how = replace(each, by_skill=True)
    else:
        return
    if not values:
        return
    query = replace(
        within,
        text=asked.text,
        about={"concept": values},
        filters={**within.filters, "concept": values},
        limit=_MOST_TAGGED,
    )
    for hit in registry.search_index.search(query).hits:
        yield hit.ctid, how


def _labelled(registry: Registry, each: Named, within: SearchQuery) -> Iterator[tuple[CTID, Named]]:
    """Records that have another label of the concept among their words."""
    concept = each.concept.concept
    if concept.kind == "field":
        return
    labels = (concept.labels.get("en", ""), *concept.alternatives.get("en", ()))
    others = [label for label in labels if label and label != each.concept.label]
    for label in others[:_MOST_LABELS]:
        query = replace(within, text=f'"{label}"', any_word=True, limit=_MOST_LABELLED)
        for hit in registry.search_index.search(query).hits:
            yield hit.ctid, replace(each, label=label)
