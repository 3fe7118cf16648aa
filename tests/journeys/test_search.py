"""Searching in plain words, as learners do it (journeys L4 and L6): chips, reliefs, reasons."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.support.browser import follow, new_context, visiting
from tests.support.servers import LiveServer

pytestmark = pytest.mark.journey

ONLINE_AND_CHEAP = "/search?q=online+cyber+certificate+under+300+dollars"


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def either(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    """A window with scripts, and one without."""
    context = new_context(browser, 1280, scripts=request.param)
    yield context
    context.close()


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
    found = "".join(character for character in words.partition(" result")[0] if character.isdigit())
    return int(found or 0)


def titles_in(page: Page) -> list[str]:
    """The titles of the results, in order."""
    found: list[str] = page.locator(".results article h2 a").all_inner_texts()
    return found


def test_what_is_understood_is_shown_and_taken_back_with_one_click(
    live_server: LiveServer, either: BrowserContext
) -> None:
    with visiting(either, live_server.address + ONLINE_AND_CHEAP) as visit:
        page = visit.page
        chips = page.get_by_role("link", name="Understood:")
        expect(chips).to_have_count(2)
        expect(chips.nth(1)).to_contain_text("“under 300 dollars” → up to 300 USD")
        expect(page.get_by_text("“Dollars” are taken as US dollars.")).to_be_visible()

        follow(chips.nth(1))

        assert query_of(page)["plain"] == ["max_cost"]
        expect(page.get_by_role("link", name="Understood:")).to_have_count(1)
        expect(page.get_by_text("“under 300 dollars” is searched for as words.")).to_be_visible()

        follow(page.get_by_role("link", name="Take it as: up to 300 USD"))

        assert "plain" not in query_of(page)
        expect(page.get_by_role("link", name="Understood:")).to_have_count(2)
        assert visit.complaints == []


def test_words_taken_back_stay_so_when_a_filter_is_set(
    live_server: LiveServer, context_without_scripts: BrowserContext
) -> None:
    address = live_server.address + ONLINE_AND_CHEAP + "&plain=max_cost"
    with visiting(context_without_scripts, address) as visit:
        page = visit.page
        page.get_by_text("Filters").first.click()
        page.locator("input[name=type]").first.check()
        follow(page.get_by_role("button", name="Apply filters"))

        assert query_of(page)["plain"] == ["max_cost"]


def test_a_filter_that_is_chosen_overrules_the_words(
    live_server: LiveServer, wide: BrowserContext
) -> None:
    with visiting(wide, f"{live_server.address}/search?q=education+online") as visit:
        page = visit.page
        page.locator("input[name=mode][value=blended]").check()
        follow(page.get_by_role("button", name="Apply filters"))

        expect(page.get_by_text("“online” gives way to the filter that you chose.")).to_be_visible()
        assert query_of(page)["mode"] == ["blended"]
        assert results_in(page) > 0


def test_every_constraint_of_an_empty_list_can_be_dropped_for_the_number_it_says(
    live_server: LiveServer, either: BrowserContext
) -> None:
    address = f"{live_server.address}/search?q=free+python+in+Estonian"
    with visiting(either, address) as visit:
        page = visit.page
        assert results_in(page) == 0
        assert visit.status == 200
        assert page.locator("meta[name=robots]").get_attribute("content") == "noindex"
        links = page.locator(".reliefs a")
        said = links.all_inner_texts()
        targets = [link.get_attribute("href") or "" for link in links.all()]
        assert said
        for words, target in zip(said, targets, strict=True):
            page.goto(live_server.address + target)
            assert results_in(page) == int(words.rpartition(": ")[2].split(" ")[0]), words


def test_what_does_not_state_a_price_is_shown_when_asked_for(
    live_server: LiveServer, either: BrowserContext
) -> None:
    with visiting(either, f"{live_server.address}/search?q=python+under+20+hours") as visit:
        page = visit.page
        before = results_in(page)
        follow(page.locator("#left-out").get_by_role("link", name="hours"))

        assert query_of(page)["unstated"] == ["hours"]
        assert results_in(page) > before
        expect(page.get_by_label("Also what states no hours")).to_be_checked()
        expect(page.get_by_label("Also what states no price")).not_to_be_checked()

        follow(page.get_by_role("link", name="Leave them out"))

        assert results_in(page) == before


def test_a_misspelt_word_beside_a_constraint_is_respelt_and_the_constraint_kept(
    live_server: LiveServer, wide: BrowserContext
) -> None:
    with visiting(wide, f"{live_server.address}/search?q=online+bokkeeping") as visit:
        page = visit.page
        follow(page.get_by_role("link", name="bookkeeping", exact=True))

        assert query_of(page)["q"] == ["bookkeeping online"]
        expect(page.get_by_role("link", name="Understood: “online”")).to_be_visible()


def test_french_words_that_name_something_are_not_called_misspelt(
    live_server: LiveServer, wide: BrowserContext
) -> None:
    query = "cours+de+cybersécurité+pour+débutants"
    with visiting(wide, f"{live_server.address}/fr/search?q={query}") as visit:
        page = visit.page
        expect(page.get_by_role("link", name="Compris : « pour débutants »")).to_be_visible()
        assert page.get_by_text("Vouliez-vous dire").count() == 0
        assert any("cyber" in title.casefold() for title in titles_in(page)[:3])


def test_nonsense_has_no_results_and_says_what_to_try(
    live_server: LiveServer, wide: BrowserContext
) -> None:
    with visiting(wide, f"{live_server.address}/search?q=xyzzyqqq&meaning=0") as visit:
        expect(visit.page.get_by_role("status").first).to_have_text("No results")
        expect(visit.page.get_by_role("heading", name="What you can try")).to_be_visible()
        expect(visit.page.get_by_role("link", name="Turn on")).to_be_visible()


def test_every_result_says_why_it_is_here(live_server: LiveServer, either: BrowserContext) -> None:
    with visiting(either, f"{live_server.address}/search?q=bookkeeping") as visit:
        page = visit.page
        cards = page.locator(".results article")
        reasons = cards.locator("details.why")
        assert cards.count() == reasons.count() > 0
        first = reasons.first
        expect(first.get_by_role("listitem").first).to_be_hidden()

        first.locator("summary").click()

        expect(first.get_by_role("listitem").first).to_be_visible()
        told = " ".join(page.locator("details.why li").all_text_contents())
        assert "bookkeeping" in told
        assert "ESCO" in told
        assert "Close in meaning" in told


def test_matching_by_meaning_is_switched_off_and_on_and_the_order_stays(
    live_server: LiveServer, either: BrowserContext
) -> None:
    address = f"{live_server.address}/search?q=looking+after+old+people"
    with visiting(either, address) as visit:
        page = visit.page
        with_meaning = titles_in(page)
        follow(page.get_by_role("link", name="Turn off"))

        assert query_of(page)["meaning"] == ["0"]
        told = " ".join(page.locator("details.why li").all_text_contents())
        assert "Close in meaning" not in told
        assert titles_in(page) != with_meaning

        follow(page.get_by_role("link", name="Turn on"))

        assert titles_in(page) == with_meaning


@pytest.mark.parametrize("prefix", ["", "/fr"])
@pytest.mark.parametrize(
    "query", ["bookkeeping", "data+science+in+Spanish+under+300+dollars", "level+5+nursing+NZ"]
)
def test_the_first_screen_of_a_telephone_shows_a_result_or_why_there_is_none(
    live_server: LiveServer, contexts: dict[int, BrowserContext], prefix: str, query: str
) -> None:
    with visiting(contexts[320], f"{live_server.address}{prefix}/search?q={query}") as visit:
        page = visit.page
        page.set_viewport_size({"width": 320, "height": 640})
        first = page.locator(".reliefs a, .results article h2 a").first
        place = first.bounding_box()
        assert place is not None
        assert place["y"] + place["height"] <= 640
        assert page.evaluate("scrollY") == 0
        assert visit.axe_findings() == []


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("prefix", ["", "/fr"])
def test_chips_and_reasons_fit_and_are_accessible(
    live_server: LiveServer, contexts: dict[int, BrowserContext], width: int, prefix: str
) -> None:
    query = "free+online+python+for+beginners+from+MIT+under+40+hours+level+5+with+credit"
    for plain in ("", "&plain=level&unstated=1", "&unstated=price", "&max_cost=5&currency=EUR"):
        address = f"{live_server.address}{prefix}/search?q={query}{plain}"
        with visiting(contexts[width], address) as visit:
            assert visit.width_needed() <= width
            assert visit.axe_findings() == []
            assert visit.complaints == []
