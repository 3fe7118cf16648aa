"""`/graph/<ctid>/provenance`: who stated what a document says, where and when, in PROV-O."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response

from app.http.caching import Validators, etag_of, instant, representation
from app.http.current import absolute, graph_iri, registry, resource_iri
from app.http.media_types import JSON_LD, RDF_FORMATS
from app.http.negotiation import negotiate
from app.linked_data.resources import show_tombstone
from app.linked_data.writing import SERIALIZER, write_graph
from app.presenters.revision_links import revision_address
from app.services import reading
from app.services.reading import RecordNotFound, RecordWithdrawn, StoredRecord
from app.store.log import LoggedChange
from ctdl.ctid import CTID
from ctdl.small_graphs import SmallGraph

blueprint = Blueprint("provenance", __name__)
blueprint.register_error_handler(RecordWithdrawn, show_tombstone)

_PREFIXES = {
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@blueprint.get("/graph/<ctid:ctid>/provenance")
def show_provenance(ctid: CTID) -> Response:
    """The provenance of the document that is in force."""
    stored = reading.get_record(registry(), ctid)
    if stored.document_ctid != ctid:
        raise RecordNotFound(
            f"{ctid} has no document of its own: it is described in graph/{stored.document_ctid}."
        )
    media_type = negotiate(RDF_FORMATS, default=JSON_LD)
    # The provenance can change while the document stays: the change's number tells both apart.
    parts = ("provenance and revision", ctid, str(stored.number), media_type.suffix)
    validators = Validators(etag_of(*parts, registry().base, SERIALIZER), instant(stored.at))
    response = representation(
        media_type, validators, lambda: write_graph(provenance_graph(stored), media_type)
    )
    response.vary.add("Accept")
    response.headers["Link"] = f'<{graph_iri(ctid)}>; rel="describes"'
    return response


def provenance_graph(stored: StoredRecord) -> SmallGraph:
    """The sources of the facts, and the entry of the log that published them."""
    prov = stored.provenance.to_prov(resource_iri(stored.ctid))
    document = {
        "@id": graph_iri(stored.document_ctid),
        "@type": "prov:Entity",
        "prov:generatedAtTime": _instant(stored.at),
        "prov:wasAttributedTo": {
            "@id": resource_iri(stored.change.publisher),
            "@type": "prov:Agent",
            "rdfs:label": stored.publisher_name,
        },
        "dct:identifier": str(stored.number),
    }
    nodes = [document, _revision(stored, prov["@graph"][0]), *prov["@graph"]]
    return SmallGraph.of({**prov["@context"], **_PREFIXES}, nodes)


def _revision(stored: StoredRecord, record: Mapping[str, Any]) -> dict[str, Any]:
    """The revision in force as an entity of its own: of what, after which, by whom, from where."""
    change = stored.change
    ctid, number = stored.document_ctid, stored.number
    made: dict[str, Any] = {
        "@type": "prov:Activity",
        "dct:type": change.kind,
        "prov:endedAtTime": _instant(stored.at),
        "prov:wasAssociatedWith": _agent(change),
    }
    revision: dict[str, Any] = {
        "@id": revision_iri(ctid, number),
        "@type": "prov:Entity",
        "prov:specializationOf": {"@id": graph_iri(ctid)},
        "prov:generatedAtTime": _instant(stored.at),
        "prov:wasAttributedTo": {"@id": resource_iri(change.publisher)},
        "prov:wasGeneratedBy": made,
        "dct:identifier": str(number),
        "dct:isReferencedBy": {"@id": absolute(f"log/entries/{number}")},
        "foaf:page": {"@id": revision_address(ctid, change.resource_type, number)},
    }
    if change.previous is not None:
        revision["prov:wasRevisionOf"] = {"@id": revision_iri(ctid, change.previous)}
    if "prov:wasDerivedFrom" in record:
        revision["prov:wasDerivedFrom"] = record["prov:wasDerivedFrom"]
    return revision


def _agent(change: LoggedChange) -> dict[str, Any]:
    """Who wrote it, and for whom where that is somebody else."""
    if change.published_by in (None, change.publisher):
        return {"@id": resource_iri(change.publisher)}
    keeper = {"@id": resource_iri(change.publisher)}
    return {"@id": resource_iri(str(change.published_by)), "prov:actedOnBehalfOf": keeper}


def revision_iri(ctid: CTID, number: int) -> str:
    """The IRI of a revision as an entity of its own."""
    return absolute(f"envelopes/{ctid}/revisions/{number}")


def _instant(at: str) -> dict[str, str]:
    return {"@value": at, "@type": "xsd:dateTime"}
