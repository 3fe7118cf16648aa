"""`/graph/<ctid>/provenance`: who stated what a document says, where and when, in PROV-O."""

from flask import Blueprint, Response

from app.http.caching import Validators, etag_of, instant, representation
from app.http.current import graph_iri, registry, resource_iri
from app.http.media_types import JSON_LD, RDF_FORMATS
from app.http.negotiation import negotiate
from app.linked_data.resources import show_tombstone
from app.linked_data.small_graphs import SmallGraph
from app.linked_data.writing import SERIALIZER, write_graph
from app.services import reading
from app.services.reading import RecordNotFound, RecordWithdrawn, StoredRecord
from ctdl.ctid import CTID

blueprint = Blueprint("provenance", __name__)
blueprint.register_error_handler(RecordWithdrawn, show_tombstone)

_PREFIXES = {
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
    parts = ("provenance", ctid, str(stored.number), media_type.suffix)
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
        "prov:generatedAtTime": {"@value": stored.at, "@type": "xsd:dateTime"},
        "prov:wasAttributedTo": {
            "@id": resource_iri(stored.change.publisher),
            "@type": "prov:Agent",
            "rdfs:label": stored.publisher_name,
        },
        "dct:identifier": str(stored.number),
    }
    return SmallGraph.of({**prov["@context"], **_PREFIXES}, [document, *prov["@graph"]])
