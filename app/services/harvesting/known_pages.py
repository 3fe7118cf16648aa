"""What a run knows of a site's pages: as the sitemap lists them, and as they were found before.

A page may state several things. Its first has the address of the page as its identifier, any other
that address with its CTID as a fragment; organisations that it names are told apart by theirs.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from app.services.harvesting.taking import CONFLICT, NO_RECORD, OWN, UNKNOWN, WITHDRAWN
from app.store.harvest_sources import KnownItem
from ctdl.ctid import CTID

_GONE: Final = frozenset({WITHDRAWN, UNKNOWN})
_NOT_OURS: Final = frozenset({CONFLICT, OWN})
_ORGANIZATION: Final = "#organization-"


def part_of(page: str, ctid: CTID) -> str:
    """The identifier of what a page states beside its first record."""
    return f"{page}#{ctid}"


def organization_at(page: str, ctid: CTID) -> str:
    """The identifier of an organisation that a page names."""
    return f"{page}{_ORGANIZATION}{ctid}"


@dataclass
class KnownPages:
    """The pages that the sitemap lists, each with since when it is as it is, and what is known."""

    listed: Mapping[str, str]
    known: Mapping[str, KnownItem]
    _holders: dict[str, str]

    @classmethod
    def of(cls, known: Iterable[KnownItem], listed: Mapping[str, str]) -> "KnownPages":
        """What is known where a sitemap lists these pages."""
        by_identifier = {each.identifier: each for each in known}
        holders = {
            each.record: _page_of(each)
            for each in by_identifier.values()
            if each.record and each.outcome not in {*_GONE, NO_RECORD}
        }
        holders = {ctid: page for ctid, page in holders.items() if page in listed}
        return cls(listed, by_identifier, holders)

    def is_due(self, page: str, begun: str, is_anew: bool) -> bool:
        """Whether a page has to be read in the run that began at an instant."""
        row = self.known.get(page)
        if row is None or row.outcome in _GONE or not row.changed:
            return True  # it was never read, or is there again
        if row.outcome == NO_RECORD and row.record and row.record not in self._holders:
            return True  # the page that had the record is gone
        if is_anew or not self.listed[page]:
            return row.at < begun
        return row.changed != self.listed[page]

    def take(self, ctid: CTID, page: str) -> bool:
        """Whether the page has the record, because no other page of the sitemap had it before."""
        return self._holders.setdefault(ctid, page) == page

    def records_of(self, page: str) -> dict[str, CTID]:
        """The records that came from a page, by their identifiers."""
        return {
            each.identifier: CTID(each.record)
            for each in self.known.values()
            if _page_of(each) == page and _is_here(each) and each.record
        }

    def gone(self) -> dict[str, CTID]:
        """The records whose pages the sitemap lists no more, nor another page with the same."""
        return {
            each.identifier: CTID(each.record)
            for each in self.known.values()
            if _is_here(each) and each.record and _page_of(each) not in self.listed
            if each.record not in self._holders
        }


def _is_here(row: KnownItem) -> bool:
    """Whether a record was taken over; an organisation outlives the pages that name it."""
    is_record = row.outcome not in {*_GONE, *_NOT_OURS, NO_RECORD}
    return is_record and _ORGANIZATION not in row.identifier


def _page_of(row: KnownItem) -> str:
    return row.identifier.partition("#")[0]
