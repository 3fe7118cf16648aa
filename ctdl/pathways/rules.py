"""The normal form of what counts towards something: a tree of rules over the things one has.

Condition profiles, parts, connections, the components of a pathway and their conditions, transfer
values: whatever a document says it with comes down to the four kinds of rule here. A tree is
judged over the things that *count*. What is held need not count: a rule that bars two units from
standing together leaves one of them out, it does not forbid to have both.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from ctdl.ctid import CTID
from ctdl.language import LangText

NOTHING_NAMED: Final[LangText] = {}


@dataclass(frozen=True)
class Said:
    """Who states a rule and where: the record, its property, and the days on which it holds.

    `by` is the organisation that asserts it where the record names one (ceterms:assertedBy), else
    None: then those speak whose record it is. Both days are included; None is open.
    """

    record: CTID
    predicate: str
    by: CTID | None = None
    since: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the statement is in force on that day."""
        started = self.since is None or self.since <= day
        return started and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Among:
    """Which things a total is taken over; a thing has to satisfy every line that is not None.

    `levels` are ids such as "nzqcf:7", already widened by those who know what they correspond to.
    `fields` are codes of ISCED-F 2013 and take in everything below them. `things` and `without`
    are ids of things; `providers` and `not_providers` are CTIDs of organisations.
    """

    things: frozenset[str] | None = None
    levels: frozenset[str] | None = None
    fields: frozenset[str] | None = None
    providers: frozenset[str] | None = None
    not_providers: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()

    @property
    def is_open(self) -> bool:
        """Whether things that nobody named can count, by their level, field or provider."""
        return self.things is None


@dataclass(frozen=True)
class Rule:
    """What every kind of rule has: an id that is its own in its tree, a name, and who states it."""

    id: str
    said: Said
    name: LangText = field(default_factory=lambda: NOTHING_NAMED, kw_only=True)


@dataclass(frozen=True)
class Holds(Rule):
    """One thing has to count: its CTID, or its address where it has none."""

    thing: str


@dataclass(frozen=True)
class SomeOf(Rule):
    """Between `minimum` and `maximum` of the rules have to hold; None sets no upper bound.

    All of them: as many as there are. One or another: 1 and None. Only one: 1 and 1. Not: 0 and 0.
    """

    rules: tuple[Rule, ...]
    minimum: int
    maximum: int | None = None

    @property
    def kind(self) -> Literal["all", "any", "one", "none", "some"]:
        """The logical operator this is (CTDL: logic:And, Or, OnlyOne, Not), or a number of them."""
        if self.maximum == 0:
            return "none"
        if self.maximum is None and self.minimum == len(self.rules):
            return "all"
        if self.minimum == 1 and self.maximum in (None, 1):
            return "any" if self.maximum is None else "one"
        return "some"


@dataclass(frozen=True)
class Total(Rule):
    """Credits, or the number of things, have to reach `minimum` and not go beyond `maximum`.

    `unit` is a code of a unit of credit, or None to count things. A minimum is held against the
    least that a thing may be worth, a maximum against the most. With a maximum alone it is a cap:
    what goes beyond it does not count (residency, the most that is transferred).
    """

    among: Among
    unit: str | None
    minimum: Decimal | None = None
    maximum: Decimal | None = None

    @property
    def is_cap(self) -> bool:
        """Whether it only limits what counts."""
        return self.minimum is None


@dataclass(frozen=True)
class InWords(Rule):
    """A condition that stands in words only; people decide it, never the planner."""

    text: LangText = field(default_factory=lambda: NOTHING_NAMED)


def every(id: str, said: Said, rules: tuple[Rule, ...], name: LangText = NOTHING_NAMED) -> SomeOf:
    """The rule that all of these hold; with none of them it always does."""
    return SomeOf(id, said, rules, len(rules), name=name)


def either(id: str, said: Said, rules: tuple[Rule, ...], name: LangText = NOTHING_NAMED) -> SomeOf:
    """The rule that one or another of these holds; with none of them it never does."""
    return SomeOf(id, said, rules, 1, name=name)


def none_of(id: str, said: Said, rules: tuple[Rule, ...], name: LangText = NOTHING_NAMED) -> SomeOf:
    """The rule that none of these holds; `every` inside it bars things from standing together."""
    return SomeOf(id, said, rules, 0, 0, name=name)


def walk(rule: Rule) -> Iterator[Rule]:
    """The rule and all below it, each before what it holds, in the order of the tree."""
    waiting = [rule]
    while waiting:
        found = waiting.pop()
        yield found
        if isinstance(found, SomeOf):
            waiting += reversed(found.rules)


def named_things(rule: Rule) -> frozenset[str]:
    """The ids of all things that the tree names: to be held, counted among, or left out."""
    found: set[str] = set()
    for each in walk(rule):
        if isinstance(each, Holds):
            found.add(each.thing)
        elif isinstance(each, Total):
            found |= (each.among.things or frozenset()) | each.among.without
    return frozenset(found)


def on_day(rule: Rule, day: date) -> Rule | None:
    """The tree without the rules that are not in force on that day; None when it is itself out."""
    if not rule.said.holds_on(day):
        return None
    if not isinstance(rule, SomeOf):
        return rule
    rules = tuple(kept for each in rule.rules if (kept := on_day(each, day)) is not None)
    if len(rules) == len(rule.rules):
        return replace(rule, rules=rules)
    minimum = len(rules) if rule.kind == "all" else rule.minimum
    return replace(rule, rules=rules, minimum=minimum)
