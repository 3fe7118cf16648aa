"""The folder of an index of vectors: its segments, and the one small file that says which count.

That file is replaced by one rename, so a writer killed at any moment leaves the state before or
after its change. Segments are never altered; those no longer named are removed by a later writer.
"""

import fcntl
import json
import os
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from search_index.protocol import IndexBusy
from search_index.vector_store.errors import VectorsDamaged

_POINTER: Final = "current"
_PREFIX: Final = "segment-"
_LOOK_SECONDS: Final = 0.02


@dataclass(frozen=True)
class Manifest:
    """One state of the index: what made its vectors, the change reached, its segments by age."""

    made_with: str
    dimensions: int
    number: int
    segments: tuple[str, ...]

    def to_json(self) -> str:
        """The manifest as it is kept."""
        return json.dumps(asdict(self)) + "\n"


class VectorFolder:
    """Where the files of one index lie."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def exists(self) -> bool:
        """Whether an index was ever made here."""
        return (self.path / _POINTER).exists()

    def state(self) -> str | None:
        """The text of the newest manifest; as long as it is the same, so is the index."""
        try:
            return (self.path / _POINTER).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise VectorsDamaged(f"its pointer cannot be read ({error})") from error

    def commit(self, manifest: Manifest) -> None:
        """Make this the newest state and remove what it does not name; the caller has the lock.

        Readers keep what they have mapped. One that is opening a segment when it goes looks at
        the newest state again.
        """
        self.sync()
        new = self.path / f"{_POINTER}.new"
        with new.open("w", encoding="utf-8") as file:
            file.write(manifest.to_json())
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.path / _POINTER)
        self.sync()
        self.remove_others(manifest)

    def remove_others(self, manifest: Manifest) -> None:
        """Remove segments that were superseded, or left by a writer that died."""
        for path in self.path.glob(f"{_PREFIX}*"):
            if path.name not in manifest.segments:
                path.unlink(missing_ok=True)

    def next_segment(self) -> Path:
        """A name that no segment has or ever had: readers may still know one that was removed."""
        return self.path / f"{_PREFIX}{secrets.token_hex(8)}"

    def sync(self) -> None:
        """Have the names in the folder on the disk."""
        descriptor = os.open(self.path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    @contextmanager
    def writing(self, timeout_seconds: float) -> Iterator[None]:
        """Hold the one write lock, which the system frees when its holder dies; or IndexBusy."""
        self.path.mkdir(parents=True, exist_ok=True)
        deadline = time.monotonic() + timeout_seconds
        with (self.path / "write.lock").open("w") as lock:
            while True:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() >= deadline:
                        raise IndexBusy(
                            "Another process is writing the index of meaning; try later."
                        ) from None
                    time.sleep(_LOOK_SECONDS)
            yield


def read_manifest(state: str | None) -> Manifest:
    """The manifest in this text, or VectorsDamaged."""
    if state is None:
        raise VectorsDamaged("there is none in its folder")
    try:
        found: Mapping[str, Any] = json.loads(state)
        names = tuple(str(each) for each in found["segments"])
        manifest = Manifest(
            made_with=str(found["made_with"]),
            dimensions=int(found["dimensions"]),
            number=int(found["number"]),
            segments=names,
        )
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise VectorsDamaged(f"its pointer cannot be understood ({error!r})") from error
    if any("/" in name or not name.startswith(_PREFIX) for name in names):
        raise VectorsDamaged("its pointer names what are no segments")
    return manifest
