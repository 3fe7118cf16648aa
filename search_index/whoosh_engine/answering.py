"""From a query to its results: match the words, filter, count, put the page in order."""

from dataclasses import dataclass

import numpy as np

from ctdl.ctid import CTID
from search_index.asked import Asked, parse
from search_index.protocol import SearchHit, SearchQuery, SearchResults
from search_index.whoosh_engine.correcting import better_spelling
from search_index.whoosh_engine.filtering import Filters, as_mask
from search_index.whoosh_engine.matching import Match, find_each, match_all, match_some
from search_index.whoosh_engine.ordering import page_of
from search_index.whoosh_engine.segments import Ids
from search_index.whoosh_engine.snapshot import Snapshot, reading

# With so few results a typing error is likely enough to look for a better spelling.
_FEW = 3


@dataclass(frozen=True)
class _Answer:
    """What the text matched (None: there was no text) and how that came about."""

    match: Match | None
    corrected: str | None = None
    shows_corrected: bool = False


def answer(snapshot: Snapshot, query: SearchQuery) -> SearchResults:
    """The results of `query` in `snapshot`."""
    return reading("a part of it", lambda: _answer(snapshot, query))


def _answer(snapshot: Snapshot, query: SearchQuery) -> SearchResults:
    columns = snapshot.columns
    text = _match_text(snapshot, parse(query.text))
    match = text.match
    filters = Filters(columns, query, as_mask(columns, match.ids if match else None))
    passing = filters.passing()
    ids = np.flatnonzero(passing).astype(np.int32)
    scores = match.scores[np.searchsorted(match.ids, ids)] if match else None
    page = page_of(columns, query, ids, scores)
    return SearchResults(
        total=len(ids),
        hits=tuple(_hit(columns.ctids[n], n, match) for n in page),
        facets={name: filters.counts(name) for name in query.facets},
        corrected=text.corrected,
        without=filters.without(),
        number=snapshot.number,
        relaxed=match is not None and match.is_relaxed,
        typed_total=0 if text.shows_corrected else len(ids),
    )


def _match_text(snapshot: Snapshot, asked: Asked) -> _Answer:
    """The documents for a text: all its words, else its correction, else some of its words."""
    if asked.is_empty:
        return _Answer(None)
    strict = _match_strictly(snapshot, asked)
    better = None
    if len(strict.ids) <= _FEW and not strict.has_exact_name:
        better = better_spelling(snapshot, asked, strict.found)
    if len(strict.ids):
        return _Answer(strict, better)
    if better is not None:
        return _Answer(_match_strictly(snapshot, parse(better)), better, shows_corrected=True)
    return _Answer(match_some(snapshot, asked, strict.found))


def _match_strictly(snapshot: Snapshot, asked: Asked) -> Match:
    return match_all(snapshot, asked, find_each(snapshot, asked.clauses))


def _hit(ctid: str, document: int, match: Match | None) -> SearchHit:
    if match is None:
        return SearchHit(CTID(ctid), 0.0)
    score = match.scores[np.searchsorted(match.ids, document)]
    matched = tuple(part.clause.typed for part in match.found if _contains(part.ids, document))
    return SearchHit(CTID(ctid), round(float(score), 4), matched)


def _contains(ids: Ids, document: int) -> bool:
    place = int(np.searchsorted(ids, document))
    return place < len(ids) and int(ids[place]) == document
