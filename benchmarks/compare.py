"""How long the comparison of four records takes to answer, while two clients ask at once.

`python -m benchmarks compare [HOME]`: on a registry that is there, or on the shipped records
loaded into a folder that is thrown away. The server is the real one, with its usual workers.
"""

import random
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import text

from app.config import Settings
from app.services import loading, views
from app.services.registry import Registry, open_registry, set_up
from benchmarks.corpus import DATA
from benchmarks.figures import p50_p95
from benchmarks.serving import free_port, serving

CLIENTS = 2
REQUESTS = 400
COLUMNS = 4
SEED = 7
TARGET_MS = 150
_PATHS = ("/compare?{}", "/fr/compare?{}&differences=1", "/api/v1/compare?{}", "/compare.csv?{}")
# Records that state most are the slowest to put side by side.
_RICH = """
SELECT record FROM catalogue_record WHERE family = 'credential' ORDER BY length(summary) DESC, 1
"""


def command(arguments: Sequence[str]) -> None:
    """Measure, and print what 50 and 95 of 100 answers stay under."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        home = Path(arguments[0]) if arguments else Path(folder)
        settings = Settings(home=home, port=free_port())
        ctids = _records(settings, is_new=not arguments)
        with serving(settings):
            for path in _PATHS:
                _print(path, _measured(f"http://{settings.host}:{settings.port}{path}", ctids))


def _records(settings: Settings, *, is_new: bool) -> list[str]:
    registry = _loaded(settings) if is_new else open_registry(settings)
    try:
        with registry.database.reading() as connection:
            return [row[0] for row in connection.execute(text(_RICH)).fetchmany(200)]
    finally:
        registry.close()


def _loaded(settings: Settings) -> Registry:
    registry = set_up(settings)
    loading.load(registry, [DATA])
    views.catch_up(registry)
    return registry


def _measured(address: str, ctids: Sequence[str]) -> list[float]:
    """The seconds of each answer, after as many again to warm up; the same records every time."""
    drawn = random.Random(SEED)
    queries = [
        "&".join(f"id={each}" for each in drawn.sample(list(ctids), COLUMNS))
        for _ in range(REQUESTS)
    ]
    with ThreadPoolExecutor(CLIENTS) as clients:
        list(clients.map(_seconds, [address.format(each) for each in queries[: REQUESTS // 4]]))
        return list(clients.map(_seconds, [address.format(each) for each in queries]))


def _seconds(address: str) -> float:
    start = time.perf_counter()
    with urllib.request.urlopen(address) as answer:
        answer.read()
    return time.perf_counter() - start


def _print(path: str, seconds: Sequence[float]) -> None:
    median, slow = p50_p95(seconds)
    sys.stdout.write(
        f"{path.partition('?')[0]:20} {COLUMNS} records, {CLIENTS} clients:"
        f" p50 {median:.0f} ms, p95 {slow:.0f} ms (target {TARGET_MS} ms)\n"
    )
    sys.stdout.flush()
