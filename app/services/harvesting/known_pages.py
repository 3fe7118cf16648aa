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
    _rows: Mapping[str, KnownItem]
    _taken: Mapping[str, dict[str, CTID]]
    _holders: dict[str, str]

    @classmethod
    def of(cls, known: Iterable[KnownItem], listed: Mapping[str, str]) -> "KnownPages":
        """What is known where a sitemap lists these pages."""
        rows = {each.identifier: each for each in known}
        taken: dict[str, dict[str, CTID]] = {}
        holders: dict[str, str] = {}
        for row in rows.values():
            page = row.identifier.partition("#")[0]
            if row.record is None or row.outcome in {*_GONE, NO_RECORD}:
                continue
            if page in listed:
                holders[row.record] = page
            # An organisation outlives the pages that name it.
            if row.outcome not in _NOT_OURS and _ORGANIZATION not in row.identifier:
                taken.setdefault(page, {})[row.identifier] = CTID(row.record)
        return cls(listed, rows, taken, holders)

    def is_due(self, page: str, begun: str, is_anew: bool) -> bool:
        """Whether a page has to be read in the run that began at an instant."""
        row = self._rows.get(page)
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

    def records_of(self, page: str) -> Mapping[str, CTID]:
        """The records that came from a page, by their identifiers."""
        return self._taken.get(page, {})

    def gone(self) -> dict[str, CTID]:
        """The records whose pages the sitemap lists no more, nor another page with the same."""
        return {
            identifier: ctid
            for page, records in self._taken.items()
            if page not in self.listed
            for identifier, ctid in records.items()
            if ctid not in self._holders
        }
