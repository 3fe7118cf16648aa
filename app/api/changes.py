"""`/api/v1/changes`: the change log, for whoever keeps a copy; withdrawals are in it."""

from typing import Any

from app.api.conditional import tag_answers
from app.api.documented import PREFIX, RegistryBlueprint
from app.http.current import registry, resource_iri
from app.schemas.records import ChangesParameters, ChangesSchema
from app.services import reading
from app.store.log import LoggedChange

blueprint = RegistryBlueprint(
    "changes", __name__, url_prefix=PREFIX, description="What was published and withdrawn"
)
tag_answers(blueprint)


@blueprint.get("/changes")
@blueprint.arguments(ChangesParameters, location="query")
@blueprint.response(200, ChangesSchema, description="Changes, oldest first")
@blueprint.alt_response(304, description="Not changed since the answer with this tag")
def list_changes(asked: dict[str, int]) -> dict[str, Any]:
    """List changes after a number.

    Numbers grow by one and become visible in order: whoever asks on with `next` misses nothing.
    """
    page = reading.changes_after(registry(), asked["after"], asked["limit"])
    return {
        "changes": [_change(change) for change in page.changes],
        "next": page.next,
        "latest": page.latest,
    }


def _change(change: LoggedChange) -> dict[str, Any]:
    return {
        "number": change.number,
        "ctid": change.ctid,
        "kind": change.kind,
        "type": change.resource_type,
        "at": change.at,
        "iri": resource_iri(change.ctid),
        "sha256": change.sha256,
    }
