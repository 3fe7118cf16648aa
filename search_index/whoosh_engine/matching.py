"""Which records have the words that were asked for, and how well."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from search_index.asked import Asked, Clause
from search_index.weighing import EXACT_NAME, PHRASE, SATURATION, rarity
from search_index.whoosh_engine.segments import Ids, Weights
from search_index.whoosh_engine.snapshot import Snapshot


@dataclass(frozen=True)
class Found:
    """The documents that have one clause, ascending, and what it adds to the score of each."""

    clause: Clause
    ids: Ids
    scores: Weights

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.ids)


@dataclass(frozen=True)
class Match:
    """The documents that answer a text, ascending, with their scores.

    `exact` are those that bear the whole text as a name.
    """

    ids: Ids
    scores: Weights
    found: tuple[Found, ...]
    exact: Ids
    is_relaxed: bool = False

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.ids)

    @property
    def has_exact(self) -> bool:
        """Whether any of them bears the whole text as a name."""
        return len(self.exact) > 0


def match_all(snapshot: Snapshot, asked: Asked, found: tuple[Found, ...]) -> Match:
    """The documents that have every clause."""
    ids = common([part.ids for part in found])
    scores = _scores(found, ids)
    return Match(ids, scores, found, _prefer_exact(snapshot, asked, ids, scores))


def match_some(snapshot: Snapshot, asked: Asked, found: tuple[Found, ...]) -> Match:
    """The documents that have any clause; those that have more of them score higher."""
    ids = reduce(np.union1d, (part.ids for part in found), np.empty(0, np.int32))
    shares = np.zeros(len(ids), np.float32)
    for part in found:
        shares[np.searchsorted(ids, part.ids)] += 1.0 / len(found)
    scores = _scores(found, ids) * shares
    exact = _prefer_exact(snapshot, asked, ids, scores)
    return Match(ids, scores, found, exact, is_relaxed=len(ids) > 0)


def common(lists: Sequence[Ids]) -> Ids:
    """The documents in all of the lists."""
    if not lists:
        return np.empty(0, np.int32)
    shortest_first = sorted(lists, key=len)
    return reduce(lambda a, b: a[_contained(a, b)], shortest_first)


def _contained(some: Ids, others: Ids) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    if not len(others):
        return np.zeros(len(some), np.bool_)
    places = np.minimum(np.searchsorted(others, some), len(others) - 1)
    return np.equal(others[places], some)


def _scores(found: tuple[Found, ...], ids: Ids) -> Weights:
    scores = np.zeros(len(ids), np.float32)
    for part in found:
        _add(scores, ids, part.ids, part.scores)
    return scores


def _prefer_exact(snapshot: Snapshot, asked: Asked, ids: Ids, scores: Weights) -> Ids:
    """Raise the scores of the records that bear the typed text as a name; which these are."""
    exact, weights = snapshot.postings("title", asked.title)
    _add(scores, ids, exact, weights * EXACT_NAME)
    return exact


def _add(scores: Weights, ids: Ids, which: Ids, what: Weights) -> None:
    known = _contained(which, ids)
    scores[np.searchsorted(ids, which[known])] += what[known]


def find(snapshot: Snapshot, clause: Clause) -> Found:
    if clause.kind == "phrase":
        ids, weights = _phrase(snapshot, clause.terms)
    else:
        ids, weights = _together(snapshot, clause.terms)
        for term in clause.joined:
            ids, weights = _either((ids, weights), snapshot.postings("text", term))
    telling = rarity(snapshot.columns.live_count, len(ids))
    scores = telling * weights / (weights + SATURATION)
    return Found(clause, ids, scores.astype(np.float32))


def _together(snapshot: Snapshot, terms: tuple[str, ...]) -> tuple[Ids, Weights]:
    lists = [snapshot.postings("text", term) for term in terms]
    if len(lists) == 1:
        return lists[0]
    ids = common([part for part, _ in lists])
    weights = [w[np.searchsorted(part, ids)] for part, w in lists]
    return ids, np.minimum.reduce(weights)


def _either(a: tuple[Ids, Weights], b: tuple[Ids, Weights]) -> tuple[Ids, Weights]:
    ids = np.union1d(a[0], b[0])
    weights = np.zeros(len(ids), np.float32)
    for part, values in (a, b):
        places = np.searchsorted(ids, part)
        weights[places] = np.maximum(weights[places], values)
    return ids, weights


def _phrase(snapshot: Snapshot, terms: tuple[str, ...]) -> tuple[Ids, Weights]:
    ids, weights = _together(snapshot, terms)
    places = [snapshot.positions("text", term) for term in terms]
    rows = [np.searchsorted(having, ids).tolist() for having, _ in places]
    adjacent = np.fromiter(
        (
            _follow_each_other([stored[n] for (_, stored), n in zip(places, row, strict=True)])
            for row in zip(*rows, strict=True)
        ),
        np.bool_,
        len(ids),
    )
    return ids[adjacent], weights[adjacent] * PHRASE


def _follow_each_other(stored: list[bytes]) -> bool:
    starts: set[int] | None = None
    for step, positions in enumerate(stored):
        shifted = {place - step for place in memoryview(positions).cast("H")}
        starts = shifted if starts is None else starts & shifted
        if not starts:
            return False
    return True
