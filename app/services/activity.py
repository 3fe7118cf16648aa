"""The log in pages, for whoever follows it: a full page never changes again."""

from dataclasses import dataclass

from app.services.registry import Registry
from app.store import log
from app.store.log import LoggedChange
from app.store.models import LARGEST_NUMBER
from ctdl.errors import RegistryError

PAGE = 100


class NoSuchLogPage(RegistryError):
    """The log has not come to this page yet, or pages do not begin with this number."""


@dataclass(frozen=True)
class LogPage:
    """Entries of the log, oldest first; `last` is the number of the last page there is."""

    number: int
    entries: tuple[LoggedChange, ...]
    last: int

    @property
    def is_closed(self) -> bool:
        """Whether it is full and followed by another, so that nothing of it changes any more."""
        return self.number < self.last


def newest(registry: Registry) -> int:
    """The number of the newest entry, which is how many there are."""
    return log.latest_number(registry.database)


def last_page(entries: int) -> int:
    """The number of the last page of so many entries; 0 where there are none."""
    return -(-entries // PAGE)


@dataclass(frozen=True)
class Span:
    """A stretch of the log: its number from 1, when its first entry was made, and its last.

    `until` is None while more may come.
    """

    number: int
    since: str
    until: str | None


def spans(registry: Registry, size: int, first: int = 1, most: int | None = None) -> list[Span]:
    """The log in stretches of so many entries, from one of them on; none before it is begun."""
    with registry.database.reading() as connection:
        entries = log.newest_number(connection)
        last = -(-entries // size)
        if most is not None:
            last = min(last, first + most - 1)
        wanted = range(first, last + 1)
        begun = [(each - 1) * size + 1 for each in wanted]
        ended = [each * size for each in wanted]
        known: dict[int, str] = {}
        for part in log.in_parts([*begun, *ended]):
            known.update(log.instants(connection, part))
    return [
        Span(each, known[since], known.get(until) if until < entries else None)
        for each, since, until in zip(wanted, begun, ended, strict=True)
    ]


def latest(registry: Registry) -> list[LoggedChange]:
    """As many of the newest entries as a page has, oldest first."""
    with registry.database.reading() as connection:
        newest = log.newest_number(connection)
        return log.entries_after(connection, max(0, newest - PAGE), PAGE)


def page(registry: Registry, number: int) -> LogPage:
    """The page of this number, from 1; entries are numbered without gaps, so it is a range."""
    if not 1 <= number <= LARGEST_NUMBER // PAGE:
        raise NoSuchLogPage(f"There is no page {number}: pages are numbered from 1.")
    with registry.database.reading() as connection:
        entries = log.newest_number(connection)
        found = log.entries_after(connection, (number - 1) * PAGE, PAGE)
    if not found:
        raise NoSuchLogPage(f"There is no page {number} yet: the last is {last_page(entries)}.")
    return LogPage(number, tuple(found), last_page(entries))
