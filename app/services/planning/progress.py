"""How far what is held goes towards a rule, without adding anything."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from app.services.planning.answers import MOST_NAMED
from app.services.planning.fulfilling import most_counting
from app.services.planning.judging import Counting, holds, shares, total_of
from app.services.planning.setting import Setting
from app.services.planning.trees import decidable, helpful
from app.services.planning.worth import at_least, at_most, number
from ctdl.pathways.rules import Holds, Rule, SomeOf, Total
from ctdl.pathways.things import Problem

NONE: Final = Decimal(0)
WHOLE: Final = Decimal(1)


@dataclass(frozen=True)
class RuleProgress:
    """How far one rule is: what it needs, what is had of it, and its share from 0 to 1.

    `missing` are the things it names that do not count, MOST_NAMED at most; a total over things
    that nobody named misses none. `by` are the things that count for it.
    """

    rule: str
    share: Decimal
    need: Decimal
    have: Decimal
    unit: str | None = None
    missing: tuple[str, ...] = ()
    by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Progress:
    """How far the whole rule is, and each rule in it that can be decided, in the order of the tree.

    A share of 1 means that it is fulfilled, as far as rules in words allow to say so: those are in
    `in_words` and decide nothing.
    """

    share: Decimal
    rules: tuple[RuleProgress, ...]
    in_words: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The named things that would bring it further."""
        return tuple(dict.fromkeys(each for rule in self.rules for each in rule.missing))


class Standing:
    """What somebody holds, ready to be held against many rules of one problem."""

    def __init__(self, held: Collection[str], problem: Problem) -> None:
        self._setting = Setting(replace(problem, held=frozenset(held)))

    def towards(self, rule: Rule) -> Progress:
        """How far it goes towards a rule.

        Of things that may not count together, those do that bring it furthest. Where all of several
        rules are needed, the share is the mean of theirs; where some are, of the best ones.
        """
        tree = decidable(rule, self._setting.problem.day)
        if tree.rule is None:
            done = WHOLE if tree.in_words and not tree.is_deep else NONE
            return Progress(done, (), tree.in_words)
        counting = most_counting(self._setting, tree.rule, self._setting.held)
        found: list[RuleProgress] = []
        share = self._share(tree.rule, counting, found)
        return Progress(share, tuple(found), tree.in_words)

    def _share(self, rule: Rule, counting: Counting, found: list[RuleProgress]) -> Decimal:
        place = len(found)
        if isinstance(rule, SomeOf):
            told = self._of_some(rule, counting, found)
        elif isinstance(rule, Total):
            told = self._of_total(rule, counting)
        else:
            told = self._of_thing(rule, counting)
        found.insert(place, told)
        return told.share

    def _of_thing(self, rule: Rule, counting: Counting) -> RuleProgress:
        thing = rule.thing if isinstance(rule, Holds) else ""
        if not holds(rule, counting, self._setting):
            return RuleProgress(rule.id, NONE, WHOLE, NONE, None, (thing,))
        through = {each for bundle in counting.through(thing) for each in bundle.things}
        by = sorted({thing} & counting.things | through)
        return RuleProgress(rule.id, WHOLE, WHOLE, WHOLE, None, (), tuple(by))

    def _of_total(self, rule: Total, counting: Counting) -> RuleProgress:
        least, most = total_of(rule, counting, self._setting)
        counted = {each for share in shares(rule, counting, self._setting) for each in share.things}
        by = tuple(sorted(counted))
        if rule.minimum is None:
            bound = rule.maximum or NONE
            kept = WHOLE if most <= at_most(bound) else NONE
            return RuleProgress(rule.id, kept, bound, number(most), rule.unit, (), by)
        need = at_least(rule.minimum)
        share = WHOLE if least >= need else min(Decimal(least) / Decimal(need), WHOLE)
        if rule.maximum is not None and most > at_most(rule.maximum):
            share = NONE
        named = (rule.among.things or frozenset()) - rule.among.without - counted
        missing = tuple(sorted(named))[:MOST_NAMED] if share < WHOLE else ()
        return RuleProgress(rule.id, share, rule.minimum, number(least), rule.unit, missing, by)

    def _of_some(self, rule: SomeOf, counting: Counting, found: list[RuleProgress]) -> RuleProgress:
        below: list[RuleProgress] = []
        each_share: list[Decimal] = []
        for each in rule.rules:
            share = self._share(each, counting, below)
            # A cap or a bar that is kept brings nobody nearer to what all of the rules ask for.
            if rule.kind != "all" or share < WHOLE or any(helpful(each)):
                each_share.append(share)
        each_share.sort(reverse=True)
        have = Decimal(sum(holds(each, counting, self._setting) for each in rule.rules))
        done = holds(rule, counting, self._setting)
        if rule.maximum == 0:
            found += [replace(each, missing=()) for each in below]
            return RuleProgress(rule.id, WHOLE if done else NONE, NONE, have)
        found += [replace(each, missing=()) for each in below] if done else below
        passed = rule.maximum is not None and have > rule.maximum
        best = each_share[: rule.minimum]
        asked = len(best) if rule.kind == "all" else rule.minimum
        share = WHOLE if done else NONE if passed or not best else sum(best, NONE) / asked
        return RuleProgress(rule.id, share, Decimal(rule.minimum), have)


def progress(rule: Rule, held: Collection[str], problem: Problem) -> Progress:
    """How far a held set goes towards a rule; for many rules, make one Standing and ask that."""
    return Standing(held, problem).towards(rule)
