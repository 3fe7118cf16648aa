"""The vectors as a view: what each record means, as far as the encoder can tell."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from app.services.embedding import record_vectors
from app.services.families import SEARCHED, family_of
from app.services.registry import Registry
from app.services.revisions import Revision
from app.services.views.base import last_of_each
from app.services.views.search import SearchView
from app.store.log import LoggedChange
from ctdl.ctid import CTID
from ctdl.records import CredentialRecord
from search_index.meaning import Vectors
from search_index.vectors import VectorDocument, VectorsDamaged

_BATCH: Final = 200
"""Records that are encoded together."""
_ENCODED_AGAIN: Final = 500
"""Records whose vectors are made once more when the view is checked: encoding may be slow."""
_ALIKE: Final = 0.999
"""How near a vector made again is to the one kept, which is rounded to fewer digits."""


class MeaningView:
    """The vectors of all records that are found by search; it follows the index of words.

    Vectors of another encoder, or made in another way, are none: then the view starts again.
    """

    name = "meaning"

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def reached(self) -> int:
        """The number of the last change whose vectors are there; 0 when they must be made anew."""
        try:
            return self._registry.vectors.number()
        except VectorsDamaged:
            return 0

    def limit(self) -> int | None:
        """It may not run ahead of the index of words, with which it is asked together."""
        return SearchView(self._registry).reached()

    def covers(self, resource_type: str) -> bool:
        """It has credentials and learning opportunities."""
        return family_of(resource_type) in SEARCHED

    def apply(self, changes: Sequence[LoggedChange]) -> None:
        """Encode what changed and forget what was withdrawn."""
        covered = [each for each in last_of_each(changes) if self.covers(each.resource_type)]
        self._registry.vectors.apply(
            self._documents(each for each in covered if not each.is_withdrawal),
            [each.ctid for each in covered if each.is_withdrawal],
            changes[-1].number,
        )

    def rebuild(self, changes: Iterable[LoggedChange], number: int) -> None:
        """Encode every record again beside the old vectors, then switch."""
        live = (
            each for each in changes if not each.is_withdrawal and self.covers(each.resource_type)
        )
        self._registry.vectors.rebuild(self._documents(live), number)

    def entries(self) -> Iterator[tuple[CTID, str]]:
        """Each record that has a vector, with the revision encoded."""
        return self._registry.vectors.entries()

    def faults(self, changes: Iterable[LoggedChange]) -> Iterator[str]:
        """Files that are not as they were written, and vectors that come out differently now."""
        vectors = self._registry.vectors
        yield from vectors.faults()
        step = max(1, vectors.count() // _ENCODED_AGAIN)
        for document in self._documents(islice(changes, 0, None, step)):
            kept = vectors.vector(document.ctid)
            if kept is None or not _is_same(kept, document.vector):
                yield f"{document.ctid}: its vector is not that of its words"

    def _documents(self, changes: Iterable[LoggedChange]) -> Iterator[VectorDocument]:
        waiting = iter(changes)
        while batch := list(islice(waiting, _BATCH)):
            found = [(each, Revision(each).record) for each in batch]
            kept = [(each, of) for each, of in found if isinstance(of, CredentialRecord)]
            vectors = record_vectors([of for _, of in kept], self._registry.encoder)
            for (change, _), vector in zip(kept, vectors, strict=True):
                yield VectorDocument(change.ctid, change.sha256, vector)


def _is_same(kept: Vectors, made: Vectors) -> bool:
    return float(kept @ made) >= _ALIKE or not (kept.any() or made.any())
