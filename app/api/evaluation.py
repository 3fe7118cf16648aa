"""`/api/v1/credentials/<ctid>/evaluation`: the facts of a credential for admission and transfer."""

from datetime import UTC, datetime
from typing import Any

from flask_babel import force_locale

from app.api.conditional import tag_answers
from app.api.documented import PREFIX, RegistryBlueprint
from app.http.current import registry
from app.presenters.evaluation_json import evaluation_json
from app.schemas.evaluation import EvaluationParameters, EvaluationSchema
from app.services.evaluation import evaluate
from ctdl.ctid import CTID

blueprint = RegistryBlueprint(
    "evaluation",
    __name__,
    url_prefix=PREFIX,
    description="The evaluation of a credential for admission or transfer",
)
tag_answers(blueprint)


@blueprint.get("/credentials/<ctid:ctid>/evaluation")
@blueprint.arguments(EvaluationParameters, location="query")
@blueprint.response(200, EvaluationSchema, description="The answers and what they rest on")
@blueprint.alt_response(304, description="Not changed since the answer with this tag")
@blueprint.alt_response(404, response="NOT_FOUND")
@blueprint.alt_response(410, response="GONE")
def show_evaluation(asked: dict[str, Any], ctid: CTID) -> dict[str, Any]:
    """Answer the milestones of an evaluation from what is stated, and hold it against a programme.

    `unknown` means that nothing here says it, and is never "no". Only a "no" is a stop, the first
    one in the order of the milestones. This is advice: the receiver decides.
    """
    today = datetime.now(UTC).date()
    found = evaluate(
        registry(),
        ctid,
        asked["asof"] or today,
        receiver=CTID(asked["receiver"]) if asked["receiver"] else None,
        programme=CTID(asked["programme"]) if asked["programme"] else None,
        today=today,
    )
    with force_locale(asked["lang"]):
        return evaluation_json(found)
