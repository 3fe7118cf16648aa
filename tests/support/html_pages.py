"""Pages as their bytes: fetching them, reading the links in them, checking them with vnu."""

import json
import subprocess
from dataclasses import dataclass
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

from tests.support.prerequisites import VNU_JAR

VNU_SECONDS = 240
_LINKING = {"href", "src", "action"}


@dataclass(frozen=True)
class Answer:
    """What the server sent for one address."""

    address: str
    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def is_html(self) -> bool:
        """Whether this is a page rather than data."""
        return self.headers.get_content_type() == "text/html"


class LinksAndAnchors(HTMLParser):
    """The addresses a page leads to and the places in it that others can point at."""

    def __init__(self) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.anchors: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what one element links to and is called."""
        for name, value in attrs:
            if value and name in _LINKING:
                self.links.add(value)
            elif value and name == "id":
                self.anchors.add(value)


def fetch(address: str, accept: str = "text/html,*/*;q=0.8") -> Answer:
    """What the server answers, redirections not followed."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("GET", target or "/", headers={"Accept": accept})
        response = connection.getresponse()
        return Answer(address, response.status, response.headers, response.read())
    finally:
        connection.close()


def read_links(answer: Answer) -> LinksAndAnchors:
    """The links and anchors of a page."""
    found = LinksAndAnchors()
    found.feed(answer.body.decode())
    return found


def internal_links(answer: Answer) -> dict[str, set[str]]:
    """The addresses on the same site that a page links to, each with the anchors it names."""
    site = urlsplit(answer.address).netloc
    found: dict[str, set[str]] = {}
    for link in read_links(answer).links:
        address, anchor = urldefrag(urljoin(answer.address, link))
        if urlsplit(address).netloc == site and urlsplit(address).scheme in ("http", "https"):
            found.setdefault(address, set()).update({anchor} - {""})
    return found


def html_faults(answers: list[Answer], folder: Path) -> list[str]:
    """What the Nu HTML checker finds wrong, for all pages in one start of Java."""
    addresses = {}
    for number, answer in enumerate(answers):
        file = folder / f"{number:04}.html"
        file.write_bytes(answer.body)
        addresses[file.name] = answer.address
    options = ["--errors-only", "--exit-zero-always", "--stdout", "--format", "json"]
    files = [str(folder / name) for name in addresses]
    finished = subprocess.run(
        ["java", "-jar", str(VNU_JAR), *options, *files],
        capture_output=True,
        text=True,
        check=True,
        timeout=VNU_SECONDS,
    )
    return [
        f"{addresses.get(message.get('url', '').rpartition('/')[2], 'vnu')}"
        f" line {message.get('lastLine')}: {message['message']}"
        for message in json.loads(finished.stdout)["messages"]
    ]
