"""Which stated fact makes a stack of which kind, also where facts are absurd."""

import pytest

from app.services.stacking.sorting import sorted_stack
from app.services.summaries import CreditSummary, LevelSummary, Summary
from ctdl.crosswalk import Crosswalk
from ctdl.ctid import derive_ctid
from tests.support.crosswalks import a_row

NONE = Crosswalk()


def a_summary(
    *levels: str, credits: tuple[tuple[float | None, float | None, str | None], ...] = ()
) -> Summary:
    return Summary(
        derive_ctid(f"test:{levels}{credits}"),
        "ceterms:Certificate",
        {"en": "A certificate"},
        levels=tuple(LevelSummary(each, {}, {}) for each in levels),
        credits=tuple(CreditSummary(*each, {}) for each in credits),
    )


def sized(minimum: float | None, maximum: float | None, unit: str | None = "ects") -> Summary:
    return a_summary(credits=((minimum, maximum, unit),))


@pytest.mark.parametrize(
    ("here", "there", "is_larger"),
    [
        (sized(5, 5), sized(30, 30), True),
        (sized(5, 30), sized(30, 60), False),
        (sized(5, None), sized(30, 60), False),
        (sized(-5, -5), sized(30, 30), False),
        (sized(5, 5), sized(float("inf"), float("inf")), False),
        (sized(5, 5), sized(float("nan"), float("nan")), False),
        (sized(5, 5, None), sized(30, 30, None), False),
        (sized(1, 1, "ects"), sized(60, 60, "nzqcf"), True),
        (sized(5, 5, "ceu"), sized(60, 60, "ects"), False),
        (sized(5, 5, "ects"), sized(15, 15, "no-such-unit"), False),
    ],
)
def test_larger_is_what_is_so_whatever_is_true_within_the_stated_ranges(
    here: Summary, there: Summary, is_larger: bool
) -> None:
    found = sorted_stack(here, there, is_part=False, compared=NONE)

    assert (found.kind == "vertical") is is_larger
    assert (found.ground == "size") is is_larger


def test_a_level_of_another_framework_is_higher_by_one_row_and_by_no_two() -> None:
    direct = Crosswalk.of([a_row("rqf:5", "scqf:8")])
    by_way = Crosswalk.of([a_row("rqf:5", "eqf:5"), a_row("scqf:8", "eqf:5")])

    found = sorted_stack(a_summary("rqf:4"), a_summary("scqf:8"), False, direct)

    assert (found.kind, found.ground) == ("vertical", "level")
    assert found.by is not None
    assert sorted_stack(a_summary("rqf:4"), a_summary("scqf:8"), False, by_way).kind is None
