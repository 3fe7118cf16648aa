"""Exporting: the whole live registry in files that others, or another registry, can load."""

import json
from collections.abc import Callable, Iterator
from typing import Literal

from app.services.registry import Registry
from app.services.revisions import Revision
from app.store import log
from ctdl.documents import absolute, serialize

ExportFormat = Literal["jsonl", "records", "nt"]
FORMATS: tuple[ExportFormat, ...] = ("jsonl", "records", "nt")


def export(registry: Registry, format: ExportFormat = "jsonl") -> Iterator[bytes]:
    """Every live record in the order of the log, a piece at a time.

    `jsonl` is one JSON-LD document a line with absolute addresses, `nt` is N-Triples, `records`
    is what `registry load` reads: each document with its provenance, addresses relative.
    """
    write = _WRITERS[format]
    number = log.latest_number(registry.database)
    for change in log.newest_changes(registry.database, number):
        if not change.is_withdrawal:
            yield write(registry, Revision(change))


def _document_line(registry: Registry, revision: Revision) -> bytes:
    return _line(absolute(revision.document, registry.base))


def _record_line(_registry: Registry, revision: Revision) -> bytes:
    return _line({"document": revision.document.body, "provenance": revision.provenance.to_json()})


def _triples(registry: Registry, revision: Revision) -> bytes:
    return serialize(revision.document, registry.base, "nt")


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


_WRITERS: dict[ExportFormat, Callable[[Registry, Revision], bytes]] = {
    "jsonl": _document_line,
    "records": _record_line,
    "nt": _triples,
}
