"""A rule tree over what is had, as constraints: which things count, and what they sum to.

Each tree is judged over its own choice of what counts. The same learning is counted once in a
total: a thing stands for its parts, and what is accepted as something else is no longer itself.
`judging.py` says the same in plain Python.
"""

from collections.abc import Callable, Collection, Iterable, Sequence

from app.services.planning.accepted import Award, Bundle
from app.services.planning.judging import Counting, is_over, is_same
from app.services.planning.logic import FALSE, TRUE, Lit, Logic, Solved, Term
from app.services.planning.setting import Setting
from app.services.planning.trees import has_maximum
from app.services.planning.worth import NOTHING, Worth, at_least, at_most
from ctdl.pathways.rules import Among, Holds, Rule, SomeOf, Total, walk

Had = Callable[[str], Lit]
"""Whether a thing is had."""


class Encoded:
    """One tree over what is had, with the truth values of what counts in it.

    In what a thing requires, "none of" is about having: what it bars must not be had (`barring`, if
    that is not `had`), counted or not.
    """

    def __init__(
        self,
        logic: Logic,
        setting: Setting,
        rules: Sequence[Rule],
        had: Had,
        award: Award,
        *,
        barring: Had | None = None,
        possible: Collection[str] | None = None,
        all_counts: bool = False,
    ) -> None:
        self._logic, self._setting, self._had = logic, setting, had
        self._barring, self._possible = barring or had, possible
        self._award = award
        self._bars_having = award.is_requirement and not all_counts
        self._totals = [each for rule in rules for each in walk(rule) if isinstance(each, Total)]
        wanted = self._looked_at(rules)
        self._items = self._had_items(wanted)
        self.counts: dict[str, Lit] = dict(self._items)
        self.fires: dict[Bundle, Lit] = {}
        found = self._bundles(wanted)
        refused = [] if all_counts else self._refused()
        if all_counts:
            forced = [each for each in found if not each.gives and not each.requires]
            self.fires = {each: self._together(each) for each in forced}
        elif found or refused or any(map(has_maximum, rules)) or self._has_masks():
            self._choose(found)
        for bundle in refused:
            logic.require([-self.counts[each] for each in sorted(bundle.things)])

    def require(self, rule: Rule, if_: Iterable[Lit] = ()) -> None:
        """The rule has to hold, where all of the conditions are true."""
        conditions = list(if_)
        if isinstance(rule, Total):
            least, most = self.terms(rule)
            if rule.minimum is not None:
                self._logic.require_at_least(least, at_least(rule.minimum), conditions)
            if rule.maximum is not None:
                self._logic.require_at_most(most, at_most(rule.maximum), conditions)
        elif isinstance(rule, SomeOf) and rule.kind == "all" and rule.rules:
            for each in rule.rules:
                self.require(each, conditions)
        elif isinstance(rule, SomeOf):
            terms = self.children(rule, exact=False)
            self._logic.require_at_least(terms, rule.minimum, conditions)
            if rule.maximum is not None:
                self._logic.require_at_most(terms, rule.maximum, conditions)
        else:
            self._logic.require([self.truth(rule, exact=False)], conditions)

    def truth(self, rule: Rule, *, exact: bool) -> Lit:
        """A truth value that is true only if the rule holds; `exact`: just then."""
        if isinstance(rule, Holds):
            ways = [self.counts.get(rule.thing, FALSE)]
            for bundle in self._setting.bundles_for.get(rule.thing, ()):
                ways.append(self.fires.get(bundle, FALSE))
            return self._logic.any_of(ways)
        if isinstance(rule, Total):
            least, most = self.terms(rule)
            low = None if rule.minimum is None else at_least(rule.minimum)
            high = None if rule.maximum is None else at_most(rule.maximum)
            return self._between(least, low, most, high, exact=exact)
        if isinstance(rule, SomeOf):
            terms = self.children(rule, exact=exact)
            return self._between(terms, rule.minimum, terms, rule.maximum, exact=exact)
        raise TypeError(f"{rule.id} stands in words only and cannot be decided.")

    def counting(self, solved: Solved) -> Counting:
        """What counts in a solution."""
        things = frozenset(each for each, lit in self.counts.items() if solved.holds(lit))
        return Counting(things, tuple(b for b, lit in self.fires.items() if solved.holds(lit)))

    def children(self, rule: SomeOf, *, exact: bool) -> list[Term]:
        """One for each of the rules that holds."""
        if self._bars_having and rule.maximum == 0:
            bare = self._bare(rule.rules, self._barring)
            return [(1, bare.truth(each, exact=True)) for each in rule.rules]
        bounded = rule.maximum is not None
        return [(1, self.truth(each, exact=exact or bounded)) for each in rule.rules]

    def terms(self, total: Total) -> tuple[list[Term], list[Term]]:
        """What each counted thing adds to a total: the least it may be worth, and the most."""
        least, most = [], []
        for lit, worth in self._sized(total):
            least.append((worth.least, lit))
            most.append((worth.most, lit))
        return least, most

    def _sized(self, total: Total) -> Iterable[tuple[Lit, Worth]]:
        among, unit = total.among, total.unit
        members = self._members(among)
        bundles = [each for each in self.fires if is_over(each, among, self._setting)]
        for thing in sorted(members):
            masks = [
                self.fires[each]
                for each in self._setting.bundles_of.get(thing, ())
                if each in self.fires
            ]
            masks += [self.counts[each] for each in self._masking(thing, members, unit)]
            masks += [
                self.fires[each]
                for each in bundles
                if any(self._setting.masks(source, thing) for source in each.things)
            ]
            worth = self._setting.worth(thing, unit) or NOTHING
            yield self._unmasked(self.counts[thing], masks), worth
        for place, bundle in enumerate(bundles):
            masks = [self.counts.get(bundle.gives or "", FALSE)] if bundle.gives else []
            for source in bundle.things:
                masks += [self.counts[each] for each in self._masking(source, members, unit)]
            masks += [self.fires[each] for each in bundles[:place] if is_same(each, bundle)]
            worth = bundle.worth(unit, self._setting.known)
            yield self._unmasked(self.fires[bundle], masks), worth

    def _unmasked(self, lit: Lit, masks: Iterable[Lit]) -> Lit:
        return self._logic.all_of([lit, *(-each for each in masks)])

    def _masking(self, thing: str, members: frozenset[str], unit: str | None) -> list[str]:
        """The members whose size stands for that of the thing."""
        return [
            each
            for each in sorted(self._setting.wholes(thing) & members)
            if self._setting.masks(each, thing)
            and (self._setting.worth(each, unit) or NOTHING).most
        ]

    def _members(self, among: Among) -> frozenset[str]:
        return self._over(among) & self.counts.keys()

    def _between(
        self, least: list[Term], low: int | None, most: list[Term], high: int | None, *, exact: bool
    ) -> Lit:
        reaches = TRUE if low is None else self._logic.at_least(least, low, exact=exact)
        stays = TRUE if high is None else self._logic.at_most(most, high, exact=exact)
        return self._logic.all_of([reaches, stays])

    def _looked_at(self, rules: Sequence[Rule]) -> set[str]:
        """The things that the rules name or are taken over."""
        found = {each.thing for rule in rules for each in walk(rule) if isinstance(each, Holds)}
        return found.union(*(self._over(total.among) for total in self._totals))

    def _over(self, among: Among) -> frozenset[str]:
        """The things that a total is taken over, as far as they can be had."""
        if self._possible is None:
            return self._setting.members(among)
        asked = {*self._possible, *self._setting.bundles_for}
        return frozenset(each for each in asked if self._setting.qualifies(each, among))

    def _had_items(self, wanted: set[str]) -> dict[str, Lit]:
        """The things that can be had and are looked at, or count as one, or count with one."""
        things = set(wanted)
        for thing in wanted:
            for bundle in self._setting.bundles_for.get(thing, ()):
                things |= bundle.things
            for bundle in self._setting.bundles_of.get(thing, ()):
                things |= frozenset() if bundle.gives else bundle.things
        return {each: lit for each in sorted(things) if (lit := self._had(each)) != FALSE}

    def _bundles(self, wanted: set[str]) -> list[Bundle]:
        """The accepted sets that can be had and that make a difference to the rules."""
        possible = {
            bundle: None
            for thing in self._items
            for bundle in self._setting.bundles_of.get(thing, ())
            if bundle.things <= self._items.keys() and bundle.is_about(self._award)
        }
        return [
            each
            for each in possible
            if (each.gives in wanted if each.gives else not wanted.isdisjoint(each.things))
        ]

    def _refused(self) -> list[Bundle]:
        return [
            each
            for each in self._setting.accepted.refused
            if not each.gives and each.things <= self._items.keys() and each.is_about(self._award)
        ]

    def _has_masks(self) -> bool:
        return any(
            self._setting.wholes(thing) & self._items.keys()
            for total in self._totals
            for thing in self._over(total.among) & self._items.keys()
        )

    def _choose(self, bundles: Sequence[Bundle]) -> None:
        """What is had may count, and an accepted set that counts may stand for something else."""
        for thing, had in self._items.items():
            self.counts[thing] = self._logic.new()
            self._logic.require([had], if_=[self.counts[thing]])
        for bundle in bundles:
            together = self._together(bundle)
            if bundle.gives:
                self.fires[bundle] = self._logic.new()
                self._logic.require([together], if_=[self.fires[bundle]])
            else:
                self.fires[bundle] = together

    def _together(self, bundle: Bundle) -> Lit:
        """Whether all of it counts, and what the statement asks for besides is had."""
        asked = [rule for tree in bundle.requires for rule in tree.pieces]
        had = self._bare(asked, self._had) if asked else self
        return self._logic.all_of(
            [
                *(self.counts[each] for each in sorted(bundle.things)),
                *(had.truth(rule, exact=True) for rule in asked),
                *(FALSE for tree in bundle.requires if tree.is_deep),
            ]
        )

    def _bare(self, rules: Sequence[Rule], had: Had) -> "Encoded":
        """Rules over all that is had, whether it counts or not; nothing is accepted as another."""
        possible = self._possible
        return Encoded(
            self._logic, self._setting, rules, had, self._award, possible=possible, all_counts=True
        )
