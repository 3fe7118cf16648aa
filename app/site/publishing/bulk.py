"""Tables: templates to fill in, what is wrong by row and column, the preview, publishing all."""

import io
import re
from dataclasses import replace
from typing import BinaryIO

from flask import Blueprint, Response, abort, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.http import rate_limits
from app.http.current import registry
from app.presenters.cards import Card, card
from app.presenters.column_texts import column_help, column_label, template_label
from app.presenters.links import Link, record_link
from app.presenters.publishing import becomes, kind_label
from app.presenters.publishing_form import remarks
from app.presenters.text import titled
from app.services import bulk, drafts, own_records, reading, uploads
from app.services.bulk import BulkReport, FileRejected
from app.services.keys import SignedIn
from app.services.publishing import PublisherRef
from app.services.summaries import summarize
from app.services.uploads import UploadGone
from app.services.views import catch_up
from app.site.publishing.access import for_publishers
from app.site.publishing.preview import record_template
from app.site.publishing.records import owner_of
from app.site.reading import today
from ctdl.documents import Document
from ctdl.records import CredentialRecord, read_record
from ctdl.tabular import TEMPLATES, Template
from ctdl.tabular.writing import template_file

LARGEST_TABLE = 64 * 1024 * 1024
_LONGEST_HEADER = 10_000
_BETWEEN_NAMES = re.compile(r"[,;\t]")


def register(blueprint: Blueprint) -> None:
    """Put the pages at their addresses."""
    blueprint.add_url_rule("/publish/bulk", "publish_bulk", upload, methods=["GET", "POST"])
    blueprint.add_url_rule("/publish/templates/<name>.csv", "publish_template", download_template)


def download_template(name: str) -> ResponseReturnValue:
    """An empty table with its columns and an example row, as a file; free for everybody."""
    template = _template(name)
    response = Response(template_file(template), content_type="text/csv; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=f"{template.id}.csv")
    return response


@for_publishers(largest=LARGEST_TABLE)
def upload(who: SignedIn) -> ResponseReturnValue:
    """Where a table is sent; then what is wrong with it or its preview; then what was done."""
    who.require("bulk")
    if request.method == "GET":
        return _upload_page(who)
    template = _template(request.form.get("template", ""))
    owner = owner_of(who, request.form.get("owner", ""))
    if request.form.get("step") == "publish":
        return _publish(who, template, owner)
    stream, is_pasted = _sent()
    if not stream.read(1):
        return make_response(_upload_page(who, template, owner, is_empty=True), 422)
    stream.seek(0)
    report = bulk.check(registry(), stream, template, who.publisher, owner=owner.ctid)
    pasted = request.form.get("text", "") if is_pasted else ""
    if not report.is_acceptable:
        fits = _better_template(stream, template)
        return make_response(_upload_page(who, template, owner, report, pasted, fits=fits), 422)
    token = uploads.keep(registry(), who.key_id, stream)
    return _preview_page(template, owner, report, token)


def _publish(who: SignedIn, template: Template, owner: PublisherRef) -> ResponseReturnValue:
    rate_limits.spend(rate_limits.PUBLISH, who.key_id)
    token = request.form.get("upload", "")
    try:
        with uploads.kept(registry(), who.key_id, token) as stream:
            done = bulk.publish(registry(), stream, template, who.publisher, owner=owner.ctid)
    except UploadGone:
        return make_response(_upload_page(who, template, owner, is_gone=True), 409)
    except FileRejected as error:
        return make_response(_upload_page(who, template, owner, error.report), 422)
    uploads.drop(registry(), who.key_id, token)
    catch_up(registry(), wait=False)
    return render_template("publish/bulk_done.html", **_told(template, done), who=who)


def _upload_page(
    who: SignedIn,
    template: Template | None = None,
    owner: PublisherRef | None = None,
    report: BulkReport | None = None,
    pasted: str = "",
    *,
    is_gone: bool = False,
    is_empty: bool = False,
    fits: Template | None = None,
) -> str:
    chosen = template or _template(request.args.get("template", "credentials"))
    findings = report.findings if report is not None else []
    return render_template(
        "publish/bulk.html",
        who=who,
        templates=[(each.id, template_label(each)) for each in TEMPLATES.values()],
        chosen=chosen.id,
        chosen_label=template_label(chosen),
        columns=[
            (each.name, column_label(each), column_help(each), each.required)
            for each in chosen.columns
        ],
        owners=tuple(own_records.keepers_of(who).values()),
        owner=owner or who.publisher,
        report=report,
        remarks=remarks(findings, chosen),
        pasted=pasted,
        is_gone=is_gone,
        is_empty=is_empty,
        has_both=report is not None and _has_both(),
        fits=template_label(fits) if fits else "",
        largest=LARGEST_TABLE // (1024 * 1024),
    )


def _preview_page(
    template: Template, owner: PublisherRef, report: BulkReport, token: str
) -> ResponseReturnValue:
    told = _told(template, report, is_preview=True)
    first = drafts.as_stored(registry(), report.documents[0], owner, owner.ctid)
    frame, page = record_template(first)
    return render_template(
        "publish/bulk_preview.html",
        frame=frame,
        page=page,
        owner=owner,
        upload=token,
        cards=[_card(each) for each in report.documents[1:]],
        **told,
    )


def _told(template: Template, report: BulkReport, *, is_preview: bool = False) -> dict[str, object]:
    """What is in a table: how many records become what, the first of them, and remarks."""
    words = becomes if is_preview else kind_label
    names = reading.named(registry(), [each.ctid for each in report.records])
    written = {each.ctid: read_record(each).name for each in report.documents}
    records = [
        {
            "row": each.row,
            "title": titled(written.get(each.ctid) or names[each.ctid].name, each.ctid),
            "link": record_link(each.ctid, names[each.ctid].type) if each.ctid in names else None,
            "kind": words(each.kind),
        }
        for each in report.records
        if each.ctid in names or each.ctid in written
    ]
    kinds = [(words(kind), count) for kind, count in sorted(report.counts.items())]
    return {
        "template": template,
        "kind": template_label(template),
        "report": report,
        "records": records,
        "kinds": kinds,
        "total": sum(report.counts.values()),
        "remarks": remarks(report.findings, template),
    }


def _card(document: Document) -> Card | None:
    """The record as a search result shows it; records that search does not find have none."""
    record = read_record(document)
    if not isinstance(record, CredentialRecord):
        return None
    summary = summarize(record)
    names = reading.named(registry(), summary.references())
    # There is no page yet that its title could lead to.
    return replace(card(summary.with_names(names, {}), today()), link=Link(url="#next-title"))


def _sent() -> tuple[BinaryIO, bool]:
    """The file that was sent, or else what was pasted; the file's name is never looked at."""
    sent = request.files.get("file")
    if sent is not None:
        is_empty = not sent.stream.read(1)
        sent.stream.seek(0)
        if not is_empty:
            return sent.stream, False  # type: ignore[return-value]
    return io.BytesIO(request.form.get("text", "").encode()), True


def _has_both() -> bool:
    """Whether a file was sent and rows were pasted; the file is taken."""
    file = request.files.get("file")
    return bool(file and file.filename and request.form.get("text", "").strip())


def _better_template(stream: BinaryIO, chosen: Template) -> Template | None:
    """The template that knows more of the names in the first line than the one that was chosen."""
    stream.seek(0)
    line = stream.readline(_LONGEST_HEADER).decode("utf-8-sig", "replace")
    names = [each.strip(' "') for each in _BETWEEN_NAMES.split(line.strip())]

    def known(template: Template) -> int:
        return sum(1 for each in names if template.name_of_header(each))

    best = max(TEMPLATES.values(), key=known)
    return best if known(best) > known(chosen) else None


def _template(name: str) -> Template:
    if name not in TEMPLATES:
        abort(404, description=gettext("There is no such template."))
    return TEMPLATES[name]
