"""Reading a page the way its reader would: what is marked as what, not how it is drawn."""

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import text

from app.services.registry import Registry
from ctdl.ctid import CTID

VOID = frozenset({"input", "link", "meta", "br", "col", "hr", "img"})


@dataclass
class Element:
    """An element of a page with the text inside it."""

    tag: str
    attributes: dict[str, str]
    children: list["Element | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text inside, spaces collapsed."""
        parts = (each if isinstance(each, str) else each.text for each in self.children)
        return " ".join(" ".join(parts).split())

    def all(self, tag: str, **attributes: str) -> list["Element"]:
        """Every element below with this tag and these attributes (`_` for `-`)."""
        wanted = {name.strip("_").replace("_", "-"): value for name, value in attributes.items()}
        found: list[Element] = []
        for child in self.children:
            if isinstance(child, Element):
                if child.tag == tag and wanted.items() <= child.attributes.items():
                    found.append(child)
                found.extend(child.all(tag, **attributes))
        return found

    def one(self, tag: str, **attributes: str) -> "Element":
        """The only such element."""
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} elements {tag} {attributes}"
        return found[0]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("page", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if any(element.tag == tag for element in self._open[1:]):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def read_page(html: str) -> Element:
    """The elements of a page."""
    reader = _Reader()
    reader.feed(html)
    return reader.root


def open_page(client: FlaskClient, address: str, status: int = 200) -> Element:
    """The page at this address, which must answer with this status."""
    answer = client.get(address, headers={"Accept": "text/html"})
    assert answer.status_code == status, f"{address} answered {answer.status_code}"
    return read_page(answer.text)


def ctids(registry: Registry, where: str) -> tuple[CTID, ...]:
    """The CTIDs of shipped records that the catalogue finds by this condition."""
    query = text(f"SELECT record FROM catalogue_record WHERE {where} ORDER BY name_key LIMIT 10")
    with registry.database.reading() as connection:
        return tuple(CTID(row[0]) for row in connection.execute(query))


def schema_org(page: Element) -> dict[str, Any]:
    """The schema.org block of the page."""
    found: dict[str, Any] = json.loads(page.one("script", type="application/ld+json").text)
    return found
