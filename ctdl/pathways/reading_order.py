"""The order of a pathway's components: what comes before what, and where it goes in circles."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ctdl.pathways.reading_faults import Faults
from ctdl.records.pathways import Component, PathwayRecord


def order_of(record: PathwayRecord, faults: Faults) -> dict[str, tuple[str, ...]]:
    """The components that precede each component, stated by it or by them."""
    found: dict[str, dict[str, None]] = {}
    known = {component.id for component in record.components}
    for component in record.components:
        stated = [(component.id, after) for after in component.precedes]
        stated += [(before, component.id) for before in component.preceded_by]
        for before, after in stated:
            if before == after:
                faults.add("requires-itself", before)
            elif before not in known or after not in known:
                faults.add("component-missing", before if before not in known else after)
            else:
                found.setdefault(after, {})[before] = None
    return {after: tuple(before) for after, before in found.items()}


def joined_children(record: PathwayRecord) -> PathwayRecord:
    """The record with each component's children as either side states them."""
    stated: dict[str, dict[str, None]] = {}
    for component in record.components:
        for parent in component.parents:
            stated.setdefault(parent, {})[component.id] = None
    return replace(
        record,
        components=tuple(
            replace(each, children=tuple(dict.fromkeys((*each.children, *stated.get(each.id, ())))))
            for each in record.components
        ),
    )


def led_from(component: Component) -> Iterator[str]:
    """The components that one asks for: those in its conditions, or its children without any."""
    if not component.conditions:
        yield from component.children
    waiting = list(component.conditions)
    while waiting:
        condition = waiting.pop()
        yield from condition.targets
        waiting += condition.conditions


def cycles(record: PathwayRecord, order: Mapping[str, Iterable[str]]) -> Iterator[frozenset[str]]:
    """The groups of components that all lead back to each other (Tarjan, without recursion)."""
    known = {component.id for component in record.components}
    below = {
        component.id: [
            id
            for id in dict.fromkeys((*led_from(component), *order.get(component.id, ())))
            if id in known and id != component.id
        ]
        for component in record.components
    }
    numbers: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_ones: list[str] = []
    is_open: set[str] = set()
    for start in below:
        if start in numbers:
            continue
        path = [(start, iter(below[start]))]
        numbers[start] = lowest[start] = len(numbers)
        open_ones.append(start)
        is_open.add(start)
        while path:
            id, following = path[-1]
            step = next(following, None)
            if step is None:
                path.pop()
                if path:
                    lowest[path[-1][0]] = min(lowest[path[-1][0]], lowest[id])
                if lowest[id] == numbers[id]:
                    group = _closed(open_ones, is_open, id)
                    if len(group) > 1:
                        yield group
            elif step not in numbers:
                numbers[step] = lowest[step] = len(numbers)
                open_ones.append(step)
                is_open.add(step)
                path.append((step, iter(below[step])))
            elif step in is_open:
                lowest[id] = min(lowest[id], numbers[step])


def _closed(open_ones: list[str], is_open: set[str], until: str) -> frozenset[str]:
    group = set()
    while until not in group:
        member = open_ones.pop()
        is_open.discard(member)
        group.add(member)
    return frozenset(group)
