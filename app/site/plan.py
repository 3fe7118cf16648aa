"""The planner: from what somebody holds to what they aim at, all of it in the address."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

import flask
from flask import Blueprint, Response, abort, redirect, render_template, request
from flask_babel import gettext
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as BaseResponse

from app.http.current import absolute, registry
from app.http.media_types import CSV, JSON_LD
from app.presenters import formats
from app.presenters.language import page_language
from app.presenters.plan import plan_page, shown_target
from app.presenters.plan_files import plan_answer, plan_pathway, plan_rows, unpublished
from app.presenters.plan_form import ShownTarget, error_words, plan_form
from app.presenters.search_state import SearchState
from app.schemas.plan import PlanFormParameters, plan_request
from app.schemas.query import parser
from app.services import reading
from app.services.plans.aims import found_for
from app.services.plans.asked import LONGEST_TEXT, PlanRequest, Refusal, refuse
from app.services.plans.choices import choices
from app.services.plans.planning import Planned, Way, make_plan
from app.services.plans.reach import reach
from app.services.plans.targets import find_target
from app.site.frame import href, page_url, tidy_address
from app.site.levels_in import levels_shown
from app.site.reading import today
from ctdl.documents import absolute as whole
from ctdl.documents import parse_document
from ctdl.tabular.guarding import guarded

_LIMITS: Final = frozenset(
    {"max_cost", "currency", "max_hours", "mode", "language", "finish", "asof"}
)
"""The fields whose errors the form shows; others are no mistakes of somebody who fills it in."""
MOST_NAMED: Final = 5
_KEPT: Final = (
    "target",
    "held",
    "max_cost",
    "currency",
    "max_hours",
    "mode",
    "language",
    "finish",
    "unstated",
    "asof",
    "order",
    "aim",
    "find",
)


def register(blueprint: Blueprint) -> None:
    """Put the planner at its address."""
    blueprint.add_url_rule("/plan", "plan", show_plan)
    blueprint.add_url_rule("/plan.csv", "plan_csv", plan_csv)
    blueprint.add_url_rule("/plan.json", "plan_json", plan_json)
    blueprint.add_url_rule("/plan.jsonld", "plan_jsonld", plan_jsonld)


def show_plan() -> str | BaseResponse | tuple[str, int]:
    """The form, what was found for it, and the plans where the target is known.

    A form sends empty fields too; the address that is shown has none.
    """
    if tidy := tidy_address():
        return redirect(tidy, 302)
    asked, errors = _read()
    state, levels = _state(), levels_shown()
    question = plan_request(asked, today())
    target = _named_target(question) if errors else None
    planned = make_plan(
        registry(), replace(question, target=None) if errors else question, asked["held"]
    )
    find, aim = asked["find"].strip(), asked["aim"].strip()
    language = page_language()
    form = plan_form(
        (find, found_for(registry(), find, language)),
        (aim, found_for(registry(), aim, language, occupations=True)),
        (each.ctid for each in planned.held),
        choices(registry()),
        errors,
        _notices(),
        target,
    )
    reached = (
        reach(registry(), asked["held"], planned.request.day)
        if _asks_for_reach(planned) and not target
        else None
    )
    page = plan_page(planned, state, form, levels, href, reached)
    written = render_template(
        "site/plan.html",
        page=page,
        printed=absolute(page_url("plan", **state.args)),
        printed_on=formats.day(today()),
    )
    return (written, 400) if errors else written


def _read() -> tuple[dict[str, Any], Mapping[str, str]]:
    """What was asked, and in words what is wrong with which field; 400 for unknown parameters."""
    schema = PlanFormParameters()
    try:
        asked: dict[str, Any] = parser.parse(schema, request, location="query")
    except BadRequest as refused:
        error = getattr(refused, "exc", None)
        wrong = set(error.messages_dict.get("query", ())) if error else set()
        if error is None or not wrong or not wrong <= _LIMITS:
            raise
        given = {name: request.args.get(name, "").strip() for name in wrong}
        right = {
            name: value for name, value in request.args.lists() if name not in wrong | {"max_cost"}
        }
        asked = schema.load(
            {
                name: value if name in ("held", "levels_in") else value[0]
                for name, value in right.items()
                if name not in ("currency",)
            }
        )
        return asked, {name: error_words(name, given[name]) for name in sorted(wrong)}
    return asked, {}


def _named_target(question: PlanRequest) -> ShownTarget | None:
    if question.target is None:
        return None
    target = find_target(registry(), question.target)
    return shown_target(target, reading.summaries(registry(), [target.ctid]).get(target.ctid))


def _notices() -> Iterator[str]:
    """What of the address was not taken into account."""
    targets = list(dict.fromkeys(filter(None, map(str.strip, request.args.getlist("target")))))
    if len(targets) > 1:
        yield gettext(
            "One aim at a time: only the first is looked at, not %(others)s.",
            others=", ".join(each[:LONGEST_TEXT] for each in targets[1 : MOST_NAMED + 1]),
        )


def plan_csv() -> Response:
    """All plans as a table, one line for each thing to add."""
    written = io.StringIO(newline="")
    csv.writer(written).writerows([guarded(cell) for cell in row] for row in plan_rows(*_way()))
    response = Response(written.getvalue(), content_type=CSV.content_type)
    response.headers["Content-Disposition"] = 'attachment; filename="plan.csv"'
    return response


def plan_json() -> Response:
    """The answer in the form of the API."""
    return flask.jsonify(plan_answer(*_way()))


def plan_jsonld() -> Response:
    """The first plan as a CTDL Pathway document; 404 where there is none."""
    way, _refused = _way()
    if not way.answer.plans:
        abort(404, description=gettext("There is no plan to write as a pathway."))
    webpage = absolute(page_url("plan", **_state().dropping("find").dropping("aim").args))
    document = plan_pathway(way, way.answer.plans[0], webpage)
    content = unpublished(whole(parse_document(document), registry().base))
    return Response(json.dumps(content, ensure_ascii=False), content_type=JSON_LD.content_type)


def _way() -> tuple[Way, tuple[Refusal, ...]]:
    """The way asked for, and what is not known; what is no question is refused as the API does."""
    asked = parser.parse(PlanFormParameters, request, location="query")
    planned = make_plan(registry(), plan_request(asked, today()), asked["held"])
    refuse(planned.refused)
    if planned.way is None:
        abort(400, description=gettext("A plan needs a target: target=ce-…"))
    return planned.way, planned.refused


def _state() -> SearchState:
    pairs = ((name, value.strip()) for name, value in request.args.items(multi=True))
    return SearchState.of(pairs).keeping(*_KEPT)


def _asks_for_reach(planned: Planned) -> bool:
    return planned.way is None and bool(planned.held)
