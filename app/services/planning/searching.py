"""The best sets of things to add, one after another."""

from collections.abc import Sequence
from typing import Final

from app.services.planning.logic import Budget, Solved, Status, Term
from app.services.planning.model import Found, Model

_LEAST_FOR_OTHERS: Final = 0.2
"""So much of the box is for further plans in any case; beyond it, half of what the first took."""
_SHRINKING: Final = 2.0
"""The box for what can be left out of a plan that is not proven to be the best."""


def best_plans(
    model: Model, sums: Sequence[Sequence[Term]], budget: Budget, most: int
) -> tuple[list[Found], Status]:
    """The best plans of which none contains another, and how the search ended.

    "none": there are no more. "best": as many as asked for. "unknown": the box closed; then the
    last plan need not be the best of those that are left.
    """
    found: list[Found] = []
    whole = budget.left
    while len(found) < most:
        if len(found) == 1:
            # The best plan is what was asked for: the others must not take longer than it did.
            spent = whole - budget.left
            budget = Budget(min(budget.left, max(_LEAST_FOR_OTHERS, spent / 2)))
        best = _best(model, sums, budget)
        if not best.has_one and best.solved.status == "unknown" and not found:
            return any_plan(model, sums, Budget(_SHRINKING))
        if not best.has_one:
            return found, best.solved.status
        if best.solved.status == "found":
            return [*found, _shrunk(model, best, sums)], "unknown"
        found.append(best)
        if not best.added:
            return found, "none"
        model.logic.require([-model.adds[each] for each in sorted(best.added)])
    return found, "best"


def any_plan(
    model: Model, sums: Sequence[Sequence[Term]], budget: Budget
) -> tuple[list[Found], Status]:
    """One plan of which nothing can be left out, best or not."""
    found = model.ask(budget, any_will_do=True)
    if not found.has_one:
        return [], found.solved.status
    return [_shrunk(model, found, sums)], "unknown"


def _best(model: Model, sums: Sequence[Sequence[Term]], budget: Budget) -> Found:
    """The plan in which the sums are least, the first of them first."""
    turn = model.logic.new()
    best = Found(frozenset(), Solved("unknown"))
    for terms in sums or [[]]:
        hint = best.added if best.has_one else None
        found = model.ask(budget, terms, [turn], hint)
        if found.solved.status != "best":
            return found if found.has_one or not best.has_one else best.unproven()
        best = found
        if not best.added:
            break
        model.logic.require_at_most(terms, found.solved.value, if_=[turn])
    return best


def _shrunk(model: Model, found: Found, sums: Sequence[Sequence[Term]]) -> Found:
    """The best plan that needs nothing else: nothing in it can be left out."""
    smaller = Model(model.setting, found.added)
    own = {model.adds[each]: smaller.adds[each] for each in found.added}
    kept = [[(factor, own[lit]) for factor, lit in terms if lit in own] for terms in sums]
    best = _best(smaller, [each for each in kept if each], Budget(_SHRINKING))
    return Found(best.added, found.solved) if best.has_one else found
