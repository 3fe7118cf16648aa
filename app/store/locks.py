"""Locks between threads and processes: one file each, freed by the system when its holder dies."""

import fcntl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

# How often a process looks whether another one has given the lock back; threads of one process
# wait for each other without looking.
_LOOK_SECONDS = 0.005
_turns: dict[Path, threading.Lock] = {}


@contextmanager
def held(path: Path, *, wait: bool) -> Iterator[bool]:
    """Whether the lock is ours inside the block; without `wait` it may be somebody else's."""
    with ExitStack() as stack:
        yield _take(path, stack, wait=wait)


@contextmanager
def held_in_turn(
    path: Path, *, deadline: float | None, is_needless: Callable[[], bool]
) -> Iterator[bool]:
    """The lock, waited for until `deadline` (of the monotonic clock) or until it `is_needless`.

    Whoever waits is seen by `is_awaited`, and having given up tries once more, no longer seen: a
    holder who gave the lock back before that has looked too early, and this finds the lock free.
    """
    with ExitStack() as stack:
        ours = _take(path, stack)
        if not ours:
            with _awaiting(path):
                ours = _wait_for(path, deadline, is_needless, stack)
        yield ours or (not is_needless() and _take(path, stack))


def is_awaited(path: Path) -> bool:
    """Whether anybody waits in turn for this lock."""
    with held(_waiting_room(path), wait=False) as is_empty:
        return not is_empty


@contextmanager
def _awaiting(path: Path) -> Iterator[None]:
    """Be seen to wait, alone or with others."""
    file = _locked(_waiting_room(path), fcntl.LOCK_SH)
    assert file is not None, "a lock that is waited for is had in the end"
    with file:
        yield


def _wait_for(
    path: Path, deadline: float | None, is_needless: Callable[[], bool], stack: ExitStack
) -> bool:
    turn = _turns.setdefault(path, threading.Lock())
    seconds = -1 if deadline is None else max(0.0, deadline - time.monotonic())
    if not turn.acquire(timeout=seconds):
        return False
    # Kept for as long as the lock, so that one thread of a process at a time looks for it.
    stack.callback(turn.release)
    while not is_needless():
        if _take(path, stack):
            return True
        if deadline is not None and time.monotonic() >= deadline:
            break
        time.sleep(_LOOK_SECONDS)
    return False


def _take(path: Path, stack: ExitStack, *, wait: bool = False) -> bool:
    file = _locked(path, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    if file is not None:
        # Closing the file gives the lock back.
        stack.enter_context(file)
    return file is not None


def _locked(path: Path, operation: int) -> IO[str] | None:
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("w")
    try:
        fcntl.flock(file, operation)
    except BlockingIOError:
        file.close()
        return None
    return file


def _waiting_room(path: Path) -> Path:
    return path.with_suffix(".waiting")
