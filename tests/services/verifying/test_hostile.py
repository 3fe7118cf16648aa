"""What is no badge, or a presentation that hides something: told what is wrong, at once."""

import gzip

import pytest

from app.services.verifying.status import unpacked
from tests.services.verifying.judged import is_valid, refusal
from tests.support import badges
from tests.support.signing import base64url

pytestmark = pytest.mark.usefixtures("nothing_is_fetched")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"hello", "not-a-badge"),
        (b"\xff\xfe\x00", "not-text"),
        (b"\x89PNG", "not-text"),
        (b"https://college.example/awards/1", "only-an-address"),
        (b"{}", "not-a-badge"),
        (b"[]", "several-badges"),
        (b"[1]", "not-a-badge"),
        (b'"text"', "not-a-badge"),
        (b'{"type": ["Assertion"]}', "not-a-badge"),
        (b'{"type": "BadgeClass", "name": "x"}', "not-an-award"),
        (b'{"type": ["Achievement"]}', "not-an-award"),
        (
            b'{"uid": "1", "badge": "https://x.example", "verify": {"type": "hosted"}}',
            "open-badges-1",
        ),
        (b"{", "bad-json"),
        (b'{"a": 1, "a": 2}', "bad-json"),
        (b'{"a": NaN}', "bad-json"),
        (b'{"a": 1e999}', "bad-json"),
        (b'{"a": 12345678901234567890}', "bad-json"),
        (b'{"a": "\\u0000"}', "bad-json"),
        (b'{"a": "\\ud800"}', "bad-json"),
        (b"[" * 100_000, "bad-json"),
        (b'{"a":' * 70 + b"1" + b"}" * 70, "bad-json"),
        (b"a.b.c", "bad-token"),
        (b"....", "not-a-badge"),
        (b"eyJhbGciOiJFZERTQSJ9.e30.e30~disclosed~", "selective-disclosure"),
        (b"x" * 2_000_001, "too-large"),
        (b'{"a": "' + b"x" * 1_000_000 + b'"}', "too-large"),
        (b"<html><body>badge</body></html>", "not-svg"),
        (b"<svg", "svg-malformed"),
        (badges.SVG, "no-badge-in-picture"),
        (badges.png(), "no-badge-in-picture"),
        (b"\x89PNG\r\n\x1a\n", "picture-damaged"),
        (b"\x1f\x8b" + bytes(100), "not-text"),
    ],
)
def test_what_is_no_badge_is_told_so(data: bytes, code: str) -> None:
    assert refusal(data).code == code


def test_nothing_of_what_was_sent_is_repeated() -> None:
    holder = '"ada.holder@example.org"'
    for text in (
        f"{{{holder}: 1, {holder}: 2}}",
        f'{{"name": {holder[:-1]}\\u0001"}}',
        f'{{"name": {holder}, }}',
        f'{{"type": {holder}}}',
        f'{{"type": ["Assertion"], "badge": {holder}, "verify": {holder}}} {holder}',
    ):
        assert "ada" not in str(refusal(text.encode())).lower()


def test_a_presentation_of_many_badges_is_not_chosen_from() -> None:
    one = badges.vc_jwt(badges.ed25519())

    assert refusal(badges.as_bytes(badges.presentation(one, one))).code == "several-badges"
    assert refusal(badges.as_bytes(badges.presentation(*[one] * 50))).code == "several-badges"
    assert refusal(badges.as_bytes(badges.presentation())).code == "several-badges"
    assert refusal(badges.as_bytes(badges.presentation(5))).code == "not-a-badge"
    inner = badges.presentation(badges.presentation(one))
    assert refusal(badges.as_bytes(inner)).code == "not-a-badge"


def test_an_enveloped_credential_elsewhere_is_not_fetched() -> None:
    for address in ("http://169.254.169.254/", "data:text/html,<p>", None):
        envelope = {"type": "EnvelopedVerifiableCredential", "id": address}
        assert refusal(badges.as_bytes(envelope)).code == "not-a-badge"
    token = badges.vc_jwt(badges.ed25519())
    envelope = {
        "type": "EnvelopedVerifiableCredential",
        "id": f"data:application/vc+jwt,{token}",
    }
    assert is_valid(badges.as_bytes(envelope))


def test_a_status_list_that_unpacks_to_gigabytes_is_left_packed() -> None:
    bomb = "u" + base64url(gzip.compress(bytes(100_000_000), 9))

    assert unpacked(bomb) is None
    assert unpacked("u" + base64url(gzip.compress(bytes(16_384)))) == bytes(16_384)
    assert unpacked("unot gzip") is None
    assert unpacked(5) is None
