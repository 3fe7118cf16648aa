"""One's own record: its state, what is missing, its revisions, taking back and bringing back."""

from flask import Blueprint, Response, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.http import rate_limits
from app.http.current import registry
from app.presenters.column_texts import new_label
from app.presenters.publishing import (
    HistoryLine,
    history_lines,
    kind_label,
    missing_groups,
    public_link,
    shown_differences,
)
from app.presenters.publishing_form import remarks
from app.presenters.text import titled
from app.services import drafts, own_records, publishing, reading
from app.services.keys import SignedIn
from app.services.publishing import NothingToRestore
from app.services.revisions import Revision
from app.services.views import catch_up
from app.site.frame import page_url
from app.site.publishing import pending
from app.site.publishing.access import for_publishers
from app.site.publishing.preview import Asked, show_preview
from app.site.publishing.records import expected_number
from app.store.log import LoggedChange
from ctdl.ctid import CTID, CTIDError, parse_ctid
from ctdl.records import CredentialRecord
from ctdl.validation.completeness import completeness

_UNTOLD = frozenset({"POLICY_BENCHMARK_MISSING", "POLICY_REQUIRED_MISSING"})


def register(blueprint: Blueprint) -> None:
    """Put the pages at their addresses."""
    record = "/publish/records/<ctid:ctid>"
    both = ["GET", "POST"]
    blueprint.add_url_rule(record, "publish_record", show_record)
    blueprint.add_url_rule(f"{record}/published", "publish_done", show_done)
    blueprint.add_url_rule(f"{record}/changes/<int:number>", "publish_change", show_change)
    blueprint.add_url_rule(f"{record}/changes/<int:number>/undo", "publish_undo", show_undo)
    blueprint.add_url_rule(f"{record}/changes/<int:number>/receipt", "publish_receipt", receipt)
    blueprint.add_url_rule(f"{record}/withdraw", "publish_withdraw", withdraw, methods=both)
    blueprint.add_url_rule(f"{record}/restore", "publish_restore", restore, methods=["POST"])


@for_publishers
def show_record(who: SignedIn, ctid: CTID) -> ResponseReturnValue:
    """What state the record is in, what is missing, remarks, and every revision."""
    changes = own_records.own_history(registry(), who, ctid)
    newest = Revision(changes[-1])
    template = drafts.template_of(newest.document)
    checked = publishing.check(registry(), newest.document.body, who.publisher)
    told = [
        each for each in checked.findings if each.code not in _UNTOLD and each.severity != "info"
    ]
    return render_template(
        "publish/record.html",
        name=titled(newest.record.name, ctid),
        ctid=ctid,
        change=newest.change,
        is_live=not newest.change.is_withdrawal,
        public=public_link(ctid, newest.change.resource_type),
        has_form=template is not None,
        is_credential=isinstance(newest.record, CredentialRecord),
        missing=missing_groups(completeness(newest.document), template),
        remarks=remarks(told, template),
        history=_lines(changes),
        keeper=own_records.keepers_of(who)[CTID(newest.change.publisher)],
        who=who,
    )


@for_publishers
def show_done(who: SignedIn, ctid: CTID) -> ResponseReturnValue:
    """What was done, where it can be seen, its number, and how to undo it."""
    changes = own_records.own_history(registry(), who, ctid)
    number = request.args.get("change", "")
    change = next((each for each in changes if str(each.number) == number), None)
    if change is None:
        abort(404, description=gettext("This record has no such change."))
    stored = Revision(change)
    template = drafts.template_of(stored.document)
    is_unchanged = request.args.get("kind") == "unchanged"
    return render_template(
        "publish/done.html",
        name=titled(stored.record.name, ctid),
        ctid=ctid,
        change=change,
        kind="unchanged" if is_unchanged else change.kind,
        what=kind_label(change.kind),
        public=public_link(ctid, change.resource_type),
        previous=_state_before(changes, change),
        describes_publisher=ctid == who.publisher.ctid,
        another=template,
        rest=pending.rest_of(who, request.args.get(pending.FIELD, "")),
        another_words=new_label(template) if template else "",
    )


@for_publishers
def show_change(who: SignedIn, ctid: CTID, number: int) -> ResponseReturnValue:
    """One revision: who made it, when, and what it changed."""
    changes = own_records.own_history(registry(), who, ctid)
    change = _own_change(changes, number)
    previous = _previous(changes, change)
    shown = Revision(change)
    template = drafts.template_of(shown.document)
    differences = None
    if previous is not None:
        found = drafts.differences(Revision(previous).document, shown.document)
        differences = shown_differences(found, template)
    line = next(each for each in _lines(changes) if each.number == number)
    return render_template(
        "publish/change.html",
        name=titled(shown.record.name, ctid),
        ctid=ctid,
        line=line,
        differences=differences,
        can_go_back=not line.is_newest and not change.is_withdrawal,
        is_live=not changes[-1].is_withdrawal,
    )


@for_publishers
def show_undo(who: SignedIn, ctid: CTID, number: int) -> ResponseReturnValue:
    """An old state as it would be published again, as a new revision."""
    who.require("publish")
    changes = own_records.own_history(registry(), who, ctid)
    chosen = Revision(_own_change(changes, number))
    newest = reading.get_record(registry(), ctid)
    owner = own_records.keepers_of(who)[CTID(newest.change.publisher)]
    checked = publishing.check(registry(), chosen.document.body, who.publisher, owner=owner.ctid)
    asked = Asked(
        chosen.document,
        who.publisher,
        owner,
        newest.number,
        chosen.provenance,
        undo=number,
    )
    back = page_url("publish_record", ctid=ctid)
    return show_preview(asked, checked.findings, before=newest, back=back)


@for_publishers
def receipt(who: SignedIn, ctid: CTID, number: int) -> ResponseReturnValue:
    """The registry's signed receipt for a change, as a file."""
    change = _own_change(own_records.own_history(registry(), who, ctid), number)
    text = own_records.receipt_of(registry(), change.number)
    response = Response(f"{text}\n", content_type="application/jose")
    response.headers.set(
        "Content-Disposition", "attachment", filename=f"receipt-{change.number}.jws"
    )
    return response


@for_publishers
def withdraw(who: SignedIn, ctid: CTID) -> ResponseReturnValue:
    """Take the record back, with the reason and what replaces it, after being asked again."""
    who.require("withdraw")
    changes = own_records.own_history(registry(), who, ctid)
    if changes[-1].is_withdrawal:
        return redirect(page_url("publish_record", ctid=ctid), 303)
    reason = request.form.get("reason", "").replace("\r\n", "\n")
    written = request.form.get("replaced_by", "").strip()
    errors: dict[str, str] = {}
    if request.method == "POST":
        rate_limits.spend(rate_limits.PUBLISH, who.key_id)
        replacement = _replacement(ctid, written, errors)
        if not reason.strip():
            errors["reason"] = gettext("Say why it is withdrawn; its address shows the reason.")
        if not errors:
            return _withdrawn(who, ctid, reason, replacement)
    page = render_template(
        "publish/withdraw.html",
        name=titled(Revision(changes[-1]).record.name, ctid),
        ctid=ctid,
        number=changes[-1].number,
        reason=reason,
        replaced_by=written,
        errors=errors,
    )
    return page, 422 if errors else 200


def _withdrawn(
    who: SignedIn, ctid: CTID, reason: str, replacement: CTID | None
) -> ResponseReturnValue:
    expected = expected_number()
    done = publishing.withdraw(
        registry(),
        ctid,
        who.publisher,
        reason=reason,
        replaced_by=replacement,
        expected=None if expected is None else (expected,),
    )
    catch_up(registry(), wait=False)
    return redirect(page_url("publish_done", ctid=ctid, change=done.number), 303)


@for_publishers
def restore(who: SignedIn, ctid: CTID) -> ResponseReturnValue:
    """Bring a withdrawn record back as it was."""
    who.require("withdraw")
    rate_limits.spend(rate_limits.PUBLISH, who.key_id)
    own_records.own_history(registry(), who, ctid)
    try:
        done = publishing.restore(registry(), ctid, who.publisher)
    except NothingToRestore:
        return redirect(page_url("publish_record", ctid=ctid), 303)
    catch_up(registry(), wait=False)
    return redirect(page_url("publish_done", ctid=ctid, change=done.number), 303)


def _replacement(ctid: CTID, written: str, errors: dict[str, str]) -> CTID | None:
    """The record that replaces this one; what is wrong with it goes into `errors`."""
    if not written:
        return None
    try:
        found = parse_ctid(written.rstrip("/").rpartition("/")[2])
    except CTIDError as error:
        errors["replaced_by"] = str(error)
        return None
    if found == ctid:
        errors["replaced_by"] = gettext("A record cannot replace itself.")
    elif found not in reading.named(registry(), [found]):
        errors["replaced_by"] = gettext("There is no record with this CTID here.")
    return found


def _lines(changes: list[LoggedChange]) -> tuple[HistoryLine, ...]:
    writers = [each.published_by or each.publisher for each in changes]
    return history_lines(changes, own_records.publisher_names(registry(), writers))


def _own_change(changes: list[LoggedChange], number: int) -> LoggedChange:
    found = [each for each in changes if each.number == number]
    if not found:
        abort(404, description=gettext("This record has no such change."))
    return found[0]


def _previous(changes: list[LoggedChange], change: LoggedChange) -> LoggedChange | None:
    return next((each for each in changes if each.number == change.previous), None)


def _state_before(changes: list[LoggedChange], change: LoggedChange) -> LoggedChange | None:
    """The state an update replaced, which undoing it would bring back."""
    previous = _previous(changes, change)
    return previous if change.kind == "updated" and previous is not None else None
