"""What the shell publishes is seen by every worker of a running server within seconds."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from app.services.registry import Registry
from tests.support.documents import a_credential, an_organization, ctid_of
from tests.support.ports import free_port
from tests.support.registries import run_command
from tests.support.servers import LiveServer, serving

PATIENCE_SECONDS = 5
WORKERS = 2
PAUSE_SECONDS = 0.05


@pytest.fixture
def server(registry: Registry, tmp_path: Path) -> Iterator[LiveServer]:
    """A server with two workers over a registry of this test's own, on each kind of database."""
    port = free_port()
    settings = replace(
        registry.settings, port=port, base_url=f"http://127.0.0.1:{port}", workers=WORKERS
    )
    run_command(settings, "publish", "-", text=json.dumps(an_organization()))
    with serving(settings, tmp_path / "server.log") as running:
        yield running


def test_a_record_published_in_the_shell_is_everywhere_in_both_workers(server: LiveServer) -> None:
    document = a_credential("glass blowing")
    answer = run_command(server.settings, "publish", "-", "--json", text=json.dumps(document))
    published = json.loads(answer)
    began = time.monotonic()

    _until_both(server, lambda worker: min(worker["views"].values()) >= published["number"])

    for _ in range(4 * WORKERS):
        found = _get(server, "/api/v1/search?q=glass+blowing")
        assert [item["ctid"] for item in json.loads(found)["items"]] == [ctid_of(document)]
        assert "Glass blowing" in _get(server, f"/credentials/{ctid_of(document)}")
        assert "Glass blowing" in _get(server, f"/graph/{ctid_of(document)}.ttl")
    assert time.monotonic() - began < PATIENCE_SECONDS


def test_a_changed_record_is_found_by_its_new_meaning_in_both_workers(server: LiveServer) -> None:
    children, changing = a_credential("caring for children"), a_credential("glass blowing")
    for document in (children, changing):
        run_command(server.settings, "publish", "-", text=json.dumps(document))
    for _ in range(2 * WORKERS):
        # Both workers have the old vectors open.
        assert _first_found(server, "looking+after+old+persons") == ctid_of(children)
    changed = a_credential(
        "glass blowing",
        name={"en": "Elderly home care"},
        description={"en": "How to help the frail where they live."},
    )
    run_command(server.settings, "publish", "-", text=json.dumps(changed))
    began = time.monotonic()

    _until_both(server, lambda worker: worker["views"]["meaning"] == worker["latest"] == 4)

    for _ in range(2 * WORKERS):
        assert _first_found(server, "looking+after+old+persons") == ctid_of(changed)
    assert time.monotonic() - began < PATIENCE_SECONDS


def test_a_withdrawal_in_the_shell_is_seen_by_both_workers(server: LiveServer) -> None:
    document = a_credential("glass blowing")
    run_command(server.settings, "publish", "-", text=json.dumps(document))
    run_command(server.settings, "withdraw", ctid_of(document), "--reason", "no furnace any more")
    _until_both(server, lambda worker: worker["views"]["search"] == worker["latest"] == 3)

    for _ in range(4 * WORKERS):
        assert json.loads(_get(server, "/api/v1/search?q=glass"))["total"] == 0
        page = _get(server, f"/credentials/{ctid_of(document)}", expected=410)
        assert "no furnace any more" in page


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
