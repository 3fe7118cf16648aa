"""Why there is no plan: a smallest set of rules and limits that cannot hold together.

Every set of rules that cannot hold together has one in common with every set whose dropping leaves
a problem that can be solved. So the smallest choice that hits all such sets found so far is either
what is looked for, or leads to one more of them.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.services.planning.answers import Answer, Broken
from app.services.planning.blaming import blame
from app.services.planning.logic import Budget, Lit, Logic
from app.services.planning.model import Key, Model
from app.services.planning.remarks import remarks
from app.services.planning.setting import Setting


@dataclass(frozen=True)
class _Conflict:
    """Keys that cannot hold together; `is_smallest` when no fewer can be found anywhere."""

    keys: tuple[Key, ...]
    is_smallest: bool


def explain(setting: Setting, candidates: Sequence[str], budget: Budget) -> Answer:
    """The answer when there is no plan: each rule it names can hold once another is dropped."""
    model = Model(setting, candidates, droppable=True)
    conflict = _conflict(model, budget)
    if conflict is None:
        broken = (Broken("out of time", setting.problem.target.id),)
        return Answer(False, False, False, broken=broken, remarks=remarks(setting, ()))
    return Answer(
        feasible=False,
        optimal=True,
        complete=conflict.is_smallest,
        broken=blame(model, conflict.keys),
        remarks=remarks(setting, ()),
    )


def _conflict(model: Model, budget: Budget) -> _Conflict | None:
    keys = _preferred(model.guards)
    first = model.ask(budget, assume=_lits(model, keys), wants_core=True)
    if first.solved.status != "none":
        return None
    minimal = _without_needless(model, _core(model, first.solved.core, keys), budget)
    if minimal is None:
        return None
    return _smallest(model, keys, minimal, budget)


def _without_needless(model: Model, keys: Sequence[Key], budget: Budget) -> tuple[Key, ...] | None:
    """Of keys that cannot hold together, some that cannot either, and none of them is needless."""
    left = list(keys)
    for key in reversed(keys):
        if key not in left:
            continue
        rest = [each for each in left if each != key]
        found = model.ask(budget, assume=_lits(model, rest), wants_core=True)
        if found.solved.status == "unknown":
            return None
        if found.solved.status == "none":
            left = list(_core(model, found.solved.core, rest))
    return tuple(left)


def _smallest(
    model: Model, keys: Sequence[Key], minimal: tuple[Key, ...], budget: Budget
) -> _Conflict:
    """The fewest keys that cannot hold together; those already found when the box closes."""
    hitting = Logic()
    chosen = {key: hitting.new() for key in keys}
    fewest = [(2 if key.thing else 1, lit) for key, lit in chosen.items()]
    fewest = [(len(keys) * 2 + each, lit) for each, lit in fewest]
    while len(minimal) > 1:
        hit = hitting.ask(budget, fewest)
        if hit.status != "best":
            return _Conflict(minimal, False)
        picked = [key for key, lit in chosen.items() if hit.holds(lit)]
        if len(picked) >= len(minimal):
            break
        dropped = [(1, -lit) for lit in model.guards.values()]
        kept = model.ask(budget, dropped, _lits(model, picked))
        if kept.solved.status == "none":
            return _Conflict(tuple(picked), True)
        if not kept.has_one:
            return _Conflict(minimal, False)
        hitting.require(
            lit for key, lit in chosen.items() if not kept.solved.holds(model.guards[key])
        )
    return _Conflict(minimal, True)


def _preferred(keys: Collection[Key]) -> list[Key]:
    """Rules of the target first, then limits, then what things require."""
    return sorted(keys, key=lambda key: (bool(key.thing), key.limit or ""))


def _lits(model: Model, keys: Sequence[Key]) -> list[Lit]:
    return [model.guards[key] for key in keys]


def _core(model: Model, core: Collection[Lit], keys: Sequence[Key]) -> tuple[Key, ...]:
    """The keys of a core; all of them where the solver saw the conflict without naming any."""
    found = tuple(key for key in keys if model.guards[key] in core)
    return found or tuple(keys)
