"""The files for the European register of courses and qualifications (European Learning Model).

They are of one entry of the log, as dumps are, and seen whole or not at all. A record that lacks
what the model must have is left out, and the report counts what is lacking.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from app.services.registry import Registry
from app.services.revisions import Revision
from app.store import dumps, log
from app.store.dumps import Dump, DumpFile, DumpWriter, NoSuchDump
from app.store.locks import held
from app.store.log import LoggedChange
from ctdl.ctid import CTID
from ctdl.documents import Document
from ctdl.mapping.learning_model_export import (
    DATASETS,
    dataset_of,
    learning_model,
    organizations_of,
)
from ctdl.mapping.learning_model_rdf import PREFIXES
from ctdl.rdfxml import rdfxml_parts
from ctdl.triples import Graph

REPORT: Final = "report.json"
FILES: Final = tuple(f"{each}.rdf" for each in DATASETS)
_KEPT: Final = 2
"""Whoever fetches one of the last while the next appears can still fetch the others with it."""
_FORM: Final = "1"


def newest(registry: Registry) -> Dump | None:
    """The newest export, if there is one."""
    return next(iter(dumps.dumps(_folder(registry))), None)


def get_file(registry: Registry, name: str) -> tuple[Dump, DumpFile, Path]:
    """A file of the newest export and where it is; raises NoSuchDump."""
    found = newest(registry)
    if found is None:
        raise NoSuchDump(
            "Nothing was exported yet: the registry's operator does that with `registry export"
            " --elm`."
        )
    file = found.file(name)
    if file is None:
        known = ", ".join(each.suffix for each in found.files)
        raise NoSuchDump(f"There is no file {name[:40]!r}; there are {known}.")
    return found, file, dumps.path_of(_folder(registry), found, file)


def report(registry: Registry) -> dict[str, Any]:
    """What the newest export holds and leaves out, and why; nothing where there is none."""
    if newest(registry) is None:
        return {}
    found: dict[str, Any] = json.loads(get_file(registry, REPORT)[2].read_bytes())
    return found


def write_export(registry: Registry) -> Dump | None:
    """The files as of the newest entry of the log; None while nothing is logged."""
    folder = _folder(registry)
    with held(registry.lock_of("elm"), wait=True):
        number = log.latest_number(registry.database)
        found = newest(registry)
        if number == 0 or (found and found.number == number):
            return found
        with dumps.unfinished(folder) as writer:
            made = _write(registry, writer, number)
            dumps.finish(writer, made)
        dumps.remove_all_but(folder, dumps.dumps(folder)[:_KEPT])
    return made


@dataclass
class _Told:
    """What came of the records of a data set."""

    exported: int = 0
    left_out: int = 0
    statements: int = 0
    lacking: Counter[str] = field(default_factory=Counter)

    def to_json(self) -> dict[str, Any]:
        return {
            "exported": self.exported,
            "left_out": self.left_out,
            "lacking": dict(self.lacking.most_common()),
        }


def _write(registry: Registry, writer: DumpWriter, number: int) -> Dump:
    documents = _Documents(registry)
    told = {each: _Told() for each in DATASETS}
    for dataset in DATASETS:
        graphs = _graphs(registry, dataset, number, documents, told[dataset])
        parts = rdfxml_parts(graphs, PREFIXES)
        writer.write_lines(f"{dataset}.rdf", (each.encode() for each in parts))
    with registry.database.reading() as connection:
        at = log.instants(connection, [number])[number]
    content = {"number": number, "at": at, "datasets": {}}
    content["datasets"] = {name: each.to_json() for name, each in told.items()}
    writer.write_lines(REPORT, [json.dumps(content, indent=2).encode() + b"\n"])
    return Dump(
        name=f"{at[:10]}-{number}",
        number=number,
        at=at,
        records=sum(each.exported for each in told.values()),
        triples=sum(each.statements for each in told.values()),
        files=writer.files,
        classes={name: each.exported for name, each in told.items()},
    )


def _graphs(
    registry: Registry, dataset: str, number: int, documents: "_Documents", told: _Told
) -> Iterator[Graph]:
    for change in log.newest_changes(registry.database, number):
        if change.is_withdrawal or dataset_of(change.resource_type) != dataset:
            continue
        document = Revision(change).document
        found = learning_model(document, registry.base, documents.of(document))
        if found.lacks:
            told.left_out += 1
            told.lacking.update(found.lacks)
        else:
            told.exported += 1
            told.statements += sum(
                len(values) for each in found.graph.values() for values in each.values()
            )
            yield found.graph


class _Documents:
    """The documents of organisations, the last ones of which are kept: many records share them."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._get = lru_cache(2000)(self._look_up)

    def of(self, document: Document) -> list[Document]:
        """Those that the record needs."""
        found = (self._get(each) for each in sorted(organizations_of(document)))
        return [each for each in found if each]

    def _look_up(self, ctid: CTID) -> Document | None:
        change: LoggedChange | None = log.newest_change(self._registry.database, ctid)
        return Revision(change).document if change and not change.is_withdrawal else None


def _folder(registry: Registry) -> Path:
    made_how = hashlib.sha256(f"{_FORM}\n{registry.base}".encode()).hexdigest()[:16]
    return registry.settings.home / "elm" / made_how
