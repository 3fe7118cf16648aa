"""Which records the register of the European Learning Model can take, and what of them.

A record of ours is told as the JSON of the model first; what the model splits in two - a course and
what is learned in it - is split here. Nothing is added that the record does not state.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from ctdl.ctid import CTID
from ctdl.documents import Document
from ctdl.mapping.exporting import export
from ctdl.mapping.formats import LEARNING_MODEL
from ctdl.mapping.known import country_address
from ctdl.mapping.learning_model_rdf import Described, describe
from ctdl.mapping.table import each_value
from ctdl.records import ActionRecord, OrganizationRecord, read_record
from ctdl.vocabulary import vocabulary

Node = dict[str, Any]

OPPORTUNITIES: Final = "learning-opportunities"
QUALIFICATIONS: Final = "qualifications"
ACCREDITATIONS: Final = "accreditations"
DATASETS: Final = (OPPORTUNITIES, QUALIFICATIONS, ACCREDITATIONS)
"""The register asks for one data set of each."""
_ACCREDITING: Final = "ceterms:AccreditAction"
_ORGANIZATIONS: Final = (
    *("ceterms:ownedBy", "ceterms:offeredBy", "ceterms:accreditedBy"),
    *("ceterms:actingAgent", "ceterms:object"),
)
_SPECIFICATION: Final = "learningAchievementSpecification"


def dataset_of(resource_type: str) -> str | None:
    """The data set that records of this class belong to, if any."""
    if vocabulary().is_a(resource_type, "ceterms:LearningOpportunityProfile"):
        return OPPORTUNITIES
    if vocabulary().is_a(resource_type, "ceterms:Credential"):
        return QUALIFICATIONS
    return ACCREDITATIONS if resource_type == _ACCREDITING else None


def organizations_of(document: Document) -> set[CTID]:
    """The organisations whose documents are needed to tell of the record."""
    named = (each for name in _ORGANIZATIONS for each in each_value(document.main.get(name)))
    texts = (each for each in named if isinstance(each, str) and each.startswith("resources/"))
    return {CTID(each.removeprefix("resources/")) for each in texts}


def learning_model(document: Document, base: str, others: Iterable[Document]) -> Described:
    """The record in the European Learning Model, or what it lacks for it."""
    known = {each.ctid: each for each in others}
    if document.type == _ACCREDITING:
        node = _accreditation(document, base, known)
    else:
        node = export(document, LEARNING_MODEL, base=base, others=known.values())
        node = _opportunity(node) if dataset_of(document.type) == OPPORTUNITIES else _award(node)
    return describe(_located(node, base, known), "b" + document.ctid[3:].replace("-", ""))


def _opportunity(node: Node) -> Node:
    """The course, with what is learned in it under the same title and in the same language."""
    stated = [each for each in each_value(node.get(_SPECIFICATION)) if isinstance(each, dict)]
    if not stated:
        return {**node, _SPECIFICATION: None}
    learned = {
        **stated[0],
        "title": node.get("title"),
        "language": node.get("defaultLanguage"),
        "educationLevel": [
            *each_value(stated[0].get("eqfLevel")),
            *each_value(stated[0].get("nqfLevel")),
        ],
    }
    return {**node, _SPECIFICATION: learned}


def _award(node: Node) -> Node:
    awarding = node.get("awardingOpportunity")
    if not isinstance(awarding, dict):
        return node
    awarding = {**awarding, _SPECIFICATION: {"id": node["id"]}}
    return {**node, "awardingOpportunity": awarding}


def _accreditation(document: Document, base: str, known: Mapping[CTID, Document]) -> Node:
    """What an agency states; only of an organisation, which is what the model accredits."""
    action = read_record(document)
    assert isinstance(action, ActionRecord), "only actions accredit"
    label = vocabulary().label(document.type)
    address = f"{base}resources/{document.ctid}"
    return {
        "id": address,
        "type": "Accreditation",
        "title": dict(action.name),
        "description": dict(action.description),
        "dcType": {"id": _class_iri(document.type), "type": "Concept", "prefLabel": {"en": label}},
        "organisation": [_organisation(each.ctid, base, known) for each in action.objects],
        "accreditingAgent": [
            _organisation(each.ctid, base, known) for each in action.acting_agents
        ],
        "valid": _from(action.start),
        "expiryDate": _until(action.end),
        "landingPage": {"type": "WebResource", "contentURL": address},
    }


def _organisation(ctid: CTID | None, base: str, known: Mapping[CTID, Document]) -> Node:
    described = known.get(ctid) if ctid else None
    record = read_record(described) if described else None
    if not isinstance(record, OrganizationRecord):
        return {"type": "Organisation"}
    node: Node = {
        "id": f"{base}resources/{ctid}",
        "type": "Organisation",
        "legalName": dict(record.name),
    }
    if record.webpage:
        node["homepage"] = {"type": "WebResource", "contentURL": record.webpage}
    return node


def _located(value: Any, base: str, known: Mapping[CTID, Document]) -> Any:
    """The node with the country of each organisation in it that states one."""
    if isinstance(value, list):
        return [_located(each, base, known) for each in value]
    if not isinstance(value, Mapping):
        return value
    made = {name: _located(each, base, known) for name, each in value.items()}
    if value.get("type") == "Organisation":
        ctid = CTID(str(value.get("id", "")).removeprefix(f"{base}resources/"))
        record = read_record(known[ctid]) if ctid in known else None
        country = record.country if isinstance(record, OrganizationRecord) else None
        address = country_address(country) if country else None
        if address:
            code = {"id": address, "type": "Concept"}
            made["location"] = {
                "type": "Location",
                "address": {"type": "Address", "countryCode": code},
            }
    return made


def _class_iri(curie: str) -> str:
    return f"https://purl.org/ctdl/terms/{curie.partition(':')[2]}"


def _from(day: str | None) -> str | None:
    """The first second of a day: the model has instants where records state days."""
    return f"{day[:10]}T00:00:00" if day else None


def _until(day: str | None) -> str | None:
    return f"{day[:10]}T23:59:59" if day else None
