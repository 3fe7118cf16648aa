"""Importing: what a file in another format would be here, and publishing it.

The conversion itself is `ctdl.mapping`; here it meets the registry: its addresses, who imports,
what is here already, and the provenance that the records are kept with.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from app.services.families import ORGANIZATION, family_of
from app.services.known_organizations import Recognised, recognised
from app.services.publishing import (
    OPERATOR,
    Published,
    PublisherRef,
    RecordRejected,
    Submission,
    prepare,
    record_all,
)
from app.services.registry import Registry
from app.store import log
from ctdl.ctid import CTID
from ctdl.documents import Document
from ctdl.findings import Finding
from ctdl.mapping import EXPORTS, Imported, NotExpressible, export, import_document
from ctdl.mapping.formats import CTDL
from ctdl.provenance import Provenance
from ctdl.records.reading import NodeView

__all__ = [
    "EXPORTS",
    "Converted",
    "NotExpressible",
    "PublishedImport",
    "convert",
    "export",
    "publish_import",
]


@dataclass(frozen=True)
class Converted:
    """What a file would be here; nothing is saved. Findings are those of each document.

    `kept` are organisations that are in the registry already: an import never changes them.
    """

    format: str
    documents: tuple[Document, ...]
    findings: tuple[Finding, ...]
    notes: tuple[Finding, ...]
    provenance: Provenance
    kept: tuple[CTID, ...]


@dataclass(frozen=True)
class PublishedImport:
    """What became of each document, and the notes on what was left out of the source."""

    published: tuple[Published, ...]
    kept: tuple[CTID, ...]
    notes: tuple[Finding, ...]


def convert(
    registry: Registry,
    data: bytes | str,
    publisher: PublisherRef | None = None,
    *,
    format: str | None = None,
    ctid: CTID | None = None,
    kind: str | None = None,
) -> Converted:
    """What `data` would be as records of this registry, or DocumentError when it is nothing.

    Without a `publisher`, and for the operator, the facts count as gathered from others: what the
    source does not state is then a warning. A publisher's own record must be complete.
    """
    converted, _submissions = _converted(registry, data, publisher, format, ctid, kind)
    return converted


def publish_import(
    registry: Registry,
    data: bytes | str,
    publisher: PublisherRef = OPERATOR,
    *,
    format: str | None = None,
    ctid: CTID | None = None,
    kind: str | None = None,
) -> PublishedImport:
    """What became of each document of `data`: all are published, or none.

    Raises RecordRejected with the findings of every document that has errors.
    """
    converted, submissions = _converted(registry, data, publisher, format, ctid, kind)
    if not all(each.is_acceptable for each in submissions):
        raise RecordRejected(converted.findings)
    done: list[Published] = []
    record_all(registry, submissions, publisher, tell=lambda _submission, each: done.append(each))
    return PublishedImport(tuple(done), converted.kept, converted.notes)


def _converted(
    registry: Registry,
    data: bytes | str,
    publisher: PublisherRef | None,
    format: str | None,
    ctid: CTID | None,
    kind: str | None,
) -> tuple[Converted, list[Submission]]:
    is_own = publisher is not None and publisher != OPERATOR
    imported = import_document(
        data,
        format=format,
        publisher=publisher.ctid if publisher and is_own else None,
        ctid=ctid,
        kind=kind,
    )
    provenance = replace(
        imported.provenance,
        default=replace(imported.provenance.default, seen=datetime.now(UTC).date().isoformat()),
        collected=not is_own,
    )
    told = _told_apart(registry, imported, publisher if is_own else None)
    submissions = [
        prepare(
            _without_own_address(document, registry.base),
            publisher or OPERATOR,
            base=registry.base,
            provenance=provenance,
            row=row,
        )
        for row, document in enumerate(told.documents, start=1)
    ]
    kept = tuple(_kept(registry, [each.document for each in submissions]))
    made = [each for each in submissions if each.document.ctid not in kept]
    converted = Converted(
        imported.format,
        tuple(each.document for each in made),
        tuple(_findings(made)),
        (*_still_true(imported.notes, told), *told.notes),
        provenance,
        kept,
    )
    return converted, made


def _told_apart(
    registry: Registry, imported: Imported, publisher: PublisherRef | None
) -> Recognised:
    """The documents with the organisations that are known here under their own CTIDs.

    A document of CTDL says by CTIDs whom it means, and a file of organisations is about just them.
    """
    kinds = {family_of(_first_class(each)) for each in imported.documents}
    if imported.format == CTDL or kinds == {ORGANIZATION}:
        return Recognised(imported.documents, ())
    return recognised(registry, imported.documents, publisher)


def _still_true(notes: list[Finding], told: Recognised) -> Iterator[Finding]:
    """The notes without those on documents that are not made after all."""
    made = {each["@graph"][0]["ceterms:ctid"] for each in told.documents}
    for each in notes:
        described = each.code == "IMPORT_PROVIDER_DESCRIBED"
        if not described or any(ctid in each.message for ctid in made):
            yield each


def _findings(submissions: list[Submission]) -> Iterator[Finding]:
    for submission in submissions:
        for found in submission.findings:
            # An inner node has no address of its own, so the document is named as well.
            is_named = submission.document.ctid in found.entity
            where = found.entity if is_named else f"{submission.document.ctid}: {found.entity}"
            yield replace(found, entity=where, row=submission.row)


def _kept(registry: Registry, documents: list[Document]) -> Iterator[CTID]:
    """Organisations that are here: a badge says less of its issuer than their own record does."""
    candidates = [each.ctid for each in documents if family_of(_kind(each)) == ORGANIZATION]
    if len(candidates) == len(documents):
        return
    with registry.database.reading() as connection:
        heads = log.heads(connection, candidates)
    yield from (ctid for ctid in candidates if ctid in heads and heads[ctid].kind != "withdrawn")


def _first_class(body: dict[str, Any]) -> str:
    stated: str | list[str] = body["@graph"][0]["@type"]
    return stated if isinstance(stated, str) else stated[0]


def _kind(document: Document) -> str:
    return NodeView(document, document.main).type


def _without_own_address(document: dict[str, Any], base: str) -> dict[str, Any]:
    """The document without its own address as sameAs, when it was fetched from this registry."""
    main = document["@graph"][0]
    own = f"{base}{main['@id']}"
    same = [iri for iri in main.get("ceterms:sameAs", ()) if iri != own]
    if same == main.get("ceterms:sameAs", []):
        return document
    kept = {name: value for name, value in main.items() if name != "ceterms:sameAs"}
    if same:
        kept["ceterms:sameAs"] = same
    return {**document, "@graph": [kept, *document["@graph"][1:]]}
