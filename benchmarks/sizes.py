"""Load rate, search times and memory at several sizes, side by side.

`python -m benchmarks [SIZE ...]` (default: the shipped records, 10000 and 100000).
"""

import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

from app.config import Settings
from app.services import loading, searching, views
from app.services.registry import Registry, set_up
from app.services.searching import SearchRequest
from app.services.views import CatalogueView, ConformanceView, RDFView, SearchView, View
from app.store import log
from benchmarks import corpus
from benchmarks.figures import p50_p95, print_side_by_side, seconds_of
from benchmarks.serving import children, free_port, serving

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
    conformance_seconds: float
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


def main(sizes: Sequence[str]) -> None:
    """Measure each size in a folder of its own and print the figures side by side."""
    measured = []
    for size in sizes or ["shipped", "10000", "100000"]:
        with tempfile.TemporaryDirectory() as folder:
            measured.append(_measure(Path(folder), size))
        _print(measured)


def _measure(folder: Path, size: str) -> Figures:
    settings = Settings(home=folder / "home", port=free_port())
    registry = set_up(settings)
    files = corpus.files_of(size, folder)
    load_seconds = seconds_of(lambda: loading.load(registry, files))
    made = (
        CatalogueView(registry),
        ConformanceView(registry),
        SearchView(registry),
        RDFView(registry),
    )
    catalogue, checks, search, rdf = (seconds_of(partial(_follow, registry, view)) for view in made)
    asked = _times(lambda text: searching.search(registry, _request(text)))
    with serving(settings) as process:
        pages = _page_times(settings)
        worker = max(_resident_megabytes(pid) for pid in children(process.pid))
    return Figures(
        log.latest_number(registry.database),
        load_seconds,
        catalogue,
        checks,
        search,
        rdf,
        _folder_megabytes(settings.home),
        *p50_p95(asked),
        *p50_p95(pages),
        worker,
    )


def _follow(registry: Registry, view: View) -> None:
    number = log.latest_number(registry.database)
    view.rebuild(log.newest_changes(registry.database, number), number)
    assert views.positions(registry)[view.name] == number


def _request(text: str) -> SearchRequest:
    # Every second question is a filtered one.
    return SearchRequest(q=text, filters=FILTERED if len(text) % 2 else {})


def _times(ask: Callable[[str], object]) -> list[float]:
    for text in QUERIES:
        ask(text)
    return [seconds_of(partial(ask, text)) for _ in range(ROUNDS) for text in QUERIES]


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


def _print(measured: list[Figures]) -> None:
    rows: list[tuple[str, Callable[[Figures], float]]] = [
        ("records", lambda each: each.records),
        ("validated and logged, records/s", lambda each: each.load_rate),
        ("catalogue, s", lambda each: each.catalogue_seconds),
        ("checks against standards, s", lambda each: each.conformance_seconds),
        ("search index, s", lambda each: each.search_seconds),
        ("RDF store, s", lambda each: each.rdf_seconds),
        ("on disk, MB", lambda each: each.megabytes),
        ("search p50, ms", lambda each: each.search_p50),
        ("search p95, ms", lambda each: each.search_p95),
        ("search page p50, ms", lambda each: each.page_p50),
        ("search page p95, ms", lambda each: each.page_p95),
        ("largest worker, MB", lambda each: each.worker_megabytes),
    ]
    print_side_by_side(measured, rows)
