"""The harness notices what it is there to notice: each test shows it one faulty page."""

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import BrowserContext

from tests.support.browser import visiting
from tests.support.html_pages import fetch, html_faults, internal_links
from tests.support.keyboard import walk

pytestmark = pytest.mark.journey

POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'"
FRAME = '<!doctype html><html lang="en"><title>A page</title><main><h1>A page</h1>{}</main></html>'


@pytest.fixture
def page_with() -> Iterator[Callable[[str], str]]:
    """Puts content on a page and gives its address."""
    contents: dict[str, str] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = contents.get(self.path)
            self.send_response(200 if content else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", POLICY)
            self.end_headers()
            self.wfile.write((content or "").encode())

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()

    def put(content: str) -> str:
        contents["/page"] = FRAME.format(content)
        return f"http://127.0.0.1:{server.server_port}/page"

    yield put
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ('<p style="color: red">Styled in place.</p>', "style-src"),
        ("<script>document.title = 'Changed'</script>", "script-src"),
        ('<img src="/missing.png" alt="">', "404: "),
        ('<img src="http://127.0.0.1:9/elsewhere.png" alt="">', "img-src"),
    ],
)
def test_what_the_browser_complains_about(
    content: str,
    complaint: str,
    page_with: Callable[[str], str],
    contexts: dict[int, BrowserContext],
) -> None:
    with visiting(contexts[1280], page_with(content)) as visit:
        visit.page.wait_for_load_state("networkidle")

        assert any(complaint in each for each in visit.complaints), visit.complaints


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ('<img src="/page">', "image-alt"),
        ('<input type="text">', "label"),
        ('<a href="/page"></a>', "link-name"),
        ("<h3>Two levels down</h3>", "heading-order"),
    ],
)
def test_what_shuts_people_out(
    content: str, rule: str, page_with: Callable[[str], str], contexts: dict[int, BrowserContext]
) -> None:
    with visiting(contexts[1280], page_with(content)) as visit:
        assert rule in [finding.partition(":")[0] for finding in visit.axe_findings()]


def test_a_drawing_with_faint_text(
    page_with: Callable[[str], str], contexts: dict[int, BrowserContext]
) -> None:
    drawing = '<svg><g><rect width="90" height="20" fill="{}"/><text y="15">Text</text></g></svg>'
    address = page_with(drawing.format("#333") + drawing.format("#eee"))

    with visiting(contexts[1280], address) as visit:
        assert visit.drawing_findings() == ["rgb(0, 0, 0) on rgb(51, 51, 51) is 1.7: Text"]


def test_content_wider_than_the_screen(
    page_with: Callable[[str], str], contexts: dict[int, BrowserContext]
) -> None:
    with visiting(contexts[320], page_with("<p>" + "endless" * 40 + "</p>")) as visit:
        assert visit.width_needed() > 320


def test_a_control_that_the_tab_key_never_reaches(
    page_with: Callable[[str], str], contexts: dict[int, BrowserContext]
) -> None:
    address = page_with('<a href="/page">Reached</a><div inert><button>Not</button></div>')

    with visiting(contexts[1280], address) as visit:
        assert walk(visit.page).not_reached == ["<button>Not</button>"]


def test_links_and_html_faults(page_with: Callable[[str], str], tmp_path: Path) -> None:
    answer = fetch(page_with('<a href="/elsewhere#part">Link</a><p><div></p>'))

    [address] = internal_links(answer)
    faults = html_faults([answer], tmp_path)

    assert address.endswith("/elsewhere")
    assert any("“p”" in fault for fault in faults)
