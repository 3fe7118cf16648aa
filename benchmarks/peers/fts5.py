"""SQLite's FTS5 as somebody who knows it would use it: weights, numbers for facet values, indexes.

Texts are in an FTS5 table with the Porter stemmer over the same five fields and the same weights
as the registry's. A record has the numbers of its facet values in one narrow table, indexed both
ways. A question scores what it matches once, into a table in memory; the page, the total and the
counts are read from that. It is served as the registry is, by gunicorn.
"""

import json
import os
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from benchmarks.peers.questions import FACETS, PAGE_SIZE, Question
from benchmarks.peers.serving import Served, asking
from search_index.protocol import SearchDocument

FILE = "BENCHMARK_FTS5_FILE"
_SCHEMA = """
CREATE TABLE record (id INTEGER PRIMARY KEY, ctid TEXT, name TEXT, provider TEXT, skills TEXT,
    outcomes TEXT, description TEXT);
CREATE TABLE facet_value (id INTEGER PRIMARY KEY, facet TEXT, value TEXT, UNIQUE (facet, value));
CREATE TABLE of_record (record INTEGER, value INTEGER, PRIMARY KEY (record, value)) WITHOUT ROWID;
CREATE VIRTUAL TABLE text USING fts5 (name, provider, skills, outcomes, description,
    content='record', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2');
"""
_FINISH = """
INSERT INTO text (text) VALUES ('rebuild');
INSERT INTO text (text) VALUES ('optimize');
CREATE INDEX of_value ON of_record (value, record);
ANALYZE;
"""
_WEIGHTS = "6.0, 2.0, 2.5, 1.2, 1.0"
_MATCH = f"""
INSERT INTO found SELECT rowid, bm25(text, {_WEIGHTS}) FROM text WHERE text MATCH ?
"""
_KEEP = """
DELETE FROM found WHERE NOT EXISTS (
    SELECT 1 FROM of_record WHERE of_record.record = found.record AND value IN ({values}))
"""
_PAGE = """
SELECT ctid, name, provider, score FROM found JOIN record ON id = record
ORDER BY score, ctid LIMIT ?
"""
_COUNTS = """
SELECT value, count(*) FROM found CROSS JOIN of_record USING (record) GROUP BY value
"""

Environment = Mapping[str, Any]


def build(path: Path, documents: Iterable[SearchDocument]) -> None:
    """Make the database file of these records."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)
    numbers: dict[tuple[str, str], int] = {}
    connection.execute("BEGIN")
    for number, document in enumerate(documents, start=1):
        connection.execute(
            "INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?)", _row(number, document)
        )
        values = {(facet, v) for facet in FACETS for v in document.facets.get(facet, ())}
        for value in values:
            if value not in numbers:
                numbers[value] = len(numbers) + 1
                connection.execute(
                    "INSERT INTO facet_value VALUES (?, ?, ?)", (numbers[value], *value)
                )
        rows = sorted((number, numbers[value]) for value in values)
        connection.executemany("INSERT INTO of_record VALUES (?, ?)", rows)
    connection.execute("COMMIT")
    connection.executescript(_FINISH)
    connection.close()


def _row(number: int, document: SearchDocument) -> tuple[int | str, ...]:
    names = " / ".join(document.names)
    texts = (document.provider, document.skills, document.outcomes, document.description)
    return (number, document.ctid, names, *texts)


@contextmanager
def served(path: Path) -> Iterator[Served]:
    """FTS5 over HTTP, as long as the block lasts."""
    command = [sys.executable, "-m", "gunicorn", "benchmarks.peers.fts5:application()"]
    # One thread, because a connection and its table of what is found are for one.
    command += ["--workers=1", "--worker-class=gthread", "--threads=1", "--timeout=600"]
    with asking(lambda port: [*command, f"--bind=127.0.0.1:{port}"], {FILE: str(path)}) as (
        get,
        process,
    ):
        yield Served(lambda question: int(json.loads(get(_address(question)))["total"]), process)


def _address(question: Question) -> str:
    text = f'"{question.text}"' if question.is_phrase else question.text
    pairs = [(name, value) for name, values in question.filters.items() for value in values]
    return "/search?" + urlencode([("q", text), *pairs])


def application() -> Callable[[Environment, Callable[..., object]], list[bytes]]:
    """The WSGI application that answers from the file that the environment names."""

    def answer(environment: Environment, start: Callable[..., object]) -> list[bytes]:
        asked = parse_qsl(environment["QUERY_STRING"])
        text = next(value for name, value in asked if name == "q")
        filters: dict[str, list[str]] = {}
        for name, value in asked:
            if name != "q":
                filters.setdefault(name, []).append(value)
        body = json.dumps(_search(text, filters)).encode()
        start("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    return answer


def _search(text: str, filters: Mapping[str, list[str]]) -> dict[str, Any]:
    connection, values = _opened(os.environ[FILE])
    with connection:
        connection.execute("DELETE FROM found")
        connection.execute(_MATCH, [text])
        for facet, wanted in filters.items():
            numbers = [str(n) for n, each in values.items() if each in {(facet, w) for w in wanted}]
            connection.execute(_KEEP.format(values=", ".join(numbers)))
        page = connection.execute(_PAGE, [PAGE_SIZE]).fetchall()
        total = connection.execute("SELECT count(*) FROM found").fetchone()[0]
        counts: dict[str, list[tuple[str, int]]] = {facet: [] for facet in FACETS}
        for number, count in connection.execute(_COUNTS):
            facet, value = values[number]
            counts[facet].append((value, count))
    return {"total": total, "hits": page, "facets": counts}


@cache
def _opened(path: str) -> tuple[sqlite3.Connection, dict[int, tuple[str, str]]]:
    """The file, opened once in a process with much memory to keep it in."""
    connection = sqlite3.connect(path, check_same_thread=False)
    connection.executescript(
        "PRAGMA mmap_size = 8000000000; PRAGMA cache_size = -500000; PRAGMA temp_store = MEMORY;"
        "CREATE TEMP TABLE found (record INTEGER PRIMARY KEY, score REAL);"
    )
    rows = connection.execute("SELECT id, facet, value FROM facet_value")
    return connection, {number: (facet, value) for number, facet, value in rows}
