"""Where an index lies on disk: numbered generation folders and a pointer to the one in use.

A rebuild fills the next folder and then switches the pointer, which is one rename; readers who
have the old files open keep them. All writers take one lock, which the system frees if they die.
What a generation holds, and which commit of it is the last, only its engine knows.
"""

import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from search_index.protocol import IndexBusy, IndexDamaged

_POINTER = "current"
_PREFIX = "generation-"
# A commit or rebuild may replace files between naming and reading them; then look again.
_ATTEMPTS = 50

Commit = TypeVar("Commit")


class Position(NamedTuple, Generic[Commit]):
    """One commit: the folder of its generation and what tells it from the others there."""

    generation: Path
    commit: Commit


class Generations(Generic[Commit]):
    """The folder of one index; `last_commit` finds an engine's last commit in a generation."""

    def __init__(self, folder: Path, last_commit: Callable[[Path], Commit | None]) -> None:
        self._folder = folder
        self._last_commit = last_commit

    def exists(self) -> bool:
        """Whether an index was ever made here."""
        return (self._folder / _POINTER).exists()

    def latest(self) -> Position[Commit]:
        """The last commit of the generation in use, or IndexDamaged.

        It costs a small file and a look into a folder, so every search can ask for it.
        """
        for _ in range(_ATTEMPTS):
            generation = self._folder / self._pointer()
            commit = self._last_commit(generation)
            if commit is not None:
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
                sync(path)
        sync(generation)
        pointer = self._folder / f"{_POINTER}.new"
        pointer.write_text(generation.name + "\n", encoding="ascii")
        sync(pointer)
        pointer.replace(self._folder / _POINTER)
        sync(self._folder)
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


def sync(path: Path) -> None:
    """Have the system write a file, or the names in a folder, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
