"""The names of many records on disk, followed change by change.

A small file says which change has been reached, which segments there are, and holds the newest
documents itself. When those have become many they become a segment, and small segments are merged
into larger ones, so that there are never more than a few and each document is seldom written again.
One process at a time writes, by the lock of the view that uses this; readers map what they find.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from search_index.completion.documents import Completion, CompletionDocument
from search_index.completion.matching import Source, Wanted, complete, knows
from search_index.completion.packed import write_safely
from search_index.completion.segment import Segment, deleted, is_deleted
from search_index.protocol import SearchIndexError

LARGEST_RECENT = 300
"""How many documents the small file holds; each change writes them all again."""

MERGED_UP_TO = 4
"""A segment is merged into the one before it unless that is so many times as large."""

_FORMAT = 2
_STATE = "names.json"
_ATTEMPTS = 20
# Whatever a small file holds that was never written here.
_UNREADABLE = (
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)


class NamesDamaged(SearchIndexError):
    """The names cannot be read; they are a view, so making them again loses nothing."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"The names for completion cannot be read: {what}."
            " `registry rebuild suggest` makes them anew."
        )


@dataclass(frozen=True)
class _State:
    """What the small file says; `recent` holds deleted documents too."""

    number: int = 0
    segments: tuple[str, ...] = ()
    recent: tuple[CompletionDocument, ...] = ()


@dataclass(frozen=True)
class _Opened:
    """One state with its segments mapped, the oldest and largest first."""

    stamp: tuple[int, ...]
    state: _State
    segments: tuple[tuple[str, Segment], ...]
    sources: tuple[Source, ...]


class CompletionIndex:
    """The index in a folder. Readers need no lock and see a change as soon as it is written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._state_path = str(folder / _STATE)
        self._opened: _Opened | None = None

    def create(self) -> None:
        """Make the folder; an index without any change is one that is there."""
        self._folder.mkdir(parents=True, exist_ok=True)

    def number(self) -> int:
        """The number of the last change it shows; 0 before the first, or for another format."""
        return self._newest().state.number

    def complete(self, text: str, wanted: Wanted) -> list[Completion]:
        """The likeliest things of what is wanted that the text may become."""
        return complete(self._newest().sources, text, wanted)

    def knows(self, text: str, kind: str) -> bool:
        """Whether a thing of the kind has a name with all the words of the text."""
        return knows(self._newest().sources, text, kind)

    def entries(self) -> Iterator[tuple[str, str]]:
        """The key and the revision of each document, by key."""
        known: dict[str, str] = {}
        opened = self._newest()
        for _, segment in opened.segments:
            known.update(segment.entries())
        known.update((each.key, each.revision) for each in opened.state.recent)
        yield from sorted((key, revision) for key, revision in known.items() if revision)

    def apply(
        self, upserts: Iterable[CompletionDocument], deletes: Iterable[str], number: int
    ) -> None:
        """Show these documents, and no longer the deleted ones; all of it or nothing."""
        state = self._newest().state
        recent = {each.key: each for each in state.recent}
        recent.update((key, deleted(key)) for key in deletes)
        recent.update((each.key, each) for each in upserts)
        if len(recent) <= LARGEST_RECENT:
            self._write(_State(number, state.segments, tuple(recent.values())))
        else:
            self._write_merged(state.segments, list(recent.values()), number)

    def rebuild(self, documents: Iterable[CompletionDocument], number: int) -> None:
        """Show these documents and nothing else."""
        self._write_merged((), list(documents), number)

    def _write_merged(
        self, names: tuple[str, ...], documents: list[CompletionDocument], number: int
    ) -> None:
        """Make a segment of the documents and of the small segments before them."""
        kept = [(name, self._segment(name)) for name in names]
        while kept and kept[-1][1].count < MERGED_UP_TO * len(documents):
            _, older = kept.pop()
            newer = {each.key: each for each in documents}
            documents = [each for each in older.documents() if each.key not in newer]
            documents.extend(newer.values())
        if not kept:
            documents = [each for each in documents if not is_deleted(each)]
        name = f"names-{number}-{os.urandom(4).hex()}.bin"
        Segment.of(documents).write(self._folder / name)
        self._write(_State(number, (*(each for each, _ in kept), name)))

    def _write(self, state: _State) -> None:
        write_safely(self._folder / _STATE, _state_as_bytes(state))
        for path in self._folder.glob("names-*"):
            # Who has it mapped keeps it; who is about to open it reads the small file again.
            if path.name not in state.segments:
                path.unlink(missing_ok=True)

    def _newest(self) -> _Opened:
        """The state of this moment, opened; one that has not changed stays open."""
        for _ in range(_ATTEMPTS):
            stamp = self._stamp()
            opened = self._opened
            if opened is not None and opened.stamp == stamp:
                return opened
            try:
                opened = self._open(stamp, opened)
            except FileNotFoundError:
                continue
            except _UNREADABLE as error:
                raise NamesDamaged(str(error)) from error
            self._opened = opened
            return opened
        raise NamesDamaged("a file of them is missing")

    def _stamp(self) -> tuple[int, ...]:
        try:
            found = os.stat(self._state_path)
        except FileNotFoundError:
            return ()
        return found.st_mtime_ns, found.st_ino, found.st_size

    def _open(self, stamp: tuple[int, ...], before: _Opened | None) -> _Opened:
        state = _state_of((self._folder / _STATE).read_bytes()) if stamp else _State()
        known = dict(before.segments) if before else {}
        segments = [(name, known.get(name) or self._segment(name)) for name in state.segments]
        parts = [segment for _, segment in segments]
        if state.recent:
            parts.append(Segment.of(state.recent))
        return _Opened(stamp, state, tuple(segments), tuple(_sources(parts)))

    def _segment(self, name: str) -> Segment:
        return Segment.opened(self._folder / name)


def _sources(segments: list[Segment]) -> Iterator[Source]:
    """Each segment with the names of it that no later segment has replaced or deleted."""
    for place, segment in enumerate(segments):
        replaced = np.zeros(segment.count, np.bool_)
        for later in segments[place + 1 :]:
            replaced[segment.places_of(later.all_keys())] = True
        yield Source(segment, ~replaced[segment.row_entries] if replaced.any() else None)


def _state_of(content: bytes) -> _State:
    read: dict[str, Any] = json.loads(content)
    if read["format"] != _FORMAT:
        return _State()
    recent = (
        CompletionDocument(key, revision, kind, name, tuple(others))
        for key, revision, kind, name, others in read["recent"]
    )
    return _State(int(read["number"]), tuple(read["segments"]), tuple(recent))


def _state_as_bytes(state: _State) -> bytes:
    recent = [
        [each.key, each.revision, each.kind, dict(each.name), each.others] for each in state.recent
    ]
    written = {
        "format": _FORMAT,
        "number": state.number,
        "segments": state.segments,
        "recent": recent,
    }
    return json.dumps(written, ensure_ascii=False, separators=(",", ":")).encode()
