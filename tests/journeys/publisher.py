"""What a publisher does at the browser in the journeys: signing in, and filling in a form."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Page

from tests.support.browser import Visit, follow, new_context, visiting
from tests.support.publishing import PublishingSite

COURSE = {
    "Name required": "Example: drones on farms",
    "Description required": "For farm staff.",
    "Web page required": "https://college.example/drones",
    "Languages required": "en",
    "Credits": "5",
}


@contextmanager
def signed_in(
    browser: Browser, site: PublishingSite, width: int = 1280, *, scripts: bool = True
) -> Iterator[BrowserContext]:
    """A window of this width in which the college is signed in."""
    context = new_context(browser, width, scripts=scripts)
    try:
        page = context.new_page()
        page.goto(f"{site.address}/publish")
        page.get_by_label("Key").fill(site.key)
        follow(page.get_by_role("button", name="Sign in"))
        page.get_by_role("heading", name="Your records", level=1).wait_for()
        page.close()
        yield context
    finally:
        context.close()


@contextmanager
def at_work(
    browser: Browser, site: PublishingSite, path: str = "/publish", *, scripts: bool
) -> Iterator[Visit]:
    """A page for publishers, open in a window where the college is signed in."""
    with (
        signed_in(browser, site, scripts=scripts) as context,
        visiting(context, site.address + path) as visit,
    ):
        yield visit


def fill_in(page: Page, fields: dict[str, str]) -> None:
    """Fill in the fields with these labels."""
    for label, text in fields.items():
        page.get_by_label(label, exact=True).fill(text)


def click(page: Page, name: str) -> None:
    """Press a button."""
    follow(page.get_by_role("button", name=name, exact=True).last)


def publish_course(page: Page, name: str) -> str:
    """Publish a credential through its form; its CTID."""
    follow(page.get_by_role("link", name="New credential or course"))
    fill_in(page, {**COURSE, "Name required": name})
    page.get_by_label("Type required", exact=True).select_option("MicroCredential")
    page.get_by_label("Status required", exact=True).select_option("Active")
    page.get_by_label("Credit unit", exact=True).select_option("ects")
    click(page, "Check and preview")
    click(page, "Publish")
    page.get_by_role("heading", name="The record is published").wait_for()
    return page.url.split("/records/")[1].split("/")[0]
