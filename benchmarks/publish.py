"""One publication after another, views included: how long each takes, and each of its parts."""

import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import click

from app.config import Settings
from app.services import loading, publishing, views
from app.services.registry import Registry, set_up
from app.services.views import followers, take_turns
from app.store import log
from benchmarks import corpus
from benchmarks.figures import p50_p95, print_side_by_side
from benchmarks.serving import free_port
from ctdl.provenance import Provenance

# Far beyond every corpus that is loaded, so that a new record is really new.
_UNUSED = 1_000_000


@dataclass(frozen=True)
class Figures:
    """What was measured at one size: milliseconds by part, and what lies on the disk at the end."""

    records: int
    parts: dict[str, list[float]]
    files: int
    load: float

    def p50(self, part: str) -> float:
        """The median of one part."""
        return p50_p95(self.parts[part])[0]


@click.command(name="python -m benchmarks publish")
@click.argument("sizes", nargs=-1)
@click.option("--publications", default=200, show_default=True, help="How many at each size.")
def command(sizes: tuple[str, ...], publications: int) -> None:
    """Publish real records one by one at each of SIZES (default: shipped and 72100)."""
    measured = []
    for size in sizes or ("shipped", "72100"):
        with tempfile.TemporaryDirectory() as folder:
            measured.append(_measure(Path(folder), size, publications))
        _print(measured)


def _measure(folder: Path, size: str, publications: int) -> Figures:
    registry = set_up(Settings(home=folder / "home", port=free_port()))
    loading.load(registry, corpus.files_of(size, folder))
    views.catch_up(registry)
    records = log.latest_number(registry.database)
    parts: dict[str, list[float]] = defaultdict(list)
    for document, provenance in islice(_new_and_changed(), publications):
        _publish(registry, document, provenance, parts)
    files = sum(1 for _ in registry.settings.home.rglob("*"))
    registry.close()
    return Figures(records, parts, files, os.getloadavg()[0])


def _new_and_changed() -> Iterator[tuple[dict[str, Any], Provenance]]:
    """Documents to publish: a new record, then a change of it, and so on."""
    for number, entry in enumerate(corpus.credentials(_UNUSED)):
        provenance = Provenance.from_json(entry["provenance"])
        yield entry["document"], provenance
        main = entry["document"]["@graph"][0]
        yield (
            {
                **entry["document"],
                "@graph": [
                    {**main, "ceterms:alternateName": {"en": [f"Edition {number}"]}},
                    *entry["document"]["@graph"][1:],
                ],
            },
            provenance,
        )


def _publish(
    registry: Registry,
    document: dict[str, Any],
    provenance: Provenance,
    parts: dict[str, list[float]],
) -> None:
    """What `publish` and `catch_up` do, with the time of each part."""
    # By itself: publishing does this too, and its time is part of "validate and log".
    _timed(
        parts["validate"],
        lambda: publishing.prepare(
            document, publishing.OPERATOR, base=registry.base, provenance=provenance
        ),
    )
    began, worked = time.perf_counter(), time.process_time()
    _timed(
        parts["validate and log"],
        lambda: publishing.publish(registry, document, provenance=provenance),
    )
    for follower in followers(registry):
        turn = partial(take_turns, registry.lock_of(follower.name), follower)
        _timed(parts[follower.name], partial(turn, patience_seconds=2.0))
    parts["all"].append(time.perf_counter() - began)
    parts["work"].append(time.process_time() - worked)


def _timed(times: list[float], work: Callable[[], object]) -> None:
    began = time.perf_counter()
    work()
    times.append(time.perf_counter() - began)


def _print(measured: list[Figures]) -> None:
    named = (
        "validate",
        "validate and log",
        "seal",
        "catalogue",
        "conformance",
        "search",
        "meaning",
        "suggest",
        "rdf",
    )
    rows: list[tuple[str, Callable[[Figures], float]]] = [
        ("records before", lambda each: each.records),
        *((f"{part} p50, ms", _p50_of(part)) for part in named),
        ("publication p50, ms", lambda each: p50_p95(each.parts["all"])[0]),
        ("publication p95, ms", lambda each: p50_p95(each.parts["all"])[1]),
        ("longest publication, ms", lambda each: max(each.parts["all"]) * 1000),
        ("processor time p50, ms", lambda each: p50_p95(each.parts["work"])[0]),
        ("processor time p95, ms", lambda each: p50_p95(each.parts["work"])[1]),
        ("files in the home folder", lambda each: each.files),
        ("load of the machine", lambda each: each.load),
    ]
    print_side_by_side(measured, rows)


def _p50_of(part: str) -> Callable[[Figures], float]:
    return lambda each: each.p50(part)


if __name__ == "__main__":
    command(sys.argv[1:])
