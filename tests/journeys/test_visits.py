"""Visits from beginning to end, as learners and assessors make them, mostly without scripts."""

from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.support.browser import follow, visiting
from tests.support.servers import LiveServer

pytestmark = pytest.mark.journey


@pytest.fixture
def wide(contexts: dict[int, BrowserContext]) -> BrowserContext:
    """A window of a desktop computer."""
    return contexts[1280]


def query_of(page: Page) -> dict[str, list[str]]:
    """The parameters in the address the browser shows."""
    return parse_qs(urlsplit(page.url).query)


def results_in(page: Page) -> int:
    """The number of results that the page states."""
    words = page.get_by_role("status").first.inner_text()
    return int("".join(character for character in words.split(" of ")[-1] if character.isdigit()))


def test_a_misspelt_search_leads_to_results(
    live_server: LiveServer, context_without_scripts: BrowserContext
) -> None:
    with visiting(context_without_scripts, f"{live_server.address}/") as visit:
        page = visit.page
        page.get_by_role("searchbox").fill("project manegement")
        follow(page.get_by_role("button", name="Search"))
        follow(page.locator(".notice").get_by_role("link", name="project management"))

        assert query_of(page)["q"] == ["project management"]
        assert results_in(page) > 0


def test_a_filter_is_set_seen_and_taken_back_without_scripts(
    live_server: LiveServer, context_without_scripts: BrowserContext
) -> None:
    with visiting(context_without_scripts, f"{live_server.address}/search?q=data") as visit:
        page = visit.page
        before = results_in(page)
        page.get_by_text("Filters").first.click()
        option = page.locator("input[name=mode]").first
        value = option.get_attribute("value")
        option.check()
        follow(page.get_by_role("button", name="Apply filters"))

        assert query_of(page)["mode"] == [value]
        assert 0 < results_in(page) < before

        follow(page.get_by_role("link", name="Remove filter"))

        assert "mode" not in query_of(page)
        assert results_in(page) == before


def test_two_results_are_compared_side_by_side_at_an_address_to_share(
    live_server: LiveServer, context_without_scripts: BrowserContext, wide: BrowserContext
) -> None:
    with visiting(context_without_scripts, f"{live_server.address}/search?q=nursing") as visit:
        page = visit.page
        for _ in range(2):
            page.get_by_role("button", name="Add to compare").first.click()
        follow(page.get_by_role("link", name="Compare now"))
        titles = page.locator("thead th[scope=col] a").all_inner_texts()
        shared = page.url

    with visiting(wide, shared) as visit:
        assert len(titles) == 2
        assert visit.page.locator("thead th[scope=col] a").all_inner_texts() == titles


def test_a_result_leads_to_a_record_with_its_data_and_its_source(
    live_server: LiveServer, wide: BrowserContext
) -> None:
    with visiting(wide, f"{live_server.address}/search?q=nursing") as visit:
        page = visit.page
        title = page.locator(".results h2 a").first
        expected = title.inner_text()
        follow(title)

        expect(page.get_by_role("heading", level=1)).to_contain_text(expected)
        turtle = page.locator("a[href$='.ttl']").first.get_attribute("href")
        assert turtle
        answer = page.request.get(urljoin(page.url, turtle))
        assert answer.headers["content-type"].startswith("text/turtle")
        assert "ceterms:name" in answer.text()


@pytest.mark.parametrize(
    ("start", "link", "language"), [("", "Français", "fr"), ("/fr", "English", "en")]
)
def test_the_same_page_is_one_click_away_in_the_other_language(
    start: str,
    link: str,
    language: str,
    live_server: LiveServer,
    samples: dict[str, str],
    wide: BrowserContext,
) -> None:
    path = f"/credentials/{samples['levelled']}"

    with visiting(wide, f"{live_server.address}{start}{path}") as visit:
        follow(visit.page.get_by_role("link", name=link, exact=True))

        expect(visit.page.locator("html")).to_have_attribute("lang", language)
        assert urlsplit(visit.page.url).path.endswith(path)


def test_a_pathway_is_drawn_and_the_same_steps_are_listed(
    live_server: LiveServer, samples: dict[str, str], wide: BrowserContext
) -> None:
    with visiting(wide, f"{live_server.address}/pathways/{samples['parent']}") as visit:
        drawn = visit.page.locator("svg a").evaluate_all(_ADDRESSES)
        listed = visit.page.locator(".tree a").evaluate_all(_ADDRESSES)

    assert drawn
    assert set(listed) <= set(drawn)


def test_a_withdrawn_record_says_why_and_what_replaces_it(
    live_server: LiveServer, samples: dict[str, str], wide: BrowserContext
) -> None:
    with visiting(wide, f"{live_server.address}/credentials/{samples['withdrawn']}") as visit:
        expect(visit.page.locator("main")).to_contain_text("Replaced <b>for good</b>.")
        assert visit.page.locator(f"main a[href$='{samples['awkward']}']").count() > 0


def test_an_unknown_search_offers_ways_on(live_server: LiveServer, wide: BrowserContext) -> None:
    with visiting(wide, f"{live_server.address}/search?q=zzyzzx+qqxxq") as visit:
        expect(visit.page.get_by_role("status")).to_contain_text("No ")
        assert visit.page.locator("main .empty a").count() >= 2


_ADDRESSES = """
(links) => [...new Set(links.map((link) =>
  (link.getAttribute("href") || link.getAttribute("xlink:href")).replace(/^.*(?=ce-)/, "")))]
"""
