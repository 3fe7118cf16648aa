"""Reading a sitemap (sitemaps.org 0.9): the pages it lists, through its index and packed parts."""

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from lxml import etree

from app.services.board_rows import web_address
from app.services.harvesting.items import Aside, SourceFailed, instant
from app.services.harvesting.xml_reading import ACCEPT, read_xml, texts_at
from app.services.polite_web import NotFetched, PoliteWeb

NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
MOST_PARTS: Final = 10_000
MOST_PAGES: Final = 1_000_000
_NAMES: Final = {"s": NAMESPACE}


@dataclass
class Sitemap:
    """The pages with since when each is as it is, in the order of the sitemap.

    The instant is empty where none is stated. What could not be read is among `asides`, and then
    the sitemap is not whole: nobody can tell which pages are gone.
    """

    pages: dict[str, str] = field(default_factory=dict)
    asides: list[Aside] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether all its parts were read."""
        return not self.failures


def is_sitemap(root: etree._Element) -> bool:
    """Whether an XML document is a sitemap or an index of some."""
    return str(root.tag) in (f"{{{NAMESPACE}}}urlset", f"{{{NAMESPACE}}}sitemapindex")


def read_sitemap(url: str, web: PoliteWeb) -> Sitemap:
    """All pages that the sitemap at `url` lists; raises what is wrong with `url` itself."""
    found = Sitemap()
    waiting, known = [url], {url}
    while waiting:
        here = waiting.pop(0)
        try:
            root = read_xml(web.fetch(here, ACCEPT))
            if not is_sitemap(root):
                raise SourceFailed(f"{here} holds <{etree.QName(root).localname}>, no sitemap.")
        except (NotFetched, SourceFailed) as error:
            if here == url:
                raise
            found.failures.append(error)
            continue
        for part in _addresses(texts_at(root, "s:sitemap/s:loc", _NAMES), url, found):
            if part not in known:
                known.add(part)
                waiting.append(part)
        _add_pages(found, root, url)
        if len(known) > MOST_PARTS or len(found.pages) > MOST_PAGES:
            raise SourceFailed(
                f"{url} leads to more than {MOST_PARTS:,} parts or {MOST_PAGES:,} pages: it may"
                " not end."
            )
    return found


def _add_pages(found: Sitemap, root: etree._Element, url: str) -> None:
    for each in root.iterfind("s:url", _NAMES):
        for page in _addresses(texts_at(each, "s:loc", _NAMES), url, found):
            stated = (each.findtext("s:lastmod", "", _NAMES) or "").strip()
            try:
                found.pages.setdefault(page, instant(stated) if stated else "")
            except SourceFailed:
                # A date that is none is as good as none: the page itself is there.
                found.pages.setdefault(page, "")


def _addresses(stated: list[str], url: str, found: Sitemap) -> list[str]:
    """The addresses at the host of the sitemap, as they are sent; others it may not speak for."""
    kept = []
    for each in stated:
        address = web_address(each)
        if address is None or urlsplit(address).netloc != urlsplit(url).netloc:
            message = "The sitemap lists an address that is not at its own host."
            found.asides.append(Aside(each[:500], message))
        else:
            kept.append(address)
    return kept
