"""Compression: for those who take it, of what is worth it, and no strong tag for other bytes."""

import gzip

import pytest
from flask import Flask, Response

from app.http import compression

TEXT = "A page with many words in it. " * 200


@pytest.fixture
def app() -> Flask:
    """An application with a page, a short page, and answers that have an ETag."""
    app = Flask(__name__)
    compression.setup(app)

    @app.get("/page")
    def show_page() -> str:
        return TEXT

    @app.get("/short")
    def show_short_page() -> str:
        return "short"

    @app.get("/api/tagged")
    @app.get("/tagged")
    def show_tagged() -> Response:
        response = Response(TEXT, mimetype="application/json")
        response.set_etag("x")
        return response

    return app


@pytest.mark.parametrize("accepted", ["gzip", "gzip, deflate, br", "*", "deflate, gzip;q=0.5"])
def test_a_page_is_compressed_for_those_who_take_it(app: Flask, accepted: str) -> None:
    answer = app.test_client().get("/page", headers={"Accept-Encoding": accepted})

    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.data).decode() == TEXT
    assert int(answer.headers["Content-Length"]) == len(answer.data) < len(TEXT)
    assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize("accepted", [None, "identity", "gzip;q=0", "br"])
def test_a_page_is_sent_as_it_is_to_others(app: Flask, accepted: str | None) -> None:
    headers = {"Accept-Encoding": accepted} if accepted else {}
    answer = app.test_client().get("/page", headers=headers)

    assert "Content-Encoding" not in answer.headers
    assert answer.text == TEXT
    assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize("path", ["/short", "/api/tagged"])
def test_what_is_short_or_can_be_written_by_its_etag_is_sent_as_it_is(
    app: Flask, path: str
) -> None:
    answer = app.test_client().get(path, headers={"Accept-Encoding": "gzip"})

    assert "Content-Encoding" not in answer.headers
    assert answer.headers.get("ETag") in (None, '"x"')


def test_compressed_data_have_a_weak_tag(app: Flask) -> None:
    client = app.test_client()

    answer = client.get("/tagged", headers={"Accept-Encoding": "gzip"})

    assert answer.headers["ETag"] == 'W/"x"'
    assert gzip.decompress(answer.data).decode() == TEXT
    assert client.get("/tagged").headers["ETag"] == '"x"'


def test_the_same_page_gives_the_same_bytes(app: Flask) -> None:
    first, second = (
        app.test_client().get("/page", headers={"Accept-Encoding": "gzip"}) for _ in range(2)
    )

    assert first.data == second.data
