"""Small worlds of an assessor's cases, published as real documents by those who would say them.

`cases.json` is written for readers: parties go by their names, `told by` is who publishes a
statement, and `as` is the form of CTDL it has. Everything becomes CTDL here, nothing is answered.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from app.services import publishing
from app.services.publishing import OPERATOR, PublisherRef
from app.services.registry import Registry
from ctdl.ctid import CTID, derive_ctid
from ctdl.provenance import Provenance, Statement
from tests.support.documents import a_credential, a_document, an_organization

CASES: Final = Path(__file__).with_name("cases.json")
TYPES: Final = {
    "accreditation": "ceterms:AccreditAction",
    "approval": "ceterms:ApproveAction",
    "recognition": "ceterms:RecognizeAction",
    "regulation": "ceterms:RegulateAction",
    "listing": "ceterms:RegistrationAction",
    "revocation": "ceterms:RevokeAction",
    "renewal": "ceterms:RenewAction",
}
PASSIVE: Final = {
    "accreditation": "accreditedBy",
    "approval": "approvedBy",
    "recognition": "recognizedBy",
    "regulation": "regulatedBy",
}
ACTIVE: Final = {
    "accreditation": "accredits",
    "approval": "approves",
    "recognition": "recognizes",
    "regulation": "regulates",
}
TIES: Final = {
    "part of": "parentOrganization",
    "followed": "supersedes",
    "followed by": "supersededBy",
}
OWN_RECORDS_SINCE: Final = "2024-03-01"
CREDENTIAL: Final = "credential"
PROGRAMME: Final = "programme"


@dataclass(frozen=True)
class World:
    """One world: who there is, what is said, and what an assessor asks."""

    title: str
    data: Mapping[str, Any]

    @property
    def provider(self) -> str:
        """Who provides the credential."""
        return str(self.data.get("provider", "Northern College"))

    @property
    def asked_about(self) -> CTID:
        """What the questions are about."""
        return self.ctid(str(self.data.get("asked about", CREDENTIAL)))

    def ctid(self, name: str) -> CTID:
        """The CTID of a party or thing of this world."""
        return derive_ctid(f"assurance:{self.title}:{name}")


def worlds() -> list[World]:
    """Every world of the decision table."""
    data = json.loads(CASES.read_text(encoding="utf-8"))
    return [World(each["world"], each) for each in data]


def publish(registry: Registry, world: World) -> None:
    """Publish everything of the world; the views have to follow."""
    for document, publisher, provenance in (
        *_organizations(world),
        *_things(world),
        *_actions(world),
    ):
        publishing.publish(registry, document, publisher, provenance=provenance)


_Entry = tuple[dict[str, Any], PublisherRef, Provenance | None]


def _statements(world: World, *forms: str) -> list[Mapping[str, Any]]:
    return [each for each in world.data.get("statements", []) if each.get("as", "act") in forms]


def _organizations(world: World) -> Iterator[_Entry]:
    names = {world.provider, *world.data.get("organizations", {})}
    for each in world.data.get("statements", []):
        names |= {each["by"], each["of"]} - {CREDENTIAL, PROGRAMME}
    for name in sorted(names):
        document = an_organization(name, world.ctid(name))
        main = document["@graph"][0]
        if any(each["by"] == name for each in world.data.get("statements", [])):
            main["@type"] = "ceterms:QACredentialOrganization"
        for tie, other in world.data.get("organizations", {}).get(name, {}).items():
            main[f"ceterms:{TIES[tie]}"] = [_address(world, other)]
        main.update(_short_forms(world, name))
        for each in _statements(world, "list"):
            if each["by"] == name:
                listed = main.setdefault(f"ceterms:{ACTIVE[each['kind']]}", [])
                listed.append(_address(world, each["of"]))
        yield document, PublisherRef(world.ctid(name), name), _own_word(name)


def _things(world: World) -> Iterator[_Entry]:
    owner = PublisherRef(world.ctid(world.provider), world.provider)
    stated: dict[str, Any] = {
        "ownedBy": [_address(world, world.provider)],
        **world.data.get("credential", {}),
    }
    if world.data.get("programme"):
        programme = a_document(
            world.ctid(PROGRAMME),
            "ceterms:LearningProgram",
            {
                "name": {"en": world.data["programme"]},
                "description": {"en": "A programme of study."},
                "subjectWebpage": "https://provider.example/programme",
                "availableOnlineAt": ["https://provider.example/programme"],
                "inLanguage": ["en"],
                "lifeCycleStatusType": {
                    "@type": "ceterms:CredentialAlignmentObject",
                    "ceterms:targetNode": "lifeCycle:Active",
                },
                "ownedBy": [_address(world, world.provider)],
                "resultsInCredential": [_address(world, CREDENTIAL)],
            },
        )
        programme["@graph"][0].update(_short_forms(world, PROGRAMME))
        yield programme, owner, _own_word(world.provider)
    document = a_credential("data analysis", **stated)
    text = json.dumps(document).replace(
        document["@graph"][0]["ceterms:ctid"], world.ctid(CREDENTIAL)
    )
    document = json.loads(text)
    document["@graph"][0].update(_short_forms(world, CREDENTIAL))
    held = _statements(world, "held")
    if held:
        # Only the body that acts publishes an act; operators copy it from somebody's page.
        yield document, OPERATOR, _copied(held[0].get("told by", world.provider), held[0])
    else:
        yield document, owner, _own_word(world.provider)


def _short_forms(world: World, name: str) -> dict[str, Any]:
    """What a thing's own record says of it in short, by place, or through an action it holds."""
    stated: dict[str, Any] = {}
    for each in _statements(world, "short", "in a place", "held"):
        if each["of"] != name:
            continue
        if each["as"] == "short":
            bodies = stated.setdefault(f"ceterms:{PASSIVE[each['kind']]}", [])
            bodies.append(_address(world, each["by"]))
        elif each["as"] == "in a place":
            key = f"ceterms:{PASSIVE[each['kind']].removesuffix('By')}In"
            place = {"@type": "ceterms:Place", "ceterms:addressRegion": {"en": each["place"]}}
            profile = {
                "@type": "ceterms:JurisdictionProfile",
                "ceterms:assertedBy": [_address(world, each["by"])],
                "ceterms:mainJurisdiction": place,
            }
            stated.setdefault(key, []).append(profile)
        else:
            action = {"@type": TYPES[each["kind"]], **_action(world, each)}
            stated.setdefault("ceterms:relatedAction", []).append(action)
    return stated


def _actions(world: World) -> Iterator[_Entry]:
    for number, each in enumerate(_statements(world, "act")):
        ctid = world.ctid(f"statement {number}")
        stated = {name.removeprefix("ceterms:"): v for name, v in _action(world, each).items()}
        document = a_document(ctid, TYPES[each["kind"]], stated)
        yield document, *_teller(world, each)


def _action(world: World, each: Mapping[str, Any]) -> dict[str, Any]:
    words = each.get("words", f"{each['kind']} decision")
    stated: dict[str, Any] = {
        "ceterms:name": {"en": each["kind"].capitalize()},
        "ceterms:description": {"en": words},
        "ceterms:actingAgent": [_address(world, each["by"])],
        "ceterms:object": [_address(world, each["of"])],
    }
    for name, key in (("startDate", "from"), ("endDate", "until")):
        if each.get(key):
            stated[f"ceterms:{name}"] = each[key]
    if each.get("status"):
        stated["ceterms:actionStatusType"] = {
            "@type": "ceterms:CredentialAlignmentObject",
            "ceterms:targetNode": f"actionStat:{each['status']}ActionStatus",
        }
    return stated


def _teller(world: World, each: Mapping[str, Any]) -> tuple[PublisherRef, Provenance | None]:
    """Who publishes a statement, and for what operators collected, from whose page."""
    teller = each.get("told by", "agency")
    if teller == "agency":
        return PublisherRef(world.ctid(each["by"]), each["by"]), _own_word(each["by"])
    return OPERATOR, _copied(f"{each['by']} register" if teller == "register" else teller, each)


def _copied(said_by: str, each: Mapping[str, Any]) -> Provenance:
    """What operators of the registry collected from somebody's page or register."""
    default = Statement(source=said_by, asserted_by=said_by, seen=each.get("seen"))
    return Provenance(default, collected=True)


def _own_word(name: str) -> Provenance:
    """What somebody says in a record of their own, since a day that does not depend on today."""
    return Provenance(Statement(source=name, asserted_by=name, seen=OWN_RECORDS_SINCE))


def _address(world: World, name: str) -> str:
    return f"resources/{world.ctid(name)}"
