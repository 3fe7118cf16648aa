"""The rule language: the small tables of a standard's file, compiled to checks.

Whatever cannot be checked is refused when the file is read, with its place and the remedy.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

from ctdl.errors import RegistryError
from ctdl.messages import say
from ctdl.standards import checks
from ctdl.standards.check import Check
from ctdl.standards.fact_table import FACTS
from ctdl.standards.facts import Fact, FactKind
from ctdl.standards.intervals import Interval
from ctdl.standards.verdicts import Result

_DEEPEST: Final = 6
_ONLY_ISSUED: Final = say("Only what is issued to a learner tells this.")

Rule = Mapping[str, Any]
Compiler = Callable[[Rule, str, int], Check]


class StandardError(RegistryError):
    """A standard's file does not say something that can be checked."""


def compile_check(rule: Any, place: str, depth: int = 0) -> Check:
    """The check that `rule` describes, or StandardError with `place` and the remedy."""
    if not isinstance(rule, Mapping) or depth > _DEEPEST:
        raise StandardError(f"{place}: the check {rule!r} is no table of a rule; write one.")
    kinds = [name for name in rule if name in RULES]
    if len(kinds) != 1:
        raise StandardError(
            f"{place}: the check {dict(rule)!r} has {len(kinds)} rules; write exactly one of "
            f"{', '.join(RULES)}."
        )
    compiler, options = RULES[kinds[0]]
    unknown = [name for name in rule if name != kinds[0] and name not in options]
    if unknown:
        allowed = f"it takes {', '.join(options)}" if options else "it takes nothing else"
        raise StandardError(f"{place}: {unknown[0]!r} does not go with {kinds[0]!r}; {allowed}.")
    return compiler(rule, place, depth)


def _present(rule: Rule, place: str, depth: int) -> Check:
    return checks.Present(_fact(rule["present"], place))


def _count(rule: Rule, place: str, depth: int) -> Check:
    name, least, most = _list(rule, "count", 3, place)
    if not isinstance(least, int) or not isinstance(most, int):
        raise StandardError(f"{place}: count asks for whole numbers, not {least!r} and {most!r}.")
    return checks.Counted(_fact(name, place), least, most)


def _between(rule: Rule, place: str, depth: int) -> Check:
    name, low, high = _list(rule, "between", 3, place)
    interval = Interval(_number(low, place), _number(high, place))
    return checks.Number(_fact(name, place, "number"), interval)


def _credits_between(rule: Rule, place: str, depth: int) -> Check:
    units = rule["credits-between"]
    if not isinstance(units, Mapping) or not units:
        raise StandardError(
            f"{place}: credits-between is {units!r}; write a table such as {{ ects = [4, 6] }}."
        )
    intervals = {}
    for unit, ends in units.items():
        _fact(f"credits-stated:{unit}", place)
        if not isinstance(ends, list) or len(ends) != 2:
            raise StandardError(f"{place}: {unit} is {ends!r}; write the two ends.")
        intervals[unit] = Interval(_number(ends[0], place), _number(ends[1], place))
    return checks.CreditsBetween(_fact("credits", place), intervals)


def _bound(kind: str, *, is_low: bool, strict: bool) -> Compiler:
    def compiled(rule: Rule, place: str, depth: int) -> Check:
        name, stated = _list(rule, kind, 2, place)
        bound = _number(stated, place)
        interval = Interval(bound if is_low else None, None if is_low else bound, strict)
        disputed = rule.get("disputed")
        return checks.Number(
            _fact(name, place, "number"),
            interval,
            None if disputed is None else _number(disputed, place),
        )

    return compiled


def _codes(kind: str, *, is_none: bool) -> Compiler:
    def compiled(rule: Rule, place: str, depth: int) -> Check:
        name, codes = _list(rule, kind, 2, place)
        fact = _fact(name, place, "code")
        if not isinstance(codes, list) or not codes or not all(isinstance(c, str) for c in codes):
            raise StandardError(f"{place}: {kind} asks for a list of codes, not {codes!r}.")
        unknown = [code for code in codes if fact.codes and code not in fact.codes]
        if unknown:
            raise StandardError(
                f"{place}: {fact.name!r} never has the code {unknown[0]!r}; it has "
                f"{', '.join(fact.codes)}."
            )
        return checks.OneOf(fact, frozenset(codes), is_none)

    return compiled


def _without_words(rule: Rule, place: str, depth: int) -> Check:
    name, words = _list(rule, "without-words", 2, place)
    if not isinstance(words, list) or not words or not all(isinstance(w, str) for w in words):
        raise StandardError(f"{place}: without-words asks for a list of words, not {words!r}.")
    spelt = "|".join(re.escape(word).replace(r"\-", "-?") for word in words)
    pattern = re.compile(rf"\b(?:{spelt})s?\b", re.IGNORECASE)
    return checks.WithoutWords(_fact(name, place), pattern)


def _agree(rule: Rule, place: str, depth: int) -> Check:
    first, second = _list(rule, "agree", 2, place)
    return checks.Agree(_fact(first, place, "number"), _fact(second, place, "number"))


def _several(kind: str, made: Callable[[tuple[Check, ...]], Check]) -> Compiler:
    def compiled(rule: Rule, place: str, depth: int) -> Check:
        members = rule[kind]
        if not isinstance(members, list) or len(members) < 2:
            raise StandardError(f"{place}: {kind} asks for a list of two checks or more.")
        return made(tuple(compile_check(each, place, depth + 1) for each in members))

    return compiled


def _when(rule: Rule, place: str, depth: int) -> Check:
    condition = compile_check(rule["when"], place, depth + 1)
    unless = rule.get("unless", "")
    if not isinstance(unless, str):
        raise StandardError(f"{place}: unless is {unless!r}; write the reason as a sentence.")
    aside = rule.get("aside", "")
    if not isinstance(aside, str) or (unless and aside):
        raise StandardError(
            f"{place}: aside is {aside!r}; write the reason as a sentence, and no unless beside it."
        )
    return checks.When(condition, compile_check(rule.get("then"), place, depth + 1), unless, aside)


def _by_date(rule: Rule, place: str, depth: int) -> Check:
    day = rule.get("day")
    if not isinstance(day, date) or isinstance(day, datetime):
        raise StandardError(f"{place}: day is {day!r}; write a date such as 2023-01-01.")
    return checks.ByDate(
        _fact(rule["by-date"], place, "number"),
        day.toordinal(),
        compile_check(rule.get("before"), place, depth + 1),
        compile_check(rule.get("since"), place, depth + 1),
    )


def _issued_only(rule: Rule, place: str, depth: int) -> Check:
    if rule["issued-only"] is not True:
        raise StandardError(f"{place}: write issued-only = true.")
    return checks.Told("not applicable", _ONLY_ISSUED, _shown(rule, place))


def _told(kind: str, result: Result) -> Compiler:
    def compiled(rule: Rule, place: str, depth: int) -> Check:
        reason = rule[kind]
        if not isinstance(reason, str) or not reason.strip():
            raise StandardError(f"{place}: {kind} is {reason!r}; write the reason as a sentence.")
        return checks.Told(result, reason, _shown(rule, place))

    return compiled


def _shown(rule: Rule, place: str) -> Fact | None:
    return _fact(rule["shows"], place) if "shows" in rule else None


def _fact(name: Any, place: str, kind: FactKind | None = None) -> Fact:
    fact = FACTS.get(name) if isinstance(name, str) else None
    if fact is None:
        known = ", ".join(each for each in FACTS if ":" not in each)
        raise StandardError(
            f"{place}: no fact is called {name!r}; known are {known}, and level:<framework>, "
            "credits-stated:<unit>, credits-of:<unit>."
        )
    if kind is not None and fact.kind != kind:
        raise StandardError(f"{place}: {name!r} is no {kind} but a {fact.kind}; use another rule.")
    return fact


def _list(rule: Rule, kind: str, length: int, place: str) -> list[Any]:
    value = rule[kind]
    if not isinstance(value, list) or len(value) != length:
        raise StandardError(f"{place}: {kind} is {value!r}; write a list of {length}.")
    return value


def _number(value: Any, place: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise StandardError(f"{place}: {value!r} is no number; write one.")
    return float(value)


#: Every kind of rule: what compiles it, and what may stand beside it.
RULES: Final[Mapping[str, tuple[Compiler, tuple[str, ...]]]] = {
    "present": (_present, ()),
    "count": (_count, ()),
    "between": (_between, ()),
    "credits-between": (_credits_between, ()),
    "at-least": (_bound("at-least", is_low=True, strict=False), ("disputed",)),
    "above": (_bound("above", is_low=True, strict=True), ("disputed",)),
    "at-most": (_bound("at-most", is_low=False, strict=False), ("disputed",)),
    "below": (_bound("below", is_low=False, strict=True), ("disputed",)),
    "one-of": (_codes("one-of", is_none=False), ()),
    "none-of": (_codes("none-of", is_none=True), ()),
    "without-words": (_without_words, ()),
    "agree": (_agree, ()),
    "any": (_several("any", checks.Any), ()),
    "all": (_several("all", checks.All), ()),
    "when": (_when, ("then", "unless", "aside")),
    "by-date": (_by_date, ("day", "before", "since")),
    "issued-only": (_issued_only, ("shows",)),
    "judged-by-people": (_told("judged-by-people", "not stated"), ("shows",)),
    "no-ctdl-term": (_told("no-ctdl-term", "not stated"), ("shows",)),
    "observation": (_told("observation", "not applicable"), ("shows",)),
    "elsewhere": (_told("elsewhere", "not applicable"), ("shows",)),
}
