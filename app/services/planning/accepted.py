"""Acceptances that are in force, those that say the same joined, and what they are worth."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.services.planning.answers import MOST_NAMED, Remark
from app.services.planning.trees import Tree, decidable
from app.services.planning.worth import NOTHING, ONE_THING, Worth, worth_of, worth_of_credits
from ctdl.pathways.things import Acceptance, Problem, Thing
from ctdl.records.values import Amount


@dataclass(frozen=True)
class Award:
    """What a tree is about: the target, or (`is_requirement`) a thing that requires something."""

    thing: str | None
    by: frozenset[str]
    is_requirement: bool


# Each is made once for a problem and is equal to itself only, so that it can be a key.
@dataclass(frozen=True, eq=False)
class Bundle:
    """Things that are accepted together, by one statement or by several that say the same.

    `gives` is the thing they count as; None when they count as themselves, for `receiver`.
    `sizes` are the stated credits, several when statements disagree; an empty one is their own
    size. `requires` is what any of the statements asks for besides; `receiver` and `towards` are
    whose awards, and which, it is about, where it gives nothing.
    """

    ids: tuple[str, ...]
    things: frozenset[str]
    gives: str | None
    receiver: str | None
    towards: str | None
    sizes: tuple[tuple[Amount, ...], ...]
    requires: tuple[Tree, ...] = ()

    def is_about(self, award: Award) -> bool:
        """Whether it says something about an award: what it gives is the same in all of them."""
        if self.gives:
            return True
        if self.towards is not None:
            return self.towards == award.thing
        return self.receiver is None or self.receiver in award.by

    def worth(self, unit: str | None, known: Mapping[str, Thing]) -> Worth:
        """What they are worth together: of statements that disagree, the lower value."""
        if unit is None:
            return ONE_THING if self.gives else Worth(*(len(self.things) * ONE_THING.least,) * 2)
        found = [
            (worth_of_credits(size, unit) or NOTHING) if size else self._own(unit, known)
            for size in self.sizes
        ]
        return min(found, key=lambda each: (each.least, each.most))

    def _own(self, unit: str, known: Mapping[str, Thing]) -> Worth:
        own = [worth_of(known[each], unit) or NOTHING for each in self.things if each in known]
        return Worth(sum(each.least for each in own), sum(each.most for each in own))


@dataclass(frozen=True)
class Accepted:
    """What is accepted on the day; `refused` are sets of things that must not count together."""

    bundles: tuple[Bundle, ...]
    refused: tuple[Bundle, ...]
    remarks: tuple[Remark, ...]


def accepted(problem: Problem) -> Accepted:
    """The acceptances in force, each said once; where one side refuses, nothing is accepted."""
    groups: dict[tuple[tuple[str, ...], str, str, str], list[Acceptance]] = {}
    for each in sorted(problem.acceptances, key=lambda each: each.id):
        is_said = each.state != "not stated" and each.said.holds_on(problem.day)
        if each.things and is_said:
            about = ("", "") if each.counts_as else (each.receiver or "", each.towards or "")
            key = (tuple(sorted(each.things)), each.counts_as or "", *about)
            groups.setdefault(key, []).append(each)
    bundles, refused, remarks = [], [], []
    for group in groups.values():
        remark = _remark(group)
        if remark:
            remarks.append(remark)
        if any(each.state == "refused" for each in group):
            refused.append(_bundle(group, problem.day))
        elif group[0].counts_as or any(each.credits for each in group):
            bundles.append(_bundle(group, problem.day))
    return Accepted(tuple(bundles), tuple(refused), tuple(remarks))


def _bundle(group: list[Acceptance], day: date) -> Bundle:
    first = group[0]
    sizes = tuple({_key(each.credits): each.credits for each in group}.values())
    ids = tuple(each.id for each in group)
    requires = tuple(decidable(each.requires, day) for each in group if each.requires)
    about = (None, None) if first.counts_as else (first.receiver, first.towards)
    return Bundle(ids, first.things, first.counts_as, *about, sizes, requires)


def _remark(group: list[Acceptance]) -> Remark | None:
    differ = len({(each.state, _key(each.credits)) for each in group}) > 1
    refused = any(each.state == "refused" for each in group)
    if not differ and not refused:
        return None
    things = tuple(sorted(group[0].things))[:MOST_NAMED]
    ids = tuple(each.id for each in group)[:MOST_NAMED]
    return Remark("disagreement" if differ else "refused", None, None, things, ids)


def _key(credits: tuple[Amount, ...]) -> tuple[tuple[Decimal | None, Decimal | None, str], ...]:
    def side(value: float | None) -> Decimal | None:
        return None if value is None else Decimal(str(value))

    return tuple((side(each.minimum), side(each.maximum), each.unit or "") for each in credits)
