"""Load rate, search times and memory at several sizes, side by side.

`python -m benchmarks [SIZE ...]` (default: the shipped records, 10000 and 100000).
"""

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

from app.config import Settings
from app.services import loading, searching, views
from app.services.registry import Registry, set_up
from app.services.searching import SearchRequest
from app.services.views import CatalogueView, RDFView, SearchView
from app.store import log
from benchmarks import corpus

ROUNDS = 3
CLIENTS = 2
QUERIES = (
    "",
    "data",
    "cyber security",
    "introduction to machine learning",
    "mangement accounting",
    '"project management"',
    "early childhood education teaching",
    "python programming for everybody",
    "nursing",
    "xyzzy",
)
FILTERED = {"mode": ("online",), "country": ("US", "IE")}


@dataclass(frozen=True)
class Figures:
    """What was measured at one size; times in milliseconds unless the name says otherwise."""

    records: int
    load_seconds: float
    catalogue_seconds: float
    search_seconds: float
    rdf_seconds: float
    megabytes: float
    search_p50: float
    search_p95: float
    page_p50: float
    page_p95: float
    worker_megabytes: float

    @property
    def load_rate(self) -> float:
        """Records validated and logged in a second."""
        return self.records / self.load_seconds


def main(sizes: list[str]) -> None:
    """Measure each size in a folder of its own and print the figures side by side."""
    measured = []
    for size in sizes or ["shipped", "10000", "100000"]:
        with tempfile.TemporaryDirectory() as folder:
            measured.append(_measure(Path(folder), size))
        _print(measured)


def _measure(folder: Path, size: str) -> Figures:
    settings = Settings(home=folder / "home", port=_free_port())
    registry = set_up(settings)
    if size == "shipped":
        files = [settings.data]
    else:
        corpus.write_corpus(folder / "credentials.jsonl", int(size))
        files = [*corpus.context_files(), folder / "credentials.jsonl"]
    load_seconds = _seconds(lambda: loading.load(registry, files))
    made = (CatalogueView(registry), SearchView(registry), RDFView(registry))
    catalogue, search, rdf = (_seconds(partial(_follow, registry, view)) for view in made)
    asked = _times(lambda text: searching.search(registry, _request(text)))
    with _serving(settings) as process:
        pages = _page_times(settings)
        worker = max(_resident_megabytes(pid) for pid in _children(process.pid))
    return Figures(
        log.latest_number(registry.database),
        load_seconds,
        catalogue,
        search,
        rdf,
        _folder_megabytes(settings.home),
        *_p50_p95(asked),
        *_p50_p95(pages),
        worker,
    )


def _follow(registry: Registry, view: CatalogueView | SearchView | RDFView) -> None:
    number = log.latest_number(registry.database)
    view.rebuild(log.newest_changes(registry.database, number), number)
    assert views.positions(registry)[view.name] == number


def _request(text: str) -> SearchRequest:
    # Every second question is a filtered one.
    return SearchRequest(q=text, filters=FILTERED if len(text) % 2 else {})


def _times(ask: Callable[[str], object]) -> list[float]:
    for text in QUERIES:
        ask(text)
    return [_seconds(partial(ask, text)) for _ in range(ROUNDS) for text in QUERIES]


def _page_times(settings: Settings) -> list[float]:
    def client(_: int) -> list[float]:
        connection = HTTPConnection(settings.host, settings.port, timeout=60)

        def ask(text: str) -> None:
            connection.request("GET", f"/search?q={quote(text)}")
            response = connection.getresponse()
            response.read()
            assert response.status == 200, response.status

        return _times(ask)

    with ThreadPoolExecutor(CLIENTS) as pool:
        return [each for times in pool.map(client, range(CLIENTS)) for each in times]


@contextmanager
def _serving(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    environment = {
        **os.environ,
        "REGISTRY_HOME": str(settings.home),
        "HOST": settings.host,
        "PORT": str(settings.port),
        "WORKERS": str(settings.workers),
    }
    command = [sys.executable, "-c", "from app.cli import main; main()", "serve"]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        _wait_for(settings)
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(settings: Settings) -> None:
    for _ in range(600):
        try:
            socket.create_connection((settings.host, settings.port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the server did not start within a minute")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in listed.split()]


def _resident_megabytes(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _folder_megabytes(folder: Path) -> float:
    # Hard-linked generations share their bytes: each file is counted once.
    sizes = {
        (found.st_dev, found.st_ino): found.st_size
        for found in (path.stat() for path in folder.rglob("*") if path.is_file())
    }
    return sum(sizes.values()) / 1e6


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _p50_p95(seconds: list[float]) -> tuple[float, float]:
    return statistics.median(seconds) * 1000, statistics.quantiles(seconds, n=20)[-1] * 1000


def _print(measured: list[Figures]) -> None:
    rows: list[tuple[str, Callable[[Figures], float]]] = [
        ("records", lambda each: each.records),
        ("validated and logged, records/s", lambda each: each.load_rate),
        ("catalogue, s", lambda each: each.catalogue_seconds),
        ("search index, s", lambda each: each.search_seconds),
        ("RDF store, s", lambda each: each.rdf_seconds),
        ("on disk, MB", lambda each: each.megabytes),
        ("search p50, ms", lambda each: each.search_p50),
        ("search p95, ms", lambda each: each.search_p95),
        ("search page p50, ms", lambda each: each.page_p50),
        ("search page p95, ms", lambda each: each.page_p95),
        ("largest worker, MB", lambda each: each.worker_megabytes),
    ]
    for label, value in rows:
        first = value(measured[0])
        cells = [f"{value(each):12,.1f}" for each in measured]
        ratios = [f"x{value(each) / first:.2f}" for each in measured[1:] if first]
        sys.stdout.write(f"{label:34}{''.join(cells)}   {' '.join(ratios)}\n")
    sys.stdout.write("\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
