"""What readers ask to be put right in a publisher's records, and the publisher's public answers."""

from collections.abc import Iterator, Sequence
from typing import Final, cast, get_args

from flask import Blueprint, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.http import rate_limits
from app.http.current import registry
from app.presenters.corrections import (
    ShownCorrection,
    called,
    fault_words,
    field_labels,
    shown_correction,
    state_words,
)
from app.presenters.formats import instant, number
from app.presenters.publishing import kind_label
from app.presenters.text import Text
from app.services import correction_answers, corrections, history, own_records
from app.services.correction_answers import Answering, CorrectionSettled, Verdict
from app.services.corrections import STATES, Correction, CorrectionRefused, State
from app.services.keys import SignedIn
from app.services.revisions import Revision
from app.site.frame import page_url
from app.site.publishing.access import for_publishers
from app.site.reading import page_number, require_page
from ctdl.records import Record

_VERDICTS: Final = get_args(Verdict)


def register(blueprint: Blueprint) -> None:
    """Put the pages at their addresses."""
    blueprint.add_url_rule("/publish/corrections", "publish_corrections", show_list)
    blueprint.add_url_rule(
        "/publish/corrections/<int:asked>",
        "publish_correction",
        answer,
        methods=["GET", "POST"],
    )


@for_publishers
def show_list(who: SignedIn) -> ResponseReturnValue:
    """The requests about the publisher's records: those that wait, or those in another state."""
    wanted = request.args.get("state", "open")
    state: State | None = wanted if wanted in STATES else None
    page = page_number()
    found = corrections.kept_by(registry(), own_records.keepers_of(who).keys(), state, page)
    require_page(page, found.pages)
    return render_template(
        "publish/corrections.html",
        who=who,
        shown=list(_with_names(found.found)),
        counts=[(state_words(each), found.counts[each]) for each in STATES],
        states=[("all", gettext("All")), *((each, state_words(each)) for each in STATES)],
        state=state or "all",
        page=page,
        pages=found.pages,
        page_address=lambda other: page_url("publish_corrections", state=wanted, page=other),
        feeds=[
            (each.name, page_url("corrections_feed", publisher=each.ctid))
            for each in own_records.keepers_of(who).values()
        ],
    )


@for_publishers
def answer(who: SignedIn, asked: int) -> ResponseReturnValue:
    """One request and the form to answer it; when sent, what is wrong, or the public page."""
    if request.method == "GET":
        return _form_page(who, asked, {})
    who.require("publish")
    rate_limits.spend(rate_limits.PUBLISH, who.key_id)
    try:
        correction_answers.answer(
            registry(),
            asked,
            who.publisher.ctid,
            _given(),
            keepers=own_records.keepers_of(who).keys(),
        )
    except CorrectionRefused as error:
        return _form_page(who, asked, fault_words(error), 422)
    except CorrectionSettled:
        words = gettext("Somebody else answered meanwhile, or the request was taken back.")
        return _form_page(who, asked, {"settled": words}, 409)
    return redirect(page_url("publish_correction", asked=asked), 303)


def _given() -> Answering:
    verdict = request.form.get("verdict", "")
    if verdict not in _VERDICTS:
        raise CorrectionRefused({"verdict": "missing"})
    text = request.form.get("change", "")
    change = int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None
    return Answering(cast(Verdict, verdict), request.form.get("answer", ""), change)


def _form_page(
    who: SignedIn, asked: int, errors: dict[str, str], status: int = 200
) -> ResponseReturnValue:
    row = corrections.row_of(registry(), asked)
    correction_answers.require_keeper(registry(), row, own_records.keepers_of(who).keys())
    [found] = corrections.shown(registry(), [row])
    record = _record_of(found, history.newest(registry(), found.record))
    later = correction_answers.later_changes(registry(), row)
    page = render_template(
        "publish/correction.html",
        who=who,
        name=called(record),
        record=found.record,
        found=shown_correction(found, record.type, field_labels(record)),
        changes=[
            (
                str(each.number),
                gettext(
                    "%(what)s, change %(number)s, %(moment)s",
                    what=kind_label(each.kind),
                    number=number(each.number),
                    moment=instant(each.at),
                ),
            )
            for each in later
        ],
        typed={
            "verdict": request.form.get("verdict", ""),
            "answer": request.form.get("answer", ""),
            "change": request.form.get("change", str(later[0].number) if later else ""),
        },
        errors=errors,
        longest=corrections.LONGEST["answer"],
    )
    return make_response(page, status)


def _with_names(found: Sequence[Correction]) -> Iterator[tuple[Text, ShownCorrection]]:
    newest = history.newest_of_all(registry(), {each.record for each in found})
    for each in found:
        record = _record_of(each, newest[each.record])
        yield called(record), shown_correction(each, record.type, field_labels(record))


def _record_of(each: Correction, newest: Revision) -> Record:
    """The record as its newest revision says; that of its document where it is there no more."""
    return newest.record if each.subject == each.record else newest.record_of(each.subject)
