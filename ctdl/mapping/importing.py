"""Importing: from a file in another format to CTDL documents, with notes on what became of it.

Nothing is fetched, nothing invented. What the source does not state stays absent, and the
validator says so afterwards with the remedy.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from ctdl.contexts import CTDL_CONTEXT
from ctdl.ctid import CTID
from ctdl.documents import parse_document
from ctdl.findings import Finding
from ctdl.json_reading import read_json
from ctdl.language import UNDETERMINED, best_text, is_language_tag
from ctdl.mapping.formats import CTDL, FORMATS, READ_BY_TABLE, Format, formats_in
from ctdl.mapping.identity import ctid_of, is_page, lasting, stated_ctid
from ctdl.mapping.kinds import GENERAL
from ctdl.mapping.notes import Notes, refuse
from ctdl.mapping.organizations import PROVIDER, QUALITY_BODY
from ctdl.mapping.pages import looks_like_html, read_page
from ctdl.mapping.reading import Reading, read_node
from ctdl.mapping.registry_pages import documents_of, is_ctdl
from ctdl.mapping.source import Node, Source, read_source
from ctdl.mapping.table import Table
from ctdl.mapping.tokens import is_token, payload_of
from ctdl.mapping.writing import language_texts
from ctdl.provenance import Provenance, Statement
from ctdl.vocabulary import vocabulary

MAX_RECORDS: Final = 50
_LOOKED_AT: Final = 1_000


@dataclass(frozen=True)
class Imported:
    """What an import made: documents, organisations before what they offer, and notes.

    `provenance` says where the facts come from, for whoever publishes the documents.
    """

    format: str
    documents: list[dict[str, Any]]
    notes: list[Finding]
    provenance: Provenance


@dataclass(frozen=True)
class Wishes:
    """What whoever imports adds to the source; each is used only where the source is silent."""

    publisher: CTID | None = None
    ctid: CTID | None = None
    kind: str | None = None


@dataclass(frozen=True)
class Content:
    """The JSON values of what was handed in, and what the page around them says."""

    values: list[Any]
    language: str | None = None
    address: str | None = None


def detect(data: bytes | str) -> str:
    """The name of the format of `data`, or DocumentError that names the known formats."""
    return _format_of(_content(data, Notes()))


def import_document(
    data: bytes | str,
    *,
    format: str | None = None,
    publisher: CTID | None = None,
    ctid: CTID | None = None,
    kind: str | None = None,
    address: str | None = None,
) -> Imported:
    """The CTDL documents that `data` makes, or DocumentError with what stands in the way.

    `publisher` is taken as the owner where the source names nobody, `ctid` identifies the one
    thing of a source without identifiers, and `kind` is its CTDL class where the source has none.
    `address` is where a page was found, if it does not name its own address.
    """
    notes = Notes()
    content = _content(data, notes)
    if not is_page(content.address):
        content = replace(content, address=address)
    name = format or _format_of(content)
    if name not in FORMATS:
        refuse("IMPORT_FORMAT_UNKNOWN", f"{name[:60]!r} is no format. {_known_formats()}")
    if kind is not None and kind not in vocabulary().subclasses(GENERAL) - {GENERAL}:
        refuse(
            "IMPORT_KIND_UNKNOWN",
            f"{kind[:60]!r} is no class of credentials; write one such as ceterms:MicroCredential.",
        )
    wishes = Wishes(publisher, ctid, kind)
    if name == CTDL:
        made, statement = documents_of(content.values, notes), Statement()
    else:
        made, statement = _by_table(READ_BY_TABLE[name], content, wishes, notes)
    documents = [parse_document(document).body for document in made]
    statement = replace(
        statement,
        source=FORMATS[name],
        source_url=statement.source_url or _origin(documents) or _page(content.address),
    )
    return Imported(name, documents, notes.found, Provenance(default=statement))


def _content(data: bytes | str, notes: Notes) -> Content:
    if looks_like_html(data):
        page = read_page(data, notes)
        return Content(list(page.blocks), page.language, page.address)
    text = data if isinstance(data, str) else data.decode("ascii", "replace")
    _require_text(data)
    if is_token(text.strip()):
        notes.add("IMPORT_SIGNATURE_UNCHECKED", "The signature of the token was not checked.")
        return Content([payload_of(text)])
    return Content([read_json(data)])


def _require_text(data: bytes | str) -> None:
    """Refuse what is empty, and a picture or an archive, which no line and column explain."""
    first = data[:_LOOKED_AT]
    if isinstance(first, bytes):
        # The cut may go through a character, which is no fault of the file.
        first = first.decode("utf-8", "replace").removesuffix("\ufffd")
    start = first.removeprefix("\ufeff").lstrip()
    if not start:
        refuse("IMPORT_EMPTY", f"The file is empty. {_known_formats()}")
    # JSON that only has a wrong character somewhere is told exactly where, by its reader.
    if start[0] not in '{["' and any(_is_binary(char) for char in start):
        refuse(
            "IMPORT_NOT_TEXT",
            "The file is not text: it may be a picture, a PDF or an archive, or text that is not"
            " saved as UTF-8. Send the JSON or the web page itself.",
        )


def _is_binary(char: str) -> bool:
    return char == "\ufffd" or (char < " " and char not in "\t\n\r\f")


def _format_of(content: Content) -> str:
    if any(is_ctdl(value) for value in content.values):
        return CTDL
    found = next(formats_in(content.values), None)
    if found is None:
        refuse("IMPORT_FORMAT_UNKNOWN", f"Nothing known was found in it. {_known_formats()}")
    return found


def _known_formats() -> str:
    listed = "; ".join(f"{name} ({label})" for name, label in FORMATS.items())
    return f"Known formats: {listed}."


def _by_table(
    format: Format, content: Content, wishes: Wishes, notes: Notes
) -> tuple[list[Node], Statement]:
    source = _source(format, content, notes)
    found = list(_primaries(format, source, notes))
    if not found:
        wanted = ", ".join(format.tables)
        refuse(
            "IMPORT_NOTHING_FOUND",
            f"It describes no {wanted}. Where it only names one by its address, import what is at"
            " that address.",
        )
    linked = {id(each) for node, _, _ in found for each in _linked(format, source, node)}
    mains = [node for node, _, _ in found if id(node) not in linked]
    main = mains[0] if len(mains) == 1 else None
    identified = [
        (
            node,
            table,
            kind,
            *_identity(
                format,
                node,
                source.address if node is main else None,
                wishes.ctid if len(found) == 1 else None,
            ),
        )
        for node, table, kind in found
    ]
    own = {node["id"]: ctid for node, _, _, ctid, _ in identified if lasting(node.get("id"))}
    organizations: dict[str, Node] = {}
    made: dict[CTID, Node] = {}
    for node, table, kind, ctid, iri in identified:
        kind = _kind(kind, wishes, notes)
        language = source.language or _own_language(node) or UNDETERMINED
        reading = Reading(
            source, format.dialect, notes, kind, language, organizations=organizations, own=own
        )
        main = read_node(table, node, reading)
        _own(main, wishes, notes)
        made.setdefault(ctid, _document(ctid, iri, {"@type": kind, **main}, reading.locals))
    first = identified[0]
    statement = Statement(
        source_url=_page(first[4]),
        asserted_by=_asserter(list(organizations.values()), made[first[3]]),
    )
    return [*_organization_documents(organizations, notes), *made.values()], statement


def _source(format: Format, content: Content, notes: Notes) -> Source:
    picked: list[Any] = []
    for value in content.values:
        nodes, was_award = format.pick(value)
        picked.extend(nodes)
        if was_award:
            notes.add(
                "IMPORT_HOLDER_LEFT_OUT",
                "It is an award to a holder. Only what was awarded, and by whom, was read; nothing"
                " about the holder or the award was looked at or kept.",
            )
    return read_source(
        picked, format.dialect, notes, language=content.language, address=content.address
    )


def _primaries(format: Format, source: Source, notes: Notes) -> Iterator[tuple[Node, Table, str]]:
    waiting: deque[Any] = deque(source.tops)
    seen: set[int] = set()
    found = 0
    while waiting:
        value = waiting.popleft()
        if isinstance(value, list):
            waiting.extend(value)
        if not isinstance(value, dict) or id(value) in seen:
            continue
        seen.add(id(value))
        read_with = format.table_of(value)
        if read_with is None:
            waiting.extend(each for each in value.values() if isinstance(each, list | dict))
            continue
        found += 1
        if found > MAX_RECORDS:
            notes.add(
                "IMPORT_VALUE_UNREAD",
                f"Only the first {MAX_RECORDS} things were read; split the source to import more.",
            )
            return
        yield value, read_with[1], format.kind(value, read_with[0], notes)
        waiting.extend(_linked(format, source, value))


def _linked(format: Format, source: Source, node: Node) -> Iterator[Node]:
    for term in format.linked:
        value = node.get(term)
        for each in value if isinstance(value, list) else [value]:
            linked = source.node(each) if each else None
            if linked and lasting(linked.get("id")) and linked.keys() - {"id", "type"}:
                yield linked


def _identity(
    format: Format, node: Node, page: str | None, ctid: CTID | None
) -> tuple[CTID, str | None]:
    """The CTID of a thing and its identifier; `page` is the address of a page that is about it."""
    iri = node.get("id") if lasting(node.get("id")) else None
    if iri is None and format.by_address:
        candidates = [node.get("url"), node.get("identifier"), page]
        iri = next((each for each in candidates if is_page(each)), None)
    stated = stated_ctid(node.get("identifier"), node.get("ceterms:ctid"))
    if ctid or stated:
        return (ctid or stated or CTID("")), iri
    if iri is None:
        named = best_text(language_texts(node.get("name") or node.get("title")), "en")[0]
        refuse(
            "IMPORT_IDENTIFIER_MISSING",
            f"{named[:80]!r} has no identifier that lasts outside this file. State one: an id"
            " that is an address (https://…) or a urn:uuid:, or the CTID that the record has here.",
            property="id",
        )
    return ctid_of(iri), iri


def _kind(kind: str, wishes: Wishes, notes: Notes) -> str:
    if kind == GENERAL and wishes.kind:
        notes.add(
            "IMPORT_STATED_BY_IMPORTER",
            f"The source does not say which kind of credential this is; {wishes.kind} is the"
            " statement of whoever imports it.",
            "@type",
        )
        return wishes.kind
    return kind


def _own(main: Node, wishes: Wishes, notes: Notes) -> None:
    if wishes.publisher and not main.keys() & {"ceterms:ownedBy", "ceterms:offeredBy"}:
        main["ceterms:ownedBy"] = [f"resources/{wishes.publisher}"]
        notes.add(
            "IMPORT_STATED_BY_IMPORTER",
            "The source names no provider; the publisher who imports it is stated as the owner.",
            "ceterms:ownedBy",
        )


def _document(ctid: CTID, iri: str | None, node: Node, locals: list[Node]) -> Node:
    main: Node = {"@id": f"resources/{ctid}", "ceterms:ctid": ctid, **node}
    # A registry's address of this very record leads here, so it says nothing new.
    if iri is not None:
        same = main.get("ceterms:sameAs", [])
        main["ceterms:sameAs"] = [iri, *(each for each in same if each != iri)]
    return {"@context": CTDL_CONTEXT, "@id": f"graph/{ctid}", "@graph": [main, *locals]}


def _organization_documents(organizations: dict[str, Node], notes: Notes) -> Iterator[Node]:
    for identifier, node in organizations.items():
        ctid = ctid_of(identifier)
        notes.add(
            "IMPORT_PROVIDER_DESCRIBED",
            f"{identifier[:120]} is the organisation {ctid}, in a document of its own.",
        )
        yield _document(ctid, identifier, {**node, "@type": node.get("@type", PROVIDER)}, [])


def _own_language(node: Node) -> str | None:
    for term in ("@language", "inLanguage"):
        stated = node.get(term)
        if isinstance(stated, str) and is_language_tag(stated):
            return stated
    return None


def _asserter(organizations: list[Node], document: Node) -> str | None:
    described = [node for node in document["@graph"] if node.get("@type") == PROVIDER]
    for node in [*organizations, *described]:
        name = best_text(language_texts(node.get("ceterms:name")), "en")[0]
        if name:
            return name
    return None


def _origin(documents: list[dict[str, Any]]) -> str | None:
    mains = [document["@graph"][0] for document in documents]
    offered = (main for main in mains if main["@type"] not in (PROVIDER, QUALITY_BODY))
    main = next(offered, mains[0])
    same = main.get("ceterms:sameAs", [])
    return next((iri for iri in (same if isinstance(same, list) else [same]) if is_page(iri)), None)


def _page(address: Any) -> str | None:
    return address if is_page(address) else None
