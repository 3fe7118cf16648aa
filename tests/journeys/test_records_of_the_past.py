"""Assessors in a real browser: an identifier (A1), where a fact is from (A5), what is gone (A8)."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.support.browser import WIDTHS, follow, visiting
from tests.support.servers import LiveServer

pytestmark = pytest.mark.journey
UNKNOWN = "ce-00000000-0000-4000-8000-000000000000"


@pytest.fixture(params=[*WIDTHS, "without scripts"], ids=str)
def page(
    request: pytest.FixtureRequest,
    contexts: dict[int, BrowserContext],
    context_without_scripts: BrowserContext,
    live_server: LiveServer,
) -> Iterator[Page]:
    """The home page at each width, and without scripts."""
    context = contexts.get(request.param, context_without_scripts)
    with visiting(context, f"{live_server.address}/help") as visit:
        yield visit.page


def look_up(page: Page, text: str) -> None:
    """Paste into the one box and press Enter."""
    box = page.get_by_role("search").get_by_label("Search all records")
    box.focus()
    page.keyboard.insert_text(text)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/(search|credentials|organizations)"))


@pytest.mark.parametrize("form", ["{ctid}", "{address}/credentials/{ctid}", "{bare}"])
def test_a_pasted_identifier_is_the_way_to_its_record(
    page: Page, live_server: LiveServer, samples: dict[str, str], form: str
) -> None:
    ctid = samples["levelled"]
    bare = ctid.removeprefix("ce-")

    look_up(page, form.format(ctid=ctid, bare=bare, address=live_server.address))

    assert page.url == f"{live_server.address}/credentials/{ctid}"


def test_an_unknown_identifier_is_a_plain_no_with_a_way_on(page: Page) -> None:
    look_up(page, UNKNOWN)

    expect(page.get_by_role("heading", level=1)).to_have_text("No record with this identifier")
    expect(page.get_by_role("article")).to_have_count(0)
    follow(page.get_by_role("link", name="Search for it as words"))
    expect(page.get_by_role("heading", level=1)).not_to_have_text("No record with this identifier")


def test_the_source_of_a_fact_opens_by_keyboard(
    page: Page, live_server: LiveServer, samples: dict[str, str]
) -> None:
    page.goto(f"{live_server.address}/credentials/{samples['levelled']}")

    source = page.locator("#fact-level details")
    source.locator("summary").focus()
    page.keyboard.press("Enter")

    expect(source.get_by_text("Stated by", exact=True)).to_be_visible()
    expect(source.get_by_text("Seen", exact=True)).to_be_visible()


def test_what_a_withdrawn_record_said_is_a_click_away(
    page: Page, live_server: LiveServer, samples: dict[str, str]
) -> None:
    page.goto(f"{live_server.address}/credentials/{samples['withdrawn']}")

    expect(page.get_by_text("Replaced <b>for good</b>.")).to_be_visible()
    follow(page.get_by_role("link", name="What the record said, revision by revision"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("History")
    follow(page.get_by_role("link", name=re.compile(r"^Revision \d+$")).last)
    expect(page.get_by_text("The record is withdrawn.")).to_be_visible()
    expect(page.get_by_role("heading", name="Cite this")).to_be_visible()
    expect(page.get_by_role("link", name="BibTeX")).to_be_visible()
