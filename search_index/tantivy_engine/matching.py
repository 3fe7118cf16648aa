"""Which records have the words that were asked for, and what each word adds to their scores."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tantivy import Occur, Query

from search_index.asked import Asked, Clause
from search_index.tantivy_engine.schema import LEVELS, TITLE_MARKS, marked, worth_of
from search_index.tantivy_engine.snapshot import Snapshot, both, either
from search_index.weighing import EXACT_NAME, PHRASE, rarity


@dataclass(frozen=True)
class Found:
    """The records that have one clause, how many they are, and what finds them by their scores."""

    clause: Clause
    query: Query
    count: int
    scoring: Query


@dataclass(frozen=True)
class Match:
    """The records that answer a text; `scoring` has a part for all that adds to their scores.

    `exact` are those that bear the whole text as a name.
    """

    query: Query
    count: int
    found: tuple[Found, ...]
    scoring: tuple[Query, ...]
    exact: Query | None
    is_strict: bool

    @property
    def is_relaxed(self) -> bool:
        """Whether these have some of the words, because that was asked or none has all."""
        return not self.is_strict and self.count > 0

    @property
    def has_exact(self) -> bool:
        """Whether records bear the whole text as a name."""
        return self.exact is not None


def find(snapshot: Snapshot, clause: Clause) -> Found:
    """The records that have one clause by itself."""
    query = _query(snapshot, clause)
    count = _count(snapshot, clause, query)
    telling = rarity(snapshot.live_count, count)
    return Found(clause, query, count, _scoring(snapshot, clause, telling))


def match_all(snapshot: Snapshot, asked: Asked, found: tuple[Found, ...]) -> Match:
    """The records that have every clause."""
    query = both([part.query for part in found]) if found else Query.empty_query()
    exact, preferred = _exact(snapshot, asked)
    scoring = (*(part.scoring for part in found), *preferred)
    return Match(query, count_together(snapshot, found), found, scoring, exact, is_strict=True)


def match_some(snapshot: Snapshot, asked: Asked, found: tuple[Found, ...]) -> Match:
    """The records that have any clause; those that have more of them score higher."""
    some = [part for part in found if part.count]
    query = either([part.query for part in some]) if some else Query.empty_query()
    exact, preferred = _exact(snapshot, asked)
    usual = sum(rarity(snapshot.live_count, part.count) for part in some) / max(1, len(some))
    more = (Query.const_score_query(part.query, usual / 2) for part in some)
    scoring = (*(part.scoring for part in some), *more, *preferred)
    return Match(query, snapshot.count(query), found, scoring, exact, is_strict=False)


def count_together(snapshot: Snapshot, found: Sequence[Found]) -> int:
    """How many records have all of the clauses."""
    if not found or not all(part.count for part in found):
        return 0
    if len(found) == 1:
        return found[0].count
    return snapshot.count(both([part.query for part in found]))


def _query(snapshot: Snapshot, clause: Clause) -> Query:
    if clause.kind == "phrase":
        return Query.phrase_query(snapshot.schema, "phrase", list(clause.terms))
    whole = both([snapshot.having("text", term) for term in dict.fromkeys(clause.terms)])
    return either([whole, *(snapshot.having("text", term) for term in clause.joined)])


def _count(snapshot: Snapshot, clause: Clause, query: Query) -> int:
    if len(clause.terms) > 1 or clause.joined:
        return snapshot.count(query)
    if snapshot.has_removed:
        return snapshot.count(query)
    return snapshot.frequency("text", clause.terms[0])


def _scoring(snapshot: Snapshot, clause: Clause, telling: float) -> Query:
    """What adds to the scores of the records with a clause: as a whole or in its parts."""
    terms = tuple(dict.fromkeys(clause.terms))
    factor = PHRASE if clause.kind == "phrase" else 1.0
    ways = [_worth(snapshot, terms, telling / len(terms), factor)]
    ways += [_worth(snapshot, (term,), telling, factor) for term in clause.joined]
    return ways[0] if len(ways) == 1 else Query.disjunction_max_query(ways)


def _worth(snapshot: Snapshot, terms: Sequence[str], telling: float, factor: float) -> Query:
    parts = [
        Query.const_score_query(
            snapshot.having("worth", marked(term, level)), telling * worth_of(level, factor)
        )
        for term in terms
        for level in range(LEVELS)
    ]
    return either(parts)


def _exact(snapshot: Snapshot, asked: Asked) -> tuple[Query | None, tuple[Query, ...]]:
    """The records that bear the typed text as a name, and what raises their scores."""
    known = list(_titles(snapshot, asked.title))
    if not known:
        return None, ()
    raising = (Query.const_score_query(query, score) for query, score in known)
    # A record has a title once for each way it bears it; the best of them counts.
    return either([query for query, _ in known]), (Query.disjunction_max_query(list(raising)),)


def _titles(snapshot: Snapshot, title: str) -> Iterator[tuple[Query, float]]:
    for weight, mark in TITLE_MARKS.items():
        if title and snapshot.frequency("title", f"{title}{mark}"):
            yield snapshot.having("title", f"{title}{mark}"), weight * EXACT_NAME


def ranked(matching: Query, scoring: Sequence[Query]) -> Query:
    """What `matching` finds, with the scores that `scoring` adds up."""
    unscored = Query.const_score_query(matching, 0.0)
    return Query.boolean_query(
        [(Occur.Must, unscored), *((Occur.Should, part) for part in scoring)]
    )
