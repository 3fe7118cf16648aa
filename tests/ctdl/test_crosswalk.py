"""Comparisons of levels: one step, from both ends, exactly what the documents state."""

import pytest

from ctdl.crosswalk import Comparison, Crosswalk
from ctdl.ctid import derive_ctid
from ctdl.frameworks import FRAMEWORKS
from tests.support.crosswalk_files import (
    FileRow,
    compared_rows,
    every_reading,
    unmatched_rows,
)
from tests.support.crosswalks import a_row, shipped_crosswalk


def as_in_the_file(row: Comparison) -> FileRow:
    return FileRow(
        row.level,
        row.framework,
        row.other,
        row.relation,
        row.basis or "",
        row.source or "",
        row.year or "",
    )


def everything_said() -> list[Comparison]:
    return [row for level in FRAMEWORKS.levels for row in shipped_crosswalk().comparisons(level)]


def test_every_line_is_read_from_both_ends_and_nothing_is_added() -> None:
    said = everything_said()

    assert {as_in_the_file(row) for row in said} == every_reading()
    assert len(said) == 2 * len(compared_rows()) + len(unmatched_rows())


def test_a_row_read_from_its_far_end_is_marked_and_leads_back() -> None:
    stored = {as_in_the_file(row) for row in everything_said() if not row.derived}

    assert stored == {*compared_rows(), *unmatched_rows()}
    for row in everything_said():
        assert not row.as_stored.derived
        assert row.as_stored.row == row.row


def test_every_shipped_row_has_a_key_of_its_own_in_its_map() -> None:
    keys = [(row.map_ctid, row.key) for row in shipped_crosswalk().rows]

    assert all(key for _, key in keys)
    assert len(set(keys)) == len(keys)


def test_a_row_whose_address_is_not_in_its_map_has_no_key() -> None:
    [row] = Crosswalk.of([a_row("nzqcf:7", "eqf:6")]).rows

    assert row.key is None


@pytest.mark.parametrize(
    ("relation", "inverse"),
    [("broad", "narrow"), ("narrow", "broad"), ("close", "close"), ("exact", "exact")],
)
def test_the_inverse_of_a_relation(relation: str, inverse: str) -> None:
    found = Crosswalk.of([a_row("rqf:4", "eqf:5", relation)])  # type: ignore[arg-type]

    [back] = found.comparisons("eqf:5")
    assert (back.other, back.relation, back.derived) == ("rqf:4", inverse, True)


def test_a_level_has_no_counterpart_in_its_own_framework() -> None:
    for level in FRAMEWORKS.levels.values():
        own = shipped_crosswalk().elsewhere(level.id, level.framework)
        assert (own.direct, own.missing, own.routes) == ((), (), ())


def test_a_row_that_was_made_by_joining_two_is_no_step_of_a_route() -> None:
    joined = "Derived here by joining NZQCF-AQF with NZQCF-EQF"
    found = Crosswalk.of(
        [a_row("aqf:7", "eqf:6", text=joined, basis="indicative"), a_row("scqf:9", "eqf:6")]
    )

    assert found.elsewhere("aqf:7", "scqf").routes == ()
    assert found.elsewhere("scqf:9", "aqf").routes == ()
    assert [each.other for each in found.elsewhere("aqf:7", "eqf").direct] == ["eqf:6"]


def test_no_shipped_route_hides_a_third_document() -> None:
    shipped = shipped_crosswalk()
    routes = [
        route
        for level in FRAMEWORKS.levels
        for framework in FRAMEWORKS.frameworks
        for route in shipped.elsewhere(level, framework).routes
    ]

    assert routes
    assert not [each for each in routes if each.first.is_joined or each.second.is_joined]
    assert sum(row.is_joined for row in shipped.rows) == 13


def test_two_rows_are_never_joined_into_a_third() -> None:
    found = Crosswalk.of([a_row("nzqcf:7", "eqf:6"), a_row("scqf:9", "eqf:6", "broad")])

    there = found.elsewhere("nzqcf:7", "scqf")
    assert there.direct == ()
    [route] = there.routes
    assert (route.first.other, route.second.other) == ("eqf:6", "scqf:9")
    assert there.is_by_way
    assert "scqf:9" not in found.also("nzqcf:7")
    assert found.frameworks("nzqcf:7") == ("eqf",)


def test_no_way_round_is_offered_where_a_document_compares_or_denies() -> None:
    shipped = shipped_crosswalk()
    pairs = [
        (level, other)
        for level in FRAMEWORKS.levels
        for other in FRAMEWORKS.frameworks
        if other != level.partition(":")[0]
    ]

    for level, other in pairs:
        found = shipped.elsewhere(level, other)
        assert not (found.routes and (found.direct or found.missing)), (level, other)
        assert all(route.first.other == route.second.level for route in found.routes)
        assert all(route.first.framework == "eqf" for route in found.routes)


def test_no_way_goes_round_by_the_bridge_to_the_bridge_itself() -> None:
    shipped = shipped_crosswalk()

    for level in FRAMEWORKS.levels:
        if not level.startswith("eqf:"):
            assert shipped.elsewhere(level, "eqf").routes == ()


@pytest.mark.parametrize("level", ["aqf:1", "aqf:2", "aqf:3", "aqf:8"])
def test_disputed_australian_levels_are_left_open(level: str) -> None:
    found = shipped_crosswalk().elsewhere(level, "eqf")

    assert (found.direct, found.missing, found.routes) == ((), (), ())


@pytest.mark.parametrize("level", ["aqf:4", "aqf:5", "aqf:6", "aqf:7", "aqf:9", "aqf:10"])
def test_other_australian_levels_are_indicative_only(level: str) -> None:
    found = shipped_crosswalk().elsewhere(level, "eqf")

    assert found.direct
    assert all(row.is_indicative for row in found.direct)


@pytest.mark.parametrize("framework", ["eqf", "nfq-ie", "hkqf"])
def test_new_zealand_level_8_has_no_comparable_level(framework: str) -> None:
    found = shipped_crosswalk().elsewhere("nzqcf:8", framework)

    assert (found.direct, found.routes) == ((), ())
    assert [row.relation for row in found.missing] == ["none"]


def test_scottish_level_6_follows_the_official_table_and_not_the_sample() -> None:
    found = shipped_crosswalk().elsewhere("scqf:6", "eqf")

    assert [level.id for level in found.levels] == ["eqf:4"]


@pytest.mark.parametrize(("level", "other"), [("nzqcf:9", "mqf:7"), ("nzqcf:10", "mqf:8")])
def test_degrees_of_new_zealand_and_malaysia_are_those_of_the_framework(
    level: str, other: str
) -> None:
    found = shipped_crosswalk().elsewhere(level, "mqf")

    assert [each.id for each in found.levels] == [other]
    assert shipped_crosswalk().elsewhere("nzqcf:8", "mqf").direct == ()


def test_a_table_that_was_not_endorsed_is_no_basis() -> None:
    assert not any("UAE" in (row.source or "") for row in shipped_crosswalk().rows)
    assert not any(row.framework.endswith("-ae") for row in shipped_crosswalk().rows)


def test_only_frameworks_that_share_descriptions_are_exact() -> None:
    exact = {
        frozenset((row.level.partition(":")[0], row.framework))
        for row in everything_said()
        if row.relation == "exact"
    }

    assert exact == {frozenset(("rqf", "cqfw"))}


def test_partners_begin_with_the_bridge_and_the_best_documented() -> None:
    shipped = shipped_crosswalk()

    assert shipped.partners("nzqcf")[0] == "eqf"
    assert shipped.partners("nzqcf")[-1] == "mqf"
    assert set(shipped.partners("eqf")[:2]) == {"scqf", "nfq-ie"}
    assert shipped.partners("aqrf") == ("mqf",)
    assert shipped.partners("bcf") == ()


def test_rows_between_two_frameworks_are_the_same_from_each_side() -> None:
    shipped = shipped_crosswalk()

    there = shipped.between("nzqcf", "nfq-ie")
    back = shipped.between("nfq-ie", "nzqcf")

    assert {row.row for row in there if row.other} == {row.row for row in back if row.other}
    assert [row.level for row in there][:2] == ["nzqcf:10", "nzqcf:9"]
    assert [row.other for row in there if row.level == "nzqcf:7"] == ["nfq-ie:8", "nfq-ie:7"]


def test_a_pair_of_frameworks_has_one_map_in_each_direction() -> None:
    shipped = shipped_crosswalk()
    there, back = shipped.map_between("nzqcf", "eqf"), shipped.map_between("eqf", "nzqcf")

    assert there is not None
    assert back is not None
    assert shipped.pair_of(there) == ("nzqcf", "eqf")
    assert [row.level for row in shipped.rows_of(back)] == ["eqf:1"]
    assert shipped.map_between("nzqcf", "bcf") is None
    assert shipped.pair_of(derive_ctid("framework:eqf")) is None


def test_a_second_map_of_a_pair_is_not_known_by_its_pair() -> None:
    first, second = a_row("nzqcf:7", "eqf:6"), a_row("nzqcf:7", "eqf:7", text="Another")

    found = Crosswalk.of([first, second])

    assert found.map_between("nzqcf", "eqf") == first.ctid
    assert found.pair_of(second.ctid) is None
    assert [each.id for each in found.elsewhere("nzqcf:7", "eqf").levels] == ["eqf:6", "eqf:7"]


def test_search_walks_one_step_and_prefers_what_a_document_says() -> None:
    also = shipped_crosswalk().also("eqf:5")

    assert {"nzqcf:5", "nzqcf:6", "scqf:7", "scqf:8", "rqf:4", "nfq-ie:6"} <= set(also)
    assert "aqrf:5" not in also
    assert also["nzqcf:5"].other == "eqf:5"
    assert also["nzqcf:5"].relation == "broad"
    both = Crosswalk.of(
        [
            a_row("aqf:5", "eqf:5", basis="indicative"),
            a_row("aqf:5", "eqf:5", "broad", text="Another"),
        ]
    )
    assert both.also("eqf:5")["aqf:5"].relation == "broad"


def test_a_basis_that_nobody_states_counts_as_indicative() -> None:
    [row] = Crosswalk.of([a_row("aqf:5", "eqf:5", basis=None)]).rows

    assert row.is_indicative
