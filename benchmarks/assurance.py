"""Quality assurance on a date: one answer after another, and five hundred at once."""

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import click

from app.config import Settings
from app.services import families, loading
from app.services.assurance import assurance_on
from app.services.assurance.batch import BatchLine, look_up_all
from app.services.registry import Registry, set_up
from app.services.views import CatalogueView
from app.store import catalogue, log
from benchmarks import corpus
from benchmarks.figures import p50_p95, print_side_by_side
from benchmarks.serving import free_port
from ctdl.ctid import CTID

_ONE_BY_ONE = 1_000
_BATCH = 500
_DAYS = (date(2016, 6, 1), date(2021, 3, 15), date(2026, 11, 22))


@dataclass(frozen=True)
class Figures:
    """What was measured at one size; milliseconds of processor time unless it says otherwise."""

    records: int
    credentials: list[float]
    organizations: list[float]
    batch: float
    load: float


@click.command(name="python -m benchmarks assurance")
@click.argument("sizes", nargs=-1)
def command(sizes: tuple[str, ...]) -> None:
    """Ask about records of each of SIZES (default: shipped) on several days."""
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
    credentials = _some(registry, (families.CREDENTIAL, families.LEARNING))
    organizations = _some(registry, (families.ORGANIZATION,))
    found = Figures(
        records=number,
        credentials=_answers(registry, credentials),
        organizations=_answers(registry, organizations),
        batch=_processor_seconds(partial(_batch, registry, credentials[:_BATCH])),
        load=os.getloadavg()[0],
    )
    registry.close()
    return found


def _some(registry: Registry, wanted: Sequence[str]) -> list[CTID]:
    with registry.database.reading() as connection:
        rows = [row.ctid for each in wanted for row in catalogue.listing(connection, each)]
    chance = random.Random(20261122)
    return chance.sample(rows, min(_ONE_BY_ONE, len(rows)))


def _answers(registry: Registry, ctids: Sequence[CTID]) -> list[float]:
    asked = [(ctid, _DAYS[place % len(_DAYS)]) for place, ctid in enumerate(ctids)]
    return [_processor_seconds(partial(assurance_on, registry, *each)) for each in asked]


def _batch(registry: Registry, ctids: Sequence[CTID]) -> None:
    look_up_all(registry, [BatchLine(ctid, _DAYS[1]) for ctid in ctids], _DAYS[-1])


def _processor_seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _print(measured: list[Figures]) -> None:
    rows: list[tuple[str, Callable[[Figures], float]]] = [
        ("records", lambda each: each.records),
        ("one credential p50, ms", lambda each: p50_p95(each.credentials)[0]),
        ("one credential p95, ms", lambda each: p50_p95(each.credentials)[1]),
        ("one organization p50, ms", lambda each: p50_p95(each.organizations)[0]),
        ("one organization p95, ms", lambda each: p50_p95(each.organizations)[1]),
        ("the slowest of all, ms", lambda each: 1000 * max(each.credentials + each.organizations)),
        (f"{_BATCH} credentials at once, seconds", lambda each: each.batch),
        ("load of the machine", lambda each: each.load),
    ]
    sys.stdout.write("processor time of one answer about a day\n")
    print_side_by_side(measured, rows)
