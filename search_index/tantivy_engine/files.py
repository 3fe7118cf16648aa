"""tantivy's files in a generation: its commits, and whether the files are as they were written."""

import json
import zlib
from pathlib import Path
from typing import Any, NamedTuple

from search_index.generations import Generations, Position, sync
from search_index.protocol import IndexDamaged
from search_index.tantivy_engine.schema import FORMAT

_META = "meta.json"
_FORMAT = "format"
_FOOTER_MAGIC = 1337
_SUFFIXES = ("term", "idx", "pos", "fast", "fieldnorm", "store")
_PIECE = 1 << 22


class Commit(NamedTuple):
    """What tells one commit from another: tantivy puts a new file in place for each."""

    inode: int
    nanoseconds: int
    size: int


TantivyPosition = Position[Commit]


def generations_in(folder: Path) -> Generations[Commit]:
    """The generations of the index in `folder`."""
    return Generations(folder, last_commit)


def last_commit(generation: Path) -> Commit | None:
    """The last commit in a generation."""
    try:
        found = (generation / _META).stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return Commit(found.st_ino, found.st_mtime_ns, found.st_size)


def remove_uncommitted_deletions(generation: Path) -> None:
    """Remove the lists of deleted documents that belong to no commit; only a writer may do so.

    A writer that was killed leaves them, and the next one, which numbers on from the same commit,
    would not write over them.
    """
    try:
        meta = json.loads((generation / _META).read_bytes())
        committed = {
            f"{segment['segment_id'].replace('-', '')}.{segment['deletes']['opstamp']}.del"
            for segment in meta["segments"]
            if segment["deletes"]
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexDamaged(f"its commit cannot be read ({error})") from error
    for path in generation.glob("*.del"):
        if path.name not in committed:
            path.unlink(missing_ok=True)


def note_format(generation: Path) -> None:
    """Note in a new generation how its documents are written."""
    (generation / _FORMAT).write_text(FORMAT, encoding="ascii")
    sync(generation / _FORMAT)


def check_format(generation: Path) -> None:
    """Raise IndexDamaged for a generation that was written in another way than now."""
    try:
        found = (generation / _FORMAT).read_bytes()
    except OSError:
        found = b""
    if found != FORMAT.encode():
        raise IndexDamaged("it was written by another version of the registry")


def check_files(generation: Path, known: frozenset[str]) -> frozenset[str]:
    """The names of the last commit's files, each as it was written, or IndexDamaged.

    tantivy maps its files without reading them all, and what it finds in a damaged one may be
    anything. Those in `known` have been read before; files never change once written.
    """
    segments = json.loads((generation / _META).read_bytes())["segments"]
    names = frozenset(name for segment in segments for name in _files_of(segment))
    for name in names - known:
        if not _is_whole(generation / name):
            raise IndexDamaged(f"its file {name} is not as it was written")
    return names


def segment_count(generation: Path) -> int:
    """How many segments the last commit has."""
    return len(json.loads((generation / _META).read_bytes())["segments"])


def _files_of(segment: dict[str, Any]) -> list[str]:
    name = segment["segment_id"].replace("-", "")
    deletes = segment["deletes"]
    deleted = [f"{name}.{deletes['opstamp']}.del"] if deletes else []
    return [*(f"{name}.{suffix}" for suffix in _SUFFIXES), *deleted]


def _is_whole(path: Path) -> bool:
    """Whether a file's content has the checksum that the file ends with."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - 8))
        ending = file.read(8)
        length = int.from_bytes(ending[:4], "little")
        body = size - 8 - length
        if int.from_bytes(ending[4:], "little") != _FOOTER_MAGIC or body < 0:
            return False
        file.seek(body)
        try:
            expected = json.loads(file.read(length))["crc"]
        except (ValueError, KeyError, TypeError):
            return False
        file.seek(0)
        checksum, remaining = 0, body
        while remaining and (piece := file.read(min(_PIECE, remaining))):
            checksum = zlib.crc32(piece, checksum)
            remaining -= len(piece)
    return remaining == 0 and checksum == expected
