"""Where statements lie in time, whatever day is asked about."""

import sys
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctdl.assurance import AssuranceStatement, Period, Span, Spans, answer, spans_of
from ctdl.assurance.judging import takes_back
from ctdl.assurance.spans import MOST_SPANS
from tests.ctdl.assurance.statements import OTHER, PROVIDER, a_statement
from tests.ctdl.assurance.test_properties import DAYS, statements

TODAY = date(2026, 1, 1)


def lying(*statements_given: AssuranceStatement) -> Spans:
    return spans_of(statements_given, TODAY)


def takings(span: Span) -> list[tuple[date, date | None, bool]]:
    return [(each.first, each.last, each.is_suspension) for each in span.taken]


def only(spans: Spans) -> Span:
    [row] = spans.rows
    [span] = row.spans
    return span


def test_reports_of_one_body_about_one_thing_share_a_row_in_the_order_of_their_beginnings() -> None:
    later = a_statement(start="2019-01-01", until="2024-12-31")
    earlier = a_statement(start="2013-01-01", until="2018-12-31")

    [row] = lying(later, earlier).rows

    assert [span.statement for span in row.spans] == [earlier, later]
    assert [span.superseded for span in row.spans] == [(), ()]


def test_what_two_records_report_alike_is_drawn_once_and_found_for_both() -> None:
    one = a_statement(start="2019-01-01", until="2024-12-31", side="agency")
    other = a_statement(start="2019-01-01", until="2024-12-31", side="agency", record="second")

    spans = lying(one, other)

    assert only(spans).begins == date(2019, 1, 1)
    assert spans.of(other) is not None


def test_what_has_no_dates_or_ends_before_it_begins_lies_nowhere_and_is_told() -> None:
    undated = a_statement()
    reversed_ = a_statement(start="2020-01-01", until="2019-01-01")

    spans = lying(undated, reversed_)

    assert spans.rows == ()
    assert spans.not_drawn == ((undated, "undated"), (reversed_, "reversed"))


def test_without_an_end_it_is_known_until_its_source_was_read_and_never_beyond_today() -> None:
    copied = a_statement(start="2019-01-01", seen="2023-05-01", stands=False)
    kept = a_statement(start="2019-01-01", stands=True)

    assert (only(lying(copied)).ends, only(lying(copied)).known_until) == (None, date(2023, 5, 1))
    assert only(lying(kept)).known_until == TODAY


def test_a_revocation_cuts_what_it_takes_back_and_has_no_stretch_of_its_own() -> None:
    grant = a_statement(start="2015-01-01", until="2025-12-31", side="agency")
    revocation = a_statement(act="revocation", kind=None, start="2018-01-01", side="agency")

    assert takings(only(lying(grant, revocation))) == [(date(2018, 1, 1), None, False)]


def test_a_revocation_of_something_later_or_by_a_lesser_voice_cuts_nothing() -> None:
    grant = a_statement(start="2019-01-01", until="2025-12-31", side="agency")
    before = a_statement(act="revocation", kind=None, start="2018-01-01", side="agency")
    rumour = a_statement(act="revocation", kind=None, start="2020-01-01", side="provider")

    span = lying(grant, before, rumour).of(grant)

    assert span is not None
    assert span.taken == ()


def test_a_revocation_of_nothing_that_is_known_is_drawn_itself() -> None:
    assert only(lying(a_statement(act="revocation", start="2018-01-01"))).mark == "revocation"


def test_a_suspension_cuts_for_its_own_time() -> None:
    grant = a_statement(start="2015-01-01", until="2025-12-31", side="agency")
    pause = a_statement(start="2019-01-01", until="2019-12-31", standing="suspended", side="agency")

    assert takings(only(lying(grant, pause))) == [(date(2019, 1, 1), date(2019, 12, 31), True)]


def test_each_taking_back_is_kept_with_a_day_of_its_own() -> None:
    grant = a_statement(start="2010-01-01", until="2025-12-31", side="agency")
    pause = a_statement(start="2015-01-01", until="2015-12-31", standing="suspended", side="agency")
    again = a_statement(start="2018-01-01", standing="suspended", side="agency")
    end = a_statement(act="revocation", kind=None, start="2018-06-01", side="agency")

    assert takings(only(lying(grant, end, again, pause))) == [
        (date(2015, 1, 1), date(2015, 12, 31), True),
        (date(2018, 1, 1), None, True),
        (date(2018, 6, 1), None, False),
    ]


def test_a_later_word_of_the_same_body_supersedes_what_still_ran() -> None:
    earlier = a_statement(start="2013-01-01", until="2018-12-31")
    later = a_statement(start="2017-06-01")

    [row] = lying(earlier, later).rows

    first, second = row.spans
    assert first.superseded == (Period(date(2017, 6, 1), date(2018, 12, 31)),)
    assert second.superseded == ()


def test_what_outlasts_a_later_word_is_superseded_only_while_that_runs() -> None:
    lasting = a_statement(start="2013-01-01")
    later = a_statement(start="2017-06-01", until="2018-12-31")

    [row] = lying(lasting, later).rows

    assert row.spans[0].superseded == (Period(date(2017, 6, 1), date(2018, 12, 31)),)


@pytest.mark.parametrize(
    "other",
    [
        a_statement(start="2017-06-01", by=OTHER),
        a_statement(start="2017-06-01", kind="approval"),
        a_statement(start="2017-06-01", subject=PROVIDER, role="provider"),
        a_statement(start="2017-06-01", side="provider"),
        a_statement(start="2017-06-01", standing="planned"),
        a_statement(start="2017-06-01", is_own=True),
    ],
)
def test_only_a_word_of_the_same_body_on_the_same_and_of_the_same_kind_supersedes(
    other: AssuranceStatement,
) -> None:
    earlier = a_statement(start="2013-01-01", until="2018-12-31")

    span = lying(earlier, other).of(earlier)

    assert span is not None
    assert span.superseded == ()


def test_the_word_that_the_agency_contradicts_stays_and_is_outweighed() -> None:
    own = a_statement(start="2015-01-01", until="2020-12-31", side="agency")
    claimed = a_statement(start="2015-01-01", until="2030-12-31", side="provider")

    [row] = lying(own, claimed).rows

    assert {span.mark for span in row.spans} == {"in force"}
    outweighed = {id(span.statement): span.outweighed for span in row.spans}
    assert outweighed[id(own)] == ()
    assert outweighed[id(claimed)] == (Period(date(2021, 1, 1), date(2030, 12, 31)),)


@pytest.mark.parametrize(
    ("one", "mark"),
    [
        (a_statement("2015", standing="with conditions"), "with conditions"),
        (a_statement("2015", standing="refused"), "refused"),
        (a_statement("2015", standing="planned"), "planned"),
        (a_statement("2015", kind="registration"), "entry"),
        (a_statement("2015", is_own=True), "own word"),
    ],
)
def test_what_is_no_plain_vouching_is_marked(one: AssuranceStatement, mark: str) -> None:
    assert only(lying(one)).mark == mark


@settings(max_examples=100, deadline=None)
@given(st.lists(statements(), max_size=8))
def test_every_statement_lies_somewhere_is_told_not_to_or_cuts_another(
    some: list[AssuranceStatement],
) -> None:
    spans = spans_of(some, TODAY)

    not_drawn = {id(one) for one, _ in spans.not_drawn}
    cut = [span for span in spans.every if span.taken]
    for each in some:
        is_drawn = spans.of(each) is not None
        assert is_drawn + (id(each) in not_drawn) == 1 or (cut and takes_back(each))


@settings(max_examples=100, deadline=None)
@given(st.lists(statements(), max_size=8))
def test_no_stretch_is_drawn_out_beyond_what_is_stated(some: list[AssuranceStatement]) -> None:
    for row in spans_of(some, TODAY).rows:
        for span in row.spans:
            assert span.begins is not None or span.ends is not None
            assert span.begins is None or span.ends is None or span.begins <= span.ends
            assert span.ends is None or span.known_until is None


@settings(max_examples=1000, deadline=None)
@given(st.lists(statements(), max_size=7), DAYS)
def test_nothing_the_answer_relies_on_is_drawn_as_taken_back_superseded_or_outweighed(
    known: list[AssuranceStatement], day: date
) -> None:
    found = answer(known, day, TODAY)
    spans = spans_of([each.statement for each in found.considered], TODAY)

    for each in found.considered:
        span = spans.of(each.statement)
        if span is None or span.begins is None:
            continue
        if each.covers:
            assert not any(cut.holds(day) for cut in span.cuts)
        elif each.reason == "superseded":
            assert any(cut.holds(day) for cut in (*span.superseded, *span.outweighed))


def test_of_a_great_many_only_some_are_laid_out_and_the_others_counted() -> None:
    many = [a_statement(start=f"{1900 + place % 120}-01-01") for place in range(MOST_SPANS + 5)]

    spans = lying(*many)

    assert len(spans.every) == MOST_SPANS
    assert spans.left_out == 5


@pytest.mark.parametrize("mixed", [False, True])
def test_the_work_grows_no_faster_than_the_statements(mixed: bool) -> None:
    few, many = (_calls(_by_one_body(count, mixed=mixed)) for count in (300, 3000))

    assert many < 14 * few


def _by_one_body(count: int, *, mixed: bool) -> list[AssuranceStatement]:
    """What one body says of one thing, all of it different; `mixed` with what takes it back."""
    first = date(1960, 1, 1)
    some = []
    for place in range(count):
        start = (first + timedelta(days=place)).isoformat()
        takes = mixed and place % 2
        some.append(
            a_statement(
                start,
                (first + timedelta(days=place + 9000)).isoformat(),
                act="revocation" if takes else "grant",
                kind=None if takes else "accreditation",
                side="agency" if place % 3 else "provider",
            )
        )
    return some


def _calls(some: list[AssuranceStatement]) -> int:
    """How many functions are called for the answer and the drawing: the same on any machine."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        found = answer(some, date(1980, 1, 1), TODAY)
        spans_of([each.statement for each in found.considered], TODAY)
    finally:
        sys.setprofile(None)
    return calls
