"""`/api/v1/records/import`: badges, qualifications and pages as CTDL documents; saves nothing."""

from typing import Any, Final

from app.api.documented import KEY, PREFIX, RegistryBlueprint
from app.http.bodies import read_body
from app.http.current import finding_json, registry
from app.http.media_types import HTML, JOSE, JSON, JSON_LD
from app.http.signing_in import signed_in_if_asked
from app.schemas.importing import ImportedSchema, ImportParameters
from app.services import importing
from ctdl.documents import absolute
from ctdl.mapping import MAX_PAGE_BYTES

blueprint = RegistryBlueprint(
    "imports", __name__, url_prefix=PREFIX, description="Other formats as CTDL"
)

_TAKEN: Final = (JSON_LD, JSON, HTML, JOSE)
_EXAMPLE: Final[dict[str, Any]] = {
    "@context": "https://w3id.org/openbadges/v2",
    "type": "BadgeClass",
    "id": "https://college.example/badges/first-aid",
    "name": "First Aid",
    "description": "What to do until the ambulance comes.",
    "criteria": "https://college.example/first-aid",
    "issuer": "https://college.example/issuer",
}
_BODY: Final[dict[str, Any]] = {
    "required": True,
    "description": "An Open Badges 2.0 BadgeClass or 3.0 Achievement, a qualification or learning"
    " opportunity of the European Learning Model, schema.org JSON-LD or a page that holds it, or a"
    f" document or envelope of another CTDL registry; at most {MAX_PAGE_BYTES:,} bytes.",
    "content": {
        JSON_LD.name: {"schema": {"type": "object"}, "example": _EXAMPLE},
        JSON.name: {"schema": {"type": "object"}, "example": _EXAMPLE},
        HTML.name: {"schema": {"type": "string"}},
        JOSE.name: {"schema": {"type": "string"}},
    },
}


@blueprint.post("/records/import")
@blueprint.arguments(ImportParameters, location="query")
@blueprint.response(200, ImportedSchema, description="The documents it would make")
@blueprint.problems(400, 401, 413, 415, 422, 429)
@blueprint.doc(security=[{}, {KEY: []}], requestBody=_BODY)
def import_record(asked: dict[str, Any]) -> dict[str, Any]:
    """Convert a document of another format to CTDL; nothing is saved.

    `notes` say what was left out, `findings` what is missing. No key is needed; with one the
    documents are checked as that publisher's own. Nothing is fetched, and of an award to a person
    only what was awarded is read.
    """
    who = signed_in_if_asked()
    _media_type, data = read_body(_TAKEN, MAX_PAGE_BYTES)
    made = importing.convert(
        registry(),
        data,
        who.publisher if who else None,
        format=asked.get("format"),
        ctid=asked.get("ctid"),
        kind=asked.get("type"),
    )
    return {
        "format": made.format,
        "documents": [
            {
                "ctid": document.ctid,
                "type": document.type,
                "document": absolute(document, registry().base),
            }
            for document in made.documents
        ],
        "notes": [finding_json(each) for each in made.notes],
        "findings": [finding_json(each) for each in made.findings],
        "kept": list(made.kept),
    }
