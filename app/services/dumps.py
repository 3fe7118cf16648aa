"""Dumps: all live records as they were after one entry of the log, in files to fetch whole.

Both files are written in one walk over the log up to that entry, so they agree with each other and
with their counts; the same entry gives the same bytes. Who begins with a dump goes on with the
changes after its number.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from app.services.registry import Registry
from app.services.revisions import Revision
from app.store import dumps, log
from app.store.dumps import Dump, DumpFile, DumpWriter, NoSuchDump
from app.store.locks import held
from app.store.sorted_lines import LineSorter
from ctdl.contexts import served
from ctdl.documents import absolute, nquads

N_QUADS: Final = "nq.gz"
JSON_LINES: Final = "jsonl.gz"
KEPT: Final = 7
"""How many dumps there are at most; the oldest is removed."""
LATEST: Final = "latest"
_TYPE: Final = b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_FORM: Final = "2"
"""To be raised when the same records are written in other bytes than before."""


def list_dumps(registry: Registry) -> list[Dump]:
    """The dumps there are, the newest first."""
    return dumps.dumps(_folder(registry))


def newest(registry: Registry) -> Dump | None:
    """The newest dump, if there is one."""
    return next(iter(list_dumps(registry)), None)


def get_dump(registry: Registry, name: str) -> Dump:
    """The dump of this name, or the newest by the name `latest`; raises NoSuchDump."""
    found = list_dumps(registry)
    for each in found:
        if name in (LATEST, each.name):
            return each
    known = ", ".join([LATEST, *(each.name for each in found)])
    raise NoSuchDump(
        f"There is no dump {name[:40]!r}; there are {known}."
        if found
        else "There is no dump yet: the registry's operator makes one with `registry export"
        " --dumps`."
    )


def get_file(registry: Registry, name: str, suffix: str) -> tuple[Dump, DumpFile, Path]:
    """A file of a dump and where it is; raises NoSuchDump."""
    dump = get_dump(registry, name)
    file = dump.file(suffix)
    if file is None:
        known = ", ".join(f".{each.suffix}" for each in dump.files)
        raise NoSuchDump(f"Dump {dump.name} has no file .{suffix[:40]}; its files are {known}.")
    return dump, file, dumps.path_of(_folder(registry), dump, file)


def write_dump(registry: Registry) -> Dump | None:
    """A dump that reaches the newest entry of the log; None while nothing is logged.

    Where there is one already, it is left as it is. Who reads sees the old ones until the new one
    is complete.
    """
    folder = _folder(registry)
    with held(registry.lock_of("dumps"), wait=True):
        number = log.latest_number(registry.database)
        found = dumps.dumps(folder)
        if number == 0 or (found and found[0].number == number):
            return found[0] if found else None
        with dumps.unfinished(folder) as writer:
            made = _write(registry, writer, number)
            dumps.finish(writer, made)
        dumps.remove_all_but(folder, dumps.dumps(folder)[:KEPT])
    return made


def _folder(registry: Registry) -> Path:
    """Where the dumps are whose bytes this registry would write, under the address it has now."""
    made_how = hashlib.sha256(f"{_FORM}\n{registry.base}".encode()).hexdigest()[:16]
    return registry.settings.home / "dumps" / made_how


def _write(registry: Registry, writer: DumpWriter, number: int) -> Dump:
    sorter = LineSorter(writer.folder)
    records = 0
    with writer.file(JSON_LINES) as lines:
        for change in log.newest_changes(registry.database, number):
            if not change.is_withdrawal:
                revision = Revision(change)
                records += 1
                lines.write(_line(registry, revision))
                statements = nquads(revision.document, registry.base)
                sorter.add(each.encode() for each in statements)
    counted = _Statements(sorter.sorted(), f"<{registry.base}resources/".encode())
    writer.write_lines(N_QUADS, counted)
    with registry.database.reading() as connection:
        at = log.instants(connection, [number])[number]
    return Dump(
        name=f"{at[:10]}-{number}",
        number=number,
        at=at,
        records=records,
        triples=counted.triples,
        entities=counted.entities,
        files=writer.files,
        classes=dict(sorted(counted.classes.items())),
    )


class _Statements:
    """Sorted lines of N-Quads, counting what more than one graph states once."""

    def __init__(self, lines: Iterator[bytes], entity: bytes) -> None:
        self._lines, self._entity = lines, entity
        self.triples = 0
        self.entities = 0
        """Different subjects that begin like `entity`."""
        self.classes: Counter[str] = Counter()
        """How many subjects are stated to be of each class, by its IRI."""

    def __iter__(self) -> Iterator[bytes]:
        last = subject = b""
        for line in self._lines:
            statement = line[: line.rindex(b" <")]
            # Sorted by their bytes, lines that differ in the graph only stand together.
            if statement != last:
                self.triples += 1
                last = statement
                who, said, what = statement.split(b" ", 2)
                self.entities += who != subject and who.startswith(self._entity)
                subject = who
                if said == _TYPE:
                    self.classes[what.decode().strip("<>")] += 1
            yield line


def _line(registry: Registry, revision: Revision) -> bytes:
    """A record as a line of JSON: its entry of the log, who stated it, and the JSON-LD."""
    change = revision.change
    document = absolute(revision.document, registry.base)
    written: dict[str, Any] = {
        "number": change.number,
        "ctid": change.ctid,
        "kind": change.kind,
        "type": change.resource_type,
        "at": change.at,
        "iri": f"{registry.base}resources/{change.ctid}",
        "sha256": change.sha256,
        "publisher": change.publisher,
        "signature": change.signature,
        "provenance": revision.provenance.to_json(),
        "document": {**document, "@context": served(document["@context"], registry.base)},
    }
    return json.dumps(written, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
