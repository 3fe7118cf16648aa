"""Journeys A1 to A4: an identifier, a date, what happened when, and who vouches for whom."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, Response, expect

from tests.journeys.assessor import (
    BROKEN,
    CHAIN,
    DIFFERING,
    HARD,
    MERGED,
    NOTHING,
    OVERLAPPING,
    PROVIDER_NUMBER,
    REVOKED,
    UNDATED,
    WAYS,
    Assessor,
    answer_of,
    ask_for,
    fits,
    numbered,
    opened,
)
from tests.support.browser import WIDTHS

pytestmark = pytest.mark.journey
UNKNOWN = "ce-00000000-0000-4000-8000-000000000000"
EACH_WAY = pytest.mark.parametrize("way", WAYS, ids=str)
EACH_WIDTH = pytest.mark.parametrize("way", WIDTHS, ids=str)


def look_up(page: Page, text: str) -> None:
    """Paste into the one box and press Enter."""
    page.get_by_role("search").get_by_label("Search all records").focus()
    page.keyboard.insert_text(text)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/(search|credentials|organizations)"))


# ---- A1: look-up by identifier


@EACH_WAY
def test_a1_an_identifier_leads_straight_to_its_record(
    browser: Browser, assessor: Assessor, way: int | str
) -> None:
    ctid = numbered()
    forms = {
        ctid: f"/credentials/{ctid}",
        f"{assessor.address}/resources/{ctid}": f"/credentials/{ctid}",
        "603/7788/4": f"/credentials/{ctid}",
        PROVIDER_NUMBER: f"/organizations/{MERGED}",
        "https://www.lakeside.example": f"/organizations/{MERGED}",
    }
    with opened(browser, way, f"{assessor.address}/help") as visit:
        statuses: list[int] = []

        def note(answer: Response) -> None:
            if answer.request.is_navigation_request():
                statuses.append(answer.status)

        visit.page.on("response", note)
        for text, path in forms.items():
            visit.page.goto(f"{assessor.address}/help")
            statuses.clear()

            look_up(visit.page, text)

            assert visit.page.url == f"{assessor.address}{path}"
            assert statuses[:2] == [302, 200]


@EACH_WAY
def test_a1_an_unknown_identifier_is_said_to_be_unknown_and_nothing_is_guessed(
    browser: Browser, assessor: Assessor, way: int | str
) -> None:
    with opened(browser, way, f"{assessor.address}/help") as visit:
        page = visit.page
        for text in (UNKNOWN, "https://nobody.example/badge/7"):
            look_up(page, text)

            expect(page.get_by_role("heading", level=1)).to_have_text(
                "No record with this identifier"
            )
            expect(page.get_by_role("article")).to_have_count(0)
            expect(page.get_by_role("link", name="Search for it as words")).to_be_visible()


# ---- A2: quality assurance on a date

DAYS = {
    "2013-09-26": ["Unknown on 26 September 2013"],
    "2013-09-27": ["Assured with conditions on 27 September 2013"],
    "2017-06-01": [
        "not covered by accreditation of its provider Northern College by State Agency",
        "covered by accreditation of the programme Data Science Programme by Old Agency"
        " (27 September 2013 to 30 September 2019), with conditions",
    ],
    "2018-09-13": ["not covered by accreditation of its provider"],
    "2019-09-30": ["Assured with conditions"],
    "2019-10-01": ["Assured on 1 October 2019"],
    "2020-01-01": ["Assured on 1 January 2020"],
    "2024-09-30": ["Assured on 30 September 2024"],
    "2024-10-01": ["Not assured on 1 October 2024", "ended on 30 September 2024"],
    "2025-01-01": ["Not assured on 1 January 2025", "ended on 30 September 2024"],
}


@EACH_WAY
def test_a2_each_date_has_its_answer_and_both_ends_count(
    browser: Browser, assessor: Assessor, way: int | str
) -> None:
    with opened(browser, way, assessor.record(HARD)) as visit:
        for day, words in DAYS.items():
            ask_for(visit.page, day)

            told = answer_of(visit.page)
            assert [each for each in words if each not in told] == [], told
        assert fits(visit)


@EACH_WAY
def test_a2_what_is_no_date_is_said_beside_its_field_on_a_page_of_status_400(
    browser: Browser, assessor: Assessor, way: int | str
) -> None:
    with opened(browser, way, assessor.record(HARD, "2023-02-30")) as visit:
        field = visit.page.get_by_role("textbox", name="Date", exact=True)

        assert visit.status == 400
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_have_value("2023-02-30")
        expect(field).to_have_accessible_description(re.compile("such as 2023-05-01"))
        assert visit.width_needed() <= visit.page.viewport_size["width"]  # type: ignore[index]
        ask_for(visit.page, "2020-01-01")
        assert "Assured on 1 January 2020" in answer_of(visit.page)


@EACH_WAY
def test_a2_without_data_the_answer_is_unknown_with_what_is_missing(
    browser: Browser, assessor: Assessor, way: int | str
) -> None:
    with opened(browser, way, assessor.record(NOTHING, "2020-01-01")) as visit:
        told = answer_of(visit.page)
        missing = visit.page.locator(".assurance-gaps").first

        assert "Unknown on 1 January 2020" in told
        assert "Unknown does not mean no" in told
        expect(missing).to_contain_text("No record here says who accredits, approves")


# ---- A3: what happened when


def timeline(page: Page) -> Locator:
    """The events as a list, in the order of the page."""
    expect(page.get_by_role("heading", name="Timeline, newest first")).to_be_visible()
    return page.locator("ol.assurance-events > li")


@EACH_WAY
def test_a3_events_are_a_list_newest_first_each_with_date_actor_kind_and_source(
    browser: Browser, assessor: Assessor, way: int | str
) -> None:
    with opened(browser, way, assessor.record(HARD)) as visit:
        events = timeline(visit.page)

        stamps = [each.get_attribute("datetime") or "" for each in events.locator("time").all()]
        assert stamps == ["2024-09-30", "2019-09-30", "2018-09-14", "2013-09-27"]
        for event, agency in zip(
            events.all(), ("State Agency", "Old Agency", "State Agency", "Old Agency"), strict=True
        ):
            expect(event.get_by_role("link", name=agency, exact=True)).to_be_visible()
            expect(event).to_contain_text("Accreditation")
            source = event.get_by_role("link", name=re.compile("^Record"))
            assert "/records/ce-" in (source.get_attribute("href") or "")
        assert fits(visit)


@EACH_WAY
def test_a3_the_drawing_repeats_the_list_and_is_hidden_from_screen_readers(
    browser: Browser, assessor: Assessor, way: int | str
) -> None:
    with opened(browser, way, assessor.record(HARD, "2017-06-01")) as visit:
        drawing = visit.page.locator(".timeline")

        expect(drawing).to_have_attribute("aria-hidden", "true")
        expect(drawing).to_be_visible()
        assert drawing.locator("[style], script, a, button, [tabindex]").count() == 0
        rows = drawing.locator(".timeline-row:not(.timeline-axis)")
        expect(rows).to_have_count(2)
        expect(rows.first).to_contain_text("Accreditation by Old Agency")
        expect(rows.first).to_contain_text("27 September 2013 to 30 September 2019")
        asked = left_of(rows.first.locator(".timeline-asked"))
        report = rows.first.locator(".timeline-bar").bounding_box()
        system = rows.nth(1).locator(".timeline-bar").bounding_box()
        assert report is not None
        assert system is not None
        assert report["x"] < asked < report["x"] + report["width"]
        assert asked < system["x"]
        assert visit.drawing_findings() == []
        assert fits(visit)


def left_of(line: Locator) -> float:
    """Where an upright line is; a line has no box of its own."""
    place: float = line.evaluate("(line) => line.getBoundingClientRect().left")
    return place


@EACH_WAY
def test_a3_what_was_revoked_superseded_or_outweighed_stays_and_is_labelled(
    browser: Browser, assessor: Assessor, way: int | str
) -> None:
    labels = {
        REVOKED: ("Revoked later", ".timeline-gone", "revoked on"),
        OVERLAPPING: ("Superseded on", ".timeline-past", "superseded on"),
        DIFFERING: (
            "Outweighed by a source nearer to the agency",
            ".timeline-past",
            "outweighed by a source nearer to the agency",
        ),
    }
    for world, (label, bar, words) in labels.items():
        with opened(browser, way, assessor.record(world, "2026-06-01")) as visit:
            listed = timeline(visit.page).filter(has_text=label)
            drawing = visit.page.locator(".timeline")

            assert listed.count() >= 1, world
            assert drawing.locator(f"{bar}[fill^='url']").count() >= 1, world
            expect(drawing).to_contain_text(words)


@EACH_WAY
def test_a3_nothing_is_drawn_where_nothing_is_dated(
    browser: Browser, assessor: Assessor, way: int | str
) -> None:
    for world in (NOTHING, UNDATED):
        with opened(browser, way, assessor.record(world)) as visit:
            expect(visit.page.locator(".timeline")).to_have_count(0)
            expect(visit.page.get_by_role("heading", name="Timeline")).to_have_count(0)


def test_a3_the_drawing_is_printed_with_the_record(browser: Browser, assessor: Assessor) -> None:
    with opened(browser, 1280, assessor.record(HARD)) as visit:
        visit.page.emulate_media(media="print")

        expect(visit.page.locator(".timeline")).to_be_visible()
        expect(visit.page.locator(".timeline-held").first).to_be_visible()


# ---- A4: who vouches for those who vouch


@EACH_WAY
def test_a4_each_link_up_to_the_root_has_its_dates_its_source_and_its_last_check(
    browser: Browser, assessor: Assessor, way: int | str
) -> None:
    with opened(browser, way, assessor.record(CHAIN, "2019-01-01")) as visit:
        page = visit.page
        expect(page.get_by_role("heading", name="Who vouches for those who vouch")).to_be_visible()
        links = page.locator(".assurance-chain > li")

        steps = (
            ("is provided by Northern College", ""),
            ("is accredited by State Agency", "1 January 2015 to 31 December 2025"),
            ("is recognised by Register of Agencies", "1 January 2010 to 31 December 2030"),
            ("is recognised by Ministry", "from 1 January 2008, no end date stated"),
        )
        expect(links).to_have_count(len(steps) + 1)
        for link, (words, dates) in zip(links.all(), steps, strict=False):
            expect(link).to_contain_text(words)
            expect(link).to_contain_text(dates)
            expect(link).to_contain_text("Last checked: 1 March 2024")
            expect(link.get_by_role("link", name=re.compile("^Record"))).to_be_visible()
        expect(links.last).to_contain_text("Here the chain ends: Ministry")
        assert page.locator(".chain-broken").count() == 0
        assert fits(visit)


@EACH_WAY
def test_a4_an_agency_whose_recognition_expired_breaks_the_chain_and_turns_the_badge(
    browser: Browser, assessor: Assessor, way: int | str
) -> None:
    with opened(browser, way, assessor.record(BROKEN, "2017-01-01")) as visit:
        page = visit.page
        head = page.locator(".record-head")
        expect(head).not_to_contain_text("not confirmed")
        expect(page.locator(".chain-broken")).to_have_count(0)

        ask_for(page, "2019-01-01")

        broken = page.locator(".assurance-chain > li.broken")
        expect(broken).to_have_count(1)
        expect(broken).to_contain_text("State Agency is recognised by Register of Agencies")
        expect(broken).to_contain_text("Broken: ended on 31 December 2018")
        expect(broken.locator(".chain-broken")).to_be_visible()
        expect(head.get_by_text("Quality assurance not confirmed")).to_be_visible()
        told = answer_of(page)
        assert "not confirmed" in told
        assert "the chain behind it is broken between State Agency and Register" in told
        assert fits(visit)


@EACH_WIDTH
def test_a4_chain_and_timeline_are_accessible(
    browser: Browser, assessor: Assessor, way: int
) -> None:
    with opened(browser, way, assessor.record(BROKEN, "2019-01-01")) as visit:
        assert visit.axe_findings("#asof") == []
