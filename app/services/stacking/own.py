"""What is known of the credential whose stacks are looked for; nothing that is not stated."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from app.services.concept_counts import concept_counts
from app.services.levels import searched_crosswalk
from app.services.registry import Registry
from app.services.revisions import Revision
from app.services.stacking.heights import level_of
from app.services.stacking.naming import Naming, skills_named
from app.services.stacking.occupations import covered_by
from app.services.stacking.pool import Pool, awards, is_skill
from app.services.summaries import FieldSummary, Summary
from app.store import log
from ctdl.concepts import thesaurus
from ctdl.crosswalk import Crosswalk
from ctdl.ctid import CTID
from ctdl.records import CredentialRecord
from search_index.vectors import VectorsDamaged, VectorsOutdated

_LOG: Final = logging.getLogger(__name__)
_BROAD, _NARROW, _DETAILED = 2, 3, 4
"""The digits of a broad, a narrow and a detailed field of ISCED-F."""


@dataclass(frozen=True)
class Own:
    """The credential: its record, its summary and where it is looked up."""

    registry: Registry
    record: CredentialRecord
    summary: Summary

    @property
    def ctid(self) -> CTID:
        """Its CTID."""
        return self.record.ctid

    @cached_property
    def crosswalk(self) -> Crosswalk:
        """Every comparison of levels."""
        return searched_crosswalk(self.registry)

    @cached_property
    def level(self) -> str | None:
        """The only known level it states."""
        return level_of(self.record)

    @cached_property
    def audience(self) -> str | None:
        """The only level of learners it is stated to be for, by its name in CTDL."""
        return audience_of(self.record)

    @property
    def has_height(self) -> bool:
        """Whether a level is stated: of a framework, or else of the learners."""
        return self.level is not None or (self.audience is not None and not self.record.levels)

    @property
    def states_height(self) -> bool:
        """Whether anything is stated of its level, usable or not."""
        return bool(self.record.levels or self.record.audience_levels)

    @cached_property
    def naming(self) -> Naming:
        """The skills it is about, each with the record that names it: its own, or a part's."""
        return skills_named(self.registry, self.record)

    @property
    def skills(self) -> frozenset[str]:
        """The skills it is about."""
        return frozenset(self.naming)

    @property
    def indexed_skills(self) -> frozenset[str]:
        """The skills that any record is about, by its words or not."""
        return frozenset(each for each in concept_counts(self.registry) if is_skill(each))

    @cached_property
    def covers(self) -> frozenset[str]:
        """Its skills and what they are parts of."""
        return covered_by(self.skills)

    @cached_property
    def narrow_fields(self) -> frozenset[str]:
        """The narrow fields it states, by code; a broad field alone says too little."""
        return fields_of(self.summary.fields, _NARROW)

    @cached_property
    def broad_fields(self) -> frozenset[str]:
        """The broad areas of the fields it states."""
        return fields_of(self.summary.fields, _BROAD)

    def likeness(self, ctids: Sequence[CTID]) -> dict[CTID, float]:
        """How near in meaning these are to it, to order by; none without sound vectors."""
        vectors = self.registry.vectors
        try:
            vector = vectors.vector(self.ctid) if ctids and vectors.number() else None
            return {} if vector is None else dict(vectors.likeness(vector, ctids))
        except (VectorsDamaged, VectorsOutdated) as error:
            _LOG.warning("Suggestions are not ordered by meaning: %s", error)
            return {}

    def pool(self, **filters: Sequence[str]) -> Pool:
        """Awards that pass these filters: what stacks is a credential, not a course within one."""
        return Pool.of(self.registry, {"type": awards(self.registry), **filters})


def vectors_number(registry: Registry) -> int:
    """The change the vectors have reached; nought where they cannot be used."""
    try:
        return registry.vectors.number()
    except (VectorsDamaged, VectorsOutdated):
        return 0


def audience_of(record: CredentialRecord) -> str | None:
    """The level of learners a record is for, where it states one alone."""
    stated = {
        each.code.partition(":")[2] or each.code for each in record.audience_levels if each.code
    }
    return stated.pop() if len(stated) == 1 else None


def records_of(registry: Registry, ctids: Iterable[CTID]) -> dict[CTID, CredentialRecord]:
    """The records of these, in the order given; what is withdrawn is left out."""
    wanted = list(ctids)
    found: dict[CTID, CredentialRecord] = {}
    for change in log.newest_of(registry.database, wanted):
        record = Revision(change).record
        if not change.is_withdrawal and isinstance(record, CredentialRecord):
            found[change.ctid] = record
    return {ctid: found[ctid] for ctid in wanted if ctid in found}


def fields_of(fields: Sequence[FieldSummary], digits: int) -> frozenset[str]:
    """The codes of so many digits that the stated ones are, or lie in; only those of ISCED-F."""
    codes = (each.code for each in fields if f"isced-f/{each.code}" in thesaurus())
    return frozenset(code[:digits] for code in codes if code and len(code) >= digits)


def shared_field(here: Sequence[FieldSummary], there: Sequence[FieldSummary]) -> str | None:
    """The code of the narrowest field that both state or lie in."""
    for digits in (_DETAILED, _NARROW, _BROAD):
        if common := fields_of(here, digits) & fields_of(there, digits):
            return min(common)
    return None
