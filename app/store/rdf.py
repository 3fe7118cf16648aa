"""The RDF store on disk: one writer, and read-only generations for everybody else.

Each record's statements stand in a graph of their own and, all together, in the default graph: each
statement once, however many records make it (docs/adr/0108-sparql.md).

RocksDB lets one process write. Readers never share the writer's folder: after an update the
writer makes a hard-linked copy, a generation, and moves the pointer file to it.
"""

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from ctdl.ctid import CTID, ctid_in
from ctdl.errors import RegistryError

KEPT_GENERATIONS = 4
_LAYOUT = "2"
"""What the pointer to a generation ends with; a store with another layout is made again."""
_DEFAULT = ox.DefaultGraph()
_META = ox.NamedNode("urn:credential-registry:view")
_NUMBER = ox.NamedNode("urn:credential-registry:reached")
_BASE = ox.NamedNode("urn:credential-registry:base")
_REVISION = ox.NamedNode("urn:credential-registry:revision")
_MODIFIED = ox.NamedNode("http://purl.org/dc/terms/modified")
_DATE_TIME = ox.NamedNode("http://www.w3.org/2001/XMLSchema#dateTime")


class StoreDamaged(RegistryError):
    """The RDF store cannot be opened; it can be made again from the log."""


@dataclass(frozen=True)
class Generation:
    """A finished copy for readers: where it is, the change it reaches, the base of its IRIs."""

    path: Path
    number: int
    base: str


@dataclass(frozen=True)
class RecordGraph:
    """What a record states, and in which graph: its revision, and the instant of that."""

    iri: str
    sha256: str
    at: str
    quads: Iterable[ox.Quad]


class RDFStoreWriter:
    """The one writable store; open it only while holding the lock of the view."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / "writer"
        self._path.mkdir(parents=True, exist_ok=True)
        _remove_old_diaries(self._path)
        self._store = _open(self._path)

    def reached(self) -> int:
        """The number of the last change that was finished; 0 in an empty or unfinished store."""
        return _reached(self._store)

    def remove(self, graphs: Iterable[str]) -> None:
        """Forget these records' graphs, and in the default graph what nobody else states.

        The default graph comes first: cut off in between, the next attempt finds the rest.
        """
        for graph in graphs:
            node = ox.NamedNode(graph)
            for quad in list(self._store.quads_for_pattern(None, None, None, node)):
                if not self._is_stated_elsewhere(quad):
                    self._store.remove(ox.Quad(quad.subject, quad.predicate, quad.object))
            self._store.remove_graph(node)
            for quad in list(self._store.quads_for_pattern(node, None, None, _META)):
                self._store.remove(quad)

    def add(self, graphs: Iterable[RecordGraph], *, bulk: bool = False) -> None:
        """Add records' graphs; in bulk to an empty store, so that reading all of it is quickest."""
        quads = (quad for graph in graphs for quad in _quads_of(graph))
        if bulk:
            self._store.bulk_extend(quads)
            self._store.optimize()
        else:
            self._store.extend(quads)

    def _is_stated_elsewhere(self, quad: ox.Quad) -> bool:
        found = self._store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
        return any(each.graph_name not in (_DEFAULT, _META, quad.graph_name) for each in found)

    def finish(self, number: int, base: str) -> None:
        """Remember what the store has reached and let readers see it as a new generation.

        A crash before this leaves the old number, and applying the same changes again is harmless.
        The copy writes the store's buffers out, so all it links to is on the disk when it is seen.
        """
        for quad in list(self._store.quads_for_pattern(_META, None, None, _META)):
            self._store.remove(quad)
        self._store.extend(
            [
                ox.Quad(_META, _NUMBER, ox.Literal(number), _META),
                ox.Quad(_META, _BASE, ox.Literal(base), _META),
            ]
        )
        self._publish_generation(number, base)

    def _publish_generation(self, number: int, base: str) -> None:
        generations = self._folder / "generations"
        generations.mkdir(exist_ok=True)
        serial = 1 + max(
            (int(path.name.split("-")[0]) for path in generations.iterdir()), default=0
        )
        made = generations / f"{serial:08d}-{number}"
        self._store.backup(str(made))
        pointer = self._folder / "current.new"
        pointer.write_text(f"{made.name}\n{base}\n{_LAYOUT}\n", encoding="utf-8")
        os.replace(pointer, self._folder / "current")
        for old in sorted(generations.iterdir())[:-KEPT_GENERATIONS]:
            shutil.rmtree(old, ignore_errors=True)


def start_again(folder: Path) -> None:
    """Throw the writer's store away; readers keep the generation they have."""
    shutil.rmtree(folder / "writer", ignore_errors=True)


def newest_generation(folder: Path) -> Generation | None:
    """The newest generation, if there is one; costs a look at one small file.

    The file that points to it is put in place after the generation, and says what is in it.
    """
    try:
        name, base, layout = (folder / "current").read_text(encoding="utf-8").splitlines()
        path, number = folder / "generations" / name, int(name.split("-")[1])
    except (OSError, ValueError, IndexError):
        return None
    return Generation(path, number, base) if layout == _LAYOUT and path.is_dir() else None


class RDFStoreReader:
    """What web workers read: always the newest generation, never the writer's folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._opened: tuple[Generation, ox.Store] | None = None

    def store(self) -> ox.Store | None:
        """The newest generation, or None before the first."""
        opened, newest = self._opened, newest_generation(self._folder)
        if newest is not None and (opened is None or opened[0] != newest):
            opened = self._opened = _opened(self._folder, newest)
        return opened[1] if opened is not None else None

    def reached(self) -> int:
        """The number of the last change that this reader sees, asked of the store itself."""
        store = self.store()
        return _reached(store) if store is not None else 0

    def base(self) -> str | None:
        """The base address that the store's IRIs were made with."""
        store = self.store()
        for quad in store.quads_for_pattern(_META, _BASE, None, _META) if store else ():
            return _text(quad.object)
        return None

    def entries(self) -> Iterator[tuple[CTID, str]]:
        """Each record in the store with the SHA-256 of its revision, by CTID."""
        store = self.store()
        if store is None:
            return
        found = []
        for quad in store.quads_for_pattern(None, _REVISION, None, _META):
            ctid = ctid_in(_text(quad.subject))
            if ctid is not None:
                found.append((ctid, _text(quad.object)))
        yield from sorted(found)

    def subjects_of(self, properties: Iterable[str], values: Iterable[str]) -> Iterator[CTID]:
        """The things that state one of these addresses for one of these properties, by IRI."""
        store = self.store()
        if store is None:
            return
        predicates = [ox.NamedNode(each) for each in properties]
        for value in values:
            for predicate in predicates:
                for quad in store.quads_for_pattern(None, predicate, ox.NamedNode(value), _DEFAULT):
                    ctid = ctid_in(_text(quad.subject))
                    if ctid is not None:
                        yield ctid

    def graph_sizes(self) -> dict[CTID, int]:
        """How many statements each record's graph really holds."""
        store = self.store()
        sizes: dict[CTID, int] = {}
        for graph in store.named_graphs() if store is not None else ():
            ctid = ctid_in(_text(graph))
            if ctid is not None and store is not None:
                sizes[ctid] = sum(1 for _ in store.quads_for_pattern(None, None, None, graph))
        return sizes

    def unsupported(self) -> Iterator[str]:
        """What the default graph says though no record does, or leaves out though one does."""
        store = self.store()
        if store is None:
            return
        for quad in store.quads_for_pattern(None, None, None, None):
            if quad.graph_name == _META:
                continue
            triple = (quad.subject, quad.predicate, quad.object)
            if quad.graph_name != _DEFAULT and ox.Quad(*triple) not in store:
                yield f"{quad.graph_name}: the default graph lacks what {triple[0]} states"
            elif quad.graph_name == _DEFAULT and not any(
                each.graph_name not in (_DEFAULT, _META)
                for each in store.quads_for_pattern(*triple, None)
            ):
                yield f"the default graph says of {triple[0]} what no record states"


def _reached(store: ox.Store) -> int:
    for quad in store.quads_for_pattern(_META, _NUMBER, None, _META):
        return int(_text(quad.object))
    return 0


def _text(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return "" if isinstance(term, ox.Triple) else term.value


def _quads_of(graph: RecordGraph) -> Iterator[ox.Quad]:
    name = ox.NamedNode(graph.iri)
    for quad in graph.quads:
        yield ox.Quad(quad.subject, quad.predicate, quad.object, name)
        yield ox.Quad(quad.subject, quad.predicate, quad.object)
    yield ox.Quad(name, _REVISION, ox.Literal(graph.sha256), _META)
    yield ox.Quad(name, _MODIFIED, ox.Literal(graph.at, datatype=_DATE_TIME), _META)


def _open(path: Path) -> ox.Store:
    try:
        return ox.Store(str(path))
    except OSError as error:
        raise StoreDamaged(
            f"The RDF store in {path} cannot be opened ({error}); if no other process is at work"
            " on it, run `registry rebuild rdf`."
        ) from error


def _opened(folder: Path, generation: Generation) -> tuple[Generation, ox.Store]:
    """This generation, or the one that took its place while it was being opened."""
    while True:
        try:
            return generation, _open_read_only(generation.path)
        except StoreDamaged:
            newer = newest_generation(folder)
            if newer is None or newer == generation:
                raise
            generation = newer


def _open_read_only(path: Path) -> ox.Store:
    try:
        return ox.Store.read_only(str(path))
    except OSError as error:
        raise StoreDamaged(
            f"The RDF store in {path} cannot be read ({error}): run `registry rebuild rdf`."
        ) from error


def _remove_old_diaries(path: Path) -> None:
    """Throw away what RocksDB wrote about earlier runs: a long file each time it is opened."""
    for diary in path.glob("LOG.old.*"):
        diary.unlink(missing_ok=True)
