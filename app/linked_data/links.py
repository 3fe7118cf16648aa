"""The `Link` header of a record: its other formats, its page, its document, who vouches for it."""

from typing import Any

from flask import current_app, url_for

from app.http.current import absolute, graph_iri, registry, resource_iri
from app.http.media_types import HTML, RDF_FORMATS
from app.presenters.crosswalks import map_link
from app.presenters.links import Link, record_link
from app.presenters.signposts import Relation, class_of, common_signposts
from app.services import families
from app.services.levels import crosswalk
from app.services.reading import StoredRecord
from ctdl.ctid import CTID
from ctdl.frameworks import FRAMEWORKS


def page_of(stored: StoredRecord) -> str | None:
    """The path of the page about the thing, or None where the site has none for it."""
    return page_path(stored.ctid, class_of(stored))


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
        *common_signposts(stored),
    ]


def graph_links(stored: StoredRecord) -> list[Relation]:
    """What `/graph/<ctid>` points to."""
    own = f"graph/{stored.document_ctid}"
    return [
        Relation(graph_iri(stored.document_ctid), "canonical"),
        *_alternates(stored, own),
        Relation(resource_iri(stored.ctid), "describes"),
        *common_signposts(stored),
    ]


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
