"""`/feed`: the log as a Linked Data Event Stream (LDES) in a tree of pages (TREE).

The root leads to blocks of 100 pages, those to pages of 100 members, each with the instants between
which it lies; so a client that knows an instant reads only what came after. Members stand in the
order of the log. Each is a version of a record in a graph of its own, named by its revision.
"""

import json
from collections.abc import Iterator
from typing import Final, TypeVar

import pyoxigraph as ox
from flask import Blueprint, Response

from app.http.caching import FOR_EVER, REVALIDATE, Validators, etag_of, instant, representation
from app.http.current import absolute, registry, resource_iri
from app.http.media_types import MediaType
from app.http.negotiation import negotiate
from app.linked_data.activity import TYPES
from app.linked_data.provenance import revision_iri
from app.linked_data.writing import SERIALIZER
from app.presenters.licences import licence_address
from app.services import activity
from app.services.activity import PAGE, NoSuchLogPage, Span
from app.services.revisions import Revision
from app.store.log import LoggedChange
from ctdl.documents import quads

T = TypeVar("T")
blueprint = Blueprint("feed", __name__)
BLOCK: Final = 100
"""Pages in a block."""
TRIG: Final = MediaType("trig", "application/trig", "TriG")
N_QUADS: Final = MediaType("nq", "application/n-quads", "N-Quads")
_WRITERS: Final = {TRIG: ox.RdfFormat.TRIG, N_QUADS: ox.RdfFormat.N_QUADS}

_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_LDES: Final = "https://w3id.org/ldes#"
_TREE: Final = "https://w3id.org/tree#"
_AS: Final = "https://www.w3.org/ns/activitystreams#"
_DCT: Final = "http://purl.org/dc/terms/"
_PREFIXES: Final = {
    "as": _AS,
    "ceterms": "https://purl.org/ctdl/terms/",
    "dct": _DCT,
    "ldes": _LDES,
    "tree": _TREE,
    "xsd": _XSD,
}
_VALUE: Final = ox.NamedNode(f"{_RDF}value")
_JSON: Final = ox.NamedNode(f"{_RDF}JSON")
_CREATED: Final = ox.NamedNode(f"{_DCT}created")
_TYPE: Final = ox.NamedNode(f"{_RDF}type")
_FROM: Final = "GreaterThanOrEqualToRelation"
_UP_TO: Final = "LessThanOrEqualToRelation"


@blueprint.get("/feed")
def show_root() -> Response:
    """The event stream and the blocks of its pages; it grows, so it has to be asked about."""
    blocks = activity.spans(registry(), PAGE * BLOCK)
    newest = str(activity.newest(registry()) // (PAGE * BLOCK))
    links = list(_relations(_root(), "feed/blocks/", blocks))
    return _answer(("feed", newest, str(len(blocks))), REVALIDATE, [*_stream(), *links])


@blueprint.get("/feed/blocks/<int:number>")
def show_block(number: int) -> Response:
    """The pages of a block."""
    known = activity.spans(registry(), PAGE * BLOCK)
    if not 1 <= number <= len(known):
        raise NoSuchLogPage(f"There is no block {number}: there are {len(known)}, from 1.")
    first = (number - 1) * BLOCK + 1
    pages = activity.spans(registry(), PAGE, first, BLOCK)
    is_closed = len(pages) == BLOCK and pages[-1].until is not None
    here = ox.NamedNode(absolute(f"feed/blocks/{number}"))
    last = f"{len(pages)} {pages[-1].until}"
    links = list(_relations(here, "feed/pages/", pages))
    how = FOR_EVER if is_closed else REVALIDATE
    return _answer(("feed block", str(number), last), how, [*_stream(), *_node(here), *links])


@blueprint.get("/feed/pages/<int:number>")
def show_page(number: int) -> Response:
    """A page of members; one that is followed by another never changes again."""
    found = activity.page(registry(), number)
    here = ox.NamedNode(absolute(f"feed/pages/{number}"))
    newest = found.entries[-1]
    parts = ("feed page", str(number), "closed" if found.is_closed else str(newest.number))
    members = [each for change in found.entries for each in _member(change)]
    how = FOR_EVER if found.is_closed else REVALIDATE
    return _answer(parts, how, [*_stream(), *_node(here), *members], newest.at)


def _answer(
    parts: tuple[str, ...], cache_control: str, content: list[ox.Quad], at: str | None = None
) -> Response:
    media_type = negotiate((TRIG, N_QUADS))
    known = (registry().base, registry().settings.data_licence, SERIALIZER)
    tag = etag_of("with provenance", *parts, media_type.suffix, *known)
    response = representation(
        media_type,
        Validators(tag, instant(at) if at else None),
        lambda: ox.serialize(content, format=_WRITERS[media_type], prefixes=_PREFIXES) or b"",
        cache_control=cache_control,
    )
    response.vary.add("Accept")
    return response


def _root() -> ox.NamedNode:
    return ox.NamedNode(absolute("feed"))


def _collection() -> ox.NamedNode:
    return ox.NamedNode(absolute("feed#stream"))


def _stream() -> Iterator[ox.Quad]:
    """What every node says of the stream: what tells the time, the record and a deletion."""
    stream = _collection()
    yield ox.Quad(stream, _TYPE, ox.NamedNode(f"{_LDES}EventStream"))
    for name, value in (
        (f"{_LDES}timestampPath", _CREATED),
        (f"{_LDES}versionOfPath", ox.NamedNode(f"{_DCT}isVersionOf")),
        (f"{_LDES}versionDeletePath", _TYPE),
        (f"{_LDES}versionDeleteObject", ox.NamedNode(f"{_AS}Delete")),
        (f"{_TREE}view", _root()),
    ):
        yield ox.Quad(stream, ox.NamedNode(name), value)
    if licence := registry().settings.data_licence:
        yield ox.Quad(stream, ox.NamedNode(f"{_DCT}license"), ox.NamedNode(licence))
    yield from _node(_root())


def _node(here: ox.NamedNode) -> Iterator[ox.Quad]:
    yield ox.Quad(here, _TYPE, ox.NamedNode(f"{_TREE}Node"))


def _relations(here: ox.NamedNode, folder: str, spans: list[Span]) -> Iterator[ox.Quad]:
    """The nodes that this one leads to, each with the instants between which its members lie."""
    for span in spans:
        bounds = [(_FROM, span.since)]
        if span.until is not None:
            bounds.append((_UP_TO, span.until))
        for kind, value in bounds:
            relation = ox.BlankNode(f"b{span.number}{kind[:1].lower()}")
            yield ox.Quad(here, ox.NamedNode(f"{_TREE}relation"), relation)
            yield ox.Quad(relation, _TYPE, ox.NamedNode(f"{_TREE}{kind}"))
            yield ox.Quad(relation, ox.NamedNode(f"{_TREE}path"), _CREATED)
            yield ox.Quad(relation, ox.NamedNode(f"{_TREE}value"), _instant(value))
            target = ox.NamedNode(absolute(f"{folder}{span.number}"))
            yield ox.Quad(relation, ox.NamedNode(f"{_TREE}node"), target)


def _member(change: LoggedChange) -> Iterator[ox.Quad]:
    """A version: of what, when, by whom; and, unless it is withdrawn, all that it states."""
    member = ox.NamedNode(revision_iri(change.ctid, change.number))
    yield ox.Quad(_collection(), ox.NamedNode(f"{_TREE}member"), member)
    yield ox.Quad(member, _TYPE, ox.NamedNode(f"{_AS}{TYPES[change.kind]}"))
    for name, iri in (
        ("isVersionOf", resource_iri(change.ctid)),
        ("publisher", resource_iri(change.publisher)),
        ("isReplacedBy", resource_iri(change.replaced_by) if change.replaced_by else None),
    ):
        if iri:
            yield ox.Quad(member, ox.NamedNode(f"{_DCT}{name}"), ox.NamedNode(iri))
    yield ox.Quad(member, _CREATED, _instant(change.at))
    yield from _provenance(change, member)
    if change.reason:
        yield ox.Quad(member, ox.NamedNode(f"{_DCT}description"), ox.Literal(change.reason))
    if not change.is_withdrawal:
        for quad in quads(Revision(change).document, registry().base):
            subject, value = _apart(quad.subject, change), _apart(quad.object, change)
            yield ox.Quad(subject, quad.predicate, value, member)


def _provenance(change: LoggedChange, member: ox.NamedNode) -> Iterator[ox.Quad]:
    """Under which licence the source stands, and who stated what, as it is kept beside a document.

    The latter is JSON (the datatype of JSON-LD 1.1, section 10.2), for whoever takes the record
    over; in PROV-O it is at `/graph/<ctid>/provenance`.
    """
    provenance = Revision(change).provenance
    if rights := provenance.default.licence:
        yield ox.Quad(member, ox.NamedNode(f"{_DCT}rights"), ox.Literal(rights))
    if address := licence_address(rights):
        yield ox.Quad(member, ox.NamedNode(f"{_DCT}license"), ox.NamedNode(address))
    if not change.is_withdrawal:
        told = ox.BlankNode(f"p{change.number}")
        text = json.dumps(provenance.to_json(), ensure_ascii=False, sort_keys=True)
        yield ox.Quad(member, ox.NamedNode(f"{_DCT}provenance"), told)
        yield ox.Quad(told, _VALUE, ox.Literal(text, datatype=_JSON))


def _apart(term: T, change: LoggedChange) -> T | ox.BlankNode:
    """The term with the label of a blank node made the version's own: a page holds many."""
    if isinstance(term, ox.BlankNode):
        return ox.BlankNode(f"v{change.number}{term.value}")
    return term


def _instant(at: str) -> ox.Literal:
    return ox.Literal(at, datatype=ox.NamedNode(f"{_XSD}dateTime"))
