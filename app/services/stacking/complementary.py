"""Suggested complementary stacks: another area, with skills that occupations ask for beside these.

Two skills belong together when several occupations ask for both, and more of them than would by
chance. Where both levels are known and can be compared, they have to be one level.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from app.services.stacking.candidates import best, read, suggested
from app.services.stacking.heights import height, levels_like
from app.services.stacking.model import Lacking, Suggested
from app.services.stacking.naming import bringing, certain
from app.services.stacking.occupations import (
    asked_by,
    narrowest,
    number_of_occupations,
    with_broader,
)
from app.services.stacking.own import Own, fields_of
from app.services.stacking.reasons import AskedTogether, OtherField, Pair
from app.services.stacking.weighing import same_level, through_parts
from app.services.summaries import Summary
from ctdl.ctid import CTID

FEWEST_OCCUPATIONS: Final = 3
FEWEST_TIMES: Final = 1.5
"""So many times as often as by chance two skills have to be asked for together."""
_SEVERAL, _MANY = 5, 8
_MOST_SKILLS: Final = 40
_MOST_NAMED: Final = 3
_BROAD: Final = 2
_ALL_FIELDS: Final = tuple(f"{number:02}" for number in range(11))
"""The broad fields of ISCED-F but "unknown"."""


def complementary(own: Own, left_out: Collection[CTID]) -> tuple[Suggested, ...]:
    """Credentials of another area whose skills are asked for together with those of this one."""
    beside = _beside(own.covers)
    if not own.broad_fields or not beside:
        return ()
    pool = own.pool(field=tuple(each for each in _ALL_FIELDS if each not in own.broad_fields))
    pairs = _pairs(own, beside)
    chosen = sorted(pairs, key=lambda each: _rank(pairs[each]))[:_MOST_SKILLS]
    brought = bringing(pool, chosen, lambda each: _is_suitable(own, each))
    together = {
        ctid: _together(_closest(pairs[each] for each in brought[ctid])) for ctid in brought
    }
    likeness = own.likeness(tuple(together))
    ranked = sorted(
        together, key=lambda each: (-together[each].points, -likeness.get(each, 0.0), each)
    )
    levels = levels_like(own.level, own.crosswalk) if own.level else {}
    found = []
    for each in read(own, ranked, left_out):
        named = certain(own.registry, brought[each.ctid])
        if named and _is_suitable(own, each):
            sure = _closest(pairs[skill] for skill in named)
            asked, level = _together(sure), same_level(own, each, levels)
            here, there = ([pair.here for pair in sure], [pair.there for pair in sure])
            through = through_parts(own, each.ctid, named, here, there)
            field = _other_field(own, each)
            found.append(suggested(each, "complementary", field, asked, level, through))
    return best(found, likeness)


def lacking(own: Own) -> Iterator[Lacking]:
    """What is not stated of the credential, or not known of its skills, that would be needed."""
    if not own.broad_fields:
        yield "field"
    if not _beside(own.covers):
        yield "skills"


def _pairs(own: Own, beside: Mapping[str, Pair]) -> dict[str, Pair]:
    """The skills that records are about and that come beside those here, with the closest pair."""
    found: dict[str, Pair] = {}
    for skill in own.indexed_skills - own.covers:
        closest = _closest(beside[each] for each in with_broader(skill) if each in beside)
        if closest:
            found[skill] = closest[0]
    return found


@lru_cache(maxsize=512)
def _beside(skills: frozenset[str]) -> Mapping[str, Pair]:
    """The skills asked for together with one of these, each with the pair that is closest.

    What is a part of a skill here goes deeper into it, and is no expertise of another area.
    """
    asked, all_ = asked_by(), number_of_occupations()
    found: dict[str, Pair] = {}
    for here in sorted(skills & asked.keys()):
        for there in asked.keys() - skills:
            both = asked[here] & asked[there]
            times = len(both) * all_ / (len(asked[here]) * len(asked[there]))
            is_apart = here not in with_broader(there)
            if is_apart and len(both) >= FEWEST_OCCUPATIONS and times >= FEWEST_TIMES:
                pair = Pair(here, there, tuple(sorted(both)), times)
                known = found.get(there)
                if known is None or _rank(pair) < _rank(known):
                    found[there] = pair
    return found


def _rank(pair: Pair) -> tuple[int, float, str, str]:
    return -len(pair.occupations), -pair.times, pair.here, pair.there


def _closest(pairs: Iterable[Pair]) -> list[Pair]:
    """Each pair once, those that most occupations ask for first."""
    return sorted(dict.fromkeys(pairs), key=_rank)


def _together(pairs: list[Pair]) -> AskedTogether:
    """A point for each skill there, three at most; one, two or three by the occupations."""
    skills = len(narrowest(each.there for each in pairs))
    most = len(pairs[0].occupations)
    points = min(skills, 3) + 1 + (most >= _SEVERAL) + (most >= _MANY)
    return AskedTogether(tuple(pairs[:_MOST_NAMED]), len(pairs), points)


def _is_suitable(own: Own, other: Summary) -> bool:
    """Whether it is of other areas only, and not known to be at another level."""
    areas = fields_of(other.fields, _BROAD)
    if not areas or areas & own.broad_fields:
        return False
    found = (
        height([own.level], [each.id], own.crosswalk)
        for each in other.levels
        if own.level and each.id
    )
    return all(each is None or each.is_same for each in found)


def _other_field(own: Own, other: Summary) -> OtherField:
    """The first areas of each; two points."""
    return OtherField(min(own.broad_fields), min(fields_of(other.fields, _BROAD)), 2)
