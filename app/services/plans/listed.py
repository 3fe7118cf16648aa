"""What is listed for a target of which no record states how much of the list it asks for.

A list of parts that somebody else made is no rule: with neither a number nor a size, nobody knows
whether all of them are needed, nor what else is. Nothing is planned then; what counts is told, and
what is left to choose. What the provider itself calls the parts is planned with, and it is said
that the record does not tell whether all are needed.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from app.services import reading
from app.services.confirming import CONFIRMED, Speakers
from app.services.planning import Measure, Standing, Totals
from app.services.planning.accounting import totals_of
from app.services.planning.choosing import beyond, cannot_add, measured, yardstick
from app.services.planning.setting import Setting
from app.services.plans.gathering import Gathered
from app.services.plans.targets import Target
from app.services.registry import Registry
from app.store import catalogue
from ctdl.ctid import CTID
from ctdl.pathways.reading import rests_on_stated_parts
from ctdl.pathways.rules import Holds, Rule, SomeOf, walk

HAS_PART: Final = "ceterms:hasPart"
IS_PART_OF: Final = "ceterms:isPartOf"
_LAST: Final = 1 << 62


@dataclass(frozen=True)
class Besides:
    """Another rule that the record states, and whether what is held meets it."""

    rule: Rule
    holds: bool


@dataclass(frozen=True)
class Listed:
    """A list of parts: those that are held, and the others in the order asked for.

    `to_choose` can be added within the limits; `out_of_reach` cannot. `totals` are what all that
    can be added states together. `counting` are the held things by which parts are held.
    """

    rule: str
    held: tuple[str, ...]
    counting: tuple[str, ...]
    to_choose: tuple[str, ...]
    out_of_reach: tuple[str, ...]
    totals: Totals
    besides: tuple[Besides, ...]

    @property
    def size(self) -> int:
        """How many things are listed."""
        return len(self.held) + len(self.to_choose) + len(self.out_of_reach)


def listed(
    registry: Registry, target: Target, gathered: Gathered, have: Collection[str], first: Measure
) -> Listed | None:
    """What others list for the target; None where its rules tell how much it asks for."""
    rule = _bare_list(target)
    if rule is None or _is_own(registry, target.ctid):
        return None
    standing = Standing(have, gathered.problem)
    told = {each.rule: each for each in standing.towards(rule).rules}
    parts = {
        each.id: each.thing for each in rule.rules if isinstance(each, Holds) and each.id in told
    }
    held = tuple(thing for id_, thing in parts.items() if told[id_].share == 1)
    setting = Setting(gathered.problem)
    missing = [thing for thing in dict.fromkeys(parts.values()) if thing not in held]
    to_choose = [
        each for each in missing if cannot_add(setting, each) is None and not beyond(setting, each)
    ]
    to_choose.sort(key=_by(setting, to_choose, first))
    return Listed(
        rule=rule.id,
        held=tuple(dict.fromkeys(held)),
        counting=tuple(sorted({by for id_ in parts for by in told[id_].by})),
        to_choose=tuple(to_choose),
        out_of_reach=tuple(each for each in missing if each not in to_choose),
        totals=totals_of(setting, to_choose),
        besides=tuple(
            Besides(each, standing.towards(each).share == 1) for each in _others(target.rule, rule)
        ),
    )


def _is_own(registry: Registry, whole: CTID) -> bool:
    """Whether its provider states the parts, by the rule for everything that is confirmed."""
    providers = reading.summaries(registry, [whole])[whole].providers
    with registry.database.reading() as connection:
        rows = catalogue.edges_from(connection, [whole], [HAS_PART])
        rows += catalogue.edges_to(connection, [whole], [IS_PART_OF])
    own = [row for row in rows if whole in (row.subject, row.record)]
    speakers = Speakers.of(registry, {row.record for row in own})
    return CONFIRMED[speakers.confirmed(own, (), whole, providers)] is True


def _bare_list(target: Target) -> SomeOf | None:
    """The rule that is nothing but a list of parts."""
    if target.pathway is not None or target.iri is not None:
        return None
    for each in walk(target.rule):
        is_list = isinstance(each, SomeOf) and each.kind == "all" and bool(each.rules)
        if is_list and rests_on_stated_parts(each) and isinstance(each, SomeOf):
            return each if all(isinstance(part, Holds) for part in each.rules) else None
    return None


def _others(root: Rule, listed_rule: Rule) -> list[Rule]:
    """What the target asks for besides the list."""
    if not isinstance(root, SomeOf) or root.kind != "all":
        return []
    return [each for each in root.rules if each.id != listed_rule.id]


def _by(
    setting: Setting, things: Collection[str], first: Measure
) -> Callable[[str], tuple[int, str]]:
    """Least of the measure first, and what does not state it last."""
    stick = yardstick(setting, things)

    def place(thing: str) -> tuple[int, str]:
        value = measured(setting.known[thing], first, stick)
        return _LAST if value is None else value, thing

    return place
