"""The drawn timeline: places as shares of the width, and nothing by colour alone."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from flask_babel import Babel

from app.presenters.assurance_timeline import DrawnTimeline, drawn_timeline
from app.presenters.assurance_words import Words
from app.services.assurance import AssuranceAnswer
from ctdl.assurance import AssuranceStatement, Chain, Party, answer, spans_of
from ctdl.ctid import derive_ctid
from tests.ctdl.assurance.statements import OTHER, a_statement

TODAY = date(2026, 1, 1)
CTID = derive_ctid("test:credential")


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Words need a language."""
    app = Flask("timeline")
    Babel(app)
    with app.test_request_context():
        yield


def drawn(*stated: AssuranceStatement, day: date = TODAY) -> DrawnTimeline | None:
    found = answer(stated, day, TODAY)
    told = AssuranceAnswer(
        CTID, Party(CTID), "ceterms:Certificate", found, Chain((), "not stated"), (), {}
    )
    return drawn_timeline(told, Words(told), spans_of(stated, TODAY), TODAY)


def drawing(*stated: AssuranceStatement, day: date = TODAY) -> DrawnTimeline:
    found = drawn(*stated, day=day)
    assert found is not None
    return found


def place(share: str) -> float:
    return float(share.removesuffix("%"))


def test_nothing_is_drawn_where_nothing_is_dated() -> None:
    assert drawn() is None
    assert drawn(a_statement()) is None


def test_the_undated_is_said_beside_what_is_drawn() -> None:
    found = drawing(a_statement("2015", "2020"), a_statement(by=OTHER))

    assert found.not_drawn == ("Accreditation by Other agency: no dates are stated",)


def test_a_stretch_with_both_days_ends_where_it_ends() -> None:
    [row] = drawing(a_statement("2010-01-01", "2020-01-01"), day=date(2015, 1, 1)).rows
    [bar] = row.bars

    assert bar.look == "held"
    assert place(bar.x) + place(bar.width) < 97
    assert row.signs == ()


def test_an_open_end_is_solid_as_far_as_it_is_known_and_then_only_an_outline() -> None:
    copied = a_statement("2010-01-01", seen="2018-01-01", stands=False)

    [row] = drawing(copied).rows

    assert [bar.look for bar in row.bars] == ["held", "open"]
    solid, outline = row.bars
    assert place(solid.x) + place(solid.width) == pytest.approx(place(outline.x), abs=0.1)
    assert place(outline.x) + place(outline.width) == 100
    assert [sign.kind for sign in row.signs] == ["onwards"]


def test_an_open_beginning_is_never_drawn_as_known() -> None:
    [row] = drawing(a_statement(until="2020-01-01")).rows

    assert [bar.look for bar in row.bars] == ["open"]
    assert [sign.kind for sign in row.signs] == ["backwards"]


def test_what_is_revoked_is_crossed_out_from_that_day_and_said_in_words() -> None:
    revoked = a_statement("2010-01-01", "2020-01-01")
    [row] = drawing(revoked, a_statement("2015-01-01", act="revocation", kind=None)).rows

    assert [bar.look for bar in row.bars] == ["held", "gone"]
    assert [sign.kind for sign in row.signs] == ["cross"]
    assert row.periods == ("1 January 2010 to 1 January 2020: revoked on 1 January 2015",)


def test_a_revocation_after_a_suspension_is_crossed_out_from_its_own_day_too() -> None:
    [row] = drawing(
        a_statement("2010-01-01", "2020-12-31"),
        a_statement("2013-01-01", "2014-12-31", standing="suspended"),
        a_statement("2017-01-01", act="revocation", kind=None),
    ).rows

    assert [bar.look for bar in row.bars] == ["held", "gone", "held", "gone"]
    assert [sign.x for sign in row.signs if sign.kind == "cross"] == [row.bars[1].x, row.bars[3].x]
    [period] = row.periods
    assert period.endswith(": suspended on 1 January 2013, revoked on 1 January 2017")


def test_reports_that_overlap_lie_in_two_lanes_and_the_older_is_drawn_as_superseded() -> None:
    [row] = drawing(a_statement("2010", "2020"), a_statement("2018", "2025")).rows

    assert [bar.look for bar in row.bars] == ["held", "past", "held"]
    assert len({bar.y for bar in row.bars}) == 2


def test_the_day_asked_about_lies_between_what_ended_and_what_began_later() -> None:
    found = drawing(
        a_statement("2010-01-01", "2012-12-31"),
        a_statement("2016-01-01", "2020-12-31"),
        day=date(2014, 6, 1),
    )
    first, second = found.rows[0].bars

    assert place(first.x) + place(first.width) < place(found.asked.x) < place(second.x)


def test_a_day_of_the_far_future_does_not_squeeze_everything_else() -> None:
    [row] = drawing(a_statement("2010-01-01", "9999-12-31")).rows
    [bar] = row.bars

    assert place(bar.x) < 10
    assert place(bar.width) > 80
    assert [sign.kind for sign in row.signs] == ["onwards"]


@pytest.mark.parametrize("day", [date.min, date.max, date(1500, 1, 1)])
def test_any_day_can_be_asked_about(day: date) -> None:
    found = drawing(a_statement("2010-01-01", "2012-12-31"), day=day)

    assert 0 <= place(found.asked.x) <= 100
    assert 1 <= len(found.years) <= 30


def test_the_years_are_few_and_round() -> None:
    years = [int(each.words) for each in drawing(a_statement("1994", "2030")).years]

    assert 3 <= len(years) <= 6
    assert all(year % 10 == 0 for year in years)


def test_the_key_explains_each_look_that_is_used_and_no_other() -> None:
    found = drawing(a_statement("2010", "2012", standing="with conditions"))

    assert [look for look, _ in found.key] == ["conditions"]


def test_rows_beyond_the_most_are_counted() -> None:
    some = [
        a_statement("2010", "2012", by=Party(derive_ctid(f"test:body {number}"), {"en": "B"}))
        for number in range(20)
    ]

    found = drawing(*some)

    assert (len(found.rows), found.left_out, found.statements_left_out) == (12, 8, 0)
