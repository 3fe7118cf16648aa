"""A credential as the achievement that badges are awarded for (Open Badges 3.0)."""

from collections.abc import Sequence
from typing import Any

from app.services import reading
from app.services.reading import StoredRecord
from app.services.registry import Registry
from app.services.revisions import Revision
from ctdl.edges import edges
from ctdl.mapping import NotExpressible, export, is_expressible
from ctdl.mapping.formats import OPEN_BADGES_3


def is_achievement(stored: StoredRecord) -> bool:
    """Whether it is a credential or a course with a document of its own, as badges are for."""
    return stored.ctid == stored.document_ctid and is_expressible(stored.change.resource_type)


def parties_of(registry: Registry, stored: StoredRecord) -> list[Revision]:
    """The records that the credential refers to, whose names stand in the achievement."""
    targets = {each.target_ctid for each in edges(stored.document) if each.subject == stored.ctid}
    return reading.live_revisions(registry, [each for each in targets if each is not None])


def written(registry: Registry, stored: StoredRecord, others: Sequence[Revision]) -> dict[str, Any]:
    """The achievement as JSON-LD; raises NotExpressible for what nobody is awarded."""
    if stored.document_ctid != stored.ctid:
        whole = stored.document_ctid
        raise NotExpressible(f"{stored.ctid} is described in {whole}; it is no credential itself.")
    documents = [each.document for each in others]
    made = export(stored.document, OPEN_BADGES_3, base=registry.base, others=documents)
    # Who issues it is said in the badge, not in what it is awarded for.
    made.pop("issuer", None)
    # An achievement must have a description; where none is stated, its name is said again.
    return made if "description" in made else {**made, "description": made.get("name", "")}
