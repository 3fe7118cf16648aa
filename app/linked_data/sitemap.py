"""`/sitemap.xml`: the pages of all live records, for search engines (sitemaps.org protocol 0.9).

The index leads to parts by the first characters of CTIDs, so a change touches one part only. Each
page stands there in both languages; `lastmod` is the record's own last change, to the second.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from flask import Blueprint, Response
from lxml import etree
from werkzeug.exceptions import NotFound

from app.http.caching import REVALIDATE, Validators, etag_of, representation
from app.http.current import absolute, registry
from app.http.media_types import MediaType
from app.linked_data.links import page_path
from app.services import harvest
from app.store.harvest import LiveRow

blueprint = Blueprint("sitemap", __name__)
MOST: Final = 50_000
"""The most addresses that a file may list."""
_XML: Final = MediaType("xml", "application/xml", "XML")
_MAP: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML: Final = "http://www.w3.org/1999/xhtml"
_PAGES: Final = (
    *("", "search", "organizations", "frameworks", "pathways", "standards", "plan", "gap"),
    *("compare", "verify", "batch", "help", "about", "developers", "board", "log", "catalog"),
    *("dumps/", "sparql", "harvesters", "accessibility", "privacy"),
)
"""The pages that are about no record."""


@blueprint.get("/sitemap.xml")
def show_index() -> Response:
    """The parts, each with the last change of what it lists."""
    parts = harvest.live_parts(registry(), MOST // 2)
    root = etree.Element(f"{{{_MAP}}}sitemapindex", nsmap={None: _MAP})
    _add(root, "sitemap", "sitemap/pages.xml")
    for part in parts:
        _add(root, "sitemap", f"sitemap/{part.text}.xml", part.at)
    return _answer(root)


@blueprint.get("/sitemap/pages.xml")
def show_pages() -> Response:
    """The pages that are about no record, in both languages."""
    return _answer(_listed((f"/{path}", None) for path in _PAGES))


@blueprint.get("/sitemap/<beginning>.xml")
def show_part(beginning: str) -> Response:
    """The pages of the live records whose CTIDs begin so."""
    if beginning not in {each.text for each in harvest.live_parts(registry(), MOST // 2)}:
        raise NotFound(f"No part of the sitemap is called {beginning[:40]!r}.")
    return _answer(_listed(_paths(harvest.live_records(registry(), beginning))))


def _paths(found: Iterable[LiveRow]) -> Iterator[tuple[str, str | None]]:
    for each in found:
        path = page_path(each.ctid, each.resource_type)
        if path is not None:
            yield path, each.at


def _listed(pages: Iterable[tuple[str, str | None]]) -> etree._Element:
    root = etree.Element(f"{{{_MAP}}}urlset", nsmap={None: _MAP, "xhtml": _XHTML})
    for path, at in pages:
        languages = {"en": path, "fr": f"/fr{path}"}
        for address in languages.values():
            entry = _add(root, "url", address, at)
            for language, other in languages.items():
                said = {"rel": "alternate", "hreflang": language, "href": absolute(other)}
                etree.SubElement(entry, f"{{{_XHTML}}}link", said)
    return root


def _add(root: etree._Element, name: str, path: str, at: str | None = None) -> etree._Element:
    entry = etree.SubElement(root, f"{{{_MAP}}}{name}")
    etree.SubElement(entry, f"{{{_MAP}}}loc").text = absolute(path)
    if at is not None:
        etree.SubElement(entry, f"{{{_MAP}}}lastmod").text = f"{at[:19]}Z"
    return entry


def _answer(root: etree._Element) -> Response:
    body: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    tag = etag_of("sitemap", body.decode())
    return representation(_XML, Validators(tag), lambda: body, cache_control=REVALIDATE)
