"""Records side by side: what differs, what is only unknown, what is the same."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.presenters.compare import ComparePage, compare_link, compare_page, levels_shown
from app.presenters.compare_files import comparison_answer, table_rows
from app.services import outcomes
from app.services.comparing import Compared, Comparison, Refusal, StandardCounts
from ctdl.ctid import derive_ctid
from ctdl.records import CredentialRecord
from ctdl.standards import STANDARDS, Result
from tests.presenters.records import PROVIDER, a_stored_record
from tests.support.crosswalks import shipped_crosswalk

pytestmark = pytest.mark.usefixtures("in_english")

TODAY = date(2026, 11, 21)


def compared(standards: tuple[StandardCounts, ...] = (), **properties: Any) -> Compared:
    """A micro-credential with these properties, as it is compared."""
    stored = a_stored_record(**properties)
    record = stored.record
    assert isinstance(record, CredentialRecord)
    return Compared(stored, record, standards=standards)


def a_comparison(*records: dict[str, Any], **options: Any) -> ComparePage:
    """The comparison of micro-credentials with these properties."""
    return page_of([compared(**properties) for properties in records], **options)


def page_of(found: Sequence[Compared], **options: Any) -> ComparePage:
    """The page of these, with their outcomes matched."""
    columns = [each.record.outcomes for each in found]
    matched = outcomes.match(columns) if sum(map(bool, columns)) > 1 else None
    return compare_page(Comparison(tuple(found), outcomes=matched), TODAY, **options)


def teaching(*texts: str) -> dict[str, Any]:
    """What states these learning outcomes."""
    competencies = [
        {
            "@type": "ceterms:CredentialAlignmentObject",
            "ceterms:targetNodeDescription": {"en": text},
        }
        for text in texts
    ]
    return {"type": "ceterms:Course", "teaches": competencies}


def credits(number: float, unit: str) -> list[dict[str, Any]]:
    """The condition profile that carries credits."""
    value = {
        "@type": "ceterms:ValueProfile",
        "schema:value": number,
        "ceterms:creditUnitType": [
            {
                "@type": "ceterms:CredentialAlignmentObject",
                "ceterms:targetNode": f"resources/{derive_ctid(f'concept:credit-units:{unit}')}",
            }
        ],
    }
    return [{"@type": "ceterms:ConditionProfile", "ceterms:creditValue": [value]}]


def held_against(identifier: str, **counts: int) -> StandardCounts:
    """So many elements with each result (`_` for a space)."""
    results: dict[Result, int] = {
        name.replace("_", " "): number  # type: ignore[misc]
        for name, number in counts.items()
    }
    return StandardCounts(STANDARDS[identifier], results, meets=False, lacks="not_stated" in counts)


def states(page: ComparePage) -> dict[str, str]:
    """The state of each row that is shown."""
    return {row.key: row.state for row in page.rows}


def answer_rows(page: ComparePage) -> dict[str, dict[str, Any]]:
    """The rows as programs get them, by key."""
    return {row["key"]: row for row in comparison_answer(page)["rows"]}


def test_two_stated_values_differ_and_a_missing_one_is_a_gap() -> None:
    page = a_comparison(
        {"inLanguage": ["et"], "dateEffective": "2020-01-01"}, {"inLanguage": ["en"]}
    )

    assert states(page)["language"] == "differs"
    assert states(page)["dates"] == "gap"
    assert states(page)["cost"] == "none"


def test_the_same_list_in_another_order_is_the_same() -> None:
    page = a_comparison({"inLanguage": ["et", "en"]}, {"inLanguage": ["en", "et"]})

    assert states(page)["language"] == "same"


def test_only_differences_leaves_out_and_counts_what_is_the_same() -> None:
    whole = a_comparison({"inLanguage": ["et"]}, {"inLanguage": ["en"]})
    page = a_comparison({"inLanguage": ["et"]}, {"inLanguage": ["en"]}, only_differences=True)

    assert set(states(page)) == {"language"}
    assert page.same == len(whole.rows) - 1


def test_address_of_a_column_removes_only_that_record() -> None:
    page = a_comparison({"ownedBy": [f"resources/{PROVIDER}"]})

    assert page.columns[0].without.args == {}


def test_other_units_stand_under_what_is_stated_and_do_not_make_a_difference() -> None:
    page = a_comparison(
        {"requires": credits(15, "nzqcf")},
        {"requires": credits(6, "ects")},
    )
    row = answer_rows(page)["credits"]

    assert row["values"] == [["15 NZQCF credits"], ["6 ECTS credits"]]
    assert row["normalised"] == [
        [
            "150 hours, by 10 hours a credit",
            "about 5–6 ECTS credits, by 25–30 hours a credit, approx.",
        ],
        ["150–180 hours, by 25–30 hours a credit, approx."],
    ]
    assert row["same"] is False


def test_hours_that_nobody_states_are_still_told_apart_by_what_follows() -> None:
    page = a_comparison({"requires": credits(15, "nzqcf")}, {"requires": credits(2, "nzqcf")})
    row = answer_rows(page)["hours"]

    assert row["values"] == [None, None]
    assert row["normalised"][1] == ["20 hours, by its credits at 10 hours a credit"]
    assert (row["same"], row["state"]) == (False, "gap")


def test_levels_are_shown_in_the_chosen_framework_with_what_says_so() -> None:
    level = {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:targetNode": f"resources/{derive_ctid('level:nzqcf:5')}",
        "ceterms:targetNodeName": {"en": "Level 5"},
    }
    found = Comparison((compared(atLevel=[level]), compared()), crosswalk=shipped_crosswalk())
    page = compare_page(found, TODAY, levels=levels_shown(found, ()))

    row = answer_rows(page)["level"]

    assert row["values"][0] == ["Level 5"]
    assert row["normalised"][0][0].startswith("part of EQF 5 (approx., per ")
    assert "EQF" in row["normalised"][0][0]
    assert row["normalised"][1] is None


def test_outcomes_that_mean_the_same_share_a_row_and_say_that_it_is_an_estimate() -> None:
    page = a_comparison(
        teaching("maintenance plans", "public speaking"),
        teaching("genetic testing", "plan maintenance"),
    )
    rows = answer_rows(page)

    assert rows["outcomes-common-1"]["values"] == [["maintenance plans"], ["plan maintenance"]]
    assert rows["outcomes-common-1"]["state"] == "alike"
    assert rows["outcomes-own"]["values"] == [["public speaking"], ["genetic testing"]]
    assert page.note is not None
    assert "estimate" in page.note


def test_outcome_in_the_same_words_everywhere_is_the_same() -> None:
    page = a_comparison(teaching("Risk analysis"), teaching("risk analysis"))

    assert states(page)["outcomes-common-1"] == "same"


def test_record_without_outcomes_states_none_and_one_with_others_has_none_of_these() -> None:
    page = a_comparison(
        teaching("risk analysis"), teaching("risk analysis"), teaching("choral singing"), {}
    )
    row = answer_rows(page)["outcomes-common-1"]

    assert row["values"] == [["risk analysis"], ["risk analysis"], [], None]
    assert row["state"] == "differs"


def test_standards_have_a_row_each_with_counts_and_none_where_nothing_applies() -> None:
    one = compared((held_against("eu-2022", met=8, not_stated=2),))
    other = compared((held_against("eu-2022", met=9, not_stated=1),))
    neither = compared((held_against("ce-minimum", not_applicable=4),))

    rows = answer_rows(page_of([one, other]))

    assert rows["standard-eu-2022"]["values"] == [
        ["8 met · 2 not stated (something that binds is missing)"],
        ["9 met · 1 not stated (something that binds is missing)"],
    ]
    assert rows["standard-eu-2022"]["state"] == "same"
    assert "standard-ce-minimum" not in answer_rows(page_of([neither, neither]))


def test_standards_differ_where_one_record_lacks_what_binds_and_the_other_does_not() -> None:
    lacking = held_against("eu-2022", met=8, not_stated=2)
    meeting = replace(held_against("eu-2022", met=9, not_stated=1), meets=True, lacks=False)

    page = page_of([compared((lacking,)), compared((meeting,))], only_differences=True)
    alike = page_of([compared((meeting,)), compared((meeting,))], only_differences=True)
    unchecked = page_of([compared((meeting,)), compared(())])

    assert states(page)["standard-eu-2022"] == "differs"
    assert "standard-eu-2022" not in states(alike)
    assert states(unchecked)["standard-eu-2022"] == "gap"
    assert answer_rows(unchecked)["standard-eu-2022"]["values"][1] is None


def test_marks_of_two_that_were_picked_speak_of_these_alone() -> None:
    records = [
        compared(inLanguage=["et"], name={"en": "One"}),
        compared(inLanguage=["en"], name={"en": "Two"}),
        compared(name={"en": "Three"}),
    ]
    ctids = [derive_ctid(name) for name in ("one", "two", "three")]
    found = [
        replace(each, stored=replace(each.stored, ctid=ctid))
        for each, ctid in zip(records, ctids, strict=True)
    ]

    def of_two(*picked: str) -> str | None:
        rows = page_of(found, picked=picked).rows
        return next(row.state_of_two for row in rows if row.key == "language")

    assert of_two() is None
    assert of_two(ctids[0], ctids[1]) == "differs"
    assert of_two(ctids[2], ctids[0]) == "gap"
    assert states(page_of(found, picked=(ctids[2], ctids[0])))["language"] == "differs"


def test_one_column_of_outcomes_beside_none_is_not_known_of_all() -> None:
    found = [compared(**teaching(text)) for text in ("data analysis", "data analysis")]
    page = page_of([*found, compared()])

    assert states(page)["outcomes-common-1"] == "gap"
    assert states(page)["outcomes-own"] == "gap"


def test_files_have_every_value_of_a_list_that_a_screen_cuts() -> None:
    languages = ["en", "fr", "de", "et", "fi", "mi", "ga", "mt"]
    page = a_comparison({"inLanguage": languages}, {"inLanguage": ["en"]})
    [cell, _] = next(row.cells for row in page.rows if row.key == "language")
    lines = [line for line in table_rows(page, lambda _: "/") if line[0] == "Language"]

    assert answer_rows(page)["language"]["values"][0] == lines[0][2].split("\n")
    assert len(lines[0][2].split("\n")) == len(languages)
    assert (len(cell.first), len(cell.rest)) == (6, 2)


def test_programs_get_numbers_and_codes_beside_the_words() -> None:
    priced = {"@type": "ceterms:CostProfile", "ceterms:price": 249.5, "ceterms:currency": "NZD"}
    page = a_comparison(
        {"requires": credits(15, "nzqcf"), "estimatedCost": [priced], "inLanguage": ["en"]}, {}
    )
    rows = answer_rows(page)

    assert rows["credits"]["data"] == [
        [{"value": 15.0, "min": 15.0, "max": 15.0, "unit": "nzqcf"}],
        None,
    ]
    assert rows["cost"]["data"] == [[{"price": 249.5, "currency": "NZD"}], None]
    assert rows["language"]["data"] == [["en"], None]
    assert rows["hours"]["data"] == rows["outcomes"]["data"] == [None, None]


def test_examination_shows_its_length_as_that_and_differs_from_as_many_hours_of_work() -> None:
    lasting = [{"@type": "ceterms:DurationProfile", "ceterms:exactDuration": "PT2H"}]
    page = a_comparison(
        {"type": "ceterms:AssessmentProfile", "estimatedDuration": lasting},
        {"type": "ceterms:Course", "estimatedDuration": lasting},
    )
    row = answer_rows(page)["hours"]

    assert row["values"] == [["2 hours (length of the examination)"], ["2 hours"]]
    assert [each[0]["of"] for each in row["data"]] == ["examination", "learning"]
    assert row["state"] == "differs"


def test_table_has_the_rows_of_the_screen_in_their_order() -> None:
    page = a_comparison({"inLanguage": ["et"]}, {"inLanguage": ["en"]}, only_differences=True)

    written = io.StringIO()
    csv.writer(written).writerows(table_rows(page, lambda link: f"/{link.values['ctid']}"))
    lines = list(csv.reader(io.StringIO(written.getvalue())))

    assert [line[0] for line in lines] == ["Fact", "Address", *(str(r.label) for r in page.rows)]
    assert lines[2][1:] == ["differs", "Estonian", "", "English", ""]
    assert {len(line) for line in lines} == {6}


def test_refusals_are_said_with_what_was_asked_for() -> None:
    found = Comparison(refused=(Refusal("CE-1", "malformed", ""),))

    page = compare_page(found, TODAY)

    assert page.refused[0].identifier == "CE-1"
    assert "ce-" in page.refused[0].reason
    assert page.rows == ()


def test_record_joins_those_already_in_the_tray() -> None:
    one, other = derive_ctid("one"), derive_ctid("other")

    link = compare_link(one, [other, "nonsense", one, other])

    assert link.link is not None
    assert link.link.values == {"id": [other, one]}
    assert str(link.text) == "Compare with 1 other"


@pytest.mark.parametrize("title", ["Data analysis " * 20, "Data" * 60])
def test_long_title_is_cut_over_its_column_only(title: str) -> None:
    column = a_comparison({"name": {"en": title}}).columns[0]

    assert str(column.title) == title
    assert 50 < len(column.heading.value) <= 70
    assert column.heading.value.endswith("…")
