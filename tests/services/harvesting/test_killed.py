"""`registry harvest` from a running registry, killed again and again: nothing lost, nothing twice."""

import random
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.config import Settings
from app.services import publishing
from app.services.registry import open_registry, set_up
from app.store import log
from tests.services.harvesting.neighbours import statements
from tests.support.documents import a_credential, an_organization, ctid_of
from tests.support.ports import free_port
from tests.support.prerequisites import PROJECT
from tests.support.registries import environment_of, registry_command
from tests.support.servers import LiveServer, serving

RECORDS = 730
TIMES = 5


@pytest.fixture
def source(tmp_path: Path) -> Iterator[LiveServer]:
    """A running registry of many pages; some records were withdrawn."""
    port = free_port()
    settings = Settings(home=tmp_path / "source", port=port, base_url=f"http://127.0.0.1:{port}")
    registry = set_up(settings)
    publishing.publish(registry, an_organization())
    prepared = [
        publishing.prepare(a_credential(f"wool {number}"), publishing.OPERATOR, base=registry.base)
        for number in range(RECORDS)
    ]
    publishing.record(registry, prepared, publishing.OPERATOR)
    for number in range(0, RECORDS, 50):
        ctid = ctid_of(a_credential(f"wool {number}"))
        publishing.withdraw(registry, ctid, reason="Given up.")
    registry.close()
    with serving(settings, tmp_path / "source.log") as server:
        yield server


def test_a_harvest_killed_five_times_ends_in_an_equal_set(
    source: LiveServer, tmp_path: Path
) -> None:
    settings = Settings(home=tmp_path / "follower", base_url="https://birch.test")
    set_up(settings).close()
    chance = random.Random(time.time_ns())

    killed = 0
    while killed < TIMES:
        process = _harvest(settings, source)
        assert process.stderr is not None
        process.stderr.read(1)  # the first batch is in the log
        time.sleep(chance.uniform(0, 0.3))
        process.kill()
        killed += process.wait() != 0
        process.stderr.close()

    last = _harvest(settings, source)
    _, told = last.communicate(timeout=120)
    assert last.returncode == 0, told

    given, taken = _live(source.settings, source.address), _live(settings, source.address)
    assert len(given) == RECORDS + 1 - len(range(0, RECORDS, 50))
    assert taken == given
    assert max(_entries(settings).values()) <= 2, "published, and perhaps withdrawn"


def _harvest(settings: Settings, source: LiveServer) -> subprocess.Popen[bytes]:
    allowed = {"HARVEST_NETWORKS": "127.0.0.0/8"}
    return subprocess.Popen(
        registry_command("harvest", f"{source.address}/feed", "--pause", "0"),
        cwd=PROJECT,
        env=environment_of(settings) | allowed,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def _live(settings: Settings, home: str) -> dict[str, frozenset[str]]:
    """What each live record states; addresses at its home are those of the registry."""
    registry = open_registry(settings)
    newest = {}
    for change in log.changes_after(registry.database, 0, 100_000):
        newest.pop(change.ctid, None)
        if not change.is_withdrawal:
            lines = statements(change.document)
            newest[change.ctid] = frozenset(
                each.replace(home, "https://registry.test") for each in lines
            )
    registry.close()
    return newest


def _entries(settings: Settings) -> Counter[str]:
    registry = open_registry(settings)
    counted = Counter(each.ctid for each in log.changes_after(registry.database, 0, 100_000))
    registry.close()
    return counted
