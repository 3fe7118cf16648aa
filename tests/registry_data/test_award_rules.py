"""The rules of larger credentials in words: each form that occurs is read, any other is refused."""

from decimal import Decimal

import pytest

from registry_data.convert.award_rules import (
    CourseRules,
    EntryRules,
    ExitRules,
    MandatoryRules,
    UnitRules,
    award_rules,
)
from registry_data.convert.errors import FactError
from registry_data.convert.larger_credentials import TABLES, stated_rules
from registry_data.convert.tables import Row, facts, rules


def a_row(rules_: str, title: str = "An award", **cells: str) -> Row:
    empty = dict.fromkeys(("provider", "total_credits", "electives", "components"), "")
    return {**empty, "title": title, "rules": rules_, "source": "a page", **cells}


UNITS = a_row(
    "at least six units and at least 37 credits; unit 608 counts in the Diploma only",
    total_credits="37",
    electives="any of 25 level 5 units and unit 608; barred pairs: 502 with 503, 505 or 526; 526"
    " with 501",
)
COURSES = a_row(
    "2 compulsory courses (30 credits); 15 credits from 2 listed courses;"
    " 30 credits from 7 listed courses; 45 credits of free electives;"
    " total is the sum of these parts and matches 120 credits a year",
    total_credits="120",
    electives="15 credits: Art (Lab), a Start (111111), Signs (222222);"
    " 30 credits: War and Peace (333333) and others",
    components="Drawing (444444, 15); Sight, Sound (30) (555555, 15)",
)


def test_a_number_of_units_credits_and_barred_pairs_are_read() -> None:
    assert award_rules(UNITS) == UnitRules(
        count=6,
        minimum=Decimal(37),
        level="5",
        stated=25,
        more=("608",),
        barred=(("502", "503"), ("502", "505"), ("502", "526"), ("526", "501")),
    )


def test_a_span_of_credits_has_both_bounds() -> None:
    row = a_row(
        "at least one unit; 4 to 12 credits",
        total_credits="4-12",
        electives="any of 25 level 5 units",
    )
    read = award_rules(row)

    assert isinstance(read, UnitRules)
    assert (read.count, read.minimum, read.maximum) == (1, Decimal(4), Decimal(12))
    assert read.barred == ()


def test_credits_from_one_group_of_units_and_the_rest_from_both_are_read() -> None:
    row = a_row(
        "at least 37 credits, at least 30 of them from group A (units 701-716);"
        " the other 7 from group A or B",
        total_credits="37",
        electives="group B: units 607, 608",
    )

    assert award_rules(row) == UnitRules(
        minimum=Decimal(37),
        first="701",
        last="716",
        from_first=Decimal(30),
        more=("607", "608"),
    )


def test_compulsory_courses_groups_and_free_electives_are_read_in_their_order() -> None:
    read = award_rules(COURSES)

    assert isinstance(read, CourseRules)
    assert read.compulsory is not None
    assert [(each.title, each.credits) for each in read.compulsory.courses] == [
        ("Drawing", Decimal(15)),
        ("Sight, Sound (30)", Decimal(15)),
    ]
    first, second = read.groups
    assert [(each.title, each.code) for each in first.courses] == [
        ("Art (Lab), a Start", "111111"),
        ("Signs", "222222"),
    ]
    assert (first.is_whole, second.is_whole) == (True, False)
    assert (second.credits, second.number, len(second.courses)) == (Decimal(30), 7, 1)
    assert read.free == 45


def test_courses_that_do_not_add_up_to_a_length_decide_nothing() -> None:
    assert award_rules(a_row("35 compulsory courses (885 credits)")) is None


def test_entry_from_one_named_credential_is_read() -> None:
    stated = "entry from the Post-Graduate Certificate in Research Methods (30 ECTS)"
    ladder = "after Assistant Technician Information Technology (level 3.5, 1200 hours)"

    assert award_rules(a_row(stated)) == EntryRules("Post-Graduate Certificate in Research Methods")
    assert award_rules(a_row(ladder)) == EntryRules("Assistant Technician Information Technology")


def test_a_mandatory_unit_is_read_with_its_code() -> None:
    row = a_row("Ethical Hacking (H9HY 45) is mandatory")

    assert award_rules(row) == MandatoryRules("Ethical Hacking", "H9HY 45")


def test_awards_to_leave_with_are_read_with_their_credits() -> None:
    listed = a_row(
        "exit awards: postgraduate certificate at 30 ECTS, postgraduate diploma at 60 ECTS"
    )
    embedded = a_row("embedded exit award at 60 ECTS", components="Diploma in Data (60 ECTS)")

    assert award_rules(listed) == ExitRules(
        (("postgraduate certificate", Decimal(30)), ("postgraduate diploma", Decimal(60)))
    )
    assert award_rules(embedded) == ExitRules((("Diploma in Data", Decimal(60)),))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (a_row("at least three blue units"), "at least three blue units"),
        ({**UNITS, "electives": "any unit whatsoever"}, "any unit whatsoever"),
        ({**UNITS, "electives": UNITS["electives"] + "; 501 or 502"}, "501 or 502"),
        ({**UNITS, "rules": UNITS["rules"] + "; by moonlight"}, "by moonlight"),
        ({**COURSES, "rules": COURSES["rules"] + "; by moonlight"}, "by moonlight"),
        ({**COURSES, "components": "Drawing"}, "Drawing"),
        ({**COURSES, "electives": "20 credits: Signs (222222)"}, "20 credits: Signs"),
        (a_row("exit awards: something at the end"), "something at the end"),
        (a_row("embedded exit award at 60 ECTS", components="A Diploma"), "A Diploma"),
    ],
)
def test_words_of_no_known_form_are_refused_with_the_row_they_stand_in(
    row: Row, words: str
) -> None:
    with pytest.raises(FactError) as refused:
        award_rules(row)

    assert row["title"] in str(refused.value)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    "row",
    [
        {**UNITS, "total_credits": "40"},
        {**COURSES, "total_credits": "180"},
        {**COURSES, "components": "Drawing (444444, 15); Sight (555555, 30)"},
    ],
)
def test_numbers_of_one_row_that_contradict_each_other_are_refused(row: Row) -> None:
    with pytest.raises(FactError, match="An award: "):
        award_rules(row)


def test_every_stated_rule_is_read_or_stands_in_words_with_a_reason() -> None:
    for table in TABLES:
        for row in facts(table):
            award_rules(row)

    assert all(row["reason"] for row in rules("rules_in_words"))


def test_every_line_of_rules_in_words_stands_in_some_row() -> None:
    stated = {
        (row["title"], part)
        for table in TABLES
        for row in facts(table)
        for part in stated_rules(row)
    }
    anywhere = {part for _, part in stated}

    for row in rules("rules_in_words"):
        if row["title"]:
            assert (row["title"], row["words"]) in stated
        else:
            assert row["words"] in anywhere
