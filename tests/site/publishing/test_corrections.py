"""Publishers see what readers ask of their own records, and answer in public, once."""

from typing import Any

import pytest

from app.services import correction_answers, corrections
from app.services.correction_answers import Answering
from app.services.corrections import Asked
from app.services.registry import Registry
from app.services.views import catch_up
from ctdl.ctid import CTID
from tests.site.publishing.visitor import Visitor
from tests.support.queries import queries

HOSTILE = '<script>alert("x")</script>'


def asked_of(college: Visitor, registry: Registry, problem: str = "It takes 6 days.") -> CTID:
    """A record of the college that somebody asks to be corrected."""
    ctid = CTID(college.publish_course())
    asked = Asked("duration", problem, "https://college.example/drone", "6 days")
    corrections.ask(registry, ctid, asked, ["duration"], corrections.new_code())
    return ctid


def rename(college: Visitor, ctid: str) -> None:
    """Change the record."""
    address = f"/publish/records/{ctid}/edit"
    college.open(address)
    college.send(address, step="check", c__name="Harvest by robot")
    college.send("/publish/records")


def answer(college: Visitor, number: int = 1, **typed: Any) -> None:
    """Fill in the answer and send it."""
    address = f"/publish/corrections/{number}"
    college.open(address)
    college.send(address, **typed)


def test_list_shows_what_waits_and_leads_to_it(college: Visitor, registry: Registry) -> None:
    asked_of(college, registry, HOSTILE)

    college.open("/publish/corrections")

    [row] = college.page.one("tbody").all("tr")
    assert "Harvest by drone" in row.text
    assert "Duration" in row.text
    college.open(row.one("a").attributes["href"])
    assert HOSTILE in college.text
    assert college.page.one("blockquote").all("script") == []


def test_list_of_another_publisher_is_empty_and_its_answer_refused(
    college: Visitor, rival: Visitor, registry: Registry
) -> None:
    asked_of(college, registry)

    rival.open("/publish/corrections")
    assert "No request waits for your answer." in rival.text
    rival.open("/publish/corrections/1")
    assert rival.status == 403
    assert corrections.correction(registry, 1).is_open


def test_list_is_read_with_as_many_queries_however_long_it_is(
    college: Visitor, registry: Registry
) -> None:
    counted = []
    for place in range(3):
        asked_of(college, registry, f"It takes {place} days.")
        with queries() as sent:
            college.open("/publish/corrections")
        counted.append(len([each for each in sent if each.startswith("SELECT")]))

    assert college.page.one("tbody").all("tr")[2:]
    assert counted == counted[:1] * 3


def test_form_reads_its_request_once_and_no_document_of_the_changes_that_followed(
    college: Visitor, registry: Registry
) -> None:
    ctid = asked_of(college, registry)
    rename(college, ctid)

    with queries() as sent:
        college.open("/publish/corrections/1")

    assert len([each for each in sent if "FROM correction" in each]) == 1
    later = [each for each in sent if "change.number > " in each]
    assert len(later) == 1
    assert "document" not in later[0]


def test_readers_are_asked_to_sign_in(reader: Visitor) -> None:
    for address in ("/publish/corrections", "/publish/corrections/1"):
        reader.open(address)
        assert reader.status == 401


def test_accepting_leads_readers_to_the_change_that_followed(
    college: Visitor, registry: Registry
) -> None:
    ctid = asked_of(college, registry)
    rename(college, ctid)
    catch_up(registry)

    answer(college, verdict="accepted")

    assert college.status == 200
    assert "answer of Example College" in college.text
    found = corrections.correction(registry, 1)
    assert found.state == "accepted"
    assert found.answer is not None
    assert found.answer.change is not None
    link = f"/credentials/{ctid}/v/{found.answer.change}"
    assert link in [each.attributes["href"] for each in college.page.all("a")]


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({}, ["Accept or decline."]),
        ({"verdict": "maybe"}, ["Accept or decline."]),
        ({"verdict": "declined"}, ["Say why, for everybody to read."]),
        ({"verdict": "accepted", "change": ""}, ["Say why, for everybody to read."]),
        (
            {"verdict": "declined", "answer": "x" * 100_000},
            ["This is too long: at most 2,000 characters."],
        ),
        (
            {"verdict": "accepted", "answer": "Yes.", "change": "1"},
            ["The record has no such change after the revision that was seen."],
        ),
    ],
)
def test_what_is_missing_is_said_first_and_nothing_is_lost(
    college: Visitor, registry: Registry, typed: dict[str, Any], errors: list[str]
) -> None:
    asked_of(college, registry)

    answer(college, **typed)

    assert college.status == 422
    summary = college.page.one("div", role="alert")
    assert [each.text for each in summary.all("a")] == errors
    for link in summary.all("a"):
        target = link.attributes["href"].removeprefix("#")
        assert [
            each
            for tag in ("input", "select", "textarea")
            for each in college.page.all(tag, id=target)
        ]
    kept = college.form("/publish/corrections/1")
    assert kept["answer"] == typed.get("answer", "")
    assert corrections.correction(registry, 1).is_open


def test_an_answer_after_somebody_elses_is_told_and_changes_nothing(
    college: Visitor, registry: Registry
) -> None:
    asked_of(college, registry)
    college.open("/publish/corrections/1")
    form = college.form("/publish/corrections/1")
    first = Answering("declined", "The operator says no.")
    correction_answers.answer(registry, 1, CTID("ce-635ec119-b053-4673-af1c-24afd6f3e445"), first)

    college.post("/publish/corrections/1", {**form, "verdict": "accepted", "answer": "Yes."})

    assert college.status == 409
    assert "Somebody else answered meanwhile" in college.text
    assert "The operator says no." in college.text
    assert corrections.correction(registry, 1).state == "declined"


def test_an_answer_needs_the_form_of_this_session(college: Visitor, registry: Registry) -> None:
    asked_of(college, registry)

    college.post("/publish/corrections/1", {"verdict": "declined", "answer": "No."})

    assert college.status == 409
    assert corrections.correction(registry, 1).is_open


def test_numbers_that_nobody_has_are_not_found(college: Visitor) -> None:
    for number in (1, 10**40):
        college.open(f"/publish/corrections/{number}")
        assert college.status == 404


def test_list_can_be_narrowed_to_a_state(college: Visitor, registry: Registry) -> None:
    asked_of(college, registry)
    answer(college, verdict="declined", answer="No.")

    college.open("/publish/corrections")
    assert college.page.all("tbody") == []
    for state in ("declined", "all", "nonsense"):
        college.open(f"/publish/corrections?state={state}")
        assert len(college.page.one("tbody").all("tr")) == 1
