"""A registry with one credential, and readers who ask for corrections of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from app import create_app
from app.config import Settings
from app.services import publishing, views
from app.services.registry import Registry, set_up
from tests.site.pages import Element
from tests.site.publishing.visitor import Visitor
from tests.site.small_history import COLLEGE
from tests.support.documents import a_credential, an_organization, ctid_of

FIRST_AID = ctid_of(a_credential())
FORM = f"/credentials/{FIRST_AID}/correct"
LIST = f"/credentials/{FIRST_AID}/corrections"
HOSTILE = '</p><script>alert("x")</script> <b>bold</b> https://spam.example/ \u202egnp'
TYPED: dict[str, Any] = {
    "field": "level",
    "problem": "The page says level 5.",
    "proposed": "Level 5",
    "evidence": "https://provider.example/course",
}
ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass
class Place:
    """A registry with one record, and the application over it."""

    registry: Registry
    app: Flask

    def reader(self) -> Visitor:
        """Somebody at a browser without scripts."""
        return Visitor(self.app.test_client())


@pytest.fixture
def open_place(make_settings: Callable[..., Settings]) -> Iterator[Callable[..., Place]]:
    """Opens a small registry with these settings."""
    opened: list[Place] = []

    def open_it(**given: object) -> Place:
        registry = set_up(make_settings(**given))
        publishing.publish(registry, an_organization(), COLLEGE)
        publishing.publish(registry, a_credential(), COLLEGE)
        views.catch_up(registry)
        application = create_app(registry.settings)
        application.testing = True
        opened.append(Place(registry, application))
        return opened[-1]

    yield open_it
    for place in opened:
        place.app.extensions["registry"].close()
        place.registry.close()


@pytest.fixture
def place(open_place: Callable[..., Place]) -> Place:
    """A registry with one record."""
    return open_place()


@pytest.fixture
def reader(place: Place) -> Visitor:
    """A reader of it."""
    return place.reader()


def send(reader: Visitor, address: str = FORM, **typed: Any) -> Element:
    """Open the form, fill it in and send it."""
    reader.open(address)
    return reader.send(address, **{**TYPED, **typed})


def errors_of(reader: Visitor) -> list[tuple[str, str]]:
    """Where each line of the error summary leads, and what it says."""
    summary = reader.page.one("div", role="alert")
    return [(each.attributes["href"], each.text) for each in summary.all("a")]
