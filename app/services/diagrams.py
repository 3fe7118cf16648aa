"""Diagrams of pathways as inline SVG: drawn by Graphviz, or by a plain layout where it is missing.

The SVG has classes instead of styles, so the site's own stylesheet colours it and a strict
content security policy lets it through.
"""

import re
import shutil
import subprocess
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape

DRAW_SECONDS = 5
_LINE = 30
_MOST_LINES = 3
_MOST_APART = 8
_MOST_IN_TWO_COLUMNS = 24


@dataclass(frozen=True)
class Box:
    """A thing in a diagram: what it is called, where it leads and what kind it is."""

    id: str
    label: str
    address: str
    kind: str


@dataclass(frozen=True)
class Diagram:
    """Boxes and the arrows between them, smaller to larger."""

    boxes: tuple[Box, ...]
    arrows: tuple[tuple[str, str], ...]


@lru_cache(maxsize=256)
def draw(diagram: Diagram, title: str) -> str:
    """The diagram as an SVG element with links; the same input gives the same text."""
    title = _printable(title)
    command = shutil.which("dot")
    if command is not None:
        try:
            return _tidied(_run_graphviz(command, _source(diagram)), title)
        except (subprocess.SubprocessError, OSError):
            # A diagram is never worth an error page: the plain layout always works.
            pass
    return _plain_layout(diagram, title)


def _source(diagram: Diagram) -> str:
    groups = _groups(diagram)
    grouped = {box.id for group in groups.values() for box in group}
    places = {box.id: f"n{place}" for place, box in enumerate(diagram.boxes)}
    lines = [
        "digraph pathway {",
        "graph [rankdir=LR, bgcolor=transparent, nodesep=0.18, ranksep=0.9, pad=0.1]",
        'node [shape=box, style=rounded, fontname="Helvetica", fontsize=11, margin="0.14,0.08"]',
        "edge [arrowsize=0.7]",
    ]
    lines += [_node(places[box.id], box) for box in diagram.boxes if box.id not in grouped]
    for end, group in groups.items():
        lines.append(f"g{places[end]} [shape=plain, class=group, label=<{_table(group)}>]")
        lines.append(f"g{places[end]} -> {places[end]}")
    lines += [
        f"{places[start]} -> {places[end]}" for start, end in diagram.arrows if start not in grouped
    ]
    return "\n".join([*lines, "}"])


def _node(place: str, box: Box) -> str:
    label = _quoted("\n".join(_wrapped(box.label)))
    return (
        f"{place} [label={label}, URL={_quoted(escape(box.address))}, tooltip={_quoted(box.label)},"
        f" class={_quoted(box.kind)}]"
    )


def _groups(diagram: Diagram) -> dict[str, list[Box]]:
    """The many boxes that do nothing but lead to one and the same box, by that box."""
    boxes = {box.id: box for box in diagram.boxes}
    ends: dict[str, list[str]] = {}
    for start, end in diagram.arrows:
        ends.setdefault(start, []).append(end)
    reached = {end for _, end in diagram.arrows}
    groups: dict[str, list[Box]] = {}
    for start, [end, *others] in ends.items():
        if not others and start not in reached:
            groups.setdefault(end, []).append(boxes[start])
    return {end: group for end, group in groups.items() if len(group) > _MOST_APART}


def _table(group: list[Box]) -> str:
    columns = 2 if len(group) <= _MOST_IN_TWO_COLUMNS else 3
    rows = [group[first : first + columns] for first in range(0, len(group), columns)]
    cells = "".join(f"<TR>{''.join(_cell(box) for box in row)}</TR>" for row in rows)
    frame = 'BORDER="1" STYLE="ROUNDED" CELLBORDER="1" CELLSPACING="6" CELLPADDING="6"'
    return f"<TABLE {frame}>{cells}</TABLE>"


def _cell(box: Box) -> str:
    text = "<BR/>".join(_markup(line) for line in _wrapped(box.label))
    # Graphviz undoes one level of escaping in the attributes of its tables.
    address, tooltip = escape(escape(box.address)), _markup(_printable(box.label))
    return f'<TD STYLE="ROUNDED" HREF="{address}" TOOLTIP="{tooltip}">{text or " "}</TD>'


def _markup(text: str) -> str:
    # A backslash before a letter would stand for the name of a node or graph.
    return escape(text).replace("\\", "\\\\")


def _quoted(text: str) -> str:
    # In DOT's quoted strings only quotes, backslashes and line ends mean something.
    return (
        '"' + _printable(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    )


def _printable(text: str) -> str:
    return "".join(char for char in text if char == "\n" or char.isprintable())


def _wrapped(label: str) -> list[str]:
    lines = textwrap.wrap(_printable(label), _LINE) or [""]
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], lines[_MOST_LINES - 1].rstrip() + "…"]
    return lines


def _run_graphviz(command: str, source: str) -> str:
    done = subprocess.run(
        [command, "-Tsvg"],
        input=source.encode(),
        capture_output=True,
        timeout=DRAW_SECONDS,
        check=True,
    )
    return done.stdout.decode()


def _tidied(svg: str, title: str) -> str:
    """Graphviz' SVG without prolog and comments, sized by its view box, with a name."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<title>.*?</title>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'<g id="a_[^"]*">', "<g>", svg)
    svg = re.sub(r' id="(?:node|edge|graph)\d+"', "", svg)
    svg = re.sub(r' (?:xmlns:xlink|xlink:title)="[^"]*"', "", svg)
    svg = svg.replace("xlink:href=", "href=")
    opening = f'<svg class="diagram" role="group" aria-label="{escape(title)}"'
    return opening + svg.removeprefix("<svg").rstrip()


_BOX_WIDTH, _BOX_HEIGHT, _GAP_X, _GAP_Y, _PAD = 210, 56, 70, 12, 6


def _plain_layout(diagram: Diagram, title: str) -> str:
    """Columns by distance to the end of the pathway, arrows as straight lines."""
    columns = _columns(diagram)
    spots: dict[str, tuple[int, int]] = {}
    for x, column in enumerate(columns):
        for y, box in enumerate(column):
            spots[box.id] = (
                _PAD + x * (_BOX_WIDTH + _GAP_X),
                _PAD + y * (_BOX_HEIGHT + _GAP_Y),
            )
    width = 2 * _PAD + len(columns) * (_BOX_WIDTH + _GAP_X) - _GAP_X
    height = 2 * _PAD + max(map(len, columns), default=1) * (_BOX_HEIGHT + _GAP_Y)
    parts = [
        f'<svg class="diagram" role="group" aria-label="{escape(title)}" width="{width}"'
        f' height="{height}" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">'
    ]
    parts += [_arrow(spots[start], spots[end]) for start, end in diagram.arrows]
    parts += [_box(box, *spots[box.id]) for box in diagram.boxes]
    return "".join([*parts, "</svg>"])


def _columns(diagram: Diagram) -> list[list[Box]]:
    depth: dict[str, int] = {box.id: 0 for box in diagram.boxes}
    # As many rounds as boxes settle every depth; circles stop there too.
    for _ in diagram.boxes:
        moved = False
        for start, end in diagram.arrows:
            if depth[end] < depth[start] + 1 <= len(diagram.boxes):
                depth[end] = depth[start] + 1
                moved = True
        if not moved:
            break
    used = {value: place for place, value in enumerate(sorted(set(depth.values())))}
    columns: list[list[Box]] = [[] for _ in used]
    for box in diagram.boxes:
        columns[used[depth[box.id]]].append(box)
    return columns


def _arrow(start: tuple[int, int], end: tuple[int, int]) -> str:
    x1, y1 = start[0] + _BOX_WIDTH, start[1] + _BOX_HEIGHT // 2
    x2, y2 = end[0], end[1] + _BOX_HEIGHT // 2
    return (
        f'<g class="edge"><path d="M{x1} {y1}L{x2} {y2}"/>'
        f'<polygon points="{x2},{y2} {x2 - 8},{y2 - 4} {x2 - 8},{y2 + 4}"/></g>'
    )


def _box(box: Box, x: int, y: int) -> str:
    lines = "".join(
        f'<text x="{x + 10}" y="{y + 18 + place * 15}">{escape(line)}</text>'
        for place, line in enumerate(_wrapped(box.label))
    )
    return (
        f'<g class="node {escape(box.kind)}"><a href="{escape(box.address)}">'
        f'<rect x="{x}" y="{y}" width="{_BOX_WIDTH}" height="{_BOX_HEIGHT}" rx="6"/>{lines}</a></g>'
    )


def diagram_of(boxes: Mapping[str, Box], arrows: list[tuple[str, str]]) -> Diagram:
    """The diagram of these boxes; arrows to boxes that are not there are left out."""
    known = [(start, end) for start, end in arrows if start in boxes and end in boxes]
    return Diagram(tuple(boxes.values()), tuple(dict.fromkeys(known)))
