"""What keeps results away from a list that is short: filters, and constraints in the words.

Each is counted by asking the question that its link asks, so that the number is what one gets.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from app.services.asking import Asked, Limits, taken_apart
from app.services.registry import Registry
from app.services.understanding import Field, Understood, text_without
from search_index.protocol import SearchResults

NARROW = 20
"""A list of no more results than this is so short that it is told what words keep away."""


ALL = "all"
"""The name under which all limits together are counted."""


@dataclass(frozen=True)
class Excluded:
    """A filter in force, and how many more results there would be without it.

    `understood` are the constraints in the words that it stands for, if it stands for some.
    `close` is how many of all results there would be then come close to the words; None where
    something does with it as well.
    """

    filter: str
    value: str
    would_add: int
    understood: tuple[Understood, ...] = ()
    close: int | None = None


@dataclass(frozen=True)
class Asking:
    """A question, and what is known of another one: how many results it would have, how many of
    them come close to its words, and how many of them are within narrower limits."""

    registry: Registry
    q: str
    plain: tuple[str, ...]
    asked: Asked
    total_of: Callable[[Asked], int]
    close_of: Callable[[Asked], int]
    total_within: Callable[[Asked, Limits], int]

    def again(self, q: str, limits: Limits) -> Asked:
        """Another question of the same reader."""
        return taken_apart(self.registry, q, limits, self.plain)

    def without(
        self, excluded: Excluded, other: Asked, found: int, far: bool
    ) -> Iterator[Excluded]:
        """What is kept away, counted by the question without it, if that has anything more.

        Where nothing that is found is close, that may be as many results, but some that are.
        """
        total = self.total_of(other)
        close = self.close_of(other) if far else None
        if total > found or close:
            yield replace(excluded, would_add=total - found, close=close)


def excluded(asking: Asking, results: SearchResults) -> list[Excluded]:
    """What each filter keeps away; where there are few results, also what the words do.

    Where nothing, or nothing close to the words, is found and no single one of them is to blame,
    all of them together are.
    """
    asked = asking.asked
    is_short = results.total <= NARROW and asked.limits != Limits()
    far = is_short and bool(asked.text) and results.total > 0 and not asking.close_of(asked)
    found = [*_by_filters(asking, results, far)]
    if is_short:
        for each in dict.fromkeys(one.field for one in asked.in_force):
            found += _by_constraint(asking, each, results.total, far)
    if asked.text and is_short and (far or results.total == 0):
        if not (any(each.close for each in found) if far else found):
            everything = asking.again(asked.text, Limits())
            found += asking.without(Excluded(ALL, "", 0), everything, results.total, far)
        if results.total == 0:
            found += _by_words(asking)
    return found


@dataclass(frozen=True)
class Unstated:
    """Limits that leave out the records that do not state it.

    `names` are values of UNSTATED. With those records there are `adds` more results, and `silent`
    among the results state nothing of it: more than `adds` where they come in place of others that
    are less like the words. Both are None where they were not counted.
    """

    names: tuple[str, ...]
    adds: int | None = None
    silent: int | None = None


def unstated(asking: Asking, results: SearchResults) -> tuple[Unstated, ...]:
    """What is left out because it states nothing of one limit, and last of all of them together.

    In a long list that words limit it is not counted.
    """
    names = asking.asked.must_be_stated
    ways: list[tuple[str, ...]] = [(each,) for each in names]
    if len(names) > 1:
        ways.append(names)
    if asking.asked.constraints and results.total > NARROW:
        return tuple(map(Unstated, ways))
    return tuple(_with_silent(asking, each, results.total) for each in ways)


def _with_silent(asking: Asking, names: tuple[str, ...], found: int) -> Unstated:
    explicit = asking.asked.explicit
    wider = asking.again(asking.q, replace(explicit, unstated=explicit.unstated.union(names)))
    total = asking.total_of(wider)
    # What is only let in by what need not be stated is outside the narrower limits.
    return Unstated(names, total - found, total - asking.total_within(wider, asking.asked.limits))


def _by_filters(asking: Asking, results: SearchResults, far: bool) -> Iterator[Excluded]:
    asked = asking.asked
    for applied, total in results.without.items():
        name, _, value = applied.partition("=")
        if name in asked.set_by_words:
            continue
        if far or name in asked.overruling:
            # Without the filter the words that it overrules hold again.
            other = asking.again(asking.q, _without(asked.explicit, name, value))
            yield from asking.without(Excluded(name, value, 0), other, results.total, far)
        elif total > results.total:
            yield Excluded(name, value, total - results.total)


def _by_constraint(asking: Asking, field: Field, found: int, far: bool) -> Iterator[Excluded]:
    """What the constraints of one field keep away, all of them together."""
    understood = tuple(each for each in asking.asked.in_force if each.field == field)
    without = asking.again(text_without(asking.q, understood), asking.asked.explicit)
    values = dict.fromkeys(value for each in understood for value in each.values)
    named = Excluded(field, ",".join(values), 0, understood)
    yield from asking.without(named, without, found, far)


def _by_words(asking: Asking) -> Iterator[Excluded]:
    """What the words keep away that say what it is to be about."""
    alone = asking.again(asking.asked.words_of_constraints, asking.asked.explicit)
    if not alone.text and alone.limits == asking.asked.limits:
        total = asking.total_of(alone)
        if total:
            yield Excluded("q", asking.asked.text, total)


def _without(limits: Limits, name: str, value: str) -> Limits:
    if name == "max_hours":
        return replace(limits, max_hours=None)
    if name == "max_cost":
        return replace(limits, max_cost=None)
    kept = tuple(each for each in limits.filters[name] if each != value)
    others = {each: values for each, values in limits.filters.items() if each != name}
    return replace(limits, filters={**others, name: kept} if kept else others)
