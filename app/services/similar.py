"""More like this: the records nearest in meaning to one, each with what it shares with it.

What stands beside a record for another reason is left out: its alternatives, which say what they
are better in, and what it is part of, made of or leads to.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from app.services import reading
from app.services.alternatives import ENDED, alternatives
from app.services.concept_counts import concept_counts
from app.services.pathways import STACKING
from app.services.reading import summaries
from app.services.record_concepts import concepts_of
from app.services.registry import Registry
from app.services.revisions import Revision
from app.services.summaries import FieldSummary, Summary
from app.store import log
from ctdl.concepts import thesaurus
from ctdl.ctid import CTID
from ctdl.language import best_text, folded
from ctdl.records import CredentialRecord
from search_index.vectors import VectorsUnusable

_LOG: Final = logging.getLogger(__name__)
#: How many records are shown, and how many of them of one provider.
SHOWN: Final = 6
SHOWN_OF_A_PROVIDER: Final = 3
#: How near in meaning a record must be, and how near is enough where a concept is shared.
NEAR: Final = 0.6
NEAR_AND_SHARING: Final = 0.45
_MOST_CONCEPTS: Final = 3
_PROPOSED: Final = 40
_READ: Final = 12
_KEPT: Final = 512


@dataclass(frozen=True)
class Similar:
    """A record and why it is like this one: `likeness` is a cosine, of 1 at most.

    `concepts` are the ids of the skills both are about, those of the fewest records first; `field`
    is the field of study that both state.
    """

    summary: Summary
    likeness: float
    concepts: tuple[str, ...]
    field: FieldSummary | None


def similar(registry: Registry, ctid: CTID, today: date) -> tuple[Similar, ...]:
    """The records nearest in meaning, nearest first; none while there are no sound vectors.

    An answer is kept until one of the indexes moves on.
    """
    try:
        number = registry.vectors.number()
        if not number:
            return ()
        return _kept(_Asked(registry, ctid, today, (number, registry.search_index.number())))
    except VectorsUnusable as error:
        _LOG.warning("Nothing is shown as similar: %s", error)
        return ()


@dataclass(frozen=True)
class _Asked:
    registry: Registry
    ctid: CTID
    today: date
    numbers: tuple[int, int]


@lru_cache(maxsize=_KEPT)
def _kept(asked: _Asked) -> tuple[Similar, ...]:
    registry = asked.registry
    here = _records(registry, [asked.ctid]).get(asked.ctid)
    vector = registry.vectors.vector(asked.ctid)
    if here is None or vector is None:
        return ()
    left_out = _left_out(asked, here)
    near = {
        ctid: likeness
        for ctid, likeness in registry.vectors.nearest(vector, _PROPOSED)
        if likeness >= NEAR_AND_SHARING and ctid not in left_out
    }
    known = summaries(registry, [asked.ctid, *near])
    own = known.pop(asked.ctid, None)
    if own is None:
        return ()
    told = [known[ctid] for ctid in near if ctid in known and known[ctid].status not in ENDED]
    others = list(_once(own, told))[:_READ]
    records = _records(registry, [each.ctid for each in others])
    skills = _skills(here)
    found = (
        Similar(
            summary,
            likeness=min(1.0, near[summary.ctid]),
            concepts=_shared_concepts(registry, skills, _skills(records[summary.ctid])),
            field=_shared_field(own.fields, summary.fields),
        )
        for summary in others
        if summary.ctid in records
    )
    return tuple(_mixed(each for each in found if each.likeness >= NEAR or each.concepts))


def _left_out(asked: _Asked, here: CredentialRecord) -> set[CTID]:
    """The record itself, what it is tied to, and what is shown as an alternative already."""
    stated = {each.target.ctid for each in here.connections if each.target and each.target.ctid}
    told = {each.subject for each in reading.incoming(asked.registry, asked.ctid, STACKING)}
    others = alternatives(asked.registry, asked.ctid, asked.today).by_kind.values()
    shown = {each.summary.ctid for members in others for each in members}
    return {asked.ctid, *stated, *told, *shown}


def _once(own: Summary, others: Iterable[Summary]) -> Iterator[Summary]:
    """Without what has the same title and provider as this record or one before."""
    seen = {_title_and_provider(own)}
    for each in others:
        if (marks := _title_and_provider(each)) not in seen:
            seen.add(marks)
            yield each


def _title_and_provider(summary: Summary) -> tuple[str, str]:
    return folded(best_text(summary.name, "en")[0]), _provider(summary)


def _provider(summary: Summary) -> str:
    provider = summary.provider
    return str(provider.ctid or provider.name) if provider else ""


def _shared_concepts(
    registry: Registry, here: Mapping[str, str], there: Mapping[str, str]
) -> tuple[str, ...]:
    """The ids of skills both are about, those of the fewest records first."""
    counts = concept_counts(registry)
    both = (id_ for label, id_ in here.items() if there.get(label) == id_)
    return tuple(sorted(both, key=lambda each: (counts.get(each, 0), each))[:_MOST_CONCEPTS])


def _skills(record: CredentialRecord) -> dict[str, str]:
    """The skills a record is about by their labels, of several with one label the first.

    Fields that words name are left out: "architecture" may be that of software. Those that are
    stated are told by themselves.
    """
    found: dict[str, str] = {}
    for id_ in concepts_of(record):
        concept = thesaurus().concept(id_)
        if concept is not None and concept.kind == "skill":
            found.setdefault(folded(concept.labels["en"]), id_)
    return found


def _shared_field(
    here: Sequence[FieldSummary], there: Sequence[FieldSummary]
) -> FieldSummary | None:
    """The narrowest field that both state."""
    codes = {each.code for each in there if each.code}
    shared = [each for each in here if each.code in codes]
    return max(shared, key=lambda each: len(each.code or ""), default=None)


def _mixed(found: Iterable[Similar]) -> Iterator[Similar]:
    """The first few, and not too many of one provider."""
    counts: dict[str, int] = {}
    shown = 0
    for each in found:
        provider = _provider(each.summary)
        counts[provider] = counts.get(provider, 0) + 1
        if shown < SHOWN and (not provider or counts[provider] <= SHOWN_OF_A_PROVIDER):
            shown += 1
            yield each


def _records(registry: Registry, ctids: Sequence[CTID]) -> dict[CTID, CredentialRecord]:
    found: dict[CTID, CredentialRecord] = {}
    for change in log.newest_of(registry.database, ctids):
        record = Revision(change).record
        if not change.is_withdrawal and isinstance(record, CredentialRecord):
            found[change.ctid] = record
    return found
