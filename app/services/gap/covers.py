"""When a record that is about a concept covers a skill: by the whole of it, in the same area."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from app.services.record_concepts import RecordConcept
from ctdl.concepts import Concept, thesaurus
from ctdl.language import folded

SHORT: Final = 3
"""Names of so many letters have several meanings: "ML", "TCL"."""

_AREA: Final = re.compile(r"\s(?:in|for|within|into)\s(?P<area>.+)$")
_SMALL: Final = frozenset(["a", "an", "and", "in", "of", "or", "the", "to"])
_IN_BRACKETS: Final = re.compile(r"\s*\(.*\)$")


@lru_cache(maxsize=4096)
def below(skill: str) -> frozenset[str]:
    """The skill and what is narrower, without what is narrower by another area.

    ESCO puts "perform process control in the wearing apparel industry" below "apply statistical
    analysis techniques": who learns that has learned something of it, in one trade only.
    """
    known = thesaurus()
    own = known.concept(skill)
    if own is None:
        return frozenset()
    words = set(folded(own.labels.get("en", "")).split()) - _SMALL
    return frozenset(
        each
        for each in known.narrower(skill)
        if each == skill or not _is_of_another_area(known.concept(each), words)
    )


def through(skill: str, concepts: Sequence[RecordConcept]) -> RecordConcept | None:
    """The concept by which a record covers a skill: the skill itself before narrower ones.

    None where the record only names a part of it, or a name that has other meanings and nothing
    else of the same skill.
    """
    ids = below(skill)
    found = [each for each in concepts if each.id in ids and _names(each)]
    certain = [each for each in found if is_certain(each)]
    told = certain or (found if len(found) > 1 else ())
    return min(told, key=lambda each: each.id != skill, default=None)


def is_certain(each: RecordConcept) -> bool:
    """Whether a record points to the concept, or names it whole and by a name of its own."""
    return each.is_stated or (_names(each) and not _is_homonym(each))


def _is_of_another_area(concept: Concept | None, words: set[str]) -> bool:
    area = _AREA.search(_bare(concept)) if concept is not None else None
    return area is not None and not words & set(folded(area["area"]).split())


def _names(each: RecordConcept) -> bool:
    """Whether the words are a whole name: not one that leaves out the area of the concept."""
    if each.is_stated:
        return True
    concept = thesaurus().concept(each.id)
    if concept is None or not each.is_whole:
        return False
    label = folded(_bare(concept))
    area = _AREA.search(label)
    # "Process control" alone is not that of the wearing apparel industry.
    return area is None or folded(each.words) not in label[: area.start()]


def _is_homonym(each: RecordConcept) -> bool:
    """Whether it is a few letters that do not stand for the name of the concept, or not alone."""
    concept = thesaurus().concept(each.id)
    word = each.words.strip()
    if concept is None or len(word) > SHORT or not word.isupper():
        return False
    bare = _bare(concept)
    if bare.casefold() == word.casefold():
        return bare != concept.labels.get("en", "")
    initials = "".join(part[0] for part in re.findall(r"\w+", bare))
    return not initials.casefold().startswith(word.casefold())


def _bare(concept: Concept) -> str:
    """The English label without the brackets that tell it from another meaning."""
    return _IN_BRACKETS.sub("", concept.labels.get("en", ""))
