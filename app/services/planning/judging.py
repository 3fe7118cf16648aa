"""Whether a rule holds for things that count: what `encoding.py` says, in plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.services.planning.accepted import Bundle
from app.services.planning.setting import Setting
from app.services.planning.worth import NOTHING, Worth, at_least, at_most
from ctdl.pathways.rules import Among, Holds, Rule, SomeOf, Total


@dataclass(frozen=True)
class Counting:
    """Things that count, and the accepted sets that stand for something else."""

    things: frozenset[str]
    fired: tuple[Bundle, ...] = ()

    def through(self, thing: str) -> tuple[Bundle, ...]:
        """The accepted sets that count as a thing."""
        return tuple(each for each in self.fired if each.gives == thing)


@dataclass(frozen=True)
class Share:
    """What a thing, or an accepted set, adds to a total."""

    things: tuple[str, ...]
    worth: Worth
    bundle: Bundle | None = None


def holds(rule: Rule, counting: Counting, setting: Setting) -> bool:
    """Whether a rule holds; one in words never does, for nobody here can say so."""
    if isinstance(rule, Holds):
        return rule.thing in counting.things or bool(counting.through(rule.thing))
    if isinstance(rule, Total):
        least, most = total_of(rule, counting, setting)
        reaches = rule.minimum is None or least >= at_least(rule.minimum)
        return reaches and (rule.maximum is None or most <= at_most(rule.maximum))
    if isinstance(rule, SomeOf):
        found = sum(holds(each, counting, setting) for each in rule.rules)
        return rule.minimum <= found and (rule.maximum is None or found <= rule.maximum)
    return False


def total_of(total: Total, counting: Counting, setting: Setting) -> tuple[int, int]:
    """What the counted things sum to: the least that it may be, and the most."""
    found = shares(total, counting, setting)
    return sum(each.worth.least for each in found), sum(each.worth.most for each in found)


def shares(total: Total, counting: Counting, setting: Setting) -> list[Share]:
    """What each of the counted things adds to a total, those that stand for nothing left out."""
    among, unit = total.among, total.unit
    members = _members(total, counting, setting)
    bundles = [each for each in counting.fired if is_over(each, among, setting)]
    fired = {thing for each in counting.fired for thing in each.things}
    sources = {thing for each in bundles for thing in each.things}
    wholes = {each for each in members if (setting.worth(each, unit) or NOTHING).most}
    found = [
        Share((each,), setting.worth(each, unit) or NOTHING)
        for each in sorted(members - fired)
        if not _is_masked(each, wholes | sources, setting)
    ]
    for place, bundle in enumerate(bundles):
        stood_for = bundle.gives in members or any(
            _is_masked(each, wholes, setting) for each in bundle.things
        )
        if not stood_for and not any(is_same(each, bundle) for each in bundles[:place]):
            things = tuple(sorted(bundle.things))
            found.append(Share(things, bundle.worth(unit, setting.known), bundle))
    return found


def is_over(bundle: Bundle, among: Among, setting: Setting) -> bool:
    """Whether a total is taken over what an accepted set counts as."""
    if bundle.gives:
        return setting.qualifies(bundle.gives, among)
    return all(setting.qualifies(each, among) for each in bundle.things)


def is_same(bundle: Bundle, other: Bundle) -> bool:
    """Whether two accepted sets are about the same learning, so that a total counts one of them."""
    shares = not bundle.things.isdisjoint(other.things)
    return shares or (bundle.gives is not None and bundle.gives == other.gives)


def _members(total: Total, counting: Counting, setting: Setting) -> frozenset[str]:
    among = total.among
    possible: Iterable[str] = counting.things
    if among.things is not None and len(among.things) < len(counting.things):
        possible = counting.things & among.things
    return frozenset(each for each in possible if setting.qualifies(each, among))


def _is_masked(thing: str, wholes: set[str], setting: Setting) -> bool:
    return any(setting.masks(each, thing) for each in setting.wholes(thing) & wholes)
