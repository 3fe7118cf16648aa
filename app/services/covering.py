"""The smallest choice of sets that covers as much as can be covered, exact where that is quick.

Best is what covers most; of these the fewest sets; of these the lowest cost, number by number; of
these the first keys. The search tries every choice that could still be better and gives up after a
fixed number of steps, not of seconds: the same question always has the same answer.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

MOST_STEPS: Final = 20_000
"""Choices tried before the best one so far has to do."""

Cost = tuple[Decimal, ...]


@dataclass(frozen=True)
class Option:
    """A set that may be chosen: what it covers and what it costs, first what matters most.

    The costs of all options have as many numbers, none below nought.
    """

    key: str
    covers: frozenset[Hashable]
    cost: Cost = ()


@dataclass(frozen=True)
class Cover:
    """The chosen keys in their order; `is_best` says that no choice is better, for certain."""

    chosen: tuple[str, ...]
    covered: frozenset[Hashable]
    is_best: bool


def best_cover(
    wanted: Iterable[Hashable], options: Iterable[Option], most: int, steps: int = MOST_STEPS
) -> Cover:
    """The best choice of at most `most` options, or a good one where the steps do not suffice."""
    places = {each: place for place, each in enumerate(dict.fromkeys(wanted))}
    known = _worthwhile(_sets(places, options))
    search = _Search(known, most, steps)
    search.run()
    covered = frozenset(each for each, place in places.items() if search.best.mask >> place & 1)
    return Cover(search.best.keys, covered, is_best=search.steps >= 0)


@dataclass(frozen=True)
class _Set:
    mask: int
    cost: Cost
    key: str

    def beats(self, other: "_Set") -> bool:
        """Whether nothing is lost by taking this in place of the other."""
        covers_all = other.mask & ~self.mask == 0
        return covers_all and (self.cost, self.key) < (other.cost, other.key)


def _sets(places: Mapping[Hashable, int], options: Iterable[Option]) -> list[_Set]:
    masks = (
        _Set(sum(1 << places[each] for each in option.covers if each in places), *rest)
        for option in options
        for rest in [(option.cost, option.key)]
    )
    return [each for each in masks if each.mask]


def _worthwhile(sets: Iterable[_Set]) -> list[_Set]:
    """Without those in whose place another can always be taken; the widest first."""
    kept: list[_Set] = []
    for each in sorted(sets, key=lambda one: (one.cost, one.key)):
        if not any(other.beats(each) for other in kept):
            kept.append(each)
    return sorted(kept, key=lambda one: (-one.mask.bit_count(), one.cost, one.key))


@dataclass(frozen=True)
class _Chosen:
    """Some sets: what they cover and cost together."""

    mask: int
    cost: Cost
    keys: tuple[str, ...]

    def adding(self, each: _Set) -> "_Chosen":
        keys = tuple(sorted((*self.keys, each.key)))
        return _Chosen(self.mask | each.mask, _sum(self.cost, each.cost), keys)

    @property
    def rank(self) -> tuple[int, int, Cost, tuple[str, ...]]:
        """Lower is better."""
        return -self.mask.bit_count(), len(self.keys), self.cost, self.keys


class _Search:
    """Branch and bound: at each step the set that adds most is taken, or never taken."""

    def __init__(self, sets: Sequence[_Set], most: int, steps: int) -> None:
        self._sets, self._most, self.steps = sets, most, steps
        nothing = tuple(Decimal(0) for _ in sets[0].cost) if sets else ()
        self._nothing = _Chosen(0, nothing, ())
        self.best = self._greedy()

    def run(self) -> None:
        """Find the best; `steps` falls below nought where it was not all tried."""
        self._visit(self._nothing, list(self._sets))

    def _greedy(self) -> _Chosen:
        """The widest addition again and again, the cheapest of equally wide ones."""
        chosen = self._nothing
        while self._sets and len(chosen.keys) < self._most:
            widest = _widest(chosen.mask, self._sets)
            if not widest.mask & ~chosen.mask:
                break
            chosen = chosen.adding(widest)
        return chosen

    def _visit(self, chosen: _Chosen, left: Sequence[_Set]) -> None:
        """Try what can be added to the chosen: what is widest, or else never that."""
        if chosen.rank < self.best.rank:
            self.best = chosen
        sets = _distinct(chosen.mask, left)
        while sets and self.steps >= 0 and self._may_be_better(chosen, sets):
            self.steps -= 1
            widest = _widest(chosen.mask, sets)
            sets = [each for each in sets if each is not widest]
            self._visit(chosen.adding(widest), sets)

    def _may_be_better(self, chosen: _Chosen, left: Sequence[_Set]) -> bool:
        """Whether any addition could still be better than the best; never wrongly no."""
        room = self._most - len(chosen.keys)
        if room <= 0:
            return False
        gains = sorted(((each.mask & ~chosen.mask).bit_count() for each in left), reverse=True)
        reach = 0
        for each in left:
            reach |= each.mask & ~chosen.mask
        lacking = self.best.mask.bit_count() - chosen.mask.bit_count()
        can = min(reach.bit_count(), sum(gains[:room]))
        if can != lacking:
            return can > lacking
        needed, gained = 0, 0
        while gained < lacking:
            gained += gains[needed]
            needed += 1
        fewest = len(chosen.keys) + needed
        if fewest != len(self.best.keys):
            return fewest < len(self.best.keys)
        cost = chosen.cost
        for each in sorted(left, key=lambda one: one.cost)[:needed]:
            cost = _sum(cost, each.cost)
        return cost <= self.best.cost


def _distinct(covered: int, sets: Iterable[_Set]) -> list[_Set]:
    """Of those that would add the same, the cheapest; without those that would add nothing."""
    found: dict[int, _Set] = {}
    for each in sets:
        gain = each.mask & ~covered
        kept = found.get(gain)
        if gain and (kept is None or (each.cost, each.key) < (kept.cost, kept.key)):
            found[gain] = each
    return sorted(found.values(), key=lambda one: (-one.mask.bit_count(), one.cost, one.key))


def _widest(covered: int, sets: Sequence[_Set]) -> _Set:
    """What adds most to what is covered; the first of those, for sets are in order."""
    return max(sets, key=lambda each: (each.mask & ~covered).bit_count())


def _sum(one: Cost, other: Cost) -> Cost:
    return tuple(first + second for first, second in zip(one, other, strict=True))
