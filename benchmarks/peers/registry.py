"""This registry, served for real over a search index of many records.

What it is asked reads its search index, and of the catalogue the records on the page. The index
holds all the records and the catalogue those that some answer shows, beside the shipped ones. The
log, the RDF store, the vectors and the checks against standards hold those that ship: no question
here reads them, and to fill them with a million records would take hours.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from shutil import copytree
from typing import Any
from urllib.parse import urlencode

from app.config import SearchEngine, Settings
from app.services.registry import Registry, open_registry
from app.store import catalogue, log
from benchmarks.peers.questions import PAGE_SIZE, Question, questions
from benchmarks.peers.records import Example, documents, rows
from benchmarks.peers.serving import Served, get
from benchmarks.serving import free_port, serving
from search_index.protocol import SearchHit, SearchQuery


def built(
    shipped: Settings, home: Path, engine: SearchEngine, known: list[Example], size: int
) -> None:
    """Make a home like the shipped one with another search index, and what its answers show."""
    copytree(shipped.home, home)
    registry = _opened(home, engine)
    number = log.latest_number(registry.database)
    registry.search_index.rebuild(documents(known, size), number)
    shown = {hit.ctid for asked in _every_question() for hit in _hits(registry, asked)}
    with registry.database.writing(must_last=False) as connection:
        catalogue.put(connection, list(rows(known, size, shown)))
    registry.close()


def _hits(registry: Registry, asked: Question) -> tuple[SearchHit, ...]:
    query = SearchQuery(_text(asked), filters=asked.filters, limit=PAGE_SIZE)
    return registry.search_index.search(query).hits


@contextmanager
def served(home: Path, engine: SearchEngine) -> Iterator[Served]:
    """The registry over HTTP, as long as the block lasts."""
    settings = _opened(home, engine).settings
    with serving(settings) as process:
        ask = partial(get, settings.host, settings.port)
        yield Served(lambda asked: int(json.loads(ask(_address(asked)))["total"]), process.pid)


def _opened(home: Path, engine: SearchEngine = "whoosh") -> Registry:
    return open_registry(Settings(home=home, port=free_port(), workers=1, search_engine=engine))


def _address(question: Question) -> str:
    pairs: list[tuple[str, Any]] = [("q", _text(question)), ("size", PAGE_SIZE), ("meaning", 0)]
    pairs += [(name, value) for name, values in question.filters.items() for value in values]
    return "/api/v1/search?" + urlencode(pairs)


def _text(question: Question) -> str:
    return f'"{question.text}"' if question.is_phrase else question.text


def _every_question() -> Iterator[Question]:
    return (question for asked in questions().values() for question in asked)
