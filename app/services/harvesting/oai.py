"""Following an OAI-PMH 2.0 repository that gives records as CTDL in RDF/XML (`ctdl_rdf`).

A list is asked for from the time of the first answer of the run before, as the protocol says, or
from the day where the repository counts in days. A token is kept once its page is taken, so a run
that was cut off goes on there; where the token is not known any more, the list begins again.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

import pyoxigraph as ox
from lxml import etree

from app.services.harvesting.items import Aside, Batch, Item, SourceFailed, instant, now
from app.services.harvesting.xml_reading import ACCEPT, read_xml
from app.services.polite_web import PoliteWeb
from ctdl.ctid import CTID, CTID_PATTERN
from ctdl.errors import RegistryError
from ctdl.findings import DocumentError
from ctdl.from_triples import document_of

OAI: Final = "http://www.openarchives.org/OAI/2.0/"
PREFIX: Final = "ctdl_rdf"
MOST_PAGES: Final = 1_000_000
MOST_BEGINNINGS: Final = 3
"""How often in a run a list may begin again because a token is not known any more."""
_NAMES: Final = {"o": OAI}
_DAYS: Final = "YYYY-MM-DD"
_CTID: Final = ox.NamedNode("https://purl.org/ctdl/terms/ctid")


class _TokenForgottenError(RegistryError):
    """The repository does not know a resumption token any more."""


@dataclass(frozen=True)
class _Answer:
    """A page of a list: its records, and the token that leads on."""

    at: str
    records: tuple[etree._Element, ...]
    token: str


@dataclass
class OAISource:
    """The repository at the base address `url`."""

    url: str
    web: PoliteWeb
    kind: str = field(default="oai", init=False)

    def batches(self, cursor: Mapping[str, Any]) -> Iterator[Batch]:
        """The records stamped since the last run, page by page."""
        in_days = self._granularity() == _DAYS
        since, following, token = (
            str(cursor.get(name, "")) for name in ("from", "next_from", "token")
        )
        beginnings, given = 0, {token}
        before: tuple[tuple[str, str], ...] = ()
        for _ in range(MOST_PAGES):
            try:
                answer = self._list(since, token)
            except _TokenForgottenError as error:
                beginnings += 1
                if beginnings >= MOST_BEGINNINGS:
                    raise SourceFailed(str(error)) from error
                token, given, before = "", {""}, ()
                continue
            following = following or _from(answer.at, in_days)
            items, asides = _read(answer.records)
            page = (
                *((each.identifier, each.at) for each in items),
                *((each.identifier, each.at) for each in asides),
            )
            if answer.token in given - {""} or (page and page == before):
                raise SourceFailed(f"{self.url} leads in a circle: it gives the same page again.")
            token, before = answer.token, page
            given.add(token)
            kept = {"from": since, "next_from": following, "token": token}
            yield Batch(items, kept if token else {"from": following}, asides)
            if not token:
                return
        raise SourceFailed(f"{self.url} has more than {MOST_PAGES:,} pages: it may not end.")

    def _granularity(self) -> str:
        root = self._ask({"verb": "Identify"})
        return _text(root, "o:Identify/o:granularity")

    def _list(self, since: str, token: str) -> _Answer:
        asked = {"verb": "ListRecords"}
        if token:
            asked |= {"resumptionToken": token}
        else:
            asked |= {"metadataPrefix": PREFIX} | ({"from": since} if since else {})
        root = self._ask(asked)
        return _Answer(
            _text(root, "o:responseDate"),
            tuple(root.iterfind("o:ListRecords/o:record", _NAMES)),
            _text(root, "o:ListRecords/o:resumptionToken"),
        )

    def _ask(self, asked: Mapping[str, str]) -> etree._Element:
        mark = "&" if "?" in self.url else "?"
        page = self.web.fetch(f"{self.url}{mark}{urlencode(asked)}", ACCEPT)
        root = read_xml(page)
        if root.tag != f"{{{OAI}}}OAI-PMH":
            raise SourceFailed(
                f"{page.url} answers with <{etree.QName(root).localname}>, not with <OAI-PMH>: give"
                " the base address of the repository, such as .../oai."
            )
        error = root.find("o:error", _NAMES)
        if error is not None:
            _raise(self.url, error.get("code", ""), (error.text or "").strip())
        return root


def _raise(url: str, code: str, message: str) -> None:
    """Raise what an error of the protocol means; that nothing has changed is none."""
    if code == "noRecordsMatch":
        return
    told = f"{url} answers {code}: {message[:200]}"
    if code == "badResumptionToken":
        raise _TokenForgottenError(told)
    if code == "cannotDisseminateFormat":
        told += f" Only repositories with the format {PREFIX} can be followed."
    raise SourceFailed(told)


def _from(at: str, in_days: bool) -> str:
    """Where the next run begins; a repository whose clock runs ahead must not make us deaf."""
    first = min(instant(at), now())
    return first[:10] if in_days else f"{first[:19]}Z"


def _read(records: tuple[etree._Element, ...]) -> tuple[tuple[Item, ...], tuple[Aside, ...]]:
    items, asides = [], []
    for record in records:
        identifier = _text(record, "o:header/o:identifier")
        at = instant(_text(record, "o:header/o:datestamp"))
        header = record.find("o:header", _NAMES)
        if header is not None and header.get("status") == "deleted":
            items.append(Item(identifier, at, ctid=_ctid_at_end(identifier)))
            continue
        try:
            items.append(_item(record, identifier, at))
        except (DocumentError, SyntaxError, ValueError) as error:
            asides.append(Aside(identifier, str(error)[:500], at))
    return tuple(items), tuple(asides)


def _text(parent: etree._Element, path: str) -> str:
    return (parent.findtext(path, "", _NAMES) or "").strip()


def _item(record: etree._Element, identifier: str, at: str) -> Item:
    [metadata] = record.findall("o:metadata/*", _NAMES) or [None]
    if metadata is None:
        raise ValueError("The record has no metadata, and is not deleted either.")
    rdf = etree.tostring(metadata, with_tail=False)
    triples = list(ox.parse(rdf, format=ox.RdfFormat.RDF_XML))
    main, ctid = _main(triples, identifier)
    return Item(identifier, at, document_of(triples, main), ctid=ctid)


def _main(triples: list[ox.Quad], identifier: str) -> tuple[str, CTID]:
    """The resource that the record is about: the one with its identifier, or the one with a CTID.

    A document describes other things with CTIDs as well, such as the levels of a framework.
    """
    stated: dict[str, CTID] = {}
    for each in triples:
        if each.predicate == _CTID and isinstance(each.subject, ox.NamedNode):
            ctid = getattr(each.object, "value", "")
            if CTID_PATTERN.fullmatch(ctid):
                stated[each.subject.value] = CTID(ctid)
    if identifier in stated:
        return identifier, stated[identifier]
    ending = _ctid_at_end(identifier)
    found = [iri for iri, ctid in stated.items() if ending in (None, ctid)]
    if len(found) != 1:
        raise ValueError(
            f"The identifier {identifier[:200]} does not tell which of {len(found)} resources with"
            " a ceterms:ctid the record is about."
        )
    return found[0], stated[found[0]]


def _ctid_at_end(identifier: str) -> CTID | None:
    """The CTID in an identifier such as oai:registry.example:ce-..."""
    tail = re.split(r"[/:#]", identifier)[-1]
    return CTID(tail) if CTID_PATTERN.fullmatch(tail) else None
