"""The names that typed text is completed to, as a view: titles, and those who provide."""

from collections.abc import Iterable, Iterator, Sequence

from app.services.families import ORGANIZATION, SEARCHED, family_of
from app.services.registry import Registry
from app.services.revisions import Revision
from app.services.views.base import last_of_each
from app.store.log import LoggedChange
from ctdl.ctid import CTID
from ctdl.records import CredentialRecord, OrganizationRecord, Record
from search_index.completion import CompletionDocument, NamesDamaged

_MOST_OTHERS = 40


class SuggestView:
    """Names by which records are reached while somebody types."""

    name = "suggest"

    def __init__(self, registry: Registry) -> None:
        self._names = registry.record_names

    def reached(self) -> int:
        """The number of the last change it shows; 0 when it must be made again."""
        try:
            return self._names.number()
        except NamesDamaged:
            return 0

    def limit(self) -> int | None:
        """It depends on no other view: counts are looked up when they are needed."""
        return None

    def covers(self, resource_type: str) -> bool:
        """It shows what is found by search and who may provide it."""
        return family_of(resource_type) in (*SEARCHED, ORGANIZATION)

    def apply(self, changes: Sequence[LoggedChange]) -> None:
        """Show the names that these changes leave."""
        covered = [each for each in last_of_each(changes) if self.covers(each.resource_type)]
        self._names.apply(
            (_document(each) for each in covered if not each.is_withdrawal),
            [each.ctid for each in covered if each.is_withdrawal],
            changes[-1].number,
        )

    def rebuild(self, changes: Iterable[LoggedChange], number: int) -> None:
        """Write all names again, then point readers to them."""
        live = (
            each for each in changes if not each.is_withdrawal and self.covers(each.resource_type)
        )
        self._names.create()
        self._names.rebuild(map(_document, live), number)

    def entries(self) -> Iterator[tuple[CTID, str]]:
        """Each record that is offered, with the revision its names are from."""
        for ctid, revision in self._names.entries():
            yield CTID(ctid), revision

    def faults(self, changes: Iterable[LoggedChange]) -> Iterator[str]:
        """Names are a part of the revision, which `entries` gives."""
        return iter(())


def _document(change: LoggedChange) -> CompletionDocument:
    record = Revision(change).record
    kind = "provider" if family_of(change.resource_type) == ORGANIZATION else "credential"
    others = dict.fromkeys(_other_names(record))
    return CompletionDocument(
        change.ctid, change.sha256, kind, dict(record.name), tuple(others)[:_MOST_OTHERS]
    )


def _other_names(record: Record) -> Iterator[str]:
    """Alternate names, and the codes that a record is known by."""
    if isinstance(record, CredentialRecord | OrganizationRecord):
        for text in record.alternate_names:
            yield from (value for value in text.values() if value)
        yield from (each.value for each in record.identifiers)
