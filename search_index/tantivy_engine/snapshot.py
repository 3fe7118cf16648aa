"""The index as of one commit, opened; it never changes, and a search uses one from end to end."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from tantivy import DocAddress, FieldType, Index, Occur, Order, Query, Searcher

from ctdl.ctid import CTID
from search_index.reading import reading
from search_index.spelling import Vocabulary
from search_index.tantivy_engine.files import TantivyPosition
from search_index.tantivy_engine.schema import NUMBER_KEY, RECORD, ctid_of

_ENTRIES_AT_ONCE = 20_000
_WHOLE = 2**64


class Snapshot:
    """One commit; `index` may be shared with other snapshots of its generation."""

    def __init__(self, position: TantivyPosition, index: Index) -> None:
        self.position = position
        self.index = index
        self.schema = index.schema
        self.searcher: Searcher = index.searcher()
        self.records = self.having("is", RECORD)

    @cached_property
    def number(self) -> int:
        """The change number noted in this commit."""
        return reading("the change number", self._read_number)

    @cached_property
    def live_count(self) -> int:
        """How many records there are."""
        return max(0, self.searcher.num_docs - 1)

    @cached_property
    def has_removed(self) -> bool:
        """Whether removed records are still counted in `frequency`."""
        return self.frequency("is", RECORD) > self.live_count

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of the collection for spelling, those of removed records perhaps included."""
        return Vocabulary([word for word, _ in self.searcher.terms_with_prefix("word", "")])

    def having(self, field: str, value: str | float) -> Query:
        """What has this value."""
        return Query.term_query(self.schema, field, value, "basic")

    def having_any(self, field: str, values: Sequence[str]) -> Query:
        """What has one of these values."""
        if len(values) == 1:
            return self.having(field, values[0])
        return either([self.having(field, value) for value in values])

    def between(self, field: str, least: float | None, most: float) -> Query:
        """What states a number from `least` to `most`.

        From tantivy's lists of values: in its columns it would look up each record that passes
        the other filters, which takes many times as long where they are many.
        """
        float_ = FieldType.Float
        return Query.range_query(self.schema, field, float_, least, most, use_inverted_index=True)

    def keyed(self, ctids: Sequence[CTID]) -> Query:
        """The records with these CTIDs."""
        return self.having_any("key", list(dict.fromkeys(ctids)))

    def count(self, query: Query) -> int:
        """How many records the query finds."""
        # The types that tantivy ships forget this attribute.
        found: Any = self.searcher.search(Query.const_score_query(query, 1.0), limit=1)
        return int(found.count)

    def frequency(self, field: str, term: str) -> int:
        """In how many records the term is, those lately removed perhaps included."""
        return self.searcher.doc_freq(field, term)

    def ctids(self, addresses: list[DocAddress]) -> list[CTID]:
        """The CTIDs of records found."""
        return [ctid_of(*halves) for halves in self.halves(addresses)]

    def halves(self, addresses: list[DocAddress]) -> list[tuple[int, int]]:
        """The same as the two numbers that they are kept as."""
        highs = self.searcher.fast_field_values("high", addresses)
        lows = self.searcher.fast_field_values("low", addresses)
        return [(int(h or 0), int(n or 0)) for h, n in zip(highs, lows, strict=True)]

    def entries(self) -> Iterator[tuple[CTID, str]]:
        """The CTID and revision of every record, in CTID order."""
        slices = max(1, -(-self.live_count // _ENTRIES_AT_ONCE))
        for n in range(slices):
            yield from self._entries_between(_WHOLE * n // slices, _WHOLE * (n + 1) // slices - 1)

    def _entries_between(self, first: int, last: int) -> Iterator[tuple[CTID, str]]:
        between = Query.range_query(self.schema, "high", FieldType.Unsigned, first, last)
        wanted = both([self.records, between])
        most = self.count(wanted)
        if not most:
            return
        hits = self.searcher.search(wanted, limit=most, order_by_field="high", order=Order.Asc).hits
        found = [self._stored(address, "entry") for _, address in hits]
        for entry in sorted(bytes(each).decode() for each in found):
            ctid, _, revision = entry.partition(" ")
            yield CTID(ctid), revision

    def _read_number(self) -> int:
        [(_, address)] = self.searcher.search(self.having("key", NUMBER_KEY), limit=2).hits
        return int(self._stored(address, "number"))

    def _stored(self, address: DocAddress, field: str) -> Any:
        return self.searcher.doc(address).get_first(field)


def both(queries: Sequence[Query]) -> Query:
    """What all of the queries find; nothing when there are none."""
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def either(queries: Sequence[Query]) -> Query:
    """What any of the queries finds; nothing when there are none."""
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def without(query: Query, *others: Query) -> Query:
    """What the first query finds and none of the others."""
    if not others:
        return query
    return Query.boolean_query([(Occur.Must, query), *((Occur.MustNot, each) for each in others)])
