"""Which framework stands beside which on a ladder, and the rows of every pair of them.

Lines join neighbouring columns only, so the order decides what is drawn. It is the one in which
most neighbours are compared with each other by some row; among those the one with most rows drawn,
then the one with the page's own framework furthest to the left (ADR 53). The order in which the
frameworks were asked for does not matter.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise, permutations

from app.presenters.ladder_lines import Between
from ctdl.crosswalk import Comparison, Crosswalk
from ctdl.frameworks import FRAMEWORKS, Framework


def ordered(
    own: Framework, others: Iterable[Framework], crosswalk: Crosswalk
) -> tuple[Framework, ...]:
    """The frameworks from left to right, for a page about `own`."""
    table = list(FRAMEWORKS.frameworks)
    known = sorted(others, key=lambda each: (table.index(each.id), each.id))
    shown = (own, *known)
    amounts = {
        frozenset((one.id, other.id)): len(crosswalk_rows(crosswalk, one.id, other.id))
        for one, other in combinations(shown, 2)
    }

    def merit(order: Sequence[Framework]) -> tuple[int, int, int]:
        drawn = [amounts[frozenset((one.id, other.id))] for one, other in pairwise(order)]
        return (sum(map(bool, drawn)), sum(drawn), -order.index(own))

    # Of equally good orders the first is kept: that of the shipped tables.
    return max(permutations(shown), key=merit)


def all_pairs(shown: Sequence[Framework], crosswalk: Crosswalk) -> tuple[Between, ...]:
    """The rows between any two of the columns; neighbours come first, from left to right."""
    neighbours = list(pairwise(shown))
    others = [pair for pair in combinations(shown, 2) if pair not in neighbours]
    return tuple(
        Between(one.id, other.id, crosswalk_rows(crosswalk, one.id, other.id))
        for one, other in (*neighbours, *others)
    )


def crosswalk_rows(crosswalk: Crosswalk, one: str, other: str) -> tuple[Comparison, ...]:
    """All rows between two frameworks, read from `one`; those without a level there as stated."""
    stated_there = (each for each in crosswalk.between(other, one) if each.other is None)
    return (*crosswalk.between(one, other), *stated_there)
