"""What somebody who watches records wants to hear of: changes of status, quality and level only."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final, Literal

from app.services import own_records
from app.services.families import ACTION, family_of
from app.services.history import MOST_COMPARED
from app.services.registry import Registry
from app.services.revision_changes import Changes, changes_between
from app.services.revisions import Revision
from app.store import catalogue, history
from app.store.log import LoggedChange
from ctdl.ctid import CTID

Reason = Literal["published", "withdrawn", "restored", "status", "quality", "level"]

MOST: Final = 50
"""How many events a feed holds."""

LOOKED_AT: Final = 200
"""How many of the newest changes are looked at for those that count."""

MOST_RECORDS: Final = 2000
"""How many records one feed follows."""

_PROVIDED: Final = ("ceterms:ownedBy", "ceterms:offeredBy")
_REASONS: Final[dict[str, Reason]] = {"status": "status", "level": "level"}
_PROPERTIES: Final[dict[str, Reason]] = {
    "ceterms:atLevel": "level",
    "ceterms:credentialStatusType": "status",
    "ceterms:lifeCycleStatusType": "status",
}


@dataclass(frozen=True)
class Event:
    """A change that counts, why it does, and what it changed where something was there before."""

    revision: Revision
    reasons: tuple[Reason, ...]
    changes: Changes | None
    previous: LoggedChange | None


@dataclass(frozen=True)
class Watched:
    """The events of some records, newest first; `names` are of the publishers."""

    events: tuple[Event, ...]
    names: dict[str, str]


def of_provider(registry: Registry, ctid: CTID) -> list[CTID]:
    """An organization and the records that it awards or offers."""
    with registry.database.reading() as connection:
        edges = catalogue.edges_to(connection, [ctid], _PROVIDED)
    return [ctid, *dict.fromkeys(edge.record for edge in edges if edge.record != ctid)]


def newest_change(registry: Registry, ctids: Collection[CTID]) -> LoggedChange | None:
    """The newest change of these records and of the statements about them, of any kind."""
    wanted = _with_statements(registry, ctids)
    with registry.database.reading() as connection:
        found = history.newest_of_many(connection, wanted, 1)
    return found[0] if found else None


def events_of(registry: Registry, ctids: Collection[CTID]) -> Watched:
    """The newest changes of these records, and of statements on their quality, that count."""
    wanted = _with_statements(registry, ctids)
    with registry.database.reading() as connection:
        found = history.newest_of_many(connection, wanted, LOOKED_AT)
        numbers = [each.previous for each in found if each.previous is not None]
        before = {each.number: each for each in history.with_numbers(connection, numbers)}
    events: list[Event] = []
    for change in found:
        event = _event(change, before.get(change.previous or 0))
        if event.reasons:
            events.append(event)
        if len(events) == MOST:
            break
    writers = {each.revision.change.publisher for each in events}
    return Watched(tuple(events), own_records.publisher_names(registry, writers))


def _with_statements(registry: Registry, ctids: Collection[CTID]) -> list[CTID]:
    """The records and those in which others state something on their quality."""
    followed = list(ctids)[:MOST_RECORDS]
    with registry.database.reading() as connection:
        rows = catalogue.statements_about(connection, followed)
    sources: Iterable[CTID] = (row.record for row in rows)
    return list(dict.fromkeys([*followed, *sources]))[: 2 * MOST_RECORDS]


def _event(change: LoggedChange, before: LoggedChange | None) -> Event:
    revision = Revision(change)
    if change.kind != "updated" or before is None:
        kind: Reason = "published"
        if change.kind in ("withdrawn", "restored"):
            kind = "withdrawn" if change.is_withdrawal else "restored"
        is_statement = family_of(change.resource_type) == ACTION
        return Event(revision, (kind, "quality") if is_statement else (kind,), None, before)
    if len(before.document) + len(change.document) > MOST_COMPARED:
        return Event(revision, (), None, before)
    changes = changes_between(Revision(before), revision)
    return Event(revision, _reasons(change, changes), changes, before)


def _reasons(change: LoggedChange, changes: Changes) -> tuple[Reason, ...]:
    found: dict[Reason, None] = {}
    for each in changes.columns:
        if each.column in _REASONS:
            found[_REASONS[each.column]] = None
    for other in changes.properties:
        if other.curie in _PROPERTIES:
            found[_PROPERTIES[other.curie]] = None
    is_statement = family_of(change.resource_type) == ACTION
    if any(changes.quality) or (is_statement and (changes.columns or changes.properties)):
        found["quality"] = None
    return tuple(found)
