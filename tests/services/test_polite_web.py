"""Asking web pages whether they are there: politely, and never anywhere private."""

import socket
import threading
from contextlib import suppress

import pytest

from app.services.board_rows import web_address
from app.services.polite_web import LOOPBACK, PoliteWeb
from tests.services.small_site import Clock, Page, Site
from tests.support.ports import free_port


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
    slower = PoliteWeb("Checker/1", allowed=LOOPBACK, sleep=clock.sleep, now=clock.now)
    slower.ask(site.url("/a"))
    assert clock.slept[-1] == 7.0


def test_an_endless_body_is_not_read_to_its_end(site: Site, web: PoliteWeb) -> None:
    site.pages["/huge"] = Page(200, head=405, body=b"x" * 50_000_000)

    assert web.ask(site.url("/huge")).outcome == "ok"


def test_a_server_that_drips_its_answer_is_cut_off(clock: Clock) -> None:
    web = PoliteWeb("Checker/1", allowed=LOOPBACK, whole_seconds=0.5, sleep=clock.sleep)
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
