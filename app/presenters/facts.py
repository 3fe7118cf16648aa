"""A fact on a page: its label, its values, and the source that is one click away from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from flask_babel import gettext

from app.presenters.formats import day
from app.presenters.levels_elsewhere import LevelElsewhere
from app.presenters.links import Link, web_link
from app.presenters.text import Text
from ctdl.language import folded
from ctdl.provenance import Provenance, Statement

Standing = Literal["", "own", "other"]
"""Who speaks: not known, whoever it is about, or a third party."""

REGISTRY: Final = "Credential Registry"


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
    standing: Standing = ""
    """Whether those whom the record is about, or of, say it themselves, or somebody else does."""


@dataclass(frozen=True)
class Value:
    """One value of a fact: its text, where it leads, and what has to be known with it."""

    text: Text
    link: Link | None = None
    note: Text | None = None
    steps: tuple[bool, ...] = ()
    elsewhere: tuple[LevelElsewhere, ...] = ()
    """What a stated level is in the frameworks that the reader chose."""
    converted: tuple[Text, ...] = ()
    """The same size in other units, each with its rule; never in place of what is stated."""


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

    def __init__(
        self, provenance: Provenance, publisher: str | None = None, own: Iterable[str] = ()
    ) -> None:
        """The sources of a record that was published by somebody of the name `publisher`.

        `own` are the names of those who speak of themselves in it: the providers of a credential,
        an organization.
        """
        self._own = frozenset(folded(each) for each in own if each)
        self._provenance = provenance
        self._publisher = None if provenance.collected else publisher
        self._numbers: dict[Statement, Evidence] = {}

    def of(self, path: str) -> Evidence:
        """The source of the value at a property path."""
        return self._numbered(self._provenance.of(path), self._publisher)

    def of_another(self, provenance: Provenance, path: str) -> Evidence:
        """The source of what another record states about this one, listed with its own."""
        return self._numbered(provenance.of(path), None)

    def listed(self) -> tuple[Evidence, ...]:
        """Every source that was asked for, by number."""
        return tuple(self._numbers.values())

    def _numbered(self, statement: Statement, publisher: str | None) -> Evidence:
        if statement not in self._numbers:
            number = len(self._numbers) + 1
            standing = self._standing(statement)
            self._numbers[statement] = _evidence(statement, number, publisher, standing)
        return self._numbers[statement]

    def of_registry(self) -> Evidence:
        """The source of what the registry itself gave the record, such as a CTID nobody stated."""
        return self._numbered(
            Statement(source=gettext("This registry"), asserted_by=REGISTRY), None
        )

    def _standing(self, statement: Statement) -> Standing:
        if not statement.asserted_by or not self._own:
            return ""
        return "own" if folded(statement.asserted_by) in self._own else "other"

    @property
    def collected(self) -> bool:
        """Whether the registry's operators collected these facts about somebody else."""
        return self._provenance.collected


def _evidence(
    statement: Statement, number: int, publisher: str | None, standing: Standing = ""
) -> Evidence:
    return Evidence(
        number=number,
        source=statement.source,
        link=web_link(statement.source_url),
        asserted_by=statement.asserted_by,
        seen=day(statement.seen),
        licence=statement.licence,
        note=statement.note,
        by_publisher=bool(publisher) and statement.asserted_by == publisher,
        standing=standing,
    )
