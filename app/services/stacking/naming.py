"""Which skills a credential is about: what its record names beyond doubt, and what its parts name.

The index finds a record by any name of a concept, letters with other meanings included: "TCL" is an
awarding body and a programming language. What a suggestion rests on is judged by the words of the
record, as for the gap towards an aim (`app.services.gap.covers`). Who holds a credential has its
courses; of a degree the parts that are known are seldom all, so they say nothing of it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Final

from app.services import reading
from app.services.families import CREDENTIAL, family_of
from app.services.gap.covers import is_certain
from app.services.reading import RecordNotFound, RecordWithdrawn
from app.services.record_concepts import told_concepts
from app.services.registry import Registry
from app.services.stacking.pool import MOST, Pool, is_skill
from app.services.summaries import Summary
from app.store import catalogue
from app.store.database import Connection
from ctdl.ctid import CTID
from ctdl.records import CredentialRecord
from ctdl.vocabulary import vocabulary
from search_index.protocol import SearchQuery

MOST_SKILLS: Final = 60
"""Honest records name a dozen; each skill is looked up by itself."""
MOST_PARTS: Final = 60
_MOST_KEPT: Final = 4096
_HAS_PART: Final = "ceterms:hasPart"
_IS_PART_OF: Final = "ceterms:isPartOf"

Naming = Mapping[str, CTID]
"""Skills, each with the record that names it: the credential's own, or that of a part."""


def skills_named(registry: Registry, record: CredentialRecord) -> Naming:
    """The skills a credential is about, its own words first; of very many only some."""
    found = dict.fromkeys(sorted(_certain(record)), record.ctid)
    if family_of(record.type) == CREDENTIAL and not _is_degree(record.type):
        with registry.database.reading() as connection:
            parts = sorted(_parts_of(connection, record.ctid))[:MOST_PARTS]
        for part, skills in _certain_in(registry, parts).items():
            for skill in sorted(skills):
                found.setdefault(skill, part)
    return dict(islice(found.items(), MOST_SKILLS))


def bringing(
    pool: Pool, skills: Iterable[str], suits: Callable[[Summary], bool]
) -> dict[CTID, dict[str, CTID]]:
    """The records that may bring any of these skills, each skill with the record that names it.

    Those of the pool, and credentials of which a part is about a skill, if they suit.
    """
    wanted = list(skills)
    found = {ctid: dict.fromkeys(sorted(named), ctid) for ctid, named in pool.about(wanted).items()}
    for whole, named in _wholes_about(pool.registry, wanted, suits).items():
        found[whole] = {**named, **found.get(whole, {})}
    return found


def certain(registry: Registry, named: Naming) -> dict[str, CTID]:
    """Those of the skills that the record which is said to name them names beyond doubt."""
    told = _certain_in(registry, set(named.values()))
    return {skill: by for skill, by in named.items() if skill in told.get(by, ())}


def _wholes_about(
    registry: Registry, skills: Iterable[str], suits: Callable[[Summary], bool]
) -> dict[CTID, dict[str, CTID]]:
    number = registry.search_index.number()
    naming: dict[CTID, list[str]] = {}
    for skill in skills:
        for part in _about(_Asked(registry, skill, number)):
            naming.setdefault(part, []).append(skill)
    with registry.database.reading() as connection:
        wholes = _wholes_of(connection, naming)
    known = reading.summaries(registry, wholes)
    return {
        whole: {skill: part for part in sorted(parts) for skill in naming[part]}
        for whole, parts in wholes.items()
        if whole in known and not _is_degree(known[whole].type) and suits(known[whole])
    }


@dataclass(frozen=True)
class _Asked:
    registry: Registry
    about: str
    number: int


@lru_cache(maxsize=_MOST_KEPT)
def _about(asked: _Asked) -> tuple[CTID, ...]:
    """The records about a skill, courses too; MOST at most."""
    query = SearchQuery(filters={"concept": (asked.about,)}, sort="name", limit=MOST)
    return tuple(hit.ctid for hit in asked.registry.search_index.search(query).hits)


def _parts_of(connection: Connection, whole: CTID) -> set[CTID]:
    """Its parts, by whichever side states them."""
    stated = {edge.target for edge in catalogue.edges_from(connection, [whole], [_HAS_PART])}
    stated |= {edge.subject for edge in catalogue.edges_to(connection, [whole], [_IS_PART_OF])}
    return {part for part in stated if part is not None and part != whole}


def _wholes_of(connection: Connection, parts: Iterable[CTID]) -> dict[CTID, set[CTID]]:
    """What these are parts of, by whichever side states it, each with the parts."""
    ctids, found = list(parts), dict[CTID, set[CTID]]()
    for edge in catalogue.edges_from(connection, ctids, [_IS_PART_OF]):
        if edge.target is not None:
            found.setdefault(edge.target, set()).add(edge.subject)
    for edge in catalogue.edges_to(connection, ctids, [_HAS_PART]):
        if edge.target is not None:
            found.setdefault(edge.subject, set()).add(edge.target)
    return found


def _is_degree(type_: str) -> bool:
    return vocabulary().is_a(type_, "ceterms:Degree")


def _certain(record: CredentialRecord) -> frozenset[str]:
    return frozenset(
        each.id for each in told_concepts(record) if is_skill(each.id) and is_certain(each)
    )


def _certain_in(registry: Registry, ctids: Iterable[CTID]) -> dict[CTID, frozenset[str]]:
    """The skills that each of these records names beyond doubt."""
    number = registry.search_index.number()
    return {ctid: _kept(_Asked(registry, ctid, number)) for ctid in ctids}


@lru_cache(maxsize=_MOST_KEPT)
def _kept(asked: _Asked) -> frozenset[str]:
    """Read once for each state of the search index."""
    try:
        record = reading.get_record(asked.registry, CTID(asked.about)).record
    except (RecordNotFound, RecordWithdrawn):
        return frozenset()
    return _certain(record) if isinstance(record, CredentialRecord) else frozenset()
