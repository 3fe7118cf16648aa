"""The preview: a document that is not published, on the page that learners would see it on."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import render_template

from app.http.current import registry
from app.presenters.column_texts import template_label
from app.presenters.credential import credential_page
from app.presenters.organization import organization_page
from app.presenters.publishing import missing_groups, shown_differences
from app.presenters.publishing_form import remarks
from app.presenters.record import record_page, references_of
from app.services import drafts, reading, searching
from app.services.pathways import STACKING
from app.services.publishing import PublisherRef
from app.services.reading import StoredRecord
from app.site.organizations import SHOWN_CREDENTIALS
from app.site.reading import referred, today
from ctdl.documents import Document
from ctdl.findings import Finding
from ctdl.provenance import Provenance
from ctdl.records import CredentialRecord, OrganizationRecord
from ctdl.validation.completeness import completeness

_GAPS = frozenset({"POLICY_BENCHMARK_MISSING", "POLICY_REQUIRED_MISSING"})
Kept = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Asked:
    """What is to be published, as the preview's form hands it on."""

    document: Document
    writer: PublisherRef
    owner: PublisherRef
    expected: int | None
    """The change the writer began with; none for a new record."""
    provenance: Provenance | None = None
    undo: int | None = None
    """The change whose state comes back."""
    waiting: str = ""
    """The import that the record is part of."""


def show_preview(
    asked: Asked,
    findings: Iterable[Finding],
    *,
    before: StoredRecord | None = None,
    back: str,
    kept: Kept = (),
) -> str:
    """The record as learners will see it, what would change, what is remarked, and the button."""
    document = asked.document
    stored = drafts.as_stored(
        registry(), document, asked.writer, asked.owner.ctid, asked.provenance
    )
    template = drafts.template_of(document)
    changes = None
    if before is not None:
        found = drafts.differences(before.document, document)
        changes = shown_differences(found, template)
    frame, page = record_template(stored)
    # Gaps have their own list, and what is only good to know is for those who write documents.
    told = [each for each in findings if each.code not in _GAPS and each.severity != "info"]
    return render_template(
        "publish/preview.html",
        frame=frame,
        page=page,
        asked=asked,
        document=json.dumps(document.body, ensure_ascii=False),
        kind=template_label(template) if template else "",
        changes=changes,
        remarks=remarks(told, template),
        missing=missing_groups(completeness(document), template),
        back=back,
        kept=kept,
    )


def record_template(stored: StoredRecord) -> tuple[str, object]:
    """The template that shows a record, and what it shows."""
    record = stored.record
    if isinstance(record, CredentialRecord):
        names = reading.named(registry(), referred(stored))
        incoming = reading.incoming(registry(), stored.ctid, STACKING)
        shown = credential_page(stored, record, names, incoming, today())
        return "site/credential.html", shown
    if isinstance(record, OrganizationRecord):
        return "site/organization.html", _organization(stored, record)
    names = reading.named(registry(), references_of(stored))
    return "site/record.html", record_page(stored, names)


def _organization(stored: StoredRecord, record: OrganizationRecord) -> object:
    asked = searching.SearchRequest(
        filters={"provider": (stored.ctid,)}, sort="newest", size=SHOWN_CREDENTIALS
    )
    return organization_page(
        stored,
        record,
        reading.statements_about(registry(), stored.ctid),
        reading.statements_by(registry(), stored.ctid),
        searching.search(registry(), asked, ()),
        today(),
        1,
    )
