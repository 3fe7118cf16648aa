"""`/resources/<ctid>` and `/graph/<ctid>`: the IRIs of records, answered in the format asked for.

A browser is sent on to the page with 303: the thing is not the page about it. A thing without a
page of its own is shown to browsers as JSON-LD.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Response, request, url_for
from werkzeug.exceptions import NotFound

from app.http import problems
from app.http.caching import REVALIDATE, Validators, etag_of, instant, representation
from app.http.current import registry
from app.http.media_types import HTML, JSON_LD, PROBLEM, RDF_FORMATS, MediaType
from app.http.negotiation import choose, negotiate
from app.linked_data.excerpts import excerpt
from app.linked_data.links import graph_links, page_of, resource_links
from app.linked_data.tombstones import tombstone_graph
from app.linked_data.writing import SERIALIZER, write_document, write_graph
from app.presenters.signposts import Relation
from app.services import reading
from app.services.reading import RecordNotFound, RecordWithdrawn, StoredRecord
from ctdl.ctid import CTID
from ctdl.documents import Document

blueprint = Blueprint("linked_data", __name__)
BY_SUFFIX = {each.suffix: each for each in (*RDF_FORMATS, HTML)}


@dataclass(frozen=True)
class Description:
    """One of the two things that are said in all formats: a resource, or a whole document."""

    name: str
    stored: StoredRecord
    links: Callable[[StoredRecord], list[Relation]]
    select: Callable[[StoredRecord], Document]

    @property
    def ctid(self) -> CTID:
        """The CTID in the address."""
        return self.stored.ctid if self.name == "resource" else self.stored.document_ctid


@blueprint.get("/resources/<ctid:ctid>")
def show_resource(ctid: CTID) -> Response:
    """The description of a thing, in the format that the client likes best."""
    return _negotiated(_resource(ctid))


@blueprint.get("/resources/<ctid:ctid>.<suffix>")
def show_resource_as(ctid: CTID, suffix: str) -> Response:
    """The description of a thing in one format."""
    return _fixed(_resource(ctid), _format(suffix))


@blueprint.get("/graph/<ctid:ctid>")
def show_graph(ctid: CTID) -> Response:
    """The whole document of a record, in the format that the client likes best."""
    return _negotiated(_graph(ctid))


@blueprint.get("/graph/<ctid:ctid>.<suffix>")
def show_graph_as(ctid: CTID, suffix: str) -> Response:
    """The whole document of a record in one format."""
    return _fixed(_graph(ctid), _format(suffix))


@blueprint.errorhandler(RecordWithdrawn)
def show_tombstone(error: RecordWithdrawn) -> Response:
    """410 with who, when, why and what replaces it, as linked data where that is asked for."""
    problem = problems.problem_of(error)
    assert problem is not None, "a withdrawn record is in the table of problems"
    suffix = (request.view_args or {}).get("suffix")
    offered = (PROBLEM, HTML, *RDF_FORMATS[:-1])
    asked = BY_SUFFIX.get(suffix) if suffix else choose(request.headers.get("Accept"), offered)
    if asked not in RDF_FORMATS[:-1]:
        return problems.respond(problem)
    body = write_graph(tombstone_graph(error.tombstone), asked)
    response = Response(body, status=problem.status, content_type=asked.content_type)
    response.headers["Cache-Control"] = REVALIDATE
    if suffix is None:
        response.vary.add("Accept")
    return response


def _resource(ctid: CTID) -> Description:
    stored = reading.get_record(registry(), ctid)
    return Description("resource", stored, resource_links, _excerpt)


def _graph(ctid: CTID) -> Description:
    stored = reading.get_record(registry(), ctid)
    if stored.document_ctid != ctid:
        raise RecordNotFound(
            f"{ctid} has no document of its own: it is described in graph/{stored.document_ctid}."
        )
    return Description("graph", stored, graph_links, _whole)


def _excerpt(stored: StoredRecord) -> Document:
    return excerpt(stored.document, stored.ctid)


def _whole(stored: StoredRecord) -> Document:
    return stored.document


def _format(suffix: str) -> MediaType:
    if suffix not in BY_SUFFIX:
        known = ", ".join(f".{each}" for each in BY_SUFFIX)
        raise NotFound(f"There is no format .{suffix}; the formats are {known}.")
    return BY_SUFFIX[suffix]


def _negotiated(description: Description) -> Response:
    media_type = negotiate((HTML, *RDF_FORMATS), default=JSON_LD)
    if media_type is HTML:
        response = _to_page(description)
    else:
        response = _represented(description, media_type)
        response.headers["Content-Location"] = _address(description, media_type)
    response.vary.add("Accept")
    return response


def _fixed(description: Description, media_type: MediaType) -> Response:
    if media_type is HTML:
        return _to_page(description)
    return _represented(description, media_type)


def _to_page(description: Description) -> Response:
    address = page_of(description.stored) or _address(description, JSON_LD)
    response = Response(status=303)
    response.headers["Location"] = address
    response.headers["Cache-Control"] = REVALIDATE
    return _with_links(response, description)


def _represented(description: Description, media_type: MediaType) -> Response:
    stored = description.stored
    parts = (description.name, description.ctid, stored.sha256, media_type.suffix)
    validators = Validators(etag_of(*parts, registry().base, SERIALIZER), instant(stored.at))
    is_whole = description.name == "graph"
    response = representation(
        media_type,
        validators,
        lambda: write_document(description.select(stored), media_type, named=is_whole),
    )
    return _with_links(response, description)


def _with_links(response: Response, description: Description) -> Response:
    relations = description.links(description.stored)
    response.headers["Link"] = ", ".join(str(each) for each in relations)
    return response


def _address(description: Description, media_type: MediaType) -> str:
    # Named in full: the blueprint answers under the names of communities too.
    endpoint = f"{blueprint.name}.show_{description.name}_as"
    return url_for(endpoint, ctid=description.ctid, suffix=media_type.suffix)
