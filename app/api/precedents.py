"""`/api/v1/credentials/<ctid>/precedents`: what is recorded of a credential counting elsewhere."""

from datetime import UTC, datetime
from typing import Any

from flask_babel import force_locale

from app.api.conditional import tag_answers
from app.api.documented import PREFIX, RegistryBlueprint
from app.http.current import registry
from app.presenters.precedents import precedents_json
from app.schemas.precedents import PrecedentsParameters, PrecedentsSchema
from app.services import reading
from app.services.precedents import precedents
from app.services.reading import RecordNotFound
from ctdl.ctid import CTID
from ctdl.records import CredentialRecord

blueprint = RegistryBlueprint(
    "precedents",
    __name__,
    url_prefix=PREFIX,
    description="What is recorded of a credential counting elsewhere",
)
tag_answers(blueprint)


@blueprint.get("/credentials/<ctid:ctid>/precedents")
@blueprint.arguments(PrecedentsParameters, location="query")
@blueprint.response(200, PrecedentsSchema, description="The decisions on record")
@blueprint.alt_response(304, description="Not changed since the answer with this tag")
@blueprint.alt_response(404, response="NOT_FOUND")
@blueprint.alt_response(410, response="GONE")
def show_precedents(asked: dict[str, Any], ctid: CTID) -> dict[str, Any]:
    """Tell who accepted, recommended or refused a credential, in both directions, with dates.

    Who is not named has not assessed it, as far as is known. With `receiver`, `verdict` says what
    that one institution is recorded to have decided.
    """
    stored = reading.get_record(registry(), ctid)
    if not isinstance(stored.record, CredentialRecord):
        raise RecordNotFound(f"{ctid} is of the class {stored.record.type}, not a credential.")
    day = asked["asof"] or datetime.now(UTC).date()
    found = precedents(registry(), stored.ctid, day, asked["receiver"])
    with force_locale(asked["lang"]):
        return precedents_json(found)
