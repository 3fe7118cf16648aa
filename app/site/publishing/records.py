"""New records and changes: the form, its check, the preview, and publishing what was previewed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, abort, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.http import rate_limits
from app.http.current import registry
from app.presenters.column_texts import new_label, template_label
from app.presenters.publishing import MissingGroup, missing_groups
from app.presenters.publishing_form import INPUT_PREFIX, cells_from, field_sets, remarks
from app.presenters.text import language_name, titled
from app.services import drafts, own_records, publishing, reading
from app.services.keys import SignedIn
from app.services.publishing import PublisherRef, RecordRejected, StaleRevision
from app.services.reading import StoredRecord
from app.services.views import catch_up
from app.site.frame import page_url
from app.site.publishing import conflicts, pending
from app.site.publishing.access import for_publishers
from app.site.publishing.preview import Asked, show_preview
from ctdl.ctid import CTID, new_ctid, parse_ctid
from ctdl.documents import Document, DocumentError, parse_document
from ctdl.findings import Finding, has_errors
from ctdl.language import is_language_tag
from ctdl.tabular import Template, cells_of, document_of, on_columns
from ctdl.validation.completeness import completeness

Cells = Mapping[str, str]
_COMMON_LANGUAGES = (
    "ar", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "it", "ja", "ko", "lt", "lv",
    "mi", "nl", "no", "pl", "pt", "ru", "sl", "sv", "tr", "uk", "zh",
)  # fmt: skip
"""Offered while a language is typed; any other tag can be written."""


def register(blueprint: Blueprint) -> None:
    """Put the pages at their addresses."""
    both = ["GET", "POST"]
    blueprint.add_url_rule("/publish/records/new", "publish_new", write_new, methods=both)
    blueprint.add_url_rule(
        "/publish/records/<ctid:ctid>/edit", "publish_edit", change, methods=both
    )
    blueprint.add_url_rule(
        "/publish/records/<ctid:ctid>/document", "publish_document", change_document, methods=both
    )
    blueprint.add_url_rule("/publish/records", "publish_records", publish, methods=both)


@dataclass(frozen=True)
class Form:
    """The form being filled in: for which record, for whom, and what is in it."""

    template: Template
    ctid: CTID
    owner: PublisherRef
    cells: Cells
    stored: StoredRecord | None = None
    expected: int | None = None
    waiting: str = ""
    """The import that the record is part of."""

    @property
    def address(self) -> str:
        """Where the form is sent."""
        if self.stored is not None:
            return page_url("publish_edit", ctid=self.ctid)
        return page_url("publish_new")


@for_publishers
def write_new(who: SignedIn) -> ResponseReturnValue:
    """The empty form of a template; when sent, what is wrong with it, or the preview."""
    who.require("publish")
    template = drafts.FORMS.get(request.values.get("template", "credentials"))
    if template is None:
        abort(404, description=gettext("There is no form for this kind of record."))
    owner = owner_of(who, request.values.get("owner", ""))
    if request.method == "GET":
        # A publisher describes itself under the CTID that its key is for.
        asked = request.args.get("ctid", "")
        ctid = CTID(asked) if asked in own_records.keepers_of(who) else new_ctid()
        return _form_page(who, Form(template, ctid, owner, _first_cells(who, ctid)))
    cells = cells_from(template, request.form.to_dict(flat=False))
    ctid = parse_ctid(request.form.get("ctid", ""))
    waiting = request.form.get(pending.FIELD, "")
    return _sent(who, Form(template, ctid, owner, {**cells, "ctid": ctid}, waiting=waiting))


@for_publishers
def change(who: SignedIn, ctid: CTID) -> ResponseReturnValue:
    """The form of a published record; when sent, what is wrong with it, or the preview."""
    who.require("publish")
    stored, owner = own_stored(who, ctid)
    template = drafts.template_of(stored.document)
    if template is None:
        return redirect(page_url("publish_document", ctid=ctid), 303)
    if request.method == "GET":
        cells = cells_of(template, stored.document)
        return _form_page(who, Form(template, ctid, owner, cells, stored, stored.number))
    if conflicts.unchosen():
        return _chosen_again(who, owner)
    sent = cells_from(template, request.form.to_dict(flat=False))
    # The state the writer began with, so that nobody else's change gets mixed in unseen.
    begun = conflicts.revision(ctid, expected_number())
    language = sent.get("text_language", "").strip()
    known = cells_of(template, begun.document, language if is_language_tag(language) else None)
    form = Form(template, ctid, owner, {**known, **sent}, stored, begun.change.number)
    return _sent(who, form, begun.document)


def _chosen_again(who: SignedIn, owner: PublisherRef) -> ResponseReturnValue:
    try:
        return conflicts.ask_again(who, owner)
    except DocumentError:
        abort(400, description=gettext("This form is not whole. Open the record and begin again."))


def _first_cells(who: SignedIn, ctid: CTID) -> Cells:
    keeper = own_records.keepers_of(who).get(ctid)
    return {"ctid": ctid, "name": keeper.name} if keeper else {"ctid": ctid}


def _sent(who: SignedIn, form: Form, existing: Document | None = None) -> ResponseReturnValue:
    """What becomes of a form: more fields, the form again, or the preview."""
    step = request.form.get("step", "check")
    if step == "language":
        return _with_language(who, form)
    if step == "edit":
        return _form_page(who, form)
    built = document_of(
        form.template,
        form.cells,
        publisher=form.owner.ctid,
        existing=existing,
        resolve=own_records.finder(registry()),
    )
    checked = publishing.check(registry(), built.document, who.publisher, owner=form.owner.ctid)
    findings = _told(form.template, built.findings, checked.findings)
    if has_errors(findings) or checked.document is None:
        return _form_page(who, form, findings), 422
    if _is_outdated(form.stored, form.expected, checked.document):
        return conflicts.show_conflict(who, checked.document, form.expected, form.owner)
    return show_preview(
        Asked(
            checked.document,
            who.publisher,
            form.owner,
            form.expected,
            drafts.kept_provenance(who.publisher, form.stored),
            waiting=form.waiting,
        ),
        findings,
        before=form.stored,
        back=form.address,
        kept=kept_fields(form),
    )


def _is_outdated(stored: StoredRecord | None, begun: int | None, mine: Document) -> bool:
    """Whether the record has another state than the one its writer began with."""
    if stored is None or begun is None or stored.number == begun:
        return False
    return stored.document.sha256 != mine.sha256


def _with_language(who: SignedIn, form: Form) -> ResponseReturnValue:
    tag = request.form.get("language", "").strip()
    if not is_language_tag(tag):
        words = gettext("Write a language as a tag, such as fr, de or en-NZ.")
        return _form_page(who, form, language_error=words, language=tag), 422
    more = {f"{c.name}@{tag}": "" for c in form.template.columns if c.translatable}
    return _form_page(who, replace(form, cells={**more, **form.cells}))


def _form_page(
    who: SignedIn,
    form: Form,
    findings: tuple[Finding, ...] = (),
    language_error: str = "",
    language: str = "",
) -> str:
    gaps: tuple[MissingGroup, ...] = ()
    if form.stored is not None and not findings:
        gaps = missing_groups(completeness(form.stored.document), form.template)
    name = titled(form.stored.record.name, form.ctid) if form.stored else None
    errors = [each for each in findings if each.severity == "error"]
    return render_template(
        "publish/form.html",
        who=who,
        form=form,
        kind=template_label(form.template),
        new_words=new_label(form.template),
        name=name,
        sets=field_sets(form.template, form.cells, findings),
        remarks=remarks(errors, form.template),
        missing=gaps,
        language_error=language_error,
        language=language,
        common_languages=[(tag, language_name(tag)) for tag in _COMMON_LANGUAGES],
        owners=tuple(own_records.keepers_of(who).values()),
    )


@for_publishers
def change_document(who: SignedIn, ctid: CTID) -> ResponseReturnValue:
    """The record's JSON-LD itself, for what the form cannot express."""
    who.require("publish")
    stored, owner = own_stored(who, ctid)
    text = _pretty(stored.document)
    if request.method == "GET" or request.form.get("step") == "edit":
        return _document_page(stored, request.form.get("text", text), stored.number)
    text = request.form.get("text", "")
    expected = expected_number()
    checked = publishing.check(registry(), text, who.publisher, owner=owner.ctid)
    findings = checked.findings
    if checked.document is not None and checked.document.ctid != ctid:
        findings = (*findings, conflicts.other_record(ctid, checked.document.ctid))
    if has_errors(findings) or checked.document is None:
        return _document_page(stored, text, expected, findings), 422
    if _is_outdated(stored, expected, checked.document):
        return conflicts.show_conflict(who, checked.document, expected, owner)
    provenance = drafts.kept_provenance(who.publisher, stored)
    return show_preview(
        Asked(checked.document, who.publisher, owner, expected, provenance),
        findings,
        before=stored,
        back=page_url("publish_document", ctid=ctid),
        kept=[("text", text), ("expected", str(expected or ""))],
    )


def _document_page(
    stored: StoredRecord, text: str, expected: int | None, findings: tuple[Finding, ...] = ()
) -> str:
    errors = [each for each in findings if each.severity == "error"]
    return render_template(
        "publish/document.html",
        name=titled(stored.record.name, stored.ctid),
        ctid=stored.ctid,
        text_of_document=text,
        expected=expected,
        remarks=remarks(errors),
        has_form=drafts.template_of(stored.document) is not None,
    )


@for_publishers
def publish(who: SignedIn) -> ResponseReturnValue:
    """Publish exactly what was previewed, unless somebody changed the record meanwhile."""
    if request.method == "GET":
        return redirect(page_url("publish"), 303)
    who.require("publish")
    rate_limits.spend(rate_limits.PUBLISH, who.key_id)
    owner = owner_of(who, request.form.get("owner", ""))
    expected = expected_number()
    text = request.form.get("document", "")
    try:
        document = parse_document(text, base=registry().base)
        provenance = conflicts.provenance_for(who.publisher, document.ctid, _undone())
        done = publishing.publish(
            registry(),
            text,
            who.publisher,
            owner=owner.ctid,
            provenance=provenance,
            restore=request.form.get("restore") == "1",
            expected=() if expected is None else (expected,),
        )
    except StaleRevision:
        return conflicts.show_conflict(who, document, expected, owner)
    except (RecordRejected, DocumentError) as error:
        page = render_template("publish/rejected.html", remarks=remarks(error.findings))
        return make_response(page, 422)
    catch_up(registry(), wait=False)
    waiting = {pending.FIELD: request.form.get(pending.FIELD) or None}
    address = page_url(
        "publish_done", ctid=done.ctid, change=done.number, kind=done.kind, **waiting
    )
    return redirect(address, 303)


def own_stored(who: SignedIn, ctid: CTID) -> tuple[StoredRecord, PublisherRef]:
    """A live record that may be changed, and who keeps it.

    Raises RecordNotFound, RecordWithdrawn or NotTheOwner.
    """
    own_records.own_history(registry(), who, ctid)
    stored = reading.get_record(registry(), ctid)
    return stored, own_records.keepers_of(who)[CTID(stored.change.publisher)]


def owner_of(who: SignedIn, text: str) -> PublisherRef:
    """On whose behalf a record is written: the publisher itself, or one it acts for."""
    keepers = own_records.keepers_of(who)
    if text and text not in keepers:
        name = own_records.publisher_names(registry(), [text])[text]
        abort(403, description=gettext("You do not act for %(name)s.", name=name))
    return keepers[CTID(text)] if text else who.publisher


def expected_number() -> int | None:
    """The change that the sent form began with; None for a new record."""
    text = request.form.get("expected", "")
    if not text:
        return None
    if not text.isdecimal() or len(text) > 18:
        abort(400, description=gettext("The number of the change must be a whole number."))
    return int(text)


def kept_fields(form: Form) -> list[tuple[str, str]]:
    """What was typed, as hidden fields that bring the form back as it was."""
    kept = [
        ("template", form.template.id),
        ("ctid", form.ctid),
        ("owner", form.owner.ctid),
        ("expected", str(form.expected or "")),
        (pending.FIELD, form.waiting),
    ]
    return kept + [(INPUT_PREFIX + name, text) for name, text in form.cells.items()]


def _undone() -> int | None:
    text = request.form.get("undo", "")
    return int(text) if text.isdecimal() and len(text) <= 18 else None


def _told(
    template: Template, cells: Sequence[Finding], document: Sequence[Finding]
) -> tuple[Finding, ...]:
    """All findings, but no second one about a field whose cell could not be read."""
    return tuple(dict.fromkeys((*cells, *on_columns(cells, document, template))))


def _pretty(document: Document) -> str:
    return json.dumps(document.body, ensure_ascii=False, indent=2)
