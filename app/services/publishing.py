"""Publishing, withdrawing, restoring: the only way anything gets into the log."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from app.services.equal_statements import equal_statements
from app.services.registry import Registry
from app.services.submissions import (
    OPERATOR,
    PublisherRef,
    RecordRejected,
    Submission,
    looking,
    prepare,
)
from app.services.writing import (
    NotTheOwner,
    Published,
    RecordWasWithdrawn,
    SignatureReplayed,
    StaleRevision,
    Writing,
    begin_writing,
    not_the_owner,
    require_expected,
)
from app.store.log import LoggedChange
from ctdl.ctid import CTID
from ctdl.documents import Document, DocumentError
from ctdl.errors import RegistryError
from ctdl.findings import Finding
from ctdl.provenance import Provenance

__all__ = [
    "OPERATOR",
    "BulkRejected",
    "Checked",
    "NeverPublished",
    "NotTheOwner",
    "NothingToRestore",
    "NothingToWithdraw",
    "Published",
    "PublisherRef",
    "ReasonMissing",
    "RecordRejected",
    "RecordWasWithdrawn",
    "SignatureReplayed",
    "StaleRevision",
    "Submission",
    "check",
    "prepare",
    "publish",
    "record",
    "record_all",
    "restore",
    "transfer",
    "withdraw",
]

BATCH = 500
MOST_FINDINGS = 1000


@dataclass(frozen=True)
class Checked:
    """What publishing a text would find; `document` is None for one that is no document.

    `kind` is what would come of it if no finding is an error, `number` the record's newest change.
    """

    document: Document | None
    findings: tuple[Finding, ...]
    kind: str | None = None
    number: int | None = None


class BulkRejected(RegistryError):
    """Some of many documents cannot be taken, so none was; findings say which, by row."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        first = self.findings[0]
        super().__init__(
            f"Nothing was saved: {len(self.findings)} findings, the first in row {first.row}:"
            f" {first.message}"
        )


class ReasonMissing(RegistryError):
    """A record cannot be withdrawn without saying why."""


class NothingToWithdraw(RegistryError):
    """The record was never published here, or has been withdrawn already."""


class NothingToRestore(RegistryError):
    """The record is not withdrawn, or was never here."""


class NeverPublished(NothingToWithdraw, NothingToRestore):
    """The record was never published here, so it can be neither taken back nor restored."""


def publish(
    registry: Registry,
    data: bytes | str | Mapping[str, object],
    publisher: PublisherRef = OPERATOR,
    *,
    about: CTID | None = None,
    owner: CTID | None = None,
    provenance: Provenance | None = None,
    restore: bool = False,
    expected: Collection[int] | None = None,
    signature: str | None = None,
) -> Published:
    """Make a document public, or raise RecordRejected with every finding; nothing is half saved.

    With `about` it must be that record's document. A new record is kept by `owner`, for whom the
    publisher must be allowed to write. `expected` are the changes one of which the writer believes
    to be the record's newest (none: the record is new); with any other it is a StaleRevision,
    unless the content is the newest already.
    """
    try:
        submission = prepare(
            data,
            publisher,
            base=registry.base,
            owner=owner,
            provenance=provenance,
            signature=signature,
            look=looking(registry, owner),
        )
    except DocumentError as error:
        raise RecordRejected(error.findings) from error
    if about not in (None, submission.document.ctid):
        found = (_other_record(about, submission.document.ctid), *submission.findings)
        raise RecordRejected(found)
    if not submission.is_acceptable:
        raise RecordRejected(submission.findings)
    [outcome] = record(
        registry, [submission], publisher, owner=owner, restore=restore, expected=expected
    )
    if isinstance(outcome, RegistryError):
        raise outcome
    return outcome


def check(
    registry: Registry,
    data: bytes | str | Mapping[str, object],
    publisher: PublisherRef | None = None,
    *,
    owner: CTID | None = None,
) -> Checked:
    """Everything that publishing would find; saves nothing and needs no publisher.

    Raises NotTheOwner for an `owner` that the publisher does not act for.
    """
    writer = publisher or OPERATOR
    try:
        submission = prepare(
            data, writer, base=registry.base, owner=owner, look=looking(registry, owner)
        )
    except DocumentError as error:
        return Checked(None, tuple(error.findings))
    document = submission.document
    found = list(submission.findings)
    with registry.database.reading() as connection:
        writing = Writing(connection, registry.signer, writer, owner)
        if publisher is not None:
            writing.require_owner()
        found += writing.claimed([submission])
        found += equal_statements(connection, [submission])
        head = writing.heads([document.ctid]).get(document.ctid)
        if publisher is not None and head is not None and not writing.may_change(head):
            found.append(not_the_owner(head, document.ctid))
        kind = writing.kind_of(submission, head)
    return Checked(document, tuple(found), kind, head.number if head else None)


def record(
    registry: Registry,
    submissions: Sequence[Submission],
    publisher: PublisherRef,
    *,
    owner: CTID | None = None,
    restore: bool = False,
    expected: Collection[int] | None = None,
) -> list[Published | RegistryError]:
    """What became of each submission, in one transaction: those that may be are in the log.

    The same content as the newest revision writes nothing. A withdrawn record comes back only
    with `restore`.
    """
    with begin_writing(registry, publisher, owner) as writing:
        return writing.write(submissions, restore=restore, expected=expected)


def record_all(
    registry: Registry,
    submissions: Iterable[Submission],
    publisher: PublisherRef,
    *,
    owner: CTID | None = None,
    tell: Callable[[Submission, Published], None] = lambda _submission, _outcome: None,
) -> dict[str, int]:
    """How many became what (published, updated, unchanged), all in one transaction or none.

    They are read bit by bit, so any number fits; `tell` hears of each, before the commit. Raises
    BulkRejected with what is wrong, by row, once everything was looked at.
    """
    waiting = iter(submissions)
    counts: dict[str, int] = {}
    refused: list[Finding] = []
    with begin_writing(registry, publisher, owner) as writing:
        while batch := list(islice(waiting, BATCH)):
            for submission, outcome in zip(batch, writing.write(batch), strict=True):
                if isinstance(outcome, RegistryError):
                    refused += _refusal(submission, outcome)
                else:
                    counts[outcome.kind] = counts.get(outcome.kind, 0) + 1
                    tell(submission, outcome)
            if len(refused) >= MOST_FINDINGS:
                break
        if refused:
            raise BulkRejected(refused[:MOST_FINDINGS])
    return counts


def withdraw(
    registry: Registry,
    ctid: CTID,
    publisher: PublisherRef = OPERATOR,
    *,
    reason: str,
    replaced_by: CTID | None = None,
    expected: Collection[int] | None = None,
) -> LoggedChange:
    """Take a record back; its address keeps saying who did so, when, why, and what replaces it."""
    if not reason.strip():
        raise ReasonMissing(f"Say why {ctid} is withdrawn: its address will show the reason.")
    with begin_writing(registry, publisher) as writing:
        head = writing.heads([ctid]).get(ctid)
        if head is None:
            raise NeverPublished(f"No record {ctid} was ever published here.")
        writing.require_right(head)
        if head.kind == "withdrawn":
            raise NothingToWithdraw(f"{ctid} has been withdrawn already, by change {head.number}.")
        require_expected(ctid, head, expected)
        entry = replace(
            writing.continued(head, "withdrawn"), reason=reason.strip(), replaced_by=replaced_by
        )
        [done] = writing.append([entry])
    return done.change


def restore(
    registry: Registry,
    ctid: CTID,
    publisher: PublisherRef = OPERATOR,
    *,
    expected: Collection[int] | None = None,
) -> Published:
    """Bring a withdrawn record back as it was before."""
    with begin_writing(registry, publisher) as writing:
        head = writing.heads([ctid]).get(ctid)
        if head is None:
            raise NeverPublished(f"No record {ctid} was ever published here.")
        writing.require_right(head)
        if head.kind != "withdrawn":
            raise NothingToRestore(f"{ctid} is not withdrawn; change {head.number} is its newest.")
        require_expected(ctid, head, expected)
        [done] = writing.append([writing.continued(head, "restored")])
    return Published(ctid, done.change.number, "restored", (), done.receipt)


def transfer(
    registry: Registry, ctids: Sequence[CTID], keeper: PublisherRef, *, reason: str
) -> list[LoggedChange]:
    """Give records to another publisher to keep: the operator's decision, logged with its reason.

    All of them or none; records that the publisher keeps already are left out.
    """
    if not reason.strip():
        raise ReasonMissing("Say why the records change hands: the log keeps the reason.")
    with begin_writing(registry, keeper) as writing:
        heads = writing.heads(ctids)
        entries = []
        for ctid in dict.fromkeys(ctids):
            head = heads.get(ctid)
            if head is None or head.kind == "withdrawn":
                raise NotTheOwner(f"{ctid} is not a live record of this registry.")
            if head.publisher != keeper.ctid:
                entry = replace(writing.continued(head, "updated"), publisher=keeper.ctid)
                entries.append(replace(entry, published_by=OPERATOR.ctid, reason=reason.strip()))
        return [each.change for each in writing.append(entries)]


def _other_record(about: CTID, found: CTID) -> Finding:
    return Finding(
        code="ANOTHER_RECORD",
        severity="error",
        entity=found,
        property="ceterms:ctid",
        message=f"The document is about {found}, and was sent to the address of {about}. Send it to"
        " its own, or correct its ceterms:ctid.",
        rule="A record is written at its own address.",
        source="docs/adr/0046-publishing-over-http.md",
    )


def _refusal(submission: Submission, error: RegistryError) -> list[Finding]:
    """What is wrong with one of many, with its row."""
    if isinstance(error, RecordRejected):
        found = [each for each in error.findings if each.severity == "error"]
    else:
        found = [
            Finding(
                code=_REFUSALS.get(type(error), "RECORD_REFUSED"),
                severity="error",
                entity=submission.document.ctid,
                property=None,
                message=str(error),
                rule="A record is changed only by who keeps it, and withdrawn ones are restored.",
                source="docs/adr/0006-who-may-write.md",
            )
        ]
    return [replace(each, row=submission.row) for each in found]


_REFUSALS: Mapping[type[RegistryError], str] = {
    NotTheOwner: "NOT_THE_OWNER",
    RecordWasWithdrawn: "RECORD_WAS_WITHDRAWN",
    SignatureReplayed: "SIGNATURE_REPLAYED",
}
