"""What holds for every page, on every size of screen.

A page's texts are all that differs between its languages: how much room they take, and whether
they say in which language they are. That is asked of both; the rest is asked of the English page.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.support.browser import WIDTHS, new_context, visiting
from tests.support.html_pages import Answer, html_faults
from tests.support.keyboard import press_tab, walk
from tests.support.pages import Page, examples_of, is_for_publishers, pages, site_rules

pytestmark = pytest.mark.journey

FIRST_VIEW_BYTES = 100_000

english_only = pytest.mark.parametrize(
    "page_to_visit", [page for page in pages() if page.language == "en"], ids=str, indirect=True
)


def test_page_is_light_accessible_quiet_and_fits_every_screen(
    page_to_visit: Page, address: str, browser: Browser
) -> None:
    """With nothing kept from another page; loaded once and then made wider, as a window is."""
    with new_context(browser, min(WIDTHS)) as context, visiting(context, address) as visit:
        assert visit.status == page_to_visit.status
        sizes = visit.bytes_on_the_wire()
        assert sum(sizes.values()) < FIRST_VIEW_BYTES, sizes
        assert visit.page.locator("html").get_attribute("lang") == page_to_visit.language
        assert visit.page.title()
        assert visit.page.locator("h1").count() == 1
        assert visit.axe_findings() == []
        for width in sorted(WIDTHS):
            visit.resize(width)
            assert visit.width_needed() <= width
            assert visit.drawing_findings() == []
        assert visit.complaints == []
        assert context.cookies() == []


@english_only
def test_page_is_accessible_on_wider_screens_and_by_keyboard(
    address: str, contexts: dict[int, BrowserContext]
) -> None:
    """Walked through from the top to the end, and then begun again by skipping to the content."""
    with visiting(contexts[max(WIDTHS)], address) as visit:
        for width in sorted(WIDTHS)[1:]:
            visit.resize(width)
            assert visit.axe_findings() == []
        assert walk(visit.page).faults == []

        skip_link = press_tab(visit.page)
        assert skip_link is not None
        assert skip_link.is_visible
        assert not skip_link.is_covered

        visit.page.keyboard.press("Enter")
        after = press_tab(visit.page)

        assert visit.page.url.partition("#")[2] == visit.page.locator("main").get_attribute("id")
        has_controls = visit.page.locator("main :is(a[href], button, input, summary)").count() > 0
        assert after is None or after.is_in_main == has_controls


@english_only
def test_page_shows_its_content_without_scripts(
    page_to_visit: Page, address: str, context_without_scripts: BrowserContext
) -> None:
    with visiting(context_without_scripts, address) as visit:
        assert visit.status == page_to_visit.status
        assert visit.page.locator("h1").is_visible()
        assert visit.page.locator("main").inner_text().strip()
        assert visit.complaints == []


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
