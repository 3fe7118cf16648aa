"""What is wrong with each of the rules and limits that cannot hold together."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from app.services.planning.answers import MOST_NAMED, Broken, Reason
from app.services.planning.choosing import beyond, cannot_add, states
from app.services.planning.encoding import Encoded
from app.services.planning.logic import TRUE, Budget, Logic, Term
from app.services.planning.model import Key, Model
from app.services.planning.relevance import helping
from app.services.planning.setting import Setting
from app.services.planning.worth import at_least, at_most, number
from ctdl.pathways.rules import Holds, Rule, SomeOf, Total, named_things

_BOX = 1.0


def blame(model: Model, keys: Sequence[Key]) -> tuple[Broken, ...]:
    """Each of the keys, with what it needs, what can be had beside the others, and a reason."""
    contradiction = _contradicts(model, keys)
    found = []
    for key in keys:
        others = [model.guards[each] for each in keys if each != key]
        broken = _of_limit(model, key, others) if key.limit else _of_rule(model, key, others)
        if contradiction and len(keys) > 1 and not key.limit:
            broken = replace(broken, reason="contradiction")
        found.append(broken)
    return _with_cycles(model, keys, found)


def _of_rule(model: Model, key: Key, others: Sequence[int]) -> Broken:
    rule, encoded = model.rules[key], model.encoded[key.thing]
    thing = key.thing or None
    if isinstance(rule, Total):
        return replace(_of_total(model, rule, encoded, others), thing=thing)
    if isinstance(rule, SomeOf):
        return replace(_of_some(model, rule, encoded, others), thing=thing)
    named = rule.thing if isinstance(rule, Holds) else ""
    reason = _why_not(model.setting, named)
    return Broken(reason, rule.id, None, thing, "least", Decimal(1), Decimal(0), None, (named,))


def _of_total(model: Model, rule: Total, encoded: Encoded, others: Sequence[int]) -> Broken:
    least, most = encoded.terms(rule)
    if rule.minimum is not None:
        have = _greatest(model, least, others)
        if have is None or have < at_least(rule.minimum) or rule.maximum is None:
            told = None if have is None else number(have)
            reason = _why_small(model, rule)
            return Broken(reason, rule.id, None, None, "least", rule.minimum, told, rule.unit)
        if at_most(rule.maximum) < at_least(rule.minimum):
            return Broken(
                "contradiction", rule.id, None, None, "least", rule.minimum, rule.maximum, rule.unit
            )
    fewest = _least(model, most, others)
    told = None if fewest is None else number(fewest)
    return Broken("too much", rule.id, None, None, "most", rule.maximum, told, rule.unit)


def _of_some(model: Model, rule: SomeOf, encoded: Encoded, others: Sequence[int]) -> Broken:
    if rule.minimum > len(rule.rules):
        need, have = Decimal(rule.minimum), Decimal(len(rule.rules))
        return Broken("empty", rule.id, None, None, "least", need, have)
    terms = encoded.children(rule, exact=True)
    most = _greatest(model, terms, others)
    things = tuple(sorted(_not_there(model.setting, rule)))[:MOST_NAMED]
    if most is None or most < rule.minimum or rule.maximum is None:
        told = None if most is None else Decimal(most)
        reason: Reason = "not enough"
        return Broken(
            reason, rule.id, None, None, "least", Decimal(rule.minimum), told, None, things
        )
    fewest = _least(model, terms, others)
    told = None if fewest is None else Decimal(fewest)
    return Broken("too much", rule.id, None, None, "most", Decimal(rule.maximum), told)


def _of_limit(model: Model, key: Key, others: Sequence[int]) -> Broken:
    """What the others need beyond a limit: the least of it, and the things that pass it alone.

    Where that cannot be done without things that do not state it, the least is not known either,
    and the reason is that.
    """
    assert key.limit is not None
    limits, setting = model.setting.problem.limits, model.setting
    passing = {each: lit for each, lit in model.adds.items() if key.limit in beyond(setting, each)}
    silent = {each for each in passing if not states(setting, each, key.limit)}
    # A thing that does not state it is worse than any number that only states too much.
    few = [(len(passing) + 1 if each in silent else 1, lit) for each, lit in passing.items()]
    found = model.ask(Budget(_BOX), few, others)
    told = [-passing[each] for each in sorted(silent)]
    added = found.added & silent or found.added & passing.keys()
    reason: Reason = "not stated" if found.added & silent else "limit"
    need: int | None = None
    have: Decimal | None = None
    if key.limit == "cost":
        have = limits.max_cost
        reason = reason if limits.currency else "no currency"
        need = _least(model, model.costs(), [*others, *told]) if reason == "limit" else None
    elif key.limit == "hours":
        have = limits.max_hours
        need = _least(model, model.hours(), [*others, *told]) if reason == "limit" else None
    stating = sum(states(setting, each, key.limit) for each in model.adds)
    return Broken(
        reason,
        limit=key.limit,
        bound="most",
        need=None if need is None else number(need),
        have=have,
        unit=limits.currency if key.limit == "cost" else None,
        things=tuple(sorted(added))[:MOST_NAMED],
        stating=(stating, len(model.adds)),
    )


def _greatest(model: Model, terms: Sequence[Term], others: Sequence[int]) -> int | None:
    """The largest that a sum can be while the others hold; None when the box closed."""
    whole = sum(each for each, _ in terms)
    found = model.ask(Budget(_BOX), [(each, -lit) for each, lit in terms], others)
    return whole - found.solved.value if found.has_one else None


def _least(model: Model, terms: Sequence[Term], others: Sequence[int]) -> int | None:
    found = model.ask(Budget(_BOX), terms, others)
    return found.solved.value if found.has_one else None


def _why_not(setting: Setting, thing: str) -> Reason:
    return cannot_add(setting, thing) or "not held"


def _not_there(setting: Setting, rule: Rule) -> Iterable[str]:
    """The named things that can be neither held nor added by anybody."""
    for each in named_things(rule) - setting.held:
        if cannot_add(setting, each):
            yield each


def _why_small(model: Model, rule: Total) -> Reason:
    """Whether a total is small because nothing that it is taken over states a usable size."""
    if rule.unit is None:
        return "not enough"
    setting = model.setting
    members = setting.members(rule.among) & (setting.held | model.adds.keys())
    if not members or any(setting.worth(each, rule.unit) for each in members):
        return "not enough"
    states = any(setting.known[each].credits for each in members if each in setting.known)
    return "unit" if states else "size"


def _contradicts(model: Model, keys: Sequence[Key]) -> bool:
    """Whether the rules exclude each other even for somebody who has everything."""
    if any(key.limit or key.thing for key in keys):
        return False
    rules = [model.rules[key] for key in keys]
    logic = Logic()
    encoded = Encoded(logic, model.setting, rules, lambda thing: TRUE, model.setting.award)
    for rule in rules:
        encoded.require(rule)
    return logic.ask(Budget(_BOX), any_will_do=True).status == "none"


def _with_cycles(model: Model, keys: Sequence[Key], found: Sequence[Broken]) -> tuple[Broken, ...]:
    """Things that wait for each other, or for themselves, named as such."""
    things = sorted({key.thing for key in keys if key.thing})
    circle = tuple(each for each in things if _is_in_circle(model, each, things))
    told = []
    for key, broken in zip(keys, found, strict=True):
        if key.thing in circle:
            rule = model.rules[key]
            own = key.thing in named_things(rule)
            about = (key.thing,) if own else circle[:MOST_NAMED]
            broken = replace(broken, reason="self" if own else "cycle", have=None, things=about)
        told.append(broken)
    return tuple(told)


def _is_in_circle(model: Model, start: str, things: Sequence[str]) -> bool:
    seen: set[str] = set()
    waiting = list(_needs(model, start) & set(things))
    while waiting:
        thing = waiting.pop()
        if thing == start:
            return True
        if thing not in seen:
            seen.add(thing)
            waiting += _needs(model, thing) & set(things)
    return False


def _needs(model: Model, thing: str) -> frozenset[str]:
    wanted = helping(model.setting, model.setting.requires(thing))
    return wanted | {whole for each in wanted for whole in model.setting.wholes(each)}
