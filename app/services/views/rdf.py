"""The RDF store as a view: each record's document as a graph, and all in the default graph."""

from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox

from app.services.registry import Registry
from app.services.revisions import Revision
from app.services.views.base import last_of_each
from app.store import log
from app.store.log import LoggedChange
from app.store.rdf import (
    RDFStoreReader,
    RDFStoreWriter,
    RecordGraph,
    newest_generation,
    start_again,
)
from ctdl.ctid import CTID
from ctdl.documents import quads


class RDFView:
    """The store on disk that SPARQL is asked of; readers see it generation by generation."""

    name = "rdf"

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._folder = registry.rdf_folder

    def reached(self) -> int:
        """The number of the last change that readers see; 0 when the registry has moved since.

        IRIs in the store begin with the base address, so a registry that moved starts again.
        """
        newest = newest_generation(self._folder)
        return newest.number if newest and newest.base == self._registry.base else 0

    def limit(self) -> int | None:
        """It depends on no other view."""
        return None

    def covers(self, _resource_type: str) -> bool:
        """It shows every class of record."""
        return True

    def apply(self, changes: Sequence[LoggedChange]) -> None:
        """Replace the graphs of the records that changed, then let readers see it."""
        writer = RDFStoreWriter(self._folder)
        number = changes[-1].number
        if writer.reached() < self.reached():
            # A rebuild was cut off: what readers see is more than what the writer holds.
            del writer
            self.rebuild(log.newest_changes(self._registry.database, number), number)
            return
        newest = last_of_each(changes)
        writer.remove(self._graph(change) for change in newest)
        writer.add(self._graphs(newest))
        writer.finish(number, self._registry.base)

    def rebuild(self, changes: Iterable[LoggedChange], number: int) -> None:
        """Fill an empty store; readers keep the old generation until it is complete."""
        start_again(self._folder)
        writer = RDFStoreWriter(self._folder)
        writer.add(self._graphs(changes), bulk=True)
        writer.finish(number, self._registry.base)

    def entries(self) -> Iterator[tuple[CTID, str]]:
        """Each record with a graph, with its revision."""
        return RDFStoreReader(self._folder).entries()

    def faults(self, changes: Iterable[LoggedChange]) -> Iterator[str]:
        """Graphs that do not hold as many statements as their document, or not all of them."""
        reader = RDFStoreReader(self._folder)
        sizes = reader.graph_sizes()
        for change in changes:
            expected = len(set(self._quads(change)))
            if sizes.get(change.ctid, 0) != expected:
                yield f"{change.ctid}: {sizes.get(change.ctid, 0)} statements, not {expected}"
        yield from reader.unsupported()

    def _graphs(self, changes: Iterable[LoggedChange]) -> Iterator[RecordGraph]:
        for change in changes:
            if not change.is_withdrawal:
                stated = self._quads(change)
                yield RecordGraph(self._graph(change), change.sha256, change.at, stated)

    def _graph(self, change: LoggedChange) -> str:
        return f"{self._registry.base}graph/{change.ctid}"

    def _quads(self, change: LoggedChange) -> list[ox.Quad]:
        return quads(Revision(change).document, self._registry.base)
