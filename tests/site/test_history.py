"""The history of records: what changed, pinned revisions, citations, Memento, withdrawn records."""

import json
import re

import pytest
from flask.testing import FlaskClient

from tests.site.pages import Element, open_page
from tests.site.small_history import BASE, Past, past, past_and_app, visitor

__all__ = ["past", "past_and_app", "visitor"]


def changed(page: Element, number: int) -> str:
    """What the list says of one revision."""
    [article] = page.all("article", aria_labelledby=f"revision-{number}")
    return article.text


def test_history_lists_every_revision_newest_first_with_who_when_and_what(
    visitor: FlaskClient, past: Past
) -> None:
    page = open_page(visitor, f"/credentials/{past.changed}/history")

    first, second, third = past.numbers[past.changed]
    listed = [
        each.attributes["href"].rpartition("/")[2] for h in page.all("h2") for each in h.all("a")
    ]
    assert listed == [str(third), str(second), str(first)]
    assert "Published" in changed(page, first)
    assert "Example College" in changed(page, second)
    assert len(page.all("time")) == 3


def test_differences_are_said_field_by_field_with_the_old_and_the_new_value(
    visitor: FlaskClient, past: Past
) -> None:
    page = open_page(visitor, f"/credentials/{past.changed}/history")

    _, second, third = past.numbers[past.changed]
    assert "Before: European Qualifications Framework: EQF Level 4" in changed(page, second)
    assert "After: European Qualifications Framework: EQF Level 5" in changed(page, second)
    assert "Keywords Before: splint · (1 as before) After: burn" in changed(page, second)
    assert "Name Before: Changed After: First aid at work" in changed(page, third)
    assert "Quality assurance Before: Not stated After: Accreditation, Renamed" in changed(
        page, third
    )


def test_each_revision_leads_to_its_entry_of_the_log_and_its_proof(
    visitor: FlaskClient, past: Past
) -> None:
    page = open_page(visitor, f"/credentials/{past.changed}/history")

    for number in past.numbers[past.changed]:
        links = {each.attributes["href"] for each in page.all("a")}
        assert {f"/log/entries/{number}", f"/log/proof/inclusion?number={number}"} <= links
        assert visitor.get(f"/log/entries/{number}").status_code == 200
        proof = visitor.get(f"/log/proof/inclusion?number={number}")
        assert json.loads(proof.data)["number"] == number


def test_pinned_revision_shows_what_was_stated_then_and_says_that_it_is_old(
    visitor: FlaskClient, past: Past
) -> None:
    first, second, third = past.numbers[past.changed]

    page = open_page(visitor, f"/credentials/{past.changed}/v/{first}")

    assert page.one("h1").text == "Changed"
    banner = page.one("section", aria_labelledby="pinned-title").text
    assert f"This is revision {first}" in banner
    assert f"The newest is revision {third}" in banner
    assert "EQF Level 4" in page.one("div", id="fact-level").text
    assert "Accreditation" not in page.one("main").text
    assert page.one("meta", name="robots").attributes["content"] == "noindex"
    assert page.one("link", rel="canonical").attributes["href"] == (
        f"{BASE}/credentials/{past.changed}/v/{first}"
    )
    assert page.one("a", rel="next").attributes["href"].endswith(f"/v/{second}")


def test_newest_revision_says_that_it_is_the_newest(visitor: FlaskClient, past: Past) -> None:
    number = past.numbers[past.changed][-1]

    page = open_page(visitor, f"/credentials/{past.changed}/v/{number}")

    assert "It is the newest one." in page.one("section", aria_labelledby="pinned-title").text


def test_names_in_a_revision_are_those_of_its_day(visitor: FlaskClient, past: Past) -> None:
    before, _, after = past.numbers[past.changed]

    old = open_page(visitor, f"/credentials/{past.changed}/v/{before}")
    new = open_page(visitor, f"/credentials/{past.changed}/v/{after}")

    assert "Example College" in old.one("div", id="fact-owned_by").text
    assert "Renamed College" in new.one("div", id="fact-owned_by").text


def test_organizations_and_other_records_have_a_history_at_their_own_address(
    visitor: FlaskClient, past: Past
) -> None:
    open_page(visitor, f"/organizations/{past.college}/history")
    answer = visitor.get(f"/credentials/{past.college}/history")

    assert answer.status_code == 301
    assert answer.headers["Location"] == f"/organizations/{past.college}/history"
    pinned = visitor.get(f"/records/{past.college}/v/{past.numbers[past.college][0]}")
    assert pinned.status_code == 301
    assert "/organizations/" in pinned.headers["Location"]


def test_withdrawn_record_keeps_its_history_and_its_revisions(
    visitor: FlaskClient, past: Past
) -> None:
    stated, taken_back = past.numbers[past.withdrawn]

    gone = visitor.get(f"/credentials/{past.withdrawn}", headers={"Accept": "text/html"})
    page = open_page(visitor, f"/credentials/{past.withdrawn}/history")
    pinned = open_page(visitor, f"/credentials/{past.withdrawn}/v/{stated}")
    last = open_page(visitor, f"/credentials/{past.withdrawn}/v/{taken_back}")

    assert gone.status_code == 410
    assert f"/records/{past.withdrawn}/history" in gone.text
    assert "No longer <b>awarded</b>." in changed(page, taken_back)
    assert "This record was withdrawn." in page.text
    assert "The record is withdrawn." in pinned.text
    assert "This revision withdrew it" in last.text


def test_record_that_came_back_shows_all_three_steps(visitor: FlaskClient, past: Past) -> None:
    page = open_page(visitor, f"/credentials/{past.restored}/history")

    titles = [each.text.partition(": ")[2] or each.text for each in page.one("main").all("h2")]
    assert titles == ["Restored", "Withdrawn", "Published"]


@pytest.mark.parametrize(
    "number", ["0", "999999", "9223372036854775807", "9223372036854775808", "9" * 400]
)
def test_number_that_is_no_revision_is_not_found_with_a_remedy(
    visitor: FlaskClient, past: Past, number: str
) -> None:
    page = open_page(visitor, f"/credentials/{past.changed}/v/{number}", 404)

    assert "its history lists those it has" in page.text


def test_number_of_another_record_is_not_shown_under_this_one(
    visitor: FlaskClient, past: Past
) -> None:
    foreign = past.numbers[past.withdrawn][0]

    page = open_page(visitor, f"/credentials/{past.changed}/v/{foreign}", 404)

    assert f"{past.changed} has no revision {foreign}" in page.text


@pytest.mark.parametrize("path", ["history", "v/1", "timemap", "timegate", "cite.bib"])
def test_unknown_record_has_no_past(visitor: FlaskClient, path: str) -> None:
    unknown = "ce-00000000-0000-4000-8000-000000000000"

    assert visitor.get(f"/credentials/{unknown}/{path}").status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", "two", "2", "9" * 50])
def test_page_of_the_history_that_is_not_there_is_refused(
    visitor: FlaskClient, past: Past, page: str
) -> None:
    answer = visitor.get(f"/credentials/{past.changed}/history?page={page}")

    assert answer.status_code in (400, 404)


def test_record_page_leads_to_its_history_and_says_how_to_cite_it(
    visitor: FlaskClient, past: Past
) -> None:
    number = past.numbers[past.changed][-1]

    page = open_page(visitor, f"/credentials/{past.changed}")

    links = {each.attributes["href"] for each in page.all("a")}
    assert f"/credentials/{past.changed}/history" in links
    assert f"/credentials/{past.changed}/v/{number}/cite.bib" in links
    cited = page.one("p", **{"class": "citation"}).text
    assert f"{BASE}/credentials/{past.changed}/v/{number}" in cited
    assert "Renamed College" in cited


def test_citation_files_have_the_pinned_address_and_date(visitor: FlaskClient, past: Past) -> None:
    number = past.numbers[past.changed][0]
    address = f"{BASE}/credentials/{past.changed}/v/{number}"

    bib = visitor.get(f"/credentials/{past.changed}/v/{number}/cite.bib")
    csl = visitor.get(f"/credentials/{past.changed}/v/{number}/cite.json")
    text = visitor.get(f"/credentials/{past.changed}/v/{number}/cite.txt")

    assert bib.mimetype == "application/x-bibtex"
    assert f"url = {{{address}}}" in bib.text
    assert csl.mimetype == "application/vnd.citationstyles.csl+json"
    [item] = json.loads(csl.data)
    assert item["URL"] == address
    assert item["version"] == str(number)
    assert item["author"] == [{"literal": "Example College"}]
    assert len(item["issued"]["date-parts"][0]) == 3
    assert address in text.text


def test_citation_of_a_record_is_that_of_its_newest_revision(
    visitor: FlaskClient, past: Past
) -> None:
    [item] = json.loads(visitor.get(f"/credentials/{past.changed}/cite.json").data)

    assert item["version"] == str(past.numbers[past.changed][-1])


def test_timemap_lists_every_revision_between_the_first_and_the_last(
    visitor: FlaskClient, past: Past
) -> None:
    answer = visitor.get(f"/credentials/{past.changed}/timemap")

    assert answer.mimetype == "application/link-format"
    links = answer.text.split(",\n")
    mementos = [each for each in links if "memento" in each]
    assert [re.findall(r"/v/(\d+)>", each)[0] for each in mementos] == [
        str(each) for each in past.numbers[past.changed]
    ]
    assert 'rel="first memento"' in mementos[0]
    assert 'rel="last memento"' in mementos[-1]
    assert all("datetime=" in each for each in mementos)
    assert links[0] == f'<{BASE}/credentials/{past.changed}>; rel="original"'
    assert 'rel="self"' in answer.text


def test_timegate_leads_to_the_newest_where_no_date_is_asked_for(
    visitor: FlaskClient, past: Past
) -> None:
    answer = visitor.get(f"/credentials/{past.changed}/timegate")

    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(f"/v/{past.numbers[past.changed][-1]}")
    assert "accept-datetime" in answer.headers["Vary"].lower()
    assert "Memento-Datetime" not in answer.headers
    assert 'rel="original"' in answer.headers["Link"]


def test_timegate_answers_dates_outside_the_history_with_its_ends(
    visitor: FlaskClient, past: Past
) -> None:
    numbers = past.numbers[past.changed]
    for asked, number in (
        ("Mon, 01 Jan 2001 00:00:00 GMT", numbers[0]),
        ("Thu, 31 Dec 2099 23:59:59 GMT", numbers[-1]),
    ):
        answer = visitor.get(
            f"/credentials/{past.changed}/timegate", headers={"Accept-Datetime": asked}
        )

        assert answer.status_code == 302
        assert answer.headers["Location"].endswith(f"/v/{number}")


def test_timegate_leads_back_to_the_memento_whose_date_is_asked_for(
    visitor: FlaskClient, past: Past
) -> None:
    number = past.numbers[past.withdrawn][-1]
    memento = visitor.get(f"/credentials/{past.withdrawn}/v/{number}")

    asked = {"Accept-Datetime": memento.headers["Memento-Datetime"]}
    answer = visitor.get(f"/credentials/{past.withdrawn}/timegate", headers=asked)

    assert answer.headers["Location"].endswith(f"/v/{number}")


@pytest.mark.parametrize(
    "asked", ["yesterday", "2026-11-22", "Thu, 31 May 2026 20:35:00 CET", "", "9" * 100_000]
)
def test_date_that_is_none_is_a_bad_request_with_a_remedy(
    visitor: FlaskClient, past: Past, asked: str
) -> None:
    answer = visitor.get(
        f"/credentials/{past.changed}/timegate", headers={"Accept-Datetime": asked}
    )

    assert answer.status_code == 400
    assert "GMT" in answer.text
    assert len(answer.text) < 20_000


def test_timegate_takes_no_other_methods(visitor: FlaskClient, past: Past) -> None:
    answer = visitor.post(f"/credentials/{past.changed}/timegate")

    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_memento_says_when_it_was_made_and_what_stands_around_it(
    visitor: FlaskClient, past: Past
) -> None:
    first, second, third = past.numbers[past.changed]

    answer = visitor.get(f"/credentials/{past.changed}/v/{second}")

    assert answer.headers["Memento-Datetime"].endswith(" GMT")
    links = answer.headers["Link"]
    for rel, target in (
        ("original", f"/credentials/{past.changed}"),
        ("timegate", "/timegate"),
        ("timemap", "/timemap"),
        ("prev memento predecessor-version", f"/v/{first}"),
        ("next memento successor-version", f"/v/{third}"),
        ("version-history", "/history"),
        ("alternate", f"/envelopes/{past.changed}/revisions/{second}"),
    ):
        assert re.search(rf'{target}>; rel="{rel}"', links), rel
    assert visitor.get(f"/envelopes/{past.changed}/revisions/{second}").status_code == 200


@pytest.mark.parametrize("which", ["changed", "withdrawn"])
def test_page_of_a_record_leads_to_its_timegate_even_when_it_is_gone(
    visitor: FlaskClient, past: Past, which: str
) -> None:
    ctid = getattr(past, which)

    links = ", ".join(visitor.get(f"/credentials/{ctid}").headers.getlist("Link"))

    assert f'<{BASE}/credentials/{ctid}/timegate>; rel="timegate"' in links
    assert f'<{BASE}/credentials/{ctid}/timemap>; rel="timemap"' in links


def test_french_pages_keep_their_language_and_cite_the_same_address(
    visitor: FlaskClient, past: Past
) -> None:
    number = past.numbers[past.changed][0]

    page = open_page(visitor, f"/fr/credentials/{past.changed}/v/{number}")
    answer = visitor.get(f"/fr/credentials/{past.changed}/timegate")

    assert page.one("html").attributes["lang"] == "fr"
    assert f"{BASE}/credentials/{past.changed}/v/{number}" in page.one("main").text
    assert "/fr/credentials/" in answer.headers["Location"]


def test_hostile_name_stays_text_on_every_page_of_the_history(
    visitor: FlaskClient, past: Past
) -> None:
    number = past.numbers[past.hostile][0]

    for path in ("history", f"v/{number}"):
        html = visitor.get(f"/credentials/{past.hostile}/{path}").text
        assert "<b>" not in html
