"""The rules of larger credentials as CTDL pathways: what counts towards each, and how much of it.

A pathway is made where its row decides something (`award_rules`). What it leaves open is a
condition in words, so that nobody takes the rest for everything.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from ctdl.ctid import CTID
from ctdl.language import LangText
from ctdl.pathways.rules import Rule
from ctdl.pathways.writing import PathwayDraft, PathwayStep, pathway_document
from ctdl.records.values import Amount
from registry_data.convert import keys
from registry_data.convert.award_rules import (
    AwardRules,
    CourseRules,
    EntryRules,
    ExitRules,
    ListedCourse,
    MandatoryRules,
    UnitRules,
    award_rules,
)
from registry_data.convert.credential_facts import CredentialFacts
from registry_data.convert.errors import FactError
from registry_data.convert.identity import credential_ctid
from registry_data.convert.json_ld import Node, identifier, node, record, reference, references
from registry_data.convert.larger_credentials import TABLES, stated_rules
from registry_data.convert.outputs import Shipped
from registry_data.convert.pathway_rules import RuleTree, course_key, exit_words
from registry_data.convert.stacking_goals import find_record
from registry_data.convert.statements import provenance, source_of
from registry_data.convert.tables import Row, facts
from registry_data.convert.types import type_of_title
from registry_data.convert.vocabularies import unit_code

_COURSE_CODE = "Massey University course code"
_UNIT_NUMBER = "CMI unit number"


@dataclass(frozen=True)
class AwardPathway:
    """A pathway, and the credential whose rules it states."""

    credential: CTID
    pathway: CTID
    shipped: Shipped


def award_pathways(known: Iterable[CredentialFacts]) -> list[AwardPathway]:
    """One pathway for each row of the larger credentials that decides something."""
    records = _Records(tuple(known))
    found = []
    for table in TABLES:
        for row in facts(table):
            read = award_rules(row)
            if read is None:
                continue
            draft = _Draft(row, records.of_row(table, row), read, records)
            if draft.decides:
                found.append(AwardPathway(draft.award.ctid, draft.ctid, draft.shipped()))
    return found


def with_pathways(
    known: Iterable[CredentialFacts], pathways: Iterable[AwardPathway]
) -> list[CredentialFacts]:
    """The credentials, each with the pathway that states its rules."""
    by_credential = {each.credential: each.pathway for each in pathways}
    return [
        replace(
            each,
            pathway=by_credential[each.ctid],
            exceptions={
                **each.exceptions,
                "pathway": each.statement.by_editors("its stated rules, as a pathway"),
            },
        )
        if each.ctid in by_credential
        else each
        for each in known
    ]


class _Records:
    """The records that rules refer to by number, by code or by title."""

    def __init__(self, known: tuple[CredentialFacts, ...]) -> None:
        self.by_ctid: Mapping[CTID, CredentialFacts] = {each.ctid: each for each in known}
        self.units = dict(self._identified(known, _UNIT_NUMBER))
        self.courses = dict(self._identified(known, _COURSE_CODE))

    @staticmethod
    def _identified(
        known: tuple[CredentialFacts, ...], kind: str
    ) -> Iterator[tuple[str, CredentialFacts]]:
        for each in known:
            yield from ((value, each) for name, value in each.identifiers if name == kind)

    @cached_property
    def sizes(self) -> Mapping[str, float]:
        """The credits of each course by its code, wherever some row or record states them."""
        stated = {
            course.code: float(course.credits)
            for table in TABLES
            for row in facts(table)
            if isinstance(read := award_rules(row), CourseRules) and read.compulsory
            for course in read.compulsory.courses
            if course.credits is not None
        }
        for code, record_ in self.courses.items():
            amount = record_.credits.amount if record_.credits else None
            if amount and amount.minimum is not None and amount.exact:
                stated.setdefault(code, amount.minimum)
        return stated

    def of_row(self, table: str, row: Row) -> CredentialFacts:
        """The record of the row, which has to be its own and somebody's."""
        found = self.by_ctid.get(credential_ctid(table, row))
        if found is None or not found.owners:
            raise FactError(f"{row['title']}: rules need a record of its own, with an owner.")
        return found

    def titled(self, row: Row, title: str) -> CredentialFacts:
        """The record of this title by the provider of the row."""
        ctid = find_record(row["provider"], title)
        ctid = ctid or find_record(row["provider"], self._fuller(row, title))
        if ctid is None:
            raise FactError(f"{row['title']}: no record is called {title!r}.")
        return self.by_ctid[ctid]

    def _fuller(self, row: Row, title: str) -> str:
        """The one title of this provider that has these words in it."""
        owners = {
            each.title
            for each in self.by_ctid.values()
            if title in each.title and set(each.owners) & set(self._own(row))
        }
        return owners.pop() if len(owners) == 1 else title

    def _own(self, row: Row) -> tuple[CTID, ...]:
        table = next(table for table in TABLES if row in facts(table))
        return self.by_ctid[credential_ctid(table, row)].owners


class _Draft:
    """One pathway in the making."""

    def __init__(
        self, row: Row, award: CredentialFacts, read: AwardRules, records: _Records
    ) -> None:
        self._row = row
        self._read = read
        self._records = records
        self.award = award
        self.ctid = keys.pathway(award.ctid)
        self._steps: dict[str, PathwayStep] = {}
        self._codes: dict[str, str] = {}
        self._after: tuple[str, ...] = ()
        self._tree = RuleTree(self.ctid, unit_code(row["credit_unit"]))
        self._rule = self._make()

    @property
    def decides(self) -> bool:
        """Whether anything is named that can be counted, or that can be left with."""
        return bool(self._steps) or isinstance(self._read, ExitRules)

    def shipped(self) -> Shipped:
        """The document, and that the registry's editors made it of the stated rules."""
        draft = PathwayDraft(
            ctid=self.ctid,
            name={"en": f"Pathway to {self.award.title}"},
            description={"en": self._description()},
            webpage=self.award.page,
            owner=self.award.owners[0],
            target=replace(_step(self.award), after=self._after),
            steps=tuple(self._steps.values()),
            rule=self._rule,
        )
        document = pathway_document(draft)
        main = document["@graph"][0]
        if not self.award.page:
            del main["ceterms:subjectWebpage"]
        for component in document["@graph"][1:]:
            self._describe(component)
        if isinstance(self._read, ExitRules):
            self._add_exits(document, self._read)
        statement = source_of(self._row).statement
        default = statement.by_editors("read from the rules, electives and components of the row")
        return Shipped(document, provenance(document, default))

    def _make(self) -> Rule | None:
        read = self._read
        if isinstance(read, UnitRules):
            units = self._pool(read)
            things = {number: self._add(unit) for number, unit in units.items()}
            return self._tree.of_units(read, things)
        if isinstance(read, CourseRules):
            return self._tree.of_courses(read, self._records.sizes, self._course)
        if isinstance(read, EntryRules):
            self._after = (self._add(self._records.titled(self._row, read.after)),)
            return None
        if isinstance(read, MandatoryRules):
            found = [
                each
                for each in self._records.by_ctid.values()
                if read.code in each.title and self.award.ctid in each.part_of
            ]
            if len(found) != 1:
                raise FactError(f"{self._row['title']}: {len(found)} units have {read.code!r}.")
            return self._tree.of_mandatory(self._add(found[0]))
        return self._tree.of_exits(self._row["total_credits"])

    def _pool(self, read: UnitRules) -> dict[str, CredentialFacts]:
        """The units that count, by number; as many of the level as the row says there are."""
        numbers = [
            number
            for number in sorted(self._records.units)
            if (read.level and number.startswith(read.level) and len(number) == 3)
            or (read.first and read.first <= number <= read.last)
        ]
        if read.stated and len(numbers) != read.stated:
            raise FactError(
                f"{self._row['title']}: {read.stated} units of level {read.level} are stated, and"
                f" {len(numbers)} are known."
            )
        return {number: self._records.units[number] for number in (*numbers, *read.more)}

    def _course(self, course: ListedCourse) -> str:
        """The thing that a listed course is: its record, or what the pathway says of it."""
        found = self._records.courses.get(course.code)
        if found is not None:
            return self._add(found)
        key = course_key(course)
        size = self._records.sizes.get(course.code)
        amounts = () if size is None else (self._tree.amount(size),)
        self._steps.setdefault(
            key, PathwayStep(key, "ceterms:Course", {"en": course.title}, credits=amounts)
        )
        self._codes[key] = course.code
        return key

    def _add(self, facts_: CredentialFacts) -> str:
        self._steps.setdefault(facts_.ctid, _step(facts_))
        return facts_.ctid

    def _describe(self, component: Node) -> None:
        """Say of a course without a record what it is, instead of what it stands for."""
        (thing,) = component["ceterms:proxyFor"]
        if thing in self._codes:
            del component["ceterms:proxyFor"]
            component["ceterms:identifier"] = [identifier(_COURSE_CODE, self._codes[thing])]

    def _add_exits(self, document: Node, read: ExitRules) -> None:
        """Each award that can be left with is a destination of its own."""
        main = document["@graph"][0]
        for title, credits in read.awards:
            known = find_record(self._row["provider"], title)
            ctid = keys.pathway_exit(self.ctid, title)
            document["@graph"].append(
                record(
                    "ceterms:CredentialComponent",
                    ctid,
                    ceterms__name={"en": title[:1].upper() + title[1:]},
                    ceterms__credentialType=[type_of_title(title, "").curie],
                    ceterms__proxyFor=references(known) if known else None,
                    ceterms__isPartOf=references(self.ctid),
                    ceterms__isDestinationComponentOf=references(self.ctid),
                    ceterms__hasCondition=[
                        node(
                            "ceterms:ComponentCondition",
                            ceterms__description=exit_words(f"{credits}"),
                        )
                    ],
                )
            )
            main["ceterms:hasPart"].append(reference(ctid))
            main["ceterms:hasDestinationComponent"].append(reference(ctid))

    def _description(self) -> str:
        parts = [("Rules as stated", "; ".join(stated_rules(self._row)))]
        if isinstance(self._read, UnitRules | CourseRules):
            parts.append(("Electives", self._row["electives"]))
        return " ".join(f"{label}: {words}." for label, words in parts if words)


def _step(facts_: CredentialFacts) -> PathwayStep:
    level = facts_.levels[0] if len(facts_.levels) == 1 else None
    return PathwayStep(
        thing=facts_.ctid,
        type=facts_.type,
        name=_name(facts_),
        level=f"{level.framework}:{level.notation}" if level else None,
        credits=_credits(facts_),
    )


def _name(facts_: CredentialFacts) -> LangText:
    return {facts_.title_language: facts_.title}


def _credits(facts_: CredentialFacts) -> tuple[Amount, ...]:
    credits = facts_.credits
    code = unit_code(credits.written_unit) if credits else ""
    if credits is None or not code or not credits.amount.is_number:
        return ()
    return (Amount(credits.amount.minimum, credits.amount.maximum, code, {}),)
