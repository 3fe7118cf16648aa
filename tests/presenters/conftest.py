"""Presenters speak the language of a page; these fixtures stand for the page."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel, force_locale


@pytest.fixture
def frame() -> Flask:
    """An application with the site's texts and nothing else."""
    app = Flask("app")
    Babel(app, default_locale="en")
    return app


@pytest.fixture
def in_english(frame: Flask) -> Iterator[None]:
    """Whatever is presented goes onto an English page."""
    with frame.test_request_context("/"), force_locale("en"):
        yield


@pytest.fixture
def in_french(frame: Flask) -> Iterator[None]:
    """Whatever is presented goes onto a French page."""
    with frame.test_request_context("/fr/"), force_locale("fr"):
        yield
