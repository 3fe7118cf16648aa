"""Dates as Memento writes and reads them (RFC 7089, section 2.1.1)."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask_babel import Babel
from werkzeug.exceptions import BadRequest

from app.http.memento import asked_instant, http_date


@pytest.fixture(autouse=True)
def _request() -> object:
    app = Flask("app")
    Babel(app)
    with app.test_request_context("/"):
        yield


def test_instant_of_the_log_is_written_in_english_and_gmt() -> None:
    assert http_date("2026-05-31T20:35:00.999Z") == "Sun, 31 May 2026 20:35:00 GMT"
    assert http_date("2026-01-01T01:00:00+02:00") == "Wed, 31 Dec 2025 23:00:00 GMT"


def test_what_is_written_is_read_again() -> None:
    assert asked_instant(http_date("2026-05-31T20:35:07Z")) == datetime(
        2026, 5, 31, 20, 35, 7, tzinfo=UTC
    )


def test_no_header_asks_for_the_newest() -> None:
    assert asked_instant(None) is None


def test_leap_second_is_the_last_of_its_minute() -> None:
    asked = asked_instant("Sat, 31 Dec 2016 23:59:60 GMT")

    assert asked == datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "2026-05-31T20:35:00Z",
        "Sun, 31 May 2026 20:35:00",
        "Sun, 31 May 2026 20:35:00 +0000",
        "Sun, 31 May 26 20:35:00 GMT",
        "Sun, 32 May 2026 20:35:00 GMT",
        "Sun, 30 Feb 2026 20:35:00 GMT",
        "Sun, 31 May 2026 25:35:00 GMT",
        "Sun, 31 May 0000 20:35:00 GMT",
        "dim., 31 mai 2026 20:35:00 GMT",
        "Sun, ٣١ May 2026 20:35:00 GMT",
        "Sun, 31 May 2026 20:35:00 GMT" * 10_000,
    ],
)
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadRequest, match="31 May 2026") as refused:
        asked_instant(text)

    assert len(str(refused.value.description)) < 300
