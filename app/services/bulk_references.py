"""References of many documents to records that are neither here nor in the same file."""

from collections.abc import Container, Iterator, Sequence
from typing import Final

from app.services.registry import Registry
from app.services.submissions import Submission, missing_reference
from app.store import catalogue, log
from ctdl.ctid import CTID
from ctdl.findings import Finding
from ctdl.records import edges

#: How many missing records are remembered; a file that names more of them has said enough.
MOST: Final = 1000


class OpenEnds:
    """What documents refer to, looked up for many at a time."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._known: set[CTID] = set()
        self._missing: dict[CTID, tuple[CTID, str, int | None, str]] = {}

    def add(self, submissions: Sequence[Submission]) -> None:
        """Look up what these documents refer to; each missing record is remembered once."""
        found: dict[CTID, tuple[CTID, str, int | None]] = {}
        for submission in submissions:
            document = submission.document
            for each in edges(document):
                if each.target_ctid and each.target_ctid not in document.by_ctid:
                    stated = (document.ctid, each.predicate, submission.row)
                    found.setdefault(each.target_ctid, stated)
        asked = [ctid for ctid in found if ctid not in self._known and ctid not in self._missing]
        with self._registry.database.reading() as connection:
            heads = log.heads(connection, asked)
            things = catalogue.resources(connection, [ctid for ctid in asked if ctid not in heads])
        for ctid in asked:
            head = heads.get(ctid)
            if head is not None and head.kind == "withdrawn":
                state = "was withdrawn"
            elif head is None and ctid not in things:
                state = "is not in this registry (yet)"
            else:
                self._known.add(ctid)
                continue
            if len(self._missing) < MOST:
                self._missing[ctid] = (*found[ctid], state)

    def findings(self, in_file: Container[CTID]) -> Iterator[Finding]:
        """A remark on each missing record, at the first row that refers to it."""
        for ctid, (entity, predicate, row, state) in self._missing.items():
            if ctid not in in_file:
                yield missing_reference(entity, predicate, ctid, state, row)
