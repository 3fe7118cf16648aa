"""A pathway as rules: one tree for each destination, and what has to come before what.

A component stands for what it is a proxy of. CTDL says of a condition that it satisfies its
component "in full or in part", so how it is meant is read from what it leads to: courses,
examinations and groups make up a component, earlier credentials only come before it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ctdl.ctid import CTID_PATTERN
from ctdl.documents import Document
from ctdl.pathways.reading_components import ComponentRules
from ctdl.pathways.reading_contradictions import contradictions
from ctdl.pathways.reading_faults import Fault, Faults
from ctdl.pathways.reading_order import cycles, joined_children, order_of
from ctdl.pathways.reading_things import view_of
from ctdl.pathways.rules import Rule, every
from ctdl.records.pathways import Component, PathwayRecord
from ctdl.records.pathways import read_pathway as read_pathway_view

_CLASS: Final = "ceterms:Pathway"
_MOST_NAMED: Final = 50


@dataclass(frozen=True)
class Destination:
    """One goal of a pathway, and what has to count for it."""

    component: Component
    rule: Rule


@dataclass(frozen=True)
class PathwayRules:
    """A pathway in normal form.

    `before` gives for each thing what has to be had before it can be added. `things` tells which
    components a thing stands for: what has no record of its own is described there.
    """

    destinations: tuple[Destination, ...]
    before: Mapping[str, Rule]
    things: Mapping[str, tuple[Component, ...]]
    faults: tuple[Fault, ...]


def read_pathway(document: Document) -> PathwayRecord | None:
    """The pathway that the document is about, or the first it describes; None without any."""
    views = [view_of(document, ctid) for ctid in document.ctids]
    found = next((view for view in views if view is not None and _CLASS in view.types), None)
    if found is None:
        return None
    return read_pathway_view(found, found.ctid or document.ctid)


def pathway_rules(record: PathwayRecord) -> PathwayRules:
    """One rule tree for each destination, with everything that does not hold together named.

    However components refer to each other, this ends: a component that leads back to itself can
    never be reached that way, and what is nested too deep stays in words.
    """
    faults = Faults()
    record = joined_children(record)
    _look_over(record, faults)
    known = {component.id: component for component in record.components}
    order = order_of(record, faults)
    rules = ComponentRules(record, known, faults)
    destinations = tuple(
        Destination(component, rules.destination(component))
        for component in _destinations(record, known, faults)
    )
    before = _before(record, rules, order)
    for found in cycles(record, order):
        faults.add("cycle", *sorted(found)[:_MOST_NAMED])
    contradictions(((each.component.id, each.rule) for each in destinations), faults)
    things: dict[str, list[Component]] = {}
    for component in record.components:
        for thing in rules.things(component):
            things.setdefault(thing, []).append(component)
    known_things = {thing: tuple(components) for thing, components in things.items()}
    return PathwayRules(destinations, before, known_things, faults.found)


def _before(
    record: PathwayRecord, rules: ComponentRules, order: Mapping[str, tuple[str, ...]]
) -> dict[str, Rule]:
    """What comes before each thing; where several components stand for it, before all of them."""
    asked: dict[str, list[Rule]] = {}
    for component in record.components:
        rule = rules.before(component, order.get(component.id, ()))
        if rule is not None:
            for thing in rules.things(component):
                asked.setdefault(thing, []).append(rule)
    return {
        thing: found[0]
        if len(found) == 1
        else every(f"{record.ctid}/before/{thing}", found[0].said, tuple(found))
        for thing, found in asked.items()
    }


def _look_over(record: PathwayRecord, faults: Faults) -> None:
    """Name what is off in the components themselves, whatever they are used for."""
    for component in record.components:
        if not component.is_component:
            faults.add("not-a-component", component.id)
        stated = component.stated_ctid
        if stated is not None and (not CTID_PATTERN.fullmatch(stated) or stated != component.id):
            faults.add("ctid-malformed", component.id)


def _destinations(
    record: PathwayRecord, known: Mapping[str, Component], faults: Faults
) -> list[Component]:
    """The destinations that are described; where none is named, what nothing else leads on from."""
    for id in record.destinations:
        if id not in known:
            faults.add("component-missing", id)
    found = [known[id] for id in record.destinations if id in known]
    if found:
        return found
    faults.add("no-destination", record.ctid)
    used = {id for each in record.components for id in _uses(each)}
    used |= {each.id for each in record.components if set(each.precedes) & known.keys()}
    return [each for each in record.components if each.id not in used]


def _uses(component: Component) -> set[str]:
    found = {*component.children, *component.preceded_by}
    waiting = list(component.conditions)
    while waiting:
        condition = waiting.pop()
        found |= set(condition.targets)
        waiting += condition.conditions
    return found - {component.id}
