"""Asking for web pages politely, and without being led anywhere private.

One request at a time, one second apart for each host, only where robots.txt allows it, with a name
and an address to complain to. Every address is resolved once, judged, and connected to as judged,
also after each redirection: a record cannot make this machine look at its own network.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Literal
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from app.services.board_rows import web_address
from ctdl.errors import RegistryError

Outcome = Literal["ok", "gone", "failed", "refused", "later", "robots", "forbidden"]
"""ok: an answer of 2xx; gone: 404 or 410; failed: no answer, or 5xx; refused: another 4xx; later:
asked to come back later (429); robots: robots.txt forbids it; forbidden: no public address."""

MOST_REDIRECTIONS = 5
MOST_OF_A_BODY = 64 * 1024
MOST_OF_ROBOTS = 500 * 1024
MOST_OF_A_PAGE = 32 * 1024 * 1024
SECONDS_BETWEEN = 1.0
LONGEST_DELAY = 30.0
LONGEST_PATIENCE = 300.0
"""How long a busy site is waited for in the middle of something; then it is for the next run."""
FIRST_PATIENCE = 2.0
ANSWER_SECONDS = 15.0
WHOLE_SECONDS = 45.0
_REDIRECTIONS = (301, 302, 303, 307, 308)
_WEB_PORTS = (80, 443)
_LOWEST_OTHER_PORT = 1024
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network
LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128"))


@dataclass(frozen=True)
class Answer:
    """What came of asking for a page."""

    outcome: Outcome
    status: int | None = None
    final_url: str | None = None
    note: str = ""


class _NotPublicError(Exception):
    """An address leads to this machine or to a private network."""


class NotFetched(RegistryError):
    """A page could not be had; `answer` says what came instead."""

    def __init__(self, url: str, answer: Answer, retry_after: float | None = None) -> None:
        self.answer = answer
        self.retry_after = retry_after
        status = f" with status {answer.status}" if answer.status else ""
        later = f"; it asks to come back in {retry_after:.0f} seconds" if retry_after else ""
        super().__init__(f"{url} was not read{status}: {answer.note or answer.outcome}{later}.")

    @property
    def may_be_tried_again(self) -> bool:
        """Whether asking later may help: the site is busy, or there was no answer."""
        return self.answer.outcome in ("later", "failed")


@dataclass(frozen=True)
class Page:
    """What stands at an address: the address in the end, its media type and its bytes."""

    url: str
    content_type: str
    body: bytes


@dataclass(frozen=True)
class _Reply:
    status: int
    headers: Message
    body: bytes
    is_whole: bool = True
    """Whether the body is all that was announced, as far as it was to be read."""

    @property
    def location(self) -> str | None:
        return self.headers.get("Location")


@dataclass
class PoliteWeb:
    """The web, asked politely; private networks only if they are `allowed`."""

    user_agent: str
    allowed: Sequence[IPNetwork] = ()
    how_to_allow: str = ""
    """What is said beside the refusal of an address that is not public."""
    seconds_between: float = SECONDS_BETWEEN
    answer_seconds: float = ANSWER_SECONDS
    whole_seconds: float = WHOLE_SECONDS
    tries: int = 1
    """How often a page is asked for that may be there a little later."""
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.monotonic
    _asked_at: dict[str, float] = field(default_factory=dict)
    _rules: dict[str, RobotFileParser] = field(default_factory=dict)
    _silent: dict[str, str] = field(default_factory=dict)

    def ask(self, url: str) -> Answer:
        """Whether the page at `url` is there."""
        try:
            return self._follow(url)
        except _NotPublicError as error:
            return Answer("forbidden", note=str(error))
        except ssl.SSLError as error:
            return Answer("failed", note=f"no secure connection: {_reason(error)}")
        except (OSError, http.client.HTTPException, ValueError) as error:
            return Answer("failed", note=_reason(error))

    def fetch(self, url: str, accept: str = "*/*", most: int = MOST_OF_A_PAGE) -> Page:
        """The page at `url`, of at most so many bytes when unpacked; NotFetched otherwise.

        A site that is busy or does not answer is waited for, as long as it asks to or ever longer.
        """
        for tried in range(1, self.tries + 1):
            try:
                return self._fetch(url, accept, most)
            except NotFetched as error:
                stated = error.retry_after
                patience = FIRST_PATIENCE**tried if stated is None else stated
                if (
                    tried == self.tries
                    or not error.may_be_tried_again
                    or patience > LONGEST_PATIENCE
                ):
                    raise
                self.sleep(patience)
        raise AssertionError("a page is asked for at least once")

    def _fetch(self, url: str, accept: str, most: int) -> Page:
        # Whoever wants just this page may ask again where robots.txt could not be had before.
        self._silent.pop(_site(url), None)
        try:
            answer, reply = self._followed(
                url, lambda here: self._request("GET", here, most, accept)
            )
            if reply is None or answer.outcome != "ok":
                raise NotFetched(url, answer, _retry_after(reply))
            body = _unpacked(reply, most)
        except _NotPublicError as error:
            raise NotFetched(url, Answer("forbidden", note=str(error))) from error
        except (OSError, http.client.HTTPException) as error:
            raise NotFetched(url, Answer("failed", note=_reason(error))) from error
        except ValueError as error:
            raise NotFetched(url, Answer("refused", note=_reason(error))) from error
        return Page(answer.final_url or url, reply.headers.get_content_type(), body)

    def _follow(self, url: str) -> Answer:
        return self._followed(url, self._head_or_get)[0]

    def _followed(self, url: str, request: Callable[[str], _Reply]) -> tuple[Answer, _Reply | None]:
        here = url
        for _ in range(MOST_REDIRECTIONS + 1):
            rules = self._rules_of(here)
            if not rules.can_fetch(self.user_agent, here):
                note = "robots.txt asks not to be visited"
                return Answer("robots", final_url=here, note=note), None
            reply = request(here)
            if reply.status not in _REDIRECTIONS or not reply.location:
                return _answer(reply.status, here), reply
            there = web_address(urljoin(here, reply.location))
            if there is None:
                return Answer("failed", reply.status, here, "redirected to no web page"), reply
            here = there
        return Answer("failed", final_url=here, note="redirected too many times"), None

    def _head_or_get(self, url: str) -> _Reply:
        """The answer to HEAD, or to GET where HEAD is answered with an error."""
        try:
            reply = self._request("HEAD", url, 0)
        except http.client.HTTPException:
            reply = None
        if reply is not None and reply.status < 400:
            return reply
        return self._request("GET", url, MOST_OF_A_BODY)

    def _rules_of(self, url: str) -> RobotFileParser:
        """What robots.txt of the site allows (RFC 9309); OSError where that cannot be known.

        A site that did not answer is not asked again, whatever other pages it should have.
        """
        site = _site(url)
        if site in self._silent:
            raise OSError(self._silent[site])
        if site not in self._rules:
            try:
                self._rules[site] = self._read_rules(f"{site}/robots.txt")
            except (OSError, http.client.HTTPException) as error:
                self._silent[site] = _reason(error)
                raise
        return self._rules[site]

    def _read_rules(self, url: str) -> RobotFileParser:
        reply, here = self._request("GET", url, MOST_OF_ROBOTS), url
        for _ in range(MOST_REDIRECTIONS):
            there = web_address(urljoin(here, reply.location or ""))
            if reply.status not in _REDIRECTIONS or there is None:
                break
            reply, here = self._request("GET", there, MOST_OF_ROBOTS), there
        if reply.status >= 500:
            raise OSError("robots.txt could not be read")
        rules = RobotFileParser()
        text = reply.body.decode("utf-8", "replace") if reply.status == 200 else ""
        rules.parse(text.splitlines())
        return rules

    def _request(self, method: str, url: str, most: int, accept: str = "*/*") -> _Reply:
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        address = self._judged(host, port)
        self._wait_for(host, parts.netloc, parts.scheme)
        connection = _connection(parts.scheme, host, port, address, self.answer_seconds)
        # A server that sends a byte now and then would never run into the time-out of one answer.
        is_cut = threading.Event()
        watch = threading.Timer(self.whole_seconds, _cut, [connection, is_cut])
        watch.start()
        try:
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            headers = {"User-Agent": self.user_agent, "Accept": accept, "Connection": "close"}
            if accept != "*/*":
                headers["Accept-Encoding"] = "gzip"
            connection.request(method, target, headers=headers)
            response = connection.getresponse()
            body = response.read(most + 1) if most else b""
            is_whole = not is_cut.is_set() and not _is_short(response, body, most)
            return _Reply(response.status, response.headers, body, is_whole)
        finally:
            watch.cancel()
            connection.close()

    def _wait_for(self, host: str, netloc: str, scheme: str) -> None:
        rules = self._rules.get(f"{scheme}://{netloc}")
        asked = rules.crawl_delay(self.user_agent) if rules else None
        pause = max(self.seconds_between, min(float(asked or 0), LONGEST_DELAY))
        last = self._asked_at.get(host)
        left = 0.0 if last is None else last + pause - self.now()
        if left > 0:
            self.sleep(left)
        self._asked_at[host] = self.now()

    def _judged(self, host: str, port: int) -> str:
        """The address to connect to, after every address of the host was found to be public."""
        if not self.allowed and port not in _WEB_PORTS and port < _LOWEST_OTHER_PORT:
            raise _NotPublicError(f"port {port} is not for web pages")
        addresses = _addresses(host, port)
        for address in addresses:
            if not self._is_allowed(address):
                raise _NotPublicError(f"{host} is not a public address{self.how_to_allow}")
        return str(addresses[0])

    def _is_allowed(self, address: IPAddress) -> bool:
        inner = _inside(address)
        if inner is not None:
            return self._is_allowed(inner)
        if any(address in network for network in self.allowed):
            return True
        return address.is_global and not address.is_multicast


def _answer(status: int, url: str) -> Answer:
    if 200 <= status < 300:
        return Answer("ok", status, url)
    if status in (404, 410):
        return Answer("gone", status, url)
    if status == 429:
        return Answer("later", status, url, "the site asks to come back later")
    if 400 <= status < 500:
        return Answer("refused", status, url, "the site does not answer programs")
    return Answer("failed", status, url)


def _unpacked(reply: _Reply, most: int) -> bytes:
    """The body before it was packed; OSError where it was cut off, ValueError if too large."""
    body = reply.body
    if not reply.is_whole:
        raise OSError("the answer was cut off")
    if reply.headers.get("Content-Encoding", "").lower() == "gzip" and len(body) <= most:
        return unpacked(body, most)
    if len(body) > most:
        raise ValueError(f"the answer is larger than {most:,} bytes")
    return body


def unpacked(body: bytes, most: int = MOST_OF_A_PAGE) -> bytes:
    """What was packed with gzip; ValueError where it is larger, or cut off, or not packed so."""
    unpacking = zlib.decompressobj(wbits=31)
    try:
        found = unpacking.decompress(body, most + 1)
    except zlib.error as error:
        raise ValueError(f"it is no gzip: {error}") from error
    if len(found) > most:
        raise ValueError(f"the answer is larger than {most:,} bytes")
    if not unpacking.eof:
        raise ValueError("the answer was cut off")
    return found


def _retry_after(reply: _Reply | None) -> float | None:
    """The seconds that the site asks to wait (RFC 9110 10.2.3: a number, or a date)."""
    stated = reply.headers.get("Retry-After", "").strip() if reply else ""
    if stated.isascii() and stated.isdigit():
        return float(stated)
    try:
        at = parsedate_to_datetime(stated)
    except ValueError:
        return None
    left = at.replace(tzinfo=at.tzinfo or UTC) - datetime.now(UTC)
    return max(left.total_seconds(), 0.0)


def _is_short(response: http.client.HTTPResponse, body: bytes, most: int) -> bool:
    """Whether less came than was announced; http.client says so only of what comes in chunks."""
    announced = response.headers.get("Content-Length", "")
    return announced.isdigit() and len(body) < min(int(announced), most + 1)


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _addresses(host: str, port: int) -> list[IPAddress]:
    try:
        return [ipaddress.ip_address(host)]
    except ValueError:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    if not addresses:
        raise OSError(f"{host} has no address")
    return addresses


def _inside(address: IPAddress) -> IPAddress | None:
    """The IPv4 address that an IPv6 address stands for, which is the one that is reached."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]


def _connection(
    scheme: str, host: str, port: int, address: str, seconds: float
) -> http.client.HTTPConnection:
    """A connection to exactly this address that calls the host by its name."""
    joined = socket.create_connection((address, port), timeout=seconds)
    if scheme == "https":
        try:
            joined = ssl.create_default_context().wrap_socket(joined, server_hostname=host)
        except BaseException:
            joined.close()
            raise
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(host, port)
    else:
        connection = http.client.HTTPConnection(host, port)
    connection.sock = joined
    return connection


def _cut(connection: http.client.HTTPConnection, is_cut: threading.Event) -> None:
    is_cut.set()
    # The connection may be closed at this very moment, which is as good.
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)


def _reason(error: BaseException) -> str:
    return (str(error) or type(error).__name__)[:200]
