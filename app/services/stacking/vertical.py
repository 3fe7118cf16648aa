"""Suggested vertical stacks: the next level of the same field, with outcomes that build on these.

All three are needed. The next level is that of the same framework, or one that a single row of the
crosswalk compares with it alone.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from app.services.outcomes import match
from app.services.stacking.candidates import best, read, suggested
from app.services.stacking.heights import next_levels
from app.services.stacking.model import Lacking, Suggested
from app.services.stacking.own import Own, records_of
from app.services.stacking.pool import Pool
from app.services.stacking.reasons import OutcomesAlike, SkillsBuild
from app.services.stacking.weighing import next_level, only_at, same_field, titles_alike
from app.services.summaries import Summary
from ctdl.concepts import thesaurus
from ctdl.ctid import CTID

_MOST_NAMED: Final = 4
_MOST_READ: Final = 6
"""Of so many records the outcomes are read and compared."""


def vertical(own: Own, left_out: Collection[CTID]) -> tuple[Suggested, ...]:
    """The next credentials in the same field, those with most evidence first."""
    levels = next_levels(own.level, own.crosswalk) if own.level else {}
    if not levels or not own.narrow_fields:
        return ()
    pool = own.pool(level=tuple(levels), field=tuple(own.narrow_fields))
    built = _building(own, pool)
    likeness = own.likeness(pool.ctids)
    ranked = sorted(
        pool.ctids, key=lambda each: (-len(built.get(each, ())), -likeness.get(each, 0.0), each)
    )
    shown = [each for each in read(own, ranked, left_out) if only_at(each, levels)]
    titles, outcomes = titles_alike(own, shown), _outcomes(own, shown)
    found = []
    for each in shown:
        skills = _skills(own, built.get(each.ctid, frozenset()))
        taught = outcomes.get(each.ctid) or titles.get(each.ctid)
        if skills is not None or taught is not None:
            level = next_level(own, each, levels)
            found.append(suggested(each, "vertical", same_field(own, each), level, skills, taught))
    return best(found, likeness)


def lacking(own: Own) -> Iterator[Lacking]:
    """What is not stated of the credential, or not known, that would be needed."""
    if own.level is None:
        yield "level"
    elif not next_levels(own.level, own.crosswalk):
        yield "next level"
    if not own.narrow_fields:
        yield "field"


def _building(own: Own, pool: Pool) -> dict[CTID, set[str]]:
    """The records about a skill of this one, or about one that is narrower."""
    return pool.about(each for skill in own.skills for each in thesaurus().narrower(skill))


def _skills(own: Own, found: Collection[str]) -> SkillsBuild | None:
    """One point for a skill that is taken up or deepened, two for several."""
    if not found:
        return None
    again = sorted(own.skills & set(found))
    deeper = sorted(set(found) - own.skills)
    points = 2 if len(found) > 1 else 1
    return SkillsBuild(tuple(again[:_MOST_NAMED]), tuple(deeper[:_MOST_NAMED]), points)


def _outcomes(own: Own, others: Sequence[Summary]) -> dict[CTID, OutcomesAlike]:
    """Where outcomes are alike, how many: one point, two where half of those here are."""
    if not own.record.outcomes:
        return {}
    found: dict[CTID, OutcomesAlike] = {}
    records = records_of(own.registry, [each.ctid for each in others[:_MOST_READ]])
    for ctid, record in records.items():
        matched = match([own.record.outcomes, record.outcomes])
        shared, of = len(matched.shared), len(own.record.outcomes)
        if shared:
            found[ctid] = OutcomesAlike(shared, of, 2 if shared * 2 >= of else 1)
    return found
