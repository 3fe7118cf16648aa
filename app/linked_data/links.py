"""The `Link` header of a record: its other formats, its page, its document, who vouches for it."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import current_app, url_for
from werkzeug.urls import iri_to_uri

from app.http.current import absolute, graph_iri, registry, resource_iri
from app.http.media_types import HTML, RDF_FORMATS
from app.presenters.crosswalks import map_link
from app.presenters.links import Link, record_link
from app.services import families
from app.services.levels import crosswalk
from app.services.reading import StoredRecord
from ctdl.contexts import KNOWN_CONTEXTS, prefixes_of
from ctdl.ctid import CTID
from ctdl.frameworks import FRAMEWORKS

HAS_PROVENANCE = "http://www.w3.org/ns/prov#has_provenance"
_CREATIVE_COMMONS = re.compile(r"CC (?:(BY(?:-NC)?(?:-SA|-ND)?) (\d\.\d)|0(?: (1\.0))?)")

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


def page_of(stored: StoredRecord) -> str | None:
    """The path of the page about the thing, or None where the site has none for it."""
    return page_path(stored.ctid, _class_of(stored))


def page_path(ctid: CTID, resource_type: str) -> str | None:
    """The same for what has this CTID and class."""
    link = _page_link(ctid, resource_type)
    endpoint = f"site.{link.page}"
    if endpoint not in current_app.view_functions:
        return None
    values: dict[str, Any] = dict(link.values)
    return url_for(endpoint, **values)


def resource_links(stored: StoredRecord) -> list[Relation]:
    """What `/resources/<ctid>` points to."""
    own = f"resources/{stored.ctid}"
    return [
        Relation(resource_iri(stored.ctid), "canonical"),
        *_alternates(stored, own),
        Relation(graph_iri(stored.document_ctid), "describedby"),
        *_statements(stored),
    ]


def graph_links(stored: StoredRecord) -> list[Relation]:
    """What `/graph/<ctid>` points to."""
    own = f"graph/{stored.document_ctid}"
    return [
        Relation(graph_iri(stored.document_ctid), "canonical"),
        *_alternates(stored, own),
        Relation(resource_iri(stored.ctid), "describes"),
        *_statements(stored),
    ]


def licence_address(text: str | None) -> str | None:
    """The address of a licence that is stated by address or is one of Creative Commons'."""
    if not text:
        return None
    if re.fullmatch(r"https?://[^\s<>\"]+", text):
        return text
    found = _CREATIVE_COMMONS.fullmatch(text)
    if found is None:
        return None
    kind, version, _ = found.groups()
    if kind is None:
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    return f"https://creativecommons.org/licenses/{kind.lower()}/{version}/"


def _page_link(ctid: CTID, resource_type: str) -> Link:
    framework = FRAMEWORKS.framework_of_ctid(ctid)
    if framework is not None:
        return Link("framework", {"framework": framework.id})
    level = FRAMEWORKS.level_of_ctid(ctid)
    if level is not None:
        return Link("level", {"framework": level.framework, "notation": level.notation})
    if families.family_of(resource_type) == families.ALIGNMENT_MAP:
        pair = crosswalk(registry()).pair_of(ctid)
        if pair is not None:
            return map_link(*pair)
    return record_link(ctid, resource_type)


def _alternates(stored: StoredRecord, own: str) -> list[Relation]:
    page = page_of(stored)
    pages = [Relation(absolute(page), "alternate", HTML.name)] if page else []
    formats = [
        Relation(absolute(f"{own}.{each.suffix}"), "alternate", each.name) for each in RDF_FORMATS
    ]
    return pages + formats


def _statements(stored: StoredRecord) -> list[Relation]:
    provenance = absolute(f"graph/{stored.document_ctid}/provenance")
    relations = [Relation(provenance, HAS_PROVENANCE)]
    class_iri = _class_iri(_class_of(stored))
    if class_iri:
        relations.append(Relation(class_iri, "type"))
    licence = licence_address(stored.provenance.default.licence)
    if licence:
        relations.append(Relation(licence, "license"))
    return relations


def _class_of(stored: StoredRecord) -> str:
    # The log knows the class of a document's main resource: a 304 need not read the document.
    if stored.ctid == stored.document_ctid:
        return stored.change.resource_type
    return stored.record.type


def _class_iri(curie: str) -> str | None:
    prefix, _, name = curie.partition(":")
    namespace = prefixes_of(tuple(KNOWN_CONTEXTS)).get(prefix)
    return f"{namespace}{quote(name)}" if namespace else None


def _ascii(address: str) -> str:
    if _PLAIN.fullmatch(address):
        return address
    return iri_to_uri(address).replace("<", "%3C").replace(">", "%3E").replace('"', "%22")
