"""Records held against standards: one record clause by clause, and the registry in figures.

A check is never an approval.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Final

import ctdl.standards
from app.services.reading import RecordNotFound, StoredRecord
from app.services.registry import Registry
from app.services.surroundings import Surroundings
from app.store import conformance, view_positions
from app.store.conformance import PatternCount
from app.store.view_positions import Position
from ctdl.ctid import CTID
from ctdl.documents import Document
from ctdl.errors import RegistryError
from ctdl.records import CredentialRecord
from ctdl.standards import (
    RESULTS,
    STANDARDS,
    Around,
    Conformance,
    Element,
    Result,
    Standard,
    check_all,
    known,
)
from ctdl.standards.reading import SHIPPED

VIEW: Final = "conformance"
"""The name of the view that keeps what came out."""

_MOST_COUNTED: Final = 64


class UnknownStandard(RegistryError):
    """No standard is known by this id."""

    def __init__(self, identifier: str) -> None:
        super().__init__(
            f"There is no standard {identifier[:80]!r}; the standards are {', '.join(STANDARDS)}."
        )


@dataclass(frozen=True)
class Figures:
    """What came out over the registry for a standard: records checked, and those that meet it.

    `elements` has, for each element in order, how many records have each result.
    """

    standard: Standard
    checked: int = 0
    meet: int = 0
    elements: tuple[tuple[Element, Mapping[Result, int]], ...] = ()


@dataclass
class _Tally:
    """Figures while they are being counted."""

    standard: Standard
    checked: int = 0
    meet: int = 0
    counts: list[dict[Result, int]] = field(default_factory=list)

    def add(self, found: PatternCount) -> None:
        """Count records that came out alike; those of another version of the file are left out."""
        results = self.standard.results_of(found.pattern)
        if not results:
            return
        self.checked += found.records
        self.meet += found.records if found.meets else 0
        for counts, (_, result) in zip(self.counts, results, strict=True):
            counts[result] += found.records


_Counted = tuple[tuple[Position, date], tuple[Figures, ...]]
_counted: dict[tuple[str, str | None], _Counted] = {}


def get_standard(identifier: str) -> Standard:
    """The standard with this id; raises UnknownStandard, which names those there are."""
    standard = STANDARDS.get(identifier)
    if standard is None:
        raise UnknownStandard(identifier)
    return standard


def conformance_of(registry: Registry, stored: StoredRecord) -> tuple[Conformance, ...]:
    """The record as it is stored held against every standard; raises RecordNotFound.

    Only credentials and what counts towards them can be.
    """
    record = stored.record
    if not isinstance(record, CredentialRecord):
        raise RecordNotFound(
            f"{stored.ctid} is of the class {record.type}; only credentials and learning"
            " opportunities are held against standards."
        )
    return checked(registry, stored.document, record)


def checked(
    registry: Registry, document: Document, record: CredentialRecord
) -> tuple[Conformance, ...]:
    """A document, published or not, held against every standard."""
    around = Surroundings(registry).around([record])[record.ctid]
    return check_against_all(document, record, around)


def check_against_all(
    document: Document, record: CredentialRecord, around: Around
) -> tuple[Conformance, ...]:
    """A record held against every standard, with what is known around it."""
    return check_all(known(document, record, around))


def standards_met(registry: Registry, ctids: Iterable[CTID]) -> dict[CTID, list[str]]:
    """The ids of the standards whose elements each of these records meets."""
    with registry.database.reading() as connection:
        return conformance.standards_met(connection, ctids)


def figures(registry: Registry, identifier: str | None = None) -> tuple[Figures, ...]:
    """What came out over the registry for one standard, or all; raises UnknownStandard.

    Counted once for each change that the results have reached, and once a day, since results end
    with days: a large registry has millions.
    """
    chosen = [get_standard(identifier)] if identifier else list(STANDARDS.values())
    with registry.database.reading() as connection:
        reached = view_positions.position(connection, VIEW)
        as_of = reached, datetime.now(UTC).date()
        kept = _counted.get((registry.settings.database_url, identifier))
        if kept is not None and kept[0] == as_of and reached.number > 0:
            return kept[1]
        found = conformance.patterns(connection, identifier)
    counted = _figures(chosen, found)
    if len(_counted) >= _MOST_COUNTED:
        _counted.clear()
    _counted[registry.settings.database_url, identifier] = (as_of, counted)
    return counted


def _figures(chosen: Iterable[Standard], found: Iterable[PatternCount]) -> tuple[Figures, ...]:
    tallies = {
        each.id: _Tally(each, counts=[dict.fromkeys(RESULTS, 0) for _ in each.elements])
        for each in chosen
    }
    for each in found:
        if each.standard in tallies:
            tallies[each.standard].add(each)
    return tuple(
        Figures(
            tally.standard,
            tally.checked,
            tally.meet,
            tuple(zip(tally.standard.elements, tally.counts, strict=True)),
        )
        for tally in tallies.values()
    )


@cache
def basis() -> str:
    """A digest of the standards' files and of the code that checks by them.

    Results made on another basis are not those that these standards give.
    """
    code = Path(ctdl.standards.__file__).parent
    digest = hashlib.sha256()
    for path in (*sorted(SHIPPED.glob("*.toml")), *sorted(code.glob("*.py"))):
        digest.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()
