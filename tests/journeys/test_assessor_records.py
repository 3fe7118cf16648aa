"""Journeys A5, A7, A8 and A9: where facts are from, clauses, what is gone, many at once."""

import csv
import io
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.assessor import (
    HARD,
    MERGED,
    NEW_NAME,
    OLD_NAME,
    WAYS,
    Assessor,
    api_answer,
    fits,
    numbered,
    opened,
)
from tests.support.browser import Visit

pytestmark = pytest.mark.journey
EACH_WAY = pytest.mark.parametrize("way", WAYS, ids=str)
UNKNOWN = "ce-00000000-0000-4000-8000-000000000000"
FORMULA = "=HYPERLINK(1)"
_STATED = """
() => [...document.querySelectorAll("main .fact")].map((row) => ({
  label: row.querySelector("dt").innerText,
  stated: !row.querySelector("dd").querySelector(".not-stated"),
  summary: row.querySelector("details.source > summary")?.innerText || "",
  terms: [...row.querySelectorAll("details.source dt")].map((term) => term.textContent),
  told: [...row.querySelectorAll("details.source dd")].map((told) => told.textContent.trim()),
}))
"""


# ---- A5: where every fact is from


@EACH_WAY
def test_a5_no_stated_field_lacks_its_source_who_asserts_it_and_when_it_was_seen(
    browser: Browser, assessor: Assessor, way: int | str
) -> None:
    past = assessor.past
    for ctid in (past.collected, past.changed, past.disputed):
        with opened(browser, way, assessor.page(ctid)) as visit:
            fields = visit.page.evaluate(_STATED)

            stated = [each for each in fields if each["stated"]]
            assert len(stated) > 5
            for each in stated:
                assert each["summary"].startswith("Source"), each["label"]
                assert each["terms"][:3] == ["Source", "Stated by", "Seen"], each["label"]
                assert all(each["told"][:3]), each["label"]


@EACH_WAY
def test_a5_a_source_opens_by_keyboard_and_tells_a_third_party_from_the_provider(
    browser: Browser, assessor: Assessor, way: int | str
) -> None:
    with opened(browser, way, assessor.page(assessor.past.collected)) as visit:
        source = visit.page.locator("#fact-description details.source")
        expect(source.get_by_text("Course list, page 3")).not_to_be_visible()

        source.locator("summary").focus()
        visit.page.keyboard.press("Enter")

        expect(source.get_by_text("Course list, page 3")).to_be_visible()
        expect(source).to_contain_text("A list maker (a third party)")
        expect(source).to_contain_text("March 2026")
        assert fits(visit)


@EACH_WAY
def test_a5_two_sources_that_disagree_are_both_shown_each_with_who_says_it(
    browser: Browser, assessor: Assessor, way: int | str
) -> None:
    with opened(browser, way, assessor.page(assessor.past.disputed)) as visit:
        section = visit.page.get_by_role("region", name="Sources that do not agree")

        expect(section).to_contain_text("31 December 2024")
        expect(section).to_contain_text("31 December 2025")
        expect(section.get_by_text("The agency", exact=True)).to_be_visible()
        expect(section).to_contain_text("The registry does not decide which of them is right")
        assert section.get_by_role("link").count() >= 2
        assert fits(visit)


# ---- A7: held against a standard, clause by clause


@EACH_WAY
def test_a7_a_standard_is_chosen_and_every_clause_leads_to_its_value_and_its_rule(
    browser: Browser, assessor: Assessor, way: int | str
) -> None:
    with opened(browser, way, assessor.page(assessor.past.changed, "/conformance")) as visit:
        page = visit.page
        for box in page.get_by_role("checkbox").all():
            box.focus()
            if box.is_checked():
                page.keyboard.press("Space")
        page.get_by_role("checkbox", name="National Microcredentials Framework").focus()
        page.keyboard.press("Space")
        page.get_by_role("button", name="Show these clause by clause").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**standard=au-nmf-2021*")

        assert parse_qs(urlsplit(page.url).query) == {"standard": ["au-nmf-2021"]}
        matrix = page.locator("#au-nmf-2021")
        assert told_counts(page) == counted_rows(page)
        for row in matrix.locator("tbody tr").all():
            rule = row.get_by_role("link", name=re.compile("^Rule and source, version"))
            assert "/standards/au-nmf-2021" in (rule.get_attribute("href") or "")
            if row.locator(".result").get_by_text(re.compile("^(Met|Not met)$")).count():
                assert row.get_by_role("link", name="See it on the record").count() >= 1
        value = matrix.get_by_role("link", name="See it on the record").first
        anchor = (value.get_attribute("href") or "").partition("#")[2]
        value.focus()
        page.keyboard.press("Enter")
        page.wait_for_url(f"**#{anchor}")
        expect(page.locator(f"#{anchor}")).to_be_in_viewport()


def told_counts(page: Page) -> dict[str, int]:
    """How many clauses are said to be met and so on, in words: "14 met, 2 not met"."""
    said = page.locator("#au-nmf-2021 p strong").first.inner_text()
    pairs = re.findall(r"(\d+)\s+(met|not met|not stated|not applicable)", said, re.IGNORECASE)
    return {name.casefold(): int(number) for number, name in pairs if int(number)}


def counted_rows(page: Page) -> dict[str, int]:
    """How many rows of the table say so."""
    found: dict[str, int] = {}
    for row in page.locator("#au-nmf-2021 tbody tr").all():
        for result in ("Met", "Not met", "Not stated", "Not applicable"):
            if row.locator(".result").get_by_text(result, exact=True).count():
                found[result.casefold()] = found.get(result.casefold(), 0) + 1
                break
    return found


# ---- A8: withdrawn, merged, gone


@EACH_WAY
def test_a8_a_withdrawn_record_keeps_a_page_with_reason_date_and_replacement(
    browser: Browser, assessor: Assessor, way: int | str
) -> None:
    past = assessor.past
    with opened(browser, way, assessor.page(past.withdrawn)) as visit:
        page = visit.page
        # Gone for machines, a whole page for people.
        assert visit.status == 410
        expect(page.get_by_text("No longer <b>awarded</b>.")).to_be_visible()
        main = page.get_by_role("main")
        assert re.search(r"\d{1,2} \w+ 20\d\d", main.inner_text())
        replacement = main.get_by_role("link", name="The record that replaces it")
        replacement.focus()
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/credentials/{past.changed}")
        expect(page.get_by_role("heading", level=1)).to_contain_text("First aid at work")


@EACH_WAY
def test_a8_what_a_withdrawn_record_said_stays_readable_with_status_200(
    browser: Browser, assessor: Assessor, way: int | str
) -> None:
    past = assessor.past
    number = past.numbers[past.withdrawn][0]
    with opened(browser, way, assessor.page(past.withdrawn, f"/v/{number}")) as visit:
        assert visit.status == 200
        expect(visit.page.get_by_text("The record is withdrawn.")).to_be_visible()
        assert fits(visit)


def test_a8_programs_are_told_that_it_is_gone_by_whom_and_what_replaces_it(
    assessor: Assessor,
) -> None:
    past = assessor.past
    found = api_answer(f"{assessor.address}/api/v1/credentials/{past.withdrawn}")

    assert (found.status, found.body["status"]) == (410, 410)
    assert "No longer" in str(found.body)
    assert past.changed in str(found.body)


@EACH_WAY
def test_a8_the_old_name_of_a_provider_finds_the_provider(
    browser: Browser, assessor: Assessor, way: int | str
) -> None:
    with opened(browser, way, f"{assessor.address}/help") as visit:
        page = visit.page
        box = page.get_by_role("search").get_by_label("Search all records")
        box.focus()
        page.keyboard.insert_text(OLD_NAME)
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?**")

        link = page.get_by_role("main").locator(f"a[href$='/organizations/{MERGED}']").first
        expect(link).to_have_text(NEW_NAME)
        expect(link).to_be_visible()
        link.focus()
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/organizations/{MERGED}")
        expect(page.get_by_role("main")).to_contain_text(OLD_NAME)


# ---- A9: many at once


def send_many(page: Page, text: str, day: str = "") -> None:
    """Paste a list and ask for it, by keyboard."""
    page.get_by_label("Identifiers").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(text)
    field = page.get_by_label("Date")
    field.focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(day)
    press(page, "Look up")


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).focus()
    # Not the load state after the answer: until the new page is there, that is the old page's.
    with page.expect_navigation():
        page.keyboard.press("Enter")


def shown_table(page: Page) -> list[list[str]]:
    """The cells of the table, line by line."""
    rows = page.get_by_role("table", name="What was found").locator("tbody tr")
    return [
        [" ".join(cell.inner_text().split()) for cell in row.locator("th, td").all()]
        for row in rows.all()
    ]


@EACH_WAY
def test_a9_three_identifiers_and_a_date_give_three_rows_and_a_file_that_says_the_same(
    browser: Browser, assessor: Assessor, way: int | str
) -> None:
    hard = assessor.worlds[HARD].asked_about
    with opened(browser, way, f"{assessor.address}/batch") as visit:
        page = visit.page
        send_many(page, "\n".join([hard, numbered(), UNKNOWN]), "2020-01-01")

        table = shown_table(page)
        assert [row[0] for row in table] == [hard, numbered(), UNKNOWN]
        assert table[0][3].startswith(
            "Assured (of the provider) Assured on 1 January 2020, only of"
        )
        assert table[1][3].startswith("Unknown Unknown on 1 January 2020")
        assert table[2][1] == "Unknown identifier"
        assert {row[2] for row in table} == {"1 January 2020"}
        assert fits(visit)

        lines = downloaded(page)
        assert [line["id"] for line in lines] == [row[0] for row in table]
        assert {line["asof"] for line in lines} == {"2020-01-01"}
        assert [line["qa"] for line in lines] == ["assured", "unknown", ""]
        for line, row in zip(lines, table, strict=True):
            assert line["name"] in row[1]
            assert line["sentence"] in row[3]


def downloaded(page: Page) -> list[dict[str, str]]:
    """The lines of the file that the other button gives."""
    page.get_by_role("main").get_by_role("button", name="Get a CSV file").focus()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    text = download.value.path().read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@EACH_WAY
def test_a9_what_a_spreadsheet_would_run_is_made_harmless(
    browser: Browser, assessor: Assessor, way: int | str
) -> None:
    with opened(browser, way, f"{assessor.address}/batch") as visit:
        send_many(visit.page, "\n".join([FORMULA, "+1", "@sum"]))

        cells = [cell for line in downloaded(visit.page) for cell in line.values()]
        assert [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")] == []
        assert f"'{FORMULA}" in cells


@EACH_WAY
def test_a9_one_identifier_too_many_is_refused_in_words_and_the_list_is_kept(
    browser: Browser, assessor: Assessor, way: int | str
) -> None:
    ids = [f"ce-00000000-0000-4000-8000-{number:012d}" for number in range(501)]
    with opened(browser, way, f"{assessor.address}/batch") as visit:
        send_many(visit.page, "\n".join(ids))

        summary = visit.page.get_by_role("alert")
        expect(summary).to_contain_text("more than 500 identifiers: send it in parts")
        expect(visit.page.get_by_role("table")).to_have_count(0)
        expect(visit.page.get_by_label("Identifiers")).to_have_value(re.compile(ids[-1]))
        summary.get_by_role("link").press("Enter")
        expect(visit.page.get_by_label("Identifiers")).to_be_focused()
        assert needs_no_more_than_its_window(visit)


def needs_no_more_than_its_window(visit: Visit) -> bool:
    size = visit.page.viewport_size
    return size is not None and visit.width_needed() <= size["width"]
