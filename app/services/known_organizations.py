"""Which organisation of this registry an imported file means, so that none is described twice.

A file names the issuer in its own way: by an address, a name, a home page. Whoever imports is the
issuer where these are its own. Another organisation is recognised only where nothing else fits.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final
from urllib.parse import urlsplit

from app.services.families import ORGANIZATION, family_of
from app.services.registry import Registry
from app.services.revisions import Revision
from app.services.submissions import PublisherRef
from app.store import catalogue, log
from app.store.rdf import StoreDamaged
from ctdl.contexts import CTDL_CONTEXT, prefixes_of
from ctdl.ctid import CTID, ctid_in
from ctdl.documents import Document, parse_document
from ctdl.findings import Finding
from ctdl.language import folded
from ctdl.mapping.identity import ctid_of, stated_ctid
from ctdl.mapping.notes import note
from ctdl.nodes import Node
from ctdl.records import OrganizationRecord
from ctdl.records.quality import SHORT_FORMS
from ctdl.records.reading import NAMES, NodeView

_PAGES: Final = ("ceterms:subjectWebpage", "ceterms:sameAs")
_PAGE_IRIS: Final = tuple(
    prefixes_of((CTDL_CONTEXT,))["ceterms"] + each.removeprefix("ceterms:") for each in _PAGES
)
_AGENTS: Final = frozenset(
    {"ceterms:ownedBy", "ceterms:offeredBy", "ceterms:actingAgent", *SHORT_FORMS}
)
#: A hostile file names thousands of organisations, or pages of one; each costs look-ups.
_MOST_LOOKED_UP = 50


@dataclass(frozen=True)
class Marks:
    """What an organisation is recognised by: CTIDs, folded names, and pages without their form."""

    ctids: frozenset[CTID]
    names: frozenset[str]
    pages: frozenset[str]
    home: str | None = None

    @classmethod
    def of_address(cls, address: str) -> "Marks":
        """What one address tells: the page that it is, and the CTID in it or made from it."""
        made = {ctid_of(address)} if home_page(address) else set()
        marks = _marks([], [address], [address], address)
        return cls(marks.ctids | made, marks.names, marks.pages, marks.home)

    @property
    def site(self) -> str | None:
        """The web site of its home page."""
        return self.home.partition("?")[0].partition("/")[0] if self.home else None

    def shares_page(self, other: "Marks") -> bool:
        """Whether both state the same page, or one identifier."""
        return bool(self.pages & other.pages or self.ctids & other.ctids)

    def shares_name(self, other: "Marks") -> bool:
        """Whether both have one name."""
        return bool(self.names & other.names)

    def contradicts(self, other: "Marks") -> bool:
        """Whether both state a home page, and not the same: two that happen to share a name."""
        return bool(self.home and other.home and self.home != other.home)

    def is_elsewhere(self, other: "Marks") -> bool:
        """Whether both state a home page, and at two web sites of which none is part of the other.

        Names with such pages are not those of one organisation, as far as anybody can tell.
        """
        one, two = self.site, other.site
        return bool(one and two) and not is_of_site(one, two) and not is_of_site(two, one)


@dataclass(frozen=True)
class Recognised:
    """The documents that are left, referring to known organisations, and notes on which."""

    documents: list[Node]
    notes: tuple[Finding, ...]


@dataclass(frozen=True)
class _Known:
    ctid: CTID
    name: str
    marks: Marks


@dataclass(frozen=True)
class _Named:
    """An organisation as the file names it: `address` is how its documents refer to it."""

    address: str
    name: str
    marks: Marks


def recognised(
    registry: Registry, documents: list[Node], publisher: PublisherRef | None
) -> Recognised:
    """`documents` with every organisation that is known here named by its own CTID.

    A `publisher` is recognised by its name or one of its pages; anybody else by a page that only
    one organisation here states, or a name that only one has, if no page speaks against it.
    """
    own = _publisher(registry, publisher) if publisher else None
    found: dict[str, CTID] = {}
    notes: list[Finding] = []
    for named in islice(_named_in(documents), _MOST_LOOKED_UP):
        if own and (own.marks.shares_page(named.marks) or own.marks.shares_name(named.marks)):
            found[named.address] = own.ctid
            notes.append(_is_publisher(named, own))
            continue
        # Its own address leads there already, and its record stays as it is.
        known = _known_here(registry, named)
        if known and f"resources/{known.ctid}" != named.address:
            found[named.address] = known.ctid
            notes.append(_is_known(named, known))
    if not found:
        return Recognised(documents, ())
    left = [each for each in documents if each["@graph"][0]["@id"] not in found]
    return Recognised([_referring(each, found) for each in left], tuple(notes))


def organizations_called(
    registry: Registry, name: str | None, address: str | None, home: str | None
) -> tuple[CTID, ...]:
    """The organisations here that somebody named so may be: by a page or an address, or by name.

    One with the name is left out where its home page is at another web site than the one stated.
    """
    pages = [each for each in (address, home) if each]
    marks = _marks([name] if name else [], pages, pages, home)
    derived = {ctid_of(address)} if address and home_page(address) else set()
    candidates = sorted(derived | marks.ctids | _called_or_at(registry, marks))
    found = (_record(registry, ctid) for ctid in candidates[:_MOST_LOOKED_UP])
    known = [_Known(each.ctid, _shown(each), _record_marks(each)) for each in found if each]
    return tuple(
        each.ctid
        for each in known
        if each.ctid in derived
        or each.marks.shares_page(marks)
        or (each.marks.shares_name(marks) and not each.marks.is_elsewhere(marks))
    )


def organization_marks(registry: Registry, ctid: CTID) -> Marks | None:
    """What the organisation is recognised by, by its own record; None where there is none."""
    record = _record(registry, ctid)
    return _record_marks(record) if record else None


def page_spellings(address: str) -> list[str]:
    """The ways in which the address of a page may have been written; none for what is no page."""
    page = home_page(address)
    return _spellings([page]) if page else []


def home_page(address: str) -> str | None:
    """What two spellings of one page share; None for what is no page."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{parts.path.rstrip('/')}{query}"


def site_of(address: str) -> str | None:
    """The web site that an address is at, without `www.`; None for what is no page."""
    return Marks.of_address(address).site


def is_of_site(site: str | None, other: str | None) -> bool:
    """Whether `site` is the web site `other`, or a part of it that its owner made."""
    return bool(site and other) and (site == other or f"{site}".endswith(f".{other}"))


def _named_in(documents: list[Node]) -> Iterator[_Named]:
    """Each organisation that is described in a document or stated as an address, once."""
    parsed = [parse_document(each) for each in documents]
    seen: set[str] = set()
    for document in parsed:
        for node in document.nodes:
            address = str(node.get("@id", ""))
            if address not in seen and _is_organization(NodeView(document, node)):
                seen.add(address)
                yield _described(document, node, address)
    for document in parsed:
        if family_of(document.type) != ORGANIZATION:
            for address in _stated_addresses(document):
                if address not in seen:
                    seen.add(address)
                    yield _Named(address, address, _marks([], [address], [address]))


def _described(document: Document, node: Mapping[str, Any], address: str) -> _Named:
    view = NodeView(document, node)
    names = list(view.text(*NAMES).values())
    ctids = [text for text in (address, view.ctid) if text]
    home = view.page("ceterms:subjectWebpage")
    return _Named(
        address, next(iter(names), address), _marks(names, view.iris(*_PAGES), ctids, home)
    )


def _stated_addresses(document: Document) -> Iterator[str]:
    for name in sorted(_AGENTS & document.main.keys()):
        value = document.main[name]
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, str) and home_page(each):
                yield each


def _is_organization(view: NodeView) -> bool:
    return any(family_of(name) == ORGANIZATION for name in view.types)


def _marks(
    names: Iterable[str], pages: Iterable[str], ctids: Iterable[str], home: str | None = None
) -> Marks:
    pages = list(pages)
    stated = (stated_ctid(each) or ctid_in(each) for each in (*ctids, *pages))
    return Marks(
        frozenset(each for each in stated if each),
        frozenset(key for key in map(folded, names) if key),
        frozenset(page for page in map(home_page, pages) if page),
        home_page(home) if home else None,
    )


def _publisher(registry: Registry, publisher: PublisherRef) -> _Known:
    record = _record(registry, publisher.ctid)
    marks = _record_marks(record) if record else _marks([], [], [publisher.ctid])
    names = marks.names | ({folded(publisher.name)} - {""})
    return _Known(publisher.ctid, publisher.name, Marks(marks.ctids, names, marks.pages))


def _known_here(registry: Registry, named: _Named) -> _Known | None:
    """The one organisation of the registry that `named` can only be."""
    derived = {ctid_of(named.address)} if home_page(named.address) else set()
    candidates = derived | named.marks.ctids | _called_or_at(registry, named.marks)
    records = (_record(registry, ctid) for ctid in sorted(candidates))
    found = [_Known(each.ctid, _shown(each), _record_marks(each)) for each in records if each]
    by_page = [
        each for each in found if each.ctid in derived or each.marks.shares_page(named.marks)
    ]
    if by_page:
        return by_page[0] if len(by_page) == 1 else None
    by_name = [each for each in found if each.marks.shares_name(named.marks)]
    # Where two have the name, the file may mean the one that is not here as well as either.
    alone = by_name[0] if len(by_name) == 1 else None
    return alone if alone and not alone.marks.contradicts(named.marks) else None


def _called_or_at(registry: Registry, marks: Marks) -> set[CTID]:
    with registry.database.reading() as connection:
        found = set(catalogue.called(connection, ORGANIZATION, marks.names))
    try:
        return found | set(registry.rdf.subjects_of(_PAGE_IRIS, _spellings(marks.pages)))
    except StoreDamaged:
        # The operator is told by the health check; a page less to go by is no reason to refuse.
        return found


def _record(registry: Registry, ctid: CTID) -> OrganizationRecord | None:
    change = log.newest_change(registry.database, ctid)
    if change is None or change.is_withdrawal:
        return None
    record = Revision(change).record
    return record if isinstance(record, OrganizationRecord) else None


def _record_marks(record: OrganizationRecord) -> Marks:
    texts = (record.name, *record.alternate_names)
    pages = [page for page in (record.webpage, *record.same_as) if page]
    names = [text for each in texts for text in each.values()]
    return _marks(names, pages, [record.ctid], record.webpage)


def _shown(record: OrganizationRecord) -> str:
    return next(iter(record.name.values()), record.ctid)


def _spellings(pages: Collection[str]) -> list[str]:
    """The addresses that may have been written for these pages."""
    return [
        f"{scheme}://{www}{page}{end}"
        for page in sorted(pages)[:_MOST_LOOKED_UP]
        for scheme in ("https", "http")
        for www in ("", "www.")
        for end in ("", "/")
    ]


def _referring(document: Node, found: Mapping[str, CTID]) -> Node:
    nodes = [node for node in document["@graph"] if node.get("@id") not in found]
    return {**document, "@graph": [_renamed(node, found, "@graph") for node in nodes]}


def _renamed(value: Any, found: Mapping[str, CTID], name: str) -> Any:
    if isinstance(value, str):
        # The address of an organisation may also be a page somebody refers to; that stays one.
        is_node = value.startswith(("_:", "resources/")) or name in _AGENTS
        return f"resources/{found[value]}" if is_node and value in found else value
    if isinstance(value, list):
        made = [_renamed(each, found, name) for each in value]
        return [each for place, each in enumerate(made) if each not in made[:place]]
    if isinstance(value, dict) and "@value" not in value:
        return {key: _renamed(member, found, key) for key, member in value.items()}
    return value


def _is_publisher(named: _Named, own: _Known) -> Finding:
    return note(
        "IMPORT_ISSUER_IS_PUBLISHER",
        f"{named.name[:120]} is {own.name}, who imports it: the record refers to {own.ctid}, and"
        " no second organisation is made.",
    )


def _is_known(named: _Named, known: _Known) -> Finding:
    return note(
        "IMPORT_ORGANIZATION_KNOWN",
        f"{named.name[:120]} is the organisation {known.name} that is in the registry:"
        f" the record refers to {known.ctid}, and no second one is made.",
    )
