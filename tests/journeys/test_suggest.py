"""Journey L5: what is being typed is completed, by keyboard alone and by touch, or not at all."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPMessage
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from tests.support.browser import Visit, new_context, visiting
from tests.support.html_pages import Answer, html_faults
from tests.support.servers import LiveServer

pytestmark = pytest.mark.journey

PAGES = pytest.mark.parametrize(
    ("path", "field"),
    [("/", "#q"), ("/search?q=zzz&mode=online", "#q"), ("/help", "#header-q")],
    ids=["home", "search", "header"],
)
NOT_MEASURED = "color-contrast"
LONGEST_PAUSE_MS = 5000
TYPE_AT_ONCE = """
(input, texts) => {
  for (const text of texts) {
    input.value = text;
    input.dispatchEvent(new InputEvent("input"));
  }
}
"""


class Field:
    """A search field and the list under it."""

    def __init__(self, page: Page, field: str) -> None:
        self.page = page
        self.input = page.locator(field)
        self.list = page.locator(f"{field}-suggestions")
        self.options = self.list.get_by_role("option")
        self.told = self.input.locator("xpath=..").locator("[aria-live]")

    def type(self, text: str) -> None:
        """Put the cursor into the empty field and type."""
        self.input.fill("")
        self.input.focus()
        self.page.keyboard.type(text, delay=20)

    def type_and_see(self, text: str) -> None:
        """Type, and wait for what is offered."""
        self.type(text)
        expect(self.options.first).to_be_visible()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    @property
    def active(self) -> Locator:
        """The option that the field says is the active one."""
        active = self.input.get_attribute("aria-activedescendant")
        return self.list.locator(f"[id='{active}']")

    def expect_closed(self) -> None:
        expect(self.list).to_be_hidden()
        expect(self.input).to_have_attribute("aria-expanded", "false")

    def group(self, name: str) -> Locator:
        return self.list.get_by_role("group", name=name, exact=True)


@contextmanager
def at(context: BrowserContext, address: str, field: str = "#q") -> Iterator[tuple[Visit, Field]]:
    """A page and its search field; requests that typing on has made stale are no complaint."""
    with visiting(context, address) as visit:
        yield visit, Field(visit.page, field)
        faults = [each for each in visit.complaints if "/api/v1/suggest" not in each]
        assert faults == []


@pytest.fixture(params=[1280, 320])
def context(request: pytest.FixtureRequest, contexts: dict[int, BrowserContext]) -> BrowserContext:
    """A wide and a narrow window."""
    return contexts[request.param]


@PAGES
def test_typing_opens_a_list_of_groups_that_the_arrows_go_through(
    live_server: LiveServer, context: BrowserContext, path: str, field: str
) -> None:
    with at(context, live_server.address + path, field) as (visit, search):
        expect(search.input).to_have_role("combobox")
        search.expect_closed()

        search.type_and_see("dat")

        expect(search.input).to_have_attribute("aria-expanded", "true")
        expect(search.input).to_have_attribute("aria-controls", f"{field[1:]}-suggestions")
        expect(search.list).to_have_role("listbox")
        titles = search.group("Credentials and courses").get_by_role("option")
        assert titles.count() == 5
        assert all("dat" in words.lower() for words in titles.all_inner_texts())
        assert search.input.get_attribute("aria-activedescendant") is None

        for place in range(search.options.count()):
            search.press("ArrowDown")
            expect(search.active).to_have_text(search.options.nth(place).inner_text())
            expect(search.active).to_have_attribute("aria-selected", "true")
            expect(search.active).to_be_in_viewport()
            assert search.list.locator("[aria-selected=true]").count() == 1
        search.press("ArrowDown")
        assert search.input.get_attribute("aria-activedescendant") is None
        search.press("ArrowUp")
        expect(search.active).to_have_text(search.options.last.inner_text())
        expect(search.input).to_be_focused()
        expect(search.input).to_have_value("dat")
        assert visit.width_needed() <= visit.page.evaluate("innerWidth")


@PAGES
def test_the_open_list_has_no_fault_that_axe_or_vnu_finds(
    live_server: LiveServer, context: BrowserContext, path: str, field: str, tmp_path: Path
) -> None:
    with at(context, live_server.address + path, field) as (visit, search):
        search.type_and_see("inform")
        search.press("ArrowDown")

        # What lies under the list cannot be measured, nor seen, while it is open.
        faults = [each for each in visit.axe_findings() if not each.startswith(NOT_MEASURED)]
        list_alone = visit.axe_findings(within=".combobox")
        html = visit.page.content()

    assert faults == []
    assert list_alone == []
    assert html_faults([Answer("the open list", 200, HTTPMessage(), html.encode())], tmp_path) == []


def test_options_are_large_enough_to_be_touched(
    live_server: LiveServer, contexts: dict[int, BrowserContext]
) -> None:
    with at(contexts[320], live_server.address) as (_, search):
        search.type_and_see("inform")

        boxes = [each.bounding_box() for each in search.options.all()]

    assert all(box is not None and box["height"] >= 44 and box["width"] >= 200 for box in boxes)


def _suggested_for(address: str) -> list[str]:
    """What is asked for by a request for suggestions; nothing by another request."""
    parts = urlsplit(address)
    return parse_qs(parts.query)["q"] if parts.path.endswith("/suggest") else []


def test_focus_alone_opens_nothing(live_server: LiveServer, context: BrowserContext) -> None:
    asked: list[str] = []
    with at(context, f"{live_server.address}/search?q=data") as (visit, search):
        visit.page.on("request", lambda request: asked.extend(_suggested_for(request.url)))
        search.input.focus()
        search.input.click()
        visit.page.wait_for_timeout(600)

        search.expect_closed()
        assert asked == []

        search.press("ArrowDown")
        expect(search.options.first).to_have_attribute("aria-selected", "true")


def test_escape_closes_the_list_and_leaves_the_typed_text(
    live_server: LiveServer, context: BrowserContext
) -> None:
    with at(context, live_server.address) as (_, search):
        search.type_and_see("data")
        search.press("ArrowDown", "ArrowDown", "Escape")

        search.expect_closed()
        expect(search.input).to_have_value("data")
        expect(search.input).to_be_focused()
        assert search.input.get_attribute("aria-activedescendant") is None

        search.press("Escape")
        expect(search.input).to_have_value("")


def test_home_and_end_go_back_to_the_text(live_server: LiveServer, context: BrowserContext) -> None:
    caret = "element => element.selectionStart"
    with at(context, live_server.address) as (_, search):
        search.type_and_see("data")

        search.press("ArrowDown", "Home")
        assert search.input.get_attribute("aria-activedescendant") is None
        assert search.input.evaluate(caret) == 0
        search.press("ArrowDown", "End")
        assert search.input.get_attribute("aria-activedescendant") is None
        assert search.input.evaluate(caret) == 4
        expect(search.list).to_be_visible()


def test_tab_closes_the_list_and_goes_on(live_server: LiveServer, context: BrowserContext) -> None:
    with at(context, live_server.address) as (visit, search):
        search.type_and_see("data")
        search.press("Tab")

        search.expect_closed()
        expect(visit.page.get_by_role("button", name="Search")).to_be_focused()
        expect(search.input).to_have_value("data")


@PAGES
def test_enter_without_an_option_searches_for_what_was_typed(
    live_server: LiveServer, context: BrowserContext, path: str, field: str
) -> None:
    with at(context, live_server.address + path, field) as (visit, search):
        search.type_and_see("data")
        search.press("Enter")
        visit.page.wait_for_url(re.compile(r"/search\?.*q=data"))

        expect(visit.page.get_by_role("heading", level=1)).to_contain_text("data")


@PAGES
def test_a_chosen_credential_opens_its_page(
    live_server: LiveServer, context: BrowserContext, path: str, field: str
) -> None:
    with at(context, live_server.address + path, field) as (visit, search):
        search.type_and_see("data")
        search.press("ArrowDown")
        title = search.active.locator("span").first.inner_text()
        search.press("Enter")
        visit.page.wait_for_url(re.compile(r"/credentials/ce-"))

        expect(visit.page.get_by_role("heading", level=1)).to_contain_text(title)


@PAGES
def test_a_chosen_provider_becomes_a_filter_with_as_many_records_as_were_told(
    live_server: LiveServer, context: BrowserContext, path: str, field: str
) -> None:
    with at(context, live_server.address + path, field) as (visit, search):
        search.type_and_see("univers")
        option = search.group("Providers").get_by_role("option").first
        told = re.search(r"(\d+) records?$", option.inner_text())
        assert told is not None
        option.click()
        visit.page.wait_for_url(re.compile(r"provider=ce-"))

        asked = parse_qs(urlsplit(visit.page.url).query)
        assert "q" not in asked
        # On the search page the filters that are ticked stay in force.
        if "mode" in asked:
            assert asked["mode"] == ["online"]
        else:
            status = visit.page.locator("main [role=status]")
            expect(status).to_contain_text(told[1])


def test_a_chosen_field_of_study_ticks_its_box(
    live_server: LiveServer, contexts: dict[int, BrowserContext]
) -> None:
    with at(contexts[1280], f"{live_server.address}/search") as (visit, search):
        search.type_and_see("health")
        search.group("Fields of study").get_by_role("option").first.click()
        visit.page.wait_for_url(re.compile(r"field=\d+"))

        [code] = parse_qs(urlsplit(visit.page.url).query)["field"]
        box = visit.page.locator(f"#search-form input[type=checkbox][name=field][value='{code}']")
        expect(box).to_be_checked()
        expect(visit.page.locator("#q")).to_have_value("")


@pytest.mark.parametrize("group", ["Skills", "Occupations"])
def test_a_chosen_skill_or_occupation_is_searched_by_its_words(
    live_server: LiveServer, context: BrowserContext, group: str
) -> None:
    with at(context, live_server.address) as (visit, search):
        search.type_and_see("project man")
        option = search.group(group).get_by_role("option").first
        words = option.locator("span").first.inner_text()
        option.click()
        visit.page.wait_for_url(re.compile(r"/search\?"))

        assert parse_qs(urlsplit(visit.page.url).query)["q"] == [words]
        expect(visit.page.locator("main article").first).to_be_visible()


def test_the_french_pages_offer_french_labels_and_lead_to_french_pages(
    live_server: LiveServer, context: BrowserContext
) -> None:
    with at(context, f"{live_server.address}/fr/") as (visit, search):
        search.type_and_see("santé")
        fields = search.group("Domaines d’études").get_by_role("option")
        expect(fields.first).to_contain_text("Santé")
        fields.first.click()
        visit.page.wait_for_url(re.compile(r"/fr/search\?"))

        search = Field(visit.page, "#q")
        search.type_and_see("data")
        search.press("ArrowDown", "Enter")
        visit.page.wait_for_url(re.compile(r"/fr/credentials/ce-"))


def test_a_label_in_another_language_is_marked_as_such(
    live_server: LiveServer, context: BrowserContext
) -> None:
    with at(context, f"{live_server.address}/fr/") as (_, search):
        search.type_and_see("data")

        labels = search.options.locator("span:first-child")
        languages = {each.get_attribute("lang") for each in labels.all()}
        assert "en" in languages
        assert None not in languages
        assert {each.get_attribute("dir") for each in labels.all()} == {"auto"}


def test_the_number_is_told_once_typing_has_paused_and_not_for_each_key(
    live_server: LiveServer, context: BrowserContext
) -> None:
    watch = """
    element => {
      window.tellings = [];
      const note = () => element.textContent && window.tellings.push(element.textContent);
      new MutationObserver(note).observe(element, {childList: true, characterData: true});
    }
    """
    with at(context, live_server.address) as (visit, search):
        search.told.evaluate(watch)
        search.input.focus()
        for letter in "data ana":
            visit.page.keyboard.type(letter)
            visit.page.wait_for_timeout(250)
        assert visit.page.evaluate("window.tellings") == []

        expect(search.told).to_contain_text("suggestions", timeout=LONGEST_PAUSE_MS)
        told = visit.page.evaluate("window.tellings")
        assert told == [f"{search.options.count()} suggestions. The down arrow leads to them."]


def test_keys_in_quick_succession_ask_once(
    live_server: LiveServer, context: BrowserContext
) -> None:
    asked: list[str] = []
    with at(context, live_server.address) as (visit, search):
        visit.page.on("request", lambda request: asked.extend(_suggested_for(request.url)))
        search.input.focus()
        search.input.evaluate(TYPE_AT_ONCE, ["d", "da", "dat", "data"])
        expect(search.options.first).to_be_visible()
        search.input.evaluate(TYPE_AT_ONCE, ["datax", "data"])
        expect(search.options.first).to_be_visible()
        visit.page.wait_for_timeout(400)

    assert asked == ["data"]


def test_a_slow_answer_to_what_is_no_longer_typed_is_not_shown(
    live_server: LiveServer, context: BrowserContext
) -> None:
    def answer_slowly(route: Route) -> None:
        if "q=cyb" in route.request.url:
            time.sleep(0.6)
        route.continue_()

    with at(context, live_server.address) as (visit, search):
        visit.page.route("**/api/v1/suggest*", answer_slowly)
        search.type("cyb")
        visit.page.wait_for_timeout(250)
        search.type_and_see("nurs")
        visit.page.wait_for_timeout(900)

        assert all("nurs" in words.lower() for words in search.options.all_inner_texts())


@pytest.mark.parametrize("failure", ["abort", "500", "nonsense"])
def test_without_an_answer_the_field_goes_on_as_a_plain_one(
    live_server: LiveServer, contexts: dict[int, BrowserContext], failure: str
) -> None:
    def fail(route: Route) -> None:
        if failure == "abort":
            route.abort()
        elif failure == "500":
            route.fulfill(status=500, body="{}")
        else:
            route.fulfill(status=200, content_type="application/json", body="<html>")

    with visiting(contexts[1280], live_server.address) as visit:
        search = Field(visit.page, "#q")
        visit.page.route("**/api/v1/suggest*", fail)
        search.type("data")
        visit.page.wait_for_timeout(500)

        search.expect_closed()
        search.press("Enter")
        visit.page.wait_for_url(re.compile(r"q=data"))


def test_a_typing_error_is_said_to_be_one(live_server: LiveServer, context: BrowserContext) -> None:
    with at(context, live_server.address) as (_, search):
        search.type_and_see("projct manag")

        expect(search.list).to_contain_text("Spelt nearly like it")
        expect(search.options.first).to_contain_text("Project Management")


@pytest.mark.parametrize("text", ["<img src=x onerror=alert(1)>", "\u202edlew", '"(*', "x" * 300])
def test_hostile_text_does_no_harm(
    live_server: LiveServer, contexts: dict[int, BrowserContext], text: str
) -> None:
    with at(contexts[320], live_server.address) as (visit, search):
        search.input.fill(text)
        visit.page.wait_for_timeout(500)

        expect(search.input).to_have_value(text)
        assert visit.width_needed() <= 320


def test_forced_colours_still_tell_the_active_option(
    live_server: LiveServer, browser: Browser
) -> None:
    background = "element => getComputedStyle(element).backgroundColor"
    context = new_context(browser, 1280)
    try:
        with at(context, live_server.address) as (visit, search):
            visit.page.emulate_media(forced_colors="active")
            search.type_and_see("data")
            search.press("ArrowDown")

            colours = [each.evaluate(background) for each in search.options.all()]
    finally:
        context.close()

    assert colours[0] not in colours[1:]


@pytest.mark.parametrize(("path", "field"), [("/", "#q"), ("/help", "#header-q")])
def test_without_scripts_the_field_is_a_plain_one(
    live_server: LiveServer, context_without_scripts: BrowserContext, path: str, field: str
) -> None:
    with visiting(context_without_scripts, live_server.address + path) as visit:
        box = visit.page.locator(field)
        expect(box).to_have_role("searchbox")
        box.fill("data")
        box.press("Enter")
        visit.page.wait_for_url(re.compile(r"q=data"))

        expect(visit.page.locator("main article").first).to_be_visible()
        assert visit.complaints == []
