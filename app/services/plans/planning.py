"""A plan for somebody: the target's rule, what can matter for it, and the planner's answer."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.services import reading
from app.services.planning.answers import Answer, Measure, Plan
from app.services.planning.planner import ORDER, plan
from app.services.planning.trees import wanted_things
from app.services.plans.asked import Order, PlanRequest, Refusal, held_ctids
from app.services.plans.gathering import Gathered, Start, gather
from app.services.plans.listed import Listed, listed
from app.services.plans.targets import Target, find_target
from app.services.registry import Registry
from app.services.summaries import Summary
from ctdl.ctid import CTID


@dataclass(frozen=True)
class Way:
    """A target, what can matter for it, and what the planner answers.

    Nothing is planned to what `is_held` already, by itself or as a part of something, nor where
    things are only `listed` and no record states how much of the list is asked for.
    """

    target: Target
    summary: Summary | None
    gathered: Gathered
    answer: Answer
    is_held: bool = False
    listed: Listed | None = None


@dataclass(frozen=True)
class Planned:
    """What was asked, as far as it could be read; `way` is None while nothing is aimed at.

    `held` are the summaries of what is held, in the order of the question.
    """

    request: PlanRequest
    held: tuple[Summary, ...]
    refused: tuple[Refusal, ...]
    way: Way | None = None


def make_plan(registry: Registry, request: PlanRequest, held: Iterable[str]) -> Planned:
    """The best plans for the request, with `held` as texts that may be no CTIDs.

    Raises RecordNotFound, RecordWithdrawn or NotATarget for the target, TooMuchHeld.
    """
    known, refused = held_ctids(registry, held)
    request = replace(request, held=known)
    shown = _held(registry, known)
    way = _way(registry, request.target, request) if request.target else None
    return Planned(request, shown, refused, way)


def gathered_for(registry: Registry, target: Target, request: PlanRequest) -> Gathered:
    """What can matter for a target: nothing that is accepted only towards or by others."""
    start = Start(target.rule, target.before, target.described, frozenset({target.ctid}))
    gathered = gather(registry, start, request)
    problem = gathered.problem
    kept = (each for each in problem.acceptances if each.concerns(target.ctid, target.givers))
    return replace(gathered, problem=replace(problem, acceptances=tuple(kept)))


def _way(registry: Registry, text: str, request: PlanRequest) -> Way:
    target = find_target(registry, text, request.held)
    gathered = gathered_for(registry, target, request)
    # An end of a pathway is described by the pathway's record, which says whose it is.
    record = target.pathway.ctid if target.pathway else target.ctid
    summary = reading.summaries(registry, [record]).get(record)
    if target.ctid in had(gathered):
        return Way(target, summary, gathered, Answer(True, True, True), is_held=True)
    found = listed(registry, target, gathered, request.held, request.order)
    if found is not None:
        return Way(target, summary, gathered, Answer(True, True, True), listed=found)
    answer = plan(gathered.problem, order=_measures(request.order))
    return Way(target, summary, gathered, answer)


def had(gathered: Gathered) -> frozenset[str]:
    """What is held, with the parts of what is held, however deep."""
    return _with_parts(gathered, gathered.problem.held)


def uncounted(gathered: Gathered, plan: Plan) -> tuple[str, ...]:
    """What is held and neither counts in the plan nor has to come before a step of it."""
    things = gathered.problem.things
    used = {each for rule in plan.satisfies for each in rule.by}
    used |= {each for step in plan.order for each in wanted_things(things[step].requires)}
    held = sorted(gathered.problem.held)
    return tuple(each for each in held if used.isdisjoint(_with_parts(gathered, [each])))


def _with_parts(gathered: Gathered, ids: Iterable[str]) -> frozenset[str]:
    found, waiting = set[str](), list(ids)
    while waiting:
        id_ = waiting.pop()
        if id_ not in found:
            found.add(id_)
            thing = gathered.problem.things.get(id_)
            waiting += thing.parts if thing else ()
    return frozenset(found)


def _held(registry: Registry, ctids: tuple[CTID, ...]) -> tuple[Summary, ...]:
    """Their summaries; what stands within another record, such as a component, has only a name."""
    known = reading.summaries(registry, ctids)
    named = reading.named(registry, [ctid for ctid in ctids if ctid not in known])
    known |= {ctid: Summary(ctid, each.type, each.name) for ctid, each in named.items()}
    return tuple(known[ctid] for ctid in ctids if ctid in known)


def _measures(first: Order) -> tuple[Measure, ...]:
    """The asked-for measure, then the others in their usual order."""
    return (first, *(each for each in ORDER if each != first))
