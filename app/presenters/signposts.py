"""Links in headers for programs (RFC 8288), as FAIR Signposting names them (level 1).

The page of a record and the addresses of its data say the same: what to cite, what describes it,
what it is, under which licence, by whom, and what it is a part of.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from werkzeug.urls import iri_to_uri

from app.http.current import absolute, resource_iri
from app.http.media_types import HTML, JSON_LD, RDF_FORMATS
from app.presenters.licences import licence_address
from app.presenters.schema_org import schema_type
from app.services.achievements import is_achievement
from app.services.reading import StoredRecord
from ctdl.contexts import KNOWN_CONTEXTS, prefixes_of
from ctdl.records import CredentialRecord

HAS_PROVENANCE: Final = "http://www.w3.org/ns/prov#has_provenance"
ABOUT_PAGE: Final = "https://schema.org/AboutPage"
_PLAIN = re.compile(r"[!#-;=?-~]*")
"""Addresses that can stand in a header as they are; the others have to be encoded first."""


@dataclass(frozen=True)
class Relation:
    """One entry of a Link header (RFC 8288)."""

    target: str
    rel: str
    type: str | None = None

    def __str__(self) -> str:
        ending = f'; type="{self.type}"' if self.type else ""
        return f'<{_ascii(self.target)}>; rel="{self.rel}"{ending}'


def page_signposts(stored: StoredRecord) -> list[Relation]:
    """What the page about a record leads to."""
    iri = resource_iri(stored.ctid)
    formats = [Relation(f"{iri}.{each.suffix}", "describedby", each.name) for each in RDF_FORMATS]
    kinds = [ABOUT_PAGE, schema_type(stored.record)]
    return [
        *formats,
        *_achievement(stored),
        *(Relation(each, "type") for each in kinds if each),
        *(Relation(each, "author") for each in _authors(stored)),
        *common_signposts(stored),
    ]


def common_signposts(stored: StoredRecord) -> list[Relation]:
    """What both the page and the data lead to; the document is not read for it."""
    provenance = absolute(f"graph/{stored.document_ctid}/provenance")
    relations = [
        Relation(resource_iri(stored.ctid), "cite-as"),
        Relation(absolute("catalog"), "collection", HTML.name),
        Relation(provenance, HAS_PROVENANCE),
    ]
    class_iri = _class_iri(class_of(stored))
    if class_iri:
        relations.append(Relation(class_iri, "type"))
    licence = licence_address(stored.provenance.default.licence)
    if licence:
        relations.append(Relation(licence, "license"))
    return relations


def class_of(stored: StoredRecord) -> str:
    """The class of the thing; of a document's main resource, the log knows it."""
    # So a 304 need not read the document.
    if stored.ctid == stored.document_ctid:
        return stored.change.resource_type
    return stored.record.type


def _achievement(stored: StoredRecord) -> Iterator[Relation]:
    """Where the credential is an achievement that badges are awarded for."""
    if is_achievement(stored):
        yield Relation(absolute(f"achievements/{stored.ctid}"), "alternate", JSON_LD.name)


def _authors(stored: StoredRecord) -> Iterator[str]:
    """Those whose credential it is, where they have a record; who published it may have none."""
    record = stored.record
    if isinstance(record, CredentialRecord):
        parties = (*record.owned_by, *record.offered_by)
        yield from dict.fromkeys(resource_iri(each.ctid) for each in parties if each.ctid)


def _class_iri(curie: str) -> str | None:
    prefix, _, name = curie.partition(":")
    namespace = prefixes_of(tuple(KNOWN_CONTEXTS)).get(prefix)
    return f"{namespace}{quote(name)}" if namespace else None


def _ascii(address: str) -> str:
    if _PLAIN.fullmatch(address):
        return address
    return iri_to_uri(address).replace("<", "%3C").replace(">", "%3E").replace('"', "%22")
