"""What plans are by trying everything: written from `docs/planner.md` alone, slow and plain.

Nothing of `app/services/planning` is used here. Numbers are Decimals, sets are tried one by one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import chain, combinations
from typing import Any

from ctdl.pathways.rules import Among, Holds, InWords, Rule, SomeOf, Total
from ctdl.pathways.things import Acceptance, Problem, Thing
from ctdl.records.values import Amount
from ctdl.sizes import credits_elsewhere

ZERO = Decimal(0)
Range = tuple[Decimal, Decimal]
Award = tuple[str | None, frozenset[str]]


def subsets(things: Iterable[str]) -> Iterator[frozenset[str]]:
    """All sets of the things, the small ones first."""
    listed = sorted(things)
    for size in range(len(listed) + 1):
        yield from map(frozenset, combinations(listed, size))


@dataclass(frozen=True)
class Part:
    """What can be dropped: a rule of the target, a rule of what a thing requires, or a limit."""

    rule: str = ""
    thing: str = ""
    limit: str = ""


class Trying:
    """Tries everything for one problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.pieces = list(_pieces(problem.target))
        self.known = problem.things
        self.held = self.closed(problem.held)
        self.addable = [
            each
            for each, thing in sorted(self.known.items())
            if thing.can_be_added and self._is_offered(thing) and each not in self.held
        ]
        self.counts_cached = cache(self._target_counts)
        self.with_parts = cache(lambda thing: self.closed([thing]))
        self.worth_cached = cache(self._worth)
        self.among_cached = cache(self.is_among)
        self.taken_cached = cache(self._can_be_taken)

    def parts(self) -> list[Part]:
        """All that can be dropped."""
        limits = self.problem.limits
        found = [Part(rule.id) for rule in self.pieces]
        for each in self.addable:
            found += [Part(rule.id, each) for rule in self.required(each)]
        for name, value in (
            ("cost", limits.max_cost),
            ("hours", limits.max_hours),
            ("mode", limits.mode),
            ("language", limits.language),
            ("finish", limits.finish),
        ):
            found += [Part(limit=name)] if value is not None else []
        return found

    def feasible(self, parts: Iterable[Part] | None = None) -> Iterator[frozenset[str]]:
        """All sets that can be added, as far as the parts ask; all of them if None is given."""
        kept = frozenset(self.parts() if parts is None else parts)
        rules = frozenset(each.rule for each in kept if not each.thing and not each.limit)
        for added in subsets(self.addable):
            if (
                self._keeps_limits(added, {each.limit for each in kept})
                and self.counts_cached(rules, self.closed(self.held | added))
                and self.order(added, kept) is not None
            ):
                yield added

    def order(self, added: frozenset[str], kept: frozenset[Part]) -> list[str] | None:
        """An order in which all can be taken; None if there is none."""
        taken: list[str] = []
        while len(taken) < len(added):
            before = self.closed(self.held | set(taken))
            ready = [
                each
                for each in sorted(added - set(taken))
                if self.taken_cached(
                    each,
                    frozenset(part.rule for part in kept if part.thing == each),
                    before,
                    self.closed(self.held | (added - {each})),
                )
            ]
            if not ready:
                return None
            taken.append(ready[0])
        return taken

    def closed(self, things: Iterable[str]) -> frozenset[str]:
        """The things and all their parts."""
        found, waiting = set[str](), list(things)
        while waiting:
            each = waiting.pop()
            if each not in found:
                found.add(each)
                waiting += self.known[each].parts if each in self.known else ()
        return frozenset(found)

    def required(self, thing: str) -> list[Rule]:
        """The rules of what a thing requires."""
        rule = self.known[thing].requires
        return [] if rule is None else list(_pieces(rule))

    def rank(self, added: frozenset[str], order: Sequence[str], unit: str, currency: str) -> object:
        """What is small in a better plan."""
        found: list[object] = []
        for measure in order:
            values = [self._measured(self.known[each], measure, unit, currency) for each in added]
            found += [sum(v is None for v in values), sum((v for v in values if v), ZERO)]
        return (*found, len(added))

    def _measured(self, thing: Thing, measure: str, unit: str, currency: str) -> Decimal | None:
        if measure == "cost":
            if thing.cost is None or thing.cost < 0:
                return None
            return thing.cost if thing.cost == 0 or thing.currency == currency else None
        if measure == "hours":
            hours = thing.hours
            return hours.maximum if hours and hours.kind == "notional" else None
        worth = worth_of(thing, unit)
        return worth[1] if worth else None

    def _is_offered(self, thing: Thing) -> bool:
        day = self.problem.day
        last = max(day, self.problem.limits.finish or day)
        return (thing.until is None or thing.until >= day) and (
            thing.since is None or thing.since <= last
        )

    def _keeps_limits(self, added: frozenset[str], kept: set[str]) -> bool:
        limits = self.problem.limits
        things = [self.known[each] for each in added]
        cost, hours = ZERO, ZERO
        for thing in things:
            if "cost" in kept:
                priced = thing.cost is not None and thing.cost >= 0
                priced = priced and (thing.cost == 0 or thing.currency is not None)
                if not priced and not limits.unstated:
                    return False
                if priced and thing.cost and thing.currency != limits.currency:
                    return False
                cost += (thing.cost or ZERO) if priced else ZERO
            if "hours" in kept:
                size = thing.hours
                most = size.maximum if size and size.kind == "notional" else None
                if most is None and not limits.unstated:
                    return False
                hours += most or (size.minimum if size and size.minimum else ZERO)
            if "mode" in kept and not self._is_one(limits.mode, thing.modes):
                return False
            if "language" in kept and not self._is_one(limits.language, thing.languages):
                return False
            if "finish" in kept and limits.finish and limits.finish < self.problem.day:
                return False
        if "cost" in kept and limits.max_cost is not None and cost > limits.max_cost:
            return False
        return not ("hours" in kept and limits.max_hours is not None and hours > limits.max_hours)

    def _is_one(self, wanted: str | None, stated: frozenset[Any]) -> bool:
        return wanted in stated or (self.problem.limits.unstated and not stated)

    def _target_counts(self, ids: frozenset[str], had: frozenset[str]) -> bool:
        rules = [rule for rule in self.pieces if rule.id in ids]
        award = (self.problem.award, self.problem.awarded_by)
        return any(
            all(self.holds(rule, counts, fired, None, award) for rule in rules)
            for counts, fired in self._countings(had, award, rules)
        )

    def _can_be_taken(
        self, thing: str, ids: frozenset[str], before: frozenset[str], rest: frozenset[str]
    ) -> bool:
        rules = [rule for rule in self.required(thing) if rule.id in ids]
        if not rules:
            return True
        award = (thing, self.known[thing].providers)
        return any(
            all(self.holds(rule, counts, fired, rest, award) for rule in rules)
            for counts, fired in self._countings(before, award, rules)
        )

    def _countings(
        self, had: frozenset[str], award: Award, rules: Sequence[Rule]
    ) -> Iterator[tuple[frozenset[str], tuple[Acceptance, ...]]]:
        """Every choice of what counts, and of what is accepted as something else."""
        accepted = [each for each in self._accepted(award) if self._is_met(each, had, award)]
        refused = self._refused(award)
        sources = frozenset(chain.from_iterable(each.things for each in accepted))
        seen = frozenset(chain.from_iterable(self._seen(rule) for rule in rules))
        # What counts most is tried first: mostly it is enough.
        for counts in reversed(list(subsets(had & (seen | sources)))):
            if any(each <= counts for each in refused):
                continue
            possible = [each for each in accepted if each.things <= counts]
            forced = [each for each in possible if not each.counts_as]
            free = [each for each in possible if each.counts_as]
            for size in range(len(free) + 1):
                for chosen in combinations(free, size):
                    yield counts, tuple(e for e in possible if e in forced or e in chosen)

    def _seen(self, rule: Rule) -> Iterator[str]:
        if isinstance(rule, Holds):
            yield rule.thing
        elif isinstance(rule, Total):
            everything = self.held | self.known.keys() | (rule.among.things or frozenset())
            yield from (each for each in everything if self.among_cached(each, rule.among))
        elif isinstance(rule, SomeOf):
            yield from chain.from_iterable(map(self._seen, rule.rules))

    def _accepted(self, award: Award) -> list[Acceptance]:
        groups: dict[object, list[Acceptance]] = {}
        for each in sorted(self.problem.acceptances, key=lambda each: each.id):
            if each.said.holds_on(self.problem.day):
                about = each.counts_as or ("", each.receiver, each.towards)
                groups.setdefault((each.things, about), []).append(each)
        found = []
        for group in groups.values():
            worth = group[0].counts_as or any(each.credits for each in group)
            refused = any(each.state == "refused" for each in group)
            if worth and not refused and _is_about(group[0], award):
                found.append(replace(group[0], id="|".join(each.id for each in group)))
        return found

    def _refused(self, award: Award) -> list[frozenset[str]]:
        return [
            each.things
            for each in self.problem.acceptances
            if each.state == "refused" and not each.counts_as
            if each.said.holds_on(self.problem.day) and _is_about(each, award)
        ]

    def _is_met(self, acceptance: Acceptance, had: frozenset[str], award: Award) -> bool:
        """Whether all that its statements ask for besides is had."""
        ids = acceptance.id.split("|")
        asked = [e.requires for e in self.problem.acceptances if e.id in ids and e.requires]
        rules = [rule for each in asked for rule in _pieces(each)]
        return all(self.holds(rule, had, self._forced(had, award), None, award) for rule in rules)

    def _forced(self, had: frozenset[str], award: Award) -> tuple[Acceptance, ...]:
        """What is worth something else in any case, if all that is had counts."""
        return tuple(
            each
            for each in self._accepted(award)
            if not each.counts_as and each.things <= had
            if not any(e.requires for e in self.problem.acceptances if e.id in each.id.split("|"))
        )

    def holds(
        self,
        rule: Rule,
        counts: frozenset[str],
        fired: tuple[Acceptance, ...],
        rest: frozenset[str] | None,
        award: Award,
    ) -> bool:
        """Whether a rule holds; `rest` is what is had in all, where bars are about having."""
        if isinstance(rule, Holds):
            return rule.thing in counts or any(each.counts_as == rule.thing for each in fired)
        if isinstance(rule, Total):
            least, most = self._sum(rule, counts, fired)
            if rule.minimum is not None and least < rule.minimum:
                return False
            return rule.maximum is None or most <= rule.maximum
        assert isinstance(rule, SomeOf)
        if rest is not None and rule.maximum == 0:
            forced = self._forced(rest, award)
            number = sum(self.holds(each, rest, forced, None, award) for each in rule.rules)
        else:
            number = sum(self.holds(each, counts, fired, rest, award) for each in rule.rules)
        return rule.minimum <= number and (rule.maximum is None or number <= rule.maximum)

    def _sum(
        self, rule: Total, counts: frozenset[str], fired: tuple[Acceptance, ...]
    ) -> tuple[Decimal, Decimal]:
        """What the counted things sum to, where the same learning is counted once."""
        over = [each for each in sorted(counts) if self.among_cached(each, rule.among)]
        taken = [each for each in fired if self._is_taken_over(each, rule.among)]
        sized = {
            each for each in over if (self.worth_cached(each, rule.unit) or (ZERO, ZERO))[1] > 0
        }
        used = set(chain.from_iterable(each.things for each in fired))
        sources = set(chain.from_iterable(each.things for each in taken))
        found: list[Range] = []
        for each in over:
            if each not in used and not self._is_part(each, sized | sources):
                found.append(self.worth_cached(each, rule.unit) or (ZERO, ZERO))
        for place, bundle in enumerate(taken):
            stands = bundle.counts_as in over
            stands = stands or any(self._is_part(source, sized) for source in bundle.things)
            same = any(
                earlier.things & bundle.things
                or (bundle.counts_as and earlier.counts_as == bundle.counts_as)
                for earlier in taken[:place]
            )
            if not stands and not same:
                found.append(self._accepted_worth(bundle, rule.unit))
        return sum((low for low, _ in found), ZERO), sum((high for _, high in found), ZERO)

    def _is_part(self, thing: str, wholes: set[str]) -> bool:
        containing = [each for each in wholes - {thing} if thing in self.with_parts(each)]
        return any(each not in self.with_parts(thing) or each < thing for each in containing)

    def _is_taken_over(self, acceptance: Acceptance, among: Among) -> bool:
        if acceptance.counts_as:
            return self.among_cached(acceptance.counts_as, among)
        return all(self.among_cached(each, among) for each in acceptance.things)

    def _accepted_worth(self, acceptance: Acceptance, unit: str | None) -> Range:
        if unit is None:
            many = Decimal(1 if acceptance.counts_as else len(acceptance.things))
            return many, many
        ids = acceptance.id.split("|")
        found = []
        for each in self.problem.acceptances:
            if each.id in ids:
                if each.credits:
                    found.append(_credits(each.credits, unit) or (ZERO, ZERO))
                else:
                    own = [self.worth_cached(t, unit) or (ZERO, ZERO) for t in each.things]
                    found.append((sum((w[0] for w in own), ZERO), sum((w[1] for w in own), ZERO)))
        return min(found)

    def _worth(self, thing: str, unit: str | None) -> Range | None:
        if unit is None:
            return Decimal(1), Decimal(1)
        return worth_of(self.known[thing], unit) if thing in self.known else None

    def is_among(self, thing: str, among: Among) -> bool:
        """Whether a total is taken over a thing."""
        known = self.known.get(thing, Thing(thing))
        return (
            thing not in among.without
            and (among.things is None or thing in among.things)
            and (among.levels is None or bool(among.levels & known.levels))
            and (
                among.fields is None
                or any(f.startswith(w) for f in known.fields for w in among.fields)
            )
            and (among.providers is None or bool(among.providers & known.providers))
            and not among.not_providers & known.providers
        )


def _is_about(acceptance: Acceptance, award: Award) -> bool:
    if acceptance.counts_as:
        return True
    if acceptance.towards is not None:
        return acceptance.towards == award[0]
    return acceptance.receiver is None or acceptance.receiver in award[1]


def worth_of(thing: Thing, unit: str) -> Range | None:
    """The least and the most that a thing is worth in a unit."""
    return _credits(thing.credits, unit)


def _credits(amounts: Sequence[Amount], unit: str) -> Range | None:
    usable = [each for each in amounts if _is_usable(each)]
    own = [_stated(each) for each in usable if each.unit == unit]
    found = own or [size for each in usable if (size := _elsewhere(each, unit))]
    if not found:
        return None
    return min(low for low, _ in found), max(high for _, high in found)


def _stated(amount: Amount) -> Range:
    low = ZERO if amount.minimum is None else Decimal(str(amount.minimum))
    return low, low if amount.maximum is None else Decimal(str(amount.maximum))


def _elsewhere(amount: Amount, unit: str) -> Range | None:
    found = credits_elsewhere(amount, unit)
    if found is None:
        return None
    low = found.minimum or ZERO
    return low, low if found.maximum is None else found.maximum


def _is_usable(amount: Amount) -> bool:
    sides = [side for side in (amount.minimum, amount.maximum) if side is not None]
    return bool(sides) and min(sides) >= 0 and sides == sorted(sides)


def _pieces(rule: Rule) -> Iterator[Rule]:
    """The rules that all have to hold, without those in words."""
    kept = _without_words(rule)
    if isinstance(kept, SomeOf) and kept.maximum is None and kept.minimum == len(kept.rules):
        for each in kept.rules:
            yield from _pieces(each)
    elif kept is not None:
        yield kept


def _without_words(rule: Rule) -> Rule | None:
    if isinstance(rule, InWords):
        return None
    if not isinstance(rule, SomeOf):
        return rule
    kept = tuple(left for each in rule.rules if (left := _without_words(each)))
    if rule.rules and not kept:
        return None
    lost = len(rule.rules) - len(kept)
    minimum = rule.minimum if not lost else min(rule.minimum, len(kept))
    return replace(rule, rules=kept, minimum=minimum)
