"""Decisions on credentials for tests: who states what towards what, and how it is asked for."""

from datetime import UTC, date, datetime
from typing import Any

from app.services import publishing
from app.services.precedents import Precedent, precedents
from app.services.publishing import OPERATOR, PublisherRef
from app.services.registry import Registry
from ctdl.ctid import CTID, derive_ctid
from ctdl.provenance import Provenance, Statement
from tests.services.showing import show
from tests.services.stacking.credentials import towards
from tests.support.documents import (
    a_credential,
    a_document,
    an_organization,
    ctid_of,
)

DAY = date(2026, 1, 1)
BADGE = a_credential("badge")
DEGREE = a_credential("degree")
COLLEGE = derive_ctid("test:receiving college")
COUNCIL = derive_ctid("test:council")
COURSE = CTID("ce-8e6ce5ba-901c-45dd-a7c2-25755ede309e")
CREDIT = CTID("ce-260b98dd-1633-4351-90bb-1a73ae6d632d")
REFUSED = {"learningRecognitionOutcomeType": ["lrOutcome:NotRecognized"]}
FROM = "transferValueFrom"
FOR = "transferValueFor"


def owned_by(ctid: CTID) -> dict[str, Any]:
    return {"ownedBy": [f"resources/{ctid}"]}


def an_agreement(key: str, **stated: Any) -> dict[str, Any]:
    named = {
        "name": {"en": f"Agreement {key}"},
        "description": {"en": "What two programmes agreed."},
        "receivingOrganization": [f"resources/{COLLEGE}"],
        **towards("sendingProgram", BADGE),
    }
    return a_document(
        derive_ctid(f"test:agreement {key}"), "ceterms:TransferAgreement", {**named, **stated}
    )


def status(term: str) -> dict[str, Any]:
    aligned = {"@type": "ceterms:CredentialAlignmentObject"}
    return {"lifeCycleStatusType": {**aligned, "ceterms:targetNode": f"lifeCycle:{term}"}}


def today() -> date:
    return datetime.now(UTC).date()


def listed(registry: Registry, document: dict[str, Any], seen: str) -> None:
    """What a list says, which the operator has collected."""
    said = Statement(source="A list on a page", asserted_by="A list", seen=seen)
    publishing.publish(registry, document, OPERATOR, provenance=Provenance(said, collected=True))
    show(registry, "catalogue", "suggest")


def by_college(registry: Registry, document: dict[str, Any], seen: str) -> None:
    """What the college itself says, who kept a record of it since that day."""
    name = "Receiving College"
    provenance = Provenance(Statement(source=name, asserted_by=name, seen=seen))
    publishing.publish(registry, document, PublisherRef(COLLEGE, name), provenance=provenance)
    show(registry, "catalogue", "suggest")


def answered(registry: Registry, day: date = DAY, **given: Any) -> str:
    asked = precedents(registry, ctid_of(BADGE), day, str(COLLEGE), **given).asked
    assert asked is not None
    return asked.verdict


def publish(registry: Registry, *documents: dict[str, Any]) -> None:
    """Publish these and show them where decisions and names are looked up."""
    for document in (an_organization(), *documents):
        publishing.publish(registry, document)
    show(registry, "catalogue", "suggest")


def known(registry: Registry, *documents: dict[str, Any]) -> None:
    council = an_organization("Council", COUNCIL)
    council["@graph"][0]["@type"] = "ceterms:QACredentialOrganization"
    for organization in (an_organization("Receiving College", COLLEGE), council):
        publishing.publish(registry, organization)
    publish(registry, BADGE, DEGREE, *documents)


def only(registry: Registry, document: dict[str, Any] = BADGE, day: date = DAY) -> Precedent:
    [found] = precedents(registry, ctid_of(document), day).found
    return found
