"""`/api/v1/verify`: whether a presented badge holds, and what it is about; keeps nothing."""

from datetime import UTC, datetime
from typing import Any, Final

from flask import Response
from flask_babel import force_locale

from app.api.documented import PREFIX, RegistryBlueprint
from app.http import rate_limits
from app.http.bodies import read_body
from app.http.current import registry
from app.http.media_types import CREDENTIAL, JSON, JSON_LD, PNG, SVG, TOKEN
from app.presenters.verified import verified_json
from app.schemas.verify import VerifiedSchema, VerifyParameters
from app.services import verifying
from app.services.verifying import MAX_PRESENTED_BYTES

blueprint = RegistryBlueprint(
    "verify", __name__, url_prefix=PREFIX, description="Badges and credentials, checked offline"
)

_TAKEN: Final = (JSON_LD, JSON, CREDENTIAL, TOKEN, PNG, SVG)
_EXAMPLE: Final[dict[str, Any]] = {
    "@context": "https://w3id.org/openbadges/v2",
    "type": "Assertion",
    "id": "https://college.example/awards/1",
    "recipient": {"type": "email", "hashed": True, "identity": "sha256$0"},
    "badge": {
        "type": "BadgeClass",
        "id": "https://college.example/badges/first-aid",
        "name": "First Aid",
        "issuer": {"id": "https://college.example/issuer", "name": "College"},
    },
    "issuedOn": "2024-05-01T00:00:00Z",
    "verification": {"type": "HostedBadge"},
}
_BODY: Final[dict[str, Any]] = {
    "required": True,
    "description": "An Open Badges 2.0 assertion (JSON or JWS), an Open Badges 3.0 or other W3C"
    " Verifiable Credential (JSON with a Data Integrity proof, or VC-JWT), a presentation of one,"
    f" or a PNG or SVG picture it is baked into; at most {MAX_PRESENTED_BYTES:,} bytes.",
    "content": {
        JSON.name: {"schema": {"type": "object"}, "example": _EXAMPLE},
        JSON_LD.name: {"schema": {"type": "object"}, "example": _EXAMPLE},
        CREDENTIAL.name: {"schema": {"type": "object"}},
        TOKEN.name: {"schema": {"type": "string"}},
        "text/plain": {"schema": {"type": "string"}},
        PNG.name: {"schema": {"type": "string", "contentMediaType": "image/png"}},
        SVG.name: {"schema": {"type": "string"}},
    },
}


@blueprint.post("/verify")
@blueprint.arguments(VerifyParameters, location="query")
@blueprint.response(200, VerifiedSchema, description="What the badge is, and whether it holds")
@blueprint.problems(400, 413, 415, 422, 429)
@blueprint.doc(requestBody=_BODY)
def verify(asked: dict[str, Any]) -> dict[str, Any]:
    """Check a presented badge or credential offline, and match it to its record.

    Nothing is fetched, stored or logged, and nothing of the holder is read. A valid proof says that
    nothing was altered since it was signed; who signed it is known only where `key.from` is
    `registry`.
    """
    rate_limits.spend(rate_limits.VALIDATE)
    _media_type, data = read_body(_TAKEN, MAX_PRESENTED_BYTES)
    now = datetime.now(UTC)
    found = verifying.verify(registry(), data, now)
    quality = verifying.quality_on_award(registry(), found, now.date())
    with force_locale(asked["lang"]):
        return verified_json(found, quality)


@blueprint.after_request
def _keep_nowhere(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
