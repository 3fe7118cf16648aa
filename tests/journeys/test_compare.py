"""Comparing, as learners do it (journey L7): putting aside, comparing, narrowing, printing."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.support.browser import follow, new_context, visiting
from tests.support.keyboard import walk
from tests.support.servers import LiveServer

pytestmark = pytest.mark.journey


@pytest.fixture
def wide(contexts: dict[int, BrowserContext]) -> BrowserContext:
    """A window of a desktop computer."""
    return contexts[1280]


@pytest.fixture
def narrow(contexts: dict[int, BrowserContext]) -> BrowserContext:
    """A window of a telephone."""
    return contexts[320]


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def either(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    """A window with scripts, and one without."""
    context = new_context(browser, 1280, scripts=request.param)
    yield context
    context.close()


@pytest.fixture
def comparison(live_server: LiveServer, samples: dict[str, str]) -> str:
    """The address of a comparison of four records."""
    names = ("levelled", "component", "certification", "awkward")
    return f"{live_server.address}/compare?" + "&".join(f"id={samples[name]}" for name in names)


def query_of(page: Page) -> dict[str, list[str]]:
    """The parameters in the address the browser shows."""
    return parse_qs(urlsplit(page.url).query)


def put_aside(page: Page, count: int) -> None:
    """Add so many results to the tray."""
    for _ in range(count):
        page.get_by_role("button", name="Add to compare").first.click()


def titles_in(page: Page) -> list[str]:
    """The records in the columns of the table."""
    found: list[str] = page.locator("thead th[scope=col] a").all_inner_texts()
    return found


def test_tray_lists_removes_and_goes(live_server: LiveServer, either: BrowserContext) -> None:
    with visiting(either, f"{live_server.address}/search?q=data") as visit:
        page = visit.page
        put_aside(page, 3)
        tray = page.get_by_role("region", name="Compare (3 of 4)")
        put = page.get_by_role("button", name="In your comparison")

        assert tray.get_by_role("listitem").count() == 3
        assert put.count() == 3
        assert put.first.get_attribute("aria-pressed") == "true"

        follow(tray.get_by_role("link", name="Remove from the comparison").first)
        tray = page.get_by_role("region", name="Compare (2 of 4)")
        expected = query_of(page)["compare"]
        follow(tray.get_by_role("link", name="Compare now"))

        assert query_of(page)["id"] == expected
        assert len(titles_in(page)) == 2


def test_fifth_is_refused_with_a_message_and_nothing_is_dropped(
    live_server: LiveServer, either: BrowserContext
) -> None:
    with visiting(either, f"{live_server.address}/search?q=data") as visit:
        page = visit.page
        put_aside(page, 4)
        before = query_of(page)["compare"]
        put_aside(page, 1)

        expect(page.get_by_role("alert")).to_contain_text("Remove one to add another")
        tray = page.get_by_role("region", name="Compare (4 of 4)")
        assert tray.get_by_role("listitem").count() == 4
        follow(tray.get_by_role("link", name="Compare now"))
        assert query_of(page)["id"] == before


def test_record_reached_from_the_results_joins_the_tray(
    live_server: LiveServer, either: BrowserContext
) -> None:
    with visiting(either, f"{live_server.address}/search?q=data") as visit:
        page = visit.page
        put_aside(page, 1)
        follow(page.locator(".results h2 a").nth(1))
        title = page.get_by_role("heading", level=1).inner_text()
        follow(page.get_by_role("link", name="Compare with 1 other"))

        assert len(titles_in(page)) == 2
        assert titles_in(page)[1].rstrip("…") in title


def test_only_differences_is_a_choice_in_the_address_and_a_link_shows_the_same(
    comparison: str, either: BrowserContext, wide: BrowserContext
) -> None:
    with visiting(either, comparison) as visit:
        page = visit.page
        before = page.locator("tbody tr").count()
        page.get_by_label("Only differences").check()
        follow(page.get_by_role("button", name="Apply"))
        rows = page.locator("tbody tr").all_inner_texts()

        assert query_of(page)["differences"] == ["1"]
        assert 0 < len(rows) < before
        expect(page.get_by_role("status")).to_contain_text("left out")
        assert page.locator("tr.row-same, tr.row-none").count() == 0
        shared = page.url

    with visiting(wide, shared) as visit:
        assert visit.page.locator("tbody tr").all_inner_texts() == rows


def test_every_row_says_in_words_and_by_a_drawing_how_the_records_stand(
    comparison: str, wide: BrowserContext
) -> None:
    with visiting(wide, comparison) as visit:
        table = visit.page.get_by_role("table")
        marks = table.locator("tbody th[scope=row] .row-mark")

        assert table.locator("caption").inner_text()
        assert marks.count() == table.locator("tbody th[scope=row]").count() > 20
        assert all(text.strip() for text in marks.all_inner_texts())
        assert marks.locator("svg").count() == marks.count()


def test_titles_stay_in_sight_and_do_not_cover_what_has_the_focus(
    comparison: str, wide: BrowserContext
) -> None:
    with visiting(wide, comparison) as visit:
        page = visit.page
        assert walk(page).faults == []

        page.evaluate("scrollTo(0, document.documentElement.scrollHeight / 2)")
        top = "head => head.getBoundingClientRect().top"
        assert abs(page.locator("thead th").nth(1).evaluate(top)) < 4
        region = page.get_by_role("region", name="Comparison")
        assert region.evaluate("box => box.scrollHeight - box.clientHeight") <= 0


def test_narrow_screen_shows_two_columns_chosen_above_and_never_scrolls_sideways(
    comparison: str, browser: Browser, samples: dict[str, str]
) -> None:
    context = new_context(browser, 320, scripts=False)
    with visiting(context, comparison) as visit:
        page = visit.page
        heads = page.locator("thead th[scope=col] a:visible")
        assert heads.count() == 2
        page.get_by_label("On the left").select_option(samples["awkward"])
        page.get_by_label("On the right").select_option(samples["levelled"])
        follow(page.get_by_role("button", name="Show these two"))

        addresses = heads.evaluate_all("links => links.map(link => link.pathname)")
        assert {each.split("/")[-1] for each in addresses} == {
            samples["awkward"],
            samples["levelled"],
        }
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        region = page.get_by_role("region", name="Comparison")
        assert region.get_attribute("tabindex") == "0"
        assert len(query_of(page)["id"]) == 4
    context.close()


def test_narrow_table_is_still_a_table_for_those_who_hear_it(
    comparison: str, narrow: BrowserContext
) -> None:
    with visiting(narrow, comparison) as visit:
        table = visit.page.get_by_role("table")

        assert table.get_by_role("rowheader").count() > 20
        assert table.get_by_role("columnheader").count() >= 2
        assert table.get_by_role("cell").count() > 40


def test_paper_lies_across_and_has_the_addresses_and_no_navigation(
    comparison: str, wide: BrowserContext, samples: dict[str, str]
) -> None:
    with visiting(wide, f"{comparison}&levels_in=nzqcf") as visit:
        page = visit.page
        page.emulate_media(media="print")

        for name in ("Main", "About this site"):
            assert not page.get_by_role("navigation", name=name).is_visible()
        assert not page.get_by_label("Only differences").is_visible()
        listed = page.locator(".addresses li")
        for each, name in zip(
            listed.all(), ("levelled", "component", "certification", "awkward"), strict=True
        ):
            assert each.is_visible()
            assert each.inner_text().endswith(samples[name])
        assert page.get_by_text("Compared on").is_visible()
        page.emulate_media(media="screen")


def test_printed_comparison_is_a4_across(comparison: str, wide: BrowserContext) -> None:
    with visiting(wide, comparison) as visit:
        written = visit.page.pdf(prefer_css_page_size=True)

    box = written.split(b"/MediaBox [")[1].split(b"]")[0].split()
    width, height = float(box[2]), float(box[3])
    assert (round(width), round(height)) in {(842, 595), (841, 595), (842, 596)}


def test_files_offered_beside_the_table_have_its_rows(
    comparison: str, wide: BrowserContext
) -> None:
    with visiting(wide, f"{comparison}&differences=1") as visit:
        page = visit.page
        shown = page.locator("tbody th[scope=row]").count()
        file = page.request.get(
            page.get_by_role("link", name="As JSON").evaluate("link => link.href")
        )

        assert len(file.json()["rows"]) == shown
        assert file.json()["only_differences"] is True
