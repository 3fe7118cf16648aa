"""Which of all things can matter to a plan; nothing else goes into the model."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from heapq import nsmallest
from typing import Final

from app.services.planning.answers import Measure
from app.services.planning.choosing import Yardstick, beyond, cannot_add, measured
from app.services.planning.setting import Setting
from app.services.planning.trees import Tree, helpful
from app.services.planning.worth import NOTHING
from ctdl.pathways.rules import Holds, Total

MOST_CANDIDATES: Final = 4000
"""With more than these, only the most promising of each rule are looked at."""
_FEWEST_EACH: Final = 40

Choice = Callable[[Total, frozenset[str]], frozenset[str]]
"""Those of the members of a total that are looked at."""


@dataclass(frozen=True)
class Relevant:
    """What can be added and may help; `is_cut` when only the most promising of it are here."""

    things: tuple[str, ...]
    is_cut: bool = False


def relevant(setting: Setting) -> tuple[str, ...]:
    """All that can be added and may help: for the target, for what helps there, and so on.

    A thing helps when a rule names it or is taken over it, when it brings such a thing with it, or
    when it is accepted as one. What only a cap or a bar looks at does not help.
    """
    return _followed(setting, lambda _, members: members)


def promising(
    setting: Setting, everything: tuple[str, ...], order: tuple[Measure, ...], stick: Yardstick
) -> Relevant:
    """What is relevant; of very many, those that take least of the measure for what they are worth.

    What a rule names is never left out, only what qualifies by its level, field or provider.
    """
    if len(everything) <= MOST_CANDIDATES:
        return Relevant(everything)
    totals = [leaf for leaf in helpful_leaves(setting.target) if isinstance(leaf, Total)]
    each = max(_FEWEST_EACH, MOST_CANDIDATES // (len(totals) + 1))
    measure: Measure = order[0] if order else "things"
    takes = {thing: _taken(setting, thing, measure, stick) for thing in everything}

    def cheapest(total: Total, members: frozenset[str]) -> frozenset[str]:
        if len(members) <= each or not total.among.is_open:
            return members
        possible = members & takes.keys()
        best = nsmallest(
            each, possible, lambda thing: (_price(setting, thing, total, takes), thing)
        )
        return frozenset(best) | (members & setting.held)

    return Relevant(_followed(setting, cheapest), is_cut=True)


def helping(setting: Setting, tree: Tree) -> frozenset[str]:
    """The things that can help to fulfil a tree, or are accepted as one that can."""
    return _helping(setting, tree, lambda _, members: members)


def helpful_leaves(tree: Tree) -> list[Holds | Total]:
    """The rules of a tree that having more can help to fulfil."""
    return list(helpful(tree.rule)) if tree.rule else []


def _followed(setting: Setting, choice: Choice) -> tuple[str, ...]:
    wanted: set[str] = set()
    found: set[str] = set()
    waiting = sorted(_helping(setting, setting.target, choice))
    while waiting:
        thing = waiting.pop()
        if thing in wanted or thing in setting.held:
            continue
        wanted.add(thing)
        for adder in (thing, *setting.wholes(thing)):
            if adder not in found and cannot_add(setting, adder) is None:
                found.add(adder)
                waiting += _helping(setting, setting.requires(adder), choice)
    return tuple(sorted(found))


def _helping(setting: Setting, tree: Tree, choice: Choice) -> frozenset[str]:
    found = _leaves(setting, tree, choice)
    for thing in tuple(found):
        for bundle in setting.bundles_for.get(thing, ()):
            found |= bundle.things
        for bundle in (*setting.bundles_for.get(thing, ()), *setting.bundles_of.get(thing, ())):
            for asked in bundle.requires:
                found |= _leaves(setting, asked, choice)
    return frozenset(found)


def _leaves(setting: Setting, tree: Tree, choice: Choice) -> set[str]:
    found: set[str] = set()
    for leaf in helpful_leaves(tree):
        if isinstance(leaf, Holds):
            found.add(leaf.thing)
        else:
            found |= choice(leaf, setting.members(leaf.among))
    return found


def _taken(
    setting: Setting, thing: str, measure: Measure, stick: Yardstick
) -> tuple[bool, bool, int]:
    """Whether a thing is beyond a limit, whether it states the measure, and how much it takes."""
    takes = measured(setting.known[thing], measure, stick)
    return bool(beyond(setting, thing)), takes is None, takes or 0


def _price(
    setting: Setting, thing: str, total: Total, takes: Mapping[str, tuple[bool, bool, int]]
) -> tuple[bool, bool, bool, float]:
    """How much of the measure a thing takes for what it is worth; what takes least comes first."""
    worth = (setting.worth(thing, total.unit) or NOTHING).least
    is_beyond, is_unstated, much = takes[thing]
    return is_beyond, not worth, is_unstated, much / worth if worth else 0.0
