"""A reader asks for a correction (A10), a publisher answers: without scripts and by keys, too."""

import json
from collections.abc import Iterator
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app.config import Settings
from app.services.registry import set_up
from app.store.request_counts import FILE
from tests.journeys.publisher import at_work, click
from tests.support.browser import WIDTHS, Visit, follow, new_context, visiting
from tests.support.keyboard import walk
from tests.support.ports import free_port
from tests.support.publishing import COLLEGE, OWN, PublishingSite, publish_own_records
from tests.support.registries import run_command
from tests.support.servers import serving

pytestmark = pytest.mark.journey
WITH_OR_WITHOUT = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
EVIDENCE = "https://college.example/harvest"


@pytest.fixture(scope="module")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PublishingSite]:
    """A site with the college's own records only, which these journeys are all about."""
    folder, port = tmp_path_factory.mktemp("corrections"), free_port()
    base_url = f"http://127.0.0.1:{port}"
    settings = Settings(home=folder / "home", port=port, base_url=base_url)
    set_up(settings).close()
    names = publish_own_records(settings)
    named = ("--publisher", COLLEGE, "--name", "Example: Northern Farm College")
    key = run_command(settings, "key", "create", *named).strip().split()[0]
    with serving(settings, folder / "server.log") as server:
        yield PublishingSite(server, key, names)


@pytest.fixture
def site(small_site: PublishingSite) -> PublishingSite:
    """The site, with nobody's requests counted yet."""
    (small_site.server.settings.home / FILE).unlink(missing_ok=True)
    return small_site


@pytest.fixture(params=WIDTHS)
def window(
    request: pytest.FixtureRequest, browser: Browser
) -> Iterator[tuple[int, BrowserContext]]:
    """A window of each width."""
    context = new_context(browser, request.param)
    yield request.param, context
    context.close()


def form_of(site: PublishingSite) -> str:
    """The address of the form for the college's own record."""
    return f"{site.address}/credentials/{OWN}/correct"


def ask_by_program(site: PublishingSite, problem: str) -> int:
    """Ask for a correction over the API; the number of the request."""
    body = {"field": "description", "problem": problem, "evidence": EVIDENCE}
    asked = Request(
        f"{site.address}/api/v1/credentials/{OWN}/corrections",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
    )
    with urlopen(asked) as answer:
        number: int = json.load(answer)["number"]
    return number


def fill(page: Page, problem: str, evidence: str = EVIDENCE) -> None:
    """Type what is wrong and where it can be read."""
    page.get_by_label("What is wrong").fill(problem)
    page.get_by_label("Where it can be read").fill(evidence)


def is_fit(visit: Visit, width: int) -> bool:
    """Whether the page fits the screen and axe finds nothing."""
    assert visit.width_needed() <= width
    assert visit.axe_findings() == []
    return True


@WITH_OR_WITHOUT
def test_from_the_source_of_a_fact_to_a_public_request_and_back(
    scripts: bool, browser: Browser, site: PublishingSite
) -> None:
    context = new_context(browser, 320, scripts=scripts)
    with visiting(context, f"{site.address}/credentials/{OWN}") as visit:
        page = visit.page
        fact = page.locator("#fact-description")
        fact.locator("summary").click()
        follow(fact.get_by_role("link", name="Ask for a correction – Description"))
        expect(page.get_by_role("heading", level=1)).to_have_text("Ask for a correction")
        expect(page.get_by_label("Which field is wrong")).to_have_value("description")

        fill(page, f"First line.\nSecond <b>line</b> {scripts}.", "provider.example")
        click(page, "Send the request")
        summary = page.get_by_role("alert")
        expect(summary).to_be_focused()
        expect(page.locator("main").locator(":scope > div > *").nth(1)).to_have_attribute(
            "role", "alert"
        )
        expect(page.get_by_label("What is wrong")).to_have_value(
            f"First line.\nSecond <b>line</b> {scripts}."
        )
        expect(page.get_by_label("Which field is wrong")).to_have_value("description")
        summary.get_by_role("link").press("Enter")
        expect(page.get_by_label("Where it can be read")).to_be_focused()
        expect(page.get_by_label("Where it can be read")).to_have_value("provider.example")

        page.get_by_label("Where it can be read").fill(EVIDENCE)
        click(page, "Send the request")
        expect(page.get_by_role("heading", level=1)).to_have_text("Your request is public")
        code = page.locator(".correct-code").inner_text()
        follow(page.get_by_role("link", name="The page of the request"))
        expect(page.locator("blockquote")).to_contain_text(f"Second <b>line</b> {scripts}.")
        page.get_by_label("Code").fill(code)
        click(page, "Take it back")
        expect(page.get_by_role("main")).to_contain_text("by whoever asked")
        expect(page.get_by_label("Code")).to_have_count(0)
    assert context.cookies() == []
    context.close()


def test_by_keyboard_alone(browser: Browser, site: PublishingSite) -> None:
    context = new_context(browser, 1280)
    with visiting(context, form_of(site)) as visit:
        page = visit.page
        assert walk(page).faults == []
        page.locator("#main").focus()

        def next_stop() -> str:
            page.keyboard.press("Tab")
            stop: str = page.evaluate("document.activeElement.id || document.activeElement.href")
            return stop

        while next_stop() != "field":
            pass
        page.keyboard.type("Desc")
        assert next_stop() == "problem"
        page.keyboard.type("By keyboard.")
        assert next_stop() == "proposed"
        assert next_stop() == "evidence"
        page.keyboard.type(EVIDENCE)
        assert next_stop() == "send"
        page.keyboard.press("Enter")

        expect(page.get_by_role("heading", level=1)).to_have_text("Your request is public")
        expect(page.locator("blockquote")).to_contain_text("By keyboard.")
        expect(page.locator("article h3")).to_have_text("Description")
        # The focus begins at the answer, and so passes by what stands above it.
        faults = [each for each in walk(page).faults if not each.startswith("not reached")]
        assert faults == []
    context.close()


def test_every_state_fits_and_is_accessible(
    window: tuple[int, BrowserContext], site: PublishingSite
) -> None:
    width, context = window
    with visiting(context, form_of(site)) as visit:
        page = visit.page
        click(page, "Send the request")
        expect(page.get_by_role("alert")).to_be_focused()
        assert is_fit(visit, width)

        page.get_by_label("Which field is wrong").select_option("name")
        fill(page, f"At {width}: " + "endless" * 40)
        click(page, "Send the request")
        expect(page.get_by_role("heading", level=1)).to_have_text("Your request is public")
        assert is_fit(visit, width)

        follow(page.get_by_role("link", name="The page of the request"))
        page.get_by_label("Code").fill("nothing")
        click(page, "Take it back")
        expect(page.get_by_role("alert")).to_be_focused()
        assert is_fit(visit, width)

        follow(page.get_by_role("link", name="All corrections asked for"))
        expect(page.locator("article").first).to_contain_text(f"At {width}")
        assert is_fit(visit, width)


def test_too_many_requests_are_told_on_the_form_and_nothing_is_lost(
    window: tuple[int, BrowserContext], site: PublishingSite
) -> None:
    width, context = window
    for place in range(10):
        ask_by_program(site, f"Number {place} at {width}.")
    with visiting(context, form_of(site)) as visit:
        page = visit.page
        page.get_by_label("Which field is wrong").select_option("name")
        fill(page, "One too many.")
        with page.expect_response(lambda answer: answer.request.method == "POST") as sent:
            click(page, "Send the request")

        assert sent.value.status == 429
        assert int(sent.value.headers["retry-after"]) > 0
        expect(page.get_by_role("alert")).to_be_focused()
        expect(page.get_by_role("alert")).to_contain_text(
            "Too many requests came from your network"
        )
        expect(page.get_by_label("What is wrong")).to_have_value("One too many.")
        assert is_fit(visit, width)


@WITH_OR_WITHOUT
def test_publisher_answers_and_readers_see_it(
    scripts: bool, browser: Browser, site: PublishingSite
) -> None:
    number = ask_by_program(site, f"Asked of the college, {scripts}.")
    with at_work(browser, site, "/publish/corrections", scripts=scripts) as visit:
        page = visit.page
        follow(page.get_by_role("link", name=f"Request {number}", exact=True))
        click(page, "Answer in public")
        expect(page.get_by_role("alert")).to_be_focused()
        page.get_by_label("Decline").check()
        page.get_by_label("In your words").fill(f"The page says so, {scripts}.")
        click(page, "Answer in public")
        expect(page.get_by_role("main")).to_contain_text(f"The page says so, {scripts}.")
        expect(page.get_by_role("button", name="Answer in public")).to_have_count(0)

        page.goto(f"{site.address}/credentials/{OWN}/corrections/{number}")
        expect(page.get_by_role("main")).to_contain_text("answer of Example: Northern Farm College")
        expect(page.get_by_role("main")).to_contain_text(f"The page says so, {scripts}.")
