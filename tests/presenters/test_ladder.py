"""The ladder: rungs in order, lines for every row and no other, and the same as tables."""

import re
from itertools import combinations, pairwise, permutations

import pytest

from app.presenters.ladder import MOST_COLUMNS, RUNG_HEIGHT, Ladder, ladder
from ctdl.crosswalk import Crosswalk
from ctdl.frameworks import FRAMEWORKS
from tests.support.crosswalk_files import compared_rows, unmatched_rows
from tests.support.crosswalks import a_row, shipped_crosswalk

ALL = tuple(FRAMEWORKS.frameworks.values())
WITH_PARTNERS = [each.id for each in ALL if shipped_crosswalk().partners(each.id)]
PAIRS = list(combinations(WITH_PARTNERS, 2))

pytestmark = pytest.mark.usefixtures("in_english")


def drawn(first: str, *others: str, here: str | None = None) -> Ladder:
    """The ladder of shipped frameworks and comparisons."""
    made = ladder(shipped_crosswalk(), FRAMEWORKS.frameworks[first], others, ALL, here=here)
    assert made is not None
    return made


def rungs(made: Ladder) -> dict[str, int]:
    """Where the top of each box is."""
    return {rung.id: rung.y for column in made.columns for rung in column.rungs}


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_lines_and_marks_are_the_rows_of_the_files_and_no_others(first: str, second: str) -> None:
    made = drawn(first, second)

    pair = {first, second}
    compared = [r for r in compared_rows() if {r.level.partition(":")[0], r.framework} == pair]
    unmatched = [r for r in unmatched_rows() if {r.level.partition(":")[0], r.framework} == pair]
    assert len(made.lines) == len(compared)
    assert len(made.marks) == len(unmatched)
    [table] = made.pairs
    assert len(table.rows) == len(compared) + len(unmatched)
    assert sum(line.is_indicative for line in made.lines) == sum(
        "indicative" in row.basis for row in compared
    )


FOURS = [
    ("eqf", "isced-2011", "qf-ehea", "nqf-dk"),
    ("nzqcf", "eqf", "nfq-ie", "scqf"),
    ("oqf", "eqf", "rqf", "scqf"),
    ("aqrf", "mqf", "nzqcf", "eqf"),
]


@pytest.mark.parametrize("shown", FOURS)
def test_every_pair_of_columns_has_all_its_rows_in_a_table(shown: tuple[str, ...]) -> None:
    made = drawn(*shown)

    told = {
        frozenset((one, other)): len(pair.rows)
        for pair in made.pairs
        for one, other in permutations(shown, 2)
        if pair.id == f"{one}-{other}"
    }
    assert told == {
        frozenset(pair): sum(
            {row.level.partition(":")[0], row.framework} == set(pair)
            for row in (*compared_rows(), *unmatched_rows())
        )
        for pair in combinations(shown, 2)
    }
    assert [pair.is_drawn for pair in made.pairs] == [True] * 3 + [False] * 3
    assert "neighbouring columns only" in made.summary


@pytest.mark.parametrize("shown", FOURS)
def test_the_order_of_the_wishes_makes_no_difference(shown: tuple[str, ...]) -> None:
    own, *others = shown
    orders = {
        tuple(column.id for column in drawn(own, *wishes).columns)
        for wishes in permutations(others)
    }

    assert len(orders) == 1


@pytest.mark.parametrize("shown", FOURS)
def test_as_many_neighbours_as_can_be_are_compared(shown: tuple[str, ...]) -> None:
    def compared(order: tuple[str, ...]) -> int:
        partners = shipped_crosswalk().partners
        return sum(other in partners(one) for one, other in pairwise(order))

    order = tuple(column.id for column in drawn(*shown).columns)

    assert compared(order) == max(map(compared, permutations(shown)))


def test_a_level_is_alone_only_where_no_framework_on_screen_has_a_row_for_it() -> None:
    for shown in FOURS:
        made = drawn(*shown)
        alone = {r.id for column in made.columns for r in column.rungs if not r.is_compared}

        assert alone == {
            level.id
            for each in shown
            for level in FRAMEWORKS.frameworks[each].levels
            if not any(
                {row.level.partition(":")[0], row.framework} <= set(shown)
                and level.id in (row.level, row.other)
                for row in (*compared_rows(), *unmatched_rows())
            )
        }
        assert made.has_alone == bool(alone)


def test_pairs_that_nothing_compares_are_named_in_one_sentence() -> None:
    assert drawn("nzqcf", "eqf").not_compared is None
    assert drawn("nzqcf", "scqf").not_compared == (
        "Nothing here compares NZQCF with SCQF directly."
    )
    sentence = drawn("scqf", "aqf", "nzqcf").not_compared
    assert sentence is not None
    assert sentence.startswith("Nothing here compares directly: ")
    assert sentence.count(" with ") == 2


@pytest.mark.parametrize("first", WITH_PARTNERS)
def test_boxes_of_a_column_are_in_order_and_never_overlap(first: str) -> None:
    others = [each for each in WITH_PARTNERS if each != first]
    for start in range(0, len(others), MOST_COLUMNS - 1):
        made = drawn(first, *others[start : start + MOST_COLUMNS - 1])

        for column in made.columns:
            tops = [rung.y for rung in column.rungs]
            assert all(below - above >= RUNG_HEIGHT + 8 for above, below in pairwise(tops))
            assert tops[-1] + RUNG_HEIGHT <= made.height
            assert column.x + column.width <= made.width
            orders = [FRAMEWORKS.levels[rung.id].order for rung in column.rungs]
            assert orders == sorted(orders, reverse=True)


def test_a_rung_stands_level_with_the_eqf_level_it_is_compared_with() -> None:
    places = rungs(drawn("nzqcf", "eqf"))

    for level, other in (("nzqcf:10", "eqf:8"), ("nzqcf:7", "eqf:6"), ("nzqcf:2", "eqf:3")):
        assert places[level] == places[other]
    assert places["nzqcf:6"] < places["eqf:5"] < places["nzqcf:5"]


def test_a_rung_without_a_comparable_level_stands_beside_none() -> None:
    places = rungs(drawn("nzqcf", "eqf"))

    assert places["nzqcf:8"] not in {y for level, y in places.items() if level.startswith("eqf:")}
    assert places["nzqcf:9"] < places["nzqcf:8"] < places["nzqcf:7"]


def test_rungs_that_nothing_compares_stand_beside_no_level_of_the_eqf() -> None:
    made = drawn("oqf", "eqf")
    places = rungs(made)
    [oqf, eqf] = made.columns

    alone = {rung.id for rung in oqf.rungs if not rung.is_compared}
    assert alone == {f"oqf:{order}" for order in (1, 2, 3, 4, 5, 6, 9)}
    assert not {places[each] for each in alone} & {rung.y for rung in eqf.rungs}


def test_frameworks_that_the_eqf_does_not_know_follow_their_neighbour() -> None:
    places = rungs(drawn("mqf", "aqrf"))

    assert all(places[f"mqf:{n}"] == places[f"aqrf:{n}"] for n in range(1, 9))


def test_frameworks_that_nothing_places_are_still_drawn_in_order() -> None:
    made = ladder(Crosswalk.of([a_row("bcf:3", "aqrf:3")]), FRAMEWORKS.frameworks["bcf"], (), ALL)

    assert made is not None
    places = rungs(made)
    assert places["bcf:3"] == places["aqrf:3"]
    assert len(set(places.values())) >= 8


def test_without_a_wish_the_eqf_is_beside_it_or_else_the_best_documented() -> None:
    assert [column.id for column in drawn("nzqcf").columns] == ["nzqcf", "eqf"]
    assert [column.id for column in drawn("aqrf").columns] == ["aqrf", "mqf"]
    assert drawn("eqf").columns[1].id in ("scqf", "nfq-ie")


def test_usual_frameworks_come_before_the_best_partner_if_something_compares_them() -> None:
    def beside(usual: tuple[str, ...]) -> list[str]:
        made = ladder(shipped_crosswalk(), FRAMEWORKS.frameworks["nzqcf"], (), ALL, usual=usual)
        assert made is not None
        return [column.id for column in made.columns[1:]]

    assert beside(("nfq-ie", "scqf")) == ["nfq-ie"]
    assert beside(("scqf",)) == ["eqf"]


def test_without_any_comparison_there_is_no_ladder() -> None:
    bcf = FRAMEWORKS.frameworks["bcf"]

    assert ladder(shipped_crosswalk(), bcf, ("eqf",), ALL) is None


def test_unknown_repeated_and_own_wishes_are_left_out_and_a_fourth_is_said() -> None:
    made = drawn("eqf", "nowhere", "scqf", "scqf", "eqf", "rqf", "<script>", "nfq-ie", "aqf")

    assert [column.id for column in made.columns] == ["eqf", "scqf", "rqf", "nfq-ie"]
    assert made.is_cut
    assert not drawn("eqf", "scqf", "rqf", "nfq-ie").is_cut


def test_neighbours_that_nothing_compares_say_so() -> None:
    made = drawn("nzqcf", "scqf")

    assert made.lines == ()
    [table] = made.pairs
    assert (table.rows, table.map_link) == ((), None)
    assert {each.id for each in made.choices if each.is_chosen} == {"scqf"}
    assert not next(each for each in made.choices if each.id == "scqf").is_partner


@pytest.mark.parametrize(
    ("first", "second", "shapes"),
    [
        ("rqf", "cqfw", {"exact"}),
        ("nzqcf", "aqf", {"close"}),
        ("nzqcf", "nfq-ie", {"close", "wedge"}),
    ],
)
def test_each_kind_of_relation_has_a_shape_of_its_own(
    first: str, second: str, shapes: set[str]
) -> None:
    made = drawn(first, second)

    assert {line.shape for line in made.lines} == shapes
    assert shapes <= {entry.code for entry in made.legend}
    for line in made.lines:
        assert len(line.paths) == (2 if line.shape == "exact" else 1)


def test_a_wedge_is_wide_at_the_wider_level_from_either_side() -> None:
    def ends(made: Ladder) -> list[tuple[float, float]]:
        """How thick each wedge is at its left and at its right end."""
        found = []
        for line in made.lines:
            if line.shape == "wedge":
                numbers = [float(each) for each in re.findall(r"-?\d+(?:\.\d+)?", line.paths[0])]
                [_, top_left, *_, right_end, bottom_right] = numbers[:10]
                assert right_end == made.columns[1].x
                top_right, bottom_left = numbers[7], numbers[-1]
                found.append((bottom_left - top_left, bottom_right - top_right))
        return found

    forward, backward = ends(drawn("scqf", "eqf")), ends(drawn("eqf", "scqf"))

    assert len(forward) == len(backward) == 4
    assert all(left < right for left, right in forward)
    assert all(left > right for left, right in backward)


def test_the_level_of_the_page_and_its_lines_stand_out() -> None:
    made = drawn("nzqcf", "nfq-ie", here="nzqcf:7")

    assert [r.id for column in made.columns for r in column.rungs if r.is_here] == ["nzqcf:7"]
    assert sum(line.is_here for line in made.lines) == 2
    assert sum(mark.is_here for mark in drawn("nzqcf", "eqf", here="nzqcf:8").marks) == 1


def test_no_two_rungs_of_a_column_carry_the_same_words() -> None:
    for framework in WITH_PARTNERS:
        labels = [rung.label.value for rung in drawn(framework).columns[0].rungs]
        assert len(set(labels)) == len(labels), labels


def test_every_row_of_the_tables_leads_to_its_page_and_says_what_it_rests_on() -> None:
    for row in drawn("nzqcf", "eqf").pairs[0].rows:
        assert row.link is not None
        assert row.link.page == "crosswalk_row"
        assert row.basis == "comparison report"
        assert row.source
        assert row.year == "2016"
