"""What holds for every page, held to the pages that only publishers see."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.journeys.publisher import at_work, click, signed_in
from tests.support.browser import WIDTHS, Visit, follow, visiting
from tests.support.html_pages import Answer, html_faults
from tests.support.keyboard import walk
from tests.support.pages import Page, publisher_pages
from tests.support.publishing import PublishingSite

pytestmark = pytest.mark.journey

FORMS_THAT_FAIL = {
    "/publish/records/new": {"#field-credits": "-3", "#field-webpage": "nowhere"},
    "/publish/bulk": {"#text": "id,name,credits\nX,Y,-3\n"},
    "/publish/import": {"#text": "{"},
}
FORMS_THAT_PREVIEW = {
    "/publish/records/{own}/edit": {"#field-keywords": "wool", "#field-name": "Example: new"},
    "/publish/bulk": {
        "#text": "id,type,name,description,webpage,languages,status\n"
        "A-1,MicroCredential,Example: one,For all.,https://college.example/1,en,Active\n"
        "A-2,MicroCredential,Example: two,For all.,https://college.example/2,en,Active\n"
    },
}


@pytest.fixture(scope="module")
def publishers(
    browser: Browser, publishing_site: PublishingSite
) -> Iterator[dict[int, BrowserContext]]:
    """A narrow and a wide window in which the college is signed in."""
    with (
        signed_in(browser, publishing_site, 320) as narrow,
        signed_in(browser, publishing_site, 1280) as wide,
    ):
        yield {320: narrow, 1280: wide}


@pytest.fixture(params=publisher_pages(), ids=str)
def publisher_page(request: pytest.FixtureRequest) -> Page:
    """Each page for publishers in turn."""
    page: Page = request.param
    return page


@pytest.fixture
def address(publisher_page: Page, publishing_site: PublishingSite) -> str:
    """The whole address of the page in turn."""
    return publishing_site.address + publisher_page.address.format_map(publishing_site.names)


def assert_good(visit: Visit, width: int) -> None:
    """The page is accessible, quiet and as wide as the screen."""
    assert visit.page.title()
    assert visit.page.locator("h1").count() == 1
    assert visit.width_needed() <= width
    assert visit.axe_findings() == []


def test_page_is_accessible_quiet_and_fits_every_screen(
    publisher_page: Page, address: str, publishers: dict[int, BrowserContext]
) -> None:
    with visiting(publishers[320], address) as visit:
        assert visit.status == 200
        assert visit.page.locator("html").get_attribute("lang") == publisher_page.language
        assert_good(visit, 320)
        for width in sorted(WIDTHS):
            visit.resize(width)
            assert visit.width_needed() <= width
        assert visit.complaints == []


@pytest.mark.parametrize(
    "publisher_page",
    [page for page in publisher_pages() if page.language == "en"],
    ids=str,
    indirect=True,
)
def test_page_is_accessible_on_wider_screens_and_by_keyboard(
    address: str, publishers: dict[int, BrowserContext]
) -> None:
    with visiting(publishers[1280], address) as visit:
        for width in sorted(WIDTHS)[1:]:
            visit.resize(width)
            assert_good(visit, width)
        assert walk(visit.page).faults == []


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", ["", "/fr"])
@pytest.mark.parametrize("path", FORMS_THAT_FAIL)
def test_page_of_errors_is_accessible_too(
    path: str,
    language: str,
    width: int,
    publishing_site: PublishingSite,
    publishers: dict[int, BrowserContext],
    tmp_path: Path,
) -> None:
    with visiting(publishers[width], publishing_site.address + language + path) as visit:
        send(visit, FORMS_THAT_FAIL[path])
        assert visit.page.locator("#errors").is_visible()
        assert_good(visit, width)
        assert html_faults([_answer(visit)], tmp_path) == []


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", ["", "/fr"])
@pytest.mark.parametrize("path", FORMS_THAT_PREVIEW)
def test_preview_is_accessible_too(
    path: str,
    language: str,
    width: int,
    publishing_site: PublishingSite,
    publishers: dict[int, BrowserContext],
    tmp_path: Path,
) -> None:
    address = publishing_site.address + language + path.format_map(publishing_site.names)
    with visiting(publishers[width], address) as visit:
        send(visit, FORMS_THAT_PREVIEW[path])
        assert visit.page.locator("#preview-title").is_visible()
        assert_good(visit, width)
        assert walk(visit.page).faults == []
        assert html_faults([_answer(visit)], tmp_path) == []


def test_every_page_is_valid_html(
    publishing_site: PublishingSite, publishers: dict[int, BrowserContext], tmp_path: Path
) -> None:
    answers = []
    for page in publisher_pages():
        address = publishing_site.address + page.address.format_map(publishing_site.names)
        answer = publishers[1280].request.get(address)
        assert answer.ok, address
        answers.append(Answer(address, answer.status, None, answer.body()))  # type: ignore[arg-type]

    assert html_faults(answers, tmp_path) == []


def test_signing_out_ends_in_the_open(browser: Browser, publishing_site: PublishingSite) -> None:
    with at_work(browser, publishing_site, scripts=False) as visit:
        click(visit.page, "Sign out")

        assert visit.page.get_by_role("status").inner_text() == "You are signed out."
        assert visit.page.context.cookies() == []


def send(visit: Visit, fields: dict[str, str]) -> None:
    """Fill in these fields and press the last button that checks."""
    for field, text in fields.items():
        visit.page.locator(field).fill(text)
    follow(visit.page.locator("button[value=check]").last)
    visit.page.wait_for_load_state()


def _answer(visit: Visit) -> Answer:
    """The page that is open, as the browser holds it."""
    body = "<!DOCTYPE html>\n" + visit.page.locator("html").evaluate("root => root.outerHTML")
    return Answer(visit.page.url, visit.status, None, body.encode())  # type: ignore[arg-type]
