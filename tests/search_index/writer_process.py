"""A process that writes or reads an index until it is killed or done; run by `test_killed`."""

import sys
from pathlib import Path

from search_index import Engine, open_index
from search_index.protocol import SearchDocument, SearchIndex, SearchQuery
from tests.search_index.documents import a_document
from tests.search_index.processes import say, write

LAST_NUMBER = 30
_STANDING = 15


def state_at(number: int) -> list[SearchDocument]:
    """All records at a change number: some that change each time, one that is new each time."""
    standing = [a_document(f"Course {n}", revision=f"r{number}") for n in range(_STANDING)]
    return [*standing, a_document(f"Course of number {number}", revision=f"r{number}")]


def read(index: SearchIndex) -> None:
    """Search until the last number, making sure that each answer is of one whole state."""
    seen: set[int] = set()
    say("reading")
    while LAST_NUMBER not in seen:
        results = index.search(SearchQuery("course", limit=100))
        expected = {document.ctid for document in state_at(results.number)}
        if {hit.ctid for hit in results.hits} != expected:
            sys.exit(f"A mixed state at {results.number}")
        if len({revision for _, revision in index.entries()}) != 1:
            sys.exit("Revisions of two states")
        seen.add(results.number)
    say(f"{len(seen)}")


if __name__ == "__main__":
    engine: Engine = "tantivy" if sys.argv[2] == "tantivy" else "whoosh"
    opened = open_index(Path(sys.argv[3]), engine)
    if sys.argv[1] == "read":
        read(opened)
    else:
        write(opened, sys.argv[1], state_at)
