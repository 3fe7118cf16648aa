"""The rules of an award as a tree, with a name for each in English and French."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from ctdl.ctid import CTID
from ctdl.language import LangText
from ctdl.pathways.rules import (
    Among,
    Holds,
    InWords,
    Rule,
    Said,
    SomeOf,
    Total,
    every,
    none_of,
)
from ctdl.records.values import Amount
from registry_data.convert.award_rules import CourseGroup, CourseRules, ListedCourse, UnitRules
from registry_data.convert.errors import FactError

_CONDITION: Final = "ceterms:hasCondition"

Place = Callable[[ListedCourse], str]
"""Gives the thing that a listed course is, and a place in the pathway to it."""


def course_key(course: ListedCourse) -> str:
    """What a course without a record is called while its pathway is made."""
    return f"course:{course.code}"


def exit_words(credits: str) -> LangText:
    """How many of the programme's credits are enough to leave with this award."""
    return {
        "en": f"{credits} ECTS credits of the programme; its modules are not named",
        "fr": f"{credits} crédits ECTS du programme ; ses modules ne sont pas nommés",
    }


class RuleTree:
    """Makes the tree of one pathway; `unit` is the code of its unit of credit."""

    def __init__(self, pathway: CTID, unit: str) -> None:
        self._pathway = pathway
        self._said = Said(pathway, _CONDITION)
        self._unit = unit
        self._made = 0

    def amount(self, credits: float) -> Amount:
        """A number of credits in the unit of the award."""
        return Amount(credits, credits, self._unit, {})

    def of_units(self, read: UnitRules, things: Mapping[str, str]) -> Rule:
        """So many units and credits, credits of one group of them, and pairs that exclude."""
        pool = tuple(things.values())
        rules: list[Rule] = []
        if read.count:
            rules.append(self._some(read.count, pool))
        if read.minimum is not None or read.maximum is not None:
            rules.append(self._total(pool, read.minimum, read.maximum))
        if read.from_first is not None:
            first = tuple(
                thing for number, thing in things.items() if read.first <= number <= read.last
            )
            rules.append(self._total(first, read.from_first))
        for one, other in read.barred:
            if one not in things or other not in things:
                raise FactError(f"Units {one} and {other} are barred, but do not both count.")
            rules.append(self._barred((one, other), (things[one], things[other])))
        return self._all(rules)

    def of_courses(self, read: CourseRules, sizes: Mapping[str, float], place: Place) -> Rule:
        """The compulsory courses, groups to choose from, and what stays in words."""
        rules: list[Rule] = []
        if read.compulsory is not None:
            rules += self._compulsory(read.compulsory, place)
        for group in read.groups:
            rules.append(self._group(group, read, sizes, place))
        if read.free is not None:
            rules.append(
                self._words(
                    f"{read.free} credits of free electives",
                    f"{read.free} crédits de cours au choix libre",
                )
            )
        return self._all(rules)

    def of_mandatory(self, thing: str) -> Rule:
        """The one unit that is named as mandatory; which others there are is not stated."""
        rest = self._words(
            "The other units of the award are not named",
            "Les autres unités du titre ne sont pas nommées",
        )
        return self._all([Holds(self._id(), self._said, thing), rest])

    def of_exits(self, total: str) -> Rule:
        """The credits of the whole programme, of which nobody names the modules."""
        return InWords(self._id(), self._said, exit_words(total))

    def _compulsory(self, group: CourseGroup, place: Place) -> list[Rule]:
        held: tuple[Rule, ...] = tuple(
            Holds(self._id(), self._said, place(course)) for course in group.courses
        )
        count = len(held)
        name = {
            "en": "1 compulsory course" if count == 1 else f"{count} compulsory courses",
            "fr": "1 cours obligatoire" if count == 1 else f"{count} cours obligatoires",
        }
        rules: list[Rule] = [every(self._id(), self._said, held, name)]
        if not group.is_whole:
            missing = group.number - count
            credits = group.credits - sum(course.credits or 0 for course in group.courses)
            rules.append(
                self._words(
                    f"{missing} more compulsory courses ({credits} credits), which are not named",
                    f"{missing} autres cours obligatoires ({credits} crédits), qui ne sont pas"
                    " nommés",
                )
            )
        return rules

    def _group(
        self, group: CourseGroup, read: CourseRules, sizes: Mapping[str, float], place: Place
    ) -> Rule:
        """A total where the courses of the group are known, and are in no other group.

        A course of two groups counts for one of them, which a total over each could not tell; and
        without their sizes nothing could be added up.
        """
        stated = sum(sizes.get(course.code, 0) for course in group.courses)
        if group.is_whole and stated >= group.credits and not _shares(group, read):
            things = tuple(place(course) for course in group.courses)
            return self._total(things, group.credits)
        named = "; ".join(f"{course.title} ({course.code})" for course in group.courses)
        more = ("" if group.is_whole else ", …") if named else ""
        return self._words(
            f"{group.credits} credits from {group.number} listed courses"
            + (f": {named}{more}" if named else ""),
            f"{group.credits} crédits parmi {group.number} cours"
            + (f" : {named}{more}" if named else ""),
        )

    def _some(self, count: int, things: tuple[str, ...]) -> Rule:
        held: tuple[Rule, ...] = tuple(Holds(self._id(), self._said, each) for each in things)
        name = {
            "en": "at least 1 unit" if count == 1 else f"at least {count} units",
            "fr": "au moins 1 unité" if count == 1 else f"au moins {count} unités",
        }
        return SomeOf(self._id(), self._said, held, count, name=name)

    def _total(
        self, things: tuple[str, ...], minimum: Decimal | None, maximum: Decimal | None = None
    ) -> Rule:
        if not self._unit:
            raise FactError(f"{self._pathway}: credits are counted, but in no known unit.")
        among = Among(things=frozenset(things))
        return Total(self._id(), self._said, among, self._unit, minimum, maximum)

    def _barred(self, numbers: tuple[str, str], things: tuple[str, str]) -> Rule:
        held: tuple[Rule, ...] = tuple(Holds(self._id(), self._said, each) for each in things)
        one, other = numbers
        name = {
            "en": f"units {one} and {other}",
            "fr": f"unités {one} et {other}",
        }
        both = every(self._id(), self._said, held)
        return none_of(self._id(), self._said, (both,), name)

    def _words(self, english: str, french: str) -> Rule:
        return InWords(self._id(), self._said, {"en": english, "fr": french})

    def _all(self, rules: list[Rule]) -> Rule:
        return rules[0] if len(rules) == 1 else every(self._id(), self._said, tuple(rules))

    def _id(self) -> str:
        self._made += 1
        return f"{self._pathway}/{self._made}"


def _shares(group: CourseGroup, read: CourseRules) -> bool:
    """Whether a course of the group is compulsory, or in another group that is named."""
    others = [*read.groups, *([read.compulsory] if read.compulsory else [])]
    own = {course.code for course in group.courses}
    return any(
        own & {course.code for course in other.courses} for other in others if other is not group
    )
