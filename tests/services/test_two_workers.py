"""What the shell publishes is seen by every worker of a running server."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from app.config import Settings
from app.services import publishing, views
from app.services.registry import open_registry
from tests.support.databases import DATABASES, PostgreSQLServer
from tests.support.documents import a_credential, an_organization, ctid_of
from tests.support.ports import free_port
from tests.support.registries import copy_concept_names, copy_of, run_command
from tests.support.servers import LiveServer, serving

PATIENCE_SECONDS = 60
WORKERS = 2
PAUSE_SECONDS = 0.05


@pytest.fixture(scope="module", params=DATABASES)
def server(
    request: pytest.FixtureRequest,
    empty_settings: Settings,
    concept_names_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[LiveServer]:
    """A server with two workers over a registry with a college, on each kind of database."""
    folder, port = tmp_path_factory.mktemp("two-workers"), free_port()
    with ExitStack() as stack:
        settings = replace(
            copy_of(empty_settings, folder / "home"),
            port=port,
            base_url=f"http://127.0.0.1:{port}",
            workers=WORKERS,
        )
        if request.param == "postgresql":
            databases: PostgreSQLServer = request.getfixturevalue("postgresql_server")
            template: str = request.getfixturevalue("empty_postgresql")
            url = stack.enter_context(databases.fresh_database(template))
            settings = replace(settings, database_url=url)
        copy_concept_names(concept_names_folder, settings)
        _publish(settings, an_organization())
        yield stack.enter_context(serving(settings, folder / "server.log"))


def test_a_record_published_in_the_shell_is_everywhere_in_both_workers(server: LiveServer) -> None:
    document = a_credential("glass blowing")
    answer = run_command(server.settings, "publish", "-", "--json", text=json.dumps(document))
    published = json.loads(answer)

    _until_both(server, lambda worker: min(worker["views"].values()) >= published["number"])

    for _ in range(4 * WORKERS):
        found = _get(server, "/api/v1/search?q=glass+blowing")
        assert [item["ctid"] for item in json.loads(found)["items"]] == [ctid_of(document)]
        assert "Glass blowing" in _get(server, f"/credentials/{ctid_of(document)}")
        assert "Glass blowing" in _get(server, f"/graph/{ctid_of(document)}.ttl")


def test_a_changed_record_is_found_by_its_new_meaning_in_both_workers(server: LiveServer) -> None:
    children, changing = a_credential("caring for children"), a_credential("basket weaving")
    last = _publish(server.settings, children, changing)
    _until_both(server, lambda worker: worker["views"]["meaning"] >= last)
    for _ in range(2 * WORKERS):
        # Both workers have the old vectors open.
        assert _first_found(server, "looking+after+old+persons") == ctid_of(children)
    changed = a_credential(
        "basket weaving",
        name={"en": "Elderly home care"},
        description={"en": "How to help the frail where they live."},
    )
    run_command(server.settings, "publish", "-", text=json.dumps(changed))

    _until_both(server, lambda worker: worker["views"]["meaning"] == worker["latest"] == last + 1)

    for _ in range(2 * WORKERS):
        assert _first_found(server, "looking+after+old+persons") == ctid_of(changed)


def test_a_withdrawal_in_the_shell_is_seen_by_both_workers(server: LiveServer) -> None:
    document = a_credential("iron casting")
    last = _publish(server.settings, document)
    run_command(server.settings, "withdraw", ctid_of(document), "--reason", "no furnace any more")
    _until_both(server, lambda worker: worker["views"]["search"] == worker["latest"] == last + 1)

    for _ in range(4 * WORKERS):
        assert json.loads(_get(server, "/api/v1/search?q=iron"))["total"] == 0
        page = _get(server, f"/credentials/{ctid_of(document)}", expected=410)
        assert "no furnace any more" in page


def _publish(settings: Settings, *documents: dict[str, Any]) -> int:
    """The number of the last of these records, which are published and shown."""
    registry = open_registry(settings)
    last = [publishing.publish(registry, document).number for document in documents][-1]
    views.catch_up(registry)
    registry.close()
    return last


def _first_found(server: LiveServer, question: str) -> str:
    """What stands first of what is found by a question that has no word of any record."""
    found = json.loads(_get(server, f"/api/v1/search?q={question}"))
    return str(found["items"][0]["ctid"])


def _until_both(server: LiveServer, is_met: Callable[[dict[str, Any]], bool]) -> None:
    """Wait until each of the workers was asked and met the condition."""
    met: set[int] = set()
    pause = Event()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while len(met) < WORKERS:
        assert time.monotonic() < deadline, f"only {len(met)} of {WORKERS} workers have seen it"
        worker = json.loads(_get(server, "/readyz"))
        if is_met(worker):
            met.add(worker["worker"])
        pause.wait(PAUSE_SECONDS)


def _get(server: LiveServer, path: str, expected: int = 200) -> str:
    # A connection of its own each time: the workers take turns.
    connection = HTTPConnection("127.0.0.1", server.settings.port, timeout=10)
    connection.request("GET", path, headers={"Accept": "text/html, application/json;q=0.9"})
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    assert response.status == expected, f"{path}: {response.status} {text[:300]}"
    return text
