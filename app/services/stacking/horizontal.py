"""Suggested horizontal stacks: related field, same level, together more of what an occupation asks.

The other one has to add skills that this one lacks: what merely has the same skills is an
alternative, not a stack. Where no level of a framework is stated, the level of learners that both
are stated to be for has to be the same. Where neither is stated of either, that is said, and the
field and the skills have to be evidence enough.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from app.services.stacking.candidates import best, read, suggested
from app.services.stacking.heights import levels_like
from app.services.stacking.model import Lacking, Suggested
from app.services.stacking.naming import bringing, certain
from app.services.stacking.occupations import (
    Occupation,
    covered_by,
    narrowest,
    occupations,
    with_broader,
)
from app.services.stacking.own import Own, audience_of, fields_of, records_of
from app.services.stacking.pool import Pool
from app.services.stacking.reasons import (
    LevelsUnknown,
    OpensOccupation,
    SameAudience,
    SameLevel,
)
from app.services.stacking.weighing import only_at, same_field, same_level, through_parts
from app.services.summaries import Summary
from app.services.understanding import NOT_STATED
from ctdl.concepts import thesaurus
from ctdl.ctid import CTID

FEWEST: Final = 2
"""So many skills of an occupation have to be covered here, and as many have to be added."""
_MOST_SKILLS: Final = 80
"""Of so many skills that could be added is looked up who brings them."""
_BROAD: Final = 2
_BEGINNERS: Final = "BeginnerLevel"
Height = SameLevel | SameAudience | LevelsUnknown


def horizontal(own: Own, left_out: Collection[CTID]) -> tuple[Suggested, ...]:
    """Credentials beside this one that add most of what an occupation asks for."""
    aims = _aims(own)
    if not own.broad_fields or not aims:
        return ()
    brought = bringing(_pool(own), _useful(own, aims), lambda each: _may_suit(own, each))
    opened = {ctid: _opened(own, skills, aims) for ctid, skills in brought.items()}
    points = {ctid: each.points for ctid, each in opened.items() if each is not None}
    likeness = own.likeness(tuple(points))
    ranked = sorted(points, key=lambda each: (-points[each], -likeness.get(each, 0.0), each))
    shown = list(read(own, ranked, left_out))
    heights = _heights(own, shown)
    found = []
    for each in shown:
        named = certain(own.registry, brought[each.ctid])
        opens = _opened(own, named, aims)
        if opens is not None and each.ctid in heights:
            through = through_parts(own, each.ctid, named, opens.covered, opens.added)
            field, height = same_field(own, each), heights[each.ctid]
            found.append(suggested(each, "horizontal", field, height, opens, through))
    return best(found, likeness)


def lacking(own: Own) -> Iterator[Lacking]:
    """What is not stated of the credential, or not known of its skills, that would be needed."""
    if not own.has_height:
        yield "level"
    if not own.broad_fields:
        yield "field"
    if not _aims(own):
        yield "skills"


def _pool(own: Own) -> Pool:
    """Awards in a related field at the level, for learners of the same sort, or of none stated."""
    fields = tuple(own.broad_fields)
    if own.level is not None:
        return own.pool(field=fields, level=tuple(levels_like(own.level, own.crosswalk)))
    if own.audience is None:
        return own.pool(field=fields, level=(NOT_STATED,), audience=(NOT_STATED,))
    audience = "beginner" if own.audience == _BEGINNERS else "other"
    return own.pool(field=fields, audience=(audience,))


def _may_suit(own: Own, other: Summary) -> bool:
    """Whether a credential found by its parts is in a related field and at no other level."""
    if not own.broad_fields & fields_of(other.fields, _BROAD):
        return False
    if own.level is not None:
        return only_at(other, levels_like(own.level, own.crosswalk))
    return not other.levels


def _heights(own: Own, others: Sequence[Summary]) -> Mapping[CTID, Height]:
    """Those at the level of this one, or of which as little is stated."""
    if own.level is not None:
        levels = levels_like(own.level, own.crosswalk)
        at = {each.ctid: same_level(own, each, levels) for each in others if only_at(each, levels)}
        return {ctid: reason for ctid, reason in at.items() if reason is not None}
    found: dict[CTID, Height] = {}
    for ctid, record in records_of(own.registry, [each.ctid for each in others]).items():
        if own.audience is not None and audience_of(record) == own.audience:
            found[ctid] = SameAudience(own.audience, 1)
        elif not (own.states_height or record.levels or record.audience_levels):
            found[ctid] = LevelsUnknown()
    return found


def _aims(own: Own) -> tuple[Occupation, ...]:
    """The occupations of whose skills this one covers some."""
    return tuple(
        each for each in occupations() if len(narrowest(each.skills & own.covers)) >= FEWEST
    )


def _useful(own: Own, aims: Sequence[Occupation]) -> list[str]:
    """The skills that add to what an aim asks for, those first that most of the aims ask for."""
    times: dict[str, int] = {}
    for aim in aims:
        for skill in aim.skills - own.covers:
            times[skill] = times.get(skill, 0) + 1
    known = own.indexed_skills
    adding = {
        skill: max(times.get(above, 0) for above in with_broader(skill))
        for skill in known - own.covers
        if not times.keys().isdisjoint(with_broader(skill))
    }
    return sorted(adding, key=lambda each: (-adding[each], each))[:_MOST_SKILLS]


def _opened(own: Own, skills: Iterable[str], aims: Iterable[Occupation]) -> OpensOccupation | None:
    """The occupation most is added to; one by itself before a group, whose list is that of many."""
    there = covered_by(skills)
    found = [
        (each, narrowest(each.skills & own.covers), narrowest(each.skills & there - own.covers))
        for each in aims
    ]
    enough = [row for row in found if len(row[2]) >= FEWEST]
    if not enough:
        return None
    aim, here, added = min(
        enough, key=lambda row: (row[0].is_group, -len(row[2]), -len(row[1]), row[0].id)
    )
    return OpensOccupation(
        occupation=aim.id,
        is_group=aim.is_group,
        covered=_by_name(here),
        added=_by_name(added),
        of=len(aim.skills),
        points=_points(len(here), len(added), is_group=aim.is_group),
    )


def _points(here: int, added: int, *, is_group: bool) -> int:
    """Up to three points for what is added and two for what is covered; one less for a group."""
    return min(added - 1, 3) + min(here - 1, 2) - is_group


def _by_name(skills: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(skills, key=lambda each: (thesaurus().label(each, "en") or "", each)))
