"""The shipped pathways: they state the rules of the rows, and read back as those."""

from typing import Any

import pytest

from ctdl.ctid import CTID
from ctdl.documents import parse_document
from ctdl.pathways.reading import PathwayRules, pathway_rules, read_pathway
from ctdl.pathways.rules import Holds, InWords, Rule, SomeOf, Total, walk
from registry_data.convert.assembly import credential_facts
from registry_data.convert.award_rules import CourseRules, ExitRules, UnitRules, award_rules
from registry_data.convert.errors import FactError
from registry_data.convert.identity import credential_ctid
from registry_data.convert.larger_credentials import TABLES
from registry_data.convert.pathways import award_pathways
from registry_data.convert.tables import Row, facts

Line = dict[str, Any]
PATH = "pathways/pathways.jsonl"


@pytest.fixture(scope="session")
def documents(lines: dict[str, list[Line]]) -> dict[str, dict[str, Any]]:
    """The pathways by the credential that names them."""
    by_ctid = {line["document"]["@graph"][0]["@id"]: line["document"] for line in lines[PATH]}
    return {
        main["ceterms:ctid"]: by_ctid[main["ceterms:targetPathway"][0]]
        for records in lines.values()
        for line in records
        if "ceterms:targetPathway" in (main := line["document"]["@graph"][0])
    }


def row_called(title: str) -> tuple[str, Row]:
    return next((table, row) for table in TABLES for row in facts(table) if row["title"] == title)


def read(documents: dict[str, dict[str, Any]], title: str) -> PathwayRules:
    record = read_pathway(parse_document(documents[credential_ctid(*row_called(title))]))
    assert record is not None
    return pathway_rules(record)


def below(rule: Rule) -> tuple[Rule, ...]:
    return tuple(walk(rule))


def words(rule: Rule) -> list[str]:
    return [each.text["en"] for each in walk(rule) if isinstance(each, InWords)]


def test_every_pathway_is_named_by_one_credential(
    documents: dict[str, dict[str, Any]], lines: dict[str, list[Line]]
) -> None:
    assert len(documents) == len(lines[PATH])


def test_every_pathway_is_read_without_anything_off(
    documents: dict[str, dict[str, Any]],
) -> None:
    for document in documents.values():
        record = read_pathway(parse_document(document))
        assert record is not None
        assert pathway_rules(record).faults == ()


def test_every_pathway_was_made_by_the_editors_from_its_row(
    lines: dict[str, list[Line]],
) -> None:
    for line in lines[PATH]:
        default = line["provenance"]["default"]
        assert default["asserted_by"] == "Registry editors (mapped)"
        assert default["source"]
        assert line["provenance"]["collected"] is True


def test_every_row_that_decides_something_has_a_pathway_unless_it_names_nothing(
    documents: dict[str, dict[str, Any]],
) -> None:
    for table in TABLES:
        for row in facts(table):
            rules = award_rules(row)
            has_one = credential_ctid(table, row) in documents
            if rules is None:
                assert not has_one
            elif not isinstance(rules, CourseRules) or rules.compulsory:
                assert has_one, row["title"]


def test_barred_pairs_are_those_that_the_rows_of_the_units_state(
    documents: dict[str, dict[str, Any]],
) -> None:
    """The list of pairs stands in one table, "barred with" at each unit in another."""
    units = [
        (table, row)
        for table in ("levelled", "levelled_more")
        for row in facts(table)
        if row["title"].startswith("CMI Unit 5")
    ]
    numbers = {credential_ctid(table, row): row["title"].split()[2] for table, row in units}
    at_units = {
        frozenset((row["title"].split()[2], other))
        for _, row in units
        for part in row["note"].split("; ")
        if part.startswith("barred with unit(s) ")
        for other in part.removeprefix("barred with unit(s) ").split(", ")
    }
    (end,) = read(documents, "CMI Level 5 Certificate in Management and Leadership").destinations
    barred = {
        frozenset(numbers[CTID(each.thing)] for each in walk(rule) if isinstance(each, Holds))
        for rule in walk(end.rule)
        if isinstance(rule, SomeOf) and rule.kind == "none"
    }

    assert len(barred) == 5
    assert barred == at_units


@pytest.mark.parametrize(
    ("title", "pool"),
    [
        ("CMI Level 5 Award in Management and Leadership", 25),
        ("CMI Level 5 Certificate in Management and Leadership", 25),
        ("CMI Level 5 Diploma in Management and Leadership", 26),
        ("CMI Level 3 Diploma in Principles of Management and Leadership", 21),
        ("CMI Level 7 Diploma in Strategic Management and Leadership Practice", 22),
    ],
)
def test_units_and_credits_are_counted_over_the_units_of_the_row(
    documents: dict[str, dict[str, Any]], title: str, pool: int
) -> None:
    stated = award_rules(row_called(title)[1])
    (end,) = read(documents, title).destinations
    totals = [rule for rule in below(end.rule) if isinstance(rule, Total)]

    assert isinstance(stated, UnitRules)
    over = {len(each.among.things or ()) for each in totals if each.minimum == stated.minimum}
    assert over == {pool}
    assert {total.unit for total in totals} == {"rqf"}
    assert {total.maximum for total in totals} - {None} == {stated.maximum} - {None}
    some = [rule for rule in below(end.rule) if isinstance(rule, SomeOf) and rule.kind != "none"]
    counted = {rule.minimum for rule in some if len(rule.rules) == pool}
    assert counted == ({stated.count} if stated.count else set())


def test_credits_of_one_group_are_counted_over_that_group_only(
    documents: dict[str, dict[str, Any]],
) -> None:
    title = "CMI Level 7 Diploma in Strategic Management and Leadership Practice"
    (end,) = read(documents, title).destinations
    totals = {
        total.minimum: len(total.among.things or ())
        for total in below(end.rule)
        if isinstance(total, Total)
    }

    assert totals == {37: 22, 30: 16}


def test_compulsory_courses_are_asked_for_and_free_electives_stay_in_words(
    documents: dict[str, dict[str, Any]],
) -> None:
    (end,) = read(documents, "Defence Studies – Diploma in Arts").destinations

    assert sum(isinstance(rule, Holds) for rule in below(end.rule)) == 6
    assert words(end.rule) == ["30 credits of free electives"]


def test_a_course_with_a_record_is_a_proxy_and_another_is_described_with_its_code(
    documents: dict[str, dict[str, Any]],
) -> None:
    graph = documents[credential_ctid(*row_called("Defence Studies – Diploma in Arts"))]["@graph"]
    courses = [node for node in graph if node["@type"] == "ceterms:CourseComponent"]
    described = [node for node in courses if "ceterms:proxyFor" not in node]

    assert len(courses) == 6
    assert len(described) == 5
    assert {
        node["ceterms:identifier"][0]["ceterms:identifierTypeName"]["en"] for node in described
    } == {"Massey University course code"}


def test_a_group_whose_sizes_are_not_stated_stays_in_words(
    documents: dict[str, dict[str, Any]],
) -> None:
    (end,) = read(documents, "Human Nutrition – Bachelor of Science").destinations

    assert sum(isinstance(rule, Holds) for rule in below(end.rule)) == 12
    assert [each.partition(":")[0] for each in words(end.rule)] == [
        "60 credits from 4 listed courses",
        "60 credits from 4 listed courses",
        "60 credits of free electives",
    ]


def test_compulsory_courses_that_are_not_named_are_said_to_be_missing(
    documents: dict[str, dict[str, Any]],
) -> None:
    (end,) = read(documents, "Integrated Human Health – Bachelor of Health Science").destinations

    assert "2 more compulsory courses (30 credits), which are not named" in words(end.rule)


def test_what_comes_before_an_award_precedes_it(documents: dict[str, dict[str, Any]]) -> None:
    title = "Masters by Research (UC7-E3-20)"
    found = read(documents, title)
    before = found.before[credential_ctid(*row_called(title))]
    named = {each.thing for each in walk(before) if isinstance(each, Holds)}

    assert len(named) == 1
    assert any(named == {thing} for thing in found.things if thing in named)


def test_each_award_to_leave_with_is_a_destination(
    documents: dict[str, dict[str, Any]],
) -> None:
    title = "Master of Science in Lean Enterprise (UC7-E9-18)"
    stated = award_rules(row_called(title)[1])
    ends = read(documents, title).destinations

    assert isinstance(stated, ExitRules)
    assert len(ends) == 1 + len(stated.awards)
    assert [words(end.rule)[0].split()[0] for end in ends] == ["90", "30", "60"]


def test_a_pool_of_units_that_is_not_complete_is_refused() -> None:
    known = [each for each in credential_facts() if not each.title.startswith("CMI Unit 504 ")]

    with pytest.raises(FactError, match="25 units of level 5 are stated, and 24 are known"):
        award_pathways(known)


def test_rules_of_a_row_that_is_no_record_are_refused() -> None:
    title = "Defence Studies – Diploma in Arts"
    known = [each for each in credential_facts() if each.title != title]

    with pytest.raises(FactError, match=f"{title}: rules need a record of its own"):
        award_pathways(known)
