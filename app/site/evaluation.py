"""The evaluation of a credential: one page, all of it in the address, nothing of it stored."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

import flask
from flask import Blueprint, Response, abort, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from app.http.current import absolute, registry
from app.presenters import formats
from app.presenters.evaluation import evaluation_page, stop_with
from app.presenters.evaluation_json import evaluation_json, overrides_json, stop_json
from app.presenters.evaluation_shown import ShownParty, Typed
from app.presenters.finding_texts import translated
from app.presenters.labels import type_label
from app.presenters.links import record_link
from app.presenters.search_state import SearchState
from app.presenters.text import titled
from app.services import identifiers, searching
from app.services.evaluation import Evaluation, TargetRefused, evaluate
from app.services.families import ORGANIZATION, SEARCHED, family_of
from app.services.institutions import organizations_like
from app.services.searching import LONGEST_TEXT, SearchRequest
from app.services.summaries import Named
from app.site.assurance import asked_day
from app.site.frame import page_url, tidy_address
from app.site.reading import today
from ctdl.ctid import CTID, CTID_PATTERN
from ctdl.evaluation import CHOICES, read_overrides

_REASON: Final = "reason-"
_KEPT: Final = ("asof", "receiver", "programme", "find", "override")
_LONGEST_SHOWN: Final = 60
_MOST_CANDIDATES: Final = 8


def register(blueprint: Blueprint) -> None:
    """Put the evaluation at its address."""
    address = "/credentials/<ctid:ctid>/evaluation"
    blueprint.add_url_rule(address, "evaluation", show_evaluation)
    blueprint.add_url_rule(f"{address}.json", "evaluation_json", evaluation_file)


def show_evaluation(ctid: CTID) -> str | BaseResponse | tuple[str, int]:
    """The milestones, the criteria and the differences, with the officer's own answers beside.

    A form sends empty fields too; the address that is shown has none.
    """
    if tidy := tidy_address():
        return redirect(tidy, 302)
    typed = _typed()
    found = _evaluated(ctid, typed)
    page = evaluation_page(found, typed, _candidates(typed, ctid))
    written = render_template(
        "site/evaluation.html",
        page=page,
        printed=absolute(page_url("evaluation", ctid=ctid, **typed.state.args)),
        printed_on=formats.day(today()),
    )
    return (written, 400) if page.errors else written


def evaluation_file(ctid: CTID) -> Response:
    """The answers of the page as data, those of the officer with them; what is amiss is refused."""
    typed = _typed()
    if typed.day_error:
        abort(400, description=typed.day_error)
    if typed.faults:
        named = ", ".join(f"{each.name[:_LONGEST_SHOWN]}: {each.fault}" for each in typed.faults)
        abort(400, description=gettext("These answers cannot be read: %(which)s.", which=named))
    found = _evaluated(ctid, typed)
    answer: dict[str, Any] = evaluation_json(found)
    answer["overrides"] = overrides_json(typed.overrides)
    answer["stop_with_overrides"] = stop_json(stop_with(found, typed.overrides))
    return flask.jsonify(answer)


def _typed() -> Typed:
    """What the address says, and what is wrong with it."""
    pairs = [(name, value.strip()) for name, value in request.args.items(multi=True)]
    reasons = {
        name.removeprefix(_REASON): value for name, value in pairs if name.startswith(_REASON)
    }
    chosen = [value for name, value in pairs if name == "override"]
    overrides, faults = read_overrides(chosen, reasons)
    asof = _first(pairs, "asof")
    _day, error = asked_day(asof)
    known = (*_KEPT, *(f"{_REASON}{name}" for name in CHOICES))
    return Typed(
        state=SearchState.of(pairs).keeping(*known),
        overrides=overrides,
        reasons=reasons,
        faults=faults,
        asof=asof[:_LONGEST_SHOWN],
        day_error=error,
        find=_first(pairs, "find")[:LONGEST_TEXT],
    )


def _first(pairs: list[tuple[str, str]], name: str) -> str:
    return next((value for each, value in pairs if each == name and value), "")


def _evaluated(ctid: CTID, typed: Typed) -> Evaluation:
    day, _error = asked_day(typed.asof)
    try:
        return evaluate(
            registry(),
            ctid,
            day,
            receiver=_named(typed, "receiver"),
            programme=_named(typed, "programme"),
            today=today(),
        )
    except TargetRefused as error:
        abort(400, description=translated(error.words) or str(error.words))


def _named(typed: Typed, name: str) -> CTID | None:
    """The CTID that a field of the address has; 400 for what is none."""
    values = typed.state.values(name)
    if not values:
        return None
    if not CTID_PATTERN.fullmatch(values[0]):
        words = gettext(
            "“%(value)s” is no CTID (ce- and a UUID). Leave it out, or search for it by name.",
            value=values[0][:_LONGEST_SHOWN],
        )
        abort(400, description=f"{name}: {words}")
    return CTID(values[0])


def _candidates(typed: Typed, ctid: CTID) -> list[ShownParty]:
    """Programmes and receivers that the words of the field may mean; an identifier means one."""
    if not typed.find:
        return []
    named = identifiers.look_up(registry(), typed.find)
    if named is not None:
        return list(_parties(named.found))
    asked = SearchRequest(q=typed.find[:LONGEST_TEXT], size=_MOST_CANDIDATES)
    hits = searching.search(registry(), asked, facets=()).hits
    return [
        *_parties(organizations_like(registry(), typed.find)),
        *(
            ShownParty(
                hit.summary.ctid,
                titled(hit.summary.name, hit.summary.ctid),
                record_link(hit.summary.ctid, hit.summary.type),
                str(type_label(hit.summary.type)),
                provider=titled(hit.summary.provider.name, "") if hit.summary.provider else None,
            )
            for hit in hits
            if hit.summary.ctid != ctid
        ),
    ]


def _parties(found: Iterable[Named]) -> Iterator[ShownParty]:
    """Programmes and receivers among these."""
    for each in found:
        if each.ctid and family_of(each.type) in (*SEARCHED, ORGANIZATION):
            yield ShownParty(
                each.ctid,
                titled(each.name, each.ctid),
                record_link(each.ctid, each.type),
                str(type_label(each.type)),
                is_receiver=family_of(each.type) == ORGANIZATION,
            )
