"""Lines between the rungs of a ladder, as paths; how each kind looks is in the stylesheet.

A line that says "comparable" is even, one that says "the same description" is double, and one that
says "part of" is a wedge that widens towards the wider level. None of that needs colour.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from ctdl.crosswalk import Comparison

Shape = Literal["exact", "close", "wedge"]
_WIDE: Final = 5.0
_THIN: Final = 0.8
_APART: Final = 2.5
_SPREAD: Final = 20.0
_STUB: Final = 26
_BAR: Final = 7


@dataclass(frozen=True)
class Port:
    """Where the box of a level stands."""

    x: int
    y: int
    width: int


@dataclass(frozen=True)
class Between:
    """The rows between two neighbouring columns: comparisons read from `left`, and missing ones."""

    left: str
    right: str
    rows: tuple[Comparison, ...]

    @property
    def stated(self) -> tuple[Comparison, ...]:
        """The rows that have a level at both ends."""
        return tuple(row for row in self.rows if row.other is not None)

    @property
    def missing(self) -> tuple[Comparison, ...]:
        """The rows that say that the other column has no comparable level."""
        return tuple(row for row in self.rows if row.other is None)


@dataclass(frozen=True)
class Line:
    """A row that compares two levels; `paths` are one shape, or two for a double line."""

    shape: Shape
    paths: tuple[str, ...]
    is_indicative: bool
    is_here: bool


@dataclass(frozen=True)
class Mark:
    """A stub that ends at a bar: the neighbouring framework has no comparable level."""

    path: str
    is_here: bool


def drawn_lines(
    gaps: Iterable[Between], ports: Mapping[str, Port], height: int, here: str | None
) -> tuple[Line, ...]:
    """The lines of each pair of neighbours."""
    lines: list[Line] = []
    for gap in gaps:
        stated = gap.stated
        leaving = _ends(stated, ports, height, from_left=True)
        arriving = _ends(stated, ports, height, from_left=False)
        for place, row in enumerate(stated):
            left, right = ports[row.level], ports[str(row.other)]
            ends = (left.x + left.width, leaving[place], right.x, arriving[place])
            is_here = here in (row.level, row.other)
            shape, paths = _drawn(row.relation, ends)
            lines.append(Line(shape, paths, row.is_indicative, is_here))
    return tuple(lines)


def drawn_marks(
    gaps: Iterable[Between], ports: Mapping[str, Port], height: int, here: str | None
) -> tuple[Mark, ...]:
    """A stub on the side of the neighbour that has no comparable level."""
    return tuple(
        Mark(
            _stub(ports[row.level], height, row.level.partition(":")[0] == gap.left),
            row.level == here,
        )
        for gap in gaps
        for row in gap.missing
    )


def _ends(
    rows: Sequence[Comparison], ports: Mapping[str, Port], height: int, *, from_left: bool
) -> dict[int, float]:
    """The height at which each line meets its box: lines of one box in the order they go."""
    meeting: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        meeting.setdefault(row.level if from_left else str(row.other), []).append(place)
    ends: dict[int, float] = {}
    for box, places in meeting.items():
        places.sort(key=lambda each: ports[_far_end(rows[each], from_left)].y)
        step = min(_SPREAD / len(places), 12.0)
        middle = ports[box].y + height / 2
        for n, place in enumerate(places):
            ends[place] = middle + step * (n - (len(places) - 1) / 2)
    return ends


def _far_end(row: Comparison, from_left: bool) -> str:
    return str(row.other) if from_left else row.level


def _drawn(relation: str, ends: tuple[float, float, float, float]) -> tuple[Shape, tuple[str, ...]]:
    if relation == "exact":
        return "exact", (_curve(ends, -_APART), _curve(ends, _APART))
    if relation == "broad":
        return "wedge", (_wedge(ends, _THIN, _WIDE),)
    if relation == "narrow":
        return "wedge", (_wedge(ends, _WIDE, _THIN),)
    return "close", (_curve(ends, 0.0),)


def _curve(ends: tuple[float, float, float, float], shift: float) -> str:
    x1, y1, x2, y2 = ends
    return f"M{x1:g} {y1 + shift:g}{_bend(x1, y1 + shift, x2, y2 + shift)}"


def _wedge(ends: tuple[float, float, float, float], left: float, right: float) -> str:
    x1, y1, x2, y2 = ends
    there = _bend(x1, y1 - left, x2, y2 - right)
    back = _bend(x2, y2 + right, x1, y1 + left)
    return f"M{x1:g} {y1 - left:g}{there}L{x2:g} {y2 + right:g}{back}Z"


def _bend(x1: float, y1: float, x2: float, y2: float) -> str:
    middle = (x1 + x2) / 2
    return f"C{middle:g} {y1:g} {middle:g} {y2:g} {x2:g} {y2:g}"


def _stub(port: Port, height: int, is_left: bool) -> str:
    start = port.x + port.width if is_left else port.x
    end = start + _STUB if is_left else start - _STUB
    middle = port.y + height / 2
    return f"M{start} {middle:g}H{end}M{end} {middle - _BAR:g}V{middle + _BAR:g}"
