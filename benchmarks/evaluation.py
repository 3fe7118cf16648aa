"""Evaluations: the answer of the service and the whole page, with a programme and without one."""

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
from flask.testing import FlaskClient

from app import create_app
from app.config import Settings
from app.services import families, loading
from app.services.evaluation import evaluate
from app.services.registry import Registry, set_up
from app.services.views import catch_up
from app.store import catalogue, log
from benchmarks import corpus
from benchmarks.figures import p50_p95, print_side_by_side
from benchmarks.serving import free_port
from ctdl.ctid import CTID

_PAIRS = 300
_DAYS = (date(2021, 3, 15), date(2024, 6, 1), date(2026, 11, 22))


@dataclass(frozen=True)
class Figures:
    """What was measured at one size; seconds of processor time, and by the clock for pages."""

    records: int
    alone: list[float]
    compared: list[float]
    pages: list[float]
    pages_by_clock: list[float]
    load: float


@click.command(name="python -m benchmarks evaluation")
@click.argument("sizes", nargs=-1)
@click.option("--home", type=click.Path(path_type=Path), help="A loaded registry to measure.")
def command(sizes: tuple[str, ...], home: Path | None) -> None:
    """Evaluate records of each of SIZES (default: shipped), or of the registry in --home."""
    measured = []
    if home is not None:
        measured.append(_figures(set_up(Settings(home=home, port=free_port()))))
    for size in sizes or (() if home else ("shipped",)):
        with tempfile.TemporaryDirectory() as folder:
            registry = set_up(Settings(home=Path(folder) / "home", port=free_port()))
            loading.load(registry, corpus.files_of(size, Path(folder)))
            catch_up(registry)
            measured.append(_figures(registry))
    _print(measured)


def _figures(registry: Registry) -> Figures:
    pairs = _pairs(registry)
    client = create_app(registry.settings).test_client()
    alone = [
        _processor_seconds(partial(evaluate, registry, one, _DAYS[place % len(_DAYS)]))
        for place, (one, _) in enumerate(pairs)
    ]
    compared = [
        _processor_seconds(partial(evaluate, registry, one, _DAYS[1], programme=other))
        for one, other in pairs
    ]
    timed = [_page_seconds(client, one, other) for one, other in pairs]
    found = Figures(
        records=log.latest_number(registry.database),
        alone=alone,
        compared=compared,
        pages=[processor for processor, _ in timed],
        pages_by_clock=[clock for _, clock in timed],
        load=os.getloadavg()[0],
    )
    client.application.extensions["registry"].close()
    registry.close()
    return found


def _pairs(registry: Registry) -> Sequence[tuple[CTID, CTID]]:
    """Credentials and the programmes they are held against, drawn at random."""
    with registry.database.reading() as connection:
        rows = [
            row.ctid
            for family in (families.CREDENTIAL, families.LEARNING)
            for row in catalogue.listing(connection, family)
        ]
    chance = random.Random(20261122)
    count = min(_PAIRS, len(rows) // 2)
    drawn = chance.sample(rows, 2 * count)
    return list(zip(drawn[:count], drawn[count:], strict=True))


def _page_seconds(client: FlaskClient, one: CTID, other: CTID) -> tuple[float, float]:
    address = f"/credentials/{one}/evaluation?asof=2024-06-01&programme={other}"
    began, processor = time.perf_counter(), time.process_time()
    response = client.get(address)
    assert response.status_code == 200, address
    return time.process_time() - processor, time.perf_counter() - began


def _processor_seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _print(measured: list[Figures]) -> None:
    rows: list[tuple[str, Callable[[Figures], float]]] = [
        ("records", lambda each: each.records),
        ("answer p50, ms", lambda each: p50_p95(each.alone)[0]),
        ("answer p95, ms", lambda each: p50_p95(each.alone)[1]),
        ("with a programme p50, ms", lambda each: p50_p95(each.compared)[0]),
        ("with a programme p95, ms", lambda each: p50_p95(each.compared)[1]),
        ("page p50, ms", lambda each: p50_p95(each.pages)[0]),
        ("page p95, ms", lambda each: p50_p95(each.pages)[1]),
        ("page p95 by the clock, ms", lambda each: p50_p95(each.pages_by_clock)[1]),
        ("load of the machine", lambda each: each.load),
    ]
    sys.stdout.write("processor time of one evaluation, and of its page\n")
    print_side_by_side(measured, rows)
