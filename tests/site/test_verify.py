"""The page that verifies badges: a plain form, an answer in words, and nothing kept."""

import io

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.linked_data.small_registry import client as client
from tests.linked_data.small_registry import small_app as small_app
from tests.site.pages import Element, read_page
from tests.support import badges


def sent(
    client: FlaskClient, text: str = "", file: bytes | None = None, address: str = "/verify"
) -> TestResponse:
    form: dict[str, object] = {"text": text}
    if file is not None:
        form["file"] = (io.BytesIO(file), "ada-holder.png")
    return client.post(address, data=form, content_type="multipart/form-data")


def page_of(answer: TestResponse, status: int = 200) -> Element:
    assert answer.status_code == status
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    return read_page(answer.get_data(as_text=True))


def test_the_form_takes_a_file_or_text_without_scripts(client: FlaskClient) -> None:
    form = read_page(client.get("/verify").get_data(as_text=True)).one("main").one("form")

    assert form.attributes["method"] == "post"
    assert form.attributes["enctype"] == "multipart/form-data"
    assert form.one("input", type="file").attributes["name"] == "file"
    assert form.one("textarea").attributes["name"] == "text"
    assert "onsubmit" not in form.attributes


@pytest.mark.parametrize(
    ("badge", "heading"),
    [
        (badges.vc_jwt(badges.p256()), "Unaltered since it was signed; who signed it is not"),
        (badges.vc_jwt(badges.p256())[:-4] + "AAAA", "Do not rely on this badge"),
        (badges.as_bytes(badges.assertion()).decode(), "This badge is not signed"),
        (badges.as_bytes(badges.assertion(revoked=True)).decode(), "This badge was taken back"),
        (badges.assertion_jws(badges.p256()), "The signature could not be checked here"),
    ],
)
def test_the_first_words_say_how_far_to_rely_on_it(
    client: FlaskClient, badge: str, heading: str
) -> None:
    page = page_of(sent(client, badge)).one("main")

    verdict = page.one("section", id="verdict")
    assert verdict.one("h2").text.startswith(heading)
    assert "autofocus" in verdict.attributes


def test_a_picture_is_taken_as_a_file(client: FlaskClient) -> None:
    token = badges.vc_jwt(badges.p256()).encode()
    picture = badges.png(badges.Chunk(b"tEXt", b"openbadges\0" + token))

    page = page_of(sent(client, file=picture)).one("main")

    assert "a PNG picture" in page.text
    assert badges.NAME in page.text
    assert badges.ISSUER_NAME in page.text


@pytest.mark.parametrize("text", ["", "  ", "{", "hello", "https://college.example/awards/1"])
def test_what_cannot_be_read_is_said_first_and_takes_the_focus(
    client: FlaskClient, text: str
) -> None:
    page = page_of(sent(client, text), 422)

    summary = page.one("div", role="alert")
    assert "autofocus" in summary.attributes
    assert summary.one("a").attributes["href"] == "#file"
    assert page.one("title").text.startswith("Error")
    assert page.one("input", type="file").attributes["aria-invalid"] == "true"


def test_what_was_sent_is_not_on_the_page_again(client: FlaskClient) -> None:
    document = badges.as_bytes(badges.assertion()).decode()

    for answer in (sent(client, document), sent(client, document[:-1]), sent(client, file=b"{")):
        shown = answer.get_data(as_text=True)
        assert "ada" not in shown.lower().replace("adapt", "")
        assert read_page(shown).one("textarea").text == ""


def test_hostile_words_of_a_badge_are_text_on_the_page(client: FlaskClient) -> None:
    hostile = "<script>alert(1)</script>\"'&\u202e"
    made = badges.assertion()
    made["badge"] |= {"name": hostile, "id": "javascript:alert(1)", "criteria": "javascript:x"}

    shown = sent(client, badges.as_bytes(made).decode()).get_data(as_text=True)

    assert "<script>alert" not in shown
    assert 'href="javascript' not in shown
    assert "\u202e" not in shown


def test_a_hosted_badge_shows_the_address_that_proves_it(client: FlaskClient) -> None:
    made = badges.assertion(id="https://college.example/awards/\u202e1")

    page = page_of(sent(client, badges.as_bytes(made).decode())).one("main")

    assert "https://college.example/awards/1" in page.text
    assert "open the one that the badge gives yourself" in page.text


def test_a_signed_badge_shows_no_address_of_its_own(client: FlaskClient) -> None:
    page = page_of(sent(client, badges.vc_jwt(badges.p256()))).one("main")

    assert "0f1e2d3c" not in page.text


def test_the_page_speaks_french(client: FlaskClient) -> None:
    page = page_of(sent(client, "{", address="/fr/verify"), 422)

    assert page.one("html").attributes["lang"] == "fr"
    assert "There is" not in page.text
    assert "Line 1" not in page.text


def test_an_upload_that_is_too_large_is_told_so(client: FlaskClient) -> None:
    # Written by hand: the client of the tests would leave a temporary file of its own behind.
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
    body = head + b"x" * 2_000_001 + b"\r\n--x--\r\n"

    answer = client.post("/verify", data=body, content_type="multipart/form-data; boundary=x")

    assert "2,000,000" in page_of(answer, 422).one("div", role="alert").text
