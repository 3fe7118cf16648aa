"""Where statements lie in time, whatever day is asked about."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctdl.assurance import AssuranceStatement, Span, Spans, spans_of
from ctdl.assurance.judging import takes_back
from tests.ctdl.assurance.statements import a_statement
from tests.ctdl.assurance.test_properties import statements

TODAY = date(2026, 1, 1)


def lying(*statements_given: AssuranceStatement) -> Spans:
    return spans_of(statements_given, TODAY)


def only(spans: Spans) -> Span:
    [row] = spans.rows
    [span] = row.spans
    return span


def test_reports_of_one_body_about_one_thing_share_a_row_in_the_order_of_their_beginnings() -> None:
    later = a_statement(start="2019-01-01", until="2024-12-31")
    earlier = a_statement(start="2013-01-01", until="2018-12-31")

    [row] = lying(later, earlier).rows

    assert [span.statement for span in row.spans] == [earlier, later]
    assert [span.superseded for span in row.spans] == [None, None]


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

    taken = only(lying(grant, revocation)).taken_back

    assert taken is not None
    assert (taken.first, taken.last, taken.is_suspension) == (date(2018, 1, 1), None, False)


def test_a_revocation_of_something_later_or_by_a_lesser_voice_cuts_nothing() -> None:
    grant = a_statement(start="2019-01-01", until="2025-12-31", side="agency")
    before = a_statement(act="revocation", kind=None, start="2018-01-01", side="agency")
    rumour = a_statement(act="revocation", kind=None, start="2020-01-01", side="provider")

    span = lying(grant, before, rumour).of(grant)

    assert span is not None
    assert span.taken_back is None


def test_a_revocation_of_nothing_that_is_known_is_drawn_itself() -> None:
    assert only(lying(a_statement(act="revocation", start="2018-01-01"))).mark == "revocation"


def test_a_suspension_cuts_for_its_own_time() -> None:
    grant = a_statement(start="2015-01-01", until="2025-12-31", side="agency")
    pause = a_statement(start="2019-01-01", until="2019-12-31", standing="suspended", side="agency")

    taken = only(lying(grant, pause)).taken_back

    assert taken is not None
    assert (taken.last, taken.is_suspension) == (date(2019, 12, 31), True)


def test_a_later_word_of_the_same_body_supersedes_what_still_ran() -> None:
    earlier = a_statement(start="2013-01-01", until="2018-12-31")
    later = a_statement(start="2017-06-01")

    [row] = lying(earlier, later).rows

    assert [span.superseded for span in row.spans] == [date(2017, 6, 1), None]


def test_the_word_that_the_agency_contradicts_stays_and_is_outweighed() -> None:
    own = a_statement(start="2015-01-01", until="2020-12-31", side="agency")
    claimed = a_statement(start="2015-01-01", until="2030-12-31", side="provider")

    [row] = lying(own, claimed).rows

    assert {span.mark for span in row.spans} == {"in force", "outweighed"}
    assert next(s for s in row.spans if s.mark == "outweighed").statement is claimed


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
    cut = [span for span in spans.every if span.taken_back is not None]
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
