"""How often one may ask; a small application with its own limits stands in for the whole one."""

import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from limits import parse
from limits.strategies import FixedWindowRateLimiter, MovingWindowRateLimiter

from app.config import SettingError, Settings
from app.http import problems, rate_limits
from app.http.rate_limits import client_address
from app.services.registry import Registry
from app.store.request_counts import FILE, SharedCounts

AppFactory = Callable[..., FlaskClient]


@pytest.fixture
def limited(tmp_path: Path) -> AppFactory:
    """A client of an application that counts requests with these settings."""

    def make(**settings: object) -> FlaskClient:
        app = Flask("limited")
        app.extensions["registry"] = Registry(Settings(home=tmp_path, **settings))  # type: ignore[arg-type]
        app.config["MAX_CONTENT_LENGTH"] = 100
        rate_limits.setup(app)
        problems.setup(app)

        @app.get("/check")
        def check() -> Response:
            rate_limits.spend(rate_limits.VALIDATE)
            return Response("checked")

        @app.get("/who")
        def who() -> Response:
            return Response(client_address())

        return app.test_client()

    return make


def test_what_is_left_is_said_with_every_counted_answer(limited: AppFactory) -> None:
    client = limited(validate_limit="3 per minute")

    first, second = client.get("/check"), client.get("/check")

    assert first.headers["RateLimit-Policy"] == '"validate";q=3;w=60'
    assert first.headers["RateLimit"] == '"validate";r=2;t=60'
    assert second.headers["RateLimit"].startswith('"validate";r=1;t=')


def test_over_the_limit_is_429_with_the_time_to_come_back(limited: AppFactory) -> None:
    client = limited(validate_limit="2 per hour")

    statuses = [client.get("/check").status_code for _ in range(3)]
    refused = client.get("/check")

    assert statuses == [200, 200, 429]
    assert refused.mimetype == "application/problem+json"
    assert 3500 < int(refused.headers["Retry-After"]) <= 3600
    assert refused.headers["RateLimit"].startswith('"validate";r=0;t=')
    assert "2 per hour" in refused.json["detail"]  # type: ignore[index]


def test_several_limits_hold_at_once(limited: AppFactory) -> None:
    client = limited(validate_limit="100 per minute, 2 per day")

    statuses = [client.get("/check").status_code for _ in range(3)]

    assert statuses == [200, 200, 429]


def test_each_address_has_its_own_count(limited: AppFactory) -> None:
    client = limited(validate_limit="1 per minute")

    here = [
        client.get("/check", environ_base={"REMOTE_ADDR": "192.0.2.1"}).status_code for _ in "12"
    ]
    there = client.get("/check", environ_base={"REMOTE_ADDR": "192.0.2.2"}).status_code

    assert here == [200, 429]
    assert there == 200


@pytest.mark.parametrize(
    ("remote", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unix:", "unix:"),
    ],
)
def test_an_ipv6_network_counts_as_one_client(
    limited: AppFactory, remote: str, counted: str
) -> None:
    assert limited().get("/who", environ_base={"REMOTE_ADDR": remote}).text == counted


def test_a_forwarded_address_is_believed_only_from_proxies_that_are_trusted(
    limited: AppFactory,
) -> None:
    forwarded = {"X-Forwarded-For": "198.51.100.9, 203.0.113.5"}

    assert limited().get("/who", headers=forwarded).text == "127.0.0.1"
    assert limited(trusted_proxies=1).get("/who", headers=forwarded).text == "203.0.113.5"
    assert limited(trusted_proxies=2).get("/who", headers=forwarded).text == "198.51.100.9"


def test_a_store_of_counts_that_fails_stops_nobody(
    limited: AppFactory, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client = limited(validate_limit="1 per minute")

    def fail(*_arguments: object, **_options: object) -> bool:
        raise sqlite3.OperationalError("the store is gone")

    monkeypatch.setattr(SharedCounts, "acquire_entry", fail)

    assert [client.get("/check").status_code for _ in range(3)] == [200, 200, 200]
    assert "cannot be counted" in caplog.text


@pytest.mark.parametrize("text", ["", "lots", "0 per minute", "5 per fortnight", "5/minute", "-1"])
def test_a_limit_that_is_none_is_a_setting_error(text: str) -> None:
    with pytest.raises(SettingError, match="PUBLISH_LIMIT is .*600 per minute"):
        Settings(publish_limit=text)


@pytest.mark.parametrize("storage", ["nowhere", "redis://", "nope://host"])
def test_a_store_that_cannot_be_used_is_a_setting_error(limited: AppFactory, storage: str) -> None:
    with pytest.raises(SettingError, match="RATE_LIMIT_STORAGE"):
        limited(rate_limit_storage=storage)


def test_nothing_is_said_of_limits_where_none_is_counted(limited: AppFactory) -> None:
    response = limited().get("/who")

    assert "RateLimit" not in response.headers


def granted(folder: Path, asked: int) -> int:
    """How many of so many requests another process lets through."""
    counting, item = MovingWindowRateLimiter(SharedCounts(folder)), parse("50 per hour")
    return sum(counting.hit(item, "publish", "somebody") for _ in range(asked))


def test_all_processes_count_together(tmp_path: Path) -> None:
    with ProcessPoolExecutor(3) as processes:
        let_through = sum(processes.map(granted, [tmp_path] * 3, [40] * 3))

    assert let_through == 50


def test_a_request_counts_until_its_time_is_over(tmp_path: Path) -> None:
    counts = SharedCounts(tmp_path)
    counting, item = MovingWindowRateLimiter(counts), parse("2 per second")

    assert [counting.hit(item, "me") for _ in range(3)] == [True, True, False]
    assert not counting.test(item, "me")
    assert counting.get_window_stats(item, "me").remaining == 0
    time.sleep(1.05)
    assert counting.hit(item, "me")
    assert counts.reset() == 1


def test_windows_that_begin_with_the_first_request_are_counted_too(tmp_path: Path) -> None:
    counts = SharedCounts(tmp_path)
    counting, item = FixedWindowRateLimiter(counts), parse("2 per minute")

    assert [counting.hit(item, "me") for _ in range(3)] == [True, True, False]
    assert 55 < counting.get_window_stats(item, "me").reset_time - time.time() <= 60
    counting.clear(item, "me")
    assert counting.hit(item, "me")


def test_a_damaged_file_of_counts_is_begun_anew(limited: AppFactory, tmp_path: Path) -> None:
    client = limited(validate_limit="1 per minute")
    (tmp_path / FILE).write_bytes(b"this is no database" * 100)

    assert not SharedCounts(tmp_path / "nowhere").check()
    assert [client.get("/check").status_code for _ in range(3)] == [200, 200, 429]
