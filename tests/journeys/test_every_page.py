"""What holds for every page: for everybody, in both languages, on every size of screen."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.support.browser import WIDTHS, new_context, visiting
from tests.support.html_pages import Answer, html_faults
from tests.support.keyboard import mark_controls, press_tab, walk
from tests.support.pages import Page, examples_of, is_for_publishers, site_rules

pytestmark = pytest.mark.journey

FIRST_VIEW_BYTES = 100_000


def test_page_is_accessible_quiet_and_fits_every_screen(
    page_to_visit: Page, address: str, browser: Browser
) -> None:
    """Loaded once, made wider as a window is, and then walked through from the top by keyboard."""
    faults: dict[str, list[str]] = {}
    with new_context(browser, min(WIDTHS)) as context, visiting(context, address) as visit:
        assert visit.status == page_to_visit.status
        assert visit.page.locator("html").get_attribute("lang") == page_to_visit.language
        assert visit.page.title()
        assert visit.page.locator("h1").count() == 1
        for width in sorted(WIDTHS):
            visit.resize(width)
            assert visit.width_needed() <= width
            faults[f"accessibility at {width}"] = visit.axe_findings()
            faults[f"drawings at {width}"] = visit.drawing_findings()
        faults["keyboard"] = walk(visit.page).faults
        faults["complaints"] = visit.complaints
        assert {kind: found for kind, found in faults.items() if found} == {}
        assert context.cookies() == []


def test_page_shows_its_content_without_scripts(
    page_to_visit: Page, address: str, context_without_scripts: BrowserContext
) -> None:
    with visiting(context_without_scripts, address) as visit:
        assert visit.status == page_to_visit.status
        assert visit.page.locator("h1").is_visible()
        assert visit.page.locator("main").inner_text().strip()
        assert visit.complaints == []


def test_first_view_is_light_and_its_first_tab_stop_skips_to_the_content(
    page_to_visit: Page, address: str, browser: Browser
) -> None:
    """With nothing kept from another page, on the narrowest screen."""
    with new_context(browser, 320) as context, visiting(context, address) as visit:
        sizes = visit.bytes_on_the_wire()
        assert sum(sizes.values()) < FIRST_VIEW_BYTES, sizes

        mark_controls(visit.page)
        skip_link = press_tab(visit.page)
        assert skip_link is not None
        assert skip_link.is_visible
        assert not skip_link.is_covered

        visit.page.keyboard.press("Enter")
        after = press_tab(visit.page)

        assert visit.page.url.partition("#")[2] == visit.page.locator("main").get_attribute("id")
        has_controls = visit.page.locator("main :is(a[href], button, input, summary)").count() > 0
        assert after is None or after.is_in_main == has_controls


def test_every_page_is_valid_html(answers: dict[Page, Answer], tmp_path: Path) -> None:
    assert html_faults(list(answers.values()), tmp_path) == []


def test_no_page_sets_a_cookie(answers: dict[Page, Answer]) -> None:
    with_cookies = [page for page, answer in answers.items() if answer.headers["Set-Cookie"]]

    assert with_cookies == []


def test_every_kind_of_page_has_an_example() -> None:
    without = [
        route.rule
        for language, routes in site_rules().items()
        for route in routes
        if not examples_of(route, language) and not is_for_publishers(route, language)
    ]

    assert without == [], "give each an address to visit in tests/support/pages.py"


def test_every_page_exists_in_english_and_in_french() -> None:
    english, french = (
        {route.endpoint.partition(".")[2] for route in site_rules()[language]}
        for language in ("en", "fr")
    )

    assert english == french
    assert english
