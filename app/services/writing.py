"""Writing: one publisher's transaction on the log, and what may be written in it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from app.services.registry import Registry
from app.services.submissions import OPERATOR, PublisherRef, RecordRejected, Submission
from app.store import claims, log, publishers
from app.store.database import Connection
from app.store.log import Appended, Head, NewChange
from app.store.signing import Signer
from ctdl.ctid import CTID
from ctdl.documents import Document
from ctdl.errors import RegistryError
from ctdl.findings import Finding


@dataclass(frozen=True)
class Published:
    """What came of a submission: `kind` is published, updated, restored or unchanged."""

    ctid: CTID
    number: int
    kind: str
    findings: tuple[Finding, ...]
    receipt: str
    """The registry's signed statement that the entry is in the log (a compact JWS)."""


class NotTheOwner(RegistryError):
    """Somebody tried to change a record that another publisher keeps."""


class StaleRevision(RegistryError):
    """The record is not, or no longer, in the state that the writer believes."""

    def __init__(self, ctid: CTID, number: int | None) -> None:
        self.number = number
        state = f"is at change {number} now" if number else "is not in the registry"
        super().__init__(f"{ctid} {state}: read it again, and decide then what to change.")


class RecordWasWithdrawn(RegistryError):
    """The record was withdrawn and nobody asked to restore it."""


class SignatureReplayed(RegistryError):
    """The signed document was published before and has been replaced since."""


@contextmanager
def begin_writing(
    registry: Registry, publisher: PublisherRef, owner: CTID | None = None
) -> Iterator["Writing"]:
    """A transaction that has the log to itself before anything is read, and commits at its end."""
    with registry.database.writing() as connection:
        log.lock(connection)
        publishers.remember_publisher(connection, publisher.ctid, publisher.name)
        writing = Writing(connection, registry.signer, publisher, owner)
        writing.require_owner()
        yield writing


class Writing:
    """One transaction of one publisher, and what it has to know to decide."""

    def __init__(
        self,
        connection: Connection,
        signer: Signer,
        publisher: PublisherRef,
        owner: CTID | None = None,
    ) -> None:
        self._connection = connection
        self._signer = signer
        self._publisher = publisher
        self._owner = owner or publisher.ctid
        self._keepers = {publisher.ctid, *publishers.acts_for(connection, publisher.ctid)}
        self._claims: dict[CTID, CTID] = {}

    def require_owner(self) -> None:
        """Raise NotTheOwner unless the publisher may write for the owner of new records."""
        if self._owner not in self._keepers:
            raise NotTheOwner(
                f"{self._publisher.ctid} does not act for {self._owner}: ask the registry's"
                " operator to allow it."
            )

    def may_change(self, head: Head) -> bool:
        """Whether the publisher keeps the record, or acts for who does."""
        return head.publisher in self._keepers

    def require_right(self, head: Head) -> None:
        """Raise NotTheOwner unless the publisher may change the record."""
        if not self.may_change(head):
            raise NotTheOwner(
                f"{head.ctid} is kept by the publisher {head.publisher}, not by"
                f" {self._publisher.ctid}: only that publisher can change or withdraw it."
            )

    def write(
        self,
        submissions: Sequence[Submission],
        *,
        restore: bool = False,
        expected: Collection[int] | None = None,
    ) -> list[Published | RegistryError]:
        """What becomes of each; the entries are appended to the log."""
        heads = log.heads(self._connection, [each.document.ctid for each in submissions])
        self._learn_claims(submissions)
        decided: list[Published | RegistryError | NewChange] = []
        described: dict[CTID, tuple[CTID, ...]] = {}
        number = log.newest_number(self._connection)
        for submission in submissions:
            outcome = self._decide(submission, heads, restore, expected)
            if isinstance(outcome, NewChange):
                number += 1
                # A later submission about the same record must see this one as decided.
                heads[outcome.ctid] = _head(outcome, number)
                things = submission.document.ctids[1:]
                self._claims.update(dict.fromkeys(submission.document.ctids, outcome.ctid))
                if things or outcome.previous is not None:
                    described[outcome.ctid] = things
            decided.append(outcome)
        claims.hold(self._connection, described)
        entries = [each for each in decided if isinstance(each, NewChange)]
        appended = iter(self.append(entries))
        outcomes: list[Published | RegistryError] = []
        for submission, outcome in zip(submissions, decided, strict=True):
            if isinstance(outcome, NewChange):
                done = next(appended)
                outcomes.append(
                    Published(
                        outcome.ctid,
                        done.change.number,
                        outcome.kind,
                        submission.findings,
                        done.receipt,
                    )
                )
            else:
                outcomes.append(outcome)
        return outcomes

    def append(self, entries: Sequence[NewChange]) -> list[Appended]:
        """Add entries to the log as they are."""
        return log.append(self._connection, entries, self._signer)

    def heads(self, ctids: Iterable[CTID]) -> dict[CTID, Head]:
        """The newest entry about each of these records."""
        return log.heads(self._connection, ctids)

    def claimed(self, submissions: Sequence[Submission]) -> list[Finding]:
        """Findings on things in these documents that belong to other records."""
        self._learn_claims(submissions)
        return [found for each in submissions for found in self._claimed(each.document)]

    def continued(self, head: Head, kind: str) -> NewChange:
        """An entry with the record's newest content and another kind."""
        newest = log.change(self._connection, head.number)
        assert newest is not None, "a head is an entry of the log"
        return NewChange(
            ctid=head.ctid,
            kind=kind,
            resource_type=newest.resource_type,
            publisher=head.publisher,
            document=newest.document,
            sha256=newest.sha256,
            previous=head.number,
            provenance=newest.provenance,
            signature=newest.signature,
            published_by=self._agent(head.publisher),
        )

    def _decide(
        self,
        submission: Submission,
        heads: Mapping[CTID, Head],
        restore: bool,
        expected: Collection[int] | None,
    ) -> Published | RegistryError | NewChange:
        document = submission.document
        claimed = self._claimed(document)
        if not submission.is_acceptable or claimed:
            return RecordRejected((*submission.findings, *claimed))
        head = heads.get(document.ctid)
        try:
            if head is None:
                self._require_own_name(document.ctid)
                require_expected(document.ctid, None, expected)
                return self._entry(submission, "published", None)
            self.require_right(head)
            if self._is_newest(submission, head):
                return Published(
                    document.ctid,
                    head.number,
                    "unchanged",
                    submission.findings,
                    log.receipt_of(self._connection, head.number),
                )
            require_expected(document.ctid, head, expected)
            self._require_fresh_signature(submission, head)
        except RegistryError as error:
            return error
        if head.kind != "withdrawn":
            return self._entry(submission, "updated", head)
        if restore:
            return self._entry(submission, "restored", head)
        return RecordWasWithdrawn(
            f"{document.ctid} was withdrawn by change {head.number}; to bring it back, ask for it"
            " to be restored."
        )

    def kind_of(self, submission: Submission, head: Head | None) -> str:
        """What would come of the submission, if it may be written."""
        if head is None:
            return "published"
        if self._is_newest(submission, head):
            return "unchanged"
        return "restored" if head.kind == "withdrawn" else "updated"

    def _is_newest(self, submission: Submission, head: Head) -> bool:
        """Whether the record is live and says exactly this, signed the same way if at all."""
        same = (
            head.kind != "withdrawn"
            and head.sha256 == submission.document.sha256
            and head.provenance == submission.provenance_text
        )
        if not same or submission.signature is None:
            return same
        newest = log.change(self._connection, head.number)
        return newest is not None and newest.signature == submission.signature

    def _require_own_name(self, ctid: CTID) -> None:
        """Refuse to describe another publisher before it has described itself."""
        name = publishers.publisher_name(self._connection, ctid)
        if name is None or ctid in self._keepers or self._publisher.ctid == OPERATOR.ctid:
            return
        raise NotTheOwner(
            f"{ctid} is the publisher {name}, who describes itself: only that publisher, who acts"
            " for it, and the registry's operator can publish its record."
        )

    def _require_fresh_signature(self, submission: Submission, head: Head) -> None:
        if submission.signature is None:
            return
        used = log.number_of_signature(self._connection, head.ctid, submission.signature)
        if used is not None:
            raise SignatureReplayed(
                f"This signed document was published as change {used} and replaced since. To go"
                " back to it, sign it again."
            )

    def _entry(self, submission: Submission, kind: str, head: Head | None) -> NewChange:
        document = submission.document
        keeper = self._owner if head is None else head.publisher
        return NewChange(
            ctid=document.ctid,
            kind=kind,
            resource_type=document.type,
            publisher=keeper,
            document=document.canonical,
            sha256=document.sha256,
            previous=head.number if head else None,
            provenance=submission.provenance_text,
            signature=submission.signature,
            published_by=self._agent(keeper),
        )

    def _agent(self, keeper: str) -> str | None:
        """Who writes, where that is not the keeper."""
        return None if keeper == self._publisher.ctid else self._publisher.ctid

    def _learn_claims(self, submissions: Iterable[Submission]) -> None:
        """Find out which record each thing inside these documents belongs to already."""
        inner = {ctid for each in submissions for ctid in each.document.ctids[1:]}
        outer = {each.document.ctid for each in submissions}
        # A thing cannot be what is a record already, live or withdrawn.
        self._claims.update((ctid, ctid) for ctid in log.heads(self._connection, inner))
        self._claims.update(claims.holders(self._connection, inner | outer))

    def _claimed(self, document: Document) -> list[Finding]:
        return [
            _claim(document.ctid, resource, self._claims[resource])
            for resource in document.ctids
            if self._claims.get(resource, document.ctid) != document.ctid
        ]


def require_expected(ctid: CTID, head: Head | None, expected: Collection[int] | None) -> None:
    if expected is None:
        return
    newest = head.number if head else None
    if (newest is None and not expected) or newest in expected:
        return
    raise StaleRevision(ctid, newest)


def not_the_owner(head: Head, ctid: CTID) -> Finding:
    return Finding(
        code="NOT_THE_OWNER",
        severity="error",
        entity=ctid,
        property="ceterms:ctid",
        message=f"{ctid} is kept by the publisher {head.publisher}; publish under a CTID of your"
        " own, or ask the registry's operator to hand the record over.",
        rule="A record is changed only by who keeps it.",
        source="docs/adr/0006-who-may-write.md",
    )


def _claim(ctid: CTID, resource: CTID, owner: CTID) -> Finding:
    return Finding(
        code="CTID_TAKEN",
        severity="error",
        entity=ctid,
        property="ceterms:ctid",
        message=f"{resource} is described by the record {owner} already; refer to it instead.",
        rule="A CTID stays with one resource for life.",
        source="https://credreg.net/ctdl/ctid",
    )


def _head(entry: NewChange, number: int) -> Head:
    return Head(entry.ctid, number, entry.kind, entry.publisher, entry.sha256, entry.provenance)
