"""Records held against every standard: one by one, all at a catch-up, and after one change."""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import click

from app.config import Settings
from app.services import conformance, loading, publishing, reading
from app.services.registry import Registry, set_up
from app.services.views import CatalogueView, ConformanceView
from app.store import log
from benchmarks import corpus
from benchmarks.figures import p50_p95, print_side_by_side, seconds_of
from benchmarks.serving import free_port
from ctdl.provenance import Provenance
from ctdl.standards import STANDARDS

_ONE_BY_ONE = 300
_CHANGES = 50
_UNUSED = 1_000_000


@dataclass(frozen=True)
class Figures:
    """What was measured at one size; milliseconds unless the name says otherwise."""

    records: int
    checked: int
    all_seconds: float
    all_processor_seconds: float
    faults_seconds: float
    one: list[float]
    changed: list[float]
    figures: list[float]
    load: float


@click.command(name="python -m benchmarks conformance")
@click.argument("sizes", nargs=-1)
def command(sizes: tuple[str, ...]) -> None:
    """Hold the records of each of SIZES (default: shipped) against all standards."""
    measured = []
    for size in sizes or ("shipped",):
        with tempfile.TemporaryDirectory() as folder:
            measured.append(_measure(Path(folder), size))
        _print(measured)


def _measure(folder: Path, size: str) -> Figures:
    registry = set_up(Settings(home=folder / "home", port=free_port()))
    loading.load(registry, corpus.files_of(size, folder))
    number = log.latest_number(registry.database)
    CatalogueView(registry).rebuild(log.newest_changes(registry.database, number), number)
    view = ConformanceView(registry)
    began = time.process_time()
    whole = seconds_of(lambda: view.rebuild(log.newest_changes(registry.database, number), number))
    worked = time.process_time() - began
    made = Figures(
        records=number,
        checked=len(list(view.entries())),
        all_seconds=whole,
        all_processor_seconds=worked,
        faults_seconds=seconds_of(partial(_prove, registry, view, number)),
        one=_one_by_one(registry),
        changed=_after_changes(registry),
        figures=[seconds_of(partial(conformance.figures, registry)) for _ in range(20)],
        load=os.getloadavg()[0],
    )
    registry.close()
    return made


def _prove(registry: Registry, view: ConformanceView, number: int) -> None:
    live = (
        each
        for each in log.newest_changes(registry.database, number)
        if not each.is_withdrawal and view.covers(each.resource_type)
    )
    assert list(view.faults(live)) == []


def _one_by_one(registry: Registry) -> list[float]:
    """What a page of a record takes: reading it and holding it against all standards."""
    with_results = [ctid for ctid, _ in ConformanceView(registry).entries()]
    chosen = with_results[:: max(1, len(with_results) // _ONE_BY_ONE)]
    stored = [reading.get_record(registry, ctid) for ctid in chosen]
    return [seconds_of(partial(conformance.conformance_of, registry, each)) for each in stored]


def _after_changes(registry: Registry) -> list[float]:
    """What the view takes after one record was published."""
    times = []
    for entry in islice(corpus.credentials(_UNUSED), _CHANGES):
        provenance = Provenance.from_json(entry["provenance"])
        publishing.publish(registry, entry["document"], provenance=provenance)
        _follow(registry, CatalogueView(registry))
        times.append(seconds_of(partial(_follow, registry, ConformanceView(registry))))
    return times


def _follow(registry: Registry, view: CatalogueView | ConformanceView) -> None:
    view.apply(log.changes_after(registry.database, view.reached()))


def _print(measured: list[Figures]) -> None:
    rows: list[tuple[str, Callable[[Figures], float]]] = [
        ("records", lambda each: each.records),
        ("held against the standards", lambda each: each.checked),
        ("all of them, seconds", lambda each: each.all_seconds),
        ("processor time of that, seconds", lambda each: each.all_processor_seconds),
        ("proving it right, seconds", lambda each: each.faults_seconds),
        ("one record p50, ms", lambda each: p50_p95(each.one)[0]),
        ("one record p95, ms", lambda each: p50_p95(each.one)[1]),
        ("after one change p50, ms", lambda each: p50_p95(each.changed)[0]),
        ("after one change p95, ms", lambda each: p50_p95(each.changed)[1]),
        ("figures over all p50, ms", lambda each: p50_p95(each.figures)[0]),
        ("load of the machine", lambda each: each.load),
    ]
    sys.stdout.write(f"{len(STANDARDS)} standards\n")
    print_side_by_side(measured, rows)
