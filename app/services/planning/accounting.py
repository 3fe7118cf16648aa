"""A plan in full: what everything in it counts for, what it satisfies, costs and takes."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from app.services.planning.answers import Added, Counted, Plan, Satisfied, Span, Totals
from app.services.planning.choosing import price
from app.services.planning.fulfilling import counting_for
from app.services.planning.judging import Counting, holds, shares, total_of
from app.services.planning.model import Model
from app.services.planning.setting import Setting
from app.services.planning.trees import helpful
from app.services.planning.worth import (
    NOTHING,
    hours_at_least,
    hours_within,
    number,
    stated_credits,
)
from ctdl.pathways.rules import Holds, Rule, SomeOf, Total, walk


def account(model: Model, added: Iterable[str]) -> Plan:
    """The plan that adding these things is."""
    setting, order = model.setting, model.order(sorted(added))
    had = setting.with_parts([*setting.held, *order])
    counting = counting_for(setting, setting.target.pieces, had)
    return Plan(
        add=tuple(Added(each, _counts(setting, counting, each, order)) for each in order),
        totals=totals_of(setting, order),
        satisfies=tuple(_satisfied(setting, counting)),
    )


def _counts(
    setting: Setting, counting: Counting, added: str, order: Sequence[str]
) -> tuple[Counted, ...]:
    brought = setting.with_parts([added]) - setting.held
    found: list[Counted] = []
    for rule in setting.target.pieces:
        for leaf in helpful(rule):
            found += _counted(setting, counting, leaf, brought, None)
    before = Counting(brought)
    for other in order:
        for rule in setting.requires(other).pieces if other != added else ():
            for leaf in helpful(rule):
                found += _counted(setting, before, leaf, brought, other)
    return tuple(dict.fromkeys(found))


def _counted(
    setting: Setting,
    counting: Counting,
    leaf: Holds | Total,
    brought: frozenset[str],
    of: str | None,
) -> Iterable[Counted]:
    if isinstance(leaf, Holds):
        if leaf.thing in counting.things & brought:
            yield Counted(leaf.id, Decimal(1), None, of)
        for bundle in counting.through(leaf.thing):
            if not bundle.things.isdisjoint(brought):
                yield Counted(leaf.id, Decimal(1), None, of, bundle.ids)
        return
    for share in shares(leaf, counting, setting):
        if not brought.isdisjoint(share.things):
            through = share.bundle.ids if share.bundle else ()
            yield Counted(leaf.id, number(share.worth.least), leaf.unit, of, through)


def _satisfied(setting: Setting, counting: Counting) -> Iterable[Satisfied]:
    for rule in walk(setting.target.rule) if setting.target.rule else ():
        if holds(rule, counting, setting):
            yield _of_rule(setting, counting, rule)


def _of_rule(setting: Setting, counting: Counting, rule: Rule) -> Satisfied:
    by = tuple(sorted(_by(setting, counting, rule)))
    if isinstance(rule, Total):
        least, most = total_of(rule, counting, setting)
        if rule.minimum is not None:
            return Satisfied(rule.id, by, rule.minimum, number(least), rule.unit)
        return Satisfied(
            rule.id, by, rule.maximum or Decimal(0), number(most), rule.unit, bound="most"
        )
    if isinstance(rule, SomeOf):
        have = Decimal(sum(holds(each, counting, setting) for each in rule.rules))
        if rule.maximum == 0:
            return Satisfied(rule.id, by, Decimal(0), have, bound="most")
        return Satisfied(rule.id, by, Decimal(rule.minimum), have)
    return Satisfied(rule.id, by, Decimal(1), Decimal(1))


def _by(setting: Setting, counting: Counting, rule: Rule) -> set[str]:
    """The held or added things by which a rule holds."""
    if isinstance(rule, Holds):
        own = {rule.thing} if rule.thing in counting.things else set()
        return own.union(*(each.things for each in counting.through(rule.thing)))
    if isinstance(rule, Total):
        return {thing for each in shares(rule, counting, setting) for thing in each.things}
    if isinstance(rule, SomeOf) and rule.maximum != 0:
        kept = [each for each in rule.rules if holds(each, counting, setting)]
        return set().union(*(_by(setting, counting, each) for each in kept))
    return set()


def totals_of(setting: Setting, added: Sequence[str]) -> Totals:
    """What these things are worth, cost and take together, as they state it."""
    things = [setting.known[each] for each in added]
    credits = [stated_credits(each.credits) for each in things]
    units = sorted({unit for each in credits for unit in each})
    prices = [(price(each), each.currency or "") for each in things]
    currencies = sorted({currency for cost, currency in prices if cost})
    return Totals(
        credits={
            unit: Span(
                number(sum(each.get(unit, NOTHING).least for each in credits)),
                number(sum(each.get(unit, NOTHING).most for each in credits)),
            )
            for unit in units
        },
        credits_unstated=sum(not each for each in credits),
        cost={
            currency: sum((cost for cost, other in prices if cost and other == currency), Decimal())
            for currency in currencies
        },
        cost_unstated=sum(cost is None for cost, _ in prices),
        hours=_hours(setting, added),
        hours_unstated=sum(
            each.hours is None
            or (hours_within(each.hours) is None and not hours_at_least(each.hours))
            for each in things
        ),
    )


def _hours(setting: Setting, added: Sequence[str]) -> Span | None:
    stated = [setting.known[each].hours for each in added]
    within = [hours_within(each) for each in stated]
    least = sum(hours_at_least(each) for each in stated)
    if not least and not any(within):
        return None
    is_open = any(
        known is None and hours_at_least(each) for known, each in zip(within, stated, strict=True)
    )
    most = None if is_open else number(sum(each.most for each in within if each))
    return Span(number(least), most)
