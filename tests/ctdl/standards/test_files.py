"""The files of standards: all rows of the facts, and refusals that say how to mend them."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from ctdl.standards import STANDARDS, StandardError
from ctdl.standards.reading import SHIPPED, read_standard, read_standards
from tests.ctdl.standards.small import a_file
from tests.support.prerequisites import PROJECT

FACTS = PROJECT / "registry_data" / "facts" / "frameworks" / "standards.csv"
HEAD = """id = "a-standard"
name = "A standard"
issuer = "A body"
jurisdiction = "Somewhere"
year = "2026"
version = "1"
kind = "standard"
meaning = "It means something."
"""
ELEMENT = """
[[elements]]
id = "title"
label = "Title"
obligation = "mandatory"
rule = "present: title"
source = "a page"
"""
GOOD = HEAD + ELEMENT + 'check = { present = "title" }\n'


def rows() -> list[dict[str, str]]:
    with FACTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_files_hold_exactly_the_rows_of_the_facts_in_their_order_and_words() -> None:
    told = [
        {
            "standard_id": standard.id,
            "standard_name": standard.name,
            "issuer": standard.issuer,
            "jurisdiction": standard.jurisdiction,
            "year": standard.year,
            "element_id": element.id,
            "element_label": element.label,
            "obligation": element.obligation,
            "rule": element.rule,
            "source": element.source,
        }
        for standard in STANDARDS.values()
        for element in standard.elements
    ]
    facts = rows()
    order = {identifier: place for place, identifier in enumerate(STANDARDS)}

    assert len(facts) == 257
    assert told == sorted(facts, key=lambda row: order[row["standard_id"]])


def test_there_are_twenty_one_standards_of_which_three_are_definitions() -> None:
    kinds = Counter(standard.kind for standard in STANDARDS.values())

    assert sum(kinds.values()) == 21
    assert {each.id for each in STANDARDS.values() if each.kind == "definition"} == {
        "unesco-oliver-2022",
        "oliver-2019-credit",
        "ca-heqco-2021",
    }


def test_a_superseded_standard_names_one_that_is_here() -> None:
    superseded = {each.id: each.superseded_by for each in STANDARDS.values() if each.superseded_by}

    assert superseded == {"eu-2020-proposal": "eu-2022", "nz-nzqa-2018": "nz-nzqa-2022"}


def test_every_meaning_is_one_sentence() -> None:
    for standard in STANDARDS.values():
        assert re.fullmatch(r"[A-Z][^.]*\.", standard.meaning.replace("3.0", "3")), standard.id


def test_a_new_standard_is_one_file(tmp_path: Path) -> None:
    a_file(tmp_path, GOOD)

    found = read_standards(tmp_path)

    assert [element.label for element in found["a-standard"].elements] == ["Title"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD.replace('"title" }', '"titel" }'), "no fact is called 'titel'; known are ctid,"),
        (GOOD.replace("present =", "is-there ="), "write exactly one of present, count,"),
        (GOOD.replace('"mandatory"', '"must"'), "write one of mandatory, conditional,"),
        (GOOD.replace('kind = "standard"', 'kind = "law"'), "write one of standard, guideline,"),
        (GOOD.replace('"title" }', '"title", since = 3 }'), "'since' does not go with 'present'"),
        (GOOD.replace("check = { present", "check = { all = 1, present"), "has 2 rules"),
        (GOOD.replace('check = { present = "title" }', "check = 4"), "is no table of a rule"),
        (HEAD + ELEMENT, "it has no check; write one such as"),
        (HEAD, "it has no [[elements]]; write one table for each"),
        (HEAD + "elements = [3]\n", "3 is no element; write a table"),
        (GOOD + GOOD[len(HEAD) :], "element 'title' stands twice; rename one"),
        (GOOD.replace('name = "A standard"\n', ""), "name is None; write a text"),
        (GOOD.replace("a-standard", "another"), "name the file another.toml"),
        (GOOD.replace("version", "versoin"), "'versoin' is not known here"),
        (GOOD.replace("source =", "sauce ="), "'sauce' is not known here"),
        ("id = [", "Mend the TOML there"),
        (GOOD.replace("[[el", "[applies]\nuntil = 2020-01-01\n[[el"), "otherwise is missing"),
        (GOOD.replace("[[el", "[applies]\nuntil = 3\n[[el"), "write a date such as 2022-12-31"),
        (GOOD.replace("[[el", "applies = 3\n[[el"), "write a table"),
        (GOOD.replace("[[el", "superseded_by = 3\n[[el"), "superseded_by is 3; write a text"),
        (GOOD + "any_date = 3\n", "any_date is 3; write true or leave it out"),
    ],
)
def test_a_file_that_cannot_be_checked_is_refused_with_what_where_and_how_to_mend_it(
    text: str, said: str, tmp_path: Path
) -> None:
    path = a_file(tmp_path, text)

    with pytest.raises(StandardError) as refused:
        read_standard(path)

    assert said in str(refused.value)
    assert str(refused.value).startswith("a-standard.toml")


@pytest.mark.parametrize(
    ("check", "said"),
    [
        ('{ between = ["title", 1, 2] }', "'title' is no number but a text"),
        ('{ between = ["credits", 1] }', "write a list of 3"),
        ('{ between = ["credits", "1", 2] }', "'1' is no number; write one"),
        ('{ at-least = ["credits", true] }', "True is no number"),
        ('{ one-of = ["delivery-mode", ["by post"]] }', "never has the code 'by post'"),
        ('{ one-of = ["delivery-mode", []] }', "asks for a list of codes"),
        ('{ one-of = ["title", ["x"]] }', "is no code but a text"),
        ('{ any = [{ present = "title" }] }', "any asks for a list of two checks or more"),
        ('{ all = [{ present = "title" }, { present = "x" }] }', "no fact is called 'x'"),
        ('{ when = { present = "title" } }', "the check None is no table"),
        (
            '{ when = { present = "title" }, then = { present = "title" }, unless = 3 }',
            "unless is 3",
        ),
        (
            '{ when = { present = "title" }, then = { present = "title" }, aside = 3 }',
            "aside is 3",
        ),
        ('{ by-date = "nz-approval-date" }', "write a date such as 2023-01-01"),
        ('{ judged-by-people = "" }', "write the reason as a sentence"),
        ("{ issued-only = false }", "write issued-only = true"),
        ('{ without-words = ["title", "degree"] }', "asks for a list of words"),
        ("{ credits-between = 3 }", "write a table such as"),
        ("{ credits-between = { groats = [1, 2] } }", "no fact is called 'credits-stated:groats'"),
        ("{ credits-between = { ects = [1] } }", "write the two ends"),
        ('{ count = ["keyword", "1", 3] }', "count asks for whole numbers"),
        ('{ agree = ["credits", "title"] }', "is no number but a text"),
    ],
)
def test_a_rule_that_cannot_be_checked_is_refused(check: str, said: str, tmp_path: Path) -> None:
    path = a_file(tmp_path, HEAD + ELEMENT + f"check = {check}\n")

    with pytest.raises(StandardError) as refused:
        read_standard(path)

    assert said in str(refused.value)
    assert "element 'title'" in str(refused.value)


def test_rules_do_not_nest_without_end(tmp_path: Path) -> None:
    rule = '{ present = "title" }'
    for _ in range(9):
        rule = f"{{ any = [{rule}, {rule}] }}" if len(rule) < 3000 else f"{{ when = {rule} }}"
    path = a_file(tmp_path, HEAD + ELEMENT + f"check = {rule}\n")

    with pytest.raises(StandardError, match="is no table of a rule"):
        read_standard(path)


def test_a_standard_cannot_be_superseded_by_one_that_is_not_here(tmp_path: Path) -> None:
    a_file(tmp_path, GOOD.replace("[[el", 'superseded_by = "nothing"\n[[el'))

    with pytest.raises(StandardError, match="there is no such file"):
        read_standards(tmp_path)


def test_the_shipped_folder_holds_nothing_but_standards() -> None:
    assert {path.stem for path in SHIPPED.iterdir()} == set(STANDARDS)
