"""A registry with a college, its badge on beekeeping, an agency that accredits it, and a key."""

import json
from typing import Any, Final

from app.services import publishing, views
from app.services.publishing import PublisherRef
from app.services.registry import Registry
from app.services.signing_keys import add_signing_key
from ctdl.ctid import CTID, derive_ctid
from tests.support import badges
from tests.support.badges import PrivateKey
from tests.support.documents import PROVIDER, a_credential, a_document, an_organization, ctid_of

COLLEGE: Final = PublisherRef(PROVIDER, badges.ISSUER_NAME)
AGENCY: Final = PublisherRef(derive_ctid("test:verifying agency"), "Quality Agency")
BEES: Final = derive_ctid("test:bees")


def put(registry: Registry, document: dict[str, Any], publisher: PublisherRef = COLLEGE) -> CTID:
    """Publish a document and bring everything up to date."""
    publishing.publish(registry, json.dumps(document), publisher)
    views.catch_up(registry)
    return ctid_of(document)


def open_college(registry: Registry) -> None:
    """Publish the college."""
    put(registry, an_organization(badges.ISSUER_NAME))


def bees(**stated: Any) -> dict[str, Any]:
    """The record of the badge on beekeeping; by default nothing in a badge names it."""
    return a_credential(
        "bees",
        **{
            "name": {"en": badges.NAME},
            "subjectWebpage": "https://provider.example/elsewhere",
            **stated,
        },
    )


def accredited(registry: Registry, start: str, end: str) -> None:
    """Let the agency accredit the badge for a time."""
    put(registry, an_organization("Quality Agency", AGENCY.ctid), AGENCY)
    action = a_document(
        derive_ctid("test:verifying accreditation"),
        "ceterms:AccreditAction",
        {
            "name": {"en": "Accreditation"},
            "description": {"en": "Accredited."},
            "actingAgent": [f"resources/{AGENCY.ctid}"],
            "object": [f"resources/{BEES}"],
            "startDate": start,
            "endDate": end,
            "actionStatusType": {
                "@type": "ceterms:CredentialAlignmentObject",
                "ceterms:targetNode": "actionStat:Completed",
            },
        },
    )
    put(registry, action, AGENCY)


def register_key(registry: Registry, key: PrivateKey, publisher: PublisherRef = COLLEGE) -> str:
    """Register a public key for a publisher; its id."""
    data = badges.public_pem(key).encode()
    return add_signing_key(registry, publisher.ctid, data, name=publisher.name).id
