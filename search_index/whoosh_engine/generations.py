"""Where the index lies on disk: numbered generation folders and a pointer to the one in use.

A rebuild fills the next folder and then switches the pointer, which is one rename; readers who
have the old files open keep them. All writers take one lock, which the system frees if they die.
"""

# Whoosh ships types, but not for everything that is called here.
# mypy: disallow-untyped-calls=False

import fcntl
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from whoosh.filedb.filestore import FileStorage

from search_index.protocol import IndexBusy, IndexDamaged

INDEX_NAME = "MAIN"

_POINTER = "current"
_PREFIX = "generation-"
_TOC_NAME = re.compile(rf"_{INDEX_NAME}_([0-9]+)\.toc")
# A commit or rebuild may replace files between naming and reading them; then look again.
_ATTEMPTS = 50


class DurableStorage(FileStorage):
    """Whoosh's file storage, but what a commit names is on the disk before the commit is.

    Whoosh itself never asks the system to write its buffers out (docs/adr, search engine).
    """

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._written: set[str] = set()

    def create_file(self, name: str, *args: Any, **options: Any) -> Any:
        """A new file, which the next commit may refer to."""
        self._written.add(name)
        return super().create_file(name, *args, **options)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Put a finished table of contents in place, after everything new that it refers to.

        What earlier commits refer to was written out by them.
        """
        for path in (Path(self.folder) / name for name in self._written):
            if path.exists():
                _sync(path)
        super().rename_file(oldname, newname, safe=safe)
        _sync(Path(self.folder))


class Position(NamedTuple):
    """One commit: the folder of its generation and its number there."""

    generation: Path
    commit: int


class Generations:
    """The folder of one index."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def exists(self) -> bool:
        """Whether an index was ever made here."""
        return (self._folder / _POINTER).exists()

    def latest(self) -> Position:
        """The last commit of the generation in use, or IndexDamaged.

        It costs a small file and a short folder, so every search can ask for it.
        """
        for _ in range(_ATTEMPTS):
            generation = self._folder / self._pointer()
            commit = _last_commit(generation)
            if commit >= 0:
                return Position(generation, commit)
        raise IndexDamaged("its pointer names a generation that is not there")

    def start_next(self) -> Path:
        """A new empty generation folder that nobody reads yet; the caller holds the lock."""
        highest = max(map(_ordinal, self._folder.glob(f"{_PREFIX}*")), default=0)
        generation = self._folder / f"{_PREFIX}{highest + 1:06d}"
        generation.mkdir()
        return generation

    def switch_to(self, generation: Path) -> None:
        """Make `generation` the one in use and remove every other one.

        Readers map all files of a generation when they open it, so removing it under them is
        safe; one that is just opening it finds files missing, reads the pointer again and
        opens the new one.
        """
        for path in generation.iterdir():
            if path.is_file():
                _sync(path)
        _sync(generation)
        pointer = self._folder / f"{_POINTER}.new"
        pointer.write_text(generation.name + "\n", encoding="ascii")
        _sync(pointer)
        pointer.replace(self._folder / _POINTER)
        _sync(self._folder)
        self.remove_abandoned()

    def remove_abandoned(self) -> None:
        """Remove what rebuilds that died or were superseded have left; the caller has the lock."""
        current = self._pointer()
        for path in self._folder.glob(f"{_PREFIX}*"):
            if path.name != current:
                shutil.rmtree(path, ignore_errors=True)

    def _pointer(self) -> str:
        try:
            name = (self._folder / _POINTER).read_text(encoding="ascii").strip()
        except FileNotFoundError:
            raise IndexDamaged("there is none in its folder") from None
        except (OSError, UnicodeDecodeError) as error:
            raise IndexDamaged(f"its pointer cannot be read ({error})") from error
        if not name.startswith(_PREFIX) or "/" in name:
            raise IndexDamaged("its pointer names no generation")
        return name

    @contextmanager
    def writing(self, timeout_seconds: float) -> Iterator[None]:
        """Hold the one write lock of this index, or raise IndexBusy."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / "write.lock").open("w") as lock:
            _lock(lock, time.monotonic() + timeout_seconds)
            yield


def remove_leftovers(generation: Path) -> None:
    """Remove the work files of a writer that was killed; the caller has the lock."""
    for path in generation.iterdir():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        elif ".toc." in path.name:
            path.unlink(missing_ok=True)


def _last_commit(generation: Path) -> int:
    try:
        found = map(_TOC_NAME.fullmatch, os.listdir(generation))
    except (FileNotFoundError, NotADirectoryError):
        return -1
    return max((int(match.group(1)) for match in found if match), default=-1)


def _lock(lock: Any, deadline: float) -> None:
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise IndexBusy("Another process is writing the search index; try later.") from None
            time.sleep(0.02)


def _ordinal(path: Path) -> int:
    digits = path.name.removeprefix(_PREFIX)
    return int(digits) if digits.isdigit() else 0


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
