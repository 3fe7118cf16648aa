"""Programs that are killed while they work: each says when it begins and what it has acknowledged.

Run as `python -m tests.support.doomed ACTION`, with the registry's settings in the environment.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from app.config import from_environment
from app.services import loading, publishing, views
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


def rebuild(registry: Registry, *names: str) -> None:
    """Make views again and again."""
    while True:
        views.rebuild(registry, names)


ACTIONS: dict[str, Callable[..., None]] = {
    "publish": publish_one_after_another,
    "load": load,
    "rebuild": rebuild,
}


def _say(word: str) -> None:
    print(word, flush=True)


if __name__ == "__main__":
    opened = open_registry(from_environment())
    _say("begin")
    ACTIONS[sys.argv[1]](opened, *sys.argv[2:])
