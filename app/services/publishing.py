"""Publishing and withdrawing: the only way anything gets into the log."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.services.families import OTHER, family_of
from app.services.registry import Registry
from app.store import catalogue, log, publishers
from app.store.database import Connection
from app.store.log import Head, LoggedChange, NewChange
from ctdl.ctid import CTID, derive_ctid
from ctdl.documents import Document, DocumentError, parse_document
from ctdl.errors import RegistryError
from ctdl.findings import Finding, has_errors
from ctdl.provenance import Provenance, Statement
from ctdl.records import edges
from ctdl.records.reading import NodeView
from ctdl.validation import validate


@dataclass(frozen=True)
class PublisherRef:
    """Who is writing."""

    ctid: CTID
    name: str


OPERATOR = PublisherRef(derive_ctid("organization:operator"), "Registry operator")
"""Those who run this registry; the records that ship with it are theirs until claimed."""


@dataclass(frozen=True)
class Submission:
    """A document that was parsed and checked, ready for the log."""

    document: Document
    provenance: Provenance
    findings: tuple[Finding, ...]

    @property
    def is_acceptable(self) -> bool:
        """Whether no finding is an error."""
        return not has_errors(self.findings)


@dataclass(frozen=True)
class Published:
    """What came of a submission: `kind` is published, updated, restored or unchanged."""

    ctid: CTID
    number: int
    kind: str
    findings: tuple[Finding, ...]


class RecordRejected(RegistryError):
    """The document has errors; all findings are enclosed and nothing was saved."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        errors = [each for each in findings if each.severity == "error"]
        shown = "; ".join(f"{each.code}: {each.message}" for each in errors[:5])
        more = f" (and {len(errors) - 5} more)" if len(errors) > 5 else ""
        super().__init__(f"The document was not accepted: {shown}{more}")


class NotTheOwner(RegistryError):
    """Somebody tried to change a record that another publisher keeps."""


class ReasonMissing(RegistryError):
    """A record cannot be withdrawn without saying why."""


class NothingToWithdraw(RegistryError):
    """The record was never published here, or has been withdrawn already."""


def prepare(
    data: bytes | str | Mapping[str, object],
    publisher: PublisherRef,
    *,
    base: str,
    provenance: Provenance | None = None,
) -> Submission:
    """The submission that `data` makes, with every finding; a DocumentError when it is none."""
    document = parse_document(data, base=base)
    stated = provenance or Provenance(Statement(asserted_by=publisher.name))
    return Submission(document, stated, tuple(validate(document, collected=stated.collected)))


def publish(
    registry: Registry,
    data: bytes | str | Mapping[str, object],
    publisher: PublisherRef = OPERATOR,
    *,
    provenance: Provenance | None = None,
    restore: bool = False,
) -> Published:
    """Make a document public, or raise RecordRejected with every finding; nothing is half saved."""
    try:
        submission = prepare(data, publisher, base=registry.base, provenance=provenance)
    except DocumentError as error:
        raise RecordRejected(error.findings) from error
    if not submission.is_acceptable:
        raise RecordRejected(submission.findings)
    found = (*submission.findings, *_loose_ends(registry, submission.document))
    submission = replace(submission, findings=found)
    [outcome] = record(registry, [submission], publisher, restore=restore)
    if isinstance(outcome, RegistryError):
        raise outcome
    return outcome


def record(
    registry: Registry,
    submissions: Sequence[Submission],
    publisher: PublisherRef,
    *,
    restore: bool = False,
) -> list[Published | RegistryError]:
    """What became of each submission, in one transaction: those that may be are in the log.

    The same content as the newest revision writes nothing. A withdrawn record comes back only
    with `restore`.
    """
    with registry.database.writing() as connection:
        log.lock(connection)
        publishers.remember_publisher(connection, publisher.ctid, publisher.name)
        heads = log.heads(connection, [each.document.ctid for each in submissions])
        claims = _claims_on_resources(connection, submissions)
        outcomes: list[Published | RegistryError] = []
        entries: list[NewChange] = []
        number = log.newest_number(connection)
        for submission in submissions:
            outcome = _decide(submission, publisher, heads, claims, restore)
            if isinstance(outcome, NewChange):
                number += 1
                entries.append(outcome)
                # A later submission about the same record must see this one as decided.
                heads[outcome.ctid] = _head(outcome, number)
                claims.update(dict.fromkeys(submission.document.ctids, outcome.ctid))
                outcome = Published(outcome.ctid, number, outcome.kind, submission.findings)
            outcomes.append(outcome)
        log.append(connection, entries)
    return outcomes


def withdraw(
    registry: Registry,
    ctid: CTID,
    publisher: PublisherRef = OPERATOR,
    *,
    reason: str,
    replaced_by: CTID | None = None,
) -> LoggedChange:
    """Take a record back; its address keeps saying who did so, when, why, and what replaces it."""
    if not reason.strip():
        raise ReasonMissing(f"Say why {ctid} is withdrawn: its address will show the reason.")
    with registry.database.writing() as connection:
        log.lock(connection)
        head = log.heads(connection, [ctid]).get(ctid)
        if head is None:
            raise NothingToWithdraw(f"No record {ctid} was ever published here.")
        _require_owner(head, publisher)
        if head.kind == "withdrawn":
            raise NothingToWithdraw(f"{ctid} has been withdrawn already, by change {head.number}.")
        publishers.remember_publisher(connection, publisher.ctid, publisher.name)
        newest = log.change(connection, head.number)
        assert newest is not None, "a head is an entry of the log"
        entry = NewChange(
            ctid=ctid,
            kind="withdrawn",
            resource_type=newest.resource_type,
            publisher=publisher.ctid,
            document=newest.document,
            sha256=newest.sha256,
            previous=head.number,
            provenance=newest.provenance,
            reason=reason.strip(),
            replaced_by=replaced_by,
        )
        [change] = log.append(connection, [entry])
    return change


def _decide(
    submission: Submission,
    publisher: PublisherRef,
    heads: Mapping[CTID, Head],
    claims: Mapping[CTID, CTID],
    restore: bool,
) -> Published | RegistryError | NewChange:
    document = submission.document
    if not submission.is_acceptable:
        return RecordRejected(submission.findings)
    second = _second_record(document)
    if second is not None:
        return RecordRejected([second])
    for resource in document.ctids:
        if claims.get(resource, document.ctid) != document.ctid:
            return RecordRejected([_claimed(document.ctid, resource, claims[resource])])
    head = heads.get(document.ctid)
    if head is None:
        return _entry(submission, publisher, "published", None)
    try:
        _require_owner(head, publisher)
    except NotTheOwner as error:
        return error
    if head.kind == "withdrawn":
        if restore:
            return _entry(submission, publisher, "restored", head)
        return RecordWasWithdrawn(
            f"{document.ctid} was withdrawn by change {head.number}; to bring it back, ask for it"
            " to be restored (`registry publish --restore`)."
        )
    if head.sha256 == document.sha256 and head.provenance == _provenance_text(submission):
        return Published(document.ctid, head.number, "unchanged", submission.findings)
    return _entry(submission, publisher, "updated", head)


class RecordWasWithdrawn(RegistryError):
    """The record was withdrawn and nobody asked to restore it."""


def _entry(
    submission: Submission, publisher: PublisherRef, kind: str, head: Head | None
) -> NewChange:
    document = submission.document
    return NewChange(
        ctid=document.ctid,
        kind=kind,
        resource_type=document.type,
        publisher=publisher.ctid,
        document=document.canonical,
        sha256=document.sha256,
        previous=head.number if head else None,
        provenance=_provenance_text(submission),
    )


def _require_owner(head: Head, publisher: PublisherRef) -> None:
    if head.publisher != publisher.ctid:
        raise NotTheOwner(
            f"{head.ctid} is kept by the publisher {head.publisher}, not by {publisher.ctid}:"
            " only that publisher can change or withdraw it."
        )


def _claims_on_resources(
    connection: Connection, submissions: Iterable[Submission]
) -> dict[CTID, CTID]:
    """Which record each thing inside these documents belongs to already."""
    ctids = {ctid for each in submissions for ctid in each.document.ctids}
    known = catalogue.resources(connection, ctids)
    return {ctid: row.record for ctid, row in known.items() if not row.withdrawn}


def _second_record(document: Document) -> Finding | None:
    """A document is about one record; what has a page of its own needs a document of its own."""
    for ctid in document.ctids[1:]:
        kind = NodeView(document, document.by_ctid[ctid]).type
        if family_of(kind) != OTHER:
            return Finding(
                code="SECOND_RECORD",
                severity="error",
                entity=ctid,
                property="@graph",
                message=f"The document of {document.ctid} also describes {ctid} ({kind}); publish"
                " that one in a document of its own and refer to it.",
                rule="One document is one record, which is published and withdrawn as a whole.",
                source="docs/adr/0005-one-document-one-record.md",
            )
    return None


def _loose_ends(registry: Registry, document: Document) -> Iterator[Finding]:
    """Remarks on relations to records that are not here, or not any more."""
    targets = {each.target_ctid: each.predicate for each in edges(document) if each.target_ctid}
    targets = {ctid: path for ctid, path in targets.items() if ctid not in document.by_ctid}
    with registry.database.reading() as connection:
        heads = log.heads(connection, targets)
        things = catalogue.resources(connection, targets.keys() - heads.keys())
    for ctid, predicate in targets.items():
        head = heads.get(ctid)
        if head is None and ctid not in things:
            state = "is not in this registry (yet)"
        elif head is not None and head.kind == "withdrawn":
            state = "was withdrawn"
        else:
            continue
        yield Finding(
            code="REF_NOT_HERE",
            severity="warning",
            entity=document.ctid,
            property=predicate,
            message=f"{ctid} {state}: readers are told so. Correct the reference, or publish it.",
            rule="A relation should lead to a record that can be read.",
            source="docs/adr/0005-one-document-one-record.md",
        )


def _claimed(ctid: CTID, resource: CTID, owner: CTID) -> Finding:
    return Finding(
        code="CTID_TAKEN",
        severity="error",
        entity=ctid,
        property="ceterms:ctid",
        message=f"{resource} is described by the record {owner} already; refer to it instead.",
        rule="A CTID stays with one resource for life.",
        source="https://credreg.net/ctdl/ctid",
    )


def _provenance_text(submission: Submission) -> str:
    return json.dumps(submission.provenance.to_json(), ensure_ascii=False, sort_keys=True)


def _head(entry: NewChange, number: int) -> Head:
    return Head(entry.ctid, number, entry.kind, entry.publisher, entry.sha256, entry.provenance)
