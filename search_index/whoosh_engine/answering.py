"""From a query to its results: match the words, filter, count, put the page in order."""

import numpy as np

from ctdl.ctid import CTID
from search_index.asked import parse
from search_index.matched import match_text
from search_index.protocol import SearchHit, SearchQuery, SearchResults
from search_index.reading import reading
from search_index.whoosh_engine.filtering import Filters, as_mask
from search_index.whoosh_engine.leading import found_besides
from search_index.whoosh_engine.matching import Match
from search_index.whoosh_engine.ordering import page_of
from search_index.whoosh_engine.segments import Ids
from search_index.whoosh_engine.snapshot import Snapshot
from search_index.whoosh_engine.words import SnapshotWords


def answer(snapshot: Snapshot, query: SearchQuery) -> SearchResults:
    """The results of `query` in `snapshot`."""
    return reading("a part of it", lambda: _answer(snapshot, query))


def _answer(snapshot: Snapshot, query: SearchQuery) -> SearchResults:
    columns = snapshot.columns
    asked = parse(query.text)
    text = match_text(SnapshotWords(snapshot), query, asked)
    match = text.match
    found = None if match is None else found_besides(columns, query, match.ids, match.scores)
    filters = Filters(columns, query, as_mask(columns, found.ids if found else None))
    passing = filters.passing()
    ids = np.flatnonzero(passing).astype(np.int32)
    scores = found.scores[np.searchsorted(found.ids, ids)] if found else None
    page = page_of(columns, query, ids, scores)
    return SearchResults(
        total=len(ids),
        hits=tuple(_hit(columns.ctids[n], n, match) for n in page),
        facets={name: filters.counts(name) for name in query.facets},
        corrected=text.corrected,
        without=filters.without(),
        number=snapshot.number,
        relaxed=match is not None and match.is_relaxed,
        was_corrected=text.shows_corrected,
        stated={name: filters.stated(name) for name in query.facets if query.also.get(name)},
        words={part.clause.typed: len(part.ids) for part in match.found} if match else {},
    )


def _hit(ctid: str, document: int, match: Match | None) -> SearchHit:
    if match is None:
        return SearchHit(CTID(ctid), 0.0)
    place = int(np.searchsorted(match.ids, document))
    has_words = _contains(match.ids, document)
    score = match.scores[place] if has_words else 0.0
    matched = tuple(part.clause.typed for part in match.found if _contains(part.ids, document))
    return SearchHit(
        CTID(ctid), round(float(score), 4), matched, exact=_contains(match.exact, document)
    )


def _contains(ids: Ids, document: int) -> bool:
    place = int(np.searchsorted(ids, document))
    return place < len(ids) and int(ids[place]) == document
