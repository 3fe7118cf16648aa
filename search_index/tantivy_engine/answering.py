"""From a query to its results: match the words, filter, count, put the page in order."""

from collections.abc import Iterator, Sequence

from tantivy import Query

from ctdl.ctid import CTID
from search_index.asked import parse
from search_index.matched import match_text
from search_index.protocol import SearchHit, SearchQuery, SearchResults
from search_index.reading import reading
from search_index.tantivy_engine.filtering import Filters, having_value
from search_index.tantivy_engine.matching import Found, Match, ranked
from search_index.tantivy_engine.ordering import Placed, Ways, page_of
from search_index.tantivy_engine.snapshot import Snapshot, both, either
from search_index.tantivy_engine.words import SnapshotWords


def answer(snapshot: Snapshot, query: SearchQuery) -> SearchResults:
    """The results of `query` in `snapshot`."""
    return reading("a part of it", lambda: _answer(snapshot, query))


def _answer(snapshot: Snapshot, query: SearchQuery) -> SearchResults:
    asked = parse(query.text)
    text = match_text(SnapshotWords(snapshot), query, asked)
    ways = None if text.match is None else _ways(snapshot, query, text.match)
    filters = Filters(
        snapshot, query, snapshot.records if ways is None else _all_of(snapshot, ways)
    )
    total = filters.total()
    page = page_of(snapshot, query, filters, ways)
    return SearchResults(
        total=total,
        hits=tuple(_hits(snapshot, page, text.match)),
        facets={name: filters.counts(name) for name in query.facets},
        corrected=text.corrected,
        without=filters.without(),
        number=snapshot.number,
        relaxed=text.match is not None and text.match.is_relaxed,
        was_corrected=text.shows_corrected,
        stated={name: filters.stated(name) for name in query.facets if query.also.get(name)},
        words={each.clause.typed: each.count for each in text.match.found} if text.match else {},
    )


def _ways(snapshot: Snapshot, query: SearchQuery, match: Match) -> Ways:
    about = [having_value(snapshot, name, values) for name, values in query.about.items() if values]
    return Ways(match, query.lead, either(about) if about else None)


def _all_of(snapshot: Snapshot, ways: Ways) -> Query:
    found = [ways.match.query]
    if ways.lead:
        found.append(snapshot.keyed(ways.lead))
    if ways.about is not None:
        found.append(ways.about)
    return either(found)


def _hits(snapshot: Snapshot, page: Sequence[Placed], match: Match | None) -> Iterator[SearchHit]:
    if match is None or not page:
        yield from (SearchHit(placed.ctid, 0.0) for placed in page)
        return
    here = snapshot.keyed([placed.ctid for placed in page])
    scores = _scores(snapshot, here, page, match)
    exact = _among(snapshot, here, match.exact, len(page)) if match.exact is not None else set()
    having = _having(snapshot, here, page, match, scores)
    for placed in page:
        matched = tuple(part.clause.typed for part, some in having if placed.ctid in some)
        score = round(scores.get(placed.ctid, 0.0), 4)
        yield SearchHit(placed.ctid, score, matched, exact=placed.ctid in exact)


def _scores(
    snapshot: Snapshot, here: Query, page: Sequence[Placed], match: Match
) -> dict[CTID, float]:
    """What the words add up to, for those of a page that have them."""
    known = {placed.ctid: placed.score for placed in page if placed.score is not None}
    if len(known) == len(page):
        return known
    scored = ranked(both([match.query, here]), match.scoring)
    hits = snapshot.searcher.search(
        scored, limit=len(page), count=False, weight_by_field="tie"
    ).hits
    ctids = snapshot.ctids([address for _, address in hits])
    return {ctid: float(score) for ctid, (score, _) in zip(ctids, hits, strict=True)}


def _having(
    snapshot: Snapshot,
    here: Query,
    page: Sequence[Placed],
    match: Match,
    scores: dict[CTID, float],
) -> list[tuple[Found, set[CTID]]]:
    """For each clause, the records of a page that have it."""
    if match.is_strict and len(scores) == len(page):
        return [(part, set(scores)) for part in match.found]
    return [
        (part, _among(snapshot, here, part.query, len(page)) if part.count else set())
        for part in match.found
    ]


def _among(snapshot: Snapshot, here: Query, query: Query, most: int) -> set[CTID]:
    found = Query.const_score_query(both([here, query]), 1.0)
    hits = snapshot.searcher.search(found, limit=most, count=False).hits
    return set(snapshot.ctids([address for _, address in hits]))
