"""`python -m benchmarks engines [SIZE ...]`: the search engines side by side, without the web.

The shipped records again and again, each under another real title and with the description of
another record, so that no text comes with the same facts again. Every engine is given and asked
the same, and reads in a process of its own. What Whoosh would take hours for is left out:
WHOOSH_UP_TO names the largest size that it is given.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, islice
from pathlib import Path

from app.config import Settings
from app.services import loading, views
from app.services.levels import searched_crosswalk
from app.services.registry import set_up
from benchmarks.corpus import DATA, titles
from benchmarks.figures import p50_p95, seconds_of
from benchmarks.peers.records import examples
from benchmarks.serving import free_port
from ctdl.ctid import derive_ctid
from search_index import ENGINES, Engine, create_index
from search_index.protocol import SearchDocument

SHIPPED_HOME = "SHIPPED_HOME"
WHOOSH_UP_TO = "WHOOSH_UP_TO"
_STRIDE = 31


@dataclass(frozen=True)
class Measured:
    """One engine at one size: what it cost to make, and what its reader told."""

    engine: Engine
    build_seconds: float
    build_processor_seconds: float
    megabytes: float
    told: Mapping[str, float]
    times: Mapping[str, list[float]]


def command(arguments: Sequence[str]) -> None:
    """Measure both engines at each size and print them side by side."""
    with tempfile.TemporaryDirectory() as folder:
        settings = _shipped(Path(folder))
        registry = set_up(settings)
        known = [example.document for example in examples(registry)]
        also = Path(folder) / "also.json"
        also.write_text(json.dumps(dict(searched_crosswalk(registry).stand_ins)))
        registry.close()
        for size in map(int, arguments or ["10000", "100000"]):
            measured = []
            for engine in _engines(size):
                with tempfile.TemporaryDirectory() as place:
                    measured.append(_measured(engine, known, size, Path(place), also))
            _print(size, measured)


def documents(known: Sequence[SearchDocument], size: int) -> Iterator[SearchDocument]:
    """`size` documents like the known ones, none of them twice."""
    named = titles()
    for number in islice(count(), size):
        edition, place = divmod(number, len(named))
        title = named[place] + (f" ({edition + 1})" if edition else "")
        facts = known[number % len(known)]
        told = known[(number * _STRIDE + number // len(known)) % len(known)]
        yield replace(
            facts,
            ctid=derive_ctid(f"benchmark:{number}"),
            names=(title, *facts.names[1:]),
            sort_name=title,
            description=told.description,
            outcomes=told.outcomes,
        )


def _engines(size: int) -> Sequence[Engine]:
    most = int(os.environ.get(WHOOSH_UP_TO, "100000"))
    return [engine for engine in ENGINES if engine != "whoosh" or size <= most]


def _shipped(folder: Path) -> Settings:
    """A registry with the shipped records: one that is named, or one loaded for the occasion."""
    if given := os.environ.get(SHIPPED_HOME):
        return Settings(home=Path(given))
    settings = Settings(home=folder / "shipped", port=free_port())
    made = set_up(settings)
    loading.load(made, [DATA])
    views.catch_up(made)
    made.close()
    return settings


def _measured(
    engine: Engine, known: Sequence[SearchDocument], size: int, place: Path, also: Path
) -> Measured:
    index = create_index(place / "search", engine)
    before = _processor_seconds()
    seconds = seconds_of(lambda: index.rebuild(documents(known, size), 1))
    worked = _processor_seconds() - before
    bytes_ = sum(path.stat().st_size for path in place.rglob("*") if path.is_file())
    command_line = [sys.executable, "-m", "benchmarks.engines_reader", engine]
    finished = subprocess.run(
        [*command_line, str(place / "search"), str(also)], stdout=subprocess.PIPE, check=True
    )
    told = json.loads(finished.stdout)
    return Measured(engine, seconds, worked, bytes_ / 1e6, told["told"], told["times"])


def _processor_seconds() -> float:
    """What this process and those it has waited for have used so far."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _print(size: int, measured: Sequence[Measured]) -> None:
    print(f"{size} records" + "".join(f"{each.engine:>20}" for each in measured))
    _row("build, s", [each.build_seconds for each in measured])
    _row("build, s of a processor", [each.build_processor_seconds for each in measured])
    _row("size, MB", [each.megabytes for each in measured])
    for name in measured[0].told:
        _row(name, [each.told[name] for each in measured])
    print("p50 / p95, ms")
    for kind in measured[0].times:
        both = [p50_p95(each.times[kind]) for each in measured]
        cells = "".join(f"{p50:10.1f} /{p95:8.1f}" for p50, p95 in both)
        print(f"{kind:46}{cells}   {_ratio([p95 for _, p95 in both])}")
    print(flush=True)


def _row(name: str, values: Sequence[float]) -> None:
    print(f"{name:46}{''.join(f'{value:20.1f}' for value in values)}   {_ratio(values)}")


def _ratio(values: Sequence[float]) -> str:
    return " ".join(f"x{values[0] / value:.1f}" for value in values[1:] if value)
