"""A plain planner to hold the exact one against: rule after rule, the cheapest next, never back.

What a thing requires is taken with it. What would break a cap is passed over; a bar or a
requirement is not seen before the end, where what turns out to be needless is left out again.
"""

from collections.abc import Iterable, Sequence

from app.services.planning.choosing import cannot_add
from app.services.planning.fulfilling import fulfils
from app.services.planning.judging import Counting, holds, total_of
from app.services.planning.setting import Setting
from app.services.planning.worth import (
    NOTHING,
    ONE_THING,
    at_least,
    at_most,
    worth_of_credits,
)
from ctdl.pathways.rules import Holds, Rule, SomeOf, Total
from ctdl.pathways.things import Problem


def greedy_plan(problem: Problem) -> frozenset[str] | None:
    """Things to add, by credits; None where it ends without a plan."""
    setting = Setting(problem)
    added: dict[str, None] = {}
    for rule in sorted(setting.target.pieces, key=_is_open):
        _fulfil(setting, rule, added, depth=0)
    if not _is_plan(setting, added):
        return None
    for thing in reversed(list(added)):
        rest = {each: None for each in added if each != thing}
        if _is_plan(setting, rest):
            added = rest
    return frozenset(added)


def credits_of(problem: Problem, added: Iterable[str], unit: str) -> int:
    """What a plan is worth at most, in millionths of a unit."""
    found = [worth_of_credits(problem.things[each].credits, unit) for each in added]
    return sum(each.most for each in found if each)


def _is_open(rule: Rule) -> bool:
    """Whether things that nobody named can fulfil it; those come last, when little is left."""
    return isinstance(rule, Total) and rule.among.is_open


def _is_plan(setting: Setting, added: Iterable[str]) -> bool:
    had = setting.with_parts([*setting.held, *added])
    taken, left = set[str](), set(added)
    while left:
        before = setting.with_parts([*setting.held, *taken])
        ready = {
            each
            for each in left
            if fulfils(setting, setting.requires(each).pieces, before, setting.award_of(each))
        }
        if not ready:
            return False
        taken, left = taken | ready, left - ready
    return _holds(setting, setting.target.pieces, had)


def _holds(setting: Setting, rules: Sequence[Rule], had: frozenset[str]) -> bool:
    counting = Counting(had)
    return all(holds(rule, counting, setting) for rule in rules) or fulfils(setting, rules, had)


def _breaks_a_cap(setting: Setting, thing: str, added: dict[str, None]) -> bool:
    for rule in setting.target.pieces:
        if isinstance(rule, Total) and rule.maximum is not None:
            counting = Counting(frozenset({*setting.held, *added, thing}))
            if total_of(rule, counting, setting)[1] > at_most(rule.maximum):
                return setting.qualifies(thing, rule.among)
    return False


def _fulfil(setting: Setting, rule: Rule, added: dict[str, None], depth: int) -> None:
    if isinstance(rule, Holds):
        _add(setting, rule.thing, added, depth)
    elif isinstance(rule, SomeOf) and rule.maximum != 0:
        had = setting.with_parts([*setting.held, *added])
        missing = rule.minimum - sum(_holds(setting, [each], had) for each in rule.rules)
        for each in rule.rules:
            if missing > 0 and not _holds(setting, [each], had):
                _fulfil(setting, each, added, depth)
                missing -= 1
    elif isinstance(rule, Total) and rule.minimum is not None:
        _fill(setting, rule, added, depth)


def _fill(setting: Setting, rule: Total, added: dict[str, None], depth: int) -> None:
    """Members one after another, those that cost least for what they are worth first."""
    members = setting.members(rule.among)
    worths = {each: setting.worth(each, rule.unit) or NOTHING for each in members}
    have = sum(worths[each].least for each in members & (setting.held | added.keys()))

    def takes(thing: str) -> tuple[float, str]:
        size = setting.worth(thing, rule.unit or "ects") or ONE_THING
        return size.most / worths[thing].least, thing

    need = 0 if rule.minimum is None else at_least(rule.minimum)
    for thing in sorted((each for each in members if worths[each].least), key=takes):
        if have >= need:
            return
        if thing not in added and thing not in setting.held and not cannot_add(setting, thing):
            _add(setting, thing, added, depth)
            have += worths[thing].least if thing in added else 0


def _add(setting: Setting, thing: str, added: dict[str, None], depth: int) -> None:
    if thing in added or thing in setting.held or cannot_add(setting, thing) or depth > 20:
        return
    if _breaks_a_cap(setting, thing, added):
        return
    added[thing] = None
    for rule in setting.requires(thing).pieces:
        _fulfil(setting, rule, added, depth + 1)
