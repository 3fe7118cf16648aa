"""Alternatives to a credential: about the same, but cheaper, shorter, higher, assured, elsewhere.

What is about the same is estimated: from the learning outcomes where both state some, otherwise
from the title and the field of study. Every alternative says which, and what makes it one. Nothing
is said where a fact of either side is not stated, and prices in two currencies are not compared.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, Literal

from app.services.alternative_reasons import KINDS, Kind, Reason, reasons_for
from app.services.levels import crosswalk
from app.services.outcomes import match
from app.services.reading import summaries
from app.services.registry import Registry
from app.services.revisions import Revision
from app.services.summaries import Summary
from app.store import log
from ctdl.ctid import CTID
from ctdl.language import LangText, best_text
from ctdl.records import CredentialRecord
from search_index.meaning import LANGUAGES, encoder
from search_index.protocol import SearchQuery

#: How many records the search proposes, how many of them are read, and how many are shown a kind.
PROPOSED: Final = 60
READ: Final = 24
SHOWN: Final = 3
#: How near two titles must be to be about the same, where outcomes do not tell (ADR 51).
NEAR_TITLE: Final = 0.75
#: The part of the outcomes, or of the skills, that must be shared.
SHARED: Final = 0.5
#: One skill in common says little.
FEWEST_SKILLS: Final = 2

Basis = Literal["outcomes", "skills", "titles"]

#: The states of what can no longer be had.
ENDED: Final = frozenset({"Ceased", "Deprecated", "Superseded", "Suspended"})


@dataclass(frozen=True)
class Likeness:
    """Why two records are about the same: `shared` of `of` outcomes or skills, or the titles.

    `nearness` is how near the titles are, from 0 to 1.
    """

    basis: Basis
    shared: int | None
    of: int | None
    nearness: float


@dataclass(frozen=True)
class Alternative:
    """Another record that is about the same, and every reason to consider it."""

    summary: Summary
    likeness: Likeness
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Alternatives:
    """The alternatives of each kind, the most alike first, and how many records were looked at."""

    by_kind: Mapping[Kind, tuple[Alternative, ...]]
    looked_at: int


@dataclass(frozen=True)
class Side:
    """A record with what only the catalogue knows of it."""

    record: CredentialRecord
    summary: Summary

    @property
    def skills(self) -> tuple[LangText, ...]:
        """The names of its skills, which are no outcomes."""
        return tuple(skill.name for skill in self.record.skills)

    @property
    def title_marks(self) -> frozenset[str]:
        """What in the titles must agree: numbers and codes, and words that tell a tier."""
        words = {
            word.casefold() for name in self.record.name.values() for word in _WORD.findall(name)
        }
        return frozenset(word for word in words if word in _TIERS or any(map(str.isdigit, word)))

    @property
    def subject(self) -> str | None:
        """What the title is about, in a language whose meaning the encoder knows."""
        return title_subject(self.record.name, self.summary)


def title_subject(name: LangText, summary: Summary) -> str | None:
    """What a title is about, without the provider and the sort of award; None if not in English."""
    for tag, words in name.items():
        if tag.partition("-")[0].lower() in LANGUAGES:
            return _subject(words, summary)
    return None


def alternatives(registry: Registry, ctid: CTID, today: date) -> Alternatives:
    """What else is about the same as this credential, with the reasons; empty when none is found.

    An answer is kept until the search index moves on.
    """
    number = registry.search_index.number()
    return _kept(_Asked(registry, ctid, today, number))


@dataclass(frozen=True)
class _Asked:
    registry: Registry
    ctid: CTID
    today: date
    number: int


@lru_cache(maxsize=512)
def _kept(asked: _Asked) -> Alternatives:
    here = _sides(asked.registry, [asked.ctid]).get(asked.ctid)
    if here is None:
        return Alternatives({}, 0)
    there = _candidates(asked.registry, here)
    compared = crosswalk(asked.registry)
    found: list[Alternative] = []
    for side in there:
        likeness = _likeness(here, side)
        if likeness is None:
            continue
        is_sure = likeness.basis == "outcomes" or here.title_marks == side.title_marks
        reasons = tuple(reasons_for(here, side, compared, asked.today, is_sure=is_sure))
        if reasons:
            found.append(Alternative(side.summary, likeness, reasons))
    found.sort(key=lambda each: (-(each.likeness.shared or 0), -each.likeness.nearness))
    found = _once(found)
    by_kind = {kind: tuple(_of_kind(found, kind)) for kind in KINDS}
    return Alternatives({kind: some for kind, some in by_kind.items() if some}, len(there))


def _once(found: Iterable[Alternative]) -> list[Alternative]:
    """Without records that have the same title and provider as one before them."""
    kept: dict[tuple[str, str], Alternative] = {}
    for each in found:
        provider = each.summary.provider
        by = str(provider.ctid or provider.name) if provider else ""
        kept.setdefault((best_text(each.summary.name, "en")[0].casefold(), by), each)
    return list(kept.values())


def _of_kind(found: Iterable[Alternative], kind: Kind) -> list[Alternative]:
    return [each for each in found if any(why.kind == kind for why in each.reasons)][:SHOWN]


def _candidates(registry: Registry, here: Side) -> list[Side]:
    """The records most likely to be about the same, without this one and what it is part of."""
    query = SearchQuery(text=_asked_text(here), any_word=True, limit=PROPOSED)
    proposed = [hit.ctid for hit in registry.search_index.search(query).hits]
    left_out = {here.record.ctid, *_related(here.record)}
    shown = summaries(registry, [ctid for ctid in proposed if ctid not in left_out])
    offered = [
        each for each in shown.values() if each.status not in ENDED and _same_sort(here, each)
    ]
    sides = _sides(registry, _nearest_titles(here, offered))
    whole = _wholes(here.record)
    return [
        side
        for side in sides.values()
        if here.record.ctid not in _related(side.record) and not whole & _wholes(side.record)
    ]


def _asked_text(here: Side) -> str:
    title, _ = best_text(here.record.name, "en")
    telling = here.record.outcomes or here.skills
    said = [words for text in telling[:8] for words in text.values()]
    return " ".join([title, *said])


def _same_sort(here: Side, there: Summary) -> bool:
    """A course is no alternative to an award, nor the other way round."""
    return (here.record.type == "ceterms:AssessmentProfile") == (
        there.type == "ceterms:AssessmentProfile"
    ) and here.record.is_learning_opportunity == (there.type in _LEARNING)


_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
# Words that tell what sort of award it is, not what it is about: they make all titles alike.
_SORTS: Final = (
    "advanced award awarded awards badge basic btec certificate certificates certification"
    " certified course credential degree diploma edexcel entry extended first foundation gce gcse"
    " graduate higher in introduction introductory level levels master micro microcredential"
    " national nvq of postgraduate professional programme program qualification qualifications"
    " series specialization subsidiary technical the vocational"
)
# Words that tell how far a credential goes: another of them makes it another thing.
_TIER_WORDS: Final = (
    "administrator advanced associate award bachelor beginner beginners certificate degree diploma"
    " expert extended foundation foundations fundamentals implementer intermediate introduction"
    " introductory lead master practitioner professional specialist technician"
)
_TIERS: Final = frozenset(_TIER_WORDS.split())
_SORTS_OF_AWARD: Final = frozenset(_SORTS.split())


def _subject(title: str, summary: Summary) -> str:
    """The title without the provider's name, the sort of award and numbers, unless that is all."""
    named = {
        word
        for provider in summary.providers
        for name in provider.name.values()
        for word in map(str.casefold, _WORD.findall(name))
    }
    words = _WORD.findall(title.casefold())
    telling = [
        word
        for word in words
        if word not in _SORTS_OF_AWARD and word not in named and not word.isdigit()
    ]
    return " ".join(telling or words)


_LEARNING: Final = frozenset(
    {
        "ceterms:Course",
        "ceterms:LearningProgram",
        "ceterms:LearningOpportunityProfile",
        "ceterms:AssessmentProfile",
    }
)


def _nearest_titles(here: Side, offered: list[Summary]) -> list[CTID]:
    subject = here.subject
    if subject is None or len(offered) <= READ:
        return [each.ctid for each in offered][:READ]
    names = [_subject(best_text(each.name, "en")[0], each) for each in offered]
    own, *others = encoder().encode([subject, *names])
    near = [float(own @ other) for other in others]
    ranked = sorted(zip(near, offered, strict=True), key=lambda pair: (-pair[0], pair[1].ctid))
    return [each.ctid for _, each in ranked[:READ]]


def _sides(registry: Registry, ctids: Iterable[CTID]) -> dict[CTID, Side]:
    wanted = list(ctids)
    known = summaries(registry, wanted)
    found: dict[CTID, Side] = {}
    for change in log.newest_of(registry.database, wanted):
        record = Revision(change).record
        is_shown = change.ctid in known and not change.is_withdrawal
        if is_shown and isinstance(record, CredentialRecord):
            found[change.ctid] = Side(record, known[change.ctid])
    return found


def _related(record: CredentialRecord) -> set[CTID]:
    """What it is part of, leads to, rests on or replaces: a step of one way is no other way."""
    return {each.target.ctid for each in record.connections if each.target and each.target.ctid}


def _wholes(record: CredentialRecord) -> set[CTID]:
    """What it is part of: two parts of one whole do not stand in for each other."""
    return {
        each.target.ctid
        for each in record.connections
        if each.relation == "ceterms:isPartOf" and each.target and each.target.ctid
    }


def _likeness(here: Side, there: Side) -> Likeness | None:
    near = _title_nearness(here, there)
    if here.record.outcomes and there.record.outcomes:
        return _shared("outcomes", here.record.outcomes, there.record.outcomes, near)
    if min(len(here.skills), len(there.skills)) >= FEWEST_SKILLS:
        return _shared("skills", here.skills, there.skills, near)
    same_field = not _broad(here.summary) or not _broad(there.summary)
    same_field = same_field or bool(_broad(here.summary) & _broad(there.summary))
    return Likeness("titles", None, None, near) if near >= NEAR_TITLE and same_field else None


def _shared(
    basis: Basis, here: tuple[LangText, ...], there: tuple[LangText, ...], near: float
) -> Likeness | None:
    found = match([here, there])
    compared = len(here) - found.not_compared[0]
    least = FEWEST_SKILLS if basis == "skills" else 1
    if not compared or len(found.shared) < max(least, SHARED * compared):
        return None
    return Likeness(basis, len(found.shared), compared, near)


def _title_nearness(here: Side, there: Side) -> float:
    if here.subject is None or there.subject is None:
        same = _folded(here.record.name) & _folded(there.record.name)
        return 1.0 if same else 0.0
    first, second = encoder().encode([here.subject, there.subject])
    return min(1.0, float(first @ second))


def _folded(name: LangText) -> set[str]:
    return {words.casefold() for words in name.values()}


def _broad(summary: Summary) -> set[str]:
    return {field.code[:2] for field in summary.fields if field.code}
