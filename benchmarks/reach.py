"""Processor time to find what held credentials count towards, in a large graph of stacking.

`python -m benchmarks reach [CREDENTIALS [EDGES]]`: 100,000 and 500,000 unless said otherwise. The
rows are written straight into the catalogue: nothing else is read. Beside it stands the plain way,
which follows every relation of the held things one query at a time.
"""

import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from app.config import Settings
from app.services.plans.reach import PART_OF, reach
from app.services.registry import Registry, set_up
from app.services.summaries import CreditSummary, Summary
from app.store import catalogue
from app.store.catalogue import EdgeRow, RecordRow, ResourceRow, Rows
from benchmarks.figures import p50_p95
from ctdl.ctid import CTID, derive_ctid

CREDENTIALS: Final = 100_000
EDGES: Final = 500_000
HELD: Final = (1, 5, 20)
QUESTIONS: Final = 60
SEED: Final = 11
TARGET_MS: Final = 200
_DAY: Final = date(2026, 1, 1)
_BATCH: Final = 2_000
# Of a hundred credentials: courses, short credentials, degrees.
_COURSES, _SHORT = 0.6, 0.95


def command(arguments: Sequence[str]) -> None:
    """Measure, and print what 50 and 95 of 100 answers stay under."""
    credentials = int(arguments[0]) if arguments else CREDENTIALS
    edges = int(arguments[1]) if len(arguments) > 1 else EDGES
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        registry = set_up(Settings(home=Path(folder)))
        try:
            started = time.perf_counter()
            _fill(registry, credentials, edges)
            seconds = time.perf_counter() - started
            print(f"{credentials:,} credentials, {edges:,} edges, written in {seconds:.0f} s")
            for held in HELD:
                _print(registry, credentials, held)
        finally:
            registry.close()


def _print(registry: Registry, credentials: int, held: int) -> None:
    drawn = random.Random(SEED)
    courses = int(credentials * _COURSES)
    asked = [[_ctid(drawn.randrange(courses)) for _ in range(held)] for _ in range(QUESTIONS)]
    for each in asked[:3]:
        reach(registry, each, _DAY)
    ours, found = _timed(asked, lambda each: len(reach(registry, each, _DAY).reached))
    plain, _ = _timed(asked, lambda each: _plainly(registry, each))
    (ours_50, ours_95), (plain_50, plain_95) = p50_p95(ours), p50_p95(plain)
    print(
        f"{held:>3} held, {found / QUESTIONS:6.0f} reached: p50 {ours_50:6.0f} ms,"
        f" p95 {ours_95:6.0f} ms (aim {TARGET_MS}); one query at a time p50"
        f" {plain_50:6.0f} ms, p95 {plain_95:6.0f} ms, x{plain_95 / ours_95:.1f}"
    )


def _timed(
    asked: Sequence[Sequence[CTID]], answer: Callable[[Sequence[CTID]], int]
) -> tuple[list[float], int]:
    seconds, found = [], 0
    for each in asked:
        started = time.process_time()
        found += answer(each)
        seconds.append(time.process_time() - started)
    return seconds, found


def _plainly(registry: Registry, held: Sequence[CTID]) -> int:
    """The parts of everything that each held thing is a part of, asked for one by one."""
    had, found = set(held), 0
    with registry.database.reading() as connection:
        for ctid in held:
            for edge in catalogue.edges_from(connection, [ctid], [PART_OF]):
                if edge.target is None:
                    continue
                parts = {
                    row.subject for row in catalogue.edges_to(connection, [edge.target], [PART_OF])
                }
                for part in parts:
                    catalogue.records(connection, [part])
                found += bool(parts & had)
    return found


def _fill(registry: Registry, credentials: int, edges: int) -> None:
    drawn = random.Random(SEED)
    rows = _rows(drawn, credentials, edges)
    batch: list[Rows] = []
    for each in rows:
        batch.append(each)
        if len(batch) == _BATCH:
            _write(registry, batch)
            batch = []
    _write(registry, batch)


def _write(registry: Registry, batch: Sequence[Rows]) -> None:
    with registry.database.writing(must_last=False) as connection:
        catalogue.put(connection, batch)


def _rows(drawn: random.Random, credentials: int, edges: int) -> Iterator[Rows]:
    """Courses lead to short credentials and degrees, short credentials to degrees."""
    courses, short = int(credentials * _COURSES), int(credentials * _SHORT)
    each = edges / short
    for number in range(credentials):
        ctid = _ctid(number)
        kind = (
            "Course"
            if number < courses
            else "MicroCredential"
            if number < short
            else "BachelorDegree"
        )
        summary = Summary(
            ctid,
            f"ceterms:{kind}",
            {"en": f"{kind} {number}"},
            credits=(CreditSummary(5, 5, "ects", {}),) if number < courses else (),
        )
        yield Rows(
            RecordRow(
                ctid,
                number + 1,
                "2026-01-01T00:00:00Z",
                summary.type,
                "learning" if number < courses else "credential",
                withdrawn=False,
                name_key=f"{number:08}",
                country=None,
                sha256="0" * 64,
                summary=summary.to_json(),
            ),
            (ResourceRow(ctid, ctid, summary.type, '{"en": "x"}'),),
            tuple(_edges(drawn, number, courses, short, credentials, each)),
            (),
        )


def _edges(
    drawn: random.Random, number: int, courses: int, short: int, credentials: int, each: float
) -> Iterator[EdgeRow]:
    if number >= short:
        return
    amount = int(each) + (drawn.random() < each % 1)
    first = courses if number < courses else short
    for _ in range(amount):
        relation = PART_OF if drawn.random() < 0.8 else "ceterms:isPreparationFor"
        target = _ctid(drawn.randrange(first, credentials))
        yield EdgeRow(_ctid(number), _ctid(number), relation, target, None)


def _ctid(number: int) -> CTID:
    return derive_ctid(f"benchmark:reach:{number}")
