"""Submissions: documents parsed and checked against everything that can be known before writing."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.services.families import OTHER, family_of
from app.services.registry import Registry
from app.store import catalogue, log
from ctdl.ctid import CTID, derive_ctid
from ctdl.documents import Document, parse_document
from ctdl.errors import RegistryError
from ctdl.findings import Finding, has_errors
from ctdl.provenance import Provenance, Statement
from ctdl.records import edges
from ctdl.records.reading import NodeView
from ctdl.validation import validate

ONE_RECORD = "docs/adr/0005-one-document-one-record.md"


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
    signature: str | None = None
    """The publisher's JWS over the document, when it came signed."""
    row: int | None = None
    """Where it stands in the file it came in."""

    @property
    def is_acceptable(self) -> bool:
        """Whether no finding is an error."""
        return not has_errors(self.findings)

    @property
    def provenance_text(self) -> str:
        """The provenance as the log keeps it."""
        return json.dumps(self.provenance.to_json(), ensure_ascii=False, sort_keys=True)


class RecordRejected(RegistryError):
    """The document has errors; all findings are enclosed and nothing was saved."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        errors = [each for each in findings if each.severity == "error"]
        shown = "; ".join(f"{each.code}: {each.message}" for each in errors[:5])
        more = f" (and {len(errors) - 5} more)" if len(errors) > 5 else ""
        super().__init__(f"The document was not accepted: {shown}{more}")


def prepare(
    data: bytes | str | Mapping[str, object],
    publisher: PublisherRef,
    *,
    base: str,
    owner: CTID | None = None,
    provenance: Provenance | None = None,
    signature: str | None = None,
    row: int | None = None,
) -> Submission:
    """The submission that `data` makes, with every finding; a DocumentError when it is none.

    `owner` is whose record it is to be, when that is not the publisher who writes it.
    """
    document = parse_document(data, base=base)
    stated = provenance or Provenance(Statement(asserted_by=publisher.name))
    keeper = owner or publisher.ctid
    found = [
        *validate(
            document,
            collected=stated.collected,
            # The operator records what others stated elsewhere; a publisher speaks for itself.
            publisher=None if keeper == OPERATOR.ctid else keeper,
        ),
        *_second_record(document),
    ]
    return Submission(document, stated, tuple(found), signature, row)


def loose_ends(registry: Registry, document: Document) -> Iterator[Finding]:
    """Remarks on relations to records that are not here, or not any more."""
    targets = {each.target_ctid: each.predicate for each in edges(document) if each.target_ctid}
    targets = {ctid: path for ctid, path in targets.items() if ctid not in document.by_ctid}
    if not targets:
        return
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
        yield missing_reference(document.ctid, predicate, ctid, state)


def missing_reference(
    entity: CTID, predicate: str, target: CTID, state: str, row: int | None = None
) -> Finding:
    """The remark that what a record refers to is not here, in the words of `state`."""
    return Finding(
        code="REF_NOT_HERE",
        severity="warning",
        entity=entity,
        property=predicate,
        message=f"{target} {state}: readers are told so. Correct the reference, or publish it.",
        rule="A relation should lead to a record that can be read.",
        source=ONE_RECORD,
        row=row,
    )


def _second_record(document: Document) -> Iterator[Finding]:
    """A document is about one record; what has a page of its own needs a document of its own."""
    for ctid in document.ctids[1:]:
        kind = NodeView(document, document.by_ctid[ctid]).type
        if family_of(kind) != OTHER:
            yield Finding(
                code="SECOND_RECORD",
                severity="error",
                entity=ctid,
                property="@graph",
                message=f"The document of {document.ctid} also describes {ctid} ({kind}); publish"
                " that one in a document of its own and refer to it.",
                rule="One document is one record, which is published and withdrawn as a whole.",
                source=ONE_RECORD,
            )
