"""Taking over what a source has: under its own name, and never over what others keep here."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from app.services.harvesting.items import Batch, Item
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
from ctdl.ctid import CTID, ctid_in, derive_ctid
from ctdl.documents import Document, DocumentError
from ctdl.errors import RegistryError
from ctdl.provenance import Provenance, Statement

OWN: Final = "own"
CONFLICT: Final = "conflict"
REFUSED: Final = "refused"
UNKNOWN: Final = "unknown"
WITHDRAWN: Final = "withdrawn"
_NO_REASON: Final = "Taken back at its source, which does not say why."


@dataclass(frozen=True)
class Taken:
    """What became of an item, with the reason where it was not taken.

    `outcome` is what publishing says (published, updated, unchanged, restored), or withdrawn; own:
    this registry's, given back by one that took it over; conflict: somebody else keeps it here;
    unknown: it was taken back before it was ever here; refused: the document has errors.
    """

    identifier: str
    outcome: str
    message: str = ""


@dataclass
class Taker:
    """Takes over what one source has, as the publisher of it."""

    registry: Registry
    url: str
    _foreseen: dict[CTID, str] = field(default_factory=dict)

    @property
    def publisher(self) -> PublisherRef:
        """The source, which keeps what was taken over from it."""
        return PublisherRef(derive_ctid(f"harvested:{self.url}"), self.url)

    def take(self, batch: Batch) -> list[Taken]:
        """What became of each record; of one that comes twice the last state counts."""
        live, deleted = _newest(batch)
        done = [Taken(name, REFUSED, what) for name, what in batch.problems]
        ready = list(self._submissions(live, done))
        outcomes = record(self.registry, [made for _, made in ready], self.publisher, restore=True)
        for (item, _submission), outcome in zip(ready, outcomes, strict=True):
            if isinstance(outcome, RegistryError):
                kind = CONFLICT if isinstance(outcome, NotTheOwner) else REFUSED
                done.append(Taken(item.identifier, kind, str(outcome)))
            else:
                done.append(Taken(item.identifier, outcome.kind))
        return [*done, *map(self._withdraw, deleted)]

    def foresee(self, batch: Batch) -> list[Taken]:
        """What `take` would make of each after the batches foreseen so far; nothing is saved."""
        live, deleted = _newest(batch)
        done = [Taken(name, REFUSED, what) for name, what in batch.problems]
        ready = list(self._submissions(live, done))
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
            return Taken(item.identifier, REFUSED, wrong[0].message)
        if head is not None and not writing.may_change(head):
            return Taken(item.identifier, CONFLICT, not_the_owner(head, ctid).message)
        was = self._foreseen.get(ctid)
        self._foreseen[ctid] = "live"
        if was is None:
            return Taken(item.identifier, writing.kind_of(submission, head))
        return Taken(item.identifier, "restored" if was == WITHDRAWN else "updated")

    def _foreseen_deleted(self, item: Item, writing: Writing) -> Taken:
        ctid = ctid_in(item.identifier)
        head = writing.heads([ctid]).get(ctid) if ctid else None
        if ctid is None or self._foreseen.get(ctid, head.kind if head else WITHDRAWN) == WITHDRAWN:
            return Taken(item.identifier, UNKNOWN)
        if head is not None and not writing.may_change(head):
            return Taken(item.identifier, CONFLICT, not_the_owner(head, ctid).message)
        self._foreseen[ctid] = WITHDRAWN
        return Taken(item.identifier, WITHDRAWN)

    def _submissions(
        self, items: Iterable[Item], done: list[Taken]
    ) -> Iterator[tuple[Item, Submission]]:
        for item in items:
            stated = Statement(source=self.url, source_url=item.identifier, seen=item.at[:10])
            try:
                submission = prepare(
                    dict(item.document or {}),
                    self.publisher,
                    base=self.registry.base,
                    provenance=Provenance(stated, collected=True),
                )
            except DocumentError as error:
                done.append(Taken(item.identifier, REFUSED, str(error)))
                continue
            if self._is_own(item, submission.document):
                done.append(Taken(item.identifier, OWN))
            else:
                yield item, submission

    def _is_own(self, item: Item, document: Document) -> bool:
        """Whether the record comes from here: a copy keeps where it was first as ceterms:sameAs."""
        own = f"resources/{document.ctid}"
        first = document.main.get("ceterms:sameAs", [])
        return item.identifier == f"{self.registry.base}{own}" or own in first

    def _withdraw(self, item: Item) -> Taken:
        ctid = ctid_in(item.identifier)
        if ctid is None:
            return Taken(item.identifier, UNKNOWN)
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
            return Taken(item.identifier, UNKNOWN)
        except NotTheOwner as error:
            return Taken(item.identifier, CONFLICT, str(error))
        return Taken(item.identifier, WITHDRAWN)


def _newest(batch: Batch) -> tuple[Sequence[Item], Sequence[Item]]:
    """The last state of each record, those that are there and those that were taken back."""
    newest = {each.identifier: each for each in batch.items}.values()
    return (
        [each for each in newest if not each.is_deleted],
        [each for each in newest if each.is_deleted],
    )
