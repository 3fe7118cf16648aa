"""Journeys A7 and P3: a credential held against a standard, and what is missing for it."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.journeys.publisher import at_work, click, publish_course
from tests.support.browser import follow, visiting
from tests.support.publishing import PublishingSite
from tests.support.servers import LiveServer

pytestmark = pytest.mark.journey
WITH_OR_WITHOUT = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
RESULTS = ("Met", "Not met", "Not stated", "Not applicable")


def test_a_chosen_standard_is_shown_clause_by_clause_and_leads_to_values_and_rules(
    live_server: LiveServer, context_without_scripts: BrowserContext, samples: dict[str, str]
) -> None:
    start = f"{live_server.address}/credentials/{samples['levelled']}/conformance"
    with visiting(context_without_scripts, start) as visit:
        page = visit.page
        for box in page.get_by_role("checkbox").all():
            box.set_checked(False)
        page.get_by_role("checkbox", name="National Microcredentials Framework").check()
        follow(page.get_by_role("button", name="Show these clause by clause"))

        assert parse_qs(urlsplit(page.url).query) == {"standard": ["au-nmf-2021"]}
        matrix = page.locator("#au-nmf-2021")
        rows = matrix.locator("tbody tr")
        results = [words.strip() for words in matrix.locator("td .result").all_inner_texts()]
        assert len(results) == rows.count() > 30
        assert set(results) <= set(RESULTS)
        for result in set(results):
            count = f"{results.count(result)} {result.lower()}"
            expect(matrix.locator("p strong")).to_contain_text(count)

        fact = matrix.get_by_role("link", name="See it on the record").first
        rule = matrix.get_by_role("link", name="Rule and source, version").first
        leads_to, ruled_by = (each.get_attribute("href") for each in (fact, rule))
        page.goto(live_server.address + str(leads_to))
        expect(page.locator(f"#{urlsplit(str(leads_to)).fragment}")).to_be_visible()
        page.goto(live_server.address + str(ruled_by))
        expect(page.locator(f"#{urlsplit(str(ruled_by)).fragment}")).to_contain_text("Rule")
        expect(page.locator("main")).to_contain_text("a check, not an approval")


@WITH_OR_WITHOUT
def test_a_gap_leads_to_its_input_and_is_gone_when_filled(
    scripts: bool, browser: Browser, publishing_site: PublishingSite
) -> None:
    with at_work(browser, publishing_site, scripts=scripts) as visit:
        page = visit.page
        ctid = publish_course(page, f"Example: grafting {scripts}")
        page.goto(f"{publishing_site.address}/publish/records/{ctid}")
        follow(page.get_by_role("link", name="What is missing for a standard"))
        page.get_by_label("Standard", exact=True).select_option("eu-2022")
        click(page, "Show")

        gap = page.locator("section[aria-labelledby=binding-title]").get_by_role(
            "link", name="Learning outcomes"
        )
        follow(gap)
        field = page.locator(f"#{urlsplit(page.url).fragment}")
        expect(field).to_be_visible()
        field.fill("Graft an apple tree")
        click(page, "Check and preview")
        click(page, "Publish")

        page.goto(f"{publishing_site.address}/publish/records/{ctid}/standards?standard=eu-2022")
        expect(page.get_by_role("heading", level=1)).to_contain_text("What is missing")
        expect(gap).to_have_count(0)
