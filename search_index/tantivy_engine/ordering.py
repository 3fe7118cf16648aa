"""Sorting: the records of one page, in an order that every page of the same commit agrees on.

tantivy puts what it holds equal in the order in which it happens to keep it. Ties are broken by
CTID here: equal numbers are asked for again in the order of CTIDs, and scores carry a trace of it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from tantivy import Order, Query

from ctdl.ctid import CTID
from search_index.protocol import SORTS, SearchQuery, UnknownSort
from search_index.tantivy_engine.filtering import Filters, having_value, priced
from search_index.tantivy_engine.matching import Match, ranked
from search_index.tantivy_engine.schema import FREE, ctid_of, facet_path
from search_index.tantivy_engine.snapshot import Snapshot, both, without

# How much further to look for where a run of equal scores ends, and when to stop looking.
_FURTHER = 64
_FARTHEST = 20_000
_PRICES_AT_ONCE = 1_000

_Hit = tuple[tuple[int, int], float]
"""A CTID in halves, which sort as it does, and what the record was put in order by."""


@dataclass(frozen=True)
class Placed:
    """A record of a page, with its score where the order told it."""

    ctid: CTID
    score: float | None = None


@dataclass(frozen=True)
class _Section:
    """A part of the results that comes before the next; `read` gives some from an offset on."""

    count: int
    read: Callable[[int, int], Sequence[Placed]]


def page_of(
    snapshot: Snapshot, query: SearchQuery, filters: Filters, ways: "Ways | None"
) -> list[Placed]:
    """The records of the asked page, in order; ties are broken by CTID."""
    start, limit = max(query.offset, 0), max(query.limit, 0)
    sections = _sections(snapshot, query, filters, ways)
    page: list[Placed] = []
    for section in sections:
        if len(page) >= limit:
            break
        if start < section.count:
            page.extend(section.read(start, min(limit - len(page), section.count - start)))
        start = max(0, start - section.count)
    return page


@dataclass(frozen=True)
class Ways:
    """The ways by which a text leads to records: those that lead, the words, what it is about."""

    match: Match
    lead: tuple[CTID, ...] = ()
    about: Query | None = None


def _sections(
    snapshot: Snapshot, query: SearchQuery, filters: Filters, ways: Ways | None
) -> Iterator[_Section]:
    pages = _Pages(snapshot)
    if query.tiers and query.sort == "relevance" and ways is None:
        yield from _by_tiers(pages, query, filters)
    elif query.sort == "name" or (query.sort == "relevance" and ways is None):
        yield pages.by(filters.passing(), filters.total(), "name")
    elif query.sort == "relevance" and ways is not None:
        yield from _by_relevance(pages, filters, ways)
    elif query.sort == "newest":
        yield pages.by_number(filters.passing(), "changed", Order.Desc)
    elif query.sort in ("hours", "credits"):
        yield from pages.stated_first(filters.passing(), query.sort)
    elif query.sort == "cost":
        yield from _by_cost(pages, filters.passing(), query.currency)
    else:
        raise UnknownSort(f"Unknown sort {query.sort!r}; known sorts are {', '.join(SORTS)}.")


def _by_tiers(pages: "_Pages", query: SearchQuery, filters: Filters) -> Iterator[_Section]:
    rest = filters.passing()
    for name, values in query.tiers:
        having = having_value(pages.snapshot, name, values)
        tier = both([rest, having])
        yield pages.by(tier, pages.snapshot.count(tier), "name")
        rest = without(rest, having)
    yield pages.by(rest, pages.snapshot.count(rest), "name")


def _by_relevance(pages: "_Pages", filters: Filters, ways: Ways) -> Iterator[_Section]:
    applied = filters.applied
    leading = [pages.snapshot.keyed(ways.lead)] if ways.lead else []
    if leading:
        yield pages.in_given_order(both([*leading, *applied]), ways.lead)
    words = without(both([ways.match.query, *applied]), *leading)
    is_all = not leading and ways.about is None
    yield pages.by_score(words, ways.match, filters.total() if is_all else None)
    if ways.about is not None:
        besides = without(both([ways.about, *applied]), *leading, ways.match.query)
        yield pages.by(besides, pages.snapshot.count(besides), "high")


def _by_cost(pages: "_Pages", passing: Query, currency: str | None) -> Iterator[_Section]:
    snapshot = pages.snapshot
    stated = priced(snapshot, currency)
    if currency is None:
        yield pages.by_number(both([passing, stated]), "cost", Order.Asc)
    else:
        free = snapshot.having("is", FREE)
        costless = both([passing, free])
        yield pages.by(costless, snapshot.count(costless), "high")
        yield pages.by_value(without(both([passing, stated]), free), facet_path("price", currency))
    rest = without(passing, stated)
    yield pages.by(rest, snapshot.count(rest), "high")


class _Pages:
    """The kinds of sections, over one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def by(self, query: Query, count: int, field: str) -> _Section:
        """In the order of a field whose values differ: the name with the CTID, or the CTID."""

        def read(offset: int, limit: int) -> list[Placed]:
            found = self._hits(query, offset, limit, order_by_field=field, order=Order.Asc)
            return [Placed(ctid_of(*halves)) for halves, _ in found]

        return _Section(count, read)

    def in_given_order(self, query: Query, order: tuple[CTID, ...]) -> _Section:
        """In the order of these CTIDs."""
        found = {ctid_of(*halves) for halves, _ in self._hits(query, 0, len(order))}
        placed = [Placed(ctid) for ctid in dict.fromkeys(order) if ctid in found]
        return _Section(len(placed), lambda offset, limit: placed[offset : offset + limit])

    def by_score(self, query: Query, match: Match, count: int | None) -> _Section:
        """The best first."""
        total = self.snapshot.count(query) if count is None else count
        scored = ranked(query, match.scoring)

        def read(offset: int, limit: int) -> list[Placed]:
            wanted = offset + limit
            most = wanted + _FURTHER
            found = self._hits(scored, 0, most, weight_by_field="tie")
            while _is_cut(found, wanted) and len(found) < total and most < wanted + _FARTHEST:
                most *= 2
                found = self._hits(scored, 0, most, weight_by_field="tie")
            ordered = sorted(found, key=lambda hit: (-hit[1], hit[0]))
            return [Placed(ctid_of(*halves), score) for halves, score in ordered[offset:wanted]]

        return _Section(total, read)

    def stated_first(self, query: Query, field: str) -> Iterator[_Section]:
        """By a number, upwards; what states none comes last."""
        stated = self.snapshot.having("is", field)
        yield self.by_number(both([query, stated]), field, Order.Asc)
        rest = without(query, stated)
        yield self.by(rest, self.snapshot.count(rest), "high")

    def by_number(self, query: Query, field: str, order: Order) -> _Section:
        """By a number that all of these state."""

        def read(offset: int, limit: int) -> list[Placed]:
            wanted = offset + limit
            found = self._hits(query, 0, wanted, order_by_field=field, order=order)
            groups = [list(group) for _, group in groupby(found, key=itemgetter(1))]
            whole = [halves for group in groups[:-1] for halves, _ in sorted(group)]
            last = found[-1][1]
            equal = self.snapshot.between(field, last, last)
            begin = max(0, offset - len(whole))
            rest = self.by(both([query, equal]), 0, "high").read(begin, wanted - len(whole) - begin)
            return [*(Placed(ctid_of(*each)) for each in whole[offset:wanted]), *rest]

        return _Section(self.snapshot.count(query), read)

    def by_value(self, query: Query, column: str) -> _Section:
        """By a number in a column that tantivy can count but not sort by."""

        def read(offset: int, limit: int) -> list[Placed]:
            page: list[Placed] = []
            for value, count in self._values(query, column, offset + limit):
                if offset < count and len(page) < limit:
                    equal = both([query, self.snapshot.having(column, value)])
                    wanted = min(limit - len(page), count - offset)
                    page.extend(self.by(equal, count, "high").read(offset, wanted))
                offset = max(0, offset - count)
            return page

        return _Section(self.snapshot.count(query), read)

    def _values(self, query: Query, column: str, wanted: int) -> list[tuple[float, int]]:
        """The lowest values with how many state each, until there are as many as wanted."""
        size = _PRICES_AT_ONCE
        while True:
            terms = {"terms": {"field": column, "size": size, "order": {"_key": "asc"}}}
            found: Any = self.snapshot.searcher.aggregate(query, {"values": terms})
            buckets = found["values"]["buckets"]
            known = sorted((float(each["key"]), each["doc_count"]) for each in buckets)
            if len(buckets) < size or sum(count for _, count in known) >= wanted:
                return known
            size *= 8

    def _hits(self, query: Query, offset: int, limit: int, **how: Any) -> list[_Hit]:
        """What is found, each with what it was put in order by."""
        if limit <= 0:
            return []
        searcher = self.snapshot.searcher
        hits = searcher.search(query, limit=limit, offset=offset, count=False, **how).hits
        halves = self.snapshot.halves([address for _, address in hits])
        return [(each, key) for each, (key, _) in zip(halves, hits, strict=True)]


def _is_cut(found: Sequence[_Hit], wanted: int) -> bool:
    """Whether the scores at the end of the page go on to the end of what was found."""
    return len(found) > wanted and found[wanted - 1][1] == found[-1][1]
