"""A dump of many records: how long it takes, how much memory, how large the files are."""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click

from app.config import Settings
from app.services import dumps, loading
from app.services.registry import set_up
from app.store.dumps import Dump
from benchmarks import corpus
from benchmarks.figures import print_side_by_side, seconds_of
from benchmarks.serving import free_port


@dataclass(frozen=True)
class Figures:
    """What was measured at one size; the command runs by itself, so its memory is its own."""

    dump: Dump
    seconds: float
    work: float
    megabytes: float
    again: float
    load: float

    def file(self, suffix: str) -> float:
        """The size of a file in megabytes."""
        found = self.dump.file(suffix)
        return found.size / 1e6 if found else 0


@click.command(name="python -m benchmarks dumps")
@click.argument("sizes", nargs=-1)
def command(sizes: tuple[str, ...]) -> None:
    """Write a dump at each of SIZES (default: shipped and 100000)."""
    measured = []
    for size in sizes or ("shipped", "100000"):
        with tempfile.TemporaryDirectory() as folder:
            measured.append(_measure(Path(folder), size))
        _print(measured)


def _measure(folder: Path, size: str) -> Figures:
    registry = set_up(Settings(home=folder / "home", port=free_port()))
    # The log is all that a dump reads: the views stay empty.
    loading.load(registry, corpus.files_of(size, folder))
    environment = {
        **os.environ,
        "REGISTRY_HOME": str(registry.settings.home),
        "PORT": str(registry.settings.port),
    }
    export = [sys.executable, "-m", "app.cli", "export", "--dumps"]

    def write() -> None:
        subprocess.run(export, env=environment, check=True, stderr=subprocess.DEVNULL)

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = seconds_of(write)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    dump = dumps.get_dump(registry, dumps.LATEST)
    figures = Figures(
        dump,
        seconds,
        after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        after.ru_maxrss / 1024,
        seconds_of(write),
        os.getloadavg()[0],
    )
    registry.close()
    return figures


def _print(measured: list[Figures]) -> None:
    rows: list[tuple[str, Callable[[Figures], float]]] = [
        ("records", lambda each: each.dump.records),
        ("statements", lambda each: each.dump.triples),
        ("command, s", lambda each: each.seconds),
        ("processor time, s", lambda each: each.work),
        ("largest memory so far, MB", lambda each: each.megabytes),
        ("command when nothing changed, s", lambda each: each.again),
        ("N-Quads, MB", lambda each: each.file(dumps.N_QUADS)),
        ("JSON Lines, MB", lambda each: each.file(dumps.JSON_LINES)),
        ("load of the machine", lambda each: each.load),
    ]
    print_side_by_side(measured, rows)


if __name__ == "__main__":
    command(sys.argv[1:])
