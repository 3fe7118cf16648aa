"""Learning outcomes of several credentials matched by meaning: what they share, what is their own.

The matching is a machine's estimate: two outcomes are put together when their vectors are near
enough, one of each credential at most, the nearest first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from ctdl.language import LangText
from search_index.meaning import LANGUAGES, Vectors, encoder

#: How near (cosine) two outcomes must be to count as alike; chosen on shipped outcomes (ADR 51).
NEAR: Final = 0.72
#: The most outcomes of one credential that are compared: each is held against every other.
MOST: Final = 200


@dataclass(frozen=True)
class SharedOutcome:
    """Outcomes of several credentials that mean about the same.

    `places` has one number for each credential, which of its outcomes it is, or None. `nearness` is
    the least cosine between any two of them, from NEAR to 1.
    """

    places: tuple[int | None, ...]
    nearness: float


@dataclass(frozen=True)
class Matched:
    """What was found: shared outcomes, the most shared and nearest first, and the rest by place."""

    shared: tuple[SharedOutcome, ...]
    own: tuple[tuple[int, ...], ...]
    not_compared: tuple[int, ...]
    """For each credential, how many of its outcomes are in a language that cannot be compared."""


def match(columns: Sequence[Sequence[LangText]]) -> Matched:
    """The outcomes of each credential, one column each, matched with those of the others."""
    texts = [[_comparable(text) for text in column[:MOST]] for column in columns]
    flat = [(c, place, text) for c, column in enumerate(texts) for place, text in enumerate(column)]
    known = [(c, place, text) for c, place, text in flat if text is not None]
    groups = _groups([c for c, _, _ in known], _vectors([text for _, _, text in known]))
    shared = tuple(_shared(group, nearness, known, len(columns)) for group, nearness in groups)
    used = {(c, place) for each in shared for c, place in enumerate(each.places)}
    return Matched(
        shared=tuple(sorted(shared, key=_most_shared_first)),
        own=tuple(
            tuple(place for place in range(len(column)) if (c, place) not in used)
            for c, column in enumerate(columns)
        ),
        not_compared=tuple(
            sum(text is None for text in column) + len(columns[c]) - len(column)
            for c, column in enumerate(texts)
        ),
    )


def _comparable(text: LangText) -> str | None:
    """The words in a language whose meaning the encoder knows; None where there are none."""
    for tag, words in text.items():
        if tag.partition("-")[0].lower() in LANGUAGES:
            return words
    return None


def _vectors(texts: Sequence[str]) -> Vectors:
    return encoder().encode([text.casefold() for text in texts])


def _groups(columns: Sequence[int], vectors: Vectors) -> list[tuple[list[int], float]]:
    """Outcomes that are all near each other, at most one of a column; nearest pairs first."""
    near = vectors @ vectors.T
    members = {each: [each] for each in range(len(columns))}
    for first, second in _nearest_pairs(columns, near):
        one, other = members[first], members[second]
        if one is other or {columns[each] for each in one} & {columns[each] for each in other}:
            continue
        if min(float(near[a, b]) for a in one for b in other) < NEAR:
            continue
        one.extend(other)
        for each in other:
            members[each] = one
    distinct = {id(group): group for group in members.values() if len(group) > 1}
    return [(group, _nearness(group, near)) for group in distinct.values()]


def _nearest_pairs(columns: Sequence[int], near: Vectors) -> Iterator[tuple[int, int]]:
    pairs = (
        (float(near[a, b]), a, b)
        for a, b in combinations(range(len(columns)), 2)
        if columns[a] != columns[b] and near[a, b] >= NEAR
    )
    for _, a, b in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        yield a, b


def _nearness(group: Sequence[int], near: Vectors) -> float:
    # Rounding in the vectors can carry the likeness of a text with itself a hair above 1.
    return min(1.0, *(float(near[a, b]) for a, b in combinations(group, 2)))


def _shared(
    group: Sequence[int], nearness: float, known: Sequence[tuple[int, int, str]], columns: int
) -> SharedOutcome:
    places: list[int | None] = [None] * columns
    for each in group:
        column, place, _ = known[each]
        places[column] = place
    return SharedOutcome(tuple(places), nearness)


def _most_shared_first(each: SharedOutcome) -> tuple[int, float, tuple[int, ...]]:
    number = sum(place is not None for place in each.places)
    return (-number, -each.nearness, tuple(-1 if p is None else p for p in each.places))
