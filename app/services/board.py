"""The operator's board: what records leave open, what has passed, and what does not agree.

All of it is made from published facts, so all of it is open to everybody (docs/adr/0023).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.services.names import names
from app.services.reading import summaries
from app.services.registry import Registry
from app.services.revisions import Revision
from app.services.summaries import Named, Summary
from app.store import board_lists, catalogue, log
from app.store.board_lists import (
    CONFLICTS,
    DEAD_LINKS,
    RECENT,
    ChangeLine,
    ConflictLine,
    Line,
    LinkLine,
    Narrowing,
    RecordLine,
)
from app.store.database import Connection
from ctdl.ctid import CTID, CTID_PATTERN
from ctdl.errors import RegistryError
from ctdl.language import folded
from ctdl.provenance import Statement

LISTS = (*board_lists.OF_RECORDS, CONFLICTS, DEAD_LINKS, RECENT)
"""The lists of the board, by the last part of their address."""

PAGE = 50
MOST_DISAGREEMENTS = 20
"""How many statements that do not agree the page of one record shows."""

BATCH = 1000
FILTERS = ("provider", "country", "type", "publisher", "kind")


class UnknownList(RegistryError):
    """The board has no list of that name."""


@dataclass(frozen=True)
class BoardFilters:
    """What a list is narrowed to; `provider` is a CTID or a part of a name."""

    provider: str = ""
    country: str = ""
    type: str = ""
    publisher: str = ""
    kind: str = ""

    def stated(self) -> dict[str, str]:
        """The filters in force."""
        return {name: value for name, value in vars(self).items() if value}


@dataclass(frozen=True)
class RecordItem:
    """A record on a list: the day that has passed, or the required properties that are missing."""

    summary: Summary
    publisher: str
    day: str | None
    missing: tuple[str, ...]


@dataclass(frozen=True)
class ConflictItem:
    """Two statements that cannot both be right, who makes them, and their dates in `detail`."""

    kind: str
    subject: Named
    record: Named
    other: Named | None
    agent: Named | None
    detail: Mapping[str, Any]
    publisher: str


@dataclass(frozen=True)
class Disagreement:
    """Such statements as the page of one of the records shows them, and the records' sources."""

    item: ConflictItem
    sources: Mapping[CTID, Statement]


@dataclass(frozen=True)
class LinkItem:
    """A dead link of a record, and what the last check found."""

    summary: Summary
    publisher: str
    link: LinkLine


@dataclass(frozen=True)
class ChangeItem:
    """A publication, change or withdrawal."""

    record: Named
    publisher: str
    change: ChangeLine


Item = RecordItem | ConflictItem | LinkItem | ChangeItem


@dataclass(frozen=True)
class BoardPage:
    """One page of a list, with the values that its filters can take."""

    list: str
    filters: BoardFilters
    total: int
    page: int
    pages: int
    items: tuple[Item, ...]
    types: tuple[str, ...]
    countries: tuple[str, ...]
    publishers: Mapping[str, str]
    kinds: tuple[str, ...]


def counts(registry: Registry, today: date, filters: BoardFilters | None = None) -> dict[str, int]:
    """How many entries each list has today."""
    with registry.database.reading() as connection:
        found = board_lists.counts(connection, today.isoformat(), _narrowing(filters))
    return {name: found[name] for name in LISTS}


def page(
    registry: Registry, name: str, today: date, filters: BoardFilters | None = None, number: int = 1
) -> BoardPage:
    """One page of a list; raises UnknownList."""
    _require_list(name)
    day, narrowed = today.isoformat(), _narrowing(filters)
    with registry.database.reading() as connection:
        total = board_lists.count(connection, name, day, narrowed)
        first = (number - 1) * PAGE
        found = board_lists.lines(connection, name, day, narrowed, first, PAGE)
        options = board_lists.options(connection, name, day)
        countries = catalogue.country_counts(connection, "organization")
    return BoardPage(
        list=name,
        filters=filters or BoardFilters(),
        total=total,
        page=number,
        pages=-(-total // PAGE),
        items=tuple(_items(registry, found)),
        types=tuple(sorted(options.types)),
        countries=tuple(sorted(countries)),
        publishers=options.publishers,
        kinds=tuple(sorted(options.kinds)),
    )


def items(
    registry: Registry, name: str, today: date, filters: BoardFilters | None = None
) -> Iterator[Item]:
    """Every entry of a list in its order; raises UnknownList."""
    _require_list(name)
    day, narrowed, after = today.isoformat(), _narrowing(filters), 0
    while True:
        with registry.database.reading() as connection:
            found = board_lists.lines(connection, name, day, narrowed, after, BATCH)
        yield from _items(registry, found)
        after += len(found)
        if len(found) < BATCH:
            return


def conflicts_of(registry: Registry, ctid: CTID, today: date) -> tuple[Disagreement, ...]:
    """What other records state about a thing that cannot be right together with its own record.

    Each comes with who stated the facts of the records on both sides, and where.
    """
    with registry.database.reading() as connection:
        found = board_lists.conflicts_of(connection, ctid, today.isoformat(), MOST_DISAGREEMENTS)
    told = [each for each in _items(registry, found) if isinstance(each, ConflictItem)]
    sides = {side for line in found for side in (line.record, line.other) if side}
    changes = log.newest_of(registry.database, sides)
    sources = {change.ctid: Revision(change).provenance.default for change in changes}
    return tuple(Disagreement(each, sources) for each in told)


def _require_list(name: str) -> None:
    if name not in LISTS:
        raise UnknownList(f"The board has no list {name!r}; its lists are {', '.join(LISTS)}.")


def _narrowing(filters: BoardFilters | None) -> Narrowing:
    filters = filters or BoardFilters()
    is_ctid = CTID_PATTERN.fullmatch(filters.provider) is not None
    return Narrowing(
        provider=filters.provider if is_ctid else "",
        provider_words="" if is_ctid else folded(filters.provider),
        country=filters.country,
        type=filters.type,
        publisher=filters.publisher,
        kind=filters.kind,
    )


def _items(registry: Registry, found: Sequence[Line]) -> Iterator[Item]:
    """The lines of a list with the names that records and publishers have now."""
    listed = [line for line in found if isinstance(line, RecordLine | LinkLine)]
    known = summaries(registry, [line.ctid for line in listed])
    with registry.database.reading() as connection:
        publishers = board_lists.publisher_names(connection, {line.publisher for line in found})
        called = _names(connection, found)
    for line in found:
        publisher = publishers[line.publisher]
        if isinstance(line, ConflictLine):
            yield _conflict(line, called, publisher)
        elif isinstance(line, ChangeLine):
            yield ChangeItem(_named(called, line.ctid), publisher, line)
        elif isinstance(line, LinkLine):
            yield LinkItem(known[line.ctid], publisher, line)
        else:
            missing = tuple(dict.fromkeys(line.missing.split()))
            yield RecordItem(known[line.ctid], publisher, line.day, missing)


def _names(connection: Connection, found: Sequence[Line]) -> dict[CTID, Named]:
    wanted: set[CTID] = set()
    for line in found:
        if isinstance(line, ChangeLine):
            wanted.add(line.ctid)
        elif isinstance(line, ConflictLine):
            sides = (line.subject, line.record, line.other, line.agent)
            wanted.update(each for each in sides if each is not None)
    return names(connection, wanted)


def _conflict(line: ConflictLine, called: Mapping[CTID, Named], publisher: str) -> ConflictItem:
    return ConflictItem(
        kind=line.kind,
        subject=_named(called, line.subject),
        record=_named(called, line.record),
        other=_named(called, line.other) if line.other else None,
        agent=_named(called, line.agent) if line.agent else None,
        detail=json.loads(line.detail),
        publisher=publisher,
    )


def _named(called: Mapping[CTID, Named], ctid: CTID) -> Named:
    return called.get(ctid, Named(ctid, {}))
