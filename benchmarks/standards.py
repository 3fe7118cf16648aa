"""`python -m benchmarks standards`: checking the shipped records, beside reading them.

Milliseconds tell of the machine, so each figure stands beside the time to read the documents.
"""

import json
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from ctdl.documents import Document, parse_document
from ctdl.records import CredentialRecord, read_record
from ctdl.standards import Around, check_all, known

A = TypeVar("A")
T = TypeVar("T")

_FOLDER = Path(__file__).parents[1] / "registry_data" / "credentials"


def command(arguments: list[str]) -> None:
    """Print the times of parsing, of reading the record, and of checking, one process."""
    parsing = [_timed(parse_document, text) for text in _texts()]
    reading = [_timed(_read, document) for _, document in parsing]
    checked = [_timed(_check, pair) for _, pair in reading if pair is not None]
    parse_seconds = sum(seconds for seconds, _ in parsing)
    _tell("parse a document", [seconds for seconds, _ in parsing], parse_seconds)
    _tell("read its record", [seconds for seconds, _ in reading], parse_seconds)
    _tell("check all standards", [seconds for seconds, _ in checked], parse_seconds)


def _read(document: Document) -> tuple[Document, CredentialRecord] | None:
    record = read_record(document)
    return (document, record) if isinstance(record, CredentialRecord) else None


def _check(pair: tuple[Document, CredentialRecord]) -> int:
    return len(check_all(known(*pair, Around())))


def _tell(what: str, seconds: list[float], beside: float) -> None:
    ordered = sorted(seconds)
    print(
        f"{what:22} {len(seconds):6,} x  median {statistics.median(ordered) * 1000:6.2f} ms"
        f"  p95 {ordered[int(len(ordered) * 0.95)] * 1000:6.2f} ms"
        f"  all {sum(seconds):6.2f} s  {sum(seconds) / beside:5.2f} x parsing"
    )


def _timed(work: Callable[[A], T], on: A) -> tuple[float, T]:
    started = time.perf_counter()
    made = work(on)
    return time.perf_counter() - started, made


def _texts() -> Iterator[str]:
    for path in sorted(_FOLDER.glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                yield json.dumps(json.loads(line)["document"])
