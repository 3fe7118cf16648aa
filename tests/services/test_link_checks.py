"""Checking links: politely, never anywhere private, and dead only after more than one bad day."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from app.config import Settings
from app.services import board, link_checks, publishing, views
from app.services.board import LinkItem
from app.services.board_rows import web_address
from app.services.link_checks import AlreadyChecking, CheckReport
from app.services.polite_web import PoliteWeb
from app.services.registry import Registry, set_up
from app.store.locks import held
from tests.support.documents import a_credential
from tests.support.ports import free_port
from tests.support.registries import run_command

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


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
        allow_loopback=True,
        answer_seconds=2,
        sleep=clock.sleep,
        now=clock.now,
    )


@pytest.mark.parametrize(
    ("page", "outcome"),
    [
        (Page(200), "ok"),
        (Page(404), "gone"),
        (Page(410), "gone"),
        (Page(500), "failed"),
        (Page(403), "refused"),
        (Page(429), "later"),
        (Page(200, head=405), "ok"),
        (Page(200, head=404), "ok"),
        (Page(404, head=403), "gone"),
    ],
)
def test_an_answer_has_its_outcome(site: Site, web: PoliteWeb, page: Page, outcome: str) -> None:
    site.pages["/page"] = page

    answer = web.ask(site.url("/page"))

    assert (answer.outcome, answer.status) == (outcome, page.status)
    is_alive = page.head is None and page.status < 400
    assert site.asked_for("/page") == (["HEAD"] if is_alive else ["HEAD", "GET"])
    assert site.agents == {"Checker/1 (+https://registry.test/about)"}


def test_redirections_are_followed_to_the_page(site: Site, web: PoliteWeb) -> None:
    site.pages |= {"/old": Page(301, "/newer"), "/newer": Page(302, "/new"), "/new": Page()}

    answer = web.ask(site.url("/old"))

    assert (answer.outcome, answer.final_url) == ("ok", site.url("/new"))


def test_redirections_in_a_circle_are_given_up(site: Site, web: PoliteWeb) -> None:
    site.pages["/round"] = Page(302, "/round")

    assert web.ask(site.url("/round")).outcome == "failed"
    assert len(site.asked_for("/round")) == 6


@pytest.mark.parametrize(
    "there",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:10.0.0.1]/",
        "http://[64:ff9b::a00:1]/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://0.0.0.0/",
        "http://192.168.1.1/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
    ],
)
def test_no_record_and_no_redirection_leads_into_a_private_network(
    site: Site, web: PoliteWeb, there: str
) -> None:
    site.pages["/trap"] = Page(302, there)

    assert web.ask(there).outcome == "forbidden"
    assert web.ask(site.url("/trap")).outcome == "forbidden"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]"])
def test_this_machine_is_private_too(site: Site, host: str) -> None:
    web = PoliteWeb("Checker/1")

    answer = web.ask(site.address.replace("127.0.0.1", host) + "/page")

    assert answer.outcome == "forbidden"
    assert site.asked == []


@pytest.mark.parametrize(
    "there", ["file:///etc/passwd", "ftp://a.example/", "http://u:p@a.example/"]
)
def test_a_redirection_to_what_is_no_web_page_is_a_failure(
    site: Site, web: PoliteWeb, there: str
) -> None:
    site.pages["/odd"] = Page(302, there)

    assert web.ask(site.url("/odd")).outcome == "failed"


def test_robots_txt_is_read_once_and_obeyed(site: Site, web: PoliteWeb) -> None:
    rules = b"User-agent: *\nDisallow: /private\n"
    site.pages |= {"/robots.txt": Page(body=rules), "/private/a": Page(), "/open": Page()}

    outcomes = [web.ask(site.url(path)).outcome for path in ("/private/a", "/open", "/private/b")]

    assert outcomes == ["robots", "ok", "robots"]
    assert site.asked == [("GET", "/robots.txt"), ("HEAD", "/open")]


def test_a_site_whose_robots_txt_fails_is_left_alone(site: Site, web: PoliteWeb) -> None:
    site.pages |= {"/robots.txt": Page(503), "/page": Page()}

    assert [web.ask(site.url("/page")).outcome for _ in range(2)] == ["failed", "failed"]
    assert site.asked == [("GET", "/robots.txt")]


def test_a_host_is_asked_once_a_second_or_as_slowly_as_it_wants(
    site: Site, web: PoliteWeb, clock: Clock
) -> None:
    site.pages |= {"/a": Page(), "/b": Page()}
    web.ask(site.url("/a"))
    web.ask(site.url("/b"))
    assert clock.slept == [1.0, 1.0]

    rules = b"User-agent: *\nCrawl-delay: 7\n"
    site.pages["/robots.txt"] = Page(body=rules)
    slower = PoliteWeb("Checker/1", allow_loopback=True, sleep=clock.sleep, now=clock.now)
    slower.ask(site.url("/a"))
    assert clock.slept[-1] == 7.0


def test_an_endless_body_is_not_read_to_its_end(site: Site, web: PoliteWeb) -> None:
    site.pages["/huge"] = Page(200, head=405, body=b"x" * 50_000_000)

    assert web.ask(site.url("/huge")).outcome == "ok"


def test_a_server_that_drips_its_answer_is_cut_off(clock: Clock) -> None:
    web = PoliteWeb("Checker/1", allow_loopback=True, whole_seconds=0.5, sleep=clock.sleep)
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_drip, args=(listening, stop), daemon=True)
        thread.start()

        answer = web.ask(f"http://127.0.0.1:{listening.getsockname()[1]}/page")

        stop.set()
        thread.join()
    assert (answer.outcome, answer.status) == ("failed", None)


def _drip(listening: socket.socket, stop: threading.Event) -> None:
    """Send a byte of an answer now and then, for ever."""
    connection, _ = listening.accept()
    with connection, suppress(OSError):
        while not stop.wait(0.05):
            connection.sendall(b"H")


def test_a_server_that_does_not_answer_is_a_failure_that_says_why(web: PoliteWeb) -> None:
    answer = web.ask(f"http://127.0.0.1:{free_port()}/")

    assert (answer.outcome, answer.status) == ("failed", None)
    assert "refused" in answer.note


@pytest.mark.parametrize(
    ("stated", "sent"),
    [
        (
            "https://a.example/cours été?q=é#part",
            "https://a.example/cours%20%C3%A9t%C3%A9?q=%C3%A9",
        ),
        ("https://bücher.example", "https://xn--bcher-kva.example/"),
        ("https://a.example/a%20b", "https://a.example/a%20b"),
        ("mailto:a@b.example", None),
        ("https://user:secret@a.example/", None),
        ("https://a.example/" + "x" * 3000, None),
        ("http://[not-an-address", None),
        ("http://", None),
    ],
)
def test_an_address_is_sent_in_ascii_or_not_at_all(stated: str, sent: str | None) -> None:
    assert web_address(stated) == sent


Check = Callable[..., CheckReport]


@pytest.fixture
def check(registry: Registry, web: PoliteWeb) -> Check:
    """Check the links of the registry, some days after the first check."""

    def run(day: int = 0, *, limit: int = 100, older_than_days: int = 0) -> CheckReport:
        moment = NOW + timedelta(days=day)
        return link_checks.check_links(
            registry, web, limit=limit, older_than_days=older_than_days, now=lambda: moment
        )

    return run


def publish_pages(registry: Registry, *addresses: str) -> None:
    """Publish a credential for each web page."""
    for number, address in enumerate(addresses):
        publishing.publish(registry, a_credential(f"page {number}", subjectWebpage=address))
    views.catch_up(registry)


def dead(registry: Registry) -> list[str]:
    """The links on the list of dead ones."""
    found = board.items(registry, "dead-links", NOW.date())
    return [each.link.url for each in found if isinstance(each, LinkItem)]


def test_a_page_that_is_not_found_is_dead_at_once_and_alive_again_when_it_is(
    registry: Registry, site: Site, check: Check
) -> None:
    publish_pages(registry, site.url("/page"))
    check()
    assert dead(registry) == [site.url("/page")]

    site.pages["/page"] = Page()
    check(1)
    assert dead(registry) == []


def test_a_failing_page_is_dead_on_the_third_day_it_fails(
    registry: Registry, site: Site, check: Check
) -> None:
    site.pages["/page"] = Page(500)
    publish_pages(registry, site.url("/page"))

    seen = []
    for day in (0, 0, 0, 1, 5):
        check(day)
        seen.append(len(dead(registry)))

    assert seen == [0, 0, 0, 0, 1]


def test_a_page_that_works_in_between_starts_the_count_again(
    registry: Registry, site: Site, check: Check
) -> None:
    publish_pages(registry, site.url("/page"))
    for day, status in enumerate((500, 500, 200, 500, 500)):
        site.pages["/page"] = Page(status)
        check(day)

    assert dead(registry) == []


@pytest.mark.parametrize("status", [403, 429])
def test_an_answer_that_says_nothing_of_the_page_changes_nothing(
    registry: Registry, site: Site, check: Check, status: int
) -> None:
    publish_pages(registry, site.url("/page"))
    check()
    site.pages["/page"] = Page(status)
    check(1)

    assert dead(registry) == [site.url("/page")]


def test_a_run_goes_on_where_the_last_one_stopped(
    registry: Registry, site: Site, check: Check
) -> None:
    paths = [f"/{number}" for number in range(5)]
    site.pages |= dict.fromkeys(paths, Page())
    publish_pages(registry, *(site.url(path) for path in paths))

    checked = [check(limit=2, older_than_days=30).checked for _ in range(4)]

    assert checked == [2, 2, 1, 0]
    assert [len(site.asked_for(path)) for path in paths] == [1, 1, 1, 1, 1]


def test_a_page_that_many_records_name_is_asked_for_once(
    registry: Registry, site: Site, check: Check
) -> None:
    publish_pages(registry, site.url("/page"), site.url("/page"), site.url("/page#part"))

    check()

    assert dead(registry) == [site.url("/page")] * 3
    assert site.asked_for("/page") == ["HEAD", "GET"]


def test_a_site_that_wants_a_rest_is_left_alone_for_the_run(
    registry: Registry, site: Site, check: Check
) -> None:
    site.pages |= {"/a": Page(429), "/b": Page()}
    publish_pages(registry, site.url("/a"), site.url("/b"))

    assert check().outcomes == {"later": 1}
    assert site.asked_for("/b") == []


def test_nothing_is_held_against_pages_when_this_machine_may_be_offline(
    registry: Registry, site: Site, check: Check
) -> None:
    silent = f"http://127.0.0.1:{free_port()}/"
    publish_pages(registry, silent)
    alone = [check(day) for day in range(4)]
    assert [(each.checked, each.not_counted) for each in alone] == [(0, 1)] * 4
    assert dead(registry) == []

    site.pages["/page"] = Page()
    publish_pages(registry, silent, site.url("/page"))
    for day in range(4):
        check(day)
    assert dead(registry) == [silent]


def test_two_processes_never_check_at_once(registry: Registry, check: Check) -> None:
    with held(registry.lock_of("check-links"), wait=False), pytest.raises(AlreadyChecking):
        check()


def test_the_last_check_of_a_page_is_remembered(
    registry: Registry, site: Site, check: Check
) -> None:
    site.pages |= {"/old": Page(301, "/new"), "/new": Page()}
    publish_pages(registry, site.url("/old"))
    assert link_checks.last_check(registry, site.url("/old")) is None

    check()

    last = link_checks.last_check(registry, site.url("/old"))
    assert last is not None
    assert (last.outcome, last.final_url) == ("ok", site.url("/new"))
    assert last.checked_at == "2026-11-22T12:00:00.000Z"


def test_what_was_checked_stays_when_the_catalogue_is_made_again(
    registry: Registry, site: Site, check: Check
) -> None:
    publish_pages(registry, site.url("/page"))
    check()

    views.rebuild(registry, ["catalogue"])

    assert dead(registry) == [site.url("/page")]


def test_the_command_refuses_this_machine(
    make_settings: Callable[..., Settings],
) -> None:
    settings = make_settings()
    registry = set_up(settings)
    publish_pages(registry, "http://127.0.0.1:9/")
    registry.close()

    printed = run_command(settings, "check-links", "--limit", "5", "--json")

    assert '"forbidden": 1' in printed
    assert '"dead": 0' in printed
