"""JSON-LD in web pages: taken out of an HTML text without a network, scripts or entities."""

from dataclasses import dataclass
from typing import Any, Final

from lxml import etree, html

from ctdl.findings import DocumentError
from ctdl.json_reading import read_json
from ctdl.language import is_language_tag
from ctdl.mapping.notes import Notes, refuse

MAX_PAGE_BYTES: Final = 4_000_000
_MAX_BLOCKS: Final = 50
_JSON_TYPES: Final = ("application/ld+json", "application/json")


@dataclass(frozen=True)
class Page:
    """What a page says to programs: its JSON-LD, its language and its own address."""

    blocks: tuple[Any, ...]
    language: str | None
    address: str | None


def looks_like_html(data: bytes | str) -> bool:
    """Whether `data` begins as a page does; JSON never begins with `<`."""
    start = data[:200].decode("latin-1") if isinstance(data, bytes) else data[:200]
    return start.lstrip("\ufeff\u00ef\u00bb\u00bf \t\r\n").startswith("<")


def read_page(data: bytes | str, notes: Notes) -> Page:
    """The JSON-LD blocks of the page `data`, or DocumentError when it has none."""
    encoded = data.encode("utf-8", "replace") if isinstance(data, str) else data
    if len(encoded) > MAX_PAGE_BYTES:
        refuse(
            "IMPORT_TOO_LARGE",
            f"The page has {len(encoded):,} bytes; at most {MAX_PAGE_BYTES:,} are read. "
            "Import the JSON-LD in it on its own.",
        )
    tree = _tree(encoded, "utf-8" if isinstance(data, str) else None)
    blocks = tuple(_blocks(tree, notes))
    if not blocks:
        refuse("IMPORT_NOTHING_FOUND", "The page holds no JSON-LD." + _elsewhere(tree))
    language = tree.get("lang")
    return Page(
        blocks,
        language if language and is_language_tag(language) else None,
        _first(tree, "//link[@rel='canonical']/@href"),
    )


def _tree(encoded: bytes, encoding: str | None) -> Any:
    parser = html.HTMLParser(
        encoding=encoding, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return html.document_fromstring(encoded, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, LookupError) as error:
        refuse("IMPORT_NOTHING_FOUND", f"The page cannot be read as HTML: {str(error)[:120]}.")


def _blocks(tree: Any, notes: Notes) -> list[Any]:
    found = []
    scripts = [each for each in tree.iter("script") if _kind(each) in _JSON_TYPES]
    for number, script in enumerate(scripts[:_MAX_BLOCKS], start=1):
        text = (script.text or "").strip()
        if not text:
            continue
        try:
            found.append(read_json(text))
        except DocumentError as error:
            # One broken block, often of an advertisement, does not spoil the others.
            notes.unread(f"script block {number}", text[:40], str(error))
    return found


def _kind(script: Any) -> str:
    return (script.get("type") or "").partition(";")[0].strip().lower()


def _elsewhere(tree: Any) -> str:
    for kind in _JSON_TYPES:
        address = _first(tree, f"//link[@rel='alternate'][@type='{kind}']/@href")
        if address:
            return f" It names a copy for programs at {address[:200]}: save that and import it."
    return " Import a page with a script of the type application/ld+json, or the JSON itself."


def _first(tree: Any, path: str) -> str | None:
    return next((str(found) for found in tree.xpath(path) if found), None)
