"""Levels in a real browser: the address of a row, choosing frameworks, the ladder by keyboard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.support.browser import follow, new_context, visiting
from tests.support.crosswalks import shipped_crosswalk
from tests.support.servers import LiveServer

pytestmark = pytest.mark.journey


@pytest.fixture
def page(contexts: dict[int, BrowserContext], live_server: LiveServer) -> Iterator[Page]:
    """The page of a framework in a window of a desktop computer."""
    with visiting(contexts[1280], f"{live_server.address}/frameworks/nzqcf") as visit:
        yield visit.page


def test_the_iri_of_a_row_ends_at_the_row(live_server: LiveServer, page: Page) -> None:
    ctid = shipped_crosswalk().map_between("nzqcf", "eqf")

    page.goto(f"{live_server.address}/resources/{ctid}#7-6")

    assert page.url.endswith("/crosswalks/nzqcf/eqf#7-6")
    row = page.locator("tr:target")
    expect(row).to_be_in_viewport()
    expect(row.get_by_role("link").first).to_have_text("NZQCF Level 7")


def test_frameworks_are_put_beside_without_scripts(
    live_server: LiveServer, context_without_scripts: BrowserContext
) -> None:
    with visiting(context_without_scripts, f"{live_server.address}/fr/frameworks/nzqcf") as visit:
        page = visit.page
        page.locator("input[name=with][value=aqf]").check()
        page.locator("input[name=with][value=eqf]").uncheck()
        follow(page.locator("form.rungs-chooser").get_by_role("button"))

        assert page.url.endswith("/fr/frameworks/nzqcf?with=aqf#ladder-title")
        heads = page.locator("svg.rungs[role=group] a.rungs-head")
        assert heads.all_text_contents() == ["NZQCF", "AQF"]
        expect(page.get_by_role("link", name="AQF: Level 8")).to_be_visible()


def test_a_rung_is_reached_and_opened_by_keyboard(page: Page) -> None:
    rung = page.get_by_role("link", name="NZQCF: Level 7")

    rung.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(rung).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Level 7")


def test_a_wide_ladder_scrolls_in_its_own_region_on_a_narrow_screen(
    contexts: dict[int, BrowserContext], live_server: LiveServer
) -> None:
    address = f"{live_server.address}/frameworks/oqf?with=eqf&with=scqf&with=rqf"
    with visiting(contexts[320], address) as visit:
        region = visit.page.locator(".rungs-region")

        assert visit.width_needed() <= 320
        region.focus()

        assert _scrolls_with(visit.page, region, "ArrowRight")


def test_kinds_of_lines_differ_without_colour(
    contexts: dict[int, BrowserContext], live_server: LiveServer
) -> None:
    browser = contexts[1280].browser
    assert browser is not None
    context = new_context(browser, 1280)
    with visiting(context, f"{live_server.address}/frameworks/oqf?with=eqf&with=scqf") as visit:
        visit.page.emulate_media(forced_colors="active")
        looks = visit.page.evaluate(
            """() => Object.fromEntries([...document.querySelectorAll("svg.rungs g path")].map(
              (path) => {
                const style = getComputedStyle(path);
                const filled = style.fill !== "none";
                return [path.getAttribute("class"), [filled, style.strokeDasharray !== "none"]];
              }))"""
        )
    context.close()

    assert looks == {
        "rungs-close": [False, False],
        "rungs-wedge": [True, False],
        "rungs-none": [False, False],
        "rungs-close is-indicative": [False, True],
        "rungs-wedge is-indicative": [False, True],
    }


def _scrolls_with(page: Page, region: Locator, key: str) -> bool:
    """Whether a key moves a region sideways; pressed again where a busy browser lets one drop."""
    for _ in range(20):
        page.keyboard.press(key)
        page.wait_for_timeout(200)
        if region.evaluate("region => region.scrollLeft") > 0:
            return True
    return False
