"""`python -m benchmarks peers [SIZE ...]`: this registry beside SQLite's FTS5 and Datasette.

Every peer holds the same records and runs as its own server, one process, on loopback. All run at
once, and each question goes to one after another over HTTP, so that whatever else the machine does
slows all of them down alike; times include reading the whole answer. What a server's processes use
of the processor is told as well: it hardly depends on what else is going on.

In the environment, DATASETTE is the program of an environment with Datasette in it (without it that
column is left out), ENGINES the engines of this registry (`whoosh,tantivy`), QUESTIONS how many of
each kind (30), and FOLDER a place to keep what was built for the next run.
"""

import os
import random
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import cast

from app.config import SearchEngine, Settings
from app.services import loading, views
from app.services.registry import set_up
from benchmarks.corpus import DATA
from benchmarks.figures import p50_p95, seconds_of
from benchmarks.peers import datasette, fts5, registry
from benchmarks.peers.questions import WARMING, Question, questions
from benchmarks.peers.records import Example, documents, examples
from benchmarks.peers.serving import Served
from search_index.protocol import SearchDocument

_OURS = "registry"


@dataclass(frozen=True)
class _Peer:
    """How one peer is built in a place of its own, and how it is served."""

    name: str
    place: Path
    build: Callable[[], object]
    serve: Callable[[], AbstractContextManager[Served]]


@dataclass(frozen=True)
class Measured:
    """One peer at one size: for each kind of question the seconds, and how many were found.

    `processor` is the seconds of a processor that one question of the kind took, on average.
    """

    peer: str
    build_seconds: float
    times: dict[str, list[float]] = field(default_factory=dict)
    found: dict[str, int] = field(default_factory=dict)
    processor: dict[str, float] = field(default_factory=dict)


def command(arguments: list[str]) -> None:
    """Measure all peers at each size and print them side by side."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(os.environ.get("FOLDER", temporary))
        shipped = _shipped(folder / "shipped")
        registry_ = set_up(shipped)
        known = examples(registry_)
        registry_.close()
        for size in map(int, arguments or ["100000"]):
            place = folder / str(size)
            place.mkdir(exist_ok=True)
            peers = list(_peers(shipped, known, size, place))
            _print(size, _measured(peers, [_built(peer) for peer in peers]))


def _shipped(home: Path) -> Settings:
    """A registry with the shipped records."""
    settings = Settings(home=home)
    if not home.exists():
        made = set_up(settings)
        loading.load(made, [DATA])
        views.catch_up(made)
        made.close()
    return settings


def _peers(shipped: Settings, known: list[Example], size: int, place: Path) -> Iterator[_Peer]:
    def into(build: Callable[[Iterable[SearchDocument]], object]) -> Callable[[], object]:
        return lambda: build(documents(known, size))

    file = place / "fts5.db"
    yield _Peer(
        f"SQLite {sqlite3.sqlite_version} FTS5",
        file,
        into(partial(fts5.build, file)),
        partial(fts5.served, file),
    )
    if datasette.program():
        file = place / "datasette.db"
        yield _Peer(
            datasette.version(),
            file,
            into(partial(datasette.build, file)),
            partial(datasette.served, file),
        )
    for name in os.environ.get("ENGINES", "whoosh,tantivy").split(","):
        engine, home = cast(SearchEngine, name), place / name
        yield _Peer(
            f"{_OURS}, {engine}",
            home,
            partial(registry.built, shipped, home, engine, known, size),
            partial(registry.served, home, engine),
        )


def _built(peer: _Peer) -> float:
    """The seconds it took to build a peer, now or when it was."""
    note = peer.place.with_suffix(".seconds")
    if not note.exists():
        sys.stderr.write(f"building {peer.name}\n")
        note.write_text(str(seconds_of(peer.build)))
    return float(note.read_text())


def _measured(peers: list[_Peer], built: list[float]) -> list[Measured]:
    measured = [Measured(peer.name, time) for peer, time in zip(peers, built, strict=True)]
    shuffled = random.Random(len(peers))
    with ExitStack() as running:
        asked = [
            (running.enter_context(peer.serve()), each)
            for peer, each in zip(peers, measured, strict=True)
        ]
        for kind, all_questions in questions().items():
            for number, question in enumerate(all_questions):
                if number == WARMING:
                    before = {each.peer: served.processor_seconds() for served, each in asked}
                shuffled.shuffle(asked)
                for served, each in asked:
                    _time(served, question, each, kind, counts=number >= WARMING)
            for served, each in asked:
                used = served.processor_seconds() - before[each.peer]
                each.processor[kind] = used / len(each.times[kind])
    return measured


def _time(served: Served, asked: Question, measured: Measured, kind: str, *, counts: bool) -> None:
    totals: list[int] = []
    seconds = seconds_of(lambda: totals.append(served.ask(asked)))
    if counts:
        measured.times.setdefault(kind, []).append(seconds)
        measured.found[kind] = measured.found.get(kind, 0) + totals[0]


def _print(size: int, measured: list[Measured]) -> None:
    """A line for each kind of question: p50/p95 of each peer, then as multiples of ours."""
    write = sys.stdout.write
    write(f"{size:,} records; ms over HTTP, p50/p95 (records found by all questions of the kind)\n")
    write(f"{'':34}" + "".join(f"{each.peer:>28}" for each in measured) + "\n")
    seconds = "".join(f"{each.build_seconds:>28,.0f}" for each in measured)
    write(f"{'building the index, s':34}{seconds}\n")
    for kind in measured[0].times:
        cells = (
            f"{'{:,.1f}/{:,.1f}'.format(*p50_p95(each.times[kind]))} ({each.found[kind]:,})"
            for each in measured
        )
        write(f"{kind:34}" + "".join(f"{cell:>28}" for cell in cells) + "\n")
    write("\nms of a processor for one question, on average\n")
    for kind in measured[0].times:
        cells = (f"{each.processor[kind] * 1000:,.1f}" for each in measured)
        write(f"{kind:34}" + "".join(f"{cell:>28}" for cell in cells) + "\n")
    write("\ntimes as long as ours: p50, p95, and times as much of a processor\n")
    ours = [each for each in measured if each.peer.startswith(_OURS)]
    others = [each for each in measured if each not in ours]
    pairs = [(other, own) for own in ours for other in others]
    for other, own in pairs:
        write(f"{other.peer} / {own.peer}\n")
        for kind in own.times:
            (a50, a95), (b50, b95) = p50_p95(other.times[kind]), p50_p95(own.times[kind])
            used = other.processor[kind] / (own.processor[kind] or 0.01)
            write(f"    {kind:34}{a50 / b50:>10.1f}{a95 / b95:>10.1f}{used:>10.1f}\n")
    write("\n")
    sys.stdout.flush()
