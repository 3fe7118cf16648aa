"""Rule trees as the planner decides them: in force on the day, without what is in words only."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from ctdl.pathways.rules import Holds, InWords, Rule, SomeOf, Total, on_day, walk

DEEPEST: Final = 100
"""How deep a tree may be; no honest rule is nested further."""


@dataclass(frozen=True)
class Tree:
    """What is left of a tree to decide, and the ids of what is not decided.

    `rule` is None when nothing is left. `is_deep` says that it is nested further than DEEPEST:
    then it is not looked into at all.
    """

    rule: Rule | None
    in_words: tuple[str, ...] = ()
    out_of_force: tuple[str, ...] = ()
    is_deep: bool = False

    @property
    def pieces(self) -> tuple[Rule, ...]:
        """The rules that all have to hold, with those of an `every` in place of it."""
        return tuple(pieces(self.rule)) if self.rule else ()


def decidable(rule: Rule, day: date) -> Tree:
    """The tree on that day without rules in words, which never decide anything.

    Where rules in words are left out of "some of", it asks for no more than there are left.
    """
    if _is_deep(rule):
        return Tree(None, is_deep=True)
    current = on_day(rule, day)
    ids = [each.id for each in walk(rule)]
    if current is None:
        return Tree(None, out_of_force=(rule.id,))
    kept = {each.id for each in walk(current)}
    words = tuple(each.id for each in walk(current) if isinstance(each, InWords))
    return Tree(_without_words(current), words, tuple(id for id in ids if id not in kept))


def has_maximum(rule: Rule) -> bool:
    """Whether counting less can make it hold: there is a bound above, or something is barred."""
    return any(each.maximum is not None for each in walk(rule) if isinstance(each, SomeOf | Total))


def helpful(rule: Rule) -> Iterator[Holds | Total]:
    """The rules at the leaves that having more can help to fulfil."""
    waiting = [(rule, True, False)]
    while waiting:
        found, wanted, unwanted = waiting.pop()
        if isinstance(found, Holds) and wanted:
            yield found
        elif isinstance(found, Total):
            if (wanted and found.minimum is not None) or (unwanted and found.maximum is not None):
                yield found
        elif isinstance(found, SomeOf):
            bounded = found.maximum is not None
            side = (wanted and found.minimum > 0) or (bounded and unwanted)
            other = (unwanted and found.minimum > 0) or (bounded and wanted)
            waiting += [(each, side, other) for each in reversed(found.rules)]


def wanted_things(rule: Rule | None) -> frozenset[str]:
    """The things that a rule names to be had; what it only bars, or leaves out, is not wanted."""
    found: set[str] = set()
    for leaf in helpful(rule) if rule is not None else ():
        found |= {leaf.thing} if isinstance(leaf, Holds) else leaf.among.things or frozenset()
    return frozenset(found)


def pieces(rule: Rule) -> Iterator[Rule]:
    """The rules that all have to hold when this one does."""
    if isinstance(rule, SomeOf) and rule.kind == "all":
        for each in rule.rules:
            yield from pieces(each)
    else:
        yield rule


def _without_words(rule: Rule) -> Rule | None:
    if isinstance(rule, InWords):
        return None
    if not isinstance(rule, SomeOf):
        return rule
    kept = tuple(left for each in rule.rules if (left := _without_words(each)) is not None)
    if len(kept) == len(rule.rules):
        return replace(rule, rules=kept)
    if not kept:
        return None
    minimum = len(kept) if rule.kind == "all" else min(rule.minimum, len(kept))
    return replace(rule, rules=kept, minimum=minimum)


def _is_deep(rule: Rule) -> bool:
    waiting = [(rule, 0)]
    while waiting:
        found, depth = waiting.pop()
        if depth > DEEPEST:
            return True
        if isinstance(found, SomeOf):
            waiting += [(each, depth + 1) for each in found.rules]
    return False
