"""More lines than fit into memory, sorted: stretches of them in files, which are then merged."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from heapq import merge
from pathlib import Path

STRETCH_BYTES = 48 * 1024 * 1024
"""How much is sorted at once; as Python keeps lines, it takes about twice the room."""


class LineSorter:
    """Takes lines in any order and gives them back in the order of their bytes."""

    def __init__(self, folder: Path, stretch_bytes: int = STRETCH_BYTES) -> None:
        self._folder = folder
        self._stretch_bytes = stretch_bytes
        self._waiting: list[bytes] = []
        self._bytes = 0
        self._files: list[Path] = []

    def add(self, lines: Iterable[bytes]) -> None:
        """Take these lines, each with its end."""
        for line in lines:
            self._waiting.append(line)
            self._bytes += len(line)
        if self._bytes >= self._stretch_bytes:
            self._put_aside()

    def sorted(self) -> Iterator[bytes]:
        """All lines in order, also those that are there more than once; can be asked for once."""
        self._waiting.sort()
        with ExitStack() as opened:
            files = [opened.enter_context(path.open("rb")) for path in self._files]
            for path in self._files:
                path.unlink()
            yield from merge(*files, self._waiting)

    def _put_aside(self) -> None:
        self._waiting.sort()
        path = self._folder / f"{len(self._files)}.lines"
        with path.open("wb") as file:
            file.writelines(self._waiting)
        self._files.append(path)
        self._waiting, self._bytes = [], 0
