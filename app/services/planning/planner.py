"""The best ways from what is held to a target, or what stands against all of them."""

from collections.abc import Sequence
from typing import Final

from app.services.planning.accounting import account
from app.services.planning.answers import Answer, Broken, Measure, Remark
from app.services.planning.choosing import yardstick
from app.services.planning.explaining import explain
from app.services.planning.logic import Budget
from app.services.planning.measures import objectives
from app.services.planning.model import Model
from app.services.planning.relevance import promising, relevant
from app.services.planning.remarks import remarks
from app.services.planning.searching import any_plan, best_plans
from app.services.planning.setting import Setting
from ctdl.pathways.things import Problem

ORDER: Final[tuple[Measure, ...]] = ("credits", "cost", "hours")
SECONDS: Final = 2.0
"""The box, in the solver's own seconds: they measure work, so that every machine stops there."""
MOST_PLANS: Final = 5


def plan(
    problem: Problem,
    order: Sequence[Measure] = ORDER,
    seconds: float = SECONDS,
    most: int = MOST_PLANS,
) -> Answer:
    """The best plans by the measures in their order, at most so many; or what is broken.

    The same problem has the same answer on every machine. No plan contains another, and of none
    can anything be left out.
    """
    setting, budget = Setting(problem), Budget(seconds)
    if setting.target.rule is None and (setting.target.is_deep or setting.target.out_of_force):
        reason = Broken("too deep" if setting.target.is_deep else "not in force", problem.target.id)
        return Answer(False, True, True, broken=(reason,), remarks=remarks(setting, ()))
    everything = relevant(setting)
    stick = yardstick(setting, everything)
    candidates = promising(setting, everything, tuple(order), stick)
    model = Model(setting, candidates.things)
    found, ended = best_plans(model, objectives(model, order, stick), budget, most)
    if candidates.is_cut and not found:
        # What was left out may be what is missing: then any plan at all will do.
        model = Model(setting, everything)
        found, ended = any_plan(model, objectives(model, order, stick), Budget(seconds))
    if not found and ended == "none":
        return explain(setting, tuple(model.candidates), Budget(seconds))
    if not found:
        broken = (Broken("out of time", problem.target.id),)
        return Answer(False, False, False, broken=broken, remarks=remarks(setting, ()))
    plans = tuple(account(model, each.added) for each in found)
    cut = (Remark("many candidates"),) if candidates.is_cut else ()
    return Answer(
        feasible=True,
        optimal=found[0].solved.status == "best" and not candidates.is_cut,
        complete=ended != "unknown" and not candidates.is_cut,
        plans=plans,
        remarks=(*remarks(setting, plans), *cut),
        currency=stick.currency,
        unit=stick.unit,
    )
