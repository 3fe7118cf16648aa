"""Following a site by its sitemap: the credentials and courses that its pages state as schema.org.

A page is read again when the sitemap says that it changed, or says nothing. Facts come over as
`registry import` reads them (docs/importing.md). What stands at another page of the sitemap is left
to that page; of pages in several languages that state the same record, the first has it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from app.services.board_rows import web_address
from app.services.harvesting.items import Aside, Batch, Item, now
from app.services.harvesting.known_pages import KnownPages, organization_at, part_of
from app.services.harvesting.sitemap_reading import read_sitemap
from app.services.polite_web import NotFetched, Page, PoliteWeb
from app.store.harvest_sources import KnownItem
from ctdl.ctid import CTID
from ctdl.findings import DocumentError
from ctdl.mapping import MAX_PAGE_BYTES, import_document
from ctdl.mapping.organizations import PROVIDER, QUALITY_BODY

AT_ONCE: Final = 20
"""Pages whose records are taken together; so many at most are read again after a cut."""
MOST_FAILURES: Final = 3
"""Pages one after the other that do not answer, until the site is left alone."""
_ACCEPT: Final = "text/html, application/xhtml+xml;q=0.9"
_HTML: Final = frozenset({"text/html", "application/xhtml+xml"})
_NOTHING_STATED: Final = frozenset({"IMPORT_NOTHING_FOUND", "IMPORT_FORMAT_UNKNOWN"})
_ORGANIZATIONS: Final = frozenset({PROVIDER, QUALITY_BODY})

Document = dict[str, Any]
Found = list[Item | Aside]


@dataclass(frozen=True)
class _Described:
    """What a page describes, organisations first, and who says so."""

    documents: list[Document]
    asserted_by: str | None = None


@dataclass
class SitemapSource:
    """The site whose sitemap is at `url`.

    `known` are its pages as they were found before; `recognise` names organisations by the records
    that the registry has of them.
    """

    url: str
    web: PoliteWeb
    known: Callable[[], Iterable[KnownItem]]
    recognise: Callable[[list[Document]], list[Document]] = lambda documents: documents
    kind: str = field(default="sitemap", init=False)

    def batches(self, cursor: Mapping[str, Any]) -> Iterator[Batch]:
        """What became of the pages that changed, and of those that are gone.

        Nothing counts as gone where a part of the sitemap could not be read: the error of that part
        is raised once all else is taken.
        """
        # Whoever begins without a cursor wants every page again, whatever is known of it.
        begun, is_anew = cursor.get("begun", f"{now()[:23]}Z"), cursor.get("anew", not cursor)
        run = {"begun": begun, "anew": is_anew}
        sitemap = read_sitemap(self.url, self.web)
        pages = KnownPages.of(self.known(), sitemap.pages)
        due = [page for page in sitemap.pages if pages.is_due(page, begun, is_anew)]
        failures = 0
        for start in range(0, len(due), AT_ONCE):
            found: Found = []
            for page in due[start : start + AT_ONCE]:
                try:
                    answer = self.web.fetch(page, _ACCEPT, MAX_PAGE_BYTES)
                except NotFetched as error:
                    failures = failures + 1 if error.may_be_tried_again else 0
                    found += _not_read(page, error, pages)
                    if failures == MOST_FAILURES:
                        yield _batch(found, run)
                        raise
                else:
                    failures = 0
                    found += self._read(page, answer, pages)
            yield _batch(found, run)
        done = {"done": begun}
        if not sitemap.is_whole:
            yield _batch(sitemap.asides, run if is_anew else done)
            raise sitemap.failures[0]
        reason = f"Its page is not in the sitemap {self.url} any more."
        gone = [_taken_back(*each, reason) for each in pages.gone().items()]
        yield _batch([*sitemap.asides, *gone], done)

    def _read(self, page: str, answer: Page, pages: KnownPages) -> Found:
        at, before = pages.listed[page] or now(), pages.records_of(page)
        try:
            described = self._described(page, answer)
        except DocumentError as error:
            return [Aside(page, str(error), at, ctid=before.get(page))]
        if not described.documents and before:
            # It may be a page about a fault of the site, with status 200.
            message = "It describes no credential or course any more; what it described stays."
            return [Aside(page, message, at, ctid=before.get(page))]
        found: Found = list(_items(page, at, described, pages))
        stated = {each.ctid for each in found}
        if not found:
            first = next(map(_ctid, described.documents), None)
            message = "It describes no credential or course of its own."
            found.append(Aside(page, message, at, is_expected=True, ctid=first))
        for identifier, ctid in before.items():
            if ctid not in stated:
                name = part_of(page, ctid) if identifier == page else identifier
                found.append(_taken_back(name, ctid, "Its page does not describe it any more."))
        return found

    def _described(self, page: str, answer: Page) -> _Described:
        if answer.content_type not in _HTML:
            return _Described([])
        try:
            imported = import_document(answer.body, format="schema-org", address=page)
        except DocumentError as error:
            if {each.code for each in error.findings} <= _NOTHING_STATED:
                return _Described([])
            raise
        return _Described(
            self.recognise(imported.documents), imported.provenance.default.asserted_by
        )


def _items(page: str, at: str, described: _Described, pages: KnownPages) -> Iterator[Item]:
    """The records that the page has, the first of them its own, and organisations it names."""
    records = [
        each
        for each in described.documents
        if not _is_organization(each)
        and not _is_elsewhere(each, page, pages.listed)
        and pages.take(_ctid(each), page)
    ]
    if not records:
        return
    for each in described.documents:
        ctid = _ctid(each)
        if _is_organization(each):
            if not pages.take(ctid, page):
                continue
            identifier = organization_at(page, ctid)
        elif each in records:
            identifier = page if each is records[0] else part_of(page, ctid)
        else:
            continue
        yield Item(identifier, at, each, ctid=ctid, asserted_by=described.asserted_by)


def _not_read(page: str, error: NotFetched, pages: KnownPages) -> Found:
    before = pages.records_of(page)
    if error.answer.outcome != "gone":
        return [Aside(page, str(error), ctid=before.get(page))]
    if not before:
        return [Aside(page, str(error), pages.listed[page] or now(), is_expected=True)]
    reason = f"Its page answers with status {error.answer.status}."
    return [_taken_back(*each, reason) for each in before.items()]


def _taken_back(identifier: str, ctid: CTID, reason: str) -> Item:
    return Item(identifier, now(), reason=reason, ctid=ctid)


def _batch(found: Iterable[Item | Aside], cursor: Mapping[str, Any]) -> Batch:
    listed = list(found)
    return Batch(
        tuple(each for each in listed if isinstance(each, Item)),
        cursor,
        tuple(each for each in listed if isinstance(each, Aside)),
    )


def _is_elsewhere(document: Document, page: str, listed: Mapping[str, str]) -> bool:
    """Whether the record names other pages of the sitemap as its own, and not this one."""
    main = document["@graph"][0]
    stated = [*main.get("ceterms:sameAs", ()), main.get("ceterms:subjectWebpage", "")]
    addresses = {web_address(each) for each in stated} - {None}
    return page not in addresses and any(each in listed for each in addresses)


def _is_organization(document: Document) -> bool:
    stated = document["@graph"][0]["@type"]
    return not _ORGANIZATIONS.isdisjoint([stated] if isinstance(stated, str) else stated)


def _ctid(document: Document) -> CTID:
    return CTID(document["@graph"][0]["ceterms:ctid"])
