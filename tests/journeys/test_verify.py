"""An assessor is shown a badge: with and without scripts, as a picture and as text."""

import json
from urllib.request import urlopen

import pytest
from playwright.sync_api import BrowserContext, FilePayload, Page, expect

from tests.support import badges
from tests.support.browser import WIDTHS, follow, visiting
from tests.support.servers import LiveServer

pytestmark = pytest.mark.journey

TOKEN = badges.vc_jwt(badges.p256())
PICTURE: FilePayload = {
    "name": "badge.png",
    "mimeType": "image/png",
    "buffer": badges.png(badges.Chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0" + TOKEN.encode())),
}
SHOWN = {
    "valid": (TOKEN, "Unaltered since it was signed"),
    "invalid": (TOKEN[:-6] + "AAAAAA", "Do not rely on this badge"),
    "unsupported": (badges.assertion_jws(badges.p256()), "The signature could not be checked"),
    "absent": (json.dumps(badges.assertion()), "This badge is not signed"),
}


def send(page: Page, text: str) -> None:
    page.get_by_label("Or its text").fill(text)
    follow(page.get_by_role("main").get_by_role("button", name="Verify"))


def test_a_picture_is_verified_without_scripts(
    live_server: LiveServer, context_without_scripts: BrowserContext
) -> None:
    with visiting(context_without_scripts, f"{live_server.address}/verify") as visit:
        visit.page.get_by_label("A file").set_input_files(PICTURE)
        follow(visit.page.get_by_role("main").get_by_role("button", name="Verify"))

        expect(visit.page.locator("#verdict h2")).to_contain_text("Unaltered since it was signed")
        expect(visit.page.get_by_role("main")).to_contain_text(badges.NAME)
        expect(visit.page.get_by_role("main")).to_contain_text("who signed it is not confirmed")
        assert "ada" not in visit.page.inner_text("main").lower().split()
        assert visit.complaints == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("state", SHOWN)
def test_every_answer_fits_takes_the_focus_and_is_accessible(
    live_server: LiveServer, contexts: dict[int, BrowserContext], width: int, state: str
) -> None:
    text, heading = SHOWN[state]
    with visiting(contexts[width], f"{live_server.address}/verify") as visit:
        send(visit.page, text)

        expect(visit.page.locator("#verdict h2")).to_contain_text(heading)
        expect(visit.page.locator("#verdict")).to_be_focused()
        assert visit.width_needed() <= width
        assert visit.axe_findings() == []
        assert visit.complaints == []
    assert contexts[width].cookies() == []


def test_what_cannot_be_read_is_told_first_and_the_form_is_one_step_away(
    live_server: LiveServer, contexts: dict[int, BrowserContext]
) -> None:
    with visiting(contexts[320], f"{live_server.address}/verify") as visit:
        send(visit.page, "https://college.example/awards/1")

        summary = visit.page.get_by_role("alert")
        expect(summary).to_be_focused()
        expect(summary).to_contain_text("this registry opens no addresses")
        assert visit.width_needed() <= 320
        assert visit.axe_findings() == []
        summary.get_by_role("link").press("Enter")
        expect(visit.page.get_by_label("A file")).to_be_focused()


def test_a_badge_leads_to_its_record_and_to_its_quality_on_the_day_of_award(
    live_server: LiveServer, contexts: dict[int, BrowserContext]
) -> None:
    with urlopen(f"{live_server.address}/api/v1/search?q=micromasters+supply&size=1") as answer:
        record = json.load(answer)["items"][0]
    key = badges.ed25519()
    issued = badges.credential(
        badges.did_of(key),
        achievement=record["iri"],
        name=record["name"],
        issuer_name=record["provider"]["name"],
    )
    with visiting(contexts[1280], f"{live_server.address}/verify") as visit:
        send(visit.page, json.dumps(badges.signed_json(key, issued)))

        page = visit.page
        expect(page.get_by_role("main")).to_contain_text("on 1 May 2024")
        expect(page.get_by_role("main")).to_contain_text("does not make the badge genuine")
        follow(page.get_by_role("link", name="The statements behind this answer"))
        assert "asof=2024-05-01" in page.url
        expect(page.locator("h1")).to_contain_text(record["name"])
