"""Processes that are killed while they work: each says when it begins and what it acknowledges.

They are forked from a process that has imported all they need and opened nothing, so that many of
them begin in no time.
"""

import json
import multiprocessing
import resource
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from app.config import Settings
from app.services import loading, publishing, views
from app.services.publishing import OPERATOR, Submission
from app.services.registry import Registry, open_registry
from tests.support.documents import a_credential

Say = Callable[[str], None]

_FORKING = multiprocessing.get_context("forkserver")
_FORKING.set_forkserver_preload([__name__])


@dataclass(frozen=True)
class Doomed:
    """A process at work, and the end of the pipe at which it is heard."""

    process: ForkServerProcess
    heard: Connection

    def next_word(self) -> str:
        """What it says next; waits until it does."""
        word: str = self.heard.recv()
        return word

    def kill_after(self, seconds: float) -> list[str]:
        """What it says until its end, which comes by itself or after so long."""
        self.process.join(seconds)
        self.process.kill()
        said = []
        # What it was saying when it was killed is not heard.
        with suppress(EOFError), self.heard:
            while True:
                said.append(self.next_word())
        self.process.join()
        self.process.close()
        return said


def start(settings: Settings, action: str, *arguments: str) -> Doomed:
    """A process that has begun one of the `ACTIONS` on the registry with these settings."""
    heard, said = _FORKING.Pipe(duplex=False)
    process = _FORKING.Process(target=_run, args=(said, settings, action, arguments))
    process.start()
    said.close()
    doomed = Doomed(process, heard)
    assert doomed.next_word() == "begin"
    return doomed


def publish_one_after_another(registry: Registry, say: Say, *arguments: str) -> None:
    """Publish new records for ever, naming each once it is acknowledged, views included."""
    prefix = arguments[0]
    for number in range(100_000):
        outcome = publishing.publish(registry, a_credential(f"{prefix} {number}"))
        say(outcome.ctid)
        views.catch_up(registry, wait=False)


def load(registry: Registry, say: Say, *paths: str) -> None:
    """Load files and bring the views up to date."""
    loading.load(registry, [Path(path) for path in paths])
    views.catch_up(registry)
    say("done")


def publish_all_or_none(registry: Registry, say: Say, path: str) -> None:
    """Publish all documents of a file, one a line, as one; say so once it is acknowledged."""

    def prepared() -> Iterator[Submission]:
        with Path(path).open(encoding="utf-8") as lines:
            for line in lines:
                yield publishing.prepare(line, OPERATOR, base=registry.base)

    counts = publishing.record_all(registry, prepared(), OPERATOR)
    say(f"{sum(counts.values())}")
    views.catch_up(registry, wait=False)


def catch_up_without_room(registry: Registry, say: Say) -> None:
    """Catch up, as on a full disk: whatever is written into a file fails. Say what was reached."""
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    # Pipes are no files: what it says is still heard.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    say(json.dumps(views.catch_up(registry, wait=False)))


def rebuild(registry: Registry, _say: Say, *names: str) -> None:
    """Make views again and again."""
    while True:
        views.rebuild(registry, names)


ACTIONS: dict[str, Callable[..., None]] = {
    "publish": publish_one_after_another,
    "publish-all": publish_all_or_none,
    "catch-up-without-room": catch_up_without_room,
    "load": load,
    "rebuild": rebuild,
}


def _run(said: Connection, settings: Settings, action: str, arguments: tuple[str, ...]) -> None:
    registry = open_registry(settings)
    said.send("begin")
    ACTIONS[action](registry, said.send, *arguments)
