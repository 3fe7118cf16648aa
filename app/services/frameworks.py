"""Qualification frameworks, their levels, and the maps that compare them.

What a level is compared with is in `ctdl.crosswalk` and nowhere else.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.services import families, reading
from app.services.levels import crosswalk
from app.services.registry import Registry
from app.services.summaries import Summary
from ctdl.crosswalk import BRIDGE, Comparison, Crosswalk, Elsewhere
from ctdl.ctid import CTID, derive_ctid
from ctdl.errors import RegistryError
from ctdl.frameworks import FRAMEWORKS, Framework, FrameworkLevel
from ctdl.records import (
    AlignmentMapRecord,
    FrameworkRecord,
    LevelRecord,
    ProgressionModelRecord,
)


class FrameworkNotFound(RegistryError):
    """No framework, no level in it, or no comparison of two of them is known by this id."""


@dataclass(frozen=True)
class ListedFramework:
    """A framework in the list of all; `known` is None for one whose levels nothing compares."""

    summary: Summary
    known: Framework | None
    partners: tuple[str, ...] = ()


@dataclass(frozen=True)
class FrameworkView:
    """A framework with its levels in their own order, lowest first, and who it is compared with."""

    id: str
    framework: FrameworkRecord
    model: ProgressionModelRecord
    stored: reading.StoredRecord
    crosswalk: Crosswalk

    @property
    def levels(self) -> tuple[LevelRecord, ...]:
        """The levels, lowest first."""
        return self.model.levels


@dataclass(frozen=True)
class LevelView:
    """A level, its framework, and what it is in each other framework, the bridge first."""

    framework: FrameworkView
    level: LevelRecord
    elsewhere: tuple[Elsewhere, ...]

    @property
    def id(self) -> str:
        """The level's id, such as "nzqcf:7"."""
        return f"{self.framework.id}:{self.level.notation}"


@dataclass(frozen=True)
class MapView:
    """A map between two frameworks, its rows as it states them, and the map the other way round."""

    first: Framework
    second: Framework
    record: AlignmentMapRecord
    stored: reading.StoredRecord
    rows: tuple[Comparison, ...]
    has_reverse: bool


def known_frameworks(registry: Registry) -> list[Framework]:
    """The frameworks that have a record here, in the order of the shipped tables."""
    here = {each.ctid for each in reading.listing(registry, families.FRAMEWORK)}
    return [each for each in FRAMEWORKS.frameworks.values() if each.ctid in here]


def known_framework(registry: Registry, framework_id: str) -> Framework:
    """The framework with this id; the error names those that there are."""
    known = {each.id: each for each in known_frameworks(registry)}
    if framework_id not in known:
        raise FrameworkNotFound(
            f"No framework is known as {framework_id!r}; the frameworks are {', '.join(known)}."
        )
    return known[framework_id]


def known_level(registry: Registry, level_id: str) -> FrameworkLevel:
    """The level with this id ("nzqcf:7"); the error names the levels that there are."""
    framework_id, _, notation = level_id.partition(":")
    framework = known_framework(registry, framework_id)
    for level in framework.levels:
        if level.notation == notation:
            return level
    raise _no_level(framework_id, notation, (level.notation for level in framework.levels))


def list_frameworks(registry: Registry) -> list[ListedFramework]:
    """All frameworks by name, those of other publishers included."""
    found = crosswalk(registry)
    listed = []
    for summary in reading.listing(registry, families.FRAMEWORK):
        known = FRAMEWORKS.framework_of_ctid(summary.ctid)
        partners = found.partners(known.id) if known else ()
        listed.append(ListedFramework(summary, known, partners))
    return listed


def get_framework(registry: Registry, framework_id: str) -> FrameworkView:
    """The framework with this id, for example `eqf`."""
    ctid = derive_ctid(f"framework:{framework_id}")
    try:
        return _framework(registry, ctid)
    except (reading.RecordNotFound, reading.RecordWithdrawn) as error:
        raise FrameworkNotFound(f"No framework is known as {framework_id!r}.") from error


def get_level(registry: Registry, framework_id: str, notation: str) -> LevelView:
    """The level with this notation in the framework, with what it is elsewhere."""
    framework = get_framework(registry, framework_id)
    for level in framework.levels:
        if level.notation == notation:
            level_id = f"{framework_id}:{notation}"
            return LevelView(framework, level, elsewhere(registry, level_id))
    raise _no_level(framework_id, notation, (level.notation or "" for level in framework.levels))


def elsewhere(registry: Registry, level_id: str) -> tuple[Elsewhere, ...]:
    """What the level is in each other framework, the bridge first and then as the tables go."""
    own = level_id.partition(":")[0]
    others = [each.id for each in known_frameworks(registry) if each.id != own]
    others.sort(key=lambda framework: framework != BRIDGE)
    found = crosswalk(registry)
    return tuple(found.elsewhere(level_id, framework) for framework in others)


def get_map(registry: Registry, first: str, second: str) -> MapView:
    """The map that compares the framework `first` with `second`, in this direction."""
    one, other = known_framework(registry, first), known_framework(registry, second)
    found = crosswalk(registry)
    ctid = found.map_between(first, second)
    if ctid is None:
        raise FrameworkNotFound(_no_map(found, one.id, other.id))
    stored = reading.get_record(registry, ctid)
    record = stored.record
    assert isinstance(record, AlignmentMapRecord), "rows of the crosswalk are read from maps only"
    reverse = found.map_between(second, first)
    return MapView(one, other, record, stored, found.rows_of(ctid), reverse is not None)


def has_map(registry: Registry, first: str, second: str) -> bool:
    """Whether a record compares `first` with `second`, in this direction."""
    return crosswalk(registry).map_between(first, second) is not None


def turned_row(registry: Registry, first: str, second: str, key: str) -> str | None:
    """The key of the row that `key` names as seen from its other end: "6-7" of EQF is "7-6".

    None where the map from `first` to `second` has the row itself, or none has it.
    """
    found = crosswalk(registry)
    own, other = (found.map_between(*pair) for pair in ((first, second), (second, first)))
    if own is not None and key in {row.key for row in found.rows_of(own)}:
        return None
    rows = found.rows_of(other) if other is not None else ()
    return next((row.key for row in rows if row.key and _far_key(row) == key), None)


def _far_key(row: Comparison) -> str | None:
    """How the row would be called if it were stated from its other end."""
    if row.other is None:
        return None
    return f"{row.other.partition(':')[2]}-{row.level.partition(':')[2]}"


def _framework(registry: Registry, ctid: CTID) -> FrameworkView:
    stored = reading.get_record(registry, ctid)
    framework = stored.record
    if not isinstance(framework, FrameworkRecord) or framework.code is None:
        raise FrameworkNotFound(f"{ctid} is not a qualifications framework.")
    models = [each.ctid for each in framework.progression_models if each.ctid is not None]
    for model_ctid in models:
        model = reading.get_record(registry, model_ctid).record
        if isinstance(model, ProgressionModelRecord):
            return FrameworkView(framework.code, framework, model, stored, crosswalk(registry))
    raise FrameworkNotFound(f"{framework.code} has no levels in this registry.")


def _no_level(framework_id: str, notation: str, known: Iterable[str]) -> FrameworkNotFound:
    return FrameworkNotFound(
        f"{framework_id} has no level {notation!r}; its levels are {', '.join(known)}."
    )


def _no_map(found: Crosswalk, first: str, second: str) -> str:
    partners = ", ".join(found.partners(first))
    compared = f"it is compared with {partners}" if partners else "nothing compares it"
    return f"No document here compares {first} with {second}; {compared}."
