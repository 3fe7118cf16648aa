"""Diagrams: links that work, names that cannot do harm, with Graphviz and without it."""

import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest

from app.services.diagrams import Box, Diagram, diagram_of, draw

SVG = "{http://www.w3.org/2000/svg}"
Draw = Callable[[Diagram, str], str]

AWKWARD = [
    '"]; evil [label="x',
    "</text><script>alert(1)</script>",
    "\\N \\n \\G & < > ' \" `",
    "\u202eright to left\u202c and \x00 nothing",
    "<TABLE><TR><TD>not a table</TD></TR></TABLE>",
    "a very long name " * 30,
    "",
    "دورة تدريبية · 微证书 · Õppekava",
]


@pytest.fixture(params=["graphviz", "plain"])
def drawn(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Draw:
    """Draws in each way; without `dot` on the machine both ways are the plain one."""
    if request.param == "plain":
        monkeypatch.setenv("PATH", "")
    draw.cache_clear()
    return draw


@pytest.mark.parametrize("few", [True, False])
def test_every_box_is_a_link_to_its_address(drawn: Draw, few: bool) -> None:
    diagram = _star(3 if few else 30)

    svg = ET.fromstring(drawn(diagram, "A pathway"))

    assert _addresses(svg) == {box.address for box in diagram.boxes}


@pytest.mark.parametrize("label", AWKWARD)
@pytest.mark.parametrize("others", [0, 30])
def test_a_name_is_never_more_than_text(drawn: Draw, label: str, others: int) -> None:
    boxes = {"odd": Box("odd", label, "/credentials/odd?a=1&b=2", "course")}
    star = _star(others)
    diagram = diagram_of(
        {**boxes, **{box.id: box for box in star.boxes}}, [*star.arrows, ("odd", "end")]
    )

    svg = ET.fromstring(drawn(diagram, label))

    assert {element.tag for element in svg.iter()} <= {
        f"{SVG}{name}" for name in ("svg", "g", "a", "path", "polygon", "rect", "text")
    }
    assert "/credentials/odd?a=1&b=2" in _addresses(svg)
    forbidden = {"style", "onclick", "onload"}
    assert not any(forbidden & element.attrib.keys() for element in svg.iter())


def test_a_circle_is_drawn_too(drawn: Draw) -> None:
    boxes = {name: Box(name, name, f"/{name}", "course") for name in "abc"}

    svg = drawn(diagram_of(boxes, [("a", "b"), ("b", "c"), ("c", "a")]), "A circle")

    assert _addresses(ET.fromstring(svg)) == {"/a", "/b", "/c"}


def test_the_same_diagram_gives_the_same_text(drawn: Draw) -> None:
    first = drawn(_star(12), "A pathway")
    draw.cache_clear()

    assert drawn(_star(12), "A pathway") == first


def test_arrows_to_boxes_that_are_not_there_are_left_out() -> None:
    boxes = {"a": Box("a", "A", "/a", "course")}

    assert diagram_of(boxes, [("a", "gone")]).arrows == ()


def _star(points: int) -> Diagram:
    boxes = {
        f"p{number}": Box(f"p{number}", f"Part {number}", f"/p{number}", "course")
        for number in range(points)
    }
    boxes["end"] = Box("end", "The whole", "/end", "target")
    return diagram_of(boxes, [(f"p{number}", "end") for number in range(points)])


def _addresses(svg: ET.Element) -> set[str]:
    return {link.attrib["href"] for link in svg.iter(f"{SVG}a")}
