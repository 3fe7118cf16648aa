"""XML from elsewhere: read without entities, networks or endless trees."""

from typing import Final

from lxml import etree

from app.services.harvesting.items import SourceFailed
from app.services.polite_web import Page, unpacked

ACCEPT: Final = "application/xml, text/xml;q=0.9, */*;q=0.1"
_GZIP: Final = b"\x1f\x8b"


def read_xml(page: Page) -> etree._Element:
    """The root element of a page, packed as a file or not; SourceFailed for what is no XML."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        body = unpacked(page.body) if page.body.startswith(_GZIP) else page.body
        return etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceFailed(
            f"{page.url} answers with {page.content_type} that is no well-formed XML:"
            f" {str(error)[:200]}"
        ) from error


def texts_at(parent: etree._Element, path: str, names: dict[str, str]) -> list[str]:
    """The texts of the elements at `path`, without the space around them."""
    return [(each.text or "").strip() for each in parent.iterfind(path, names)]
