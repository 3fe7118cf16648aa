"""What occupations ask for: which skills they have in common, and what covers them.

Known are the essential skills of some occupations, and those of some groups as a whole, of which it
is not known which are essential (docs/concepts.md). Of all others nothing is said.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from ctdl.concepts import thesaurus

_MOST_ABOVE: Final = 50


@dataclass(frozen=True)
class Occupation:
    """An occupation, or a group of them, and the skills that are its own."""

    id: str
    skills: frozenset[str]
    is_group: bool


@cache
def occupations() -> tuple[Occupation, ...]:
    """All whose skills are known, by id."""
    lists = thesaurus().skill_lists
    return tuple(Occupation(id_, frozenset(lists[id_]), _is_group(id_)) for id_ in sorted(lists))


@cache
def asked_by() -> Mapping[str, frozenset[str]]:
    """For every skill that is asked for, the occupations that do; groups are not counted.

    A group is no further occupation, and its list is that of many.
    """
    found: dict[str, set[str]] = {}
    for each in occupations():
        if not each.is_group:
            for skill in each.skills:
                found.setdefault(skill, set()).add(each.id)
    return {skill: frozenset(asking) for skill, asking in found.items()}


def number_of_occupations() -> int:
    """How many occupations `asked_by` counts."""
    return sum(not each.is_group for each in occupations())


@lru_cache(maxsize=8192)
def with_broader(skill: str) -> frozenset[str]:
    """The skill and those it is a part of: whoever has it covers these, as far as is estimated."""
    found, waiting = {skill}, [skill]
    while waiting and len(found) < _MOST_ABOVE:
        concept = thesaurus().concept(waiting.pop())
        for each in concept.broader if concept is not None else ():
            above = thesaurus().concept(each)
            if above is not None and above.kind == "skill" and each not in found:
                found.add(each)
                waiting.append(each)
    return frozenset(found)


def covered_by(skills: Iterable[str]) -> frozenset[str]:
    """All that these skills cover: themselves and what they are parts of."""
    return frozenset(above for skill in skills for above in with_broader(skill))


def narrowest(skills: Iterable[str]) -> frozenset[str]:
    """Without those that another one of them is a part of: one skill must not count twice."""
    given = frozenset(skills)
    wider = {above for skill in given for above in with_broader(skill) if above != skill}
    return given - wider


def _is_group(id_: str) -> bool:
    concept = thesaurus().concept(id_)
    return concept is not None and concept.kind == "group"
