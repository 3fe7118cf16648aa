"""Whoosh's files in a generation: its commits, and what makes them durable."""

# Whoosh ships types, but not for everything that is called here.
# mypy: disallow-untyped-calls=False

import os
import re
import shutil
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage

from search_index.generations import Generations, Position, sync

INDEX_NAME = "MAIN"

_TOC_NAME = re.compile(rf"_{INDEX_NAME}_([0-9]+)\.toc")

WhooshPosition = Position[int]


def generations_in(folder: Path) -> Generations[int]:
    """The generations of the index in `folder`; Whoosh numbers the commits of each."""
    return Generations(folder, _last_commit)


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
                sync(path)
        super().rename_file(oldname, newname, safe=safe)
        sync(Path(self.folder))


def remove_leftovers(generation: Path) -> None:
    """Remove the work files of a writer that was killed; the caller has the lock."""
    for path in generation.iterdir():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        elif ".toc." in path.name:
            path.unlink(missing_ok=True)


def _last_commit(generation: Path) -> int | None:
    try:
        found = map(_TOC_NAME.fullmatch, os.listdir(generation))
    except (FileNotFoundError, NotADirectoryError):
        return None
    return max((int(match.group(1)) for match in found if match), default=None)
