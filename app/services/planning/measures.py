"""What is to be little in a plan, as sums that are made small one after another."""

from collections.abc import Sequence
from math import gcd
from typing import Final

from app.services.planning.answers import Measure
from app.services.planning.choosing import Yardstick, measured
from app.services.planning.logic import Lit, Term
from app.services.planning.model import Model

# Sums that fit below this together are asked for in one question; larger factors make it slow.
_LARGEST: Final = 2**44


def objectives(model: Model, order: Sequence[Measure], stick: Yardstick) -> list[list[Term]]:
    """The sums to make small, the most important first.

    Of each measure, the number of things that do not state it comes before what the others state,
    so that "not stated" never looks cheap. At last the number of things, and their places in the
    order of ids: of equal plans, the one whose ids come first.
    """
    sums: list[list[Term]] = []
    for measure in dict.fromkeys(order):
        sums += _of_measure(model, measure, stick)
    sums.append([(1, lit) for lit in model.adds.values()])
    sums.append([(place, lit) for place, lit in enumerate(model.adds.values(), 1)])
    return _joined([each for each in sums if any(factor for factor, _ in each)])


def _of_measure(model: Model, measure: Measure, stick: Yardstick) -> list[list[Term]]:
    unstated: list[Term] = []
    stated: list[Term] = []
    for thing, lit in model.adds.items():
        value = measured(model.setting.known[thing], measure, stick)
        if value is None:
            unstated.append((1, lit))
        else:
            stated.append((value, lit))
    return [unstated, stated]


def _joined(sums: list[list[Term]]) -> list[list[Term]]:
    """Neighbours in one sum, where the numbers stay small: a step of one outweighs the next."""
    found: list[list[Term]] = []
    for each in sums:
        each = _lowest_terms(each)
        range_ = sum(factor for factor, _ in each) + 1
        if found:
            joined = dict[Lit, int]()
            for factor, lit in found[-1]:
                joined[lit] = factor * range_
            for factor, lit in each:
                joined[lit] = joined.get(lit, 0) + factor
            if sum(joined.values()) < _LARGEST:
                found[-1] = [(factor, lit) for lit, factor in joined.items()]
                continue
        found.append(each)
    return found


def _lowest_terms(terms: list[Term]) -> list[Term]:
    step = gcd(*(factor for factor, _ in terms))
    return [(factor // step, lit) for factor, lit in terms]
