"""Harvests of many records: how many a second, and whether the last page costs what the first does.

The server is the real one with two workers, asked by two harvesters at once. Beside it, what a list
costs that is paged by counting (OFFSET), over the same tables.
"""

import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

import click
import requests
from sqlalchemy import text

from app.config import Settings
from app.services import harvest, loading, views
from app.services.registry import Registry, set_up
from app.store.harvest import Place, Selection
from benchmarks import corpus
from benchmarks.figures import p50_p95, print_side_by_side
from benchmarks.serving import free_port, serving

_HARVESTERS: Final = 2
_EDGE: Final = 20
"""So many pages at either end are compared."""
_TOKEN: Final = re.compile(r"<resumptionToken[^>]*>([^<]+)<")
_COUNTED: Final = text(
    "SELECT m.record FROM harvest_member m JOIN harvest_record r ON r.record = m.record"
    " WHERE m.\"set\" = '' ORDER BY m.stamp, m.record LIMIT :size OFFSET :start"
)


@dataclass(frozen=True)
class Figures:
    """What was measured at one size; times of pages are in seconds."""

    records: int
    dublin_core: list[float]
    whole_records: list[float]
    rate: float
    """Records a second of all harvesters together, in Dublin Core."""
    whole_rate: float
    """The same with each record whole, as RDF/XML."""
    feed: list[float]
    activity: list[float]
    by_place: list[float]
    by_count: list[float]


@click.command(name="python -m benchmarks harvest")
@click.argument("sizes", nargs=-1)
def command(sizes: tuple[str, ...]) -> None:
    """Harvest a registry of each of SIZES (default: shipped and 100000)."""
    measured = []
    for size in sizes or ("shipped", "100000"):
        with tempfile.TemporaryDirectory() as folder:
            measured.append(_measure(Path(folder), size))
        _print(measured)


def _measure(folder: Path, size: str) -> Figures:
    port = free_port()
    settings = Settings(home=folder / "home", port=port, base_url=f"http://127.0.0.1:{port}")
    registry = set_up(settings)
    loading.load(registry, corpus.files_of(size, folder))
    # The log and this view are all that harvests read: the others stay empty.
    views.rebuild(registry, ["harvest"])
    with serving(settings, more={"HARVEST_LIMIT": "1000000 per second"}, as_it_is=True):
        site = settings.base_url
        pages = -(-harvest.list_records(registry, Selection()).total // harvest.PAGE)  # type: ignore[operator]
        dublin_core, rate = _harvest(site, "oai_dc")
        whole_records, whole_rate = _harvest(site, "ctdl_rdf")
        found = Figures(
            _records(registry),
            dublin_core,
            whole_records,
            rate,
            whole_rate,
            _fetch([f"{site}/feed/pages/{number}" for number in range(1, pages + 1)]),
            _fetch([f"{site}/activity/pages/{number}" for number in range(1, pages + 1)]),
            _by_place(registry),
            _by_count(registry),
        )
    registry.close()
    return found


def _records(registry: Registry) -> int:
    return harvest.list_records(registry, Selection()).total or 0


def _harvest(site: str, format: str) -> tuple[list[float], float]:
    """The seconds of each page of the first harvester, and the records a second of all."""
    start = time.perf_counter()
    with ThreadPoolExecutor(_HARVESTERS) as pool:
        running = [pool.submit(_pages, site, format) for _ in range(_HARVESTERS)]
        harvested = [each.result() for each in running]
    took = time.perf_counter() - start
    return harvested[0][0], sum(records for _, records in harvested) / took


def _pages(site: str, format: str) -> tuple[list[float], int]:
    session, seconds, records = requests.Session(), [], 0
    query = f"verb=ListRecords&metadataPrefix={format}"
    while query:
        begun = time.perf_counter()
        answer = session.get(f"{site}/oai?{query}", timeout=60)
        seconds.append(time.perf_counter() - begun)
        answer.raise_for_status()
        records += answer.text.count("<header")
        token = _TOKEN.search(answer.text)
        query = f"verb=ListRecords&resumptionToken={quote(token[1])}" if token else ""
    return seconds, records


def _fetch(addresses: list[str]) -> list[float]:
    """The seconds of each address, asked one after the other; at most 200 of them, spread."""
    session, seconds = requests.Session(), []
    for address in addresses[:: max(1, len(addresses) // 200)]:
        begun = time.perf_counter()
        session.get(address, timeout=60).raise_for_status()
        seconds.append(time.perf_counter() - begun)
    return seconds


def _by_place(registry: Registry) -> list[float]:
    """The seconds of each page of a list that goes on from the last record given."""
    seconds: list[float] = []
    place: Place | None = Place()
    while place:
        begun = time.perf_counter()
        place = harvest.list_records(registry, Selection(), place).goes_on_after
        seconds.append(time.perf_counter() - begun)
    return seconds


def _by_count(registry: Registry) -> list[float]:
    """The seconds of each page of a list that counts; it fetches CTIDs only, not the records."""
    seconds: list[float] = []
    size, found = harvest.PAGE, harvest.PAGE
    while found == size:
        begun = time.perf_counter()
        with registry.database.reading() as connection:
            values = {"size": size, "start": len(seconds) * size}
            found = len(connection.execute(_COUNTED, values).fetchall())
        seconds.append(time.perf_counter() - begun)
    return seconds


def _print(measured: list[Figures]) -> None:
    def first(pages: list[float]) -> float:
        return statistics.median(pages[1:_EDGE]) * 1000

    def last(pages: list[float]) -> float:
        return statistics.median(pages[-_EDGE:]) * 1000

    rows: list[tuple[str, Callable[[Figures], float]]] = [
        ("records", lambda each: each.records),
        ("OAI, oai_dc: records/s", lambda each: each.rate),
        ("  first pages, ms", lambda each: first(each.dublin_core)),
        ("  last pages, ms", lambda each: last(each.dublin_core)),
        ("OAI, ctdl_rdf: records/s", lambda each: each.whole_rate),
        ("  first pages, ms", lambda each: first(each.whole_records)),
        ("  last pages, ms", lambda each: last(each.whole_records)),
        ("feed, median page, ms", lambda each: p50_p95(each.feed)[0]),
        ("feed, p95, ms", lambda each: p50_p95(each.feed)[1]),
        ("activity, median page, ms", lambda each: p50_p95(each.activity)[0]),
        ("activity, p95, ms", lambda each: p50_p95(each.activity)[1]),
        ("database, by place: first, ms", lambda each: first(each.by_place)),
        ("  last, ms", lambda each: last(each.by_place)),
        ("database, by count: first, ms", lambda each: first(each.by_count)),
        ("  last, ms", lambda each: last(each.by_count)),
        ("  all pages, s", lambda each: sum(each.by_count)),
    ]
    print_side_by_side(measured, rows)


if __name__ == "__main__":
    command(sys.argv[1:])
