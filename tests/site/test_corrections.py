"""The form that asks for a correction: whatever is wrong with it, nothing typed is lost."""

import re
from collections.abc import Callable

import pytest

from app.http import form_stamps
from app.services import corrections
from tests.site.corrections_place import (
    FIRST_AID,
    FORM,
    HOSTILE,
    LIST,
    TYPED,
    Place,
    errors_of,
    open_place,
    place,
    reader,
    send,
)
from tests.site.publishing.visitor import Visitor
from tests.support.documents import PROVIDER

__all__ = ["open_place", "place", "reader"]


def test_form_is_one_step_from_the_source_of_a_fact_and_chooses_its_field(
    reader: Visitor,
) -> None:
    reader.open(f"/credentials/{FIRST_AID}")
    fact = reader.page.one("div", id="fact-description")
    link = next(each for each in fact.all("a") if each.text.startswith("Ask for a correction"))
    assert link.text == "Ask for a correction – Description"

    reader.open(link.attributes["href"])

    assert reader.status == 200
    chosen = reader.page.one("select", id="field").all("option", selected="")
    assert [each.attributes["value"] for each in chosen] == ["description"]


@pytest.mark.parametrize(
    "query",
    ["?field=nothing", "?field=%3Cb%3E", "?field=" + "x" * 3900, "?field=level&ctid=a&_anchor=b"],
)
def test_form_opens_whatever_the_address_asks(reader: Visitor, query: str) -> None:
    reader.open(FORM + query)

    assert reader.status == 200
    assert reader.page.one("select", id="field").all("option")


def test_request_is_public_at_once_and_gives_a_code(reader: Visitor) -> None:
    send(reader)

    assert reader.status == 201
    assert reader.heading == "Your request is public"
    assert reader.answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in reader.answer.headers
    code = reader.page.one("code", **{"class": "correct-code"}).text
    assert re.fullmatch(r"[A-Z2-9]{4}(-[A-Z2-9]{4}){3}", code)
    reader.open(f"/credentials/{FIRST_AID}")
    section = reader.page.one("section", id="corrections")
    assert "1 request : 1 waiting for an answer" in section.text
    assert section.one("blockquote").text.startswith("A reader says The page says level 5.")


def test_empty_form_says_all_that_is_missing_first_and_leads_to_it(reader: Visitor) -> None:
    send(reader, field="", problem=" ", evidence="")

    assert reader.status == 422
    assert errors_of(reader) == [
        ("#field", "Choose the field that is wrong."),
        ("#problem", "Say what is wrong."),
        ("#evidence", "Give the address of a page that shows it."),
    ]
    summary = reader.page.one("div", role="alert")
    assert "autofocus" in summary.attributes
    assert reader.page.one("title").text.startswith("Error")
    wrong = reader.page.one("textarea", id="problem").attributes
    assert wrong["aria-invalid"] == "true"
    assert "problem-error" in wrong["aria-describedby"]


def test_what_was_typed_is_kept_when_something_is_wrong(reader: Visitor) -> None:
    send(reader, problem=f"{HOSTILE}\nsecond line", evidence="javascript:alert(1)")

    assert reader.status == 422
    kept = reader.form(FORM)
    assert kept["problem"].split("\n") == [HOSTILE, "second line"]
    assert (kept["field"], kept["proposed"]) == ("level", "Level 5")
    assert kept["evidence"] == "javascript:alert(1)"
    reader.send(FORM, evidence="https://provider.example/course")
    assert reader.status == 201


def test_100_000_characters_are_refused_in_words_and_kept(reader: Visitor) -> None:
    send(reader, problem="é" * 100_000)

    assert reader.status == 422
    assert errors_of(reader) == [("#problem", "This is too long: at most 2,000 characters.")]
    assert reader.form(FORM)["problem"] == "é" * 100_000


def test_a_body_without_measure_is_refused_before_it_is_read(reader: Visitor) -> None:
    send(reader, problem="x" * 9_000_000)

    assert reader.status == 413
    assert reader.heading == "This is too large"


def test_hostile_text_is_text_and_only_the_evidence_is_a_link(reader: Visitor) -> None:
    send(reader, problem=HOSTILE, proposed=HOSTILE, evidence='https://a.example/?"><b>%x')

    reader.open(LIST)
    quoted = reader.page.one("blockquote")
    assert [each.tag for each in quoted.all("script")] == []
    assert quoted.all("b") == []
    [link] = quoted.all("a")
    assert link.attributes["rel"] == "nofollow ugc noopener"
    assert link.attributes["href"] == "https://a.example/?%22%3E%3Cb%3E%25x"
    assert link.text == 'https://a.example/?"><b>%x'
    assert '</p><script>alert("x")</script> <b>bold</b> https://spam.example/ gnp' in quoted.text


def test_the_same_form_sent_twice_is_one_request_with_the_same_code(reader: Visitor) -> None:
    reader.open(FORM)
    form = {**reader.form(FORM), **TYPED}
    reader.post(FORM, form)
    code = reader.page.one("code", **{"class": "correct-code"}).text

    reader.post(FORM, form)

    assert (reader.status, reader.heading) == (200, "This was asked before")
    assert reader.page.one("code", **{"class": "correct-code"}).text == code


def test_the_same_text_of_somebody_else_does_not_get_the_code(reader: Visitor) -> None:
    send(reader)

    send(reader)

    assert (reader.status, reader.heading) == (200, "This was asked before")
    assert reader.page.all("code", **{"class": "correct-code"}) == []


def test_limit_answers_429_on_the_form_with_everything_still_in_it(
    open_place: Callable[..., Place],
) -> None:
    reader = open_place(correction_limit="2 per hour").reader()
    for number in range(2):
        send(reader, problem=f"Wrong {number}.")
        assert reader.status == 201

    send(reader, problem="Wrong once more.")

    assert reader.status == 429
    assert 3500 < int(reader.answer.headers["Retry-After"]) <= 3600
    [(anchor, words)] = errors_of(reader)
    assert anchor == "#send"
    assert words.startswith("Too many requests came from your network. Nothing is lost")
    assert "60 minutes" in words
    assert reader.form(FORM)["problem"] == "Wrong once more."


def test_what_is_wrong_with_a_form_does_not_count(open_place: Callable[..., Place]) -> None:
    reader = open_place(correction_limit="1 per hour").reader()
    for _ in range(3):
        send(reader, evidence="nothing")
        assert reader.status == 422

    send(reader)

    assert reader.status == 201


def test_counts_hold_no_address(place: Place, reader: Visitor) -> None:
    send(reader)

    counted = (place.registry.settings.home / "request_counts.db").read_bytes()

    assert b"correct" in counted
    assert b"127.0.0.1" not in counted


def test_a_field_that_nobody_sees_stops_programs_and_loses_nothing(
    place: Place, reader: Visitor
) -> None:
    send(reader, website="https://spam.example/")

    assert reader.status == 429
    assert reader.answer.headers["Retry-After"] == "60"
    assert "only programs see" in errors_of(reader)[0][1]
    assert corrections.about(place.registry, FIRST_AID).total == 0
    reader.send(FORM)
    assert reader.status == 201


def test_the_trap_is_out_of_reach_of_people(reader: Visitor) -> None:
    reader.open(FORM)

    box = reader.page.one("div", **{"class": "correct-trap"})
    assert box.attributes["aria-hidden"] == "true"
    assert box.one("input").attributes["tabindex"] == "-1"


def test_so_many_open_requests_that_no_more_is_taken(
    reader: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corrections, "MOST_OPEN", 1)
    send(reader)

    send(reader, problem="Something else.")

    assert reader.status == 429
    assert reader.answer.headers["Retry-After"] == "86400"
    assert reader.form(FORM)["problem"] == "Something else."


def test_a_form_of_another_site_does_nothing(place: Place, reader: Visitor) -> None:
    reader.open(FORM)

    reader.post(FORM, {**reader.form(FORM), **TYPED}, {"Origin": "https://evil.example"})

    assert reader.status == 403
    assert corrections.about(place.registry, FIRST_AID).total == 0


@pytest.mark.parametrize("stamp", ["", "forged", "x" * 100_000, "W10.x.y"])
def test_a_form_without_our_stamp_comes_back_and_can_be_sent(reader: Visitor, stamp: str) -> None:
    send(reader, stamp=stamp)

    assert reader.status == 409
    assert "Send it once more" in errors_of(reader)[0][1]
    reader.send(FORM)
    assert reader.status == 201


def test_a_stamp_of_another_record_or_of_yesterday_is_none(
    reader: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = f"/organizations/{PROVIDER}/correct"
    reader.open(other)
    stamp = reader.form(other)["stamp"]
    send(reader, stamp=stamp)
    assert reader.status == 409

    monkeypatch.setattr(form_stamps, "HOURS", -1)
    send(reader)
    assert reader.status == 409
