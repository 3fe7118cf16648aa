"""The check against a target, aspect by aspect: only documents and numbers decide."""

from dataclasses import replace
from decimal import Decimal

import pytest

from ctdl.crosswalk import Comparison, Crosswalk
from ctdl.ctid import derive_ctid
from ctdl.documents import parse_document
from ctdl.evaluation import OutcomeCounts, difference
from ctdl.messages import InLanguages
from ctdl.records import CredentialRecord, read_record
from ctdl.records.frameworks import Relation
from ctdl.records.values import Field
from tests.support.documents import a_credential

NONE, DIFFERS, OPEN = difference.NONE, difference.DIFFERS, difference.OPEN
MAP = derive_ctid("test:map")


def a_row(level: str, other: str | None, basis: str = "comparison report") -> Comparison:
    framework = (other or "eqf:1").partition(":")[0]
    relation: Relation = "close" if other else "none"
    return Comparison(level, framework, other, relation, basis, "A report", "2016", MAP)


def a_crosswalk(*rows: Comparison) -> Crosswalk:
    both = [each for row in rows for each in (row, row.inverse()) if each is not None]
    return Crosswalk(
        rows, {each.level: [e for e in both if e.level == each.level] for each in both}
    )


def a_record(**stated: object) -> CredentialRecord:
    record = read_record(parse_document(a_credential("first aid", **stated)))
    assert isinstance(record, CredentialRecord)
    return record


def credits(number: float, unit: str) -> dict[str, object]:
    unit_ctid = derive_ctid(f"concept:credit-units:{unit}")
    return {
        "requires": [
            {
                "@type": "ceterms:ConditionProfile",
                "ceterms:creditValue": [
                    {
                        "@type": "ceterms:ValueProfile",
                        "schema:value": number,
                        "ceterms:creditUnitType": {
                            "@type": "ceterms:CredentialAlignmentObject",
                            "ceterms:targetNode": f"resources/{unit_ctid}",
                        },
                    }
                ],
            }
        ]
    }


@pytest.mark.parametrize(
    ("here", "there", "found"),
    [
        (["eqf:5"], ["eqf:5"], NONE),
        (["eqf:6"], ["eqf:5"], NONE),
        (["eqf:4"], ["eqf:5"], DIFFERS),
        ([], ["eqf:5"], OPEN),
        (["eqf:5"], [], OPEN),
        (["eqf:5", "eqf:4"], ["eqf:5"], DIFFERS),
        (["nowhere:4"], ["eqf:5"], OPEN),
    ],
)
def test_levels_of_one_framework_go_by_its_order_the_least_favourable_counting(
    here: list[str], there: list[str], found: str
) -> None:
    assert difference.level(here, there, Crosswalk()).finding == found


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([a_row("nzqcf:5", "eqf:5")], NONE),
        ([a_row("nzqcf:5", "eqf:4")], DIFFERS),
        ([a_row("nzqcf:5", "eqf:4"), a_row("nzqcf:5", "eqf:5")], OPEN),
        ([a_row("nzqcf:5", "eqf:5", "indicative")], OPEN),
        ([a_row("nzqcf:5", None)], DIFFERS),
        ([], OPEN),
        ([a_row("eqf:5", "nzqcf:5")], NONE),
    ],
    ids=["equal", "lower", "a range", "an estimate", "none there", "silence", "from its far end"],
)
def test_levels_of_two_frameworks_need_a_row_of_a_document(
    rows: list[Comparison], found: str
) -> None:
    aspect = difference.level(["nzqcf:5"], ["eqf:5"], a_crosswalk(*rows))

    assert aspect.finding == found
    assert len(aspect.rows) == len(rows)


LOWER_ELSEWHERE = a_row("nzqcf:5", "eqf:4")


@pytest.mark.parametrize(
    ("here", "rows", "found"),
    [
        (["nzqcf:5", "eqf:5"], [], NONE),
        (["nzqcf:5", "eqf:5"], [LOWER_ELSEWHERE], NONE),
        (["eqf:4", "nzqcf:5"], [a_row("nzqcf:5", "eqf:6")], DIFFERS),
        (["scqf:8", "nzqcf:5"], [LOWER_ELSEWHERE], DIFFERS),
        (["scqf:8", "nzqcf:5"], [LOWER_ELSEWHERE, a_row("scqf:8", "eqf:5", "indicative")], DIFFERS),
    ],
    ids=["silence", "a document", "a lower match", "a document and silence", "and an estimate"],
)
def test_the_best_founded_of_several_levels_decides_and_all_rows_are_shown(
    here: list[str], rows: list[Comparison], found: str
) -> None:
    aspect = difference.level(here, ["eqf:5"], a_crosswalk(*rows))

    assert aspect.finding == found
    assert aspect.here.words == tuple(here)
    assert set(aspect.rows) == set(rows)


def test_a_match_in_the_framework_of_the_target_rests_on_no_row() -> None:
    aspect = difference.level(["nzqcf:5", "eqf:5"], ["eqf:5"], a_crosswalk(LOWER_ELSEWHERE))

    assert aspect.decided_by == ()
    assert aspect.why[0] == "Both are levels of one framework, and this one is not lower."
    assert len(aspect.why) == 2


def test_a_finding_names_the_rows_that_it_rests_on_first() -> None:
    enough = a_row("scqf:8", "eqf:5")

    aspect = difference.level(
        ["scqf:8", "nzqcf:5"], ["eqf:5"], a_crosswalk(enough, LOWER_ELSEWHERE)
    )

    assert aspect.finding == DIFFERS
    assert aspect.decided_by == (LOWER_ELSEWHERE,)
    assert aspect.rows == (LOWER_ELSEWHERE, enough)


def test_comparisons_of_levels_are_never_joined() -> None:
    by_way_of_a_third = a_crosswalk(a_row("nzqcf:5", "eqf:5"), a_row("scqf:8", "eqf:5"))
    made_of_two = replace(a_row("nzqcf:5", "scqf:8"), source="Derived here by joining two rows")

    assert difference.level(["nzqcf:5"], ["scqf:8"], by_way_of_a_third).finding == OPEN
    assert difference.level(["nzqcf:5"], ["scqf:8"], a_crosswalk(made_of_two)).finding == OPEN


@pytest.mark.parametrize(
    ("here", "there", "found", "figures"),
    [
        (credits(5, "ects"), credits(5, "ects"), NONE, (5, 5, 5, 5)),
        (credits(4, "ects"), credits(5, "ects"), DIFFERS, (4, 4, 5, 5)),
        # 125-150 hours and 100 hours: even the least is enough.
        (credits(5, "ects"), credits(10, "nzqcf"), NONE, (125, 150, 100, 100)),
        # 125-150 hours and 140: it may be more or less.
        (credits(5, "ects"), credits(14, "nzqcf"), OPEN, (125, 150, 140, 140)),
        # The other way round even the most, 140, can be below 150 and above 125.
        (credits(14, "nzqcf"), credits(5, "ects"), OPEN, (140, 140, 125, 150)),
        (credits(10, "nzqcf"), credits(5, "ects"), DIFFERS, (100, 100, 125, 150)),
    ],
)
def test_sizes_are_taken_pessimistically(
    here: dict[str, object], there: dict[str, object], found: str, figures: tuple[int, ...]
) -> None:
    aspect = difference.workload(a_record(**here), a_record(**there))

    shown = (aspect.here.minimum, aspect.here.maximum, aspect.there.minimum, aspect.there.maximum)
    assert shown == tuple(map(Decimal, figures))
    assert aspect.finding == found


def test_a_size_that_nobody_states_cannot_be_told() -> None:
    assert difference.workload(a_record(), a_record(**credits(5, "ects"))).finding == OPEN


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        (OutcomeCounts(3, 3, 3), NONE),
        (OutcomeCounts(9, 3, 3), NONE),
        (OutcomeCounts(3, 3, 2), DIFFERS),
        (OutcomeCounts(3, 3, 2, not_compared=1), OPEN),
        (OutcomeCounts(0, 3, 0), OPEN),
        (OutcomeCounts(3, 0, 0), OPEN),
    ],
)
def test_outcomes_differ_where_one_of_the_target_has_no_counterpart(
    counts: OutcomeCounts, found: str
) -> None:
    aspect = difference.outcomes(counts)

    assert aspect.finding == found
    if counts.here and counts.there:
        assert f"{counts.matched} of {counts.there}" in aspect.why[0]


def test_which_side_states_no_outcomes_is_said() -> None:
    def why(here: int, there: int) -> str:
        return difference.outcomes(OutcomeCounts(here, there, 0)).why[0]

    assert why(0, 3) == "This one states no learning outcomes; the target does."
    assert why(3, 0) == "The target states no learning outcomes; this one does."
    assert why(0, 0) == "Neither this one nor the target states learning outcomes."


@pytest.mark.parametrize(
    ("here", "there", "found", "words"),
    [
        ("assured", "assured", NONE, "of both was assured"),
        ("assured", "not assured", NONE, "of this one was assured on that day, of the target not"),
        ("not assured", "assured", DIFFERS, "of the target was assured on that day, of this one"),
        (
            "not assured",
            "assured with conditions",
            DIFFERS,
            "of the target was assured with conditions, of this one not",
        ),
        ("assured with conditions", "assured", OPEN, "of this one was assured on that day with"),
        ("assured", "assured with conditions", OPEN, "of the target was assured on that day with"),
        (
            "assured with conditions",
            "assured with conditions",
            OPEN,
            "of both was assured on that day with",
        ),
        (
            "assured with conditions",
            "not assured",
            OPEN,
            "of this one was assured with conditions, of the target not",
        ),
        ("unknown", "assured", OPEN, "of this one was assured on that day is not known"),
        ("unknown", "assured with conditions", OPEN, "of this one was assured on that day is not"),
        ("assured", "unknown", OPEN, "of the target was assured on that day is not known"),
        ("not assured", "unknown", OPEN, "of the target was assured on that day is not known"),
        ("unknown", "unknown", OPEN, "of either was assured on that day is not known"),
        ("not assured", "not assured", OPEN, "of neither was assured"),
    ],
)
def test_the_sentence_about_quality_says_what_is_known_of_which_side(
    here: str, there: str, found: str, words: str
) -> None:
    aspect = difference.quality(here, there)

    assert aspect.finding == found
    assert words in aspect.why[0]


def a_field(code: str, scheme: str | None = "isced-f-2013") -> Field:
    return Field(code, {"en": "A field"}, scheme)


@pytest.mark.parametrize(
    ("here", "there", "found"),
    [
        ([a_field("0612")], [a_field("0612")], NONE),
        ([a_field("0612"), a_field("0413")], [a_field("0413")], NONE),
        ([a_field("0612")], [a_field("0613")], OPEN),
        ([a_field("0612")], [a_field("0413")], DIFFERS),
        ([a_field("11.07", None)], [a_field("11.07", None)], OPEN),
        ([], [a_field("0612")], OPEN),
    ],
)
def test_fields_are_compared_within_one_classification(
    here: list[Field], there: list[Field], found: str
) -> None:
    assert difference.study_field(here, there).finding == found


def test_a_field_is_shown_with_its_code_in_each_of_its_languages() -> None:
    named = Field("0612", {"en": "Databases", "fr": "Bases de données"}, "isced-f-2013")

    [words] = difference.study_field([named], [a_field("0612")]).here.words

    assert words == "0612 Databases"
    assert isinstance(words, InLanguages)
    assert words.texts["fr"] == "0612 Bases de données"


@pytest.mark.parametrize(
    ("here", "there", "found"),
    [
        ("ceterms:Course", "ceterms:Course", NONE),
        ("ceterms:MicroCredential", "ceterms:BachelorDegree", DIFFERS),
        ("ceterms:MasterDegree", "ceterms:BachelorDegree", OPEN),
        ("ceterms:MicroCredential", "ceterms:Course", OPEN),
    ],
)
def test_a_degree_is_another_kind_than_what_is_none(here: str, there: str, found: str) -> None:
    assert difference.kind(here, there).finding == found


def test_a_converted_size_keeps_what_is_stated_beside_it() -> None:
    aspect = difference.workload(a_record(**credits(5, "ects")), a_record(**credits(10, "nzqcf")))

    assert aspect.here.words == ("5 ects",)
    assert (aspect.here.unit, aspect.there.unit) == ("hours", "hours")
