"""Words that two languages share but for their endings: "pharmacologie", "pharmacology"."""

from collections.abc import Iterator, Sequence, Set
from typing import Final

from ctdl.concepts.words import form

Endings = Sequence[tuple[str, Sequence[str]]]

SHORTEST: Final = 5
"""Shorter words share endings by chance."""


def turned(found: str, endings: Endings, english: Set[str]) -> Iterator[str]:
    """The words of English labels that a form gives with an English ending for its own."""
    if len(found) < SHORTEST:
        return
    for ending, others in endings:
        if found.endswith(ending):
            stem = found.removesuffix(ending)
            yield from (made for other in others if form(made := stem + other) in english)
