"""Submissions: documents parsed and checked against everything that can be known before writing."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.services.families import OTHER, family_of
from app.services.registry import Registry
from app.store import catalogue, log, publishers
from app.store.catalogue import ResourceRow
from app.store.database import Connection
from app.store.log import Head
from ctdl.ctid import CTID, derive_ctid
from ctdl.documents import Document, parse_document
from ctdl.errors import RegistryError
from ctdl.findings import Finding, has_errors
from ctdl.messages import Said, say
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


@dataclass(frozen=True)
class Surroundings:
    """What the registry holds of a record and of what its document refers to."""

    keeper: PublisherRef | None
    """Who keeps the record, or is to keep it; None where that is not known here."""
    targets: Mapping[CTID, str]
    """Each record or thing outside the document, with the property that leads to it."""
    heads: Mapping[CTID, Head]
    things: Mapping[CTID, ResourceRow]
    is_signed: bool = False
    """Whether the record's newest revision carries its publisher's signature."""

    @property
    def classes(self) -> dict[str, tuple[str, ...]]:
        """The class of each target that is known, by its address."""
        return {f"resources/{ctid}": (row.type,) for ctid, row in self.things.items()}


Look = Callable[[Document], Surroundings]


def looking(registry: Registry, owner: CTID | None = None) -> Look:
    """How to find a document's surroundings in this registry; new records are the owner's."""

    def look(document: Document) -> Surroundings:
        targets = {each.target_ctid: each.predicate for each in edges(document) if each.target_ctid}
        targets = {ctid: path for ctid, path in targets.items() if ctid not in document.by_ctid}
        with registry.database.reading() as connection:
            heads = log.heads(connection, {document.ctid, *targets})
            things = catalogue.resources(connection, targets)
            head = heads.get(document.ctid)
            keeper = _keeper(connection, CTID(head.publisher) if head else owner)
            is_signed = head is not None and log.is_signed(connection, head.number)
        return Surroundings(keeper, targets, heads, things, is_signed)

    return look


def prepare(
    data: bytes | str | Mapping[str, object],
    publisher: PublisherRef,
    *,
    base: str,
    owner: CTID | None = None,
    provenance: Provenance | None = None,
    signature: str | None = None,
    row: int | None = None,
    look: Look | None = None,
) -> Submission:
    """The submission that `data` makes, with every finding; a DocumentError when it is none.

    `owner` is whose record it is to be, when that is not the publisher who writes it and the
    record is new. With `look` the document is also held against what the registry knows.
    """
    document = parse_document(data, base=base)
    around = look(document) if look else None
    keeper = around.keeper if around else None
    # Whoever acts for the keeper writes down what the keeper says.
    speaker = keeper or PublisherRef(owner or publisher.ctid, publisher.name)
    stated = provenance or Provenance(Statement(asserted_by=speaker.name))
    found = [
        *validate(
            document,
            collected=stated.collected,
            # The operator records what others stated elsewhere; a publisher speaks for itself.
            publisher=None if speaker.ctid == OPERATOR.ctid else speaker.ctid,
            supplied=around.classes if around else None,
        ),
        *_second_record(document),
        *_owned_by_another(document, speaker),
        *_signature_dropped(document, signature, around),
        *(_loose_ends(document, around) if around else ()),
    ]
    return Submission(document, stated, tuple(found), signature, row)


def _keeper(connection: Connection, ctid: CTID | None) -> PublisherRef | None:
    name = publishers.publisher_name(connection, ctid) if ctid else None
    return PublisherRef(ctid, name) if ctid and name else None


def _owned_by_another(document: Document, keeper: PublisherRef) -> Iterator[Finding]:
    """A remark where a publisher says that somebody else owns what it publishes."""
    main = NodeView(document, document.main)
    owners = {each.ctid or each.iri for each in main.references("ceterms:ownedBy")}
    if not owners or keeper.ctid in owners or keeper.ctid == OPERATOR.ctid:
        return
    yield Finding(
        code="OWNED_BY_ANOTHER",
        severity="warning",
        entity=document.ctid,
        property="ceterms:ownedBy",
        message=f"The owner named is not {keeper.ctid}, whose record this is: readers see who says"
        " so. If you act for the owner, ask the registry's operator to allow it and publish on"
        " its behalf; otherwise name yourself, or state ceterms:offeredBy.",
        rule="What an organisation owns, it states itself.",
        source="docs/adr/0006-who-may-write.md",
    )


def _signature_dropped(
    document: Document, signature: str | None, around: Surroundings | None
) -> Iterator[Finding]:
    """A remark where a signed record is to be replaced by an unsigned one."""
    if signature is None and around is not None and around.is_signed:
        yield Finding(
            code="SIGNATURE_DROPPED",
            severity="warning",
            entity=document.ctid,
            property=None,
            message="The newest revision of this record is signed by its publisher and this one is"
            " not: sign it too, so that readers can go on relying on it.",
            rule="Who signs a record signs its changes.",
            source="docs/evidence.md",
        )


def _loose_ends(document: Document, around: Surroundings) -> Iterator[Finding]:
    """Remarks on relations to records that are not here, or not any more."""
    for ctid, predicate in around.targets.items():
        head = around.heads.get(ctid)
        if head is None and ctid not in around.things:
            withdrawn = False
        elif head is not None and head.kind == "withdrawn":
            withdrawn = True
        else:
            continue
        yield Finding(
            code="REF_NOT_HERE",
            severity="warning",
            entity=document.ctid,
            property=predicate,
            message=absent(ctid, withdrawn=withdrawn),
            rule="A relation should lead to a record that can be read.",
            source=ONE_RECORD,
        )


def absent(ctid: CTID, *, withdrawn: bool) -> Said:
    """What to say of a record that is referred to and not here, or not any more."""
    if withdrawn:
        return say(
            "%(ctid)s was withdrawn: readers are told so. Correct the reference, or publish it.",
            ctid=ctid,
        )
    return say(
        "%(ctid)s is not in this registry (yet): readers are told so. Correct the reference, or "
        "publish it.",
        ctid=ctid,
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
