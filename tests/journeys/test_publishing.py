"""Publishers' journeys from beginning to end, with scripts and without."""

import csv
import io
import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.publisher import at_work, click, publish_course, signed_in
from tests.support.browser import follow, new_context, visiting
from tests.support.publishing import PublishingSite

pytestmark = pytest.mark.journey
WITH_OR_WITHOUT = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
SEARCHABLE_SECONDS = 5


def table(word: str, credits_of_row_7: str) -> str:
    """Twenty rows; the one that a spreadsheet calls row 7 has these credits."""
    written = io.StringIO()
    names = ("id", "type", "name", "description", "webpage", "languages", "status", "credits",
             "credit_unit")  # fmt: skip
    writer = csv.writer(written)
    writer.writerow(names)
    for row in range(2, 22):
        credits_stated = credits_of_row_7 if row == 7 else "5"
        page = f"https://college.example/{row}"
        first = (f"{word}-{row}", "MicroCredential", f"Example: {word} {row}", "For all.", page)
        writer.writerow((*first, "en", "Active", credits_stated, "ects"))
    return written.getvalue()


def send(page: Page, file: Path) -> None:
    """Choose a file on the page for tables, and have it checked."""
    page.get_by_label("The table, a CSV file").set_input_files(file)
    click(page, "Check and preview")


def changes_after(page: Page, site: PublishingSite, number: int) -> list[dict[str, Any]]:
    """What the feed of changes tells."""
    answer = page.request.get(f"{site.address}/api/v1/changes?after={number}&limit=500")
    assert answer.ok, answer.text()
    changes: list[dict[str, Any]] = answer.json()["changes"]
    return changes


def newest_change(page: Page, site: PublishingSite) -> int:
    """The number of the newest change."""
    answer = page.request.get(f"{site.address}/api/v1/changes?after=0&limit=1")
    number: int = answer.json()["latest"]
    return number


def wait_until_found(page: Page, site: PublishingSite, words: str, least: int) -> float:
    """How long it takes until a search finds so many records."""
    started = time.monotonic()
    while True:
        answer = page.request.get(f"{site.address}/search.json", params={"q": words})
        total = answer.json()["total"]
        if total >= least:
            return time.monotonic() - started
        assert time.monotonic() - started < SEARCHABLE_SECONDS, f"{total} of {least} found"


@WITH_OR_WITHOUT
def test_one_bad_row_of_twenty_is_mended_and_the_table_published(
    scripts: bool, browser: Browser, publishing_site: PublishingSite, tmp_path: Path
) -> None:
    word = "gleaning" if scripts else "threshing"
    file = tmp_path / "table.csv"
    with at_work(browser, publishing_site, "/publish/bulk", scripts=scripts) as visit:
        page = visit.page
        before = newest_change(page, publishing_site)

        file.write_text(table(word, "-3"))
        send(page, file)
        row = page.locator("#findings tbody tr").first
        expect(row).to_contain_text("Row 7")
        expect(row).to_contain_text("credits")
        expect(row).to_contain_text("Must be a number > 0")
        assert changes_after(page, publishing_site, before) == []

        file.write_text(table(word, "3"))
        send(page, file)
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Example: {word} 2")
        expect(page.get_by_text("20 records are ready.")).to_be_visible()
        assert changes_after(page, publishing_site, before) == []

        click(page, "Publish 20 records")
        expect(page.get_by_role("heading", level=1)).to_have_text("The table is published")
        assert wait_until_found(page, publishing_site, word, 20) < SEARCHABLE_SECONDS
        changes = changes_after(page, publishing_site, before)
        assert [each["kind"] for each in changes] == ["published"] * 20


@WITH_OR_WITHOUT
def test_a_change_is_compared_published_and_undone(
    scripts: bool, browser: Browser, publishing_site: PublishingSite
) -> None:
    with at_work(browser, publishing_site, scripts=scripts) as visit:
        page = visit.page
        ctid = publish_course(page, f"Example: sowing {scripts}")
        page.goto(f"{publishing_site.address}/publish/records/{ctid}/edit")

        page.get_by_label("Name required", exact=True).fill(f"Example: weeding {scripts}")
        page.get_by_label("Credits", exact=True).fill("7.5")
        click(page, "Check and preview")
        rows = page.locator("section[aria-labelledby=changes-title] tbody tr")
        expect(rows).to_have_count(2)
        expect(rows.first).to_contain_text(f"Example: sowing {scripts}")
        expect(rows.first).to_contain_text(f"Example: weeding {scripts}")
        click(page, "Publish")
        expect(page.get_by_role("heading", level=1)).to_have_text("The change is published")

        follow(page.get_by_role("link", name="Undo this change"))
        expect(rows.first).to_contain_text(f"Example: sowing {scripts}")
        click(page, "Publish")
        expect(page.get_by_role("heading", level=1)).to_have_text("The change is published")

        page.goto(f"{publishing_site.address}/publish/records/{ctid}")
        expect(page.locator("section[aria-labelledby=history-title] tbody tr")).to_have_count(3)
        page.goto(f"{publishing_site.address}/credentials/{ctid}")
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Example: sowing {scripts}")
        assert visit.complaints == []


@WITH_OR_WITHOUT
def test_what_is_missing_leads_to_the_field_that_states_it(
    scripts: bool, browser: Browser, publishing_site: PublishingSite
) -> None:
    with at_work(browser, publishing_site, scripts=scripts) as visit:
        page = visit.page
        ctid = publish_course(page, f"Example: shearing {scripts}")
        page.goto(f"{publishing_site.address}/publish/records/{ctid}")
        missing = page.locator("#what-is-missing")
        links = missing.locator("a[href*='#']")
        assert links.count() >= 3
        anchors = [each.get_attribute("href") or "" for each in links.all()]

        follow(missing.get_by_role("link", name="Keywords"))
        expect(page.locator("#field-keywords")).to_be_in_viewport()
        for anchor in anchors:
            assert page.locator(f"#{anchor.partition('#')[2]}").count() == 1, anchor
        page.locator("#field-keywords").fill("wool\nsheep")
        click(page, "Check and preview")
        click(page, "Publish")

        page.goto(f"{publishing_site.address}/publish/records/{ctid}")
        expect(missing).not_to_contain_text("Keywords")
        assert links.count() == len(anchors) - 1


@WITH_OR_WITHOUT
def test_errors_come_first_take_the_focus_and_lead_to_the_field(
    scripts: bool, browser: Browser, publishing_site: PublishingSite
) -> None:
    with at_work(browser, publishing_site, "/publish/records/new", scripts=scripts) as visit:
        page = visit.page
        page.get_by_label("Credits", exact=True).fill("-3")
        page.get_by_label("Credits", exact=True).press("Enter")

        summary = page.locator("#errors")
        expect(summary).to_be_focused()
        summary.get_by_role("link", name="Credits").click()
        expect(page.locator("#field-credits")).to_be_in_viewport()
        expect(page.locator("#field-credits")).to_have_value("-3")


def test_two_writers_at_once_lose_nothing(
    browser: Browser, publishing_site: PublishingSite
) -> None:
    with signed_in(browser, publishing_site, scripts=False) as context:
        with visiting(context, f"{publishing_site.address}/publish") as visit:
            ctid = publish_course(visit.page, "Example: baling")
        edit = f"{publishing_site.address}/publish/records/{ctid}/edit"
        with visiting(context, edit) as mine, visiting(context, edit) as theirs:
            theirs.page.get_by_label("Name required", exact=True).fill("Example: theirs")
            click(theirs.page, "Check and preview")
            click(theirs.page, "Publish")

            mine.page.get_by_label("Name required", exact=True).fill("Example: mine")
            mine.page.get_by_label("Credits", exact=True).fill("9")
            click(mine.page, "Check and preview")
            page = mine.page
            expect(page.get_by_role("heading", level=1)).to_have_text(
                "This record was changed meanwhile"
            )
            name = page.locator("fieldset.choice", has_text="Both changed it")
            expect(name.get_by_role("radio", checked=True)).to_have_count(0)
            name.get_by_role("radio", name="Theirs").check()
            click(page, "Show me the result")
            click(page, "Publish")

            page.goto(f"{publishing_site.address}/credentials/{ctid}")
            expect(page.get_by_role("heading", level=1)).to_have_text("Example: theirs")
            expect(page.locator("#fact-credits")).to_contain_text("9 ECTS")


def test_a_reader_beside_a_publisher_has_no_cookie(
    browser: Browser, publishing_site: PublishingSite
) -> None:
    context = new_context(browser, 1280)
    with visiting(context, f"{publishing_site.address}/publish"):
        pass
    with visiting(context, f"{publishing_site.address}/search?q=data"):
        pass

    assert context.cookies() == []
    context.close()
