"""From a text to one order of records by words, concepts and meaning, whatever filters are set.

Each of the three proposes records, each is then weighed for all of them. Constraints that the text
itself states limit what is proposed. The order is the same for every filter ticked beside it, so
that a facet's count is what ticking it gives; it is kept until a view moves on.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal

from app.services.finding.evidence import Evidence
from app.services.finding.gathering import Gathered, Sought, gather
from app.services.registry import Registry
from ctdl.concepts import NamedConcept
from ctdl.ctid import CTID
from search_index.vectors import VectorsUnusable

_LOG: Final = logging.getLogger(__name__)
Meaning = Literal["fused", "words", "only"]
"""By what to find: everything, only words, or only meaning (to measure it by itself)."""

MOST_LEADING: Final = 500
"""How many records are put in order by all evidence; those after them only by their words."""
_KEPT: Final = 256
"""The answers one process keeps: pages and filters of one text ask again and again."""


@dataclass(frozen=True)
class Found:
    """What a text finds: the records that lead, in order, and the evidence of each.

    `text` is what was searched for: as typed, or `corrected` where the typed words find nothing.
    `about` are facet values whose records are found as well. `concepts` are those it names.
    `relaxed` says that no record has all the words. `lacks_meaning` says that only words counted
    because there were no vectors, or none that could be read. `knows_spelling` says that it was
    looked at whether the words are right, in any language, so that `corrected` is all there is.
    `missing` are words that no record has. `is_cut_off` says that there are more records that come
    close than can be weighed.
    """

    text: str
    lead: tuple[CTID, ...] = ()
    about: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    evidence: Mapping[CTID, Evidence] = field(default_factory=dict)
    concepts: tuple[NamedConcept, ...] = ()
    corrected: str | None = None
    was_corrected: bool = False
    relaxed: bool = False
    lacks_meaning: bool = False
    knows_spelling: bool = False
    missing: tuple[str, ...] = ()
    is_cut_off: bool = False


def find(registry: Registry, sought: Sought, by: Meaning = "fused") -> Found:
    """The records that a text finds; nothing leads when it is empty or only words count.

    Words alone count as well while there are no vectors of the encoder in use: until the view of
    meaning is made anew, which the next catch-up does. The answer says so.
    """
    if by == "words" or not sought.text.strip():
        return Found(sought.text)
    try:
        words, meaning = registry.search_index.number(), registry.vectors.number()
        if not meaning:
            return Found(sought.text, lacks_meaning=words > 0)
        return _kept(_Asked(registry, sought, repr(sought), by, (words, meaning)))
    except VectorsUnusable as error:
        _LOG.warning("Searched by words alone: %s", error)
        return Found(sought.text, lacks_meaning=True)


@dataclass(frozen=True)
class _Asked:
    registry: Registry
    sought: Sought = field(compare=False)
    sought_in_words: str
    by: Meaning
    positions: tuple[int, int]


@lru_cache(maxsize=_KEPT)
def _kept(asked: _Asked) -> Found:
    gathered = gather(asked.registry, asked.sought)
    if asked.by == "only":
        return _by_meaning(gathered)
    evidence = gathered.evidence
    order = sorted(
        evidence, key=lambda ctid: (evidence[ctid].is_faint, -evidence[ctid].weight, ctid)
    )
    lead = tuple(order[:MOST_LEADING])
    return Found(
        text=gathered.text,
        lead=lead,
        about=gathered.about,
        evidence={ctid: gathered.evidence[ctid] for ctid in lead},
        concepts=gathered.concepts,
        corrected=gathered.corrected,
        was_corrected=gathered.was_corrected,
        relaxed=gathered.relaxed,
        knows_spelling=True,
        missing=gathered.missing,
        is_cut_off=gathered.is_cut_off
        or any(not evidence[ctid].is_faint for ctid in order[MOST_LEADING:]),
    )


def _by_meaning(gathered: Gathered) -> Found:
    alike = {ctid: Evidence(likeness=likeness) for ctid, likeness in gathered.nearest}
    return Found(text=gathered.text, lead=tuple(alike), evidence=alike)
