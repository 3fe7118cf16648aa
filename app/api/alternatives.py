"""`/api/v1/credentials/<ctid>/alternatives`: what else is about the same, and the reasons."""

from datetime import UTC, datetime
from typing import Any

from flask_babel import force_locale

from app.api.brief import brief_record, require_credential
from app.api.documented import PREFIX, RegistryBlueprint
from app.http.current import registry
from app.presenters.alternatives import reason_words
from app.schemas.alternatives import AlternativesSchema
from app.schemas.records import NoParameters
from app.services.alternatives import Alternative, alternatives
from ctdl.crosswalk import Comparison
from ctdl.ctid import CTID

LANGUAGE = "en"

blueprint = RegistryBlueprint(
    "alternatives", __name__, url_prefix=PREFIX, description="What else is about the same"
)


@blueprint.get("/credentials/<ctid:ctid>/alternatives")
@blueprint.arguments(NoParameters, location="query")
@blueprint.response(200, AlternativesSchema, description="The alternatives by kind")
@blueprint.problems(404, 410)
def show_alternatives(_asked: dict[str, Any], ctid: CTID) -> dict[str, Any]:
    """Show what else is about the same as a credential.

    It is an estimate from outcomes and titles. A kind without alternatives is left out.
    """
    require_credential(ctid)
    found = alternatives(registry(), ctid, datetime.now(UTC).date())
    with force_locale(LANGUAGE):
        return {
            "ctid": ctid,
            "looked_at": found.looked_at,
            "alternatives": {
                kind: [_alternative(each) for each in members]
                for kind, members in found.by_kind.items()
            },
        }


def _alternative(each: Alternative) -> dict[str, Any]:
    likeness = each.likeness
    return {
        **brief_record(each.summary),
        "likeness": {
            "basis": likeness.basis,
            "shared": likeness.shared,
            "compared": likeness.of,
            "title_nearness": round(max(0.0, likeness.nearness), 3),
        },
        "reasons": [
            {
                "kind": why.kind,
                "here": why.here,
                "there": why.there,
                "unit": why.unit,
                "words": reason_words(why),
                "evidence": _evidence(why.by),
            }
            for why in each.reasons
        ],
    }


def _evidence(by: Comparison | None) -> dict[str, str | None] | None:
    if by is None:
        return None
    names = ("level", "relation", "other", "basis", "source", "year")
    return {name: getattr(by, name) for name in names}
