"""Following a Linked Data Event Stream (LDES) whose members are CTDL documents.

A node is read when no node left can hold anything earlier, as far as the relations tell (TREE). The
cursor moves up to the instant before which nothing can come any more, so a run that was cut off
goes on there: some members come twice, and none is missed.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import pyoxigraph as ox

from app.services.harvesting.items import (
    Aside,
    Batch,
    Item,
    SourceFailed,
    instant,
    now,
    provenance_in,
)
from app.services.polite_web import PoliteWeb
from ctdl.findings import DocumentError
from ctdl.from_triples import document_of
from ctdl.provenance import Provenance

ACCEPT: Final = "application/trig, application/n-quads;q=0.8"
MOST_NODES: Final = 1_000_000
MOST_BARE: Final = 1000
FORMATS: Final = {
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
}
_RDF_TYPE: Final = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_LDES: Final = "https://w3id.org/ldes#"
_TREE: Final = "https://w3id.org/tree#"
_DCT: Final = "http://purl.org/dc/terms/"
_VALUE: Final = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#value")
_PROVENANCE: Final = ox.NamedNode(f"{_DCT}provenance")
_NODE: Final = ox.NamedNode(f"{_TREE}node")
_RELATION: Final = ox.NamedNode(f"{_TREE}relation")
_FROM: Final = frozenset({f"{_TREE}GreaterThanOrEqualToRelation", f"{_TREE}GreaterThanRelation"})
_UP_TO: Final = frozenset({f"{_TREE}LessThanOrEqualToRelation", f"{_TREE}LessThanRelation"})
_EARLIEST: Final = "0001-01-01T00:00:00.000000Z"
_LATEST: Final = "9999-12-31T23:59:59.999999Z"


@dataclass(frozen=True)
class _Node:
    """A node that was heard of, with the instants between which its members lie."""

    url: str
    since: str = _EARLIEST
    until: str = _LATEST


@dataclass(frozen=True)
class _Stream:
    """How the stream says what a member is a version of, when it was made, and what was deleted."""

    iri: ox.NamedNode
    version_of: ox.NamedNode
    timestamp: ox.NamedNode
    deleted: ox.NamedNode | None


@dataclass
class FeedSource:
    """The stream at `url`."""

    url: str
    web: PoliteWeb
    kind: str = field(default="feed", init=False)

    def batches(self, cursor: Mapping[str, Any]) -> Iterator[Batch]:
        """The members since the instant of the cursor, node by node."""
        since = str(cursor.get("since", _EARLIEST))
        seen = frozenset(cursor.get("seen", ()))
        waiting, known = [_Node(self.url)], {self.url}
        newest: dict[str, str] = {}
        bare = 0
        while waiting:
            waiting.sort(key=lambda each: (each.since, each.url))
            node = waiting.pop(0)
            statements = self._read(node.url)
            for found in _relations(statements, node.url):
                if found.url not in known and found.until >= since:
                    known.add(found.url)
                    waiting.append(found)
            if len(known) > MOST_NODES:
                raise SourceFailed(
                    f"{self.url} has more than {MOST_NODES:,} nodes: it may not end."
                )
            members = _members(statements, self.url)
            bare = 0 if members else bare + 1
            if bare > MOST_BARE:
                raise SourceFailed(
                    f"{self.url} leads through {MOST_BARE:,} nodes, one after the other, of which"
                    " none has a member: it may not end."
                )
            fresh = [each for each in members if each.at >= since and each.iri not in seen]
            newest.update((each.iri, each.at) for each in members if each.at >= since)
            reached = _reached(newest.values(), waiting, since)
            at_it = sorted(iri for iri, at in newest.items() if at == reached)
            newest = {iri: at for iri, at in newest.items() if at >= reached}
            if fresh or not waiting:
                items, asides = _items(fresh)
                yield Batch(items, {"since": reached, "seen": at_it}, asides)

    def _read(self, url: str) -> list[ox.Quad]:
        page = self.web.fetch(url, ACCEPT)
        if page.content_type not in FORMATS:
            raise SourceFailed(
                f"{url} answers with {page.content_type}; an event stream is read as TriG or"
                " N-Quads. Give the address of the stream itself, such as .../feed."
            )
        try:
            format = FORMATS[page.content_type]
            return list(ox.parse(page.body, format=format, base_iri=page.url))
        except (SyntaxError, ValueError) as error:
            raise SourceFailed(f"{url} is not well-formed: {str(error)[:200]}") from error


@dataclass(frozen=True)
class _Member:
    iri: str
    at: str
    version_of: str
    is_deleted: bool
    about: Mapping[str, str]
    provenance: Provenance | None
    content: tuple[ox.Quad, ...]


def _members(statements: list[ox.Quad], url: str) -> list[_Member]:
    stream = _stream(statements, url)
    member = ox.NamedNode(f"{_TREE}member")
    told: dict[Any, str] = {
        each.subject: each.object.value
        for each in statements
        if each.predicate == _VALUE and isinstance(each.object, ox.Literal)
    }
    wanted = {
        each.object
        for each in statements
        if each.predicate == member and each.subject == stream.iri
    }
    about: dict[Any, dict[Any, list[Any]]] = {each: {} for each in wanted}
    content: dict[Any, list[ox.Quad]] = {each: [] for each in wanted}
    for each in statements:
        if each.graph_name in content:
            content[each.graph_name].append(each)
        elif each.subject in about:
            about[each.subject].setdefault(each.predicate, []).append(each.object)
    found = [_member(iri, about[iri], content[iri], stream, told) for iri in wanted]
    return sorted(found, key=lambda each: (each.at, each.iri))


def _member(
    iri: Any,
    about: Mapping[Any, list[Any]],
    content: list[ox.Quad],
    stream: _Stream,
    told: Mapping[Any, str],
) -> _Member:
    if len(about.get(stream.version_of, ())) != 1 or len(about.get(stream.timestamp, ())) != 1:
        raise SourceFailed(f"The member {iri} does not say of what it is a version, or since when.")
    return _Member(
        iri=str(iri.value),
        at=instant(about[stream.timestamp][0].value),
        version_of=about[stream.version_of][0].value,
        is_deleted=stream.deleted is not None and stream.deleted in about.get(_RDF_TYPE, ()),
        about={each.value: values[0].value for each, values in about.items()},
        provenance=_provenance(about.get(_PROVENANCE, ()), told),
        content=tuple(content),
    )


def _provenance(stated: Iterable[Any], told: Mapping[Any, str]) -> Provenance | None:
    for each in stated:
        try:
            return provenance_in(json.loads(told.get(each, "null")))
        except (ValueError, RecursionError):
            continue
    return None


def _items(members: Iterable[_Member]) -> tuple[tuple[Item, ...], tuple[Aside, ...]]:
    items, asides = [], []
    for each in members:
        document = None
        if not each.is_deleted:
            try:
                document = document_of(each.content, each.version_of)
            except DocumentError as error:
                asides.append(Aside(each.version_of, str(error), each.at))
                continue
        items.append(
            Item(
                identifier=each.version_of,
                at=each.at,
                document=document,
                reason=each.about.get(f"{_DCT}description"),
                replaced_by=each.about.get(f"{_DCT}isReplacedBy"),
                provenance=each.provenance,
            )
        )
    return tuple(items), tuple(asides)


def _stream(statements: list[ox.Quad], url: str) -> _Stream:
    kind = ox.NamedNode(f"{_LDES}EventStream")
    streams = {
        each.subject
        for each in statements
        if each.object == kind and isinstance(each.subject, ox.NamedNode)
    }
    if len(streams) != 1:
        raise SourceFailed(f"{url} describes {len(streams)} event streams; one was expected.")
    [iri] = streams
    paths = {each.predicate.value: each.object for each in statements if each.subject == iri}
    version_of, timestamp = paths.get(f"{_LDES}versionOfPath"), paths.get(f"{_LDES}timestampPath")
    if not isinstance(version_of, ox.NamedNode) or not isinstance(timestamp, ox.NamedNode):
        raise SourceFailed(
            f"The stream {iri} does not say by which properties its members state of what they are"
            " versions and since when (ldes:versionOfPath, ldes:timestampPath)."
        )
    deleted = paths.get(f"{_LDES}versionDeleteObject")
    if not isinstance(deleted, ox.NamedNode):
        deleted = None
    return _Stream(iri, version_of, timestamp, deleted)


def _relations(statements: list[ox.Quad], url: str) -> Iterator[_Node]:
    """The nodes this one leads to. A relation that bounds something else bounds nothing here."""
    here = ox.NamedNode(url)
    timestamp = ox.NamedNode(f"{_LDES}timestampPath")
    paths = {each.object for each in statements if each.predicate == timestamp}
    relations = [
        each.object for each in statements if each.predicate == _RELATION and each.subject == here
    ]
    said: dict[Any, dict[str, Any]] = {each: {} for each in relations}
    for each in statements:
        if each.subject in said:
            said[each.subject][each.predicate.value] = each.object
    nodes: dict[str, _Node] = {}
    for relation in said.values():
        target = relation.get(_NODE.value)
        if not isinstance(target, ox.NamedNode):
            continue
        known = nodes.get(target.value, _Node(target.value))
        kind = getattr(relation.get(_RDF_TYPE.value), "value", "")
        if relation.get(f"{_TREE}path") in paths and kind in _FROM | _UP_TO:
            at = instant(relation[f"{_TREE}value"].value)
            since, until = (at, known.until) if kind in _FROM else (known.since, at)
            known = _Node(target.value, since, until)
        nodes[target.value] = known
    yield from nodes.values()


def _reached(read: Iterable[str], waiting: Iterable[_Node], since: str) -> str:
    """The instant before which nothing can come any more."""
    newest = max(read, default=since)
    bound = min((each.since for each in waiting), default=_LATEST)
    # A source whose clock is wrong must not make us deaf to what it says until then.
    return max(since, min(newest, bound, now()))
