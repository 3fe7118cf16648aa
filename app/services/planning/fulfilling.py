"""Whether a fixed set of things can fulfil rules, and what counts then."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Final

from app.services.planning.accepted import Award
from app.services.planning.encoding import Encoded
from app.services.planning.judging import Counting, holds
from app.services.planning.logic import FALSE, TRUE, Budget, Lit, Logic, Term
from app.services.planning.setting import Setting
from app.services.planning.trees import has_maximum, helpful, pieces
from app.services.planning.worth import at_least
from ctdl.pathways.rules import Holds, Rule, SomeOf, Total, walk

_BOX: Final = 5.0
_STEPS: Final = 10


def fulfils(
    setting: Setting,
    rules: Sequence[Rule],
    had: Collection[str],
    award: Award | None = None,
    barring: Collection[str] | None = None,
) -> bool:
    """Whether some choice of what is had fulfils all of the rules."""
    if is_plain(setting, rules, had):
        counting = Counting(frozenset(had))
        return all(holds(rule, counting, setting) for rule in rules)
    logic, encoded = encode(setting, rules, had, award, barring)
    for rule in rules:
        encoded.require(rule)
    return logic.ask(Budget(_BOX), any_will_do=True).has_one


def counting_for(setting: Setting, rules: Sequence[Rule], had: Collection[str]) -> Counting:
    """What counts when the rules are fulfilled: as much as can; nothing if they cannot be."""
    if is_plain(setting, rules, had):
        return Counting(frozenset(had))
    logic, encoded = encode(setting, rules, had)
    for rule in rules:
        encoded.require(rule)
    left_out = [(1, -lit) for lit in (*encoded.counts.values(), *encoded.fires.values())]
    return encoded.counting(logic.ask(Budget(_BOX), left_out))


def most_counting(setting: Setting, rule: Rule, had: Collection[str]) -> Counting:
    """What counts when a rule is fulfilled as far as it can be.

    What all of the rule is bounded by from above is kept; each thing asked for, and each tenth of a
    total, is a step, and as many steps are made as can be.
    """
    if is_plain(setting, [rule], had):
        return Counting(frozenset(had))
    logic, encoded = encode(setting, [rule], had)
    for bound in _bounds_above(rule):
        encoded.require(bound)
    missed: list[Term] = []
    for leaf in helpful(rule):
        missed += [(1, -step) for step in _steps(logic, encoded, leaf)]
    return encoded.counting(logic.ask(Budget(_BOX), missed))


def _bounds_above(rule: Rule) -> Iterable[Rule]:
    for each in pieces(rule):
        if isinstance(each, Total) and each.maximum is not None:
            yield replace(each, minimum=None)
        elif isinstance(each, SomeOf) and each.maximum is not None:
            yield replace(each, minimum=0)


def _steps(logic: Logic, encoded: Encoded, leaf: Holds | Total) -> Iterable[Lit]:
    if isinstance(leaf, Holds):
        yield from [encoded.truth(leaf, exact=True)] * _STEPS
    elif leaf.minimum is not None:
        terms, need = encoded.terms(leaf)[0], at_least(leaf.minimum)
        for step in range(1, _STEPS + 1):
            yield logic.at_least(terms, -(-need * step // _STEPS), exact=False)


def encode(
    setting: Setting,
    rules: Sequence[Rule],
    had: Collection[str],
    award: Award | None = None,
    barring: Collection[str] | None = None,
) -> tuple[Logic, Encoded]:
    """The rules over a fixed set of things, nothing required yet."""
    logic = Logic()
    barred = None if barring is None else lambda thing: _known(thing in barring)
    encoded = Encoded(
        logic,
        setting,
        rules,
        lambda thing: _known(thing in had),
        award or setting.award,
        barring=barred,
        possible=had if barring is None else {*had, *barring},
    )
    return logic, encoded


def is_plain(setting: Setting, rules: Sequence[Rule], had: Collection[str]) -> bool:
    """Whether it is best to count all that is had: nothing is bounded, accepted, or in another."""
    if any(has_maximum(rule) for rule in rules):
        return False
    return not any(
        thing in setting.bundles_of
        or thing in setting.refused
        or not setting.wholes(thing).isdisjoint(had)
        for thing in _looked_at(setting, rules, had)
    )


def _looked_at(setting: Setting, rules: Sequence[Rule], had: Collection[str]) -> set[str]:
    """What is had of the things that rules look at, or that are accepted as one of them."""
    found: set[str] = set()
    for rule in rules:
        for each in walk(rule):
            if isinstance(each, Holds):
                found.add(each.thing)
            elif isinstance(each, Total):
                possible = {*had, *setting.bundles_for}
                found |= {thing for thing in possible if setting.qualifies(thing, each.among)}
    for thing in tuple(found):
        for bundle in setting.bundles_for.get(thing, ()):
            found |= bundle.things
    return found.intersection(had)


def _known(is_had: bool) -> Lit:
    return TRUE if is_had else FALSE
