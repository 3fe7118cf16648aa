"""The constraints of a pathway's condition: totals over its components, or which of them count.

A constraint compares two sides. With an action on one of them (Sum, CountDistinct) it is about all
components together, and a total; without one it is about each, and leaves out those it does not
hold for. What cannot be compared stays in words: nothing is taken to hold, nothing to fail.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Final

from ctdl.credit_units import unit_code
from ctdl.ctid import ctid_in
from ctdl.language import LangText, folded
from ctdl.pathways.rules import Among, InWords, Rule, Said, Total
from ctdl.records.pathways import Component, Constraint
from ctdl.records.values import Amount
from ctdl.sizes import exact_number

SMALLEST_STEP: Final = Decimal("0.01")
"""By how much credits have to be above a number to be more than it."""

_CREDITS: Final = "ceterms:creditValue"
_POINTS: Final = "ceterms:pointValue"
_UNIT: Final = "ceterms:creditUnitType"
_MIRRORED: Final = {"GT": "LT", "GTEQ": "LTEQ", "LT": "GT", "LTEQ": "GTEQ"}
_COMPARED: Final = frozenset({"EQ", "GT", "GTEQ", "LT", "LTEQ"})
_FIRST_OF_ALL: Final = frozenset({None, "AnyOf", "OneOf", "AllOf"})


@dataclass(frozen=True)
class Constrained:
    """What the constraints of one condition come to.

    `candidates` are the components that still count, `totals` the rules over all of them, `words`
    what has to be read by people.
    """

    candidates: tuple[Component, ...]
    totals: tuple[Rule, ...]
    words: tuple[Rule, ...]
    unread: tuple[str, ...]


def read_constraints(
    constraints: tuple[Constraint, ...],
    candidates: tuple[Component, ...],
    things: Mapping[str, tuple[str, ...]],
    id: str,
    said: Said,
) -> Constrained:
    """The constraints as rules over the candidates; `things` are the things of each component."""
    sorted_out = [_turned(each) for each in constraints]
    units = [found for each in sorted_out if (found := _unit_asked(each)) is not None]
    left, totals, words, unread = candidates, list[Total](), list[Rule](), list[str]()
    for number, constraint in enumerate(sorted_out):
        own_id = f"{id}/constraint/{number}"
        kept = _kept(constraint, left)
        if _unit_asked(constraint) is not None:
            continue
        total = _total(constraint, candidates, units, own_id, said)
        if total is not None:
            totals.append(total)
        elif kept is not None:
            left = kept
        else:
            unread.append(own_id)
            words.append(InWords(own_id, said, _in_words(constraint), name=constraint.name))
    pool = frozenset(thing for each in left for thing in things.get(each.id, ()))
    counted = tuple(replace(total, among=Among(things=pool)) for total in totals)
    return Constrained(left, counted, tuple(words), tuple(unread))


def _turned(constraint: Constraint) -> Constraint:
    """The constraint with what is measured on the left and what it is measured by on the right."""
    if _number(constraint.right) is not None or _number(constraint.left) is None:
        return constraint
    return Constraint(
        constraint.name,
        constraint.description,
        constraint.right,
        constraint.right_action,
        _MIRRORED.get(constraint.comparator or "", constraint.comparator),
        constraint.left,
        constraint.left_action,
    )


def _unit_asked(constraint: Constraint) -> str | None:
    """The unit of credit that all the totals beside it are in."""
    if constraint.left != (_UNIT,) or constraint.comparator != "EQ" or len(constraint.right) != 1:
        return None
    return unit_code(constraint.right[0]) or constraint.right[0]


def _total(
    constraint: Constraint,
    candidates: tuple[Component, ...],
    units: list[str],
    id: str,
    said: Said,
) -> Total | None:
    number = _number(constraint.right)
    if number is None or constraint.comparator not in _COMPARED:
        return None
    if constraint.left_action == "CountDistinct":
        return _bounded(constraint, id, said, None, number, Decimal(1))
    if constraint.left_action == "Sum" and constraint.left == (_CREDITS,):
        found = units or sorted({unit for each in candidates for unit in _units(each.credits)})
        # Without a unit the sum says nothing: 60 of what?
        if len(set(found)) == 1:
            return _bounded(constraint, id, said, found[0], number, SMALLEST_STEP)
    return None


def _bounded(
    constraint: Constraint, id: str, said: Said, unit: str | None, number: Decimal, step: Decimal
) -> Total | None:
    comparator = constraint.comparator
    low = {"EQ": number, "GTEQ": number, "GT": number + step}.get(comparator or "")
    high = {"EQ": number, "LTEQ": number, "LT": number - step}.get(comparator or "")
    if high is not None and high < 0:
        return None
    name = constraint.name or constraint.description
    return Total(id, said, Among(), unit, low, high, name=name)


def _kept(
    constraint: Constraint, candidates: tuple[Component, ...]
) -> tuple[Component, ...] | None:
    """The candidates it holds for; None where it cannot be told of every one of them."""
    if constraint.left_action not in _FIRST_OF_ALL or len(constraint.left) != 1:
        return None
    if constraint.right_action not in _FIRST_OF_ALL or not candidates:
        return None
    answers = [_holds(constraint, each) for each in candidates]
    if any(answer is None for answer in answers):
        return None
    return tuple(each for each, answer in zip(candidates, answers, strict=True) if answer)


def _holds(constraint: Constraint, component: Component) -> bool | None:
    measured = constraint.left[0]
    number = _number(constraint.right)
    if measured in (_CREDITS, _POINTS) and number is not None:
        amounts = component.credits if measured == _CREDITS else component.points
        stated = exact_number(amounts[0].minimum) if len(amounts) == 1 else None
        return None if stated is None else _compares(constraint.comparator, stated, number)
    stated_values = _values(measured, component)
    wanted = {_plain(value) for value in constraint.right}
    if not stated_values or not wanted or constraint.comparator not in ("EQ", "NEQ"):
        return None
    every = constraint.right_action == "AllOf"
    found = wanted <= stated_values if every else bool(wanted & stated_values)
    return found if constraint.comparator == "EQ" else not found


def _compares(comparator: str | None, left: Decimal, right: Decimal) -> bool | None:
    return {
        "EQ": left == right,
        "NEQ": left != right,
        "GT": left > right,
        "GTEQ": left >= right,
        "LT": left < right,
        "LTEQ": left <= right,
    }.get(comparator or "")


def _values(measured: str, component: Component) -> set[str]:
    """What a component states of itself, in a form that can be compared."""
    if measured == "asn:hasProgressionLevel":
        return {_plain(level.iri or "") for level in component.levels if level.iri}
    if measured == "ceterms:creditLevelType":
        return {_plain(level) for level in component.credit_levels}
    texts = {
        "ceterms:componentDesignation": component.designations,
        "ceterms:componentCategory": component.categories,
        "ceterms:programTerm": component.terms,
    }.get(measured, ())
    if measured in ("rdf:type", "@type"):
        return {_plain(component.type)}
    return {folded(words) for text in texts for words in text.values()}


def _plain(value: str) -> str:
    """An address by its CTID, a concept by its last name, words without case."""
    return ctid_in(value) or folded(value.replace("/", ":").rpartition(":")[2] or value)


def _units(amounts: tuple[Amount, ...]) -> set[str]:
    return {amount.unit for amount in amounts if amount.unit}


def _number(sources: tuple[str, ...]) -> Decimal | None:
    if len(sources) != 1:
        return None
    try:
        return exact_number(Decimal(sources[0]))
    except InvalidOperation:
        return None


def _in_words(constraint: Constraint) -> LangText:
    stated = constraint.description or constraint.name
    if stated:
        return stated
    left = " ".join(filter(None, (constraint.left_action, *constraint.left)))
    right = " ".join(filter(None, (constraint.right_action, *constraint.right)))
    return {"und": f"{left} {constraint.comparator or '?'} {right}"}
