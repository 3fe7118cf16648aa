"""The index of vectors at several sizes, side by side: `python -m benchmarks vectors [SIZE ...]`.

Each vector is made of the title of a real course and the description of a shipped record, paired
anew, as the registry makes them of a record's parts; the questions are the judged queries. A
process of its own asks them, so that the memory counted is that of a reader. With NAME=minilm or
e5 as an argument another encoder is measured.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np

from app.services.embedding import USUAL
from benchmarks import corpus
from benchmarks.figures import p50_p95, print_side_by_side, seconds_of
from ctdl.ctid import CTID, derive_ctid
from search_index.meaning import ENCODERS, Encoder, Vectors, encoder_named
from search_index.vectors import VectorDocument, VectorIndex

SIZES = ("10000", "100000", "1000000")
NEAREST = 100
COMPARED = 10
CHANGES = 50
QUERIES = Path(__file__).resolve().parents[1] / "tests" / "relevance"
_TEXTS = 3_000
"""Titles and descriptions that are encoded and paired."""
_BLOCK = 50_000

Nearest = tuple[tuple[CTID, float], ...]


@dataclass(frozen=True)
class Figures:
    """What was measured at one size; times in milliseconds unless the name says otherwise."""

    records: int
    encoded_a_second: float
    build_seconds: float
    disk_megabytes: float
    open_ms: float
    question_p50: float
    nearest_p50: float
    nearest_p95: float
    work_p50: float
    work_p95: float
    exact_p50: float
    recall: float
    change_p50: float
    change_p95: float
    seen_p95: float
    own_megabytes: float
    mapped_megabytes: float


def command(arguments: list[str]) -> None:
    """Measure each size, smallest first, and print them side by side."""
    name = next((each for each in arguments if each in ENCODERS), ENCODERS[0])
    sizes = [int(each) for each in arguments if each not in ENCODERS] or list(map(int, SIZES))
    encoder = encoder_named(name)
    made, rate = _texts(encoder)
    measured = [_measured(size, name, made, rate) for size in sorted(sizes)]
    rows: list[tuple[str, Callable[[Figures], float]]] = [
        ("records", lambda each: each.records),
        ("texts encoded a second", lambda each: each.encoded_a_second),
        ("build without encoding, s", lambda each: each.build_seconds),
        ("on disk, MB", lambda each: each.disk_megabytes),
        ("first look, ms", lambda each: each.open_ms),
        ("encode the question p50, ms", lambda each: each.question_p50),
        (f"{NEAREST} nearest p50, ms", lambda each: each.nearest_p50),
        (f"{NEAREST} nearest p95, ms", lambda each: each.nearest_p95),
        ("  processor time p50, ms", lambda each: each.work_p50),
        ("  processor time p95, ms", lambda each: each.work_p95),
        ("all compared (exact) p50, ms", lambda each: each.exact_p50),
        (f"recall@{COMPARED}, percent", lambda each: 100 * each.recall),
        ("change of one record p50, ms", lambda each: each.change_p50),
        ("change of one record p95, ms", lambda each: each.change_p95),
        ("first look after it p95, ms", lambda each: each.seen_p95),
        ("reader's own memory, MB", lambda each: each.own_megabytes),
        ("mapped and shared, MB", lambda each: each.mapped_megabytes),
    ]
    print_side_by_side(measured, rows)


def read(arguments: list[str]) -> None:
    """What a reader measures, told as JSON: `FOLDER ENCODER`."""
    folder, name = arguments
    encoder = encoder_named(name)
    questions = queries()
    encoder.encode(questions[:1])
    encoding = [seconds_of(partial(encoder.encode, [text])) for text in questions]
    before = memory()
    index = VectorIndex(Path(folder), encoder)
    asked = encoder.encode(questions)
    opening = seconds_of(lambda: index.nearest(asked[0], 1))
    found: list[Nearest] = []
    seconds = [seconds_of(partial(_ask, index, vector, found)) for vector in [*asked, *asked]]
    after = memory()
    work = [_work_of(partial(index.nearest, vector, NEAREST)) for vector in asked]
    json.dump(
        {
            "open": opening,
            "encoding": encoding,
            "seconds": seconds,
            "work": work,
            "found": [[ctid for ctid, _ in each[:COMPARED]] for each in found[: len(asked)]],
            "own": after["RssAnon"] - before["RssAnon"],
            "mapped": after["RssFile"] - before["RssFile"],
        },
        sys.stdout,
    )


def _ask(index: VectorIndex, vector: Vectors, found: list[Nearest]) -> None:
    found.append(index.nearest(vector, NEAREST))


def _work_of(ask: Callable[[], object]) -> float:
    """The processor time of this thread alone, whatever else the machine is doing."""
    start = time.thread_time()
    ask()
    return time.thread_time() - start


def queries() -> list[str]:
    """The texts of all judged queries."""
    files = sorted(QUERIES.glob("*.json"))
    return [
        query["text"]
        for file in files
        for query in json.loads(file.read_text(encoding="utf-8"))["queries"]
    ]


def memory() -> dict[str, float]:
    """The resident memory of this process by kind, in megabytes."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return {
        line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines if line.startswith("Rss")
    }


def _texts(encoder: Encoder) -> tuple[tuple[Vectors, Vectors], float]:
    """Vectors of titles and of descriptions, and how many texts a second were encoded."""
    descriptions = {
        text
        for record in islice(corpus.credentials(0), 4 * _TEXTS)
        for text in record["document"]["@graph"][0].get("ceterms:description", {}).values()
    }
    titles = corpus.titles()[:_TEXTS]
    chosen = sorted(descriptions)[:_TEXTS]
    found: list[Vectors] = []
    encoder.encode_records(titles[:1])
    seconds = seconds_of(
        lambda: found.extend([encoder.encode_records(titles), encoder.encode_records(chosen)])
    )
    return (found[0], found[1]), (len(titles) + len(chosen)) / seconds


def _measured(size: int, name: str, made: tuple[Vectors, Vectors], rate: float) -> Figures:
    encoder = encoder_named(name)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "meaning"
        index = VectorIndex(folder, encoder)
        build = seconds_of(lambda: index.rebuild(_documents(size, made), 1))
        bytes_on_disk = sum(path.stat().st_size for path in folder.iterdir())
        finished = subprocess.run(
            [sys.executable, "-m", "benchmarks.vectors", str(folder), name],
            capture_output=True,
            check=True,
            text=True,
        )
        seen = json.loads(finished.stdout)
        exact, exact_seconds = _exactly(size, made, encoder.encode(queries()))
        changes, looks = _changed(index, VectorIndex(folder, encoder), size, made)
        return Figures(
            records=size,
            encoded_a_second=rate,
            build_seconds=build,
            disk_megabytes=bytes_on_disk / 2**20,
            open_ms=seen["open"] * 1000,
            question_p50=p50_p95(seen["encoding"])[0],
            nearest_p50=p50_p95(seen["seconds"])[0],
            nearest_p95=p50_p95(seen["seconds"])[1],
            work_p50=p50_p95(seen["work"])[0],
            work_p95=p50_p95(seen["work"])[1],
            exact_p50=exact_seconds * 1000,
            recall=_recall(exact, seen["found"]),
            change_p50=p50_p95(changes)[0],
            change_p95=p50_p95(changes)[1],
            seen_p95=p50_p95(looks)[1],
            own_megabytes=seen["own"],
            mapped_megabytes=seen["mapped"],
        )


def _documents(size: int, made: tuple[Vectors, Vectors]) -> Iterator[VectorDocument]:
    for start in range(0, size, _BLOCK):
        for number, vector in enumerate(_block(start, min(start + _BLOCK, size), made), start):
            yield VectorDocument(derive_ctid(f"benchmark:{number}"), f"{number:064x}", vector)


def _block(start: int, end: int, made: tuple[Vectors, Vectors]) -> Vectors:
    """The vectors of these records: every pair of a title and a description comes once."""
    titles, descriptions = made
    numbers = np.arange(start, end)
    first = numbers % len(titles)
    second = (numbers // len(titles) + 7 * first) % len(descriptions)
    rows = USUAL.names * titles[first] + USUAL.descriptions * descriptions[second]
    found: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return found


def _exactly(
    size: int, made: tuple[Vectors, Vectors], asked: Vectors
) -> tuple[list[set[str]], float]:
    """The nearest records when all are compared, and the seconds for one question."""
    scores = np.empty((len(asked), size), np.float32)
    alone = np.empty(size, np.float32)
    seconds = 0.0
    for start in range(0, size, _BLOCK):
        end = min(start + _BLOCK, size)
        block = _block(start, end, made)
        scores[:, start:end] = asked @ block.T
        seconds += seconds_of(partial(np.dot, block, asked[0], alone[start:end]))
    seconds += seconds_of(lambda: np.argpartition(-alone, NEAREST)[:NEAREST])
    nearest = [np.argpartition(-row, COMPARED)[:COMPARED].tolist() for row in scores]
    return [{derive_ctid(f"benchmark:{n}") for n in each} for each in nearest], seconds


def _recall(exact: Sequence[set[str]], found: Sequence[Sequence[str]]) -> float:
    pairs = zip(exact, found, strict=True)
    return sum(len(some & set(other)) for some, other in pairs) / (COMPARED * len(exact))


def _changed(
    index: VectorIndex, reader: VectorIndex, size: int, made: tuple[Vectors, Vectors]
) -> tuple[list[float], list[float]]:
    """Seconds to change one record, and for another reader's next question."""
    reader.nearest(made[0][0], 1)
    changes, looks = [], []
    for number in range(CHANGES):
        document = VectorDocument(
            derive_ctid(f"benchmark:{number * 7 % size}"), "changed", made[0][-1 - number]
        )
        changes.append(seconds_of(partial(index.apply, [document], [], 2)))
        looks.append(seconds_of(partial(reader.nearest, made[0][0], NEAREST)))
    return changes, looks


if __name__ == "__main__":
    read(sys.argv[1:])
