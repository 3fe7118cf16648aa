"""The browser for the journeys, and the pages they visit."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.journeys.assessor import assessor
from tests.support.browser import WIDTHS, launch, new_context
from tests.support.html_pages import Answer, fetch
from tests.support.pages import Page, pages
from tests.support.samples import find_samples, revision_numbers
from tests.support.servers import LiveServer

__all__ = ["assessor"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, started once."""
    with sync_playwright() as playwright:
        launched = launch(playwright)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def contexts(browser: Browser) -> Iterator[dict[int, BrowserContext]]:
    """A window of each width."""
    opened = {width: new_context(browser, width) for width in WIDTHS}
    yield opened
    for context in opened.values():
        context.close()


@pytest.fixture(scope="session")
def context_without_scripts(browser: Browser) -> Iterator[BrowserContext]:
    """A narrow window with JavaScript turned off."""
    context = new_context(browser, 320, scripts=False)
    yield context
    context.close()


@pytest.fixture(scope="session")
def samples(live_server: LiveServer) -> dict[str, str]:
    """The CTIDs and the numbers of revisions that stand behind the names in addresses."""
    found = find_samples()
    return found | revision_numbers(live_server, found)


@pytest.fixture(params=pages(), ids=str)
def page_to_visit(request: pytest.FixtureRequest) -> Page:
    """Each page of the site in turn."""
    page: Page = request.param
    return page


@pytest.fixture
def address(page_to_visit: Page, live_server: LiveServer, samples: dict[str, str]) -> str:
    """The whole address of the page in turn."""
    return live_server.address + page_to_visit.address.format_map(samples)


@pytest.fixture(scope="session")
def answers(live_server: LiveServer, samples: dict[str, str]) -> dict[Page, Answer]:
    """Every page as its bytes."""
    return {page: fetch(live_server.address + page.address.format_map(samples)) for page in pages()}
