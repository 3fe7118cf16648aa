"""What the documents of a file refer to: looked up once each, remarked on when it is nowhere."""

from collections.abc import Container, Iterator
from typing import Final

from app.services.registry import Registry
from app.services.submissions import ONE_RECORD, Surroundings, absent
from app.store import catalogue, log
from app.store.catalogue import ResourceRow
from ctdl.ctid import CTID
from ctdl.documents import Document
from ctdl.findings import Finding
from ctdl.records import edges

#: How many missing records are remembered; a file that names more of them has said enough.
MOST_MISSING: Final = 1000
WITHDRAWN: Final = "withdrawn"
#: How many known ones are; levels, fields, units and owners come back in every row.
MOST_KNOWN: Final = 20_000


class References:
    """What the registry knows of everything that the documents of a file refer to."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._things: dict[CTID, ResourceRow | None] = {}
        self._states: dict[CTID, str] = {}
        self._first: dict[CTID, tuple[CTID, str, int | None]] = {}

    def look(self, document: Document, row: int | None) -> Surroundings:
        """What the document is to be held against; what is missing is remarked on at the end.

        A file may hold the record itself, some rows further down.
        """
        targets = {each.target_ctid: each.predicate for each in edges(document) if each.target_ctid}
        targets = {ctid: path for ctid, path in targets.items() if ctid not in document.by_ctid}
        self._learn([ctid for ctid in targets if ctid not in self._things])
        for ctid, predicate in targets.items():
            if self._states.get(ctid) and len(self._first) < MOST_MISSING:
                self._first.setdefault(ctid, (document.ctid, predicate, row))
        things = {ctid: thing for ctid in targets if (thing := self._things.get(ctid)) is not None}
        return Surroundings(None, {}, {}, things)

    def class_of(self, ctid: CTID) -> str | None:
        """The class of a record or thing, if it is here."""
        if ctid not in self._things:
            self._learn([ctid])
        thing = self._things.get(ctid)
        return thing.type if thing else None

    def findings(self, in_file: Container[CTID]) -> Iterator[Finding]:
        """A remark on each missing record, at the first row that refers to it."""
        for ctid, (entity, predicate, row) in self._first.items():
            if ctid not in in_file:
                yield Finding(
                    code="REF_NOT_HERE",
                    severity="warning",
                    entity=entity,
                    property=predicate,
                    message=absent(ctid, withdrawn=self._states[ctid] == WITHDRAWN),
                    rule="A relation should lead to a record that can be read.",
                    source=ONE_RECORD,
                    row=row,
                )

    def _learn(self, ctids: list[CTID]) -> None:
        if not ctids:
            return
        if len(self._things) > MOST_KNOWN:
            self._things.clear()
        with self._registry.database.reading() as connection:
            heads = log.heads(connection, ctids)
            things = catalogue.resources(connection, ctids)
        for ctid in ctids:
            self._things[ctid] = things.get(ctid)
            head = heads.get(ctid)
            if head is not None and head.kind == "withdrawn":
                self._states[ctid] = WITHDRAWN
            elif head is None and ctid not in things:
                self._states[ctid] = "absent"
