"""Copies of a registry that follow it, each through one channel, with that channel's own clients.

A copy takes everything the first time and only what is new from then on. Channels that give only
the state there is are read whole each time.
"""

import gzip
import io
import json
import subprocess
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import feedparser
import pyoxigraph as ox
import requests
from lxml import etree
from sickle import Sickle
from SPARQLWrapper import JSON, SPARQLWrapper
from usp.tree import sitemap_tree_for_homepage

from tests.support.prerequisites import PROJECT

_SECONDS: Final = 60
_AS: Final = "https://www.w3.org/ns/activitystreams#"
_RDF_TYPE: Final = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_VERSION_OF: Final = ox.NamedNode("http://purl.org/dc/terms/isVersionOf")
_DELETED: Final = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
_ENTRY: Final = "{http://www.w3.org/2005/Atom}entry"
_LINK: Final = "{http://www.w3.org/2005/Atom}link"


@dataclass
class Copy(ABC):
    """What a channel has told so far: CTIDs of live records, and of withdrawn ones."""

    site: str
    folder: Path
    live: set[str] = field(default_factory=set)
    withdrawn: set[str] = field(default_factory=set)

    @abstractmethod
    def update(self) -> None:
        """Ask for what is new since the last time."""

    def note(self, address: str, is_live: bool) -> None:
        """Take what is told of the record at the address."""
        ctid = address.rpartition("/")[2]
        (self.live if is_live else self.withdrawn).add(ctid)
        (self.withdrawn if is_live else self.live).discard(ctid)


@dataclass
class OAI(Copy):
    """Through sickle, from the `responseDate` of the first answer of the time before."""

    since: str | None = None

    def update(self) -> None:
        """As the protocol asks it of harvesters."""
        wanted = {"metadataPrefix": "ctdl_rdf"} | ({"from": self.since} if self.since else {})
        headers = Sickle(f"{self.site}/oai").ListIdentifiers(ignore_deleted=False, **wanted)
        since = headers.oai_response.xml.findtext("{*}responseDate")
        for header in headers:
            self.note(header.identifier, not header.deleted)
        self.since = since


@dataclass
class EventStream(Copy):
    """Through ldes-client, which keeps in a folder how far it has come."""

    def update(self) -> None:
        """Members are versions; their addresses end in the numbers of their changes."""
        command = ("npx", "--no-install", "ldes-client", f"{self.site}/feed")
        kept = ("--ordered", "ascending", "--save", str(self.folder / "seen"))
        done = subprocess.run(
            [*command, *kept], cwd=PROJECT, capture_output=True, timeout=_SECONDS, check=True
        )
        members: dict[int, dict[str, str]] = {}
        for quad in ox.parse(done.stdout, ox.RdfFormat.N_QUADS):
            if quad.predicate in (_RDF_TYPE, _VERSION_OF) and quad.graph_name == ox.DefaultGraph():
                number = int(str(quad.subject.value).rpartition("/")[2])
                members.setdefault(number, {})[quad.predicate.value] = quad.object.value
        for _, member in sorted(members.items()):
            is_live = member[_RDF_TYPE.value] != f"{_AS}Delete"
            self.note(member[_VERSION_OF.value], is_live)


@dataclass
class Activities(Copy):
    """From the last page back to what is known, as IIIF Change Discovery describes it."""

    last: str = ""

    def update(self) -> None:
        """Take what is new, the oldest first."""
        page = _json(f"{self.site}/activity")["last"]
        new: list[dict[str, Any]] = []
        known = False
        while page and not known:
            found = _json(page["id"])
            for each in reversed(found["orderedItems"]):
                known = known or each["id"] == self.last
                new += [] if known else [each]
            page = found.get("prev")
        for each in reversed(new):
            self.note(each["object"]["id"], each["type"] != "Delete")
            self.last = each["id"]


@dataclass
class Atom(Copy):
    """Through the archive: of what two documents say, the later holds."""

    def update(self) -> None:
        """Read the feed and its archive from the beginning."""
        documents = []
        address: str | None = f"{self.site}/changes.atom"
        while address:
            root = etree.fromstring(_get(address).content)
            documents.append(root)
            address = next(
                (
                    each.get("href")
                    for each in root.iter(_LINK)
                    if each.get("rel") == "prev-archive"
                ),
                None,
            )
        for root in reversed(documents):
            assert not feedparser.parse(etree.tostring(root)).bozo
            # Within a document the newest stands first.
            for each in reversed([*root.iter(_ENTRY, _DELETED)]):
                is_live = each.tag == _ENTRY
                self.note(each.findtext("{*}id") if is_live else each.get("ref"), is_live)


@dataclass
class Changes(Copy):
    """By the numbers of the log."""

    after: int = 0

    def update(self) -> None:
        """Page by page until there is no more."""
        while True:
            found = _json(f"{self.site}/api/v1/changes?after={self.after}&limit=100")
            for each in found["changes"]:
                self.note(each["iri"], each["kind"] != "withdrawn")
            if self.after == found["next"]:
                break
            self.after = found["next"]


@dataclass
class Envelopes(Copy):
    """The list of a Credential Registry, page by page as its `Link` says."""

    def update(self) -> None:
        """Read the list whole, withdrawn records too."""
        self.live, self.withdrawn = set(), set()
        for deleted in ("false", "only"):
            wanted = f"include_deleted={deleted}&per_page=100&metadata_only=true"
            address: str | None = f"{self.site}/ce-registry/envelopes?{wanted}"
            while address:
                answer = _get(address)
                for each in answer.json():
                    self.note(each["envelope_ceterms_ctid"], deleted == "false")
                address = answer.links.get("next", {}).get("url")


@dataclass
class State(Copy):
    """A channel that gives the live records only; `read` yields their addresses."""

    read: Callable[[str], Iterator[str]] = field(kw_only=True)

    def update(self) -> None:
        """Read all of it again; what was there before and is not now was withdrawn."""
        before = self.live
        self.live = {each.rpartition("/")[2] for each in self.read(self.site)}
        self.withdrawn = (self.withdrawn | before) - self.live


def sitemap(site: str) -> Iterator[str]:
    """The pages in English, as a parser of sitemaps finds them from robots.txt on."""
    for page in sitemap_tree_for_homepage(f"{site}/", use_known_paths=False).all_pages():
        if "/fr/" not in page.url and "/ce-" in page.url:
            yield page.url


def sparql(site: str) -> Iterator[str]:
    """The documents that the endpoint has, as SPARQLWrapper asks for them."""
    client = SPARQLWrapper(f"{site}/sparql", returnFormat=JSON)
    client.setQuery(f"""
        SELECT DISTINCT ?document {{ GRAPH ?document {{ ?thing a ?class }}
          FILTER(STRSTARTS(STR(?document), "{site}/graph/")) }}
    """)
    found: Any = client.queryAndConvert()
    for row in found["results"]["bindings"]:
        yield row["document"]["value"]


def n_quads(site: str) -> Iterator[str]:
    """The graphs of the newest dump."""
    lines = gzip.decompress(_get(f"{site}/dumps/latest.nq.gz").content)
    for quad in ox.parse(lines, ox.RdfFormat.N_QUADS):
        yield str(quad.graph_name.value)


def json_lines(site: str) -> Iterator[str]:
    """The lines of the newest dump."""
    for line in gzip.decompress(_get(f"{site}/dumps/latest.jsonl.gz").content).splitlines():
        yield json.loads(line)["ctid"]


def downloaded(site: str) -> Iterator[str]:
    """The files in the ZIP file of all envelopes."""
    content = _get(f"{site}/ce-registry/envelopes/download").content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        yield from (name.removesuffix(".json") for name in archive.namelist())


def copies(site: str, folder: Path) -> dict[str, Copy]:
    """A copy through each channel, empty as yet."""
    followed = (OAI, EventStream, Activities, Atom, Changes, Envelopes)
    states = (sitemap, sparql, n_quads, json_lines, downloaded)
    return {each.__name__: each(site, folder) for each in followed} | {
        each.__name__: State(site, folder, read=each) for each in states
    }


def _get(address: str) -> requests.Response:
    answer = requests.get(address, timeout=_SECONDS)
    answer.raise_for_status()
    return answer


def _json(address: str) -> Any:
    return _get(address).json()
