"""Importing: a badge, a qualification or a page becomes records, previewed before publishing."""

import json
from dataclasses import dataclass, replace

from flask import Blueprint, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.http import rate_limits
from app.http.current import registry
from app.presenters.labels import imported_format_label, type_label
from app.presenters.publishing_form import INPUT_PREFIX, Remark, remarks
from app.presenters.text import Text, titled
from app.services import drafts, importing
from app.services.families import ORGANIZATION, family_of
from app.services.importing import Converted
from app.services.keys import SignedIn
from app.services.publishing import BulkRejected, RecordRejected
from app.services.uploads import UploadGone
from app.services.views import catch_up
from app.site.frame import page_url
from app.site.publishing import pending
from app.site.publishing.access import for_publishers
from ctdl.documents import Document, DocumentError
from ctdl.findings import Finding, has_errors
from ctdl.mapping import FORMATS, MAX_PAGE_BYTES
from ctdl.records import read_record
from ctdl.tabular import cells_of

_GAPS = frozenset({"POLICY_BENCHMARK_MISSING"})
Kept = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ImportedRecord:
    """A record that an import would make, and the form it can be completed in."""

    title: Text
    kind: str
    ctid: str
    cells: Kept
    document: str
    is_here: bool


def register(blueprint: Blueprint) -> None:
    """Put the page at its address."""
    blueprint.add_url_rule(
        "/publish/import", "publish_import", import_document, methods=["GET", "POST"]
    )


@for_publishers
def import_document(who: SignedIn) -> ResponseReturnValue:
    """Where a document is pasted or uploaded; when sent, what it becomes, or what is wrong."""
    who.require("publish")
    text, format = _sent_text(), request.form.get("format", "")
    step = request.form.get("step", "check")
    waiting = request.args.get(pending.FIELD, "")
    if request.method == "GET" and waiting:
        return _continued(who, waiting)
    if request.method == "GET" or step == "edit":
        return _import_page(text, format)
    try:
        if step == "publish":
            return _publish(who, text, format)
        made = importing.convert(registry(), text, who.publisher, format=format or None)
    except (DocumentError, RecordRejected, BulkRejected) as error:
        return make_response(_import_page(text, format, tuple(error.findings)), 422)
    return _result_page(who, text, format, made)


def _continued(who: SignedIn, waiting: str) -> ResponseReturnValue:
    """The import that waited, with what is left of it; its first page when it waits no longer."""
    try:
        text, format = pending.kept_text(who, waiting)
        made = importing.convert(registry(), text, who.publisher, format=format or None)
    except (UploadGone, DocumentError):
        return redirect(page_url("publish_import"), 303)
    page = make_response(_result_page(who, text, format, made, waiting))
    page.status_code = 200
    return page


def _publish(who: SignedIn, text: str, format: str) -> ResponseReturnValue:
    rate_limits.spend(rate_limits.PUBLISH, who.key_id)
    done = importing.publish_import(registry(), text, who.publisher, format=format or None)
    catch_up(registry(), wait=False)
    first = done.published[0]
    address = page_url("publish_done", ctid=first.ctid, change=first.number, kind=first.kind)
    return redirect(address, 303)


def _sent_text() -> str:
    """What was pasted, or the text of the file that was sent; its name is never looked at."""
    sent = request.files.get("file")
    if sent is not None:
        data = sent.stream.read(MAX_PAGE_BYTES + 1)
        if data.strip():
            return data.decode("utf-8-sig", "replace")
    return request.form.get("text", "")


def _import_page(text: str, format: str, findings: tuple[Finding, ...] = ()) -> str:
    errors = [each for each in findings if each.severity == "error"]
    return render_template(
        "publish/import.html",
        text_of_document=text,
        format=format,
        formats=tuple((name, imported_format_label(name)) for name in FORMATS),
        remarks=remarks(errors),
    )


def _result_page(
    who: SignedIn, text: str, format: str, made: Converted, waiting: str = ""
) -> ResponseReturnValue:
    if len(made.documents) > 1 and not waiting:
        waiting = pending.keep(who, text, format)
    is_here = pending.published(made) if waiting else set()
    # What others name comes first: a credential reads better when its provider is known.
    ordered = sorted(made.documents, key=lambda each: family_of(each.type) != ORGANIZATION)
    told = [each for each in made.findings if each.code not in _GAPS]
    is_good = not has_errors(made.findings)
    page = render_template(
        "publish/imported.html",
        format_name=imported_format_label(made.format),
        records=[_imported(each, waiting, is_here) for each in ordered],
        kept_here=made.kept,
        notes=remarks(made.notes),
        remarks=_remarks(made, told),
        errors=_remarks(made, [each for each in told if each.severity == "error"]),
        is_good=is_good,
        sent=[("text", text), ("format", format)],
    )
    return make_response(page, 200 if is_good else 422)


def _remarks(made: Converted, findings: list[Finding]) -> tuple[Remark, ...]:
    """The findings in the words of the form; its fields are not on this page."""
    template = drafts.template_of(made.documents[0]) if made.documents else None
    return tuple(replace(each, anchor="") for each in remarks(findings, template))


def _imported(document: Document, waiting: str, is_here: set[str]) -> ImportedRecord:
    template = drafts.template_of(document)
    cells: Kept = ()
    if template is not None:
        stated = cells_of(template, document)
        cells = (
            ("template", template.id),
            ("ctid", document.ctid),
            (pending.FIELD, waiting),
            *((INPUT_PREFIX + name, text) for name, text in stated.items()),
        )
    return ImportedRecord(
        title=titled(read_record(document).name, document.ctid),
        kind=type_label(document.type),
        ctid=document.ctid,
        cells=cells,
        document=json.dumps(document.body, ensure_ascii=False, indent=2),
        is_here=document.ctid in is_here,
    )
