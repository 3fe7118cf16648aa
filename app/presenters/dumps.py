"""The dumps there are, as the page lists them and as JSON."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.http.current import absolute, registry
from app.presenters.formats import file_size
from app.presenters.open_data import FORMATS
from app.services.dumps import LATEST
from app.store.dumps import Dump


@dataclass(frozen=True)
class FileShown:
    """A file to fetch, and what it takes to know that one has all of it."""

    path: str
    latest: str
    format: str
    media_type: str
    size: int
    size_words: str
    sha256: str


@dataclass(frozen=True)
class DumpShown:
    """A dump and its files; `changes` is where those are that came after it."""

    name: str
    number: int
    at: str
    records: int
    triples: int
    changes: str
    files: tuple[FileShown, ...]


def shown(dump: Dump) -> DumpShown:
    """What is told of a dump."""
    return DumpShown(
        dump.name,
        dump.number,
        dump.at,
        dump.records,
        dump.triples,
        f"/api/v1/changes?after={dump.number}",
        tuple(_files(dump)),
    )


def dumps_json(found: Sequence[Dump]) -> dict[str, Any]:
    """The list for programs, the newest first."""
    return {
        "latest": found[0].name if found else None,
        "licence": registry().settings.data_licence or None,
        "dumps": [_dump_json(shown(each)) for each in found],
    }


def _dump_json(dump: DumpShown) -> dict[str, Any]:
    return {
        "name": dump.name,
        "number": dump.number,
        "at": dump.at,
        "records": dump.records,
        "triples": dump.triples,
        "changes_since": absolute(dump.changes),
        "checksums": absolute(f"dumps/{dump.name}.sha256"),
        "files": [
            {
                "address": absolute(each.path),
                "format": each.media_type,
                "bytes": each.size,
                "sha256": each.sha256,
            }
            for each in dump.files
        ],
    }


def _files(dump: Dump) -> Iterator[FileShown]:
    for suffix, format in FORMATS.items():
        if file := dump.file(suffix):
            yield FileShown(
                path=f"/dumps/{dump.name}.{suffix}",
                latest=f"/dumps/{LATEST}.{suffix}",
                format=format.name,
                media_type=format.media_type,
                size=file.size,
                size_words=file_size(file.size),
                sha256=file.sha256,
            )
