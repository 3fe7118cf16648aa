"""A problem made ready to be worked on: what is had, what contains what, who qualifies for what."""

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

from app.services.planning.accepted import Accepted, Award, Bundle, accepted
from app.services.planning.trees import Tree, decidable
from app.services.planning.worth import Worth, worth_of
from ctdl.pathways.rules import Among
from ctdl.pathways.things import Problem, Thing

_NO_TREE = Tree(None)


class Setting:
    """A problem with what is derived from it, each made once and only when it is asked for."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.target = decidable(problem.target, problem.day)
        self._trees: dict[str, Tree] = {}
        self._worths: dict[tuple[str, str | None], Worth | None] = {}
        self._members: dict[Among, frozenset[str]] = {}
        self._parts: dict[str, frozenset[str]] = {}
        self._wholes: dict[str, frozenset[str]] = {}

    @property
    def known(self) -> Mapping[str, Thing]:
        """Every thing that anything is known of, by id."""
        return self.problem.things

    @cached_property
    def held(self) -> frozenset[str]:
        """What is held, with all that comes with it."""
        return self.with_parts(self.problem.held)

    @cached_property
    def accepted(self) -> Accepted:
        """The acceptances in force on the day."""
        return accepted(self.problem)

    @cached_property
    def bundles_of(self) -> Mapping[str, tuple[Bundle, ...]]:
        """The accepted sets that a thing is one of."""
        found: dict[str, list[Bundle]] = {}
        for bundle in self.accepted.bundles:
            for thing in bundle.things:
                found.setdefault(thing, []).append(bundle)
        return {thing: tuple(bundles) for thing, bundles in found.items()}

    @cached_property
    def bundles_for(self) -> Mapping[str, tuple[Bundle, ...]]:
        """The accepted sets that count as a thing."""
        found: dict[str, list[Bundle]] = {}
        for bundle in self.accepted.bundles:
            if bundle.gives:
                found.setdefault(bundle.gives, []).append(bundle)
        return {thing: tuple(bundles) for thing, bundles in found.items()}

    @property
    def award(self) -> Award:
        """What the target's tree is about."""
        return Award(self.problem.award, self.problem.awarded_by, is_requirement=False)

    def award_of(self, thing: str) -> Award:
        """What the tree of a thing's requirements is about."""
        return Award(thing, self.known[thing].providers, is_requirement=True)

    @cached_property
    def refused(self) -> frozenset[str]:
        """The things that some statement refuses to take as they are."""
        bundles = (each.things for each in self.accepted.refused if not each.gives)
        return frozenset().union(*bundles)

    def requires(self, thing: str) -> Tree:
        """What has to be had before a thing can be added."""
        if thing not in self._trees:
            rule = self.known[thing].requires if thing in self.known else None
            self._trees[thing] = decidable(rule, self.problem.day) if rule else _NO_TREE
        return self._trees[thing]

    def parts(self, thing: str) -> frozenset[str]:
        """All that comes with a thing, parts of parts as well; never the thing itself."""
        if thing not in self._parts:
            self._parts[thing] = self.with_parts([thing]) - {thing}
        return self._parts[thing]

    def with_parts(self, things: Iterable[str]) -> frozenset[str]:
        """The things and all that comes with them."""
        found: set[str] = set()
        waiting = list(things)
        while waiting:
            thing = waiting.pop()
            if thing not in found:
                found.add(thing)
                known = self.known.get(thing)
                waiting += known.parts if known else ()
        return frozenset(found)

    def wholes(self, thing: str) -> frozenset[str]:
        """All things that a thing comes with; never itself."""
        if thing not in self._direct_wholes:
            return frozenset()
        if thing not in self._wholes:
            found: set[str] = set()
            waiting = list(self._direct_wholes[thing])
            while waiting:
                whole = waiting.pop()
                if whole not in found:
                    found.add(whole)
                    waiting += self._direct_wholes.get(whole, ())
            self._wholes[thing] = frozenset(found - {thing})
        return self._wholes[thing]

    def worth(self, thing: str, unit: str | None) -> Worth | None:
        """What a thing is worth in a unit; None when nobody can tell."""
        key = (thing, unit)
        if key not in self._worths:
            known = self.known.get(thing)
            self._worths[key] = worth_of(known or Thing(thing), unit)
        return self._worths[key]

    def qualifies(self, thing: str, among: Among) -> bool:
        """Whether a total is taken over this thing; of an unknown one only its id can tell."""
        if thing in among.without or (among.things is not None and thing not in among.things):
            return False
        known = self.known.get(thing) or Thing(thing)
        return (
            (among.levels is None or not among.levels.isdisjoint(known.levels))
            and (among.fields is None or _is_in(known.fields, among.fields))
            and (among.providers is None or not among.providers.isdisjoint(known.providers))
            and among.not_providers.isdisjoint(known.providers)
        )

    def members(self, among: Among) -> frozenset[str]:
        """All things that a total is taken over: known, held, or what others are accepted as."""
        if among not in self._members:
            possible = {*self._possible(among), *self.bundles_for}
            self._members[among] = frozenset(
                thing for thing in possible if self.qualifies(thing, among)
            )
        return self._members[among]

    def _possible(self, among: Among) -> Collection[str]:
        """Things of which the smallest index says that they may qualify."""
        choices: list[Collection[str]] = []
        if among.things is not None:
            choices.append(among.things)
        if among.levels is not None:
            choices.append(_joined(self._by_level, among.levels))
        if among.providers is not None:
            choices.append(_joined(self._by_provider, among.providers))
        if among.fields is not None and not choices:
            codes = (code for code in self._by_field if code.startswith(tuple(among.fields)))
            choices.append(_joined(self._by_field, codes))
        return min(choices, key=len) if choices else self.known.keys() | self.held

    @cached_property
    def _by_level(self) -> Mapping[str, list[str]]:
        return _index((id, each.levels) for id, each in self.known.items())

    @cached_property
    def _by_provider(self) -> Mapping[str, list[str]]:
        return _index((id, each.providers) for id, each in self.known.items())

    @cached_property
    def _by_field(self) -> Mapping[str, list[str]]:
        return _index((id, each.fields) for id, each in self.known.items())

    def masks(self, whole: str, part: str) -> bool:
        """Whether a thing is contained in another, whose size then stands for it as well.

        Of two that contain each other, the first does.
        """
        if part not in self.parts(whole):
            return False
        return whole not in self.parts(part) or whole < part

    @cached_property
    def _direct_wholes(self) -> Mapping[str, list[str]]:
        return _index((id, each.parts) for id, each in self.known.items() if each.parts)


def _is_in(stated: frozenset[str], wanted: frozenset[str]) -> bool:
    return any(code.startswith(tuple(wanted)) for code in stated)


def _index(stated: Iterable[tuple[str, frozenset[str]]]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for thing, values in stated:
        for value in values:
            found.setdefault(value, []).append(thing)
    return found


def _joined(index: Mapping[str, list[str]], keys: Iterable[str]) -> set[str]:
    return {thing for key in keys for thing in index.get(key, ())}
