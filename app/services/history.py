"""The history of a record: its revisions, each as it was, and which of them held at an instant."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import zip_longest

from app.services import own_records, reading
from app.services.reading import RecordNotFound, StoredRecord
from app.services.registry import Registry
from app.services.revision_changes import Changes, changes_between
from app.services.revisions import Revision
from app.services.summaries import Named
from app.store import catalogue, history, log
from app.store.history import Neighbours, RevisionRow
from app.store.log import LoggedChange
from app.store.models import LARGEST_NUMBER
from ctdl.ctid import CTID
from ctdl.errors import RegistryError

A_PAGE = 20
"""How many revisions one page tells of."""

MOST_COMPARED = 1_000_000
"""How many characters of documents one page compares; larger revisions are told without words."""

MOST_NAMES = 200
"""For how many records that a revision refers to their names of that time are looked up."""


class NoSuchRevision(RegistryError):
    """The record has no revision of this number."""


@dataclass(frozen=True)
class Told:
    """A revision in the list; `changes` is None where nothing came before or it was not compared.

    `is_compared` is False where the documents were too long to be compared on a page.
    """

    revision: Revision
    changes: Changes | None
    is_compared: bool = True


@dataclass(frozen=True)
class HistoryPage:
    """Some revisions of a record, newest first; `names` are of the publishers in them."""

    ctid: CTID
    newest: Revision
    told: tuple[Told, ...]
    names: dict[str, str]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class PinnedRevision:
    """One revision as it was, and what stands around it."""

    stored: StoredRecord
    around: Neighbours
    changes: Changes | None
    names: dict[str, str]
    """The names of the publishers."""

    @property
    def is_newest(self) -> bool:
        """Whether no later revision exists."""
        return self.around.newest.number == self.stored.number


def record_of(registry: Registry, ctid: CTID) -> CTID:
    """The record whose document describes `ctid`, live or withdrawn; raises RecordNotFound."""
    with registry.database.reading() as connection:
        if history.count(connection, ctid):
            return ctid
        row = catalogue.resources(connection, [ctid]).get(ctid)
    if row is None:
        raise RecordNotFound(f"There is no record {ctid} in this registry.")
    return row.record


def newest(registry: Registry, ctid: CTID) -> Revision:
    """The newest revision of a record, a withdrawal too; raises RecordNotFound."""
    change = log.newest_change(registry.database, ctid)
    if change is None:
        raise RecordNotFound(f"There is no record {ctid} in this registry.")
    return Revision(change)


def newest_of_all(registry: Registry, ctids: Iterable[CTID]) -> dict[CTID, Revision]:
    """The newest revisions of these records, withdrawals too."""
    return {each.ctid: Revision(each) for each in log.newest_of(registry.database, ctids)}


def history_page(registry: Registry, ctid: CTID, page: int) -> HistoryPage:
    """A page of the revisions of a record with what each changed; raises RecordNotFound."""
    latest = newest(registry, ctid)
    with registry.database.reading() as connection:
        total = history.count(connection, ctid)
        # One more than is shown: the last one shown is compared with it.
        found = history.newest_first(connection, ctid, (page - 1) * A_PAGE, A_PAGE + 1)
    told = tuple(_told(found))[:A_PAGE]
    return HistoryPage(
        ctid=ctid,
        newest=latest,
        told=told,
        names=_publishers(registry, (each.revision.change for each in told), told),
        total=total,
        page=page,
        pages=max(1, -(-total // A_PAGE)),
    )


def pinned(registry: Registry, ctid: CTID, number: int) -> PinnedRevision:
    """The revision that change `number` made of the record; raises NoSuchRevision."""
    change = _change(registry, ctid, number)
    with registry.database.reading() as connection:
        around = history.neighbours(connection, ctid, number)
        before = log.change(connection, around.previous.number) if around.previous else None
    revision = Revision(change)
    is_short = before is not None and _length(before, change) <= MOST_COMPARED
    changes = changes_between(Revision(before), revision) if before and is_short else None
    told = (Told(revision, changes),)
    names = _publishers(registry, [change], told)
    stored = StoredRecord(ctid, revision, around.first.at, names[change.publisher])
    return PinnedRevision(stored, around, changes, names)


def names_then(registry: Registry, ctids: Iterable[CTID], number: int) -> dict[CTID, Named]:
    """What these things were called when change `number` was made.

    A thing without a record of its own (a concept, a level) has the name it has now.
    """
    wanted = set(ctids)
    found = reading.named(registry, wanted)
    with registry.database.reading() as connection:
        then = history.as_of(connection, sorted(wanted)[:MOST_NAMES], number)
    for change in then:
        name = Revision(change).record.name
        found[change.ctid] = Named(change.ctid, name, change.resource_type, change.is_withdrawal)
    return found


def held_at(registry: Registry, ctid: CTID, instant: datetime) -> RevisionRow:
    """The revision that was in force at an instant, or the first where none was yet.

    Instants of HTTP have whole seconds, so what was made within the second counts as made by then;
    what is asked for from before the first revision gets the first (RFC 7089, section 4.5.3).
    """
    end = (instant.astimezone(UTC).replace(microsecond=0) + timedelta(seconds=1)).isoformat(
        timespec="milliseconds"
    )
    with registry.database.reading() as connection:
        found = history.before_instant(connection, ctid, end.replace("+00:00", "Z"))
        return found or history.oldest_first(connection, ctid, 0, 1)[0]


def revisions(
    registry: Registry, ctid: CTID, page: int, size: int
) -> tuple[int, list[RevisionRow]]:
    """How many revisions a record has, and some of them, oldest first."""
    with registry.database.reading() as connection:
        total = history.count(connection, ctid)
        return total, history.oldest_first(connection, ctid, (page - 1) * size, size)


def ends(registry: Registry, ctid: CTID) -> tuple[RevisionRow, RevisionRow]:
    """The first and the newest revision of a record that has any."""
    with registry.database.reading() as connection:
        newest_number = history.newest_first(connection, ctid, 0, 1)[0].number
        around = history.neighbours(connection, ctid, newest_number)
    return around.first, around.newest


def _change(registry: Registry, ctid: CTID, number: int) -> LoggedChange:
    change = None
    with registry.database.reading() as connection:
        if 1 <= number <= LARGEST_NUMBER:
            change = log.change(connection, number)
    if change is None or change.ctid != ctid:
        shown = str(number) if number <= LARGEST_NUMBER else "of that size"
        raise NoSuchRevision(f"{ctid} has no revision {shown}: its history lists those it has.")
    return change


def _told(found: list[LoggedChange]) -> Iterable[Told]:
    """Each revision with what it changed; the last has nothing to be compared with here."""
    left = MOST_COMPARED
    revisions = [Revision(each) for each in found]
    for revision, before in zip_longest(revisions, revisions[1:]):
        if before is None:
            yield Told(revision, None)
            continue
        left -= _length(before.change, revision.change)
        if left < 0:
            yield Told(revision, None, is_compared=False)
        else:
            yield Told(revision, changes_between(before, revision))


def _length(before: LoggedChange, after: LoggedChange) -> int:
    return len(before.document) + len(after.document)


def _publishers(
    registry: Registry, changes: Iterable[LoggedChange], told: Iterable[Told]
) -> dict[str, str]:
    wanted = {name for each in changes for name in (each.publisher, each.published_by or "")}
    for each in told:
        wanted |= set((each.changes.keeper or ()) if each.changes else ())
    return own_records.publisher_names(registry, wanted - {""})
