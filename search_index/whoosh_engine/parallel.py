"""Writing a large generation with several processes, each of which makes one segment."""

import os
import pickle
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import cycle, islice
from pathlib import Path
from typing import IO, Any

from search_index.protocol import SearchIndexError

_BATCH = 200


def write_parts(
    generation: Path, documents: Iterable[dict[str, Any]], processes: int
) -> tuple[Path, ...]:
    """The folders of as many indexes as `processes`, which share the documents between them."""
    folders = tuple(generation / f"part-{n}" for n in range(processes))
    remaining = iter(documents)
    with ExitStack() as running:
        inputs = cycle([running.enter_context(_writer_of(folder)) for folder in folders])
        while batch := list(islice(remaining, _BATCH)):
            _send(next(inputs), batch)
    return folders


@contextmanager
def _writer_of(folder: Path) -> Iterator[IO[bytes]]:
    """The input of a process that writes `folder`; leaving waits until it is written."""
    folder.mkdir()
    command = [sys.executable, "-m", "search_index.whoosh_engine.part_writer", str(folder)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen(command, stdin=subprocess.PIPE, env=environment) as process:
        assert process.stdin is not None
        try:
            yield process.stdin
            _send(process.stdin, None)
            process.stdin.close()
        except BaseException:
            process.kill()
            raise
        if process.wait() != 0:
            raise SearchIndexError("A process that wrote part of the search index failed.")


def _send(target: IO[bytes], batch: list[dict[str, Any]] | None) -> None:
    try:
        pickle.dump(batch, target, protocol=pickle.HIGHEST_PROTOCOL)
        target.flush()
    except BrokenPipeError:
        raise SearchIndexError("A process that wrote part of the search index died.") from None
