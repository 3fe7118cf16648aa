"""Rules that cannot hold whatever somebody has: found where it can be seen from the rule alone."""

from collections.abc import Iterable, Iterator

from ctdl.pathways.reading_faults import Faults
from ctdl.pathways.rules import Holds, Rule, SomeOf, Total, walk


def contradictions(rules: Iterable[tuple[str, Rule]], faults: Faults) -> None:
    """Name what asks for a thing and bars it, and numbers that exclude each other.

    The rules come with the component whose they are.
    """
    for component, rule in rules:
        for each in walk(rule):
            if _is_empty(each):
                faults.add("contradiction", component)
            if isinstance(each, SomeOf) and each.kind == "all":
                inside = list(_together(each))
                asked = {one.thing for one in inside if isinstance(one, Holds)}
                for thing in sorted(asked & _barred(inside)):
                    faults.add("contradiction", thing)


def _is_empty(rule: Rule) -> bool:
    """Whether no number is between its least and its most."""
    if isinstance(rule, SomeOf):
        return rule.maximum is not None and rule.minimum > rule.maximum
    bounds = (rule.minimum, rule.maximum) if isinstance(rule, Total) else (None, None)
    return bounds[0] is not None and bounds[1] is not None and bounds[0] > bounds[1]


def _together(rule: SomeOf) -> Iterator[Rule]:
    """What has to hold at the same time as the rule does."""
    waiting = list(rule.rules)
    while waiting:
        found = waiting.pop()
        yield found
        if isinstance(found, SomeOf) and found.kind == "all":
            waiting += found.rules


def _barred(rules: list[Rule]) -> set[str]:
    barring = [rule for rule in rules if isinstance(rule, SomeOf) and rule.kind == "none"]
    return {one.thing for rule in barring for one in rule.rules if isinstance(one, Holds)}
