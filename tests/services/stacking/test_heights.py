"""How levels stand to each other: by order, or by one row; what a row leaves open stays open."""

import pytest

from app.services.stacking.heights import height, levels_like, next_levels
from ctdl.crosswalk import Crosswalk
from ctdl.frameworks import FRAMEWORKS
from tests.support.crosswalks import a_row, shipped_crosswalk


def test_within_a_framework_the_next_level_is_that_of_its_order() -> None:
    assert dict(next_levels("rqf:E3", Crosswalk())) == {"rqf:1": None}
    assert dict(next_levels("rqf:8", Crosswalk())) == {}
    assert dict(next_levels("no:3", Crosswalk())) == {}


def test_of_a_framework_known_in_part_no_level_is_the_next() -> None:
    partial = [each for each in FRAMEWORKS.frameworks.values() if each.is_partial]

    assert partial
    assert all(not next_levels(each.levels[0].id, Crosswalk()) for each in partial)


def test_one_row_leads_to_another_framework_and_no_second_row_on_from_there() -> None:
    compared = Crosswalk.of([a_row("rqf:4", "scqf:6"), a_row("scqf:6", "eqf:4")])

    found = next_levels("rqf:3", compared)

    assert set(found) == {"rqf:4", "scqf:6"}
    row = found["scqf:6"]
    assert row is not None
    assert (row.level, row.other) == ("scqf:6", "rqf:4")


def test_a_level_that_covers_several_is_neither_of_them() -> None:
    compared = Crosswalk.of(
        [a_row("nzqcf:7", "nfq-ie:7", "narrow"), a_row("nzqcf:7", "nfq-ie:8", "narrow")]
    )

    assert set(levels_like("nfq-ie:7", compared)) == {"nfq-ie:7"}
    assert height(["nfq-ie:7"], ["nzqcf:7"], compared) is None
    above = height(["nfq-ie:6"], ["nzqcf:7"], compared)
    assert above is not None
    assert above.is_above


def test_a_level_with_no_comparable_one_is_not_compared() -> None:
    compared = Crosswalk.of([a_row("nzqcf:8", "eqf:")])

    assert height(["eqf:5"], ["nzqcf:8"], compared) is None


@pytest.mark.parametrize(
    ("here", "there", "is_above"),
    [(["rqf:3"], ["rqf:4"], True), (["rqf:3", "rqf:4"], ["rqf:5"], True), (["rqf:4"], [], None)],
)
def test_all_the_levels_have_to_agree(
    here: list[str], there: list[str], is_above: bool | None
) -> None:
    found = height(here, there, Crosswalk())

    assert (found.is_above if found else None) is is_above
    assert height(["rqf:3", "rqf:5"], ["rqf:4"], Crosswalk()) is None


def test_every_shipped_next_level_is_one_row_away_at_most() -> None:
    compared = shipped_crosswalk()
    for level in FRAMEWORKS.levels:
        for other, row in next_levels(level, compared).items():
            own, framework = other.partition(":")[0], level.partition(":")[0]
            assert (row is None) == (own == framework)
