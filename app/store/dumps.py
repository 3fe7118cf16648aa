"""Dumps on the disk: each is a folder that appears whole, or not at all.

A dump is written in a folder that readers pass over and takes its name when everything is on the
disk; what is removed stays readable for whoever has it open.
"""

import gzip
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO, Final, Protocol

from ctdl.errors import RegistryError

_NAME: Final = re.compile(r"\d{4}-\d\d-\d\d-(\d+)")
_MANIFEST: Final = "manifest.json"
_UNFINISHED: Final = ".unfinished"
_AT_ONCE: Final = 2000
_LEVEL: Final = 6


class NoSuchDump(RegistryError):
    """There is no dump of this name, or none yet."""


@dataclass(frozen=True)
class DumpFile:
    """One file of a dump: how its name ends, and what it takes to know that one has all of it."""

    suffix: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Dump:
    """The registry as it was after one entry of the log, in files."""

    name: str
    number: int
    at: str
    """When that entry was made."""
    records: int
    triples: int
    """Different statements, whichever documents make them."""
    files: tuple[DumpFile, ...]
    entities: int = 0
    """Things with an address of this registry that the statements are about."""
    classes: Mapping[str, int] = field(default_factory=dict)
    """How many things are stated to be of each class, by its IRI."""

    def file(self, suffix: str) -> DumpFile | None:
        """The file whose name ends so, if there is one."""
        return next((each for each in self.files if each.suffix == suffix), None)


class Sink(Protocol):
    """What bytes are written to."""

    def write(self, data: bytes, /) -> int:
        """Take these bytes."""


class DumpWriter:
    """Writes the files of a dump that nobody sees yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files: list[DumpFile] = []

    @property
    def files(self) -> tuple[DumpFile, ...]:
        """What is finished."""
        return tuple(self._files)

    @contextmanager
    def file(self, suffix: str) -> Iterator[Sink]:
        """A file to write to; compressed if its name ends in `gz`, the same bytes each time."""
        with (self.folder / suffix).open("wb") as plain:
            measured = _Measured(plain)
            if suffix.endswith(".gz"):
                # A time or a name inside would make each file another one.
                with gzip.GzipFile("", "wb", _LEVEL, measured, mtime=0) as packed:
                    yield packed
            else:
                yield measured
            plain.flush()
            os.fsync(plain.fileno())
        self._files.append(DumpFile(suffix, measured.size, measured.sha256.hexdigest()))

    def write_lines(self, suffix: str, lines: Iterable[bytes]) -> None:
        """A whole file of these lines."""
        waiting = iter(lines)
        with self.file(suffix) as file:
            while batch := b"".join(islice(waiting, _AT_ONCE)):
                file.write(batch)


class _Measured:
    """A file that knows how much was written to it, and the SHA-256 of that."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.size = 0
        self.sha256 = hashlib.sha256()

    def write(self, data: bytes, /) -> int:
        self.size += len(data)
        self.sha256.update(data)
        return self._file.write(data)

    def flush(self) -> None:
        self._file.flush()


def dumps(folder: Path) -> list[Dump]:
    """The dumps in the folder that are complete, the newest first."""
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        if _NAME.fullmatch(path.name) and (dump := _read(path)):
            found.append(dump)
    return sorted(found, key=lambda each: each.number, reverse=True)


def path_of(folder: Path, dump: Dump, file: DumpFile) -> Path:
    """Where the file is."""
    return folder / dump.name / file.suffix


@contextmanager
def unfinished(folder: Path) -> Iterator[DumpWriter]:
    """What a new dump is written with, in a place that readers pass over; empty at first."""
    place = folder / _UNFINISHED
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    try:
        yield DumpWriter(place)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def finish(writer: DumpWriter, dump: Dump) -> None:
    """Let readers see the dump, all its files at once."""
    with (writer.folder / _MANIFEST).open("w", encoding="utf-8") as file:
        json.dump(asdict(dump), file)
        file.flush()
        os.fsync(file.fileno())
    place = writer.folder.parent / dump.name
    # Only what is damaged can be in the way: a whole one would not have been written again.
    shutil.rmtree(place, ignore_errors=True)
    writer.folder.rename(place)


def remove_all_but(folder: Path, kept: Iterable[Dump]) -> None:
    """Remove the other dumps in the folder, and dumps made in another way beside it."""
    names = {each.name for each in kept}
    for path in folder.iterdir():
        if path.name not in names:
            shutil.rmtree(path, ignore_errors=True)
    for path in folder.parent.iterdir():
        if path.name != folder.name:
            shutil.rmtree(path, ignore_errors=True)


def _read(path: Path) -> Dump | None:
    try:
        told = json.loads((path / _MANIFEST).read_text(encoding="utf-8"))
        files = tuple(DumpFile(**each) for each in told.pop("files"))
        found = Dump(**told, files=files)
        is_whole = all((path / each.suffix).stat().st_size == each.size for each in files)
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return found if is_whole and found.name == path.name else None
