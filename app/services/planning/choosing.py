"""What may be added, within which limits, and what it costs in the measures of a plan."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from app.services.planning.answers import Limit, Reason
from app.services.planning.setting import Setting
from app.services.planning.worth import (
    Worth,
    at_least,
    at_most,
    hours_at_least,
    hours_within,
    worth_of,
)
from ctdl.pathways.rules import Total, walk
from ctdl.pathways.things import Limits, Thing
from ctdl.sizes import exact_number, system_of


@dataclass(frozen=True)
class Yardstick:
    """The units plans are compared in; None where nothing states one."""

    currency: str | None
    unit: str | None


def yardstick(setting: Setting, candidates: Iterable[str]) -> Yardstick:
    """The currency of the limit, or the most usual; the unit of the target, or the most usual."""
    things = [setting.known[each] for each in candidates]
    currency = setting.problem.limits.currency
    priced = Counter(each.currency for each in things if each.currency and price(each))
    asked = Counter(
        each.unit
        for each in (walk(setting.target.rule) if setting.target.rule else ())
        if isinstance(each, Total) and each.unit
    )
    stated = Counter(
        system.unit if (system := system_of(amount.unit)) else amount.unit
        for each in things
        for amount in each.credits
        if amount.unit
    )
    return Yardstick(currency or _most_usual(priced), _most_usual(asked) or _most_usual(stated))


def price(thing: Thing) -> Decimal | None:
    """What a thing costs; None where it states nothing usable, or no currency for it."""
    stated = exact_number(thing.cost)
    return stated if stated == 0 or thing.currency else None


def price_in(thing: Thing, currency: str | None) -> int | None:
    """The price in a currency, in millionths; nothing is converted, but free is free."""
    stated = price(thing)
    if stated is None or (stated and thing.currency != currency):
        return None
    return at_least(stated)


def hours_for_limit(thing: Thing) -> int:
    """The hours that a limit sees: the most, or what is stated where that is not known."""
    within = hours_within(thing.hours)
    return within.most if within else hours_at_least(thing.hours)


def cannot_add(setting: Setting, thing: str) -> Reason | None:
    """Why nobody can add a thing, whatever the limits; None when it can be added."""
    known, problem = setting.known.get(thing), setting.problem
    if known is None:
        return "unknown"
    if not known.can_be_added:
        return "cannot be added"
    last = max(problem.day, problem.limits.finish or problem.day)
    ended = known.until is not None and known.until < problem.day
    return "not on offer" if ended or (known.since is not None and known.since > last) else None


def beyond(setting: Setting, thing: str) -> tuple[Limit, ...]:
    """The limits that a thing alone does not keep, or does not say that it keeps."""
    known, limits = setting.known[thing], setting.problem.limits
    found: list[Limit] = []
    if limits.max_cost is not None and not _price_is_within(known, limits):
        found.append("cost")
    if limits.max_hours is not None and not _hours_are_within(known, limits):
        found.append("hours")
    if limits.mode and limits.mode not in known.modes and not _may_be(known.modes, limits):
        found.append("mode")
    if limits.language and not _speaks(known, limits):
        found.append("language")
    if limits.finish and limits.finish < setting.problem.day:
        found.append("finish")
    return tuple(found)


def states(setting: Setting, thing: str, limit: Limit) -> bool:
    """Whether a thing states what a limit is about, in the currency of the limit if it is one.

    What is let in without stating it counts with what it states, which may be nothing.
    """
    known, limits = setting.known[thing], setting.problem.limits
    if limit == "cost":
        let_in = limits.unstated and price(known) is None
        return let_in or price_in(known, limits.currency) is not None
    if limit == "hours":
        return limits.unstated or hours_within(known.hours) is not None
    stated = {"mode": known.modes, "language": known.languages}.get(limit, True)
    return limits.unstated or bool(stated)


def measured(thing: Thing, measure: str, stick: Yardstick) -> int | None:
    """What a thing adds to a measure, taken as its most; None where it does not state it."""
    if measure == "cost":
        return price_in(thing, stick.currency)
    if measure == "hours":
        within = hours_within(thing.hours)
        return within.most if within else None
    if measure == "credits":
        worth: Worth | None = worth_of(thing, stick.unit) if stick.unit else None
        return worth.most if worth else None
    return at_least(Decimal(1))


def _price_is_within(known: Thing, limits: Limits) -> bool:
    stated = price(known)
    if stated is None:
        return limits.unstated
    in_currency = not stated or known.currency == limits.currency
    return in_currency and at_least(stated) <= at_most(limits.max_cost or Decimal(0))


def _hours_are_within(known: Thing, limits: Limits) -> bool:
    within = hours_within(known.hours)
    if within is None and not limits.unstated:
        return False
    return hours_for_limit(known) <= at_most(limits.max_hours or Decimal(0))


def _speaks(known: Thing, limits: Limits) -> bool:
    wanted = (limits.language or "").casefold()
    spoken = [each.casefold() for each in known.languages]
    if any(each == wanted or each.startswith(wanted + "-") for each in spoken):
        return True
    return _may_be(known.languages, limits)


def _may_be(stated: frozenset[str], limits: Limits) -> bool:
    return not stated and limits.unstated


def _most_usual(counted: Counter[str]) -> str | None:
    return min(counted, key=lambda each: (-counted[each], each)) if counted else None
