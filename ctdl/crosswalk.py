"""Levels compared across frameworks, row by row, as documents state it; never an equivalence.

A row is stored once and read from both ends: its inverse is derived (close-close, broad-narrow).
Rows are never chained: a level that is only reached by way of a third framework is a `Route`, two
rows that are shown as two rows.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from ctdl.ctid import CTID, ctid_in
from ctdl.frameworks import FRAMEWORKS, FrameworkLevel
from ctdl.records.frameworks import AlignmentMapRecord, AlignmentRow, Relation
from ctdl.records.values import Reference

INVERSE: Final[dict[Relation, Relation]] = {
    "broad": "narrow",
    "narrow": "broad",
    "exact": "exact",
    "close": "close",
    "none": "none",
}
#: The framework that others are compared through where no document compares them directly.
BRIDGE: Final = "eqf"
#: The basis of rows that are this registry's own estimates, not taken from a document.
INDICATIVE: Final = "indicative"
#: How the source begins of a row that the editors made by joining two others.
JOINED: Final = "derived here by joining"


@dataclass(frozen=True)
class Comparison:
    """What a document says of `level`, read from it towards `other`.

    Levels are ids such as "nzqcf:7". `relation` is SKOS's, from here to there: "broad" means that
    the other level is wider. `other` is None where the document says that `framework` has no
    comparable level. `map_ctid` and `row` lead to the record that holds the row.
    """

    level: str
    framework: str
    other: str | None
    relation: Relation
    basis: str | None
    source: str | None
    year: str | None
    map_ctid: CTID
    row: str | None = None
    derived: bool = False
    """Whether this is a row read from its far end."""

    @property
    def is_indicative(self) -> bool:
        """Whether this rests on an estimate of the registry's editors."""
        return INDICATIVE in (self.basis or INDICATIVE).casefold()

    @property
    def is_joined(self) -> bool:
        """Whether this row was itself made by joining two others: it hides a third document."""
        return (self.source or "").casefold().startswith(JOINED)

    @property
    def key(self) -> str | None:
        """What tells the row from the others of its map: the fragment of its address."""
        address, _, fragment = (self.row or "").partition("#")
        return fragment or None if ctid_in(address) == self.map_ctid else None

    @property
    def as_stored(self) -> "Comparison":
        """The row from the end that the record states it from."""
        turned = self.inverse() if self.derived else None
        return turned or self

    def inverse(self) -> "Comparison | None":
        """The same row read from its other end; None where there is no level at that end."""
        if self.other is None:
            return None
        here = self.level.partition(":")[0]
        return replace(
            self,
            level=self.other,
            framework=here,
            other=self.level,
            relation=INVERSE[self.relation],
            derived=not self.derived,
        )


@dataclass(frozen=True)
class Route:
    """Two comparisons that lead to a level by way of a third framework: indicative at best."""

    first: Comparison
    second: Comparison


@dataclass(frozen=True)
class Elsewhere:
    """All that is known of a level in another framework.

    `direct` are comparisons with levels there, lowest first; `missing` the statements that there is
    none; `routes` what is found by way of the bridge, only where nothing is stated directly.
    """

    level: str
    framework: str
    direct: tuple[Comparison, ...] = ()
    missing: tuple[Comparison, ...] = ()
    routes: tuple[Route, ...] = ()

    @property
    def levels(self) -> tuple[FrameworkLevel, ...]:
        """The levels there, lowest first, without repetition: more than one is a range."""
        ends = [each.other for each in self.direct] or [each.second.other for each in self.routes]
        found = {end: FRAMEWORKS.level(end) for end in ends if end is not None}
        known = (level for level in found.values() if level is not None)
        return tuple(sorted(known, key=lambda level: level.order))

    @property
    def is_by_way(self) -> bool:
        """Whether all that is known comes by way of a third framework."""
        return bool(self.routes) and not self.direct


@dataclass(frozen=True)
class Crosswalk:
    """Every comparison, found by the level it is about."""

    rows: tuple[Comparison, ...] = ()
    _by_level: dict[str, list[Comparison]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, maps: Iterable[AlignmentMapRecord]) -> "Crosswalk":
        """The comparisons in these records, read from both ends; unknown levels are left out."""
        rows = tuple(row for record in maps for row in _rows(record))
        return cls(rows, _indexed(rows))

    def comparisons(self, level: str) -> tuple[Comparison, ...]:
        """All that is said of `level` directly, by framework and then lowest first."""
        return tuple(sorted(self._by_level.get(level, ()), key=_place))

    def frameworks(self, level: str) -> tuple[str, ...]:
        """The ids of the frameworks that `level` is compared with directly."""
        return tuple(dict.fromkeys(each.framework for each in self.comparisons(level)))

    def partners(self, framework: str) -> tuple[str, ...]:
        """The ids of the frameworks that `framework` is compared with directly, the bridge first.

        The others follow with the best documented first: those with most rows from documents.
        """
        return self._partners.get(framework, ())

    def between(self, framework: str, other: str) -> tuple[Comparison, ...]:
        """All comparisons of levels of `framework` with `other`, highest level first."""
        known = FRAMEWORKS.framework(framework)
        levels = reversed(known.levels) if known else ()
        return tuple(
            each
            for level in levels
            for each in reversed(self.comparisons(level.id))
            if each.framework == other
        )

    def map_between(self, framework: str, other: str) -> CTID | None:
        """The record that compares `framework` with `other`, in this direction."""
        return next(
            (ctid for ctid, pair in self._pairs.items() if pair == (framework, other)), None
        )

    def pair_of(self, map_ctid: CTID) -> tuple[str, str] | None:
        """The two frameworks that a record compares, as it is directed; None for an unknown one.

        Each pair has one record in each direction; a second one is not known by its pair.
        """
        return self._pairs.get(map_ctid)

    def rows_of(self, map_ctid: CTID) -> tuple[Comparison, ...]:
        """The rows of a record, as they are stored."""
        return tuple(row for row in self.rows if row.map_ctid == map_ctid)

    @cached_property
    def _pairs(self) -> dict[CTID, tuple[str, str]]:
        first: dict[tuple[str, str], CTID] = {}
        for row in self.rows:
            first.setdefault((row.level.partition(":")[0], row.framework), row.map_ctid)
        return {ctid: pair for pair, ctid in reversed(first.items())}

    @cached_property
    def _partners(self) -> dict[str, tuple[str, ...]]:
        weights: dict[str, dict[str, tuple[int, int]]] = {}
        for row in self.rows:
            if row.other is None:
                continue
            here = row.level.partition(":")[0]
            for one, other in ((here, row.framework), (row.framework, here)):
                stated, all_ = weights.setdefault(one, {}).get(other, (0, 0))
                weights[one][other] = (stated + (not row.is_indicative), all_ + 1)
        return {one: tuple(_weightiest(others)) for one, others in weights.items()}

    def elsewhere(self, level: str, framework: str) -> Elsewhere:
        """What `level` is in `framework`: one step, or what the bridge suggests.

        Of its own framework there is nothing to say: no document compares that with itself.
        """
        if framework == level.partition(":")[0]:
            return Elsewhere(level, framework)
        found = [each for each in self.comparisons(level) if each.framework == framework]
        direct = tuple(each for each in found if each.other is not None)
        missing = tuple(each for each in found if each.other is None)
        routes = () if found else tuple(self._routes(level, framework))
        return Elsewhere(level, framework, direct, missing, routes)

    def also(self, level: str) -> dict[str, Comparison]:
        """The levels that a search for `level` finds as well, each with the row that says so.

        One step only. The row is read from the level found towards `level`.
        """
        found: dict[str, Comparison] = {}
        for each in self.comparisons(level):
            inverse = each.inverse()
            if inverse is None:
                continue
            known = found.get(inverse.level)
            if known is None or (known.is_indicative and not inverse.is_indicative):
                found[inverse.level] = inverse
        return found

    @cached_property
    def stand_ins(self) -> Mapping[str, tuple[str, ...]]:
        """For every level that is compared with any, the levels a search for it finds as well."""
        found = {level: tuple(self.also(level)) for level in self._by_level}
        return {level: others for level, others in found.items() if others}

    def _routes(self, level: str, framework: str) -> Iterator[Route]:
        if BRIDGE in (framework, level.partition(":")[0]):
            return
        for first in self._steps(level, BRIDGE):
            for second in self._steps(str(first.other), framework):
                yield Route(first, second)

    def _steps(self, level: str, framework: str) -> Iterator[Comparison]:
        """The rows to `framework` that a route may use: a joined one would make it three rows."""
        for row in self.comparisons(level):
            if row.framework == framework and row.other is not None and not row.is_joined:
                yield row


def _rows(record: AlignmentMapRecord) -> Iterator[Comparison]:
    for row in record.rows:
        source = _level(row.source)
        if source is None or row.relation is None:
            continue
        target = _level(row.target)
        framework = target.framework if target else _other_framework(record, source)
        if framework is None or (target is None and row.relation != "none"):
            continue
        yield _comparison(record, row, source, framework, target)


def _comparison(
    record: AlignmentMapRecord,
    row: AlignmentRow,
    source: FrameworkLevel,
    framework: str,
    target: FrameworkLevel | None,
) -> Comparison:
    return Comparison(
        level=source.id,
        framework=framework,
        # A row that says there is no comparable level may still name the one it looked at.
        other=target.id if target and row.relation != "none" else None,
        relation=row.relation or "none",
        basis=row.basis,
        source=row.source_text,
        year=row.year,
        map_ctid=record.ctid,
        row=row.iri,
    )


def _level(reference: Reference | None) -> FrameworkLevel | None:
    if reference is None or reference.ctid is None:
        return None
    return FRAMEWORKS.level_of_ctid(reference.ctid)


def _other_framework(record: AlignmentMapRecord, source: FrameworkLevel) -> str | None:
    """The framework that the record compares with that of `source`."""
    for reference in record.compares:
        framework = FRAMEWORKS.framework_of_ctid(reference.ctid) if reference.ctid else None
        if framework is not None and framework.id != source.framework:
            return framework.id
    return None


def _indexed(rows: Iterable[Comparison]) -> dict[str, list[Comparison]]:
    found: dict[str, list[Comparison]] = {}
    for row in rows:
        for each in (row, row.inverse()):
            if each is not None:
                found.setdefault(each.level, []).append(each)
    return found


def _weightiest(others: dict[str, tuple[int, int]]) -> list[str]:
    def place(framework: str) -> tuple[bool, int, int, str]:
        stated, rows = others[framework]
        return (framework != BRIDGE, -stated, -rows, framework)

    return sorted(others, key=place)


def _place(comparison: Comparison) -> tuple[int, str, int, str]:
    known = FRAMEWORKS.level(comparison.other) if comparison.other else None
    bridge_first = 0 if comparison.framework == BRIDGE else 1
    order = known.order if known else -1
    return (bridge_first, comparison.framework, order, comparison.row or "")
