"""A process that writes or reads an index of vectors until it is killed or done."""

import sys
from pathlib import Path

from search_index.vectors import VectorDocument, VectorIndex
from tests.search_index.documents import ctid_of
from tests.search_index.processes import say, write
from tests.search_index.vector_documents import NamedEncoder, a_vector, directions

LAST_NUMBER = 40
_STANDING = 15
_POOL = directions(_STANDING + 200)


def open_vectors(folder: Path) -> VectorIndex:
    """The index that all processes of a test share."""
    return VectorIndex(folder, NamedEncoder())


def state_at(number: int) -> list[VectorDocument]:
    """All vectors at a change number: some that change each time, one that is new each time."""
    standing = [
        a_vector(f"Course {n}", _POOL[(n + number) % _STANDING], f"r{number}")
        for n in range(_STANDING)
    ]
    new = _POOL[_STANDING + number % 200]
    return [*standing, a_vector(f"Course of number {number}", new, f"r{number}")]


def tidy_often(number: int) -> None:
    """Gather the pieces now and then, as an operator does."""
    if number % 5 == 0:
        opened.tidy()


def read(index: VectorIndex) -> None:
    """Ask for the nearest until the last number, making sure each answer is of one whole state."""
    seen: set[int] = set()
    say("reading")
    while LAST_NUMBER not in seen:
        found = dict(index.nearest(_POOL[0], 100))
        numbers = [n for n in range(LAST_NUMBER + 1) if ctid_of(f"Course of number {n}") in found]
        if len(numbers) != 1 or set(found) != {each.ctid for each in state_at(numbers[0])}:
            sys.exit(f"A mixed state with the records of {numbers}")
        nearest = state_at(numbers[0])[(-numbers[0]) % _STANDING].ctid
        if found[nearest] < 0.999:
            sys.exit(f"A vector of another state at {numbers}")
        seen.add(numbers[0])
    say(f"{len(seen)}")


if __name__ == "__main__":
    opened = open_vectors(Path(sys.argv[2]))
    if sys.argv[1] == "read":
        read(opened)
    else:
        write(opened, sys.argv[1], state_at, tidy_often)
