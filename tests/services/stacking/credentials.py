"""Credentials to stack: each states only the level, field and skills that a test gives it."""

from datetime import date
from typing import Any

from app.services import publishing, views
from app.services.registry import Registry
from app.services.stacking import Stacks, stacks
from ctdl.ctid import CTID
from tests.support.documents import PROVIDER, a_credential, a_document, an_organization, ctid_of

TODAY = date(2026, 11, 22)
_CAO = {"@type": "ceterms:CredentialAlignmentObject"}


def an_award(
    key: str, title: str, *, level: str = "", field: str = "", **stated: Any
) -> dict[str, Any]:
    """A credential of this title; a level such as "rqf:3", a field by its ISCED-F code."""
    if level:
        stated["atLevel"] = [{**_CAO, "ceterms:codedNotation": level}]
    if field:
        stated["instructionalProgramType"] = [{**_CAO, "ceterms:codedNotation": field}]
    named = {"name": {"en": title}, "description": {"en": f"{title}."}}
    return a_credential(key, **{**named, **stated})


def outcomes(*texts: str) -> dict[str, Any]:
    """What a credential states that its holders can do."""
    return {
        "requires": [
            {
                "@type": "ceterms:ConditionProfile",
                "ceterms:description": {"en": "What is asked for."},
                "ceterms:targetCompetency": [
                    {**_CAO, "ceterms:targetNodeDescription": {"en": text}} for text in texts
                ],
            }
        ]
    }


def size(credits: float, unit: str = "creditUnit:SemesterHour") -> dict[str, Any]:
    """A condition that states how many credits it is."""
    return {
        "requires": [
            {
                "@type": "ceterms:ConditionProfile",
                "ceterms:description": {"en": "What is asked for."},
                "ceterms:creditValue": [
                    {
                        "@type": "ceterms:ValueProfile",
                        "schema:value": credits,
                        "ceterms:creditUnitType": [{**_CAO, "ceterms:targetNode": unit}],
                    }
                ],
            }
        ]
    }


def for_learners(level: str) -> dict[str, Any]:
    """The level of learners (CTDL: audLevel)."""
    return {"audienceLevelType": [{**_CAO, "ceterms:targetNode": f"audLevel:{level}"}]}


def towards(property_: str, *others: dict[str, Any]) -> dict[str, Any]:
    """A relation to other credentials."""
    return {property_: [f"resources/{ctid_of(each)}" for each in others]}


def asking_for(property_: str, other: dict[str, Any], name: str = "targetCredential") -> Any:
    """A condition profile that names another credential."""
    iri = f"resources/{ctid_of(other)}"
    asked = {"ceterms:description": {"en": "What is asked for."}, f"ceterms:{name}": [iri]}
    return {property_: [{"@type": "ceterms:ConditionProfile", **asked}]}


def a_transfer(key: str, **stated: Any) -> dict[str, Any]:
    """A transfer value."""
    ctid = CTID(ctid_of(a_credential(f"transfer {key}")))
    named = {
        "name": {"en": f"Transfer {key}"},
        "description": {"en": "Credit for it."},
        "subjectWebpage": "https://provider.example/transfer",
        "ownedBy": [f"resources/{PROVIDER}"],
        "transferValue": [{"@type": "ceterms:ValueProfile", "schema:value": 3.0}],
    }
    return a_document(ctid, "ceterms:TransferValueProfile", {**named, **stated})


def publish(registry: Registry, *documents: dict[str, Any]) -> None:
    """Publish these and bring the views up to date."""
    publishing.publish(registry, an_organization())
    for document in documents:
        publishing.publish(registry, document)
    views.catch_up(registry)


def stacks_of(registry: Registry, document: dict[str, Any], day: date = TODAY) -> Stacks:
    """The stacks of one of them."""
    return stacks(registry, ctid_of(document), day)
