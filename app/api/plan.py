"""`/api/v1/plan`: from what is held to what is aimed at, by the rules that records state."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import marshmallow as ma
from flask_babel import force_locale
from werkzeug.exceptions import BadRequest

from app.api.conditional import tag_answers
from app.api.documented import PREFIX, RegistryBlueprint
from app.http.bodies import read_body
from app.http.current import registry
from app.http.media_types import JSON
from app.presenters.plan_files import plan_answer, refused_answer
from app.presenters.reach import reach_answer
from app.schemas.plan import (
    PlanBody,
    PlanParameters,
    PlanSchema,
    ReachParameters,
    ReachSchema,
    plan_request,
)
from app.services.plans.asked import refuse
from app.services.plans.planning import make_plan
from app.services.plans.reach import reach
from ctdl.json_reading import read_json

LARGEST_BODY: Final = 200_000
"""So many bytes are more than the most that can be held."""

blueprint = RegistryBlueprint(
    "plan", __name__, url_prefix=PREFIX, description="The best ways to what is aimed at"
)
tag_answers(blueprint)

_EXAMPLE: Final = {
    "held": ["ce-92f19a3f-215f-4d3e-b12b-0625f4e20e6f"],
    "target": "ce-6938003b-7c86-41b8-8136-450c71c13b6e",
    "limits": {"max_hours": 300, "mode": "online", "unstated": True},
}
_BODY: Final[dict[str, Any]] = {
    "required": True,
    "description": f"The question, at most {LARGEST_BODY:,} bytes.",
    "content": {JSON.name: {"schema": PlanBody, "example": _EXAMPLE}},
}


@blueprint.get("/plan")
@blueprint.arguments(PlanParameters, location="query")
@blueprint.response(200, PlanSchema, description="The best plans, or what stands against any")
@blueprint.alt_response(304, description="Not changed since the answer with this tag")
@blueprint.problems(404, 410)
def ask_for_plan(asked: dict[str, Any]) -> dict[str, Any]:
    """Find the best ways from what is held to a target: at most five, the best first.

    A rule is told by its id. What is given as held and is not known here is listed in `refused`,
    and the rest is looked at. When nothing can be done, `broken` is a smallest set of rules and
    limits that cannot hold together. A plan is advice from what records state, not a promise.
    """
    return _answer(asked)


@blueprint.post("/plan")
@blueprint.response(200, PlanSchema, description="The best plans, or what stands against any")
@blueprint.problems(400, 404, 410, 413, 415, 422)
@blueprint.doc(requestBody=_BODY)
def send_for_plan() -> dict[str, Any]:
    """Find the best ways as `GET` does, for more held things than fit an address."""
    _media_type, data = read_body((JSON,), LARGEST_BODY)
    try:
        asked: dict[str, Any] = PlanBody().load(read_json(data))
    except ma.ValidationError as error:
        refused = BadRequest("The question is not as it has to be.")
        refused.data = {"messages": {"json": error.messages}}  # type: ignore[attr-defined]
        raise refused from error
    return _answer(asked)


@blueprint.get("/reach")
@blueprint.arguments(ReachParameters, location="query")
@blueprint.response(200, ReachSchema, description="What it counts towards, the nearest first")
@blueprint.alt_response(304, description="Not changed since the answer with this tag")
@blueprint.problems(404)
def show_reach(asked: dict[str, Any]) -> dict[str, Any]:
    """Find all that held things count towards, how far each is, and who says so.

    One step from what is held and from its parts, by what is stated. Accepted and refused are
    stated; about everything else nobody has said anything.
    """
    found = reach(registry(), asked["held"], asked["asof"] or datetime.now(UTC).date())
    refuse(found.refused)
    with force_locale(asked["lang"]):
        return {**reach_answer(found), "refused": refused_answer(found.refused)}


def _answer(asked: Mapping[str, Any]) -> dict[str, Any]:
    found = make_plan(registry(), plan_request(asked, datetime.now(UTC).date()), asked["held"])
    refuse(found.refused)
    assert found.way is not None
    with force_locale(asked["lang"]):
        return plan_answer(found.way, found.refused)
