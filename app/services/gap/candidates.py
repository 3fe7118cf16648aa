"""The records that are about missing skills, as options to choose from."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from app.services import reading
from app.services.alternatives import ENDED
from app.services.concept_counts import concept_counts
from app.services.covering import Cost, Option
from app.services.gap.covers import below, through
from app.services.reading import RecordNotFound, RecordWithdrawn
from app.services.record_concepts import RecordConcept, told_concepts
from app.services.registry import Registry
from app.services.summaries import Summary, summary_from_json
from app.store import catalogue
from ctdl.ctid import CTID
from ctdl.records import CredentialRecord
from search_index.protocol import SearchQuery

MOST_OF_A_SKILL: Final = 500
"""So many records of one skill are chosen from; with more, nothing is said to be the smallest."""
_KEPT: Final = 4096

_NOT_STATED: Final = Decimal(1)
_STATED: Final = Decimal(0)


@dataclass(frozen=True)
class Candidates:
    """What can be chosen; `counts` has how many records there are of each missing skill.

    `are_all` says whether all of those are among the options.
    """

    options: tuple[Option, ...]
    counts: Mapping[str, int]
    are_all: bool


def candidates(
    registry: Registry, missing: Sequence[str], left_out: Collection[CTID]
) -> Candidates:
    """The records that cover each of these skills, or something narrower of the same area.

    The index tells what a record is about by any name of a concept; whether that covers a skill is
    judged by the words of the record. Not what is `left_out`, nor what is stated to have ended.
    """
    number = registry.search_index.number()
    found = {skill: _kept(_Asked(registry, skill, number)) for skill in missing}
    wanted = {ctid for records in found.values() for ctid in records} - set(left_out)
    shown = _shown(registry, wanted)
    told = {ctid: _told(_Told(registry, ctid, number)) for ctid in shown}
    covers: dict[CTID, set[str]] = defaultdict(set)
    for skill, records in found.items():
        for ctid in records:
            if ctid in shown and through(skill, told[ctid]) is not None:
                covers[ctid].add(skill)
    costs = _costs(shown)
    counts = Counter(skill for skills in covers.values() for skill in skills)
    return Candidates(
        tuple(Option(ctid, frozenset(skills), costs[ctid]) for ctid, skills in covers.items()),
        {skill: counts[skill] for skill in missing},
        are_all=all(len(records) < MOST_OF_A_SKILL for records in found.values()),
    )


@dataclass(frozen=True)
class _Asked:
    registry: Registry
    skill: str
    number: int


@lru_cache(maxsize=_KEPT)
def _kept(asked: _Asked) -> tuple[CTID, ...]:
    """The records about a skill; looked up once for each state of the search index."""
    indexed = concept_counts(asked.registry).keys()
    values = tuple(sorted(below(asked.skill) & indexed))
    if not values:
        return ()
    query = SearchQuery(filters={"concept": values}, sort="name", limit=MOST_OF_A_SKILL)
    return tuple(hit.ctid for hit in asked.registry.search_index.search(query).hits)


@dataclass(frozen=True)
class _Told:
    registry: Registry
    ctid: CTID
    number: int


@lru_cache(maxsize=_KEPT)
def _told(asked: _Told) -> tuple[RecordConcept, ...]:
    """What a record is about, in its words; read once for each state of the search index."""
    try:
        record = reading.get_record(asked.registry, asked.ctid).record
    except (RecordNotFound, RecordWithdrawn):
        return ()
    return told_concepts(record) if isinstance(record, CredentialRecord) else ()


def _shown(registry: Registry, ctids: Iterable[CTID]) -> dict[CTID, Summary]:
    with registry.database.reading() as connection:
        rows = catalogue.records(connection, ctids)
    found = {ctid: summary_from_json(row.summary) for ctid, row in rows.items()}
    return {ctid: each for ctid, each in found.items() if each.status not in ENDED}


def _costs(shown: Mapping[CTID, Summary]) -> Mapping[CTID, Cost]:
    """What a record costs in money, then in hours: what is stated before what is not.

    Prices are compared in the currency that most of them are in; one in another currency counts
    as not stated here, and a price of nought is one in every currency.
    """
    prices = {ctid: _price(each) for ctid, each in shown.items()}
    currencies = Counter(money[1] for money in prices.values() if money is not None and money[0])
    usual = min(currencies, key=lambda each: (-currencies[each], each), default="")
    return {
        ctid: (*_in_money(prices[ctid], usual), *_in_hours(each)) for ctid, each in shown.items()
    }


def _price(summary: Summary) -> tuple[Decimal, str] | None:
    """The only price; several may be parts of a whole or a choice."""
    stated = [each for each in summary.costs if each.price is not None]
    if len(stated) != 1 or stated[0].price is None:
        return None
    price = Decimal(stated[0].price)
    return (price, stated[0].currency or "") if price.is_finite() and price >= 0 else None


def _in_money(price: tuple[Decimal, str] | None, usual: str) -> Cost:
    if price is None or (price[0] and price[1] != usual):
        return _NOT_STATED, Decimal(0)
    return _STATED, price[0]


def _in_hours(summary: Summary) -> Cost:
    hours = summary.hours
    stated = (hours.maximum or hours.minimum) if hours is not None else None
    if stated is None or not 0 <= stated < float("inf"):
        return _NOT_STATED, Decimal(0)
    return _STATED, Decimal(str(stated))
