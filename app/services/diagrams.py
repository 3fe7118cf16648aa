"""Diagrams of pathways as inline SVG: things stand in rows, what they lead to stands above them.

The rows are levels where levels are given, else steps. The SVG has classes instead of styles, so
the site's own stylesheet colours it and a strict content security policy lets it through.
"""

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from math import ceil, sqrt
from typing import Final, Literal

Basis = Literal["asserted", "suggested"]
Point = tuple[int, int]

_LINE: Final = 24
_MOST_LINES: Final = 3
_WIDTH, _HEIGHT, _GAP, _PAD = 192, 62, 12, 8
_COLUMNS: Final = 5
_ROW_GAP: Final = 64
_SHELF_GAP: Final = 26
_LABEL_WIDTH: Final = 110
_MOST_APART: Final = 4
"""More things than these that only lead to one and the same thing share a frame and an arrow."""
_SWEEPS: Final = 4
_HEAD: Final = 7


@dataclass(frozen=True)
class Box:
    """A thing in a diagram: what it is called, where it leads, what kind it is, and its row."""

    id: str
    label: str
    address: str
    kind: str
    row: str | None = None


@dataclass(frozen=True)
class Arrow:
    """One thing leads to another: a record states it, or it is only suggested."""

    start: str
    end: str
    basis: Basis = "asserted"


@dataclass(frozen=True)
class Row:
    """A row by its key and what stands beside it."""

    key: str
    label: str


@dataclass(frozen=True)
class Diagram:
    """Boxes, the arrows between them, smaller to larger, and the rows from the top downwards.

    Without rows, each thing stands below everything it leads to.
    """

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    rows: tuple[Row, ...] = ()


def diagram_of(
    boxes: Mapping[str, Box], arrows: Iterable[Arrow], rows: Sequence[Row] = ()
) -> Diagram:
    """The diagram of these boxes; arrows to boxes that are not there are left out.

    Rows in which nothing stands are left out; without two of them rows would say nothing.
    """
    known = (each for each in arrows if each.start in boxes and each.end in boxes)
    used = {box.row for box in boxes.values()}
    shown = tuple(row for row in rows if row.key in used)
    is_ranked = len(shown) > 1 and all(box.row is not None for box in boxes.values())
    return Diagram(tuple(boxes.values()), tuple(dict.fromkeys(known)), shown if is_ranked else ())


@lru_cache(maxsize=256)
def draw(diagram: Diagram, title: str) -> str:
    """The diagram as an SVG element with links; the same input gives the same text."""
    rows = diagram.rows or _steps(diagram)
    keys = _keys(diagram) if diagram.rows else _depth_keys(diagram)
    depths = _depths_within(diagram, keys)
    items = _ordered(_items(diagram, keys, depths), diagram, [row.key for row in rows])
    left = _PAD + (_LABEL_WIDTH if diagram.rows else 0)
    placed, bands, height = _placed(items, rows, left)
    width = left + _COLUMNS * (_WIDTH + _GAP) - _GAP + _PAD
    if not diagram.rows:
        width = max((item.right for item in placed), default=0) + _PAD
    opening = (
        f'<svg class="diagram" role="group" aria-label="{escape(_printable(title))}"'
        f' width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        ' xmlns="http://www.w3.org/2000/svg">'
    )
    parts = [opening]
    if diagram.rows:
        parts += [
            _band(row, top, bottom, width) for row, (top, bottom) in zip(rows, bands, strict=True)
        ]
    parts += _arrows(diagram, placed)
    parts += [text for item in placed for text in item.drawn()]
    return "".join([*parts, "</svg>"])


@dataclass
class _Item:
    """What is put into a row as one: a box, or a frame around boxes that lead to one thing."""

    boxes: tuple[Box, ...]
    row: str
    depth: int
    x: int = 0
    y: int = 0

    @property
    def is_frame(self) -> bool:
        return len(self.boxes) > 1

    @property
    def columns(self) -> int:
        return min(_COLUMNS, ceil(sqrt(len(self.boxes) * 1.6))) if self.is_frame else 1

    @property
    def lines(self) -> int:
        return ceil(len(self.boxes) / self.columns)

    @property
    def width(self) -> int:
        return self.columns * (_WIDTH + _GAP) - _GAP

    @property
    def height(self) -> int:
        return self.lines * (_HEIGHT + _GAP) - _GAP

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    def drawn(self) -> Iterator[str]:
        """The frame, where there is one, and each box as a link."""
        if self.is_frame:
            edge = _GAP // 2
            yield (
                f'<rect class="frame" x="{self.x - edge}" y="{self.y - edge}"'
                f' width="{self.width + 2 * edge}" height="{self.height + 2 * edge}" rx="9"/>'
            )
        for place, box in enumerate(self.boxes):
            line, column = divmod(place, self.columns)
            yield _box(box, self.x + column * (_WIDTH + _GAP), self.y + line * (_HEIGHT + _GAP))


def _keys(diagram: Diagram) -> dict[str, str]:
    return {box.id: box.row or "" for box in diagram.boxes}


def _depth_keys(diagram: Diagram) -> dict[str, str]:
    return {id_: str(depth) for id_, depth in _depths(diagram).items()}


def _steps(diagram: Diagram) -> tuple[Row, ...]:
    return tuple(Row(str(depth), "") for depth in sorted(set(_depths(diagram).values())))


def _depths_within(diagram: Diagram, keys: Mapping[str, str]) -> dict[str, int]:
    """How many steps each thing stands below the top of its own row."""
    inside = (each for each in diagram.arrows if keys[each.start] == keys[each.end])
    return _depths(Diagram(diagram.boxes, tuple(inside)))


def _depths(diagram: Diagram) -> dict[str, int]:
    """How many steps each thing stands below the top; a circle is entered once."""
    ends: dict[str, list[str]] = {box.id: [] for box in diagram.boxes}
    for arrow in diagram.arrows:
        ends[arrow.start].append(arrow.end)
    depths: dict[str, int] = {}
    for box in diagram.boxes:
        _settle(box.id, ends, depths)
    return depths


def _settle(start: str, ends: Mapping[str, Sequence[str]], depths: dict[str, int]) -> None:
    # A stack of our own: pathways may be longer than Python's.
    open_, waiting = {start}, [(start, iter(ends[start]))]
    while waiting:
        id_, rest = waiting[-1]
        following = next((e for e in rest if e not in depths and e not in open_), None)
        if following is not None:
            open_.add(following)
            waiting.append((following, iter(ends[following])))
            continue
        waiting.pop()
        open_.discard(id_)
        above = [depths[end] + 1 for end in ends[id_] if end in depths and end != id_]
        depths.setdefault(id_, max(above, default=0))


def _items(diagram: Diagram, keys: Mapping[str, str], depths: Mapping[str, int]) -> list[_Item]:
    """The boxes, with the many that do nothing but lead to one and the same thing put together."""
    ends: dict[str, list[Arrow]] = {}
    for arrow in diagram.arrows:
        ends.setdefault(arrow.start, []).append(arrow)
    reached = {arrow.end for arrow in diagram.arrows}
    groups: dict[tuple[str, int, str, str], list[Box]] = {}
    for box in diagram.boxes:
        own = ends.get(box.id, [])
        if len(own) == 1 and box.id not in reached:
            key = (keys[box.id], depths[box.id], own[0].end, own[0].basis)
            groups.setdefault(key, []).append(box)
    many = {key: group for key, group in groups.items() if len(group) > _MOST_APART}
    framed = {box.id for group in many.values() for box in group}
    apart = (box for box in diagram.boxes if box.id not in framed)
    items = [_Item((box,), keys[box.id], depths[box.id]) for box in apart]
    return items + [_Item(tuple(group), key[0], key[1]) for key, group in many.items()]


def _ordered(items: list[_Item], diagram: Diagram, keys: Sequence[str]) -> list[list[_Item]]:
    """The items of each row, near what they lead to and what leads to them.

    In a row, what others of it lead to stands before those.
    """
    rows: dict[str, list[_Item]] = {key: [] for key in keys}
    for item in items:
        rows[item.row].append(item)
    at = {box.id: item for item in items for box in item.boxes}
    near: dict[int, list[_Item]] = {id(item): [] for item in items}
    for arrow in diagram.arrows:
        start, end = at[arrow.start], at[arrow.end]
        if start is not end:
            near[id(start)].append(end)
            near[id(end)].append(start)
    places = {id(item): place / len(row) for row in rows.values() for place, item in enumerate(row)}
    for sweep in range(_SWEEPS):
        for key in keys if sweep % 2 == 0 else reversed(keys):
            row = rows[key]
            wanted = {id(item): _mean(places, near[id(item)], places[id(item)]) for item in row}
            row.sort(key=lambda item: (item.depth, wanted[id(item)]))
            places |= {id(item): place / len(row) for place, item in enumerate(row)}
    return [rows[key] for key in keys]


def _mean(places: Mapping[int, float], near: Sequence[_Item], own: float) -> float:
    return sum(places[id(each)] for each in near) / len(near) if near else own


def _placed(
    rows: list[list[_Item]], named: Sequence[Row], left: int
) -> tuple[list[_Item], list[Point], int]:
    """Every item at its place, where each row begins and ends, and the height of it all."""
    widest = max((_shelf_width(shelf) for row in rows for shelf in _shelves(row)), default=_WIDTH)
    room = widest if left == _PAD else _COLUMNS * (_WIDTH + _GAP) - _GAP
    bands: list[Point] = []
    y = _PAD + _GAP
    for row in rows:
        top = y
        for shelf in _shelves(row):
            x = left + (room - _shelf_width(shelf)) // 2
            for item in shelf:
                item.x, item.y = x, y
                x += item.width + _GAP
            y += max(item.height for item in shelf) + _SHELF_GAP
        y -= _SHELF_GAP if row else 0
        bands.append((top, y))
        y += _ROW_GAP
    return [item for row in rows for item in row], bands, y - _ROW_GAP + _PAD + _GAP


def _shelves(row: Sequence[_Item]) -> list[list[_Item]]:
    shelves: list[list[_Item]] = []
    used = 0
    for item in row:
        is_below = bool(shelves) and item.depth != shelves[-1][-1].depth
        if not shelves or is_below or used + item.columns > _COLUMNS:
            shelves.append([])
            used = 0
        shelves[-1].append(item)
        used += item.columns
    return shelves


def _shelf_width(shelf: Sequence[_Item]) -> int:
    return sum(item.width + _GAP for item in shelf) - _GAP


def _band(row: Row, top: int, bottom: int, width: int) -> str:
    """The label of a row, and the line that sets it apart from the next one."""
    lines = textwrap.wrap(_printable(row.label), 14)[:4] or [""]
    first = (top + bottom) // 2 - 8 * (len(lines) - 1)
    texts = "".join(
        f'<text x="{_PAD}" y="{first + 16 * place}">{escape(line)}</text>'
        for place, line in enumerate(lines)
    )
    y = bottom + _ROW_GAP // 2
    return f'<g class="row">{texts}<path d="M0 {y}H{width}"/></g>'


def _arrows(diagram: Diagram, placed: Sequence[_Item]) -> Iterator[str]:
    at = {box.id: item for item in placed for box in item.boxes}
    drawn: set[tuple[int, int, str]] = set()
    for arrow in diagram.arrows:
        start, end = at[arrow.start], at[arrow.end]
        key = (id(start), id(end), arrow.basis)
        if start is end or key in drawn:
            continue
        drawn.add(key)
        yield _arrow(start, end, arrow.basis)


def _arrow(start: _Item, end: _Item, basis: Basis) -> str:
    """A curve that leaves and enters upright: upwards, downwards, or below two that stand level."""
    edge = _GAP // 2
    above, below = (item.y - (edge if item.is_frame else 0) for item in (start, end))
    if end.y + end.height <= start.y:
        from_, to, way = above, end.y + end.height, -1
    elif start.y + start.height <= end.y:
        from_, to, way = start.y + start.height, below, 1
    else:
        return _arch(start, end, basis)
    bend = max(24, abs(to - from_) // 2)
    tip = to - way * _HEAD
    curve = (
        f"M{start.middle} {from_}C{start.middle} {from_ + way * bend}"
        f" {end.middle} {tip - way * bend} {end.middle} {tip}"
    )
    return _edge(curve, (end.middle, to), way, basis)


def _arch(start: _Item, end: _Item, basis: Basis) -> str:
    floor = start.y + start.height
    to = end.y + end.height
    deep = max(floor, to) + _SHELF_GAP
    curve = f"M{start.middle} {floor}C{start.middle} {deep} {end.middle} {deep}"
    curve += f" {end.middle} {to + _HEAD}"
    return _edge(curve, (end.middle, to), -1, basis)


def _edge(curve: str, tip: Point, way: int, basis: Basis) -> str:
    x, y = tip
    base = y - way * _HEAD
    return (
        f'<g class="edge {basis}"><path d="{curve}"/>'
        f'<polygon points="{x},{y} {x - 4},{base} {x + 4},{base}"/></g>'
    )


def _box(box: Box, x: int, y: int) -> str:
    lines = _wrapped(box.label)
    first = y + _HEIGHT // 2 + 4 - 8 * (len(lines) - 1)
    texts = "".join(
        f'<text x="{x + 10}" y="{first + 16 * place}">{escape(line)}</text>'
        for place, line in enumerate(lines)
    )
    return (
        f'<g class="node {escape(box.kind)}"><a href="{escape(box.address)}">'
        f'<rect x="{x}" y="{y}" width="{_WIDTH}" height="{_HEIGHT}" rx="6"/>{texts}</a></g>'
    )


def _wrapped(label: str) -> list[str]:
    lines = textwrap.wrap(_printable(label), _LINE) or [""]
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], lines[_MOST_LINES - 1].rstrip() + "…"]
    return lines


def _printable(text: str) -> str:
    return "".join(char for char in text if char.isprintable())
