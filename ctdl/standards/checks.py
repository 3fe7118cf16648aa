"""Checks: the compiled rules. Each answers met, not met, not stated or not applicable.

"Not met" is only said where the record states something that contradicts the rule. What is absent
is not stated, and so is what a value leaves in doubt.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from ctdl.messages import Said, name, say
from ctdl.standards.check import Check
from ctdl.standards.facts import Fact, stated
from ctdl.standards.found import Found
from ctdl.standards.intervals import Interval, Place, decided
from ctdl.standards.known import Known
from ctdl.standards.verdicts import Result, Verdict

_MOST_SHOWN: Final = 8


@dataclass(frozen=True)
class Present:
    """Met when the record states the fact."""

    fact: Fact

    def judge(self, known: Known) -> Verdict:
        """Met or not stated; asked for again and again, so answered once for each record."""
        answer = known.present.get(self.fact.name)
        if answer is None:
            values = stated(known, self.fact)
            is_clear = any(not found.doubt for found in values)
            met = _verdict("met", self.fact, values) if is_clear else None
            answer = met or _unsettled(self.fact, values)
            known.present[self.fact.name] = answer
        return answer


@dataclass(frozen=True)
class Counted:
    """Met when the record states so many values of the fact."""

    fact: Fact
    least: int
    most: int | None

    def judge(self, known: Known) -> Verdict:
        """Not met only where there are too many."""
        values = stated(known, self.fact)
        clear = sum(1 for found in values if not found.doubt)
        if self.most is not None and clear > self.most:
            reason = say(
                "The rule asks for at most %(bound)s; the record states %(value)s.",
                bound=self.most,
                value=clear,
            )
            return _verdict("not met", self.fact, values, reason)
        if clear >= self.least and clear:
            return _verdict("met", self.fact, values)
        return _unsettled(self.fact, values)


@dataclass(frozen=True)
class Number:
    """Met when what is stated lies within an interval, the whole of it where it is a range.

    `disputed` is a value on which the sources of the rule disagree.
    """

    fact: Fact
    interval: Interval
    disputed: float | None = None

    def judge(self, known: Known) -> Verdict:
        """Within, outside, or a range that lies on both sides of the limit."""
        values = stated(known, self.fact)
        for found in values:
            if self.disputed is not None and found.low == found.high == self.disputed:
                reason = say("The sources of the rule disagree about exactly this size.")
                return _verdict("not stated", self.fact, values, reason)
        place, found_at = decided(self.interval, values)
        if place is None or found_at is None:
            return _unsettled(self.fact, values)
        if place == "within":
            return _verdict("met", self.fact, values)
        if place == "outside":
            return _verdict("not met", self.fact, values, self.interval.words(found_at.text))
        partly = say(
            "What is stated is a range, and only a part of it satisfies the rule: %(value)s."
        )
        if found_at.converted:
            partly = say(
                "The conversion gives a range, and only a part of it satisfies the rule: %(value)s."
            )
        reason = say(partly.pattern, value=found_at.text)
        return _verdict("not stated", self.fact, values, reason)


@dataclass(frozen=True)
class CreditsBetween:
    """Met when stated credits lie in the interval that the rule names for their unit.

    Credits in another unit say nothing: the rule names sizes in some units, and nothing is
    converted into them.
    """

    fact: Fact
    intervals: Mapping[str, Interval]

    def judge(self, known: Known) -> Verdict:
        """By the amounts whose unit the rule names."""
        values = tuple(found for found in stated(known, self.fact) if found.code in self.intervals)
        outside = [found for found in values if self._place(found) == "outside"]
        if outside:
            reason = self.intervals[outside[0].code].words(outside[0].text)
            return _verdict("not met", self.fact, values, reason)
        if any(self._place(found) == "within" for found in values):
            return _verdict("met", self.fact, values)
        if values:
            reason = say(
                "What is stated is a range, and only a part of it satisfies the rule: %(value)s.",
                value=values[0].text,
            )
            return _verdict("not stated", self.fact, values, reason)
        stated_otherwise = stated(known, self.fact)
        if not stated_otherwise:
            return _unsettled(self.fact, ())
        reason = say("The credits are not stated in a unit that the rule names.")
        return _verdict("not stated", self.fact, stated_otherwise, reason)

    def _place(self, found: Found) -> Place | None:
        return None if found.doubt else self.intervals[found.code].place(found)


@dataclass(frozen=True)
class OneOf:
    """Met when a stated code is one of `codes`; with `is_none`, when none is."""

    fact: Fact
    codes: frozenset[str]
    is_none: bool = False

    def judge(self, known: Known) -> Verdict:
        """Met or not met by the values that are not in doubt."""
        values = stated(known, self.fact)
        clear = [found for found in values if not found.doubt]
        if not clear:
            unsettled = _unsettled(self.fact, values)
            return unsettled.but("not stated", unsettled.reason) if self.is_none else unsettled
        is_met = any(found.code in self.codes for found in clear) != self.is_none
        if is_met:
            return _verdict("met", self.fact, values)
        reason = say(
            "What is stated is not what the rule allows: %(value)s.",
            value=", ".join(dict.fromkeys(found.text for found in clear[:_MOST_SHOWN])),
        )
        return _verdict("not met", self.fact, values, reason)


@dataclass(frozen=True)
class WithoutWords:
    """Met when a text has none of some words; whether one of them misleads is for people."""

    fact: Fact
    pattern: re.Pattern[str]

    def judge(self, known: Known) -> Verdict:
        """Never "not met": a word alone does not mislead."""
        values = stated(known, self.fact)
        if not values:
            return _unsettled(self.fact, values)
        found = {word.group(0) for value in values for word in self.pattern.finditer(value.text)}
        if not found:
            return _verdict("met", self.fact, values)
        reason = say(
            "It has a reserved word (%(words)s); whether that misleads is for people to judge.",
            words=", ".join(sorted(found)),
        )
        return _verdict("not stated", self.fact, values, reason)


@dataclass(frozen=True)
class Agree:
    """Met when two numbers may be the same: their ranges overlap."""

    fact: Fact
    other: Fact

    def judge(self, known: Known) -> Verdict:
        """Not met when the two are stated and cannot be the same."""
        verdicts = []
        for fact in (self.fact, self.other):
            values = stated(known, fact)
            if not any(not found.doubt for found in values):
                verdicts.append(_unsettled(fact, values))
        if verdicts:
            return verdicts[0]
        here, there = _clear(known, self.fact), _clear(known, self.other)
        values = (*here, *there)
        for found in here:
            if any(Interval(found.low, found.high).place(each) != "outside" for each in there):
                return _verdict("met", self.fact, values)
        reason = say("The two sizes that are stated do not agree.")
        return _verdict("not met", self.fact, values, reason)


@dataclass(frozen=True)
class Any:
    """Met when one of its checks is."""

    checks: tuple[Check, ...]

    def judge(self, known: Known) -> Verdict:
        """Not met only where every check that applies is not met."""
        verdicts = [check.judge(known) for check in self.checks]
        for wanted in ("met", "not stated", "not met", "not applicable"):
            matching = [each for each in verdicts if each.result == wanted]
            if matching:
                return _together(matching[0], matching if wanted != "met" else matching[:1])
        return verdicts[0]


@dataclass(frozen=True)
class All:
    """Met when every one of its checks that applies is."""

    checks: tuple[Check, ...]

    def judge(self, known: Known) -> Verdict:
        """Not met where one is not met; not stated where one is not stated."""
        verdicts = [check.judge(known) for check in self.checks]
        for wanted in ("not met", "not stated", "met", "not applicable"):
            first = next((each for each in verdicts if each.result == wanted), None)
            if first is not None:
                return _together(first, verdicts)
        return verdicts[0]


@dataclass(frozen=True)
class When:
    """A rule with a condition: not applicable where the condition is known not to hold."""

    condition: Check
    then: Check
    unless: str = ""
    """Why the answer is "not stated" and not "not applicable" where the condition fails.

    The rule then says nothing by itself: it needs the condition to hold.
    """
    aside: str = ""
    """Why the rule is not applicable where the condition fails, where more can be said."""

    def judge(self, known: Known) -> Verdict:
        """Met where the rule is, unless that means nothing without the condition."""
        held = self.condition.judge(known)
        if held.result in ("not met", "not applicable"):
            if self.unless:
                return held.but("not stated", _said(self.unless))
            reason = say("The record states that this does not apply to it.")
            reason = _said(self.aside) if self.aside else reason
            return Verdict("not applicable", held.values, held.properties, reason)
        verdict = self.then.judge(known)
        if held.result == "met" or (verdict.result == "met" and not self.unless):
            return verdict
        reason = say("Whether this applies is not stated.")
        properties = tuple(dict.fromkeys((*held.properties, *verdict.properties)))
        return Verdict("not stated", verdict.values, properties, reason)


@dataclass(frozen=True)
class ByDate:
    """One rule for what is dated before a day, another from that day on."""

    fact: Fact
    day: int
    before: Check
    since: Check

    def judge(self, known: Known) -> Verdict:
        """By the date; without one, the answer where both rules give the same."""
        place, _ = decided(Interval(low=self.day), stated(known, self.fact))
        if place == "within":
            return self.since.judge(known)
        if place == "outside":
            return self.before.judge(known)
        earlier, later = self.before.judge(known), self.since.judge(known)
        return earlier if earlier.result == later.result else undated(later)


@dataclass(frozen=True)
class Told:
    """An answer that no record changes, with its reason; `shows` gives the values beside it."""

    result: Result
    reason: str
    shows: Fact | None = None

    def judge(self, known: Known) -> Verdict:
        """The answer, with what the record states about it."""
        values = stated(known, self.shows) if self.shows else ()
        properties = self.shows.properties if self.shows else ()
        return Verdict(self.result, _texts(values), properties, _said(self.reason))


def undated(verdict: Verdict) -> Verdict:
    """The answer where it depends on a date that the record does not state."""
    reason = say("The answer depends on when it was approved, which is not stated clearly enough.")
    return verdict.but("not stated", reason)


def _clear(known: Known, fact: Fact) -> tuple[Found, ...]:
    return tuple(found for found in stated(known, fact) if not found.doubt)


def _unsettled(fact: Fact, values: tuple[Found, ...]) -> Verdict:
    """Not stated: nothing is, or what is leaves a doubt. Not met where all of it is over."""
    if not values:
        return _missing(fact.label, fact.properties)
    over = next((found.doubt for found in values if found.is_over), "")
    if over:
        return _verdict("not met", fact, values, _said(over))
    doubt = next((found.doubt for found in values if found.doubt), "")
    reason = _said(doubt) if doubt else _missing(fact.label, fact.properties).reason
    return _verdict("not stated", fact, values, reason)


@cache
def _missing(label: str, properties: tuple[str, ...]) -> Verdict:
    """The answer for a fact that is absent: most answers are, so it is made only once."""
    reason = say("The record does not state this: %(fact)s.", fact=name(label))
    return Verdict("not stated", (), properties, reason)


@cache
def _said(sentence: str) -> Said:
    return say(sentence)


def _verdict(result: Result, fact: Fact, values: tuple[Found, ...], reason: str = "") -> Verdict:
    return Verdict(result, _texts(values), fact.properties, reason)


def _texts(values: tuple[Found, ...]) -> tuple[str, ...]:
    if len(values) < 2:
        return (values[0].text,) if values and values[0].text else ()
    return tuple(dict.fromkeys(found.text for found in values if found.text))[:_MOST_SHOWN]


def _together(first: Verdict, verdicts: list[Verdict]) -> Verdict:
    """The first verdict with the values and properties of all."""
    values = dict.fromkeys(text for each in verdicts for text in each.values)
    properties = dict.fromkeys(path for each in verdicts for path in each.properties)
    return Verdict(first.result, tuple(values)[:_MOST_SHOWN], tuple(properties), first.reason)
