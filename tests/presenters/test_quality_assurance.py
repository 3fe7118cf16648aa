"""Quality-assurance statements: what their dates say about today, and what a badge may claim."""

from datetime import date

import pytest

from app.presenters.facts import Evidence
from app.presenters.quality_assurance import QALine, badge, period_words, qa_line, state_on
from app.services.summaries import Named
from ctdl.ctid import derive_ctid

TODAY = date(2026, 11, 21)
AGENCY = Named(derive_ctid("agency"), {"en": "The Agency"}, "ceterms:QACredentialOrganization")

pytestmark = pytest.mark.usefixtures("in_english")


def a_line(
    kind: str = "accreditation",
    start: str | None = None,
    end: str | None = None,
    said_by: str | None = "The Agency",
) -> QALine:
    """A statement about the agency's doing, by itself unless another is named."""
    evidence = Evidence(1, None, None, said_by, "2022", None, None)
    return qa_line(kind, AGENCY, start, end, TODAY, evidence=evidence)


@pytest.mark.parametrize(
    ("start", "end", "state"),
    [
        ("2018-09-14", "2030-09-30", "current"),
        ("2018-09-14", "2026-11-21", "current"),
        ("2026-11-21", "2030-01-01", "current"),
        ("2018", "2026", "current"),
        ("2018", "2026-10", "past"),
        (None, "2026-11-20", "past"),
        ("2026-11-22", None, "future"),
        ("2018", None, "open"),
        (None, None, "undated"),
    ],
)
def test_first_and_last_day_count_and_silence_is_not_consent(
    start: str | None, end: str | None, state: str
) -> None:
    assert state_on(start, end, TODAY) == state


def test_missing_dates_are_said_to_be_missing() -> None:
    assert period_words(None, None) == "no dates stated"
    assert period_words("2018", None) == "from 2018, no end date stated"
    assert period_words(None, "2019") == "until 2019, no start date stated"


def test_listing_is_never_shown_as_a_judgement() -> None:
    shown = badge([a_line("registration", "2018", "2030")])

    assert shown.state == "register"
    assert shown.words == "Listed in the register of"


def test_judgement_without_dates_does_not_claim_to_hold_today() -> None:
    shown = badge([a_line("approval")])

    assert shown.state == "undated"
    assert shown.words == "Approval stated without dates:"


def test_what_holds_today_comes_before_what_has_ended() -> None:
    shown = badge([a_line("approval", "2010", "2012"), a_line("accreditation", "2018", "2030")])

    assert (shown.state, shown.words) == ("current", "Accredited by")


@pytest.mark.parametrize(
    ("said_by", "words", "said"),
    [
        ("The Agency", "Accredited by", ""),
        ("Register of The Agency", "Accredited by", ""),
        ("a-school.example", "Accreditation by", ", as stated by a-school.example, seen 2022"),
        (None, "Accreditation stated:", ""),
    ],
)
def test_badge_says_who_states_it_unless_it_is_the_body(
    said_by: str | None, words: str, said: str
) -> None:
    shown = badge([a_line(start="2018", said_by=said_by)])

    assert (shown.words, shown.said) == (words, said)


def test_end_date_that_has_passed_does_not_say_that_it_ended() -> None:
    shown = badge([a_line("accreditation", "2010", "2012")])

    assert (shown.state, shown.words) == ("past", "Accreditation, stated end date passed:")


def test_no_statement_is_shown_as_not_stated() -> None:
    assert badge([]).words == "Quality assurance not stated"
