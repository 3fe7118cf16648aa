"""The planner's page: what is held, what is aimed at, and the best ways there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext, ngettext

from app.presenters import formats, labels
from app.presenters.levels_elsewhere import LevelsShown
from app.presenters.links import Link, record_link
from app.presenters.listed_parts import ShownListed, shown_listed
from app.presenters.pathway_faults import fault_words
from app.presenters.pathway_rows import level_rows
from app.presenters.plan_form import PlanForm, ShownTarget, limit_words
from app.presenters.plan_totals import can_measure, differs, in_short, rules_of, shown_totals
from app.presenters.plan_words import PlanWords, ShownAcceptance
from app.presenters.reach import ReachGroup, listed_words, reach_groups
from app.presenters.search_state import SearchState
from app.presenters.stacked_things import ShownThing, shown_summary
from app.presenters.text import content, framed, titled
from app.services.diagrams import Arrow, Box, diagram_of, draw
from app.services.planning.answers import Added, Answer, Plan
from app.services.planning.trees import wanted_things
from app.services.plans.asked import ORDERS, Order, Refusal
from app.services.plans.planning import Planned, Way, uncounted
from app.services.plans.reach import Reach
from app.services.plans.targets import Target
from app.services.summaries import Summary
from ctdl.pathways.rules import InWords
from ctdl.pathways.things import Limits


@dataclass(frozen=True)
class ShownRule:
    """A rule of the target: what it asks for, how much of it holds, and by which things."""

    words: str
    have: str | None
    by: tuple[ShownThing, ...]
    holds: bool
    is_in_words: bool = False


@dataclass(frozen=True)
class ShownStep:
    """A thing to add: what it costs and takes, what it counts for, and what comes before it.

    `through` are the statements without which it would not count, `to_settle` what it asks for in
    words that no rule says.
    """

    thing: ShownThing
    facts: tuple[tuple[str, str | None], ...]
    counts: tuple[str, ...]
    after: tuple[ShownThing, ...]
    through: tuple[ShownAcceptance, ...] = ()
    to_settle: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShownPlan:
    """One way to the target; `differs` is how it differs from the first, `in_short` its totals.

    `unused` is what is held and neither counts in it nor has to come before a step of it.
    """

    title: str
    differs: str
    in_short: str
    steps: tuple[ShownStep, ...]
    totals: tuple[tuple[str, str], ...]
    rules: tuple[ShownRule, ...]
    unused: tuple[ShownThing, ...]
    svg: str | None


@dataclass(frozen=True)
class ShownOrder:
    """A way to put plans in order, and the address that asks for it.

    `why_not` says why it cannot be asked for.
    """

    label: str
    state: SearchState
    is_current: bool
    why_not: str | None = None


@dataclass(frozen=True)
class PlanPage:
    """The form as it was filled in and, where the target is known, the answer.

    `is_held` says that the target is held, `is_stated` that something leads to it, and `unstated`
    is the question that lets in what does not state what a limit is about.
    """

    state: SearchState
    limits: Limits
    day: date
    held: tuple[ShownThing, ...]
    refused: tuple[str, ...]
    form: PlanForm
    target: ShownTarget | None
    orders: tuple[ShownOrder, ...]
    plans: tuple[ShownPlan, ...]
    in_short: str | None
    broken: tuple[str, ...]
    remarks: tuple[str, ...]
    is_proven: bool
    reach: tuple[ReachGroup, ...] = ()
    is_held: bool = False
    is_stated: bool = True
    unstated: SearchState | None = None
    limit_words: tuple[str, ...] = ()
    listed: ShownListed | None = None
    """What a bare list of parts says, in place of plans."""

    @property
    def has_answer(self) -> bool:
        """Whether anything was worked out."""
        return self.in_short is not None

    @property
    def result(self) -> str:
        """The part of the page that a filled-in form asks for: where reading goes on."""
        parts = (
            ("errors", bool(self.form.errors)),
            ("aims", bool(self.form.aim) and self.target is None),
            ("found", bool(self.form.find)),
            ("answer", self.has_answer),
            ("reach", bool(self.held) and self.target is None),
        )
        return next((name for name, is_there in parts if is_there), "")

    @property
    def has_limits(self) -> bool:
        """Whether the reader limited anything, rightly or wrongly."""
        fields = ("max_cost", "currency", "max_hours", "mode", "language", "finish", "asof")
        return self.limits != Limits() or any(map(self.limit, fields))

    def limit(self, name: str) -> str:
        """What stands in a field of the form."""
        return next(iter(self.state.values(name)), "")


def plan_page(
    planned: Planned,
    state: SearchState,
    form: PlanForm,
    levels: LevelsShown,
    address: Callable[[Link], str],
    reached: Reach | None = None,
) -> PlanPage:
    """The page for a question; `reached` is shown while nothing is aimed at."""
    way, request = planned.way, planned.request
    words = PlanWords(way.target, way.gathered) if way else None
    answer = way.answer if way else None
    return PlanPage(
        state=state,
        limits=request.limits,
        day=request.day,
        held=tuple(map(shown_summary, planned.held)),
        refused=tuple(map(_refused, planned.refused)),
        form=form,
        target=_target(way) if way else form.target,
        orders=_orders(way, state, request.order) if way else (),
        plans=_plans(way, words, levels, address) if way and words else (),
        in_short=_in_short(way) if way else None,
        broken=_broken(answer, words) if answer and words else (),
        remarks=_remarks(way, words) if way and words else (),
        is_proven=answer.optimal if answer else True,
        reach=reach_groups(reached, state) if reached else (),
        is_held=way.is_held if way else False,
        is_stated=way.target.is_stated if way else True,
        unstated=_with_unstated(answer, state) if answer else None,
        limit_words=limit_words(request.limits),
        listed=shown_listed(way, words, request.order) if way and words else None,
    )


def _broken(answer: Answer, words: PlanWords) -> tuple[str, ...]:
    """What cannot hold together; things that wait for each other are said once for all of them."""
    return tuple(dict.fromkeys(words.broken(each) for each in answer.broken))


def _with_unstated(answer: Answer, state: SearchState) -> SearchState | None:
    """The same question, also for what does not state what a limit is about."""
    lacks = any(each.reason == "not stated" for each in answer.broken)
    return state.setting("unstated", "1") if lacks else None


def order_label(order: Order) -> str:
    """What comes first in this order."""
    return {
        "credits": gettext("Fewest credits"),
        "cost": gettext("Cheapest"),
        "hours": gettext("Shortest"),
        "things": gettext("Fewest steps"),
    }[order]


def _target(way: Way) -> ShownTarget:
    return shown_target(way.target, way.summary)


def shown_target(target: Target, summary: Summary | None) -> ShownTarget:
    """What is aimed at, whether or not anything was worked out."""
    provider = summary.provider if summary else None
    return ShownTarget(
        title=titled(target.name, target.ctid),
        link=_link_of(target),
        type_label=labels.type_label(target.type),
        provider=content(provider.name) if provider else None,
        not_taught=tuple(content(each) or framed("") for each in target.not_taught),
    )


def _link_of(target: Target) -> Link:
    if target.iri is not None:
        return Link(url=target.iri)
    return record_link(target.ctid, target.type)


def _refused(refusal: Refusal) -> str:
    if refusal.why == "unknown":
        return gettext("“%(text)s” is not in this registry.", text=refusal.text)
    return gettext(
        "“%(text)s” is not the identifier of a record, which is ce- and a UUID.", text=refusal.text
    )


def _orders(way: Way, state: SearchState, current: Order) -> tuple[ShownOrder, ...]:
    has_price, has_hours = can_measure(way)
    why_not = {
        "cost": None if has_price else gettext("nothing to choose from states a price"),
        "hours": None if has_hours else gettext("nothing to choose from states hours"),
    }
    return tuple(
        ShownOrder(
            order_label(order),
            state.dropping("order") if order == ORDERS[0] else state.setting("order", order),
            order == current,
            why_not.get(order),
        )
        for order in ORDERS
    )


def _in_short(way: Way) -> str:
    answer = way.answer
    if way.is_held:
        return gettext("You hold it.")
    if way.listed is not None:
        return listed_words(len(way.listed.held), way.listed.size)
    if not answer.feasible:
        return gettext("There is no way there within what was asked.")
    if not way.target.is_stated:
        return _nothing_stated(way)
    if answer.plans and not answer.plans[0].add:
        return gettext("What you hold meets every rule that is stated.")
    amount = len(answer.plans)
    return ngettext(
        "%(amount)s way there was found.",
        "%(amount)s ways there were found.",
        amount,
        amount=formats.number(amount),
    )


def _nothing_stated(way: Way) -> str:
    if way.target.iri is not None:
        return gettext(
            "No record here names a skill that this asks for, so nothing can be planned."
        )
    return gettext(
        "No requirements and no parts are stated for it, so there is nothing to plan: it is on"
        " offer, and that is all that is known."
    )


def _remarks(way: Way, words: PlanWords) -> tuple[str, ...]:
    """What concerns the whole answer, and what its record states that cannot be.

    Conditions in words stand with the rule or the course.
    """
    shown = {rule.id for plan in way.answer.plans for rule, _ in rules_of(way, plan)}
    return tuple(
        dict.fromkeys(
            [
                *fault_words(way.target.faults, words),
                *(
                    words.remark(each)
                    for each in way.answer.remarks
                    if each.kind != "in words" or not (each.thing or each.rule in shown)
                ),
            ]
        )
    )


def _plans(
    way: Way,
    words: PlanWords,
    levels: LevelsShown,
    address: Callable[[Link], str],
) -> tuple[ShownPlan, ...]:
    return tuple(
        ShownPlan(
            title=gettext("Plan %(number)s", number=formats.number(place)),
            differs=differs(plan, way.answer.plans[0], words),
            in_short=in_short(plan.totals),
            steps=tuple(_step(each, way, plan, words) for each in plan.add),
            totals=shown_totals(plan.totals),
            rules=_rules(way, plan, words),
            unused=tuple(words.thing(each) for each in uncounted(way.gathered, plan)),
            svg=_drawing(way, plan, words, levels, address),
        )
        for place, plan in enumerate(way.answer.plans, 1)
    )


def _step(added: Added, way: Way, plan: Plan, words: PlanWords) -> ShownStep:
    thing = way.gathered.problem.things[added.thing]
    included = {*plan.order, *way.gathered.problem.held}
    before = wanted_things(thing.requires) & included
    hours = thing.hours
    through = dict.fromkeys(id for each in added.counts for id in each.through)
    return ShownStep(
        thing=words.thing(added.thing),
        facts=(
            (gettext("Price"), formats.money(thing.cost, thing.currency)),
            (gettext("Hours"), formats.hours(hours.minimum, hours.maximum) if hours else None),
        ),
        counts=tuple(
            gettext(
                "%(amount)s towards: %(rule)s",
                amount=words.amount(each.value, each.unit),
                rule=words.rule_by_id(each.rule),
            )
            for each in added.counts
            if each.thing is None and each.unit is not None
        )
        + words.skills(added),
        after=tuple(words.thing(each) for each in sorted(before)),
        through=tuple(shown for id in through if (shown := words.accepted(id)) is not None),
        to_settle=words.to_settle(added.thing, way.answer.remarks),
    )


def _rules(way: Way, plan: Plan, words: PlanWords) -> tuple[ShownRule, ...]:
    """The rules of the target, each with what of it holds after the plan and by which things."""
    return tuple(
        ShownRule(
            words=words.rule(rule),
            have=words.met(found) if found else None,
            by=tuple(words.thing(each) for each in found.by) if found else (),
            holds=found is not None,
            is_in_words=isinstance(rule, InWords),
        )
        for rule, found in rules_of(way, plan)
    )


def _drawing(
    way: Way,
    plan: Plan,
    words: PlanWords,
    levels: LevelsShown,
    address: Callable[[Link], str],
) -> str | None:
    things, target = way.gathered.problem.things, way.target
    used = {each for rule in plan.satisfies for each in rule.by} | set(plan.order)
    used.discard(target.ctid)
    if not used:
        return None
    levels_of = {each: sorted(things[each].levels) for each in used if each in things}
    if way.summary is not None:
        found = [level.id for level in way.summary.levels if level.id]
        levels_of[target.ctid] = found
    rows, places = level_rows(levels_of, levels)
    added = set(plan.order)
    boxes = {}
    for id_ in (*sorted(used), str(target.ctid)):
        shown = words.thing(id_)
        title = titled(target.name, target.ctid) if id_ == target.ctid else shown.title
        link = _link_of(target) if id_ == target.ctid else shown.link
        kind = "target" if id_ == target.ctid else "step" if id_ in added else "held"
        boxes[id_] = Box(id_, title.value, _href(link, address), kind, places.get(id_))
    arrows = [
        Arrow(before, each)
        for each in sorted(used)
        if each in things
        for before in sorted(wanted_things(things[each].requires) & used)
    ]
    arrows += [Arrow(each, target.ctid) for each in sorted(used)]
    name = gettext("Diagram: the way to “%(title)s”", title=titled(target.name, target.ctid).value)
    return draw(diagram_of(boxes, arrows, rows), name)


def _href(link: Link | None, address: Callable[[Link], str]) -> str:
    if link is None:
        return ""
    return link.url if link.url is not None else address(link)
