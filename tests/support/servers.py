"""The site as it really runs: gunicorn with two workers, started by `registry serve`."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.awkward import publish_awkward_records
from tests.support.ports import wait_until_ready
from tests.support.prerequisites import PROJECT
from tests.support.registries import copy_of, environment_of, registry_command

if TYPE_CHECKING:
    from app.config import Settings

STOP_SECONDS = 30


@dataclass(frozen=True)
class LiveServer:
    """A running site and where it is."""

    settings: Settings
    process: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        """The site's address, without a slash at its end."""
        return self.settings.base_url


@contextmanager
def serving(settings: Settings, log: Path) -> Iterator[LiveServer]:
    """The site over these settings, while the block lasts; the log shows what went wrong."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            registry_command("serve"),
            cwd=PROJECT,
            env=environment_of(settings),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until_ready(settings.port, process)
        yield LiveServer(settings, process)
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)


@pytest.fixture(scope="session")
def live_server(
    loaded_settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveServer]:
    """The site over every shipped record and a few awkward ones; tests only read it."""
    folder = tmp_path_factory.mktemp("site")
    # The same address as the registry it is a copy of, which would have to be made again otherwise.
    settings = copy_of(loaded_settings, folder / "home")
    publish_awkward_records(settings)
    with serving(settings, folder / "server.log") as server:
        yield server
