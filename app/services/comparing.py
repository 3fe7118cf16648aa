"""Up to four credentials read together: each with what else the registry knows of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from app.services import levels, outcomes, reading
from app.services.outcomes import Matched
from app.services.pathways import STACKING
from app.services.reading import (
    OthersStatement,
    RecordNotFound,
    RecordWithdrawn,
    StoredEdge,
    StoredRecord,
)
from app.services.registry import Registry
from app.services.summaries import Named
from app.store import conformance
from ctdl.crosswalk import Crosswalk
from ctdl.ctid import CTID, CTIDError, parse_ctid
from ctdl.edges import edges
from ctdl.records import CredentialRecord
from ctdl.standards import STANDARDS, Result, Standard

MOST: Final = 4
"""How many are put side by side; a fifth no longer fits a screen or a mind."""
LONGEST_IDENTIFIER: Final = 200
"""How much of what somebody asked for is said back."""

STATES: Final = ("same", "alike", "differs", "gap", "none")
"""How records stand to each other in one fact: "alike" is a program's estimate, "gap" that only
some state it, "none" that nobody does."""

Why = Literal["malformed", "unknown", "withdrawn", "another class"]


@dataclass(frozen=True)
class Refusal:
    """What was asked for and cannot be compared, and why not."""

    identifier: str
    why: Why
    detail: str


@dataclass(frozen=True)
class StandardCounts:
    """A record held against a standard: how many elements have each result, and if it meets it.

    `lacks` says whether something that binds is not met or not stated.
    """

    standard: Standard
    counts: Mapping[Result, int]
    meets: bool
    lacks: bool = False


@dataclass(frozen=True)
class Compared:
    """One credential with what others state about it.

    `standards` is None where the check is not made yet.
    """

    stored: StoredRecord
    record: CredentialRecord
    incoming: tuple[StoredEdge, ...] = ()
    others: tuple[OthersStatement, ...] = ()
    standards: tuple[StandardCounts, ...] | None = None


@dataclass(frozen=True)
class Comparison:
    """The credentials that can be compared, in the order asked for, and what was refused."""

    compared: tuple[Compared, ...] = ()
    refused: tuple[Refusal, ...] = ()
    too_many: bool = False
    names: Mapping[CTID, Named] = field(default_factory=dict)
    crosswalk: Crosswalk = field(default_factory=Crosswalk)
    outcomes: Matched | None = None
    """The learning outcomes matched by meaning; None where fewer than two state any."""


def comparison(registry: Registry, identifiers: Iterable[str]) -> Comparison:
    """The first four of these credentials side by side; each refusal says what is the matter."""
    asked = list(dict.fromkeys(text.strip() for text in identifiers if text.strip()))
    found = [_comparable(registry, text) for text in asked[:MOST]]
    records = [each for each in found if isinstance(each, Compared)]
    checked = _standards(registry, records)
    wanted = {ctid for each in records for ctid in _referred(each.stored)}
    return Comparison(
        compared=tuple(_with_surroundings(registry, each, checked) for each in records),
        refused=tuple(each for each in found if isinstance(each, Refusal)),
        too_many=len(asked) > MOST,
        names=reading.named(registry, wanted),
        crosswalk=levels.crosswalk(registry) if records else Crosswalk(),
        outcomes=_matched([each.record for each in records]),
    )


def refuse(registry: Registry, found: Comparison) -> None:
    """Raise what the address of the first refused record would; files and programs get no half.

    What is no credential is not found, whatever else it is.
    """
    for refusal in found.refused:
        reading.get_record(registry, parse_ctid(refusal.identifier))
        raise RecordNotFound(refusal.detail)


def _comparable(registry: Registry, text: str) -> Compared | Refusal:
    said = text[:LONGEST_IDENTIFIER]
    try:
        stored = reading.get_record(registry, parse_ctid(text))
    except CTIDError as error:
        return Refusal(said, "malformed", str(error))
    except RecordNotFound as error:
        return Refusal(said, "unknown", str(error))
    except RecordWithdrawn as error:
        return Refusal(said, "withdrawn", str(error))
    record = stored.record
    if not isinstance(record, CredentialRecord):
        detail = f"{stored.ctid} is of the class {record.type}, not a credential."
        return Refusal(said, "another class", detail)
    return Compared(stored, record)


def _with_surroundings(
    registry: Registry,
    each: Compared,
    checked: Mapping[CTID, tuple[StandardCounts, ...]],
) -> Compared:
    ctid = each.stored.ctid
    return Compared(
        each.stored,
        each.record,
        tuple(reading.incoming(registry, ctid, STACKING)),
        tuple(reading.statements_of_others(registry, each.stored)),
        checked.get(ctid),
    )


def _standards(
    registry: Registry, records: Sequence[Compared]
) -> dict[CTID, tuple[StandardCounts, ...]]:
    """What came out of the checks of these records, standards in their fixed order."""
    with registry.database.reading() as connection:
        rows = conformance.results_of(connection, [each.stored.ctid for each in records])
    found = {}
    for ctid, results in rows.items():
        by_standard = {row.standard: row for row in results}
        counts = [
            _counts(standard, by_standard[standard.id])
            for standard in STANDARDS.values()
            if standard.id in by_standard
        ]
        found[ctid] = tuple(each for each in counts if each.counts)
    return found


def _counts(standard: Standard, row: conformance.ResultRow) -> StandardCounts:
    counts: dict[Result, int] = {}
    lacks = False
    for element, result in standard.results_of(row.pattern):
        counts[result] = counts.get(result, 0) + 1
        binds = element.obligation in standard.binding
        lacks = lacks or (binds and result in ("not met", "not stated"))
    return StandardCounts(standard, counts, row.meets, lacks)


def _matched(records: Sequence[CredentialRecord]) -> Matched | None:
    columns = [record.outcomes for record in records]
    return outcomes.match(columns) if sum(bool(column) for column in columns) > 1 else None


def _referred(stored: StoredRecord) -> set[CTID]:
    """Everything the record refers to, whose names are shown."""
    targets = (edge.target_ctid for edge in edges(stored.document) if edge.subject == stored.ctid)
    return {ctid for ctid in targets if ctid is not None}
