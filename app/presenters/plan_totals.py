"""What a plan comes to, which rules of its target it meets, and how it differs from another."""

from collections.abc import Iterable, Iterator, Sequence

from flask_babel import gettext, ngettext

from app.presenters import formats
from app.presenters.plan_words import PlanWords
from app.services.planning.answers import Plan, Satisfied, Totals
from app.services.plans.planning import Way
from ctdl.pathways.rules import Rule, SomeOf, named_things
from ctdl.pathways.things import Thing


def shown_totals(totals: Totals) -> tuple[tuple[str, str], ...]:
    """What the added things come to, with how many do not state it."""
    credits = [
        formats.credits(span.minimum, span.maximum, unit) or ""
        for unit, span in totals.credits.items()
    ]
    cost = [formats.money(price, currency) or "" for currency, price in totals.cost.items()]
    hours = formats.hours(totals.hours.minimum, totals.hours.maximum) if totals.hours else None
    return (
        (gettext("Credits to add"), _with_unstated(credits, totals.credits_unstated)),
        (gettext("Price"), _with_unstated(cost, totals.cost_unstated)),
        (gettext("Hours"), _with_unstated([hours] if hours else [], totals.hours_unstated)),
    )


def in_short(totals: Totals) -> str:
    """The totals that are stated, in one line."""
    stated = (bool(totals.credits), bool(totals.cost), totals.hours is not None)
    return " · ".join(
        gettext("%(label)s: %(value)s", label=label, value=value)
        for (label, value), is_stated in zip(shown_totals(totals), stated, strict=True)
        if is_stated
    )


def differs(plan: Plan, first: Plan, words: PlanWords) -> str:
    """What a further plan adds in place of what the first one adds."""
    into = [each for each in plan.order if each not in first.order]
    out = [each for each in first.order if each not in plan.order]
    if into and out:
        return gettext(
            "%(added)s in place of %(left)s", added=words.named(into), left=words.named(out)
        )
    return gettext("with %(added)s", added=words.named(into)) if into else ""


def can_measure(way: Way) -> tuple[bool, bool]:
    """Whether anything that can be added for the target states a price, and hours."""
    found = list(_to_choose_from(way))
    return any(each.cost is not None for each in found), any(each.hours for each in found)


def rules_of(way: Way, plan: Plan) -> Iterator[tuple[Rule, Satisfied | None]]:
    """The rules of the target, and what of each holds after the plan."""
    root = way.target.rule
    satisfied = {each.rule: each for each in plan.satisfies}
    rules = root.rules if isinstance(root, SomeOf) and root.kind == "all" else (root,)
    for rule in _opened(rules):
        yield rule, satisfied.get(rule.id)


def _to_choose_from(way: Way) -> Iterator[Thing]:
    things = way.gathered.problem.things
    ids = {each for plan in way.answer.plans for each in plan.order}
    for each in sorted(ids | named_things(way.target.rule)):
        if each in things and things[each].can_be_added:
            yield things[each]


def _with_unstated(stated: Sequence[str], unstated: int) -> str:
    said = " + ".join(each for each in stated if each)
    if not unstated:
        return said or gettext("none")
    missing = ngettext(
        "%(amount)s does not state it",
        "%(amount)s do not state it",
        unstated,
        amount=formats.number(unstated),
    )
    return f"{said} ({missing})" if said else gettext("Not stated")


def _opened(rules: Iterable[Rule]) -> Iterator[Rule]:
    """The rules, with an `every` of a few opened out."""
    for rule in rules:
        if isinstance(rule, SomeOf) and rule.kind == "all" and len(rule.rules) == 1:
            yield from _opened(rule.rules)
        else:
            yield rule
