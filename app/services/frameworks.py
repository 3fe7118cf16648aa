"""Qualification frameworks, their levels, and which levels elsewhere are compared to them."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.services import families, reading
from app.services.registry import Registry
from app.services.revisions import Revision
from app.store import catalogue, log
from ctdl.ctid import CTID, derive_ctid
from ctdl.errors import RegistryError
from ctdl.frameworks import FRAMEWORKS, Framework, FrameworkLevel
from ctdl.records import (
    AlignmentMapRecord,
    AlignmentRow,
    FrameworkRecord,
    LevelRecord,
    ProgressionModelRecord,
    Reference,
)
from ctdl.records.frameworks import Relation

INVERSE: dict[Relation, Relation] = {
    "broad": "narrow",
    "narrow": "broad",
    "exact": "exact",
    "close": "close",
    "none": "none",
}


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

    `relation` reads from the level asked about to the other one; `level` is None for "none".
    """

    framework: Framework
    level: FrameworkLevel | None
    relation: Relation
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
    raise FrameworkNotFound(f"{framework_id} has no level {notation!r}; its levels are {known}.")


def _framework(registry: Registry, ctid: CTID) -> FrameworkView:
    stored = reading.get_record(registry, ctid)
    framework = stored.record
    if not isinstance(framework, FrameworkRecord) or framework.code is None:
        raise FrameworkNotFound(f"{ctid} is not a qualifications framework.")
    models = [each.ctid for each in framework.progression_models if each.ctid is not None]
    for model_ctid in models:
        model = reading.get_record(registry, model_ctid).record
        if isinstance(model, ProgressionModelRecord):
            return FrameworkView(framework.code, framework, model, stored)
    raise FrameworkNotFound(f"{framework.code} has no levels in this registry.")


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


def _counterpart(
    record: AlignmentMapRecord, row: AlignmentRow, level: LevelRecord
) -> Counterpart | None:
    """What the row says from the side of `level`; None when it is about other levels."""
    if row.relation is None:
        return None
    if row.source.ctid == level.ctid:
        other, relation = row.target, row.relation
    elif row.target is not None and row.target.ctid == level.ctid:
        other, relation = row.source, INVERSE[row.relation]
    else:
        return None
    found = _known_level(other)
    framework = FRAMEWORKS.framework(found.framework) if found else _other(record, level)
    if framework is None:
        return None
    return Counterpart(
        framework, found, relation, row.basis, row.source_text, row.year, record.ctid
    )


def _known_level(reference: Reference | None) -> FrameworkLevel | None:
    if reference is None or reference.ctid is None:
        return None
    return FRAMEWORKS.level_of_ctid(reference.ctid)


def _other(record: AlignmentMapRecord, level: LevelRecord) -> Framework | None:
    """The framework that the map compares with that of `level`."""
    own = FRAMEWORKS.level_of_ctid(level.ctid)
    for reference in record.compares:
        framework = FRAMEWORKS.framework_of_ctid(reference.ctid) if reference.ctid else None
        if framework is not None and own is not None and framework.id != own.framework:
            return framework
    return None
