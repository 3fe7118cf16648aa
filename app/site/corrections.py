"""Corrections: a reader asks that a field be put right, and everybody sees what was answered."""

from dataclasses import dataclass, field

from flask import Blueprint, abort, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from app.http import form_stamps, rate_limits, sessions
from app.http.caching import Validators, etag_of, instant, representation
from app.http.current import absolute, registry
from app.http.form_stamps import Stamp
from app.http.media_types import MediaType
from app.http.rate_limits import TooManyRequests
from app.http.sessions import FormOutdated
from app.presenters.citation import plain
from app.presenters.corrections import (
    OPEN_SHOWN,
    PAGES,
    CorrectionsView,
    called,
    correction_page_of,
    corrections_view,
    counts_words,
    fault_words,
    field_labels,
    shown_correction,
)
from app.presenters.corrections_feed import changed_at, corrections_atom
from app.presenters.links import record_link
from app.presenters.revision_links import FOLDERS
from app.presenters.watch import Feed
from app.services import correction_answers, corrections, history, reading
from app.services.correction_answers import CodeWrong, CorrectionSettled
from app.services.corrections import Asked, CorrectionRefused, Sent, TooManyOpen
from app.services.own_records import publisher_names
from app.services.reading import StoredRecord
from app.site.frame import page_url
from app.site.reading import page_number, require_page, stored_record
from ctdl.ctid import CTID, CTIDError, parse_ctid
from ctdl.errors import RegistryError
from ctdl.records import Record

ATOM = MediaType("atom", "application/atom+xml", "Atom")
TRAP = "website"
"""A field that nobody sees: only programs fill it in."""
IN_FEED = 50
_PARTS = ("field", "problem", "proposed", "evidence")
_DAY_SECONDS = 24 * 60 * 60
_TRAPPED_SECONDS = 60
_BEGAN = "2000-01-01T00:00:00.000Z"


class FilledByProgram(RegistryError):
    """A field was filled in that only a program can have found."""


def register(blueprint: Blueprint) -> None:
    """Put the pages at their addresses."""
    for page in PAGES:
        base = f"/{FOLDERS[page]}/<ctid:ctid>"
        for path, name, view, methods in (
            ("correct", "correct", ask, ["GET", "POST"]),
            ("corrections", "corrections", show_all, ["GET"]),
            ("corrections/<int:number>", "correction", show_one, ["GET", "POST"]),
        ):
            blueprint.add_url_rule(
                f"{base}/{path}",
                f"{page}_{name}",
                view,
                methods=methods,
                defaults={"family": page},
            )
    blueprint.add_url_rule("/corrections.atom", "corrections_feed", feed)


@dataclass(frozen=True)
class Form:
    """What was typed, what is wrong with it, and the status that says so."""

    typed: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    status: int = 200
    retry_seconds: int | None = None


def corrections_of(stored: StoredRecord) -> CorrectionsView | None:
    """What the page of a record says of the requests about it."""
    waiting = corrections.waiting(registry(), stored.ctid, OPEN_SHOWN)
    return corrections_view(waiting, stored.record)


def ask(family: str, ctid: CTID) -> ResponseReturnValue:
    """The form; when sent, what is wrong with it, or the request as everybody sees it."""
    stored = stored_record(ctid)
    labels = field_labels(stored.record)
    page = correction_page_of(stored.record)
    if page is None:
        abort(404, description=gettext("Records of this kind cannot be asked to be corrected."))
    if request.method == "GET":
        if page != family:
            return redirect(page_url(f"{page}_correct", ctid=ctid), 301)
        return _form_page(stored, labels, Form({"field": request.args.get("field", "")}))
    sessions.require_own_site()
    typed = {part: request.form.get(part, "") for part in _PARTS}
    try:
        sent = _sent(stored, typed, tuple(labels))
    except FormOutdated:
        words = gettext("This form is a day old, or was not made here. Send it once more.")
        return _form_page(stored, labels, Form(typed, {"send": words}, 409))
    except FilledByProgram:
        words = gettext(
            "A field was filled in that only programs see, so nothing was sent. If you are a"
            " person, send this once more."
        )
        return _form_page(stored, labels, Form(typed, {"send": words}, 429, _TRAPPED_SECONDS))
    except CorrectionRefused as error:
        return _form_page(stored, labels, Form(typed, fault_words(error), 422))
    except TooManyRequests as error:
        return _form_page(stored, labels, _wait(typed, error.standing.reset_seconds))
    except TooManyOpen:
        words = gettext(
            "So many requests about this record wait for an answer that no more are taken now."
        )
        return _form_page(stored, labels, Form(typed, {"send": words}, 429, _DAY_SECONDS))
    return _sent_page(stored, labels, sent)


def _sent(stored: StoredRecord, typed: dict[str, str], fields: tuple[str, ...]) -> Sent:
    """The request as it was kept; what programs send by themselves counts, and is not kept."""
    rate_limits.spend(rate_limits.VALIDATE, rate_limits.nameless_client())
    if request.form.get(TRAP):
        raise FilledByProgram("A field was filled in that nobody sees.")
    stamp = form_stamps.read_stamp(request.form.get(form_stamps.FIELD, ""), stored.ctid)
    asked = Asked(**typed, revision=stamp.revision)
    wanted = corrections.checked(registry(), stored, asked, fields)
    # Only what is without fault counts: who mistypes an address may mend it.
    rate_limits.spend(rate_limits.CORRECT, rate_limits.nameless_client())
    return corrections.keep(registry(), wanted, stamp.code)


def _wait(typed: dict[str, str], seconds: int) -> Form:
    minutes = -(-seconds // 60)
    words = ngettext(
        "Too many requests came from your network. Nothing is lost: send this again in"
        " %(num)s minute.",
        "Too many requests came from your network. Nothing is lost: send this again in"
        " %(num)s minutes.",
        minutes,
    )
    return Form(typed, {"send": words}, 429, seconds)


def _form_page(stored: StoredRecord, labels: dict[str, str], form: Form) -> Response:
    stamp = Stamp(stored.ctid, stored.number, corrections.new_code())
    page = correction_page_of(stored.record)
    response = make_response(
        render_template(
            "site/correct.html",
            name=called(stored.record),
            record=record_link(stored.ctid, stored.record.type),
            address=page_url(f"{page}_correct", ctid=stored.ctid),
            fields=list(labels.items()),
            form=form,
            longest=corrections.LONGEST,
            trap=TRAP,
            stamp_field=form_stamps.FIELD,
            stamp=form_stamps.stamped(stamp),
        ),
        form.status,
    )
    # Each form has a code of its own, so that no two readers may be given the same copy.
    response.headers["Cache-Control"] = "private, no-cache"
    if form.retry_seconds is not None:
        response.headers["Retry-After"] = str(form.retry_seconds)
    return response


def _sent_page(stored: StoredRecord, labels: dict[str, str], sent: Sent) -> Response:
    page = render_template(
        "site/correction_sent.html",
        name=called(stored.record),
        record=record_link(stored.ctid, stored.record.type),
        found=shown_correction(sent.correction, stored.record.type, labels),
        is_new=sent.is_new,
        code=sent.code,
    )
    response = make_response(page, 201 if sent.is_new else 200)
    response.headers["Cache-Control"] = "no-store"
    return response


def show_all(family: str, ctid: CTID) -> ResponseReturnValue:
    """Every request about a record, newest first, with its state; also of a withdrawn record."""
    record, is_withdrawn = _record_now(ctid)
    page = _own_family(record)
    if page != family:
        return redirect(page_url(f"{page}_corrections", ctid=ctid), 301)
    number = page_number()
    found = corrections.about(registry(), ctid, number)
    require_page(number, found.pages)
    labels = field_labels(record)
    return render_template(
        "site/corrections.html",
        name=called(record),
        record=record_link(ctid, record.type),
        ask=None if is_withdrawn else page_url(f"{page}_correct", ctid=ctid),
        shown=[shown_correction(each, record.type, labels) for each in found.found],
        counts=counts_words(found),
        total=found.total,
        page=number,
        pages=found.pages,
        page_address=lambda other: page_url(f"{page}_corrections", ctid=ctid, page=other),
    )


def show_one(family: str, ctid: CTID, number: int) -> ResponseReturnValue:
    """One request with its answer; whoever asked can take it back here with their code."""
    record, _ = _record_now(ctid)
    page = _own_family(record)
    found = corrections.correction(registry(), number)
    if found.subject != ctid:
        raise corrections.CorrectionNotFound(f"Request {number} is not about {ctid}.")
    if page != family:
        return redirect(page_url(f"{page}_correction", ctid=ctid, number=number), 301)
    error = ""
    if request.method == "POST":
        sessions.require_own_site()
        rate_limits.spend(rate_limits.SIGN_IN, rate_limits.nameless_client())
        try:
            code = request.form.get("code", "")
            correction_answers.withdraw(registry(), ctid, number, code)
        except CodeWrong:
            error = gettext("This is not the code of this request; look whether all of it is here.")
        except CorrectionSettled:
            error = gettext("The request was answered meanwhile, and can be taken back no more.")
            found = corrections.correction(registry(), number)
        else:
            return redirect(page_url(f"{page}_correction", ctid=ctid, number=number), 303)
    shown_page = render_template(
        "site/correction.html",
        name=called(record),
        record=record_link(ctid, record.type),
        all=page_url(f"{page}_corrections", ctid=ctid),
        found=shown_correction(found, record.type, field_labels(record)),
        error=error,
    )
    return make_response(shown_page, 422 if error else 200)


def feed() -> Response:
    """The newest requests with their answers; of one publisher's records where one is named."""
    asked = request.args.get("publisher", "").strip()
    try:
        keeper = parse_ctid(asked) if asked else None
    except CTIDError as error:
        abort(400, description=str(error))
    found = corrections.newest(registry(), keeper, IN_FEED)
    query = {"publisher": keeper} if keeper else {}
    title = gettext("Corrections that readers ask for")
    name = publisher_names(registry(), [keeper])[keeper] if keeper else ""
    made = Feed(
        title=plain(f"{name}{gettext(': ')}{title}" if name else title),
        address=absolute(page_url("corrections_feed", **query)),
        page=absolute(page_url("home")),
        began=_BEGAN,
    )
    states = (f"{each.number} {changed_at(each)}" for each in found)
    newest = max(map(changed_at, found), default=_BEGAN)
    validators = Validators(etag_of("corrections", made.address, name, *states), instant(newest))

    def written() -> bytes:
        names = reading.named(registry(), {each.subject for each in found})
        return corrections_atom(made, found, names)

    return representation(ATOM, validators, written)


def _record_now(ctid: CTID) -> tuple[Record, bool]:
    """The record as its newest revision says, and whether it is withdrawn; RecordNotFound."""
    document = history.record_of(registry(), ctid)
    newest = history.newest(registry(), document)
    record = newest.record if document == ctid else newest.record_of(ctid)
    return record, newest.change.is_withdrawal


def _own_family(record: Record) -> str:
    page = correction_page_of(record)
    if page is None:
        abort(404, description=gettext("Records of this kind cannot be asked to be corrected."))
    return page
