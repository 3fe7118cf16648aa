"""The page for a fault of our own, which no address of the real site can be made to show."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import BrowserContext
from werkzeug.serving import make_server

from app import create_app
from app.config import Settings
from tests.support.browser import visiting
from tests.support.html_pages import fetch, html_faults

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module", params=["", "/fr"])
def failing_address(request: pytest.FixtureRequest, loaded_settings: Settings) -> Iterator[str]:
    """An address whose page always fails, in each language."""
    app = create_app(loaded_settings)
    app.add_url_rule(f"{request.param}/fails", view_func=_fail)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}{request.param}/fails"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("width", [320, 1280])
def test_a_fault_of_ours_is_a_sound_page_that_tells_nothing_inside(
    width: int, failing_address: str, contexts: dict[int, BrowserContext]
) -> None:
    with visiting(contexts[width], failing_address) as visit:
        assert visit.status == 500
        language = "fr" if "/fr/" in failing_address else "en"
        assert visit.page.locator("html").get_attribute("lang") == language
        assert visit.axe_findings() == []
        assert visit.complaints == []
        assert "secret" not in visit.page.content()
        assert visit.width_needed() <= width


def test_a_fault_of_ours_is_valid_html(failing_address: str, tmp_path: Path) -> None:
    assert html_faults([fetch(failing_address)], tmp_path) == []


def _fail() -> str:
    raise RuntimeError("secret detail")
