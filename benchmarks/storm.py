"""A storm: many publishers at once over HTTP while workers are killed, and what remains of it.

`python -m benchmarks storm` serves a registry of its own on a free loopback port, kills only the
workers of that server, and ends with status 1 when anything was lost, doubled or left unhealed.
"""

import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import click

from app.config import Settings
from app.services.keys import create_key
from app.services.registry import open_registry, set_up
from app.store import log
from benchmarks.figures import p50_p95
from benchmarks.serving import children, free_port, serving
from benchmarks.storm_publishers import Answers, Publisher, together
from benchmarks.storm_verdict import faults
from ctdl.ctid import new_ctid

NO_LIMITS = {"PUBLISH_LIMIT": "1000000 per minute"}
# For those who wait for an answer when the storm is over.
CALM_SECONDS = 60.0


@dataclass(frozen=True)
class Storm:
    """How many publish, for how long, and how often a worker is killed."""

    publishers: int = 50
    seconds: float = 60.0
    kill_every_seconds: float = 3.0
    seed: int = 20_260_101


@dataclass
class Outcome:
    """What a storm did, and what is wrong after it."""

    answers: list[Answers]
    kills: int
    seconds: float
    faults: list[str] = field(default_factory=list)

    @property
    def acknowledged(self) -> int:
        """How many requests were acknowledged."""
        return sum(len(each.sent) for each in self.answers)

    @property
    def lost(self) -> int:
        """How many requests were never answered."""
        return sum(each.lost for each in self.answers)

    def repeated(self, kind: str) -> int:
        """How many requests had to be sent again and came to this: `unchanged` had happened."""
        return sum(one.kind == kind and one.tries > 1 for each in self.answers for one in each.sent)


@click.command(name="python -m benchmarks storm")
@click.option("--seconds", default=60.0, show_default=True)
@click.option("--publishers", default=50, show_default=True)
@click.option("--workers", default=2, show_default=True)
@click.option("--kill-every", default=3.0, show_default=True, help="Seconds, on average.")
@click.option("--home", type=click.Path(path_type=Path), help="A registry to use, and to change.")
def command(
    seconds: float, publishers: int, workers: int, kill_every: float, home: Path | None
) -> None:
    """Publish from many clients at once while workers of the server are killed."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=home or Path(folder) / "home", port=free_port(), workers=workers)
        set_up(settings).close()
        outcome = run(settings, Storm(publishers, seconds, kill_every), Path(folder) / "server.log")
    _print(outcome)
    if outcome.faults:
        sys.exit(1)


def run(settings: Settings, storm: Storm, server_log: Path) -> Outcome:
    """What came of a storm over the registry with these settings."""
    chance = random.Random(storm.seed)
    publishers = _publishers(settings, storm, chance)
    registry = open_registry(settings)
    before = log.latest_number(registry.database)
    registry.close()
    over = threading.Event()
    with serving(settings, log=server_log, more=NO_LIMITS) as server:
        began = time.monotonic()
        deadline = began + storm.seconds + CALM_SECONDS
        with _killing(server.pid, storm, chance, over) as killed:
            together(publishers, lambda each: each.publish_until(over, deadline))
        seconds = time.monotonic() - began
    answers = [each.answers for each in publishers]
    found = [strange for each in answers for strange in each.strange]
    found += faults(settings, before, [sent for each in answers for sent in each.sent])
    return Outcome(answers, len(killed), seconds, found)


def _publishers(settings: Settings, storm: Storm, chance: random.Random) -> list[Publisher]:
    registry = open_registry(settings)
    found = []
    for number in range(storm.publishers):
        # New ones each time, so that nothing in a registry that is used again is theirs.
        owner = new_ctid()
        key = create_key(registry, owner, name=f"Publisher {number}")
        found.append(Publisher(settings, owner, key, random.Random(chance.random())))
    registry.close()
    return found


@contextmanager
def _killing(
    server: int, storm: Storm, chance: random.Random, over: threading.Event
) -> Iterator[list[int]]:
    """Workers killed at random moments until the storm is over, which this also decides."""
    killed: list[int] = []

    def kill() -> None:
        ends = time.monotonic() + storm.seconds
        while (left := ends - time.monotonic()) > 0:
            time.sleep(min(left, storm.kill_every_seconds * chance.uniform(0.3, 1.7)))
            workers = children(server)
            if workers and time.monotonic() < ends:
                os.kill(chance.choice(workers), signal.SIGKILL)
                killed.append(1)
        over.set()

    with ThreadPoolExecutor(1) as chaos:
        done = chaos.submit(kill)
        yield killed
        done.result()


def _print(outcome: Outcome) -> None:
    seconds = [each for answers in outcome.answers for each in answers.seconds]
    p50, p95 = p50_p95(seconds) if len(seconds) > 1 else (0.0, 0.0)
    lines = (
        f"{outcome.acknowledged} acknowledged in {outcome.seconds:.0f} s"
        f" ({outcome.acknowledged / outcome.seconds:.0f}/s), {outcome.kills} workers killed",
        f"answered after p50 {p50:.0f} ms, p95 {p95:.0f} ms,"
        f" at most {max(seconds, default=0) * 1000:.0f} ms",
        f"{outcome.lost} requests without an answer; sent again,"
        f" {outcome.repeated('unchanged')} had happened,"
        f" {outcome.repeated('published') + outcome.repeated('updated')} had not",
        f"load of the machine {os.getloadavg()[0]:.1f}",
    )
    for line in (*lines, *outcome.faults[:20]):
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(f"{len(outcome.faults)} faults\n")
