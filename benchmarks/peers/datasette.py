"""Datasette, installed into an environment of its own, over one table with full-text search.

One row a record: facets with one value are columns with an index, those with several are JSON
arrays, as its documentation has it. It is told to be fast: an immutable file whose rows were
counted beforehand, no suggestions of facets, a few columns of each row, and time enough to answer.
"""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import run
from urllib.parse import quote, urlencode

from benchmarks.peers.questions import FACETS, PAGE_SIZE, Question
from benchmarks.peers.serving import Served, asking
from search_index.protocol import SearchDocument

COMMAND = "DATASETTE"
"""The environment variable with the program's path; without it Datasette is left out."""
_SINGLE = ("type", "country")
_TABLE = "record"
_SHOWN = ("ctid", "name", "provider_name", *FACETS)
_INDEXES = "".join(f"CREATE INDEX by_{name} ON {_TABLE} ({name});" for name in _SINGLE)
_SCHEMA = f"""
CREATE TABLE {_TABLE} (id INTEGER PRIMARY KEY, ctid TEXT, name TEXT, provider_name TEXT,
    skills TEXT, outcomes TEXT, description TEXT, {", ".join(f"{name} TEXT" for name in FACETS)});
CREATE VIRTUAL TABLE {_TABLE}_fts USING fts5 (name, provider_name, skills, outcomes, description,
    content="{_TABLE}", content_rowid='id', tokenize='porter unicode61 remove_diacritics 2');
"""
_FINISH = f"""
INSERT INTO {_TABLE}_fts ({_TABLE}_fts) VALUES ('rebuild');
INSERT INTO {_TABLE}_fts ({_TABLE}_fts) VALUES ('optimize');
{_INDEXES}
ANALYZE;
"""
_SETTINGS = {
    "sql_time_limit_ms": 300_000,
    "facet_time_limit_ms": 300_000,
    "suggest_facets": "off",
    "default_facet_size": 30,
}


def program() -> str:
    """The program to run, or nothing when the environment names none."""
    return os.environ.get(COMMAND, "")


def version() -> str:
    """What it says it is."""
    told = run([program(), "--version"], capture_output=True, text=True, check=True)
    return told.stdout.strip()


def build(path: Path, documents: Iterable[SearchDocument]) -> None:
    """Make the database file of these records, and count its rows."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)
    marks = ", ".join("?" * (7 + len(FACETS)))
    connection.execute("BEGIN")
    connection.executemany(
        f"INSERT INTO {_TABLE} VALUES ({marks})",
        (_row(number, document) for number, document in enumerate(documents, start=1)),
    )
    connection.execute("COMMIT")
    connection.executescript(_FINISH)
    connection.close()
    counted = run(
        [program(), "inspect", str(path)], capture_output=True, text=True, check=True
    ).stdout
    path.with_suffix(".json").write_text(counted)


def _row(number: int, document: SearchDocument) -> list[int | str | None]:
    names = " / ".join(document.names)
    texts = (document.provider, document.skills, document.outcomes, document.description)
    return [number, document.ctid, names, *texts, *(_facet(document, name) for name in FACETS)]


def _facet(document: SearchDocument, name: str) -> str | None:
    values = document.facets.get(name, ())
    if name in _SINGLE:
        return values[0] if values else None
    return json.dumps(values)


@contextmanager
def served(path: Path) -> Iterator[Served]:
    """Datasette over HTTP, as long as the block lasts."""
    settings = [each for pair in _SETTINGS.items() for each in ("--setting", *map(str, pair))]
    command = [program(), "serve", "--immutable", str(path), *settings]
    command += ["--inspect-file", str(path.with_suffix(".json")), "--host", "127.0.0.1", "--port"]
    with asking(lambda port: [*command, str(port)], {}, path.parent) as (get, process):
        yield Served(lambda question: _total(get(_address(path.stem, question))), process)


def _address(database: str, question: Question) -> str:
    text = f'"{question.text}"' if question.is_phrase else question.text
    pairs = [("_search", text), ("_size", str(PAGE_SIZE)), ("_shape", "objects")]
    pairs += [("_col", name) for name in _SHOWN]
    pairs += [("_facet" if name in _SINGLE else "_facet_array", name) for name in FACETS]
    for name, values in question.filters.items():
        if name in _SINGLE:
            pairs.append((f"{name}__in", ",".join(values)))
        else:
            pairs += [(f"{name}__arraycontains", value) for value in values]
    if question.is_phrase:
        pairs.append(("_searchmode", "raw"))
    return f"/{quote(database)}/{_TABLE}.json?{urlencode(pairs)}"


def _total(body: bytes) -> int:
    """The number of records; an answer without its facets would be no answer to the question."""
    answer = json.loads(body)
    if late := set(FACETS) - set(answer["facet_results"]):
        raise RuntimeError(f"facets were not counted in time: {', '.join(late)}")
    return int(answer["filtered_table_rows_count"])
