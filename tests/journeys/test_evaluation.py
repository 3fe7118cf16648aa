"""A6: an assessor evaluates a credential against a programme, with and without JavaScript.

A small site of a college, its agency and a university stands behind it.
"""

import json
from collections.abc import Iterator
from urllib.request import urlopen

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from app.config import Settings
from app.services.registry import set_up
from tests.support import evaluations as world
from tests.support.browser import WIDTHS, follow, visiting
from tests.support.ports import free_port
from tests.support.servers import LiveServer, serving

pytestmark = pytest.mark.journey

PAGE = f"/credentials/{world.CREDENTIAL}/evaluation"
CRITERIA = (
    "Quality assurance",
    "Verification",
    "Level",
    "Learning outcomes",
    "Workload",
    "Testing",
    "Identification of the learner",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """The small world, served."""
    folder = tmp_path_factory.mktemp("evaluating")
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    settings = Settings(home=folder / "home", base_url=address, port=port)
    registry = set_up(settings)
    world.publish_world(registry)
    registry.close()
    with serving(settings, folder / "server.log") as server:
        yield server


def milestone(page: Page, number: int) -> Locator:
    return page.locator(f"#milestone-{number}")


def evaluate_against_the_diploma(page: Page) -> None:
    """From the page of the credential over the search field to the comparison."""
    follow(page.get_by_role("link", name="Evaluate it for admission or transfer"))
    page.get_by_label("Date").fill("2024-06-01")
    page.get_by_label("Programme to compare with, or receiver").fill("diploma in data services")
    follow(page.get_by_role("main").get_by_role("button", name="Show", exact=True))
    follow(page.get_by_role("link", name="Compare with Diploma in data services"))


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_credential_is_evaluated_against_a_programme_and_answered_otherwise_with_a_reason(
    site: LiveServer,
    contexts: dict[int, BrowserContext],
    context_without_scripts: BrowserContext,
    scripts: bool,
) -> None:
    context = contexts[1280] if scripts else context_without_scripts
    with visiting(context, f"{site.address}/credentials/{world.CREDENTIAL}") as visit:
        page = visit.page
        evaluate_against_the_diploma(page)

        expect(page.get_by_role("heading", level=1)).to_have_text("Data stewardship")
        expect(milestone(page, 1).get_by_role("heading")).to_contain_text("Provider: Yes")
        expect(milestone(page, 5)).to_contain_text("Example Agency")
        for name in CRITERIA:
            expect(page.get_by_role("heading", name=f"{name}: Stated")).to_be_visible()

        milestone(page, 9).get_by_text("Answer otherwise").click()
        milestone(page, 9).get_by_label("Your answer: Milestone 9").select_option("No")
        follow(page.get_by_role("button", name="Show with my answers").first)

        expect(page.get_by_role("alert")).to_contain_text("Give the reason for your answer.")
        follow(page.get_by_role("alert").get_by_role("link"))
        expect(page.get_by_label("Your answer: Milestone 9")).to_have_value("9:no")
        page.get_by_label("Reason: Milestone 9").fill("The invigilator was not named")
        follow(page.get_by_role("button", name="Show with my answers").first)

        expect(milestone(page, 9)).to_contain_text("Your answer: No.")
        expect(milestone(page, 9)).to_contain_text("The invigilator was not named")
        expect(milestone(page, 9).get_by_role("heading")).to_contain_text("Assessment: Yes")
        expect(page.locator(".evaluation-summary")).to_contain_text("May stop at milestone 9")
        assert visit.width_needed() <= (1280 if scripts else 320)
        # What the browser noticed is the answer to the missing reason, and nothing else.
        assert all("400" in each for each in visit.complaints)
    assert context.cookies() == []


def test_the_data_equal_the_screen_and_nothing_of_it_is_stored(
    site: LiveServer, contexts: dict[int, BrowserContext]
) -> None:
    query = f"?asof=2024-06-01&programme={world.DIPLOMA}&override=5:no&reason-5=Not+seen"
    with visiting(contexts[1280], f"{site.address}{PAGE}{query}") as visit:
        address = visit.page.get_by_role("link", name="As data").get_attribute("href") or ""
        with urlopen(f"{site.address}{address}") as answer:
            data = json.load(answer)

        for each in data["milestones"]:
            heading = milestone(visit.page, each["id"]).get_by_role("heading")
            expect(heading).to_contain_text(each["answer"], ignore_case=True)
        assert data["overrides"] == [{"name": "5", "answer": "no", "reason": "Not seen"}]
        expect(visit.page.get_by_text("Not seen")).to_be_visible()
    with visiting(contexts[1280], f"{site.address}{PAGE}") as visit:
        expect(visit.page.get_by_text("Not seen")).to_have_count(0)


def test_it_prints_on_a4_with_addresses_revision_and_date(
    site: LiveServer, contexts: dict[int, BrowserContext]
) -> None:
    query = f"?asof=2024-06-01&programme={world.DIPLOMA}&override=5:no&reason-5=Not+seen"
    with visiting(contexts[1280], f"{site.address}{PAGE}{query}") as visit:
        visit.page.emulate_media(media="print")

        foot = visit.page.locator(".evaluation-footer")
        expect(foot).to_be_visible()
        expect(foot).to_contain_text("Revision")
        expect(foot).to_contain_text("2024-06-01")
        expect(visit.page.get_by_text("Printed from http")).to_be_visible()
        expect(visit.page.get_by_text("Reason: Not seen")).to_be_visible()
        expect(visit.page.get_by_role("button", name="Show with my answers").first).to_be_hidden()
        expect(visit.page.get_by_role("navigation").first).to_be_hidden()
        assert visit.page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "query",
    [
        "",
        f"?asof=2024-06-01&programme={world.DIPLOMA}&override=5:no&reason-5=Not+seen",
        f"?asof=2024-02-30&programme={world.DIPLOMA}&override=5:no&override=difference-kind:x",
        "?find=diploma",
    ],
    ids=["empty", "with a programme", "with errors", "searching"],
)
@pytest.mark.parametrize("prefix", ["", "/fr"])
def test_every_state_fits_and_is_accessible(
    site: LiveServer, contexts: dict[int, BrowserContext], width: int, query: str, prefix: str
) -> None:
    with visiting(contexts[width], f"{site.address}{prefix}{PAGE}{query}") as visit:
        assert visit.width_needed() <= width
        assert visit.axe_findings() == []
        assert visit.complaints == []


def test_every_field_is_reached_with_the_tab_key(
    site: LiveServer, contexts: dict[int, BrowserContext]
) -> None:
    with visiting(contexts[1280], f"{site.address}{PAGE}?override=5:no&reason-5=Not+seen") as visit:
        visit.page.get_by_label("Your answer: Milestone 5").focus()
        visit.page.keyboard.press("Tab")

        expect(visit.page.get_by_label("Reason: Milestone 5")).to_be_focused()
