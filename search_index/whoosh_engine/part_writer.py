"""A process that writes one part of a large rebuild: documents come in, one segment comes out.

Started by `parallel`, never by a person. It ends by itself, without writing, when the process
that feeds it dies.
"""

import pickle
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from search_index.whoosh_engine.writing import write_fields


def main(folder: str) -> int:
    """Write what arrives on the standard input into a new index in `folder`."""
    try:
        write_fields(Path(folder), _arriving(sys.stdin.buffer))
    except EOFError:
        return 1
    return 0


def _arriving(source: BinaryIO) -> Iterator[dict[str, Any]]:
    while True:
        # An end without the closing None is an EOFError: not all documents have come.
        batch = pickle.load(source)
        if batch is None:
            return
        yield from batch


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
