"""`/api/v1/credentials/<ctid>`: one credential, every fact with who states it, where and when."""

from typing import Any

from app.api.conditional import tag_answers
from app.api.documented import PREFIX, RegistryBlueprint
from app.api.presented import facts, referred
from app.http.current import absolute, registry, resource_iri
from app.schemas.records import CredentialSchema, NoParameters
from app.services import reading
from app.services.reading import RecordNotFound
from ctdl.ctid import CTID
from ctdl.records import CredentialRecord

blueprint = RegistryBlueprint(
    "credentials", __name__, url_prefix=PREFIX, description="Credentials one by one"
)
tag_answers(blueprint)


@blueprint.get("/credentials/<ctid:ctid>")
@blueprint.arguments(NoParameters, location="query")
@blueprint.response(200, CredentialSchema, description="The credential")
@blueprint.alt_response(304, description="Not changed since the answer with this tag")
@blueprint.alt_response(404, response="NOT_FOUND")
@blueprint.alt_response(410, response="GONE")
def show_credential(_asked: dict[str, Any], ctid: CTID) -> dict[str, Any]:
    """Show a credential or learning opportunity.

    A fact that nobody states is null. `stated_at` is as precise as the source.
    """
    stored = reading.get_record(registry(), ctid)
    record = stored.record
    if not isinstance(record, CredentialRecord):
        raise RecordNotFound(
            f"{ctid} is of the class {record.type}, not a credential; its data are at"
            f" {resource_iri(ctid)}.jsonld."
        )
    return {
        "ctid": ctid,
        "iri": resource_iri(ctid),
        "page": absolute(f"credentials/{ctid}"),
        "type": record.type,
        "revision": {
            "number": stored.number,
            "kind": stored.kind,
            "sha256": stored.sha256,
            "changed_at": stored.at,
            "first_published_at": stored.first_at,
            "publisher": {"ctid": stored.change.publisher, "name": stored.publisher_name},
        },
        "facts": facts(
            stored,
            record,
            reading.named(registry(), referred(record)),
            reading.statements_of_others(registry(), stored),
        ),
    }
