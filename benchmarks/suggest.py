"""How long suggestions take while somebody types, and what they cost a process in memory.

`python -m benchmarks suggest [HOME ...]`: on registries that are there, or on the shipped records
loaded into a folder that is thrown away. What is typed are the beginnings of real titles and of
names of providers, some with a typing error, letter after letter as a person types them.
"""

import gc
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.config import Settings
from app.services import loading, views
from app.services.concept_names import concept_names
from app.services.registry import Registry, open_registry, set_up
from app.services.suggesting import suggest
from app.store import catalogue
from benchmarks.corpus import DATA
from benchmarks.figures import p50_p95
from search_index.completion import Wanted

TEXTS = 400
NAMES = 20
FEWEST_LETTERS = 2
SEED = 7
TARGET_MS = 30
_FAMILIES = ("credential", "organization")


@dataclass(frozen=True)
class _Times:
    """The seconds of one suggestion: as a reader waits, and as a processor works."""

    waited: list[float]
    worked: list[float]


def command(arguments: Sequence[str]) -> None:
    """Measure each registry, and print what 50 and 95 of 100 answers stay under."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        for home in arguments or [folder]:
            registry = _opened(Path(home), is_new=not arguments)
            try:
                _measure(registry)
            finally:
                registry.close()


def _opened(home: Path, *, is_new: bool) -> Registry:
    if not is_new:
        return open_registry(Settings(home=home))
    registry = set_up(Settings(home=home))
    loading.load(registry, [DATA])
    views.catch_up(registry)
    return registry


def _measure(registry: Registry) -> None:
    _say(f"{registry.settings.home}: {len(list(registry.record_names.entries())):,} names")
    concept_names(registry)
    registry.search_index.number()
    first = _timed(registry, ["data"])
    _print("the first answer of a process", first)
    texts = list(_typed(registry))
    before = _own_kilobytes()
    _print("titles and providers alone", _timed_names(registry, texts))
    gc.collect()
    _say(f"  memory of its own for that: {(_own_kilobytes() - before) / 1024:.1f} MB")
    _timed(registry, texts[: TEXTS // 4])
    _print(f"{len(texts)} texts", _timed(registry, texts))
    _print("typing errors", _timed(registry, [_mistyped(each) for each in texts if len(each) > 6]))
    _print("one letter", _timed(registry, list("abcdefghijklmnopqrstuvwxyz")))
    size = sum(each.stat().st_size for each in (registry.settings.home / "suggest").rglob("*.*"))
    _say(f"  files that all processes map: {size / 2**20:.1f} MB")


def _typed(registry: Registry) -> Iterator[str]:
    """What somebody has typed at some moment of typing a name."""
    drawn = random.Random(SEED)
    with registry.database.reading() as connection:
        for family in _FAMILIES:
            rows = catalogue.listing(connection, family)
            for row in drawn.sample(rows, min(len(rows), TEXTS // len(_FAMILIES))):
                name = row.name_key[:40]
                yield name[: drawn.randint(FEWEST_LETTERS, max(FEWEST_LETTERS, len(name)))]


def _mistyped(text: str) -> str:
    """The text with two letters of its middle in each other's place."""
    middle = len(text) // 2
    return text[: middle - 1] + text[middle] + text[middle - 1] + text[middle + 1 :]


def _timed_names(registry: Registry, texts: Sequence[str]) -> _Times:
    """Without what is looked up of the names that are found."""

    def complete(text: str) -> None:
        for kind in ("credential", "provider"):
            registry.record_names.complete(text, Wanted(kind, NAMES))

    return _timed_each(complete, texts)


def _timed(registry: Registry, texts: Sequence[str]) -> _Times:
    return _timed_each(lambda text: suggest(registry, text, "en"), texts)


def _timed_each(work: Callable[[str], object], texts: Sequence[str]) -> _Times:
    waited, worked = [], []
    for each in texts:
        start, busy = time.perf_counter(), time.process_time()
        work(each)
        waited.append(time.perf_counter() - start)
        worked.append(time.process_time() - busy)
    return _Times(waited, worked)


def _print(what: str, times: _Times) -> None:
    if len(times.waited) < 2:
        told = f"waited {times.waited[0] * 1000:.1f} ms, worked {times.worked[0] * 1000:.1f} ms"
    else:
        parts = (("waited", times.waited), ("worked", times.worked))
        told = "; ".join(
            "{} p50 {:.1f} p95 {:.1f} ms".format(name, *p50_p95(seconds)) for name, seconds in parts
        )
    _say(f"  {what}: {told}")


def _own_kilobytes() -> int:
    """What this process has written into memory for itself; files it maps are not counted."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_Dirty"))


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
