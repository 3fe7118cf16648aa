"""`/api/v1/credentials/<ctid>/similar`: the records nearest in meaning, and what they share."""

from datetime import UTC, datetime
from typing import Any

from app.api.brief import brief_record, require_credential
from app.api.documented import PREFIX, RegistryBlueprint
from app.http.current import registry
from app.schemas.records import NoParameters
from app.schemas.similar import SimilarSchema
from app.services.similar import Similar, similar
from ctdl.concepts import thesaurus
from ctdl.ctid import CTID
from ctdl.language import best_text

LANGUAGE = "en"

blueprint = RegistryBlueprint(
    "similar", __name__, url_prefix=PREFIX, description="What is nearest in meaning"
)


@blueprint.get("/credentials/<ctid:ctid>/similar")
@blueprint.arguments(NoParameters, location="query")
@blueprint.response(200, SimilarSchema, description="The records nearest in meaning")
@blueprint.problems(404, 410)
def show_similar(_asked: dict[str, Any], ctid: CTID) -> dict[str, Any]:
    """Show the records nearest in meaning to a credential.

    Left out are its parts, wholes and next steps, and what its alternatives show already.
    """
    require_credential(ctid)
    found = similar(registry(), ctid, datetime.now(UTC).date())
    return {"ctid": ctid, "similar": [_record(each) for each in found]}


def _record(each: Similar) -> dict[str, Any]:
    field = each.field
    return {
        **brief_record(each.summary),
        "likeness": round(max(0.0, each.likeness), 3),
        "concepts": [
            {
                "id": concept.id,
                "iri": concept.uri,
                "label": concept.labels[LANGUAGE],
                "source": concept.source,
            }
            for concept in map(thesaurus().concept, each.concepts)
            if concept is not None
        ],
        "field": None
        if field is None
        else {"code": field.code, "label": best_text(field.label, LANGUAGE)[0] or None},
    }
