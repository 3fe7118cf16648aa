"""A real site on this machine, and time that passes only by sleeping, to check links with."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from app.services.polite_web import LOOPBACK, PoliteWeb


@dataclass
class Page:
    """What the test's site answers at a path."""

    status: int = 200
    location: str = ""
    body: bytes = b"ok"
    head: int | None = None
    """The status for HEAD, where it is another one."""


@dataclass
class Site:
    """A real server on this machine, what it answers and what it was asked."""

    address: str = ""
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)

    def url(self, path: str) -> str:
        """The address of a page."""
        return f"{self.address}{path}"

    def asked_for(self, path: str) -> list[str]:
        """How a page was asked for."""
        return [method for method, each in self.asked if each == path]


@pytest.fixture
def site() -> Iterator[Site]:
    """A site without robots.txt that has no pages yet."""
    served = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer()

        def do_HEAD(self) -> None:
            self._answer()

        def log_message(self, *_arguments: object) -> None:
            """Say nothing on standard error."""

        def _answer(self) -> None:
            served.asked.append((self.command, self.path))
            served.agents.add(self.headers["User-Agent"])
            page = served.pages.get(self.path, Page(404))
            status = page.head if self.command == "HEAD" and page.head else page.status
            self.send_response(status)
            if page.location:
                self.send_header("Location", page.location)
            self.send_header("Content-Length", str(len(page.body)))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(page.body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield served
    server.shutdown()
    server.server_close()
    thread.join()


@dataclass
class Clock:
    """Time that passes only by sleeping."""

    seconds: float = 0.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.slept.append(seconds)
        self.seconds += seconds

    def now(self) -> float:
        """The time."""
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    """Time that passes only by sleeping."""
    return Clock()


@pytest.fixture
def web(clock: Clock) -> PoliteWeb:
    """The web, this machine included."""
    return PoliteWeb(
        "Checker/1 (+https://registry.test/about)",
        allowed=LOOPBACK,
        answer_seconds=2,
        sleep=clock.sleep,
        now=clock.now,
    )
