"""Turning records into what tantivy is given: in several processes where there are many.

Cutting texts into words is most of the work of a rebuild, and Python does it on one core.
"""

import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import chain, islice
from typing import IO, Any

from search_index.protocol import SearchDocument, SearchIndexError
from search_index.tantivy_engine.schema import document_json

# Starting processes costs less than preparing this many records.
_WORTH_PROCESSES = 4_000
_PROCESSES = min(4, os.cpu_count() or 1)
_BATCH = 2_000


def prepared(documents: Iterable[SearchDocument]) -> Iterator[list[str]]:
    """The documents as tantivy is given them, in their order, some at a time."""
    remaining = iter(documents)
    beginning = list(islice(remaining, _WORTH_PROCESSES))
    if len(beginning) < _WORTH_PROCESSES or _PROCESSES == 1:
        for batch in _batches(chain(beginning, remaining)):
            yield list(map(document_json, batch))
    else:
        yield from _by_processes(_batches(chain(beginning, remaining)))


def _batches(documents: Iterator[SearchDocument]) -> Iterator[list[SearchDocument]]:
    while batch := list(islice(documents, _BATCH)):
        yield batch


def _by_processes(batches: Iterator[list[SearchDocument]]) -> Iterator[list[str]]:
    """Each process has one batch at a time, so that neither side ever waits to be read."""
    with ExitStack() as running:
        idle = deque(running.enter_context(_process()) for _ in range(_PROCESSES))
        busy: deque[subprocess.Popen[bytes]] = deque()
        for batch in batches:
            if not idle:
                process = busy.popleft()
                lines = _received(process)
                _send(process, batch)
                busy.append(process)
                yield lines
            else:
                _send(idle[0], batch)
                busy.append(idle.popleft())
        for process in busy:
            yield _received(process)


@contextmanager
def _process() -> Iterator["subprocess.Popen[bytes]"]:
    """A process that prepares batches until its input ends."""
    command = [sys.executable, "-m", "search_index.tantivy_engine.preparing"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, env=environment) as process:
        try:
            yield process
        except BaseException:
            process.kill()
            raise


def _send(process: "subprocess.Popen[bytes]", batch: list[SearchDocument]) -> None:
    assert process.stdin is not None
    try:
        pickle.dump(batch, process.stdin, protocol=pickle.HIGHEST_PROTOCOL)
        process.stdin.flush()
    except BrokenPipeError:
        raise SearchIndexError("A process that prepared records died.") from None


def _received(process: "subprocess.Popen[bytes]") -> list[str]:
    assert process.stdout is not None
    try:
        found: list[str] | Exception = pickle.load(process.stdout)
    except EOFError:
        raise SearchIndexError("A process that prepared records died.") from None
    if isinstance(found, Exception):
        raise found
    return found


def _serve(source: IO[bytes], target: IO[bytes]) -> None:
    while True:
        try:
            batch = pickle.load(source)
        except EOFError:
            return
        pickle.dump(_lines_or_error(batch), target, protocol=pickle.HIGHEST_PROTOCOL)
        target.flush()


def _lines_or_error(batch: list[SearchDocument]) -> Any:
    try:
        return list(map(document_json, batch))
    except Exception as error:
        return error


if __name__ == "__main__":
    _serve(sys.stdin.buffer, sys.stdout.buffer)
