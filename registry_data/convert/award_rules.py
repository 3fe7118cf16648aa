"""What makes up a larger credential, read from the words of its row: the columns of its rules.

Each form of words that occurs has a pattern here, or stands in `tables/rules_in_words.csv` with the
reason why it decides nothing. Any other wording is an error: nothing is guessed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from registry_data.convert.errors import FactError
from registry_data.convert.larger_credentials import stated_rules
from registry_data.convert.tables import Row, rules

_WORDS = {"one": 1, "two": 2, "six": 6}
_WORD = "|".join(_WORDS)
_COUNT = re.compile(rf"at least ({_WORD}) units?")
_COUNT_AND_CREDITS = re.compile(rf"at least ({_WORD}) units and at least (\d+) credits")
_CREDITS = re.compile(r"at least (\d+) credits")
_SPAN = re.compile(r"(\d+) to (\d+) credits")
_GROUPED = re.compile(
    r"at least (\d+) credits, at least (\d+) of them from group A \(units (\d+)-(\d+)\)"
)
_THE_OTHERS = re.compile(r"the other (\d+) from group A or B")
_FREELY = re.compile(r"any combination of units")
_THERE_ONLY = re.compile(r"unit (\d+) counts in the Diploma only")
_ANY_UNITS = re.compile(r"any of (\d+) level (\d) units(?: and unit (\d+))?")
_BARRED_WITH = re.compile(r"(\d+) with (\d+(?:(?:, | or )\d+)*)")
_GROUP_B = re.compile(r"group B: units (\d+(?:, \d+)*)")

_COMPULSORY = re.compile(r"(\d+) compulsory courses \((\d+) credits\)")
_LISTED = re.compile(r"(\d+) credits from (\d+) listed courses")
_FREE = re.compile(r"(\d+) credits of free electives")
_SUM = re.compile(r"total is the sum of these parts and matches \d+ credits a year")
_COMPONENT = re.compile(r"(.+) \((\w+), (\d+(?:\.\d+)?)\)")
_GROUP = re.compile(r"(\d+) credits: (.+)")
_GROUP_COURSE = re.compile(r"(?:^|, )(\S.*?) \((\d{6})\)(?=, |$| and others$)")

_AFTER = re.compile(
    r"(?:entry from the|after) ([A-Z].+?) \((?:level [\d.]+, )?\d+ (?:ECTS|hours)\)"
)
_MANDATORY = re.compile(r"(.+) \((\w+ \d+)\) is mandatory")
_EXITS = re.compile(r"exit awards: (.+)")
_EXIT = re.compile(r"([a-z ]+) at (\d+) ECTS")
_EMBEDDED = re.compile(r"embedded exit award at (\d+) ECTS")
_NAMED_EXIT = re.compile(r"(.+) \((\d+) ECTS\)")


@dataclass(frozen=True)
class UnitRules:
    """Units of the awarding body of which some are to be taken: by their numbers.

    `level` units are all of one level (`stated` of them); `more` are named besides. From the units
    of `first` to `last` at least `from_first` credits are to come.
    """

    count: int = 0
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    level: str = ""
    stated: int = 0
    more: tuple[str, ...] = ()
    barred: tuple[tuple[str, str], ...] = ()
    first: str = ""
    last: str = ""
    from_first: Decimal | None = None


@dataclass(frozen=True)
class ListedCourse:
    """A course in a list, by its code; `credits` is None where this list does not say."""

    code: str
    title: str
    credits: Decimal | None = None


@dataclass(frozen=True)
class CourseGroup:
    """So many credits from so many listed courses, of which the row names all or some."""

    credits: Decimal
    number: int
    courses: tuple[ListedCourse, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every course of the group is named."""
        return len(self.courses) == self.number


@dataclass(frozen=True)
class CourseRules:
    """Compulsory courses, groups to choose from, and credits of free choice; they add up."""

    compulsory: CourseGroup | None
    groups: tuple[CourseGroup, ...]
    free: Decimal | None


@dataclass(frozen=True)
class EntryRules:
    """One named credential comes before; what makes up the award itself is not stated."""

    after: str


@dataclass(frozen=True)
class MandatoryRules:
    """One named unit is mandatory; the others are not named."""

    title: str
    code: str


@dataclass(frozen=True)
class ExitRules:
    """Awards that can be left with on the way: what each is called, and its ECTS credits."""

    awards: tuple[tuple[str, Decimal], ...]


AwardRules = UnitRules | CourseRules | EntryRules | MandatoryRules | ExitRules


def award_rules(row: Row) -> AwardRules | None:
    """What can be decided in the row; None where all of it stands in words.

    Raises FactError, naming the row, for words that no form knows.
    """
    in_words = _in_words(row["title"])
    parts = [part for part in stated_rules(row) if part not in in_words]
    if not parts:
        return None
    if any(_SUM.fullmatch(part) for part in parts):
        return _courses(row, parts)
    if all(any(form.fullmatch(part) for form in (_COMPULSORY, _LISTED, _FREE)) for part in parts):
        # Where the parts do not come to the credits of its length, something is missing or too
        # much in the source's list, and nobody can tell what.
        return None
    if found := _single(row, parts):
        return found
    return _units(row, parts)


def _single(row: Row, parts: list[str]) -> AwardRules | None:
    """The rules of a row that says only one thing."""
    if len(parts) != 1:
        return None
    if found := _AFTER.fullmatch(parts[0]):
        return EntryRules(found[1])
    if found := _MANDATORY.fullmatch(parts[0]):
        return MandatoryRules(found[1], found[2])
    if found := _EXITS.fullmatch(parts[0]):
        awards = [_EXIT.fullmatch(award) for award in found[1].split(", ")]
        if not all(awards):
            raise _unknown(row, parts[0])
        return ExitRules(tuple((award[1], Decimal(award[2])) for award in awards if award))
    if found := _EMBEDDED.fullmatch(parts[0]):
        named = _NAMED_EXIT.fullmatch(row["components"])
        if named is None or named[2] != found[1]:
            raise _unknown(row, row["components"])
        return ExitRules(((named[1], Decimal(named[2])),))
    return None


# ---- units of an awarding body


def _units(row: Row, parts: list[str]) -> UnitRules:
    read = UnitRules()
    for part in parts:
        read = _unit_rule(row, part, read)
    pool, _, barred = row["electives"].partition("; barred pairs: ")
    read = _unit_pool(row, pool, read)
    read = replace(read, barred=tuple(_pairs(row, barred)) if barred else ())
    if read.minimum is not None and f"{read.minimum}" not in row["total_credits"].split("-"):
        raise FactError(f"{row['title']}: {read.minimum} credits, but {row['total_credits']!r}.")
    return read


def _unit_rule(row: Row, part: str, read: UnitRules) -> UnitRules:
    if found := _COUNT.fullmatch(part):
        return replace(read, count=_WORDS[found[1]])
    if found := _COUNT_AND_CREDITS.fullmatch(part):
        return replace(read, count=_WORDS[found[1]], minimum=Decimal(found[2]))
    if found := _CREDITS.fullmatch(part):
        return replace(read, minimum=Decimal(found[1]))
    if found := _SPAN.fullmatch(part):
        return replace(read, minimum=Decimal(found[1]), maximum=Decimal(found[2]))
    if found := _GROUPED.fullmatch(part):
        least, from_first = Decimal(found[1]), Decimal(found[2])
        return replace(read, minimum=least, from_first=from_first, first=found[3], last=found[4])
    if _FREELY.fullmatch(part) or _THE_OTHERS.fullmatch(part) or _THERE_ONLY.fullmatch(part):
        return read
    raise _unknown(row, part)


def _unit_pool(row: Row, stated: str, read: UnitRules) -> UnitRules:
    if found := _ANY_UNITS.fullmatch(stated):
        more = (found[3],) if found[3] else ()
        return replace(read, stated=int(found[1]), level=found[2], more=more)
    if (found := _GROUP_B.fullmatch(stated)) and read.first:
        return replace(read, more=tuple(found[1].split(", ")))
    raise _unknown(row, stated)


def _pairs(row: Row, stated: str) -> Iterator[tuple[str, str]]:
    for pairs in stated.split("; "):
        found = _BARRED_WITH.fullmatch(pairs)
        if found is None:
            raise _unknown(row, pairs)
        for other in re.findall(r"\d+", found[2]):
            yield found[1], other


# ---- courses of a degree


def _courses(row: Row, parts: list[str]) -> CourseRules:
    compulsory, listed, free = None, list[tuple[Decimal, int]](), None
    for part in parts:
        if found := _COMPULSORY.fullmatch(part):
            compulsory = _compulsory(row, int(found[1]), Decimal(found[2]))
        elif found := _LISTED.fullmatch(part):
            listed.append((Decimal(found[1]), int(found[2])))
        elif found := _FREE.fullmatch(part):
            free = Decimal(found[1])
        elif not _SUM.fullmatch(part):
            raise _unknown(row, part)
    read = CourseRules(compulsory, tuple(_groups(row, listed)), free)
    whole = sum((group.credits for group in read.groups), free or Decimal(0))
    whole += compulsory.credits if compulsory else 0
    if whole != Decimal(row["total_credits"]):
        raise FactError(f"{row['title']}: its parts come to {whole} credits, not to its total.")
    return read


def _compulsory(row: Row, number: int, credits: Decimal) -> CourseGroup:
    courses = []
    for stated in row["components"].split("; "):
        found = _COMPONENT.fullmatch(stated)
        if found is None:
            raise _unknown(row, stated)
        courses.append(ListedCourse(found[2], found[1], Decimal(found[3])))
    group = CourseGroup(credits, number, tuple(courses))
    named = sum(course.credits or 0 for course in courses)
    if len(courses) > number or named > credits or (group.is_whole and named != credits):
        raise FactError(f"{row['title']}: its compulsory courses come to {named} credits.")
    return group


def _groups(row: Row, listed: list[tuple[Decimal, int]]) -> Iterator[CourseGroup]:
    """The groups in their order; the row names the courses of the first ones only."""
    named = re.split(r"; (?=\d+ credits: )", row["electives"]) if row["electives"] else []
    if len(named) > len(listed):
        raise _unknown(row, row["electives"])
    for place, (credits, number) in enumerate(listed):
        courses: tuple[ListedCourse, ...] = ()
        if place < len(named):
            found = _GROUP.fullmatch(named[place])
            if found is None or Decimal(found[1]) != credits:
                raise _unknown(row, named[place])
            courses = tuple(
                ListedCourse(code, title) for title, code in _GROUP_COURSE.findall(found[2])
            )
        if len(courses) > number:
            raise _unknown(row, named[place])
        yield CourseGroup(credits, number, courses)


def _in_words(title: str) -> set[str]:
    return {row["words"] for row in rules("rules_in_words") if row["title"] in ("", title)}


def _unknown(row: Row, words: str) -> FactError:
    return FactError(
        f"{row['title']}: no form is known for the rule {words!r}. Add one to"
        " convert/award_rules.py, or a line with a reason to tables/rules_in_words.csv."
    )
