"""Rows to test with, and the documents they make."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Any

from ctdl.ctid import derive_ctid
from ctdl.documents import Document, parse_document
from ctdl.tabular import TEMPLATES, Built, Template, document_of
from tests.support.prerequisites import PROJECT

CREDENTIALS = TEMPLATES["credentials"]
ORGANIZATIONS = TEMPLATES["organizations"]
QUALITY = TEMPLATES["quality-assurance"]
STACKING = TEMPLATES["stacking"]
PUBLISHER = derive_ctid("test:publisher")
OTHER = derive_ctid("test:other record")


def a_row(**cells: str) -> dict[str, str]:
    """A complete row of a credential; `cells` replace or add."""
    return {
        "id": "MC-1",
        "type": "MicroCredential",
        "name": "First aid",
        "description": "What to do until help comes.",
        "webpage": "https://provider.example/first-aid",
        "languages": "en",
        "status": "Active",
        **cells,
    }


def built(
    cells: Mapping[str, str], existing: Document | None = None, template: Template = CREDENTIALS
) -> Built:
    """What the row makes, for the test publisher."""
    return document_of(template, cells, publisher=PUBLISHER, existing=existing)


def document(
    cells: Mapping[str, str], existing: Document | None = None, template: Template = CREDENTIALS
) -> Document:
    """The document the row makes; its cells must be in order."""
    made = built(cells, existing, template)
    assert [found.message for found in made.findings if found.severity == "error"] == []
    return parse_document(made.document)


def main_of(cells: Mapping[str, str]) -> dict[str, Any]:
    """The main node of the document that a complete row with these cells makes."""
    return document(a_row(**cells)).main


def refusals(cells: Mapping[str, str], template: Template = CREDENTIALS) -> dict[str, str]:
    """The errors in the cells of a row, by column."""
    found = built(cells, template=template).findings
    return {each.column or "": each.message for each in found if each.severity == "error"}


def shipped(folder: str) -> Iterator[Document]:
    """The shipped documents of a folder."""
    yield from (parse_document(json.loads(line)["document"]) for line in _lines(folder))


@cache
def some_credentials(first: int, every: int) -> tuple[Document, ...]:
    """Some of the shipped credentials and courses, from all their files; tests only read them."""
    lines = islice(_lines("credentials"), first, None, every)
    return tuple(parse_document(json.loads(line)["document"]) for line in lines)


def _lines(folder: str) -> Iterator[str]:
    for path in sorted((PROJECT / "registry_data" / folder).glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            yield from lines
