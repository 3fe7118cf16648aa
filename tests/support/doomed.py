"""Programs that are killed while they work: each says when it begins and what it has acknowledged.

Run as `python -m tests.support.doomed ACTION`, with the registry's settings in the environment.
"""

import json
import resource
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from app.config import from_environment
from app.services import loading, publishing, views
from app.services.publishing import OPERATOR, Submission
from app.services.registry import Registry, open_registry
from tests.support.documents import a_credential


def publish_one_after_another(registry: Registry, *arguments: str) -> None:
    """Publish new records for ever, naming each once it is acknowledged, views included."""
    prefix = arguments[0]
    for number in range(100_000):
        outcome = publishing.publish(registry, a_credential(f"{prefix} {number}"))
        _say(outcome.ctid)
        views.catch_up(registry, wait=False)


def load(registry: Registry, *paths: str) -> None:
    """Load files and bring the views up to date."""
    loading.load(registry, [Path(path) for path in paths])
    views.catch_up(registry)
    _say("done")


def publish_all_or_none(registry: Registry, path: str) -> None:
    """Publish all documents of a file, one a line, as one; say so once it is acknowledged."""

    def prepared() -> Iterator[Submission]:
        with Path(path).open(encoding="utf-8") as lines:
            for line in lines:
                yield publishing.prepare(line, OPERATOR, base=registry.base)

    counts = publishing.record_all(registry, prepared(), OPERATOR)
    _say(f"{sum(counts.values())}")
    views.catch_up(registry, wait=False)


def catch_up_without_room(registry: Registry) -> None:
    """Catch up, as on a full disk: whatever is written into a file fails. Say what was reached."""
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    # Pipes are no files: what it says is still heard.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    _say(json.dumps(views.catch_up(registry, wait=False)))


def rebuild(registry: Registry, *names: str) -> None:
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


def _say(word: str) -> None:
    print(word, flush=True)


if __name__ == "__main__":
    opened = open_registry(from_environment())
    _say("begin")
    ACTIONS[sys.argv[1]](opened, *sys.argv[2:])
