"""Which protocol a source speaks: as it was followed before, as somebody says, or as it answers."""

import json
from collections.abc import Callable
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from lxml import etree

from app.services.board_rows import web_address
from app.services.harvesting import feed, oai
from app.services.harvesting.envelopes import EnvelopesSource, is_envelopes
from app.services.harvesting.feed import FeedSource
from app.services.harvesting.items import Source, SourceFailed
from app.services.harvesting.oai import OAISource
from app.services.harvesting.sitemap import SitemapSource
from app.services.harvesting.sitemap_reading import is_sitemap
from app.services.harvesting.taking import keeper_of
from app.services.harvesting.xml_reading import read_xml
from app.services.known_organizations import recognised
from app.services.polite_web import Page, PoliteWeb
from app.services.registry import Registry
from app.store import harvest_sources

FEED: Final = "feed"
OAI: Final = "oai"
REGISTRY: Final = "registry"
SITEMAP: Final = "sitemap"
KINDS: Final = (FEED, OAI, REGISTRY, SITEMAP)
_ACCEPT: Final = (
    f"{feed.ACCEPT}, application/xml;q=0.7, text/xml;q=0.7, application/json;q=0.6, */*;q=0.1"
)
_OF_THE_PROTOCOL: Final = frozenset(
    {"verb", "metadataPrefix", "from", "until", "set", "identifier", "resumptionToken"}
)
_ASKED_BY_US: Final = frozenset(
    {"page", "per_page", "include_deleted", "metadata_only", "from", "until"}
    | {"sort_by", "sort_order", "provisional"}
)


def source_of(registry: Registry, url: str, web: PoliteWeb, kind: str | None = None) -> Source:
    """The source at an address, of the kind that is said, known or found out, in this order."""
    address = web_address(url)
    if address is None:
        raise SourceFailed(f"{url[:200]} is no address of a web page, such as https://…/feed.")
    if kind is None:
        with registry.database.reading() as connection:
            known = (
                harvest_sources.kind_of(connection, each)
                for each in {made(address) for made in _ADDRESS_OF.values()}
            )
            kind = next((each for each in known if each), None)
    return _made(registry, address, web, kind or detected(address, web))


def detected(url: str, web: PoliteWeb) -> str:
    """The kind of source that answers at an address, or SourceFailed with what to do."""
    page = web.fetch(url, _ACCEPT)
    found = _kind_of(page)
    if found is None:
        raise SourceFailed(
            f"{url} answers with {page.content_type}, which is none of what can be followed: an"
            " event stream (such as .../feed), an OAI-PMH repository (.../oai), a list of"
            " envelopes (.../ce-registry/envelopes) or a sitemap (.../sitemap.xml). Give the"
            " address of one of these, or say with --as which it is."
        )
    return found


def _kind_of(page: Page) -> str | None:
    if page.content_type in feed.FORMATS:
        return FEED
    start = page.body[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith((b"[", b"{")):
        try:
            return REGISTRY if is_envelopes(json.loads(page.body)) else None
        except (ValueError, RecursionError):
            return None
    try:
        root: etree._Element = read_xml(page)
    except SourceFailed:
        return None
    if root.tag == f"{{{oai.OAI}}}OAI-PMH":
        return OAI
    return SITEMAP if is_sitemap(root) else None


def _made(registry: Registry, address: str, web: PoliteWeb, kind: str) -> Source:
    url = _ADDRESS_OF[kind](address)
    if kind == FEED:
        return FeedSource(url, web)
    if kind == OAI:
        return OAISource(url, web)
    if kind == REGISTRY:
        return EnvelopesSource(url, web)

    def known() -> list[harvest_sources.KnownItem]:
        with registry.database.reading() as connection:
            return harvest_sources.items_of(connection, keeper_of(url).ctid)

    return SitemapSource(
        url, web, known, lambda documents: recognised(registry, documents, None).documents
    )


def _without(names: frozenset[str]) -> Callable[[str], str]:
    """Takes these arguments out of an address: they are the harvester's to choose."""

    def made(url: str) -> str:
        parts = urlsplit(url)
        kept = [each for each in parse_qsl(parts.query, True) if each[0] not in names]
        return parts._replace(query=urlencode(kept)).geturl()

    return made


_ADDRESS_OF: Final[dict[str, Callable[[str], str]]] = {
    FEED: str,
    OAI: _without(_OF_THE_PROTOCOL),
    REGISTRY: _without(_ASKED_BY_US),
    SITEMAP: str,
}
"""How each kind of source writes its address, so that one source is not followed as two."""
