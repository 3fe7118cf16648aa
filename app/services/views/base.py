"""What a view of the log is."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from app.store.log import LoggedChange
from ctdl.ctid import CTID


class View(Protocol):
    """Something made from the log alone, which remembers how far it has followed it."""

    @property
    def name(self) -> str:
        """What operators call it: `registry rebuild NAME`."""

    def reached(self) -> int:
        """The number of the last change it shows."""

    def limit(self) -> int | None:
        """The last change it may show now, when it depends on another view."""

    def covers(self, resource_type: str) -> bool:
        """Whether it shows records of this class."""

    def apply(self, changes: Sequence[LoggedChange]) -> None:
        """Show these next changes; all of them or, after a crash, none."""

    def rebuild(self, changes: Iterable[LoggedChange], number: int) -> None:
        """Start from nothing with the newest changes of all records, which reach `number`."""

    def entries(self) -> Iterator[tuple[CTID, str]]:
        """Each record it shows with the SHA-256 of the revision shown, by CTID."""

    def faults(self, changes: Iterable[LoggedChange]) -> Iterator[str]:
        """Where its content differs from what these live changes say."""


def last_of_each(changes: Sequence[LoggedChange]) -> list[LoggedChange]:
    """Only the last change of each record, in the order of the log."""
    newest = {change.ctid: change for change in changes}
    return sorted(newest.values(), key=lambda change: change.number)
