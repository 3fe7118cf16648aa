"""`/achievements/<ctid>`: a credential as an Achievement of Open Badges 3.0, for issuers of badges.

It says what the record states and no more: what is awarded, by whom, for what, aligned to which
levels and skills. Whoever awards it puts it into a badge; nobody's badge is here.
"""

from flask import Blueprint, Response

from app.http.caching import Validators, etag_of, instant, representation
from app.http.current import registry, resource_iri
from app.http.media_types import JSON_LD
from app.linked_data.resources import show_tombstone
from app.linked_data.writing import SERIALIZER, json_bytes
from app.services import achievements, reading
from app.services.reading import RecordWithdrawn
from ctdl.ctid import CTID

blueprint = Blueprint("achievements", __name__)
blueprint.register_error_handler(RecordWithdrawn, show_tombstone)


@blueprint.get("/achievements/<ctid:ctid>")
def show_achievement(ctid: CTID) -> Response:
    """The achievement that a credential or a course is the definition of."""
    stored = reading.get_record(registry(), ctid)
    others = achievements.parties_of(registry(), stored)
    # The names of others stand in it: their changes make it another text.
    parts = ("achievement", str(stored.number), *(str(each.change.number) for each in others))
    newest = max([stored.at, *(each.change.at for each in others)])
    validators = Validators(etag_of(*parts, registry().base, SERIALIZER), instant(newest))
    response = representation(
        JSON_LD, validators, lambda: json_bytes(achievements.written(registry(), stored, others))
    )
    response.headers["Link"] = f'<{resource_iri(ctid)}>; rel="describes"'
    return response
