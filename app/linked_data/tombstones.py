"""What is still said of a withdrawn record, as linked data (PROV-O, Dublin Core)."""

from typing import Any

from app.http.current import resource_iri
from app.services.reading import Tombstone
from ctdl.language import best_text
from ctdl.provenance import PROV
from ctdl.small_graphs import SmallGraph

_PREFIXES = {
    "dct": "http://purl.org/dc/terms/",
    "prov": PROV,
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def tombstone_graph(tombstone: Tombstone) -> SmallGraph:
    """Who withdrew the record, when and why, and what replaces it."""
    withdrawal: dict[str, Any] = {
        "@type": "prov:Activity",
        "prov:endedAtTime": _instant(tombstone.at),
        "prov:wasAssociatedWith": {
            "@id": resource_iri(tombstone.publisher),
            "rdfs:label": tombstone.publisher_name,
        },
    }
    if tombstone.reason:
        withdrawal["dct:description"] = tombstone.reason
    name, language = best_text(tombstone.name, "en")
    record: dict[str, Any] = {
        "@id": resource_iri(tombstone.ctid),
        "@type": "prov:Entity",
        "prov:invalidatedAtTime": _instant(tombstone.at),
        "prov:wasInvalidatedBy": withdrawal,
    }
    if name:
        record["rdfs:label"] = {"@value": name, "@language": language}
    if tombstone.replaced_by:
        record["dct:isReplacedBy"] = {"@id": resource_iri(tombstone.replaced_by)}
    return SmallGraph.of(_PREFIXES, [record])


def _instant(at: str) -> dict[str, str]:
    return {"@value": at, "@type": "xsd:dateTime"}
