"""Filters, bounds and facet counts; every number is exact."""

import math
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from tantivy import Query

from search_index.protocol import SearchQuery
from search_index.tantivy_engine.schema import (
    FREE,
    PRICED,
    SEPARATOR,
    facet_path,
    kind_of_many,
)
from search_index.tantivy_engine.snapshot import Snapshot, both, either, without

# More applied values than any page shows; keeps a request with hundreds of them in bounds.
_MAX_WITHOUT = 50
# No collection has facets with so many values; tantivy has a limit of its own.
_MOST_VALUES = 60_000

Also = Mapping[str, tuple[str, ...]]
Counts = tuple[tuple[str, int], ...]


class Filters:
    """The filters of one query over what its text finds."""

    def __init__(self, snapshot: Snapshot, query: SearchQuery, found: Query) -> None:
        self._snapshot = snapshot
        self._query = query
        self._found = found
        self._facets = {
            name: self._having(name, values) for name, values in query.filters.items() if values
        }
        self._bounds = dict(_bounds(snapshot, query))
        self._totals: dict[str | None, int] = {}
        self._buckets: dict[str, dict[str, int]] = {}
        self._count_facets()

    @property
    def applied(self) -> list[Query]:
        """All filters and bounds."""
        return [*self._facets.values(), *self._bounds.values()]

    def passing(self) -> Query:
        """The records that the text finds and that pass every filter."""
        return self._all_but(None)

    def total(self, dropped: str | None = None) -> int:
        """How many they are, or would be if this filter or bound were dropped."""
        if dropped not in self._totals:
            self._totals[dropped] = self._snapshot.count(self._all_but(dropped))
        return self._totals[dropped]

    def counts(self, name: str) -> Counts:
        """How many results each value of a facet would give if it alone were ticked in it.

        A facet's own filter does not count, all others do; most frequent first.
        """
        also = self._query.also.get(name)
        counts = self._widened(name, also) if also else self._buckets[facet_path("facet", name)]
        return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))

    def stated(self, name: str) -> frozenset[str]:
        """The values that some of the counted results have themselves."""
        return frozenset(self._buckets[facet_path("facet", name)])

    def without(self) -> dict[str, int]:
        """For each applied filter value, the total if only it were dropped."""
        totals = {label: self.total(label) for label in self._bounds}
        for name, values in self._query.filters.items():
            for value in dict.fromkeys(values):
                if len(totals) < _MAX_WITHOUT:
                    totals[f"{name}={value}"] = self._without_value(name, value)
        return totals

    def _without_value(self, name: str, value: str) -> int:
        others = tuple(v for v in self._query.filters[name] if v != value)
        if not others:
            return self.total(name)
        return self._snapshot.count(both([self._all_but(name), self._having(name, others)]))

    def _all_but(self, dropped: str | None) -> Query:
        filters = {**self._facets, **self._bounds}
        return both([self._found, *(query for name, query in filters.items() if name != dropped)])

    def _having(self, name: str, values: Sequence[str]) -> Query:
        """What has one of the values or of those they stand for."""
        also = self._query.also.get(name, {})
        wanted = dict.fromkeys(each for value in values for each in (value, *also.get(value, ())))
        return having_value(self._snapshot, name, tuple(wanted))

    def _count_facets(self) -> None:
        """Count the values of all facets with the same filters in one go."""
        together: dict[str | None, list[str]] = {}
        for name in dict.fromkeys(self._query.facets):
            together.setdefault(name if name in self._facets else None, []).append(name)
        for dropped, names in together.items():
            columns = [facet_path("facet", name) for name in names]
            columns += [facet_path("set", name) for name in names if self._query.also.get(name)]
            query = self._all_but(dropped)
            total, buckets = _counted(self._snapshot, query, columns)
            self._totals[dropped] = total
            self._buckets.update(buckets)

    def _widened(self, name: str, also: Also) -> dict[str, int]:
        """The counts with each value also at the records that have a value it stands for."""
        stands_at: dict[str, list[str]] = {}
        for value, others in also.items():
            for each in dict.fromkeys((value, *others)):
                stands_at.setdefault(each, []).append(value)
        counts: dict[str, int] = {}
        for joined, count in self._buckets[facet_path("set", name)].items():
            stated = joined.split(SEPARATOR)
            belongs = dict.fromkeys(each for v in stated for each in (v, *stands_at.get(v, ())))
            for value in belongs:
                counts[value] = counts.get(value, 0) + count
        for value, count in self._widened_one_by_one(name, also):
            counts[value] = counts.get(value, 0) + count
        return counts

    def _widened_one_by_one(self, name: str, also: Also) -> Iterator[tuple[str, int]]:
        """The same for the few records with too many values to be kept as a set."""
        if not self._snapshot.frequency("is", kind_of_many(name)):
            return
        dropped = name if name in self._facets else None
        many = both([self._all_but(dropped), self._snapshot.having("is", kind_of_many(name))])
        if not self._snapshot.count(many):
            return
        for value in dict.fromkeys([*also, *self.stated(name)]):
            count = self._snapshot.count(both([many, self._having(name, (value,))]))
            if count:
                yield value, count


def having_value(snapshot: Snapshot, name: str, values: Sequence[str]) -> Query:
    """The records that have one of these values of a facet."""
    return snapshot.having_any(facet_path("facet", name), [_comparable(v) for v in values])


def _comparable(value: str) -> str:
    return value.encode("utf-8", "replace").decode()


def _counted(
    snapshot: Snapshot, query: Query, columns: Sequence[str]
) -> tuple[int, dict[str, dict[str, int]]]:
    """How many records a query finds, and for each column how many of them have each value."""
    asked: dict[str, Any] = {
        name: {"terms": {"field": name, "size": _MOST_VALUES}} for name in columns
    }
    asked["total"] = {"value_count": {"field": "high"}}
    found: dict[str, Any] = snapshot.searcher.aggregate(query, asked)
    values = {
        name: {each["key"]: each["doc_count"] for each in found[name]["buckets"]}
        for name in columns
    }
    return int(found["total"]["value"]), values


def _bounds(snapshot: Snapshot, query: SearchQuery) -> Iterator[tuple[str, Query]]:
    if query.max_hours is not None:
        within = _up_to(snapshot, "hours", query.max_hours)
        if "hours" in query.unstated:
            may_be = _up_to(snapshot, "least_hours", query.max_hours)
            within = either([within, may_be, _not(snapshot, "hours")])
        yield f"max_hours={query.max_hours:g}", within
    if query.max_cost is not None:
        within = _costing(snapshot, query.max_cost, query.currency)
        if "cost" in query.unstated:
            within = either([within, unpriced(snapshot, query.currency)])
        yield f"max_cost={query.max_cost:g}", within


def _up_to(snapshot: Snapshot, field: str, most: float) -> Query:
    if math.isnan(most):
        return Query.empty_query()
    return snapshot.between(field, None, most)


def _costing(snapshot: Snapshot, most: float, currency: str | None) -> Query:
    """What costs no more; what is free is free in every currency."""
    if currency is None:
        return _up_to(snapshot, "cost", most)
    ways = [snapshot.having("is", FREE)] if most >= 0 else []
    if currency.isascii() and currency.isalnum() and not math.isnan(most):
        ways.append(_priced_up_to(snapshot, currency, most))
    return either(ways) if ways else Query.empty_query()


def _priced_up_to(snapshot: Snapshot, currency: str, most: float) -> Query:
    # The only way to a range of prices by currency leads through tantivy's own query language.
    bounded = max(-1e15, min(1e15, most))
    text = f"price.{currency}:[* TO {Decimal(repr(bounded)):f}]"
    stating = snapshot.having("is", facet_path(PRICED, currency))
    return both([stating, snapshot.index.parse_query(text, [])])


def priced(snapshot: Snapshot, currency: str | None) -> Query:
    """What states a price, in this currency or in any; what is free states it in every one."""
    if currency is None:
        return snapshot.having("is", PRICED)
    return snapshot.having_any("is", (FREE, facet_path(PRICED, currency)))


def unpriced(snapshot: Snapshot, currency: str | None) -> Query:
    """What states no such price."""
    return without(snapshot.records, priced(snapshot, currency))


def _not(snapshot: Snapshot, kind: str) -> Query:
    return without(snapshot.records, snapshot.having("is", kind))
