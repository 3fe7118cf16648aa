"""Two publishers' clients at once over real HTTP, on SQLite and on PostgreSQL."""

import http.client
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Barrier, Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from werkzeug.serving import make_server

from app import create_app
from app.config import Settings
from app.services import keys, views
from app.services.registry import Registry
from app.store import log
from tests.api.publishers import COLLEGE, RECORDS, first_aid
from tests.support.documents import ctid_of

FIRST_AID = ctid_of(first_aid())


@dataclass(frozen=True)
class Server:
    """A running registry and a key for it."""

    address: str
    key: str

    def put(self, document: dict[str, Any], if_match: str | None = None) -> tuple[int, Any]:
        """Status and answer of a write."""
        headers = {
            "Authorization": f"Bearer {self.key}",
            "Content-Type": "application/ld+json",
            **({"If-Match": if_match} if if_match else {}),
        }
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=60)
        try:
            connection.request("PUT", f"{RECORDS}/{FIRST_AID}", json.dumps(document), headers)
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        finally:
            connection.close()


@pytest.fixture
def registry(
    make_settings: Callable[..., Settings],
    database_url: str,
    open_empty: Callable[[Settings], Registry],
) -> Iterator[Registry]:
    """An empty registry, once on each kind of database."""
    opened = open_empty(make_settings(database_url=database_url))
    yield opened
    opened.close()


@pytest.fixture
def server(registry: Registry) -> Iterator[Server]:
    """The registry behind a server with a thread for each request, one record in it."""
    application = create_app(registry.settings)
    key = keys.create_key(registry, COLLEGE, name="College")
    with _listening(application) as address:
        running = Server(address, key)
        assert running.put(first_aid())[0] == 201
        yield running
    application.extensions["registry"].close()


@contextmanager
def _listening(application: Any) -> Iterator[str]:
    listener = make_server("127.0.0.1", 0, application, threaded=True)
    thread = Thread(target=listener.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.port}"
    finally:
        listener.shutdown()
        thread.join()
        listener.server_close()


def at_once(calls: Sequence[Callable[[], tuple[int, Any]]]) -> list[tuple[int, Any]]:
    """What each call gives when all of them are let go at the same moment."""
    barrier = Barrier(len(calls))
    answers: list[tuple[int, Any]] = [(0, None)] * len(calls)

    def run(place: int) -> None:
        barrier.wait()
        answers[place] = calls[place]()

    threads = [Thread(target=run, args=(place,)) for place in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.parametrize("order", [("A", "B"), ("B", "A")])
def test_whoever_comes_second_with_the_same_tag_is_told(
    server: Server, registry: Registry, order: tuple[str, str]
) -> None:
    answers = [server.put(first_aid(name={"en": name}), '"1"') for name in order]

    assert [status for status, _ in answers] == [200, 409]
    assert answers[1][1]["number"] == 2
    newest = log.newest_change(registry.database, FIRST_AID)
    assert newest is not None
    assert f'"{order[0]}"' in newest.document


def test_of_many_writers_with_the_same_tag_exactly_one_is_first(
    server: Server, registry: Registry
) -> None:
    def write(name: str) -> Callable[[], tuple[int, Any]]:
        return lambda: server.put(first_aid(name={"en": name}), '"1"')

    answers = at_once([write(f"Writer {n}") for n in range(8)])

    assert sorted(status for status, _ in answers) == [200] + [409] * 7
    assert {answer["number"] for _, answer in answers} == {2}
    assert log.latest_number(registry.database) == 2


def test_writers_who_expect_nothing_are_all_heard_one_after_the_other(
    server: Server, registry: Registry
) -> None:
    def write(name: str) -> Callable[[], tuple[int, Any]]:
        return lambda: server.put(first_aid(name={"en": name}))

    answers = at_once([write(f"Writer {n}") for n in range(8)])

    assert [status for status, _ in answers] == [200] * 8
    assert sorted(answer["number"] for _, answer in answers) == list(range(2, 10))
    entries = log.changes_of(registry.database, FIRST_AID)
    assert [each.previous for each in entries] == [None, *range(1, 9)]
    views.catch_up(registry)
    assert all(each.is_right for each in views.check(registry))


def test_the_same_request_sent_many_times_at_once_is_written_once(
    server: Server, registry: Registry
) -> None:
    changed = first_aid(name={"en": "Changed"})

    answers = at_once([lambda: server.put(changed)] * 8)

    kinds = sorted(answer["kind"] for _, answer in answers)
    assert kinds == ["unchanged"] * 7 + ["updated"]
    assert len({answer["receipt"] for _, answer in answers}) == 1
    assert log.latest_number(registry.database) == 2
