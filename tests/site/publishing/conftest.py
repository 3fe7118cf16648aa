"""An empty registry with its publishers' pages, and two publishers with keys."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from app import create_app
from app.config import Settings
from app.services import keys
from app.services.registry import Registry
from tests.site.publishing.visitor import COLLEGE, RIVAL, Visitor


@pytest.fixture
def registry(
    make_settings: Callable[..., Settings], open_empty: Callable[[Settings], Registry]
) -> Iterator[Registry]:
    """An empty registry on SQLite."""
    opened = open_empty(make_settings())
    yield opened
    opened.close()


@pytest.fixture
def site(registry: Registry) -> Iterator[Flask]:
    """The web application over the empty registry."""
    application = create_app(registry.settings)
    application.testing = True
    yield application
    application.extensions["registry"].close()


@pytest.fixture
def reader(site: Flask) -> Visitor:
    """Somebody who is not signed in."""
    return Visitor(site.test_client())


@pytest.fixture
def key(registry: Registry) -> str:
    """A key of the college."""
    return keys.create_key(registry, COLLEGE, name="Example College", label="desk")


@pytest.fixture
def college(site: Flask, key: str) -> Visitor:
    """The college, signed in."""
    visitor = Visitor(site.test_client())
    visitor.sign_in(key)
    return visitor


@pytest.fixture
def rival(site: Flask, registry: Registry) -> Visitor:
    """Another publisher, signed in."""
    visitor = Visitor(site.test_client())
    visitor.sign_in(keys.create_key(registry, RIVAL, name="Rival"))
    return visitor
