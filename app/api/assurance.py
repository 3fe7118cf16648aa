"""`/api/v1/credentials/<ctid>/qa` and the same for organizations: quality assurance on a date."""

from datetime import UTC, datetime
from typing import Any

from flask_babel import force_locale

from app.api.conditional import tag_answers
from app.api.documented import PREFIX, RegistryBlueprint
from app.http.current import registry
from app.presenters.assurance import assurance_json
from app.schemas.assurance import AssuranceParameters, AssuranceSchema
from app.services.assurance import assurance_on
from ctdl.ctid import CTID

blueprint = RegistryBlueprint(
    "assurance",
    __name__,
    url_prefix=PREFIX,
    description="Quality assurance on a date, and who vouches for those who vouch",
)
tag_answers(blueprint)


@blueprint.get("/credentials/<ctid:ctid>/qa")
@blueprint.arguments(AssuranceParameters, location="query")
@blueprint.response(200, AssuranceSchema, description="The answer and what it rests on")
@blueprint.alt_response(304, description="Not changed since the answer with this tag")
@blueprint.alt_response(404, response="NOT_FOUND")
@blueprint.alt_response(410, response="GONE")
def show_quality_assurance(asked: dict[str, Any], ctid: CTID) -> dict[str, Any]:
    """Tell whether the quality of a credential was assured on a day, and by whom.

    `unknown` is silence and never "no"; `not assured` is said only where a statement says so for
    the day. `of` says whether the credential itself, its programme or its provider is assured.
    """
    return _answer(asked, ctid)


@blueprint.get("/organizations/<ctid:ctid>/qa")
@blueprint.arguments(AssuranceParameters, location="query")
@blueprint.response(200, AssuranceSchema, description="The answer and what it rests on")
@blueprint.alt_response(304, description="Not changed since the answer with this tag")
@blueprint.alt_response(404, response="NOT_FOUND")
@blueprint.alt_response(410, response="GONE")
def show_quality_assurance_of_organization(asked: dict[str, Any], ctid: CTID) -> dict[str, Any]:
    """Tell whether somebody vouched for a provider or an agency on a day."""
    return _answer(asked, ctid)


def _answer(asked: dict[str, Any], ctid: CTID) -> dict[str, Any]:
    today = datetime.now(UTC).date()
    found = assurance_on(registry(), ctid, asked["asof"] or today, today=today)
    with force_locale(asked["lang"]):
        return assurance_json(found)
