"""What each reason of a suggestion is worth: the points of fields, levels and titles."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from app.services.alternatives import NEAR_TITLE, title_subject
from app.services.reading import named
from app.services.stacking.kinds import Sorted
from app.services.stacking.naming import Naming
from app.services.stacking.occupations import with_broader
from app.services.stacking.own import Own, shared_field
from app.services.stacking.reasons import (
    Larger,
    NextLevel,
    SameField,
    SameLevel,
    SharedParts,
    ThroughParts,
    TitlesAlike,
)
from app.services.summaries import Named, Summary
from ctdl.crosswalk import Comparison
from ctdl.ctid import CTID
from search_index.meaning import encoder

Levels = Mapping[str, Comparison | None]
"""Levels, each with the row of the crosswalk by which it is among them."""

VERY_NEAR_TITLE: Final = 0.9


def shared_parts(parts: tuple[Named, ...], of: int, by: tuple[str, ...]) -> SharedParts:
    """Parts in common: three points for one, four for several, five for half, six for all."""
    number = len(parts)
    points = 6 if number >= of else 5 if number * 2 >= of else 4 if number > 1 else 3
    return SharedParts(parts, of, by, points)


def larger(sorted_: Sorted) -> Larger:
    """That the other one is the larger by a stated fact: two points."""
    return Larger(sorted_, 2)


def same_field(own: Own, other: Summary) -> SameField | None:
    """The field both state: three points for a detailed one, two for narrow, one for broad."""
    code = shared_field(own.summary.fields, other.fields)
    return None if code is None else SameField(code, len(code) - 1)


def next_level(own: Own, other: Summary, levels: Levels) -> NextLevel | None:
    """That the level there is the next one: three points, less where a row has to say so."""
    there = _one_of(other, levels)
    if own.level is None or there is None:
        return None
    return NextLevel(own.level, there, levels[there], _less(3, levels[there]))


def same_level(own: Own, other: Summary, levels: Levels) -> SameLevel | None:
    """That the level there is the one here: two points, one where a row has to say so."""
    there = _one_of(other, levels)
    if own.level is None or there is None:
        return None
    return SameLevel(own.level, there, levels[there], max(1, _less(2, levels[there])))


def only_at(other: Summary, levels: Levels) -> bool:
    """Whether all the levels it states are among these: one of several would leave it open."""
    stated = [each.id for each in other.levels]
    return bool(stated) and all(each in levels for each in stated)


def titles_alike(own: Own, others: Sequence[Summary]) -> dict[CTID, TitlesAlike]:
    """The records whose titles are about the same: one point, or two for nearly the same words."""
    subject = title_subject(own.record.name, own.summary)
    told = [(each.ctid, title_subject(each.name, each)) for each in others]
    known = [(ctid, words) for ctid, words in told if words]
    if not subject or not known:
        return {}
    here, *there = encoder().encode([subject, *(words for _, words in known)])
    near = {
        ctid: min(1.0, float(here @ each)) for (ctid, _), each in zip(known, there, strict=True)
    }
    return {
        ctid: TitlesAlike(nearness, 2 if nearness >= VERY_NEAR_TITLE else 1)
        for ctid, nearness in near.items()
        if nearness >= NEAR_TITLE
    }


def through_parts(
    own: Own, there: CTID, naming: Naming, covered: Iterable[str], added: Iterable[str]
) -> ThroughParts | None:
    """The parts that name the skills told of here, and those there; None where no part has to."""
    mine = _parts_naming(own.naming, covered) - {own.ctid}
    theirs = _parts_naming(naming, added) - {there}
    if not mine and not theirs:
        return None
    known = named(own.registry, mine | theirs)
    here, beyond = (
        tuple(known[each] for each in sorted(some) if each in known) for some in (mine, theirs)
    )
    return ThroughParts(here, beyond)


def _parts_naming(naming: Naming, skills: Iterable[str]) -> set[CTID]:
    """The records by which any of these skills is covered."""
    wanted = set(skills)
    return {by for skill, by in naming.items() if with_broader(skill) & wanted}


def _one_of(other: Summary, levels: Levels) -> str | None:
    return next((each.id for each in other.levels if each.id in levels), None)


def _less(most: int, by: Comparison | None) -> int:
    """One point less where the row of a document is needed, two where it is an estimate."""
    if by is None:
        return most
    return most - 2 if by.is_indicative else most - 1
