"""Taking over what a source has: under its own name, and never over what others keep here."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from app.services.harvesting.items import Batch, Item, now
from app.services.publishing import (
    NothingToWithdraw,
    NotTheOwner,
    PublisherRef,
    Submission,
    prepare,
    record,
    withdraw,
)
from app.services.registry import Registry
from app.services.writing import Writing, not_the_owner
from app.store import harvest_sources, log
from app.store.log import Head
from ctdl.ctid import CTID, ctid_in, derive_ctid
from ctdl.documents import Document, DocumentError
from ctdl.errors import RegistryError
from ctdl.moving import moved
from ctdl.provenance import Provenance, Statement

OWN: Final = "own"
CONFLICT: Final = "conflict"
REFUSED: Final = "refused"
UNKNOWN: Final = "unknown"
WITHDRAWN: Final = "withdrawn"
NO_RECORD: Final = "no record"
_NO_REASON: Final = "Taken back at its source, which does not say why."
_UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True)
class Taken:
    """What became of an item, with the reason where it was not taken.

    `outcome` is what publishing says (published, updated, unchanged, restored), or withdrawn; own:
    this registry's, given back by one that took it over; conflict: somebody else keeps it here;
    unknown: it was taken back, and is not here; refused: the document has errors; no record:
    it is something else.
    """

    identifier: str
    outcome: str
    message: str = ""
    record: str | None = None
    changed: str = ""

    def __post_init__(self) -> None:
        """Leave out what no database keeps, and what would write elsewhere on a terminal."""
        for name in ("identifier", "message"):
            object.__setattr__(self, name, _UNPRINTABLE.sub("\ufffd", getattr(self, name)))

    @classmethod
    def of(cls, item: Item, outcome: str, message: str = "") -> "Taken":
        """What became of an item."""
        return cls(item.identifier, outcome, message, item.record, item.at)


def keeper_of(url: str) -> PublisherRef:
    """The publisher that keeps what comes from the source at an address."""
    return PublisherRef(derive_ctid(f"harvested:{url}"), url)


@dataclass
class Taker:
    """Takes over what one source has, as the publisher of it."""

    registry: Registry
    url: str
    _foreseen: dict[CTID, str] = field(default_factory=dict)

    @property
    def publisher(self) -> PublisherRef:
        """The source, which keeps what was taken over from it."""
        return keeper_of(self.url)

    def take(self, batch: Batch) -> list[Taken]:
        """What became of each record; of one that comes twice the last state counts."""
        live, deleted = _newest(batch)
        done = _aside(batch)
        ready = self._as_kept(self._submissions(live, done))
        outcomes = record(self.registry, [made for _, made in ready], self.publisher, restore=True)
        for (item, _submission), outcome in zip(ready, outcomes, strict=True):
            if isinstance(outcome, RegistryError):
                kind = CONFLICT if isinstance(outcome, NotTheOwner) else REFUSED
                done.append(Taken.of(item, kind, str(outcome)))
            else:
                done.append(Taken.of(item, outcome.kind))
        return [*done, *map(self._withdraw, deleted)]

    def foresee(self, batch: Batch) -> list[Taken]:
        """What `take` would make of each after the batches foreseen so far; nothing is saved."""
        live, deleted = _newest(batch)
        done = _aside(batch)
        ready = self._as_kept(self._submissions(live, done))
        with self.registry.database.reading() as connection:
            writing = Writing(connection, self.registry.signer, self.publisher)
            for item, submission in ready:
                done.append(self._foreseen_live(item, submission, writing))
            done += [self._foreseen_deleted(item, writing) for item in deleted]
        return done

    def _foreseen_live(self, item: Item, submission: Submission, writing: Writing) -> Taken:
        ctid = submission.document.ctid
        head = writing.heads([ctid]).get(ctid)
        findings = (*submission.findings, *writing.claimed([submission]))
        if wrong := [each for each in findings if each.severity == "error"]:
            return Taken.of(item, REFUSED, wrong[0].message)
        if head is not None and not writing.may_change(head):
            return Taken.of(item, CONFLICT, not_the_owner(head, ctid).message)
        was = self._foreseen.get(ctid)
        self._foreseen[ctid] = "live"
        if was is None:
            return Taken.of(item, writing.kind_of(submission, head))
        return Taken.of(item, "restored" if was == WITHDRAWN else "updated")

    def _foreseen_deleted(self, item: Item, writing: Writing) -> Taken:
        ctid = item.record
        head = writing.heads([ctid]).get(ctid) if ctid else None
        if ctid is None or self._foreseen.get(ctid, head.kind if head else WITHDRAWN) == WITHDRAWN:
            return Taken.of(item, UNKNOWN)
        if head is not None and not writing.may_change(head):
            return self._others(item, ctid, not_the_owner(head, ctid).message)
        self._foreseen[ctid] = WITHDRAWN
        return Taken.of(item, WITHDRAWN)

    def _submissions(
        self, items: Iterable[Item], done: list[Taken]
    ) -> Iterator[tuple[Item, Submission]]:
        for item in items:
            try:
                submission = prepare(
                    self._document(item),
                    self.publisher,
                    base=self.registry.base,
                    provenance=self._provenance(item),
                )
            except DocumentError as error:
                done.append(Taken.of(item, REFUSED, str(error)))
                continue
            if self._is_own(item, submission.document):
                done.append(Taken.of(item, OWN))
            else:
                yield item, submission

    def _document(self, item: Item) -> dict[str, Any]:
        """The document with what it refers to at its registry as a reference to the same here."""
        document = item.document or {}
        return moved(document, item.base, self.registry.base) if item.base else dict(document)

    def _provenance(self, item: Item) -> Provenance:
        """Who stated what, as the source tells it; else the source itself."""
        if told := item.provenance:
            there = Statement(source=self.url, source_url=item.identifier)
            is_named = told.default.source or told.default.source_url
            return told if is_named else replace(told, default=told.default.over(there))
        stated = Statement(
            source=self.url,
            source_url=item.identifier,
            asserted_by=item.asserted_by,
            # What a source dates ahead was seen today all the same.
            seen=min(item.at, now())[:10],
        )
        return Provenance(stated, collected=True)

    def _as_kept(self, ready: Iterable[tuple[Item, Submission]]) -> list[tuple[Item, Submission]]:
        """Each with the day it was seen first, where it is here in the same words already.

        Else a source that only says again what it said would fill the log.
        """
        found = list(ready)
        with self.registry.database.reading() as connection:
            heads = log.heads(connection, [made.document.ctid for _, made in found])
        return [(item, _as_kept(made, heads.get(made.document.ctid))) for item, made in found]

    def _is_own(self, item: Item, document: Document) -> bool:
        """Whether the record comes from here: a copy keeps where it was first as ceterms:sameAs."""
        own = f"resources/{document.ctid}"
        first = document.main.get("ceterms:sameAs", [])
        return item.identifier == f"{self.registry.base}{own}" or own in first

    def _withdraw(self, item: Item) -> Taken:
        ctid = item.record
        if ctid is None:
            return Taken.of(item, UNKNOWN)
        replaced_by = ctid_in(item.replaced_by) if item.replaced_by else None
        try:
            withdraw(
                self.registry,
                ctid,
                self.publisher,
                reason=item.reason or _NO_REASON,
                replaced_by=replaced_by,
            )
        except NothingToWithdraw:
            return Taken.of(item, UNKNOWN)
        except NotTheOwner as error:
            return self._others(item, ctid, str(error))
        return Taken.of(item, WITHDRAWN)

    def _others(self, item: Item, ctid: CTID, message: str) -> Taken:
        """What was taken back there and is somebody else's here.

        It is no conflict if it was taken back here as well, or was ours when it was told before:
        then whoever took it over only says again what we said.
        """
        with self.registry.database.reading() as connection:
            head = log.heads(connection, [ctid])[ctid]
            known = harvest_sources.item_of(connection, self.publisher.ctid, item.identifier)
        if head.kind == WITHDRAWN:
            return Taken.of(item, UNKNOWN)
        if known is not None and known.outcome == OWN:
            return Taken.of(item, OWN)
        return Taken.of(item, CONFLICT, message)


def _as_kept(made: Submission, head: Head | None) -> Submission:
    if head is None or head.sha256 != made.document.sha256:
        return made
    kept = Provenance.from_json(json.loads(head.provenance))
    seen = replace(made.provenance.default, seen=kept.default.seen)
    return replace(made, provenance=replace(made.provenance, default=seen))


def _aside(batch: Batch) -> list[Taken]:
    return [
        Taken(
            each.identifier,
            NO_RECORD if each.is_expected else REFUSED,
            each.message,
            each.ctid,
            each.at,
        )
        for each in batch.asides
    ]


def _newest(batch: Batch) -> tuple[Sequence[Item], Sequence[Item]]:
    """The last state of each record, those that are there and those that were taken back."""
    newest = {each.identifier: each for each in batch.items}.values()
    return (
        [each for each in newest if not each.is_deleted],
        [each for each in newest if each.is_deleted],
    )
