"""A process that writes or reads an index until it is killed or done; run by `test_killed`."""

import sys
from pathlib import Path

from search_index import open_index
from search_index.protocol import SearchDocument, SearchIndex, SearchQuery
from tests.search_index.documents import a_document

LAST_NUMBER = 30
_STANDING = 15


def state_at(number: int) -> list[SearchDocument]:
    """All records at a change number: some that change each time, one that is new each time."""
    standing = [a_document(f"Course {n}", revision=f"r{number}") for n in range(_STANDING)]
    return [*standing, a_document(f"Course of number {number}", revision=f"r{number}")]


def write(index: SearchIndex, action: str) -> None:
    """Go on from the number reached, telling each number once it is committed."""
    number = index.number()
    while True:
        gone = [state_at(number)[-1].ctid]
        number += 1
        if action == "rebuild":
            index.rebuild(state_at(number), number)
        else:
            index.apply(state_at(number), gone, number)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


def read(index: SearchIndex) -> None:
    """Search until the last number, making sure that each answer is of one whole state."""
    seen: set[int] = set()
    sys.stdout.write("reading\n")
    sys.stdout.flush()
    while LAST_NUMBER not in seen:
        results = index.search(SearchQuery("course", limit=100))
        expected = {document.ctid for document in state_at(results.number)}
        if {hit.ctid for hit in results.hits} != expected:
            sys.exit(f"A mixed state at {results.number}")
        if len({revision for _, revision in index.entries()}) != 1:
            sys.exit("Revisions of two states")
        seen.add(results.number)
    sys.stdout.write(f"{len(seen)}\n")


if __name__ == "__main__":
    opened = open_index(Path(sys.argv[2]))
    if sys.argv[1] == "read":
        read(opened)
    else:
        write(opened, sys.argv[1])
