"""The components of a pathway as rules, and the conditions between them.

A component stands for what it is a proxy of; a group for what it asks for. Whatever refers to
what, reading ends: a path that comes back to itself is a rule that never holds.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from ctdl.pathways.reading_conditions import first_day, last_day
from ctdl.pathways.reading_constraints import read_constraints
from ctdl.pathways.reading_faults import MAX_DEPTH, MAX_RULES, Faults
from ctdl.pathways.reading_numbers import Counting, Place
from ctdl.pathways.reading_order import led_from
from ctdl.pathways.rules import (
    Holds,
    InWords,
    Rule,
    Said,
    either,
    every,
)
from ctdl.records.pathways import Component, ComponentCondition, PathwayRecord
from ctdl.vocabulary import vocabulary

_CONDITION: Final = "ceterms:hasCondition"
_CHILD: Final = "ceasn:hasChild"
_BEFORE: Final = "ceterms:precedes"
_CREDENTIALS: Final = ("ceterms:CredentialComponent", "ceterms:Credential")
_GROUPS: Final = (
    "ceterms:BasicComponent",
    "ceterms:CollectionComponent",
    "ceterms:MultiComponent",
)
_BY_PEOPLE: Final = (
    "ceterms:CompetencyComponent",
    "ceterms:CocurricularComponent",
    "ceterms:ExtracurricularComponent",
    "ceterms:JobComponent",
    "ceterms:WorkExperienceComponent",
)
MAX_RULES_IN_ALL: Final = 50_000
"""How many rules all trees of one pathway may come to."""
_Path = tuple[str, ...]


class ComponentRules:
    """Turns the components of one pathway into rules; what is off goes to `faults`."""

    def __init__(
        self, record: PathwayRecord, known: Mapping[str, Component], faults: Faults
    ) -> None:
        self._record = record
        self._known = known
        self._faults = faults
        self._rules = 0
        owner = next((each.ctid for each in record.owned_by if each.ctid), None)
        self._said = Said(
            record.ctid, _CONDITION, owner, first_day(record.start), last_day(record.end)
        )
        self._things = {id: _things_of(component) for id, component in known.items()}
        self._left = MAX_RULES_IN_ALL
        self._depth = 0
        self._made_up = self._those_made_up()

    def things(self, component: Component) -> tuple[str, ...]:
        """The things that the component stands for; none for a group of others."""
        return () if self._is_group(component) else self._things[component.id]

    def destination(self, component: Component) -> Rule:
        """What has to count for a goal of the pathway."""
        at = f"{self._record.ctid}/to/{component.id}"
        self._rules = 0
        rules = self._expanded(component, at, ())
        rules = rules or self._all_else(component, at)
        if rules is None:
            return self._held(component, at)
        if self._is_group(component) or component.id in self._made_up:
            return rules
        own = self._held(component, f"{at}/itself")
        return every(f"{at}/all", self._said, (rules, own), component.name)

    def before(self, component: Component, preceding: tuple[str, ...]) -> Rule | None:
        """What has to be had before the component's things can be added."""
        if self._is_group(component):
            return None
        at = f"{self._record.ctid}/before/{component.id}"
        self._rules = 0
        asked = self._expanded(component, at, ())
        rules = [asked] if asked is not None else []
        said = replace(self._said, predicate=_BEFORE)
        for number, id in enumerate(preceding):
            rules.append(self._component(id, f"{at}/after/{number}", (component.id,), said))
        if len(rules) == 1:
            return rules[0]
        return every(f"{at}/all", said, tuple(rules), component.name) if rules else None

    # ---- one component

    def _component(self, id: str, at: str, path: _Path, said: Said) -> Rule:
        """The rule that a component counts, where others refer to it."""
        component = self._known.get(id)
        if component is None:
            self._faults.add("component-missing", id)
            return Holds(at, said, id)
        if id in path:
            self._faults.add("cycle", *sorted(path[path.index(id) :]))
            return _never(at, said, component)
        if not self._may_go_on(id):
            return InWords(at, said, component.name, name=component.name)
        self._depth += 1
        try:
            return self._counted(component, at, path, said)
        finally:
            self._depth -= 1

    def _counted(self, component: Component, at: str, path: _Path, said: Said) -> Rule:
        if self._is_group(component):
            expanded = self._expanded(component, at, path)
            return expanded or InWords(at, said, component.name, name=component.name)
        if vocabulary().is_any(component.type, _BY_PEOPLE):
            return InWords(at, said, component.name, name=component.name)
        if path and set(self._things[component.id]) & set(self.things(self._known[path[0]])):
            self._faults.add("requires-itself", path[0], component.id)
            return _never(at, said, component)
        if component.id not in self._made_up:
            return self._held(component, at, said)
        made = self._expanded(component, f"{at}/made", path)
        held = self._held(component, f"{at}/held", said)
        return either(at, said, (held, made), component.name) if made else held

    def _may_go_on(self, id: str, size: int = 1, where: str = "") -> bool:
        """Whether there is room for more rules; honest pathways are far below every bound."""
        self._rules += size
        self._left -= size
        if self._depth >= MAX_DEPTH:
            self._faults.add("too-deep", id, where=where)
            return False
        if self._rules > MAX_RULES or self._left < 0:
            self._faults.add("too-many", self._record.ctid)
            return False
        return True

    def _held(self, component: Component, at: str, said: Said | None = None) -> Rule:
        said = said or self._said
        things = self._things[component.id]
        held: tuple[Rule, ...] = tuple(
            Holds(f"{at}/{number}" if len(things) > 1 else at, said, thing, name=component.name)
            for number, thing in enumerate(things)
        )
        return held[0] if len(held) == 1 else either(at, said, held, component.name)

    def _is_group(self, component: Component) -> bool:
        """Whether it only holds others together: nobody is awarded it."""
        if component.proxy_for or not (component.conditions or component.children):
            return False
        return vocabulary().is_any(component.type, (*_GROUPS, *_BY_PEOPLE))

    def _those_made_up(self) -> frozenset[str]:
        """The components that what they ask for makes up, instead of only coming before them.

        So it is where anything but an earlier credential is asked for, groups looked through.
        """
        asked_by: dict[str, list[Component]] = {}
        for component in self._known.values():
            for id in set(led_from(component)) - {component.id}:
                asked_by.setdefault(id, []).append(component)
        # A total over all of the pathway asks for whatever there is, and not for one credential.
        found = {each.id for each in self._known.values() if _counts_everything(each)}
        waiting = [
            each.id
            for each in self._known.values()
            if each.id in found
            and self._is_group(each)
            or not self._is_group(each)
            and not vocabulary().is_any(each.type, _CREDENTIALS)
        ]
        while waiting:
            for component in asked_by.get(waiting.pop(), ()):
                if component.id not in found:
                    found.add(component.id)
                    waiting += [component.id] if self._is_group(component) else []
        return frozenset(found)

    def _expanded(self, component: Component, at: str, path: _Path) -> Rule | None:
        """What the conditions of a component ask for, or its children where it has none."""
        inner = (*path, component.id)
        if component.conditions:
            found = [
                self._condition(each, f"{at}/condition/{number}", inner, f"condition/{number}")
                for number, each in enumerate(component.conditions)
            ]
            rules = tuple(rule for rule in found if rule is not None)
            if len(rules) == 1:
                return rules[0] if rules[0].name else replace(rules[0], name=component.name)
            return every(f"{at}/conditions", self._said, rules, component.name) if rules else None
        children = tuple(
            self._component(
                id, f"{at}/child/{number}", inner, replace(self._said, predicate=_CHILD)
            )
            for number, id in enumerate(self._others(component, component.children))
        )
        if not children:
            return None
        said = replace(self._said, predicate=_CHILD)
        return every(f"{at}/parts", said, children, component.name)

    def _others(self, component: Component, ids: tuple[str, ...]) -> list[str]:
        if component.id in ids:
            self._faults.add("requires-itself", component.id)
        return [id for id in dict.fromkeys(ids) if id != component.id]

    def _all_else(self, destination: Component, at: str) -> Rule | None:
        """The parts of a pathway none of whose components says what it asks for."""
        goals = {destination.id, *self._record.destinations}
        stated = any(
            each.conditions or each.children or each.precedes or each.preceded_by
            for each in self._record.components
        )
        parts = [each for each in self._record.components if each.id not in goals]
        if stated or not parts:
            return None
        said = replace(self._said, predicate="ceterms:hasPart")
        rules = tuple(
            self._component(each.id, f"{at}/part/{number}", (destination.id,), said)
            for number, each in enumerate(parts)
        )
        return every(f"{at}/parts", said, rules, self._record.name)

    # ---- one condition

    def _condition(
        self, condition: ComponentCondition, at: str, path: _Path, where: str
    ) -> Rule | None:
        """The rule of one condition; `where` it stands in its component, the last of the path."""
        name = condition.name or condition.description
        if condition.cut is not None:
            self._faults.add(condition.cut, path[-1], where=where)
        if condition.cut is not None or not self._may_go_on(path[-1], where=where):
            return InWords(at, self._said, name, name=condition.name)
        self._depth += 1
        try:
            rules = self._asked(condition, at, path, where)
        finally:
            self._depth -= 1
        if not rules:
            # One that is described stands in words; one that says nothing at all is a mistake.
            if not condition.description:
                self._faults.add("condition-empty", path[-1], where=where)
            return InWords(at, self._said, name) if name else None
        if len(rules) == 1:
            return rules[0] if rules[0].name else replace(rules[0], name=name)
        return every(f"{at}/all", self._said, tuple(rules), name)

    def _asked(self, condition: ComponentCondition, at: str, path: _Path, where: str) -> list[Rule]:
        """Everything that one condition asks for: its number of others, its totals, its words."""
        left, totals, words = self._limits(condition, at, path, where)
        members = [
            self._component(id, f"{at}/{number}", path, self._said)
            for number, id in enumerate(self._others(self._known[path[-1]], condition.targets))
            if id in left or id not in self._known
        ]
        nested = [
            rule
            for number, each in enumerate(condition.conditions)
            if (
                rule := self._condition(
                    each, f"{at}/condition/{number}", path, f"{where}/condition/{number}"
                )
            )
            is not None
        ]
        counting = Counting(condition, Place(at, path[-1], where), self._said, self._faults)
        return [*counting.rules(members, nested, totals), *words]

    def _limits(
        self, condition: ComponentCondition, at: str, path: _Path, where: str
    ) -> tuple[frozenset[str], tuple[Rule, ...], tuple[Rule, ...]]:
        """The targets that still count, the totals over them, and what stays in words."""
        if not condition.constraints:
            return frozenset(condition.targets), (), ()
        targets = tuple(self._known[id] for id in condition.targets if id in self._known)
        pool = self._out_of_groups(targets) or self._holdable(path)
        if not self._may_go_on(path[-1], len(pool) * len(condition.constraints), where):
            unread = InWords(f"{at}/constraints", self._said, condition.description)
            return frozenset(condition.targets), (), (unread,)
        limits = read_constraints(condition.constraints, pool, self._things, at, self._said)
        for id in limits.unread:
            self._faults.add("constraint-not-read", path[-1], where=where + id.removeprefix(at))
        groups = {each.id for each in targets if self._is_group(each)}
        left = groups | {each.id for each in limits.candidates}
        return frozenset(left), limits.totals, limits.words

    def _out_of_groups(self, components: tuple[Component, ...]) -> tuple[Component, ...]:
        """The components, with those that a group asks for in place of the group."""
        found: dict[str, Component] = {}
        waiting, seen = [each.id for each in reversed(components)], set[str]()
        while waiting:
            component = self._known.get(waiting.pop())
            if component is None or component.id in seen:
                continue
            seen.add(component.id)
            if self._is_group(component):
                waiting += led_from(component)
            else:
                found[component.id] = component
        return tuple(found.values())

    def _holdable(self, path: _Path) -> tuple[Component, ...]:
        """All components that can count where a condition names none of them."""
        left_out = {*path, *self._record.destinations}
        return tuple(
            each
            for each in self._record.components
            if each.id not in left_out and not self._is_group(each)
        )


def _things_of(component: Component) -> tuple[str, ...]:
    """What a component is a proxy of; itself where it is no proxy."""
    proxied = (each.ctid or each.iri for each in component.proxy_for)
    return tuple(dict.fromkeys(thing for thing in proxied if thing)) or (component.id,)


def _counts_everything(component: Component) -> bool:
    waiting = list(component.conditions)
    while waiting:
        condition = waiting.pop()
        if condition.constraints and not condition.targets:
            return True
        waiting += condition.conditions
    return False


def _never(at: str, said: Said, component: Component) -> Rule:
    """The rule that never holds: nothing would be reached by going round in a circle."""
    return either(at, said, (), component.name)
