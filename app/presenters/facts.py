"""A fact on a page: its label, its values, and the source that is one click away from it."""

from dataclasses import dataclass

from app.presenters.formats import day
from app.presenters.links import Link, web_link
from app.presenters.text import Text
from ctdl.provenance import Provenance, Statement


@dataclass(frozen=True)
class Evidence:
    """Where a fact comes from; `number` points into the page's list of sources."""

    number: int
    source: str | None
    link: Link | None
    asserted_by: str | None
    seen: str | None
    licence: str | None
    note: str | None
    by_publisher: bool = False
    """Whether who states it is who published the record, and so needs no other source."""


@dataclass(frozen=True)
class Value:
    """One value of a fact: its text, where it leads, and what has to be known with it."""

    text: Text
    link: Link | None = None
    note: Text | None = None
    steps: tuple[bool, ...] = ()


@dataclass(frozen=True)
class Fact:
    """A labelled fact; no values means that nothing is stated, which is not "no"."""

    key: str
    label: str
    values: tuple[Value, ...] = ()
    evidence: Evidence | None = None

    @property
    def is_stated(self) -> bool:
        """Whether anything is stated."""
        return bool(self.values)


class Sources:
    """The sources of one record, numbered in the order in which its facts first use them."""

    def __init__(self, provenance: Provenance, publisher: str | None = None) -> None:
        """The sources of a record that was published by somebody of the name `publisher`."""
        self._provenance = provenance
        self._publisher = None if provenance.collected else publisher
        self._numbers: dict[Statement, Evidence] = {}

    def of(self, path: str) -> Evidence:
        """The source of the value at a property path."""
        statement = self._provenance.of(path)
        if statement not in self._numbers:
            number = len(self._numbers) + 1
            self._numbers[statement] = _evidence(statement, number, self._publisher)
        return self._numbers[statement]

    def listed(self) -> tuple[Evidence, ...]:
        """Every source that was asked for, by number."""
        return tuple(self._numbers.values())

    @property
    def collected(self) -> bool:
        """Whether the registry's operators collected these facts about somebody else."""
        return self._provenance.collected


def _evidence(statement: Statement, number: int, publisher: str | None) -> Evidence:
    return Evidence(
        number=number,
        source=statement.source,
        link=web_link(statement.source_url),
        asserted_by=statement.asserted_by,
        seen=day(statement.seen),
        licence=statement.licence,
        note=statement.note,
        by_publisher=bool(publisher) and statement.asserted_by == publisher,
    )
