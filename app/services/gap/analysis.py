"""Which skills of an aim are held, which are missing, and the fewest records for the rest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.services import reading
from app.services.covering import best_cover
from app.services.gap.asked import Refusal, SkillUnknown, held_records, said_skills
from app.services.gap.candidates import candidates
from app.services.gap.covers import below, through
from app.services.gap.target import Choice, Target, find_target
from app.services.reading import RecordNotFound
from app.services.record_concepts import RecordConcept, told_concepts
from app.services.registry import Registry
from app.services.summaries import Summary
from ctdl.ctid import CTID, parse_ctid
from ctdl.records import CredentialRecord

MOST_PROPOSED: Final = 8
"""More credentials than these are no plan."""


@dataclass(frozen=True)
class Covering:
    """A record that is about a skill, through the concept its words name or it points to."""

    ctid: CTID
    through: RecordConcept


@dataclass(frozen=True)
class CoveredSkill:
    """A skill that is held: by these records, or through the skills (ids) that were said."""

    skill: str
    by: tuple[Covering, ...] = ()
    said: tuple[str, ...] = ()


@dataclass(frozen=True)
class Held:
    """A credential that is held, and how many of the skills of the aim it covers."""

    summary: Summary
    covers: int


@dataclass(frozen=True)
class Proposed:
    """A record proposed, and the missing skills it is about, each with the words by which."""

    summary: Summary
    covers: tuple[tuple[str, RecordConcept], ...]


@dataclass(frozen=True)
class Gap:
    """The answer for one aim.

    Of the skills in `missing`, those in `not_reached` are taught by so many records, none of which
    is proposed, and no record covers those in `not_taught`. `is_smallest` says that no choice of
    records is better, for certain; `looked_at` how many were chosen from.
    """

    target: Target
    covered: tuple[CoveredSkill, ...]
    missing: tuple[str, ...]
    proposed: tuple[Proposed, ...]
    not_reached: Mapping[str, int]
    not_taught: tuple[str, ...]
    is_smallest: bool
    looked_at: int


@dataclass(frozen=True)
class Analysis:
    """What was asked, as far as it could be read; `gap` is None without one known aim."""

    held: tuple[Held, ...]
    skills: tuple[str, ...]
    refused: tuple[Refusal, ...]
    choice: Choice | None = None
    gap: Gap | None = None


def analyse(
    registry: Registry, aim: str, held: Iterable[str], skills: Iterable[str], language: str
) -> Analysis:
    """The gap between what is held and the aim, where the aim is known."""
    records, no_records = held_records(registry, held)
    said, no_skills = said_skills(skills)
    target = find_target(registry, aim, language) if aim.strip() else None
    found = gap(registry, target, records, said) if isinstance(target, Target) else None
    covers = _counts(found)
    known = reading.summaries(registry, [each.ctid for each in records])
    return Analysis(
        held=tuple(
            Held(known[each.ctid], covers.get(each.ctid, 0))
            for each in records
            if each.ctid in known
        ),
        skills=said,
        refused=(*no_records, *no_skills),
        choice=target if isinstance(target, Choice) else None,
        gap=found,
    )


def refuse(registry: Registry, found: Analysis) -> None:
    """Raise what the first refusal stands for; programs get no half of an answer."""
    for refusal in found.refused:
        if refusal.why == "no skill":
            raise SkillUnknown(refusal.detail)
        reading.get_record(registry, parse_ctid(refusal.text))
        raise RecordNotFound(refusal.detail)


def gap(
    registry: Registry, target: Target, held: Sequence[CredentialRecord], said: Sequence[str]
) -> Gap:
    """What of the target is covered and what is missing, with the records to reach for."""
    told = {each.ctid: told_concepts(each) for each in held}
    covered = [
        found for skill in target.skills if (found := _covered(skill, told, said)) is not None
    ]
    have = {each.skill for each in covered}
    missing = tuple(each for each in target.skills if each not in have)
    left_out = target.left_out | {each.ctid for each in held}
    offered = candidates(registry, missing, left_out)
    cover = best_cover(missing, offered.options, MOST_PROPOSED)
    return Gap(
        target=target,
        covered=tuple(covered),
        missing=missing,
        proposed=_proposed(registry, cover.chosen, missing),
        not_reached={
            skill: count
            for skill, count in offered.counts.items()
            if count and skill not in cover.covered
        },
        not_taught=tuple(each for each in missing if not offered.counts[each]),
        is_smallest=cover.is_best and offered.are_all,
        looked_at=len(offered.options),
    )


def _covered(
    skill: str, told: Mapping[CTID, Sequence[RecordConcept]], said: Sequence[str]
) -> CoveredSkill | None:
    by = tuple(
        Covering(ctid, by_which)
        for ctid, concepts in told.items()
        if (by_which := through(skill, concepts)) is not None
    )
    through_said = tuple(each for each in said if each in below(skill))
    return CoveredSkill(skill, by, through_said) if by or through_said else None


def _proposed(
    registry: Registry, chosen: Sequence[str], missing: Sequence[str]
) -> tuple[Proposed, ...]:
    """The chosen records that are still there, those that cover most first."""
    known = reading.summaries(registry, [CTID(each) for each in chosen])
    found = []
    for ctid, summary in known.items():
        record = reading.get_record(registry, ctid).record
        concepts = told_concepts(record) if isinstance(record, CredentialRecord) else ()
        covers = [(skill, through(skill, concepts)) for skill in missing]
        found.append(Proposed(summary, tuple((s, by) for s, by in covers if by is not None)))
    return tuple(sorted(found, key=lambda each: (-len(each.covers), each.summary.ctid)))


def _counts(found: Gap | None) -> Mapping[CTID, int]:
    counts: dict[CTID, int] = {}
    for skill in found.covered if found is not None else ():
        for each in skill.by:
            counts[each.ctid] = counts.get(each.ctid, 0) + 1
    return counts
