"""A problem as a model: what may be added, and everything that a plan has to keep."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from app.services.planning.answers import Limit
from app.services.planning.choosing import beyond, hours_for_limit, price_in
from app.services.planning.encoding import Encoded
from app.services.planning.logic import FALSE, TRUE, Budget, Lit, Logic, Solved, Term
from app.services.planning.ordering import Ordering
from app.services.planning.relevance import helping
from app.services.planning.setting import Setting
from app.services.planning.trees import has_maximum
from app.services.planning.worth import at_most
from ctdl.pathways.rules import Rule

# What it takes of the box to look whether one thing can be taken after others.
_CHECK_SECONDS: Final = 2e-5


@dataclass(frozen=True)
class Key:
    """What can be dropped to see whether the rest holds together: a rule of the target (`thing`
    is empty), a rule of what a thing requires, or a limit (`rule` is empty)."""

    rule: str
    thing: str = ""
    limit: Limit | None = None


@dataclass(frozen=True)
class Found:
    """What came of asking a model: the things to add, and the solution they are from."""

    added: frozenset[str]
    solved: Solved

    @property
    def has_one(self) -> bool:
        """Whether there is a plan."""
        return self.solved.has_one

    def unproven(self) -> "Found":
        """The same as one that need not be the best."""
        return Found(self.added, replace(self.solved, status="found"))


class Model:
    """The rules, limits and requirements over some candidates.

    With `droppable`, each rule and limit only holds where its guard is true, and things beyond a
    limit are candidates too.
    """

    def __init__(
        self, setting: Setting, candidates: Iterable[str], *, droppable: bool = False
    ) -> None:
        self.setting, self._droppable = setting, droppable
        self.logic = Logic()
        self._ordering = Ordering(setting)
        self.guards: dict[Key, Lit] = {}
        self.rules: dict[Key, Rule] = {}
        self.encoded: dict[str, Encoded] = {}
        beyond_of = {each: beyond(setting, each) for each in candidates}
        self.candidates = tuple(beyond_of)
        self.adds: dict[str, Lit] = {
            each: self.logic.new()
            for each, limits in sorted(beyond_of.items())
            if droppable or not limits
        }
        self._had: dict[str, Lit] = {}
        self._sources = self._sources_of_all()
        self._keep_limits(beyond_of)
        self._keep_requirements()
        target = Encoded(self.logic, setting, setting.target.pieces, self.had, setting.award)
        self.encoded[""] = target
        for rule in setting.target.pieces:
            target.require(rule, self._guard(Key(rule.id), rule))

    def had(self, thing: str) -> Lit:
        """Whether a thing is held, or comes with something that is added."""
        if thing not in self._had:
            self._had[thing] = self._had_without(thing, "")
        return self._had[thing]

    def ask(
        self,
        budget: Budget,
        least: Sequence[Term] = (),
        assume: Sequence[Lit] = (),
        hint: Collection[str] | None = None,
        *,
        any_will_do: bool = False,
        wants_core: bool = False,
    ) -> Found:
        """The best set of things to add that can be taken in some order.

        An order is looked for afterwards. Where there is none, the things that wait for each other
        are barred from being the only ones, and the question is asked again.
        """
        hints: list[Lit] = []
        if hint is not None:
            hints = [lit if each in hint else -lit for each, lit in self.adds.items()]
        while True:
            solved = self.logic.ask(
                budget, least, assume, hints, any_will_do=any_will_do, wants_core=wants_core
            )
            added = frozenset(each for each, lit in self.adds.items() if solved.holds(lit))
            if not solved.has_one:
                return Found(frozenset(), solved)
            before = self._ordering.checks
            stuck = self._stuck(added, solved)
            budget.spend((self._ordering.checks - before) * _CHECK_SECONDS)
            if not stuck:
                return Found(added, solved)
            self._bar(stuck, added, solved)

    def order(self, added: Collection[str]) -> tuple[str, ...]:
        """The things in an order in which each can be taken, as far as there is one."""
        rounds = self._ordering.rounds(added, lambda thing: self.setting.requires(thing).pieces)
        return tuple(each for ready in rounds for each in ready)

    def _had_without(self, thing: str, other: str) -> Lit:
        if thing in self.setting.held:
            return TRUE
        ways = [self.adds[each] for each in self._sources.get(thing, ()) if each != other]
        return self.logic.any_of(ways) if ways else FALSE

    def _sources_of_all(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for each in self.adds:
            for thing in (each, *self.setting.parts(each)):
                found.setdefault(thing, []).append(each)
        return found

    def _guard(self, key: Key, rule: Rule | None = None) -> list[Lit]:
        if not self._droppable:
            return []
        if key not in self.guards:
            self.guards[key] = self.logic.new()
        if rule is not None:
            self.rules[key] = rule
        return [self.guards[key]]

    def _keep_limits(self, beyond_of: Mapping[str, tuple[Limit, ...]]) -> None:
        limits = self.setting.problem.limits
        for thing, lit in self.adds.items():
            for limit in beyond_of[thing]:
                self.logic.require([-lit], if_=self._guard(Key("", limit=limit)))
        if limits.max_cost is not None:
            self.logic.require_at_most(
                self.costs(), at_most(limits.max_cost), self._guard(Key("", limit="cost"))
            )
        if limits.max_hours is not None:
            self.logic.require_at_most(
                self.hours(), at_most(limits.max_hours), self._guard(Key("", limit="hours"))
            )

    def costs(self) -> list[Term]:
        """What the added things cost in the currency of the limit."""
        currency = self.setting.problem.limits.currency
        known = self.setting.known
        return [(price_in(known[each], currency) or 0, lit) for each, lit in self.adds.items()]

    def hours(self) -> list[Term]:
        """The hours of the added things as a limit sees them."""
        known = self.setting.known
        return [(hours_for_limit(known[each]), lit) for each, lit in self.adds.items()]

    def _keep_requirements(self) -> None:
        for thing, lit in self.adds.items():
            tree = self.setting.requires(thing)
            if tree.is_deep:
                self.logic.require([-lit])
            if not tree.rule:
                continue
            encoded = Encoded(
                self.logic,
                self.setting,
                tree.pieces,
                lambda other, thing=thing: self._had_without(other, thing),  # type: ignore[misc]
                self.setting.award_of(thing),
            )
            self.encoded[thing] = encoded
            for rule in tree.pieces:
                encoded.require(rule, [lit, *self._guard(Key(rule.id, thing), rule)])

    def _stuck(self, added: frozenset[str], solved: Solved) -> tuple[str, ...]:
        """The added things for which the others cannot be had in time."""

        def asked(thing: str) -> list[Rule]:
            pieces = self.setting.requires(thing).pieces
            return [
                rule for rule in pieces if solved.holds(self.guards.get(Key(rule.id, thing), TRUE))
            ]

        taken = {each for ready in self._ordering.rounds(added, asked) for each in ready}
        return tuple(sorted(added - taken))

    def _bar(self, stuck: tuple[str, ...], added: frozenset[str], solved: Solved) -> None:
        """Require, for these to be added, that something else is added that they wait for.

        With what else is in this plan they can never be begun. A bound above can make less do
        where more did not, so then only this very plan is barred from being all.
        """
        trees = [self.setting.requires(each) for each in stuck]
        bounded = any(has_maximum(tree.rule) for tree in trees if tree.rule)
        together = [self.adds[each] for each in (sorted(added) if bounded else stuck)]
        for thing in stuck:
            for rule in self.setting.requires(thing).pieces:
                guard = self.guards.get(Key(rule.id, thing), TRUE)
                together += [guard] if solved.holds(guard) else []
        awaited = {each for tree in trees for each in helping(self.setting, tree)}
        others = [
            lit
            for each, lit in self.adds.items()
            if each not in added and not awaited.isdisjoint((each, *self.setting.parts(each)))
        ]
        self.logic.require(others, if_=together)
