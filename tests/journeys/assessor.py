"""A small site for the journeys of an assessor: quality over time, sources, what is gone.

Where the shipped records have no such case, it is published here as those would who say it.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app.config import Settings
from app.services import publishing, views
from app.services.publishing import PublisherRef
from app.services.registry import Registry, set_up
from ctdl.ctid import CTID, derive_ctid
from tests.assurance.worlds import World, publish, worlds
from tests.site.small_history import Past, publish_past
from tests.support.browser import WIDTHS, Visit, new_context, visiting
from tests.support.documents import a_credential, an_organization, ctid_of
from tests.support.ports import free_port
from tests.support.servers import serving

HARD: Final = "Programme report valid, system accreditation began later"
BROKEN: Final = "The agency lost its own recognition"
CHAIN: Final = "A chain of four up to a root"
REVOKED: Final = "Revoked and given again"
OVERLAPPING: Final = "Two reports overlap"
NOTHING: Final = "Nothing is stated"
UNDATED: Final = "The provider claims it without dates"
DIFFERING: Final = "The provider's dates differ from the agency's"
WORLDS: Final = (HARD, BROKEN, CHAIN, REVOKED, OVERLAPPING, NOTHING, UNDATED, DIFFERING)

OLD_NAME: Final = "Lakeside Institute of Trades"
NEW_NAME: Final = "Lakeside Polytechnic University"
PROVIDER_NUMBER: Final = "804735132"
MERGED: Final = derive_ctid("test:merged provider")
NUMBERED: Final = a_credential(
    "numbered",
    ownedBy=[f"resources/{MERGED}"],
    identifier=[
        {
            "@type": "ceterms:IdentifierValue",
            "ceterms:identifierTypeName": {"en": "Qualification number"},
            "ceterms:identifierValueCode": "603/7788/4",
        }
    ],
)
WAYS: Final = [*WIDTHS, "without scripts"]


@dataclass(frozen=True)
class Assessor:
    """The running site, the worlds of the decision table by title, and records with a past."""

    address: str
    worlds: dict[str, World]
    past: Past

    def record(self, world: str, asof: str = "") -> str:
        """The address of the credential of a world, for a day."""
        query = f"?asof={asof}" if asof else ""
        return f"{self.address}/credentials/{self.worlds[world].asked_about}{query}"

    def page(self, ctid: CTID, more: str = "") -> str:
        """The address of any other credential."""
        return f"{self.address}/credentials/{ctid}{more}"


@pytest.fixture(scope="session")
def assessor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assessor]:
    """The site, shared by all journeys of an assessor; only to read."""
    folder = tmp_path_factory.mktemp("assessor")
    port = free_port()
    settings = Settings(
        home=folder / "home", base_url=f"http://127.0.0.1:{port}", port=port, workers=1
    )
    registry = set_up(settings)
    known = {each.title: each for each in worlds()}
    for title in WORLDS:
        publish(registry, known[title])
    _publish_merged(registry)
    past = publish_past(registry)
    views.catch_up(registry)
    registry.close()
    with serving(settings, folder / "server.log") as server:
        yield Assessor(server.address, known, past)


def _publish_merged(registry: Registry) -> None:
    """A provider that had another name, and a credential with a number of a register."""
    owner = PublisherRef(MERGED, NEW_NAME)
    provider = an_organization(NEW_NAME, MERGED)
    main = provider["@graph"][0]
    main["ceterms:alternateName"] = {"en": [OLD_NAME]}
    main["ceterms:subjectWebpage"] = "https://lakeside.example/"
    main["ceterms:duns"] = PROVIDER_NUMBER
    publishing.publish(registry, provider, owner)
    publishing.publish(registry, NUMBERED, owner)


def numbered() -> CTID:
    """The credential with a number of a register."""
    return ctid_of(NUMBERED)


@contextmanager
def opened(browser: Browser, way: int | str, address: str) -> Iterator[Visit]:
    """A page in a fresh window of a width, or in a narrow one without scripts; no cookie stays."""
    context = window(browser, way)
    with visiting(context, address) as visit:
        yield visit
    assert context.cookies() == []
    context.close()


def window(browser: Browser, way: int | str) -> BrowserContext:
    """A fresh window."""
    if isinstance(way, int):
        return new_context(browser, way)
    return new_context(browser, 320, scripts=False)


def fits(visit: Visit) -> bool:
    """Whether nothing makes the page wider than its window, and nothing was complained about."""
    size = visit.page.viewport_size
    assert size is not None
    assert visit.complaints == []
    assert visit.width_needed() <= size["width"]
    return True


def ask_for(page: Page, day: str) -> None:
    """Ask for a day in the field of the page, by keyboard."""
    field = page.get_by_role("textbox", name="Date", exact=True)
    field.focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(day)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**asof={day}*")


def answer_of(page: Page) -> str:
    """What the page answers for the day."""
    box = page.locator(".assurance-answer")
    expect(box).to_have_count(1)
    return box.inner_text()


@dataclass(frozen=True)
class APIAnswer:
    """What the API says: its status and its JSON."""

    status: int
    body: dict[str, Any]


def api_answer(address: str) -> APIAnswer:
    """The answer at an address of the API, errors too."""
    try:
        with urlopen(address, timeout=30) as answer:
            return APIAnswer(answer.status, json.load(answer))
    except HTTPError as error:
        return APIAnswer(error.code, json.load(error))
