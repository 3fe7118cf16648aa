"""Diagrams: links that work, names that cannot do harm, rows that say what stands where."""

import xml.etree.ElementTree as ET

import pytest

from app.services.diagrams import Arrow, Box, Diagram, Row, diagram_of, draw

SVG = "{http://www.w3.org/2000/svg}"

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


@pytest.mark.parametrize("few", [True, False])
def test_every_box_is_a_link_to_its_address(few: bool) -> None:
    diagram = _star(3 if few else 30)

    svg = ET.fromstring(draw(diagram, "A pathway"))

    assert _addresses(svg) == {box.address for box in diagram.boxes}


@pytest.mark.parametrize("label", AWKWARD)
@pytest.mark.parametrize("others", [0, 30])
def test_a_name_is_never_more_than_text(label: str, others: int) -> None:
    boxes = {"odd": Box("odd", label, "/credentials/odd?a=1&b=2", "course")}
    star = _star(others)
    diagram = diagram_of(
        {**boxes, **{box.id: box for box in star.boxes}}, [*star.arrows, Arrow("odd", "end")]
    )

    svg = ET.fromstring(draw(diagram, label))

    assert {element.tag for element in svg.iter()} <= {
        f"{SVG}{name}" for name in ("svg", "g", "a", "path", "polygon", "rect", "text")
    }
    assert "/credentials/odd?a=1&b=2" in _addresses(svg)
    forbidden = {"style", "onclick", "onload"}
    assert not any(forbidden & element.attrib.keys() for element in svg.iter())


def test_a_circle_is_drawn_too() -> None:
    boxes = {name: Box(name, name, f"/{name}", "course") for name in "abc"}

    svg = draw(diagram_of(boxes, [Arrow("a", "b"), Arrow("b", "c"), Arrow("c", "a")]), "A circle")

    assert _addresses(ET.fromstring(svg)) == {"/a", "/b", "/c"}


def test_the_same_diagram_gives_the_same_text() -> None:
    first = draw(_star(12), "A pathway")
    draw.cache_clear()

    assert draw(_star(12), "A pathway") == first


def test_arrows_to_boxes_that_are_not_there_are_left_out() -> None:
    boxes = {"a": Box("a", "A", "/a", "course")}

    assert diagram_of(boxes, [Arrow("a", "gone")]).arrows == ()


def test_what_leads_on_stands_below_what_it_leads_to() -> None:
    boxes = {name: Box(name, name, f"/{name}", "course") for name in "abc"}

    tops = _tops(draw(diagram_of(boxes, [Arrow("a", "b"), Arrow("b", "c")]), "A chain"))

    assert tops["/c"] < tops["/b"] < tops["/a"]


def test_a_row_holds_what_is_of_its_level_the_highest_at_the_top() -> None:
    places = {"a": "low", "b": "high", "c": "low", "d": "high"}
    boxes = {name: Box(name, name, f"/{name}", "course", row) for name, row in places.items()}
    rows = [Row("high", "Level 7"), Row("low", "Level 5"), Row("none", "Level not stated")]

    svg = draw(diagram_of(boxes, [Arrow("a", "b"), Arrow("d", "b")], rows), "Levels")

    tops = _tops(svg)
    assert max(tops["/b"], tops["/d"]) < min(tops["/a"], tops["/c"])
    assert tops["/b"] < tops["/d"]
    assert "Level 7" in svg
    assert "not stated" not in svg


def test_what_is_only_suggested_is_drawn_apart_from_what_is_stated() -> None:
    boxes = {name: Box(name, name, f"/{name}", "course") for name in "abc"}

    svg = draw(diagram_of(boxes, [Arrow("a", "b"), Arrow("a", "c", "suggested")]), "Two kinds")

    kinds = [edge.attrib["class"] for edge in ET.fromstring(svg).iter(f"{SVG}g")]
    assert kinds.count("edge asserted") == kinds.count("edge suggested") == 1


def test_nothing_is_drawn_over_anything_else_even_with_two_hundred_things() -> None:
    boxes = {str(n): Box(str(n), f"Thing {n}", f"/{n}", "course", str(n % 4)) for n in range(200)}
    arrows = [Arrow(str(n), str(n // 3)) for n in range(1, 200)]
    rows = [Row(str(n), f"Level {n}") for n in range(4)]

    for diagram in (diagram_of(boxes, arrows), diagram_of(boxes, arrows, rows)):
        svg = ET.fromstring(draw(diagram, "Many"))
        spots = [
            (int(rect.attrib["x"]), int(rect.attrib["y"]))
            for rect in svg.iter(f"{SVG}rect")
            if rect.attrib.get("class") != "frame"
        ]
        assert len(set(spots)) == 200
        assert max(x for x, _ in spots) < int(svg.attrib["width"])
        assert max(y for _, y in spots) < int(svg.attrib["height"])


def test_a_chain_longer_than_the_stack_of_calls_is_drawn() -> None:
    boxes = {str(n): Box(str(n), f"Thing {n}", f"/{n}", "course") for n in range(3000)}

    svg = draw(diagram_of(boxes, [Arrow(str(n), str(n + 1)) for n in range(2999)]), "Long")

    assert len(_addresses(ET.fromstring(svg))) == 3000


def _tops(svg: str) -> dict[str, int]:
    return {
        link.attrib["href"]: int(link.find(f"{SVG}rect").attrib["y"])  # type: ignore[union-attr]
        for link in ET.fromstring(svg).iter(f"{SVG}a")
    }


def _star(points: int) -> Diagram:
    boxes = {
        f"p{number}": Box(f"p{number}", f"Part {number}", f"/p{number}", "course")
        for number in range(points)
    }
    boxes["end"] = Box("end", "The whole", "/end", "target")
    return diagram_of(boxes, [Arrow(f"p{number}", "end") for number in range(points)])


def _addresses(svg: ET.Element) -> set[str]:
    return {link.attrib["href"] for link in svg.iter(f"{SVG}a")}
