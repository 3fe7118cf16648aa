"""Qualification frameworks, their levels, and what other frameworks' levels are compared to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from app.services import families, reading
from app.services.registry import Registry
from app.services.revisions import Revision
from app.store import catalogue, log
from ctdl.ctid import CTID, derive_ctid
from ctdl.errors import RegistryError
from ctdl.records import (
    AlignmentMapRecord,
    AlignmentRow,
    FrameworkRecord,
    LevelRecord,
    ProgressionModelRecord,
)

INVERSE = {"broad": "narrow", "narrow": "broad", "exact": "exact", "close": "close", "none": "none"}


class FrameworkNotFound(RegistryError):
    """No framework, or no level in it, is known by this id."""


@dataclass(frozen=True)
class FrameworkView:
    """A framework with its levels in their own order, lowest first."""

    id: str
    framework: FrameworkRecord
    model: ProgressionModelRecord
    stored: reading.StoredRecord

    @property
    def levels(self) -> tuple[LevelRecord, ...]:
        """The levels, lowest first."""
        return self.model.levels


@dataclass(frozen=True)
class Counterpart:
    """A level of another framework that a document compares with this one, or says has none.

    `relation` reads from the level asked about to the other one.
    """

    framework_id: str
    framework_name: str
    level_id: str | None
    notation: str | None
    label: str | None
    relation: Literal["exact", "close", "broad", "narrow", "none"]
    basis: str | None
    source: str | None
    year: str | None
    map_ctid: CTID


@dataclass(frozen=True)
class LevelView:
    """A level, its framework, and its counterparts elsewhere."""

    framework: FrameworkView
    level: LevelRecord
    counterparts: tuple[Counterpart, ...]


def list_frameworks(registry: Registry) -> list[FrameworkView]:
    """All frameworks by name."""
    rows = reading.listing(registry, families.FRAMEWORK)
    return [_framework(registry, summary.ctid) for summary in rows]


def get_framework(registry: Registry, framework_id: str) -> FrameworkView:
    """The framework with this id, for example `eqf`."""
    ctid = derive_ctid(f"framework:{framework_id}")
    try:
        return _framework(registry, ctid)
    except (reading.RecordNotFound, reading.RecordWithdrawn) as error:
        raise FrameworkNotFound(f"No framework is known as {framework_id!r}.") from error


def get_level(registry: Registry, framework_id: str, notation: str) -> LevelView:
    """The level with this notation in the framework, with its counterparts."""
    framework = get_framework(registry, framework_id)
    for level in framework.levels:
        if level.notation == notation:
            return LevelView(framework, level, tuple(_counterparts(registry, level)))
    known = ", ".join(level.notation or "" for level in framework.levels)
    raise FrameworkNotFound(
        f"{framework_id} has no level {notation!r}; its levels are {known}."
    )


def _framework(registry: Registry, ctid: CTID) -> FrameworkView:
    stored = reading.get_record(registry, ctid)
    framework = stored.record
    if not isinstance(framework, FrameworkRecord) or framework.notation is None:
        raise FrameworkNotFound(f"{ctid} is not a qualifications framework.")
    models = [each.ctid for each in framework.progression_models if each.ctid is not None]
    for model_ctid in models:
        model = reading.get_record(registry, model_ctid).record
        if isinstance(model, ProgressionModelRecord):
            return FrameworkView(framework.notation, framework, model, stored)
    raise FrameworkNotFound(f"{framework.notation} has no levels in this registry.")


def _counterparts(registry: Registry, level: LevelRecord) -> Iterable[Counterpart]:
    """What crosswalks say of the level, one step only: two rows are never chained."""
    with registry.database.reading() as connection:
        found = catalogue.edges_to(connection, [level.ctid], ("ceterms:hasPart",))
    maps = dict.fromkeys(edge.record for edge in found)
    for change in log.newest_of(registry.database, maps):
        record = Revision(change).record
        if isinstance(record, AlignmentMapRecord) and not change.is_withdrawal:
            for row in record.rows:
                counterpart = _counterpart(record, row, level)
                if counterpart is not None:
                    yield counterpart
