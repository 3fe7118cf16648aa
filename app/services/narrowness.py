"""What keeps results away from a list that is short: filters, and constraints in the words.

Each is counted by asking the question that its link asks, so that the number is what one gets.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.services.asking import Asked, Limits, taken_apart
from app.services.registry import Registry
from app.services.results import NARROW, Question
from app.services.understanding import NOT_STATED, Field, Understood, text_without
from search_index.protocol import SearchResults

ALL = "all"
"""The name under which all limits together are counted."""


@dataclass(frozen=True)
class Excluded:
    """A filter in force, and how many more results there would be without it.

    `understood` are the constraints in the words that it stands for, if it stands for some.
    """

    filter: str
    value: str
    would_add: int
    understood: tuple[Understood, ...] = ()


@dataclass(frozen=True)
class Unstated:
    """Limits, by their names in UNSTATED, that leave out what does not state it.

    With those records there are `adds` more results: all that were results without them stay.
    """

    names: tuple[str, ...]
    adds: int


@dataclass(frozen=True)
class Asking:
    """A question and how it was typed, to ask others like it."""

    registry: Registry
    q: str
    plain: tuple[str, ...]
    question: Question

    @property
    def asked(self) -> Asked:
        """The question taken apart."""
        return self.question.asked

    def again(self, q: str, limits: Limits) -> int:
        """How many results another question of the same reader has."""
        return self.question.another(taken_apart(self.registry, q, limits, self.plain)).total()

    def without(self, excluded: Excluded, total: int, found: int) -> Iterator[Excluded]:
        """What is kept away, if the question without it has anything more."""
        if total > found:
            yield replace(excluded, would_add=total - found)


def excluded(asking: Asking, results: SearchResults) -> list[Excluded]:
    """What each filter keeps away; where there are few results, also what the words do.

    Where nothing is found and no single one of them is to blame, all of them together are.
    """
    asked = asking.asked
    found = [*_by_filters(asking, results)]
    if results.total > NARROW or asked.limits == Limits():
        return found
    for each in dict.fromkeys(one.field for one in asked.in_force):
        found += _by_constraint(asking, each, results.total)
    if asked.text and results.total == 0:
        if not found:
            everything = asking.again(asked.text, Limits())
            found += asking.without(Excluded(ALL, "", 0), everything, 0)
        found += _by_words(asking)
    return found


def unstated(asking: Asking, results: SearchResults) -> tuple[Unstated, ...]:
    """What is left out because it states nothing of one limit, and last of all of them together."""
    names = asking.asked.must_be_stated
    ways: list[tuple[str, ...]] = [(each,) for each in names]
    if len(names) > 1:
        ways.append(names)
    return tuple(Unstated(each, _with(asking, each) - results.total) for each in ways)


def _with(asking: Asking, names: tuple[str, ...]) -> int:
    explicit = asking.asked.explicit
    return asking.again(asking.q, replace(explicit, unstated=explicit.unstated.union(names)))


def _by_filters(asking: Asking, results: SearchResults) -> Iterator[Excluded]:
    asked = asking.asked
    for applied, total in results.without.items():
        name, _, value = applied.partition("=")
        if name in asked.set_by_words or value == NOT_STATED:
            continue
        if name in asked.overruling or NOT_STATED in asked.limits.filters.get(name, ()):
            # Without the filter the words that it overrules hold again, or nothing is limited.
            other = asking.again(asking.q, _without(asked.explicit, name, value))
            yield from asking.without(Excluded(name, value, 0), other, results.total)
        elif total > results.total:
            yield Excluded(name, value, total - results.total)


def _by_constraint(asking: Asking, field: Field, found: int) -> Iterator[Excluded]:
    """What the constraints of one field keep away, all of them together."""
    understood = tuple(each for each in asking.asked.in_force if each.field == field)
    without = asking.again(text_without(asking.q, understood), asking.asked.explicit)
    values = dict.fromkeys(value for each in understood for value in each.values)
    named = Excluded(field, ",".join(values), 0, understood)
    yield from asking.without(named, without, found)


def _by_words(asking: Asking) -> Iterator[Excluded]:
    """What the words keep away that say what it is to be about."""
    asked = asking.asked
    alone = taken_apart(asking.registry, asked.words_of_constraints, asked.explicit, asking.plain)
    if not alone.text and alone.limits == asked.limits:
        total = asking.question.another(alone).total()
        if total:
            yield Excluded("q", asked.text, total)


def _without(limits: Limits, name: str, value: str) -> Limits:
    if name == "max_hours":
        return replace(limits, max_hours=None)
    if name == "max_cost":
        return replace(limits, max_cost=None)
    kept = tuple(each for each in limits.filters[name] if each != value)
    others = {each: values for each, values in limits.filters.items() if each != name}
    return replace(limits, filters={**others, name: kept} if kept else others)
