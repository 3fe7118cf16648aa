"""The registry as it is really served: gunicorn and its workers on a free loopback port."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from app.cli.upkeep import gunicorn_arguments
from app.config import Settings

PROJECT = Path(__file__).resolve().parents[1]
START_SECONDS = 300
STOP_SECONDS = 30
REGISTRY = (sys.executable, "-c", "from app.cli import main; main()")


def environment_of(settings: Settings) -> dict[str, str]:
    """The environment that makes the `registry` command use these settings."""
    return {
        **os.environ,
        "REGISTRY_HOME": str(settings.home),
        "REGISTRY_BASE_URL": settings.base_url,
        "DATABASE_URL": settings.database_url,
        "HOST": settings.host,
        "PORT": str(settings.port),
        "WORKERS": str(settings.workers),
        "SEARCH_ENGINE": settings.search_engine,
    }


@contextmanager
def serving(
    settings: Settings,
    *,
    log: Path | None = None,
    more: Mapping[str, str] | None = None,
    as_it_is: bool = False,
) -> Iterator[subprocess.Popen[bytes]]:
    """The server, as long as the block lasts, with `more` in its environment; it may keep a log.

    `as_it_is` serves views that lag behind the log as they are, which `registry serve` does not.
    """
    gunicorn = (sys.executable, "-m", "gunicorn", *gunicorn_arguments(settings))
    with (log or Path(os.devnull)).open("wb") as output:
        process = subprocess.Popen(
            gunicorn if as_it_is else (*REGISTRY, "serve"),
            cwd=PROJECT,
            env={**environment_of(settings), **(more or {})},
            stderr=output,
        )
        try:
            wait_for_port(settings.host, settings.port, process)
            yield process
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def children(pid: int) -> list[int]:
    """The processes that a process has started: the workers of a server."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in listed.split()]


def wait_for_port(host: str, port: int, process: subprocess.Popen[bytes]) -> None:
    """Return when the process listens on the port; raises if it ends or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with status {process.returncode}")
        try:
            socket.create_connection((host, port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"the server did not start within {START_SECONDS} s")
